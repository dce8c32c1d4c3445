"""Flows to decided turns: the criteria one by one, and questions for the team. Which step comes is Rasa's decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from service.bot.client import BotTurn
from service.chat import reply
from service.chat.decide import Decided, not_served
from service.chat.reply import Reply
from service.chat.served import Shown
from service.library.blocks import Block, to_text
from service.library.find import Fixed

# The choices that Rasa decides on, and what it calls them.
WALK = {f"flow:{name}": f"flow_{name}" for name in ("eligibility", "next", "back", "stop")}
QUESTIONS = "flow:questions"
NEXT = "flow:next"
REMEMBERED = 5  # turns after which an answer no longer offers to go on; the words still do
AFTER_THE_WALK = ("how_to_get_referred", "who_decides")
LEAST_NEAR = 0.02  # a topic less likely than this was not meant
# What Rasa says of the walk where there is no step to show -> the wording, and what is offered with it.
WORDS = {
    "none": ("flow_none", ("eligibility", "handoff")),
    "stopped": ("flow_stopped", ("questions", "eligibility")),
    "end": ("flow_end", ("back", "stop", "questions")),
}


def by_directive(fixed: Fixed, published: Shown, turn: BotTurn) -> Decided:
    """Returns the turn for a directive of the walk: a step, or that there is none to show."""
    if not fixed.data["eligibility"] and turn.directive.name != "stopped":
        return not_served(fixed, None, turn.confidence)
    if turn.directive.kind == "criteria":
        return _step(fixed, int(turn.directive.name), turn.confidence)
    wording, offered = WORDS[turn.directive.name]
    # Outside a walk "what now?" or "I want to stop" may well have been about a topic.
    near = [intent for intent, sure in turn.ranking if sure >= LEAST_NEAR]
    after = {"none": near, "stopped": AFTER_THE_WALK}.get(turn.directive.name, [])
    choices = [*reply.flow_choices(fixed, *offered), *reply.topic_choices(published, after)]
    return Decided("flow", None, [reply.text(fixed, wording)], turn.confidence, choices)


def _step(fixed: Fixed, number: int, confidence: float) -> Decided:
    steps = fixed.data["eligibility"]
    # Content with fewer steps may have been published since the bot's model was made: then its last step is the last.
    number = min(number, len(steps))
    fitting = {"next": number < len(steps), "back": number > 1, "stop": True}
    choices = reply.flow_choices(fixed, *(name for name, fits in fitting.items() if fits))
    return Decided("flow", None, [criteria(fixed, number, steps)], confidence, choices)


def criteria(fixed: Fixed, number: int, steps: list[Mapping[str, Any]]) -> Reply:
    """Returns a step (from 1) as a ``criteria`` reply, with its sources, label and sign-off as an answer has them."""
    step, ui = steps[number - 1], fixed.data["ui"]
    asked: list[Block] = [{"h": ui["ask_your_team"]}, {"list": [[question] for question in step["ask_your_team"]]}]
    return {
        "type": "criteria",
        "step": number,
        "of": len(steps),
        "title": step["title"],
        "text": to_text([{"p": [f"{ui['step']} {number} {ui['step_of']} {len(steps)}."]}, *step["blocks"], *asked]),
        "blocks": step["blocks"],
        "ask_your_team": step["ask_your_team"],
        "sources": step["sources"],
        **reply.checked(step),
    }


def questions(fixed: Fixed, published: Shown, replies: Iterable[Mapping[str, Any]]) -> Decided:
    """Returns the questions for the team that belong to what was answered: ``replies``, oldest first."""
    of = [item for item in replies if item["type"] != "criteria" or fixed.data["eligibility"]]
    suggested = _suggested(published, of)
    if not suggested:
        choices = reply.flow_choices(fixed, "eligibility")
        return Decided("flow", None, [reply.text(fixed, "questions_none")], 1.0, choices)
    blocks = list(fixed.data["wording"]["questions_suggested"]["blocks"])
    for title, asked in suggested.items():
        blocks += [{"h": title}, {"list": [[question] for question in asked]}]
    if any(item["signoff"]["status"] != "signed" for item in _now(fixed, published, of)):
        blocks.append({"note": [fixed.data["wording"]["preview_label"]["text"]]})
    return Decided("flow", None, [{"type": "text", "text": to_text(blocks), "blocks": blocks}], 1.0)


def _now(fixed: Fixed, published: Shown, replies: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yields the topics and steps that were answered, as they stand now."""
    for item in replies:
        if item["type"] == "answer" and item["topic"] in published.topics:
            yield published.topics[item["topic"]]
        elif item["type"] == "criteria":
            yield fixed.data["eligibility"][0]


def going_on(fixed: Fixed, decided: Decided, walk: Mapping[str, Any] | None) -> Decided:
    """Returns an answer with the choice to go on with the criteria, where the last turn of a flow left a next one."""
    if walk is None or NEXT not in [choice["id"] for choice in walk["choices"]]:
        return decided
    choice = {"id": NEXT, "label": fixed.data["ui"]["flow_go_on"]}
    return replace(decided, choices=[*decided.choices, choice])


def _suggested(published: Shown, replies: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Returns title -> questions, each question once."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for item in replies:
        if item["type"] == "answer" and item["topic"] in published.topics:
            topic = published.topics[item["topic"]]
            title, asked = topic["title"], topic["questions"]
        elif item["type"] == "criteria":
            title, asked = item["title"], item["ask_your_team"]
        else:
            continue
        new = [question for question in asked if question not in seen]
        seen.update(new)
        if new:
            found.setdefault(title, []).extend(new)
    return found
