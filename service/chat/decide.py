"""One message or choice to one decided turn: outcome, topic, replies and choices. Nothing here waits or stores."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from service.bot.client import BotTurn
from service.chat import reply
from service.chat.helplines import helplines
from service.chat.reply import Choice, Reply
from service.chat.served import Shown
from service.library.find import Fixed
from service.safety.urgent import Finding

WHEN_TO_CALL = "when_to_call"
INTERPRETERS = "interpreters"
CLARIFY_AT_LEAST = 2
FOUND = 3
LEAST_GUESS = 0.1  # a best guess below this is none
# Words that are said with people to talk to below them.
WITH_PEOPLE = ("are_you_human", "out_of_scope", "handoff")
# What Rasa calls a kind of small talk -> the wording that answers it.
SMALLTALK_WORDS = {
    "greeting": "hello", "thanks": "thanks", "goodbye": "goodbye", "are_you_human": "are_you_human",
}  # fmt: skip
OUTCOME_OF_LEVEL = {"emergency": "emergency", "urgent": "urgent", "crisis": "crisis"}


class UnknownChoice(ValueError):
    """A choice that is not offered; the text names the field for the client."""


@dataclass(frozen=True)
class Decided:
    """A turn without its number: what api.md calls outcome, topic, confidence, replies and choices."""

    outcome: str
    topic: str | None
    replies: list[Reply]
    confidence: float | None = None
    choices: list[Choice] = field(default_factory=list)

    @property
    def fingerprint(self) -> str | None:
        """The fingerprint of the words that were given, if a topic was answered or a criterion shown."""
        return next((r["fingerprint"] for r in self.replies if r["type"] in ("answer", "criteria")), None)


def danger(fixed: Fixed, published: Shown | None, finding: Finding) -> Decided:
    """Returns the card of a finding, in its language too: alone, or for ``urgent`` with a link to when to call."""
    level = str(finding.level)
    topic = None if level == "crisis" else WHEN_TO_CALL
    choices = reply.topic_choices(published, [WHEN_TO_CALL]) if published and level == "urgent" else []
    return Decided(OUTCOME_OF_LEVEL[level], topic, reply.cards(fixed, level, finding.language), None, choices)


def with_hidden_word(fixed: Fixed, decided: Decided) -> Decided:
    """Returns the turn with a gentle word that personal details were hidden: first, but never above a card.

    A turn that is a danger card stays as it is: nothing stands beside what to do now.
    """
    if decided.outcome in OUTCOME_OF_LEVEL:
        return decided
    cards = [place for place, item in enumerate(decided.replies) if item["type"] == "card"]
    place = cards[-1] + 1 if cards else 0
    replies = [*decided.replies[:place], reply.text(fixed, "personal_hidden"), *decided.replies[place:]]
    return replace(decided, replies=replies)


def looking_ahead(fixed: Fixed, published: Shown, finding: Finding) -> Decided:
    """Returns the answer to "what if I get a fever?": the card first, then when to call (levels.md)."""
    answered = answered_with(fixed, published, WHEN_TO_CALL, None)
    return replace(answered, replies=[reply.card(fixed, str(finding.level)), *answered.replies])


def from_book(fixed: Fixed, published: Shown, turn: BotTurn) -> Decided:
    """Returns the answer to "can CAR-T cause seizures?", led by one line for whom it is happening to now."""
    known = turn.directive.kind == "answer" and published.knows(turn.directive.name)
    answered = answered_with(fixed, published, turn.directive.name if known else WHEN_TO_CALL, turn.confidence)
    return replace(answered, replies=[reply.text(fixed, "if_now"), *answered.replies])


def answered_with(
    fixed: Fixed, published: Shown, topic: str, confidence: float | None, numbers: bool = False
) -> Decided:
    """Returns a topic's answer with its related questions; a sensitive topic only offers its figures.

    A topic that is published but not served now gets the fixed line.
    """
    if topic in published.held:
        return not_served(fixed, topic, confidence)
    words = published.topics[topic]
    replies = [reply.answer(words, numbers), *reply.pictures(fixed, words)]
    choices = reply.topic_choices(published, words["choices"])
    if words["flow"]:
        choices += reply.flow_choices(fixed, words["flow"])
    if reply.has_numbers(words) and not numbers:
        replies.append(reply.text(fixed, "sensitive_offer"))
        choices = [reply.numbers_choice(fixed, topic), *choices]
    return Decided("answered", topic, replies, confidence, choices)


def by_directive(fixed: Fixed, published: Shown, turn: BotTurn, words: str) -> Decided:
    """Returns the turn for what Rasa decided; ``words`` are only searched with, never shown."""
    kind, name = turn.directive.kind, turn.directive.name
    if kind == "answer" and name in published.held:
        return not_served(fixed, name, turn.confidence)
    guess = next((i for i, sure in turn.ranking if i in published.topics and sure >= LEAST_GUESS), None)
    if kind == "answer" and name in published.topics:
        return answered_with(fixed, published, name, turn.confidence)
    if kind == "smalltalk" and name in SMALLTALK_WORDS:
        return _said(fixed, "smalltalk", SMALLTALK_WORDS[name], None, turn)
    if name == "talk_to_person":
        return _said(fixed, "handoff", "handoff", None, turn)
    if name == "out_of_scope":
        return _said(fixed, "out_of_scope", "out_of_scope", guess, turn)
    if name == "clarify":
        choices = reply.topic_choices(published, [intent for intent, _ in turn.ranking])
        if len(choices) >= CLARIFY_AT_LEAST:
            return Decided("clarify", guess, [reply.text(fixed, "clarify")], turn.confidence, choices)
    return unsure(fixed, published, words, guess, turn.confidence)


def other_language(fixed: Fixed, published: Shown) -> Decided:
    """Returns the fixed words for a message that is plainly not English: what to do in an emergency, interpreters."""
    choices = reply.topic_choices(published, [INTERPRETERS])
    topic = INTERPRETERS if choices else None
    return Decided("out_of_scope", topic, [reply.text(fixed, "other_language")], None, choices)


def _said(fixed: Fixed, outcome: str, wording: str, topic: str | None, turn: BotTurn) -> Decided:
    people = helplines(fixed) if wording in WITH_PEOPLE else []
    # "Human" alone may ask for one as well as whether this is one.
    offered = reply.flow_choices(fixed, "handoff") if wording == "are_you_human" else []
    return Decided(outcome, topic, [reply.text(fixed, wording), *people], turn.confidence, offered)


def unsure(fixed: Fixed, published: Shown, words: str, guess: str | None, confidence: float | None) -> Decided:
    """Returns the honest answer to what was not recognised: the best guess and what a search finds, and people."""
    topics = list(dict.fromkeys([*([guess] if guess else []), *published.search(words, FOUND)]))[:FOUND]
    replies = [reply.found(published, topics, fixed), *helplines(fixed)]
    return Decided("unsure", guess, replies, confidence, reply.topic_choices(published, topics))


def not_served(fixed: Fixed, topic: str | None, confidence: float | None) -> Decided:
    """Returns what a reader gets in place of words that may not be shown now: a fixed line, and people to talk to."""
    replies = [reply.text(fixed, "not_served"), *helplines(fixed)]
    return Decided("unavailable", topic, replies, confidence)


def unavailable(fixed: Fixed, published: Shown | None, words: str) -> Decided:
    """Returns what still comes when something is down: who to call, what a search finds, people to talk to."""
    topics = published.search(words, FOUND) if published else []
    replies = [reply.text(fixed, "unavailable"), reply.who_to_call(fixed), *helplines(fixed)]
    choices = reply.topic_choices(published, topics) if published else []
    return Decided("unavailable", topics[0] if topics else None, replies, None, choices)


def chosen(fixed: Fixed, published: Shown, choice: str) -> Decided:
    """Returns the turn for a tapped choice. Raises ``UnknownChoice``."""
    kind, _, name = choice.partition(":")
    if kind in ("topic", "numbers") and name in published.held:
        return not_served(fixed, name, 1.0)
    if kind == "topic" and name in published.topics:
        return answered_with(fixed, published, name, 1.0)
    if kind == "numbers" and name in published.topics and published.topics[name]["sensitive"]:
        return answered_with(fixed, published, name, 1.0, numbers=True)
    if choice == "flow:handoff":
        return Decided("handoff", None, [reply.text(fixed, "handoff"), *helplines(fixed)], 1.0)
    raise UnknownChoice("choice: this choice is not offered")


def as_turn(decided: Decided, number: int, state: str = "bot") -> dict[str, Any]:
    """Returns the turn as api.md shows it."""
    return {
        "turn": number,
        "outcome": decided.outcome,
        "topic": decided.topic,
        "confidence": None if decided.confidence is None else round(decided.confidence, 4),
        "state": state,
        "replies": decided.replies,
        "choices": decided.choices,
    }
