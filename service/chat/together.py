"""Several decided turns made one: all their replies, and never more than three topics to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from service.chat.decide import Decided
from service.chat.reply import MOST_CHOICES, Choice, Reply


def together(parts: Sequence[Decided]) -> Decided:
    """Returns the parts as one turn; its outcome, topic and confidence are the first part's.

    A person asked for is never lost: ``handoff`` in any part is the outcome of the whole.
    """
    first = parts[0]
    topics = [r["topic"] for part in parts for r in part.replies if r["type"] == "answer"]
    taken = [c for row in zip_longest(*(part.choices for part in parts)) for c in row if c is not None]
    outcome = "handoff" if any(part.outcome == "handoff" for part in parts) else first.outcome
    return Decided(
        outcome,
        topics[0] if topics else first.topic,
        [reply for part in parts for reply in part.replies],
        first.confidence,
        fewest(taken, topics),
    )


def with_more(decided: Decided, before: Sequence[Choice] = (), replies: Sequence[Reply] = ()) -> Decided:
    """Returns the turn with these choices before its own, and these replies after its own."""
    topics = [r["topic"] for r in decided.replies if r["type"] == "answer"]
    return replace(decided, replies=[*decided.replies, *replies], choices=fewest([*before, *decided.choices], topics))


def fewest(choices: Sequence[Choice], answered: Sequence[str]) -> list[Choice]:
    """Returns the choices once each, at most three topics among them, none that the same turn answers."""
    kept = {choice["id"]: choice for choice in choices if choice["id"] not in {f"topic:{topic}" for topic in answered}}
    topics = [name for name in kept if name.startswith("topic:")][:MOST_CHOICES]
    return [choice for name, choice in kept.items() if name in topics or not name.startswith("topic:")]
