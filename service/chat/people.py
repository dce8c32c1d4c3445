"""Reaching a person: whom a conversation leads to, and the offer of them, made once and never forced."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from service.chat import reply
from service.chat.decide import OUTCOME_OF_LEVEL, Decided
from service.chat.helplines import TALKING_NEEDS, first_of, helplines
from service.chat.served import Shown
from service.library.find import Fixed
from service.records.conversations import TurnRecord

HANDOFF = "flow:handoff"
# What failed for who asked. Beyond our scope counts too: what nobody can read mostly ends there.
FAILED = ("unsure", "clarify", "out_of_scope")
FAILED_IN_A_ROW = 3
# Where people are shown already, or where nothing may stand beside what to do now.
NO_OFFER = ("handoff", "unavailable", *OUTCOME_OF_LEVEL)
DISTRESS_TOPIC = "emotional_support"
# What somebody who talked about this may need first; a topic before its group, and nurses and feelings after it.
NEED_OF_TOPIC = {
    "bereavement": "bereavement", "carer_support": "carers", "supporting_someone": "carers", "carer_needed": "carers",
    "accommodation": "money", "children": "young_people", "under_26": "young_people", "interpreters": "nurse",
}  # fmt: skip
NEED_OF_GROUP = {"money": "money", "support": "feelings"}
# Sadness and fear in plain words. A crisis has had its card before this is looked at; an offer too many does no harm.
DISTRESS = re.compile(
    r"(?P<before>(?:\b(?:not|never|isnt|arent|aint|wasnt|no longer)|n't)\s+(?:\w+\s+)?)?"
    r"\b(?:scared|frightene?d|terrified|petrified|tearful|crying|sobbing|in tears|lonely|(?:all|so) alone|hopeless"
    r"|desperate|despair(?:ing)?|heartbroken|devastated|depressed|overwhelmed|distraught|panic(?:king| attacks?)"
    r"|los(?:ing|t) hope|(?:can't|cannot|cant|can not) (?:cope|stop crying|take (?:it|this|much more|any ?more))"
    r"|(?:feel(?:s|ing)?|felt) (?:(?:so|very|really|quite) )*(?:sad|afraid|anxious|low|helpless|alone)"
    r"|(?:so|very|really) (?:sad|afraid|anxious))\b",
    re.IGNORECASE,
)

Earlier = Callable[[], Awaitable[Sequence[TurnRecord]]]


async def with_people(
    fixed: Fixed, published: Shown | None, decided: Decided, words: str, site: str, earlier: Earlier
) -> Decided:
    """Returns the turn with its helplines for who is asking, and once a conversation with the offer of a person.

    ``words``: what was typed, empty for a choice; ``earlier`` reads all turns so far, and is called only when needed.
    """
    first = first_of(fixed, site)
    if published is None:
        return placed(fixed, decided, TALKING_NEEDS, first)
    if decided.outcome == "handoff":
        topics = [name for turn in await earlier() for name in talked_about(turn)]
        return placed(fixed, decided, needs_after(published, [*topics, *answered_in(decided.replies)]), first)
    decided = placed(fixed, decided, TALKING_NEEDS, first)
    distress = in_distress(decided, words)
    may_offer = decided.outcome not in NO_OFFER and not any(item["type"] == "card" for item in decided.replies)
    if not may_offer or is_offered(decided.choices) or not (distress or decided.outcome in FAILED):
        return decided
    turns = await earlier()
    if any(turn.outcome == "handoff" or is_offered(turn.reply["choices"]) for turn in turns):
        return decided
    return offer(fixed, decided, distress) if distress or failed_again(turns) else decided


def offer(fixed: Fixed, decided: Decided, distress: bool) -> Decided:
    """Returns the turn with a sentence that offers a person, and the choice that leads there, after all else."""
    said = reply.text(fixed, "handoff_distress" if distress else "handoff_offer")
    choices = [*decided.choices, *reply.flow_choices(fixed, "handoff")]
    return replace(decided, replies=[*decided.replies, said], choices=choices)


def in_distress(decided: Decided, words: str) -> bool:
    """Whether typed words say sadness or fear, or were understood as asking who helps with it."""
    felt = any(not found["before"] for found in DISTRESS.finditer(words.replace("\u2019", "'")))
    return felt or bool(words and decided.outcome == "answered" and decided.topic == DISTRESS_TOPIC)


def failed_again(turns: Sequence[TurnRecord]) -> bool:
    """Whether the turns before one that failed had failed too."""
    last = [turn.outcome for turn in turns[1 - FAILED_IN_A_ROW :]]
    return len(last) == FAILED_IN_A_ROW - 1 and set(last) <= set(FAILED)


def is_offered(choices: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a person is among the choices."""
    return any(choice["id"] == HANDOFF for choice in choices)


def answered_in(replies: Iterable[Mapping[str, Any]]) -> list[str]:
    """Returns the topics that replies answer, in order."""
    return [item["topic"] for item in replies if item["type"] == "answer"]


def talked_about(turn: TurnRecord) -> list[str]:
    """Returns the topics a turn answered, or the likeliest of those it offered when it asked back."""
    asked_back = [turn.topic] if turn.outcome == "clarify" and turn.topic else []
    return answered_in(turn.reply["replies"]) or asked_back


def needs_after(published: Shown, topics: Sequence[str]) -> tuple[str, ...]:
    """Returns what somebody may need who was talked about these topics, oldest first: the last that says so counts."""
    for name in reversed([topic for topic in topics if topic in published.topics]):
        need = NEED_OF_TOPIC.get(name) or NEED_OF_GROUP.get(published.topics[name]["group"])
        if need:
            return tuple(dict.fromkeys([need, *TALKING_NEEDS]))
    return TALKING_NEEDS


def placed(fixed: Fixed, decided: Decided, needs: Sequence[str], first: Sequence[str]) -> Decided:
    """Returns the turn with its helplines for these needs and this site; one without any stays as it is."""
    if not any(item["type"] == "helplines" for item in decided.replies):
        return decided
    lines = helplines(fixed, needs, first)
    kept = [lines if item["type"] == "helplines" else [item] for item in decided.replies]
    return replace(decided, replies=[item for items in kept for item in items])


def with_summaries(said: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns a transcript where each turn that leads to people has ``summary``: the titles answered until then.

    No word that was typed is in it.
    """
    titles: dict[str, None] = {}
    made = []
    for message in said:
        titles.update({item["title"]: None for item in message.get("replies", []) if item["type"] == "answer"})
        handing = message.get("outcome") == "handoff"
        made.append({**message, "summary": list(titles)} if handing else message)
    return made
