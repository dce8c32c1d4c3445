"""What Rasa's stand-in is told to decide, and what a turn then holds."""

from __future__ import annotations

from typing import Any

from tests.chat.person import Person
from tests.service_bot.rasa import Rasa

UNSURE: tuple[dict[str, str], list[tuple[str, float]]] = ({"outcome": "unsure"}, [("out_of_scope", 0.2)])


def follow(kind: str) -> tuple[dict[str, str], list[tuple[str, float]]]:
    """Returns Rasa's decision that a message is a follow-up of this kind."""
    return {"follow_up": kind}, [(kind if kind == "correction" else f"follow_up_{kind}", 0.97), ("crs", 0.01)]


def topic(name: str, sure: float = 0.9, *others: tuple[str, float]) -> tuple[dict[str, str], list[tuple[str, float]]]:
    """Returns Rasa's decision for a topic, with further guesses."""
    return {"answer": name}, [(name, sure), *others]


def close(*ranking: tuple[str, float]) -> tuple[dict[str, str], list[tuple[str, float]]]:
    """Returns Rasa's decision that it is a close call between these."""
    return {"outcome": "clarify"}, list(ranking)


def answers(turn: dict[str, Any]) -> list[str]:
    """Returns the topics a turn answers, in order."""
    return [reply["topic"] for reply in turn["replies"] if reply["type"] == "answer"]


def offered(turn: dict[str, Any]) -> list[str]:
    """Returns the topics a turn offers."""
    return [c["id"].removeprefix("topic:") for c in turn["choices"] if c["id"].startswith("topic:")]


def texts(rasa: Rasa) -> list[str]:
    """Returns what Rasa was asked."""
    return [body.get("text", "") for body in rasa.asked]


def after(person: Person, rasa: Rasa, name: str, typed: str, decided: Any) -> dict[str, Any]:
    """Returns the turn for a text that follows a topic's answer."""
    rasa.by_text["the first question"] = topic(name)
    assert answers(person.ask("the first question")) == [name]
    rasa.asked.clear()
    rasa.by_text[typed] = decided
    return person.ask(typed)
