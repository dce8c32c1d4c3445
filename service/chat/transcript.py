"""What was said, shown again: an answer that may not be shown any more gives way to the fixed line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.chat import reply
from service.chat.helplines import refreshed
from service.chat.served import ELIGIBILITY, TIMELINE, Serving, without_links
from service.library.find import Fixed
from service.records.conversations import TurnRecord


def as_served(turn: Mapping[str, Any], serving: Serving) -> dict[str, Any]:
    """Returns a stored turn (or any value with its ``replies`` and ``choices``) as it may be shown now.

    A page that is loaded again must not bring back an answer that was withdrawn in between. All else stays as said.
    """
    held = frozenset(name for name in _topics(turn) if serving.holds(name))
    replies = [_reply(item, serving, held) for item in turn["replies"]]
    choices = [choice for choice in turn["choices"] if choice["id"].partition(":")[2] not in held]
    return {**turn, "replies": replies, "choices": choices}


def retold(turns: Sequence[TurnRecord], fixed: Fixed, serving: Serving) -> list[dict[str, Any]]:
    """Returns what was said in these turns, in order, as api.md has it: what may be shown now, with hours as of now."""
    said: list[dict[str, Any]] = []
    for turn in turns:
        at = turn.at.isoformat(timespec="seconds") + "Z"
        said.append({"turn": turn.turn, "from": "person", "at": at, "text": turn.text})
        shown = as_served(turn.reply, serving)
        bot = {"turn": turn.turn, "from": "bot", "at": at, "replies": refreshed(fixed, shown["replies"])}
        said.append({**bot, "outcome": turn.outcome, "choices": shown["choices"]})
    return said


def _reply(item: dict[str, Any], serving: Serving, held: frozenset[str]) -> dict[str, Any]:
    part = {"answer": item.get("topic"), "timeline": TIMELINE, "criteria": ELIGIBILITY}.get(item["type"])
    if part and (part in held or serving.holds(part)):
        return reply.text(serving.fixed(), "not_served")
    served: dict[str, Any] = without_links(item, held)
    return served


def _topics(value: Any) -> set[str]:
    """Returns every topic that a turn answers, links to or offers."""
    if isinstance(value, list):
        return {name for inner in value for name in _topics(inner)}
    if not isinstance(value, Mapping):
        return set()
    named = [value.get("topic"), str(value.get("id") or "").removeprefix("topic:").removeprefix("numbers:")]
    return {name for name in named if isinstance(name, str) and name} | _topics(list(value.values()))
