"""Journeys of asking for a verdict: declined by the real stack, a general topic a tap away, without Rasa too."""

from __future__ import annotations

from typing import Any

import pytest

from service.stack import Stack
from tests.journeys.talk import Person

SENTENCE = "Do not start, stop or change any medicine, paracetamol included, before you have spoken to your team."


@pytest.mark.parametrize(
    ("text", "topic", "medicine"),
    [
        ("should I stop my steroids?", "medicines", True),
        ("are my bloods OK?", "low_blood_counts", False),
        ("my neutrophils are 0.4 and platelets 31, is that bad", "low_blood_counts", False),
    ],
)
def test_a_verdict_is_declined_and_the_general_topic_is_a_tap_away(
    stack: Stack, text: str, topic: str, medicine: bool
) -> None:
    person = Person(stack.settings.port)
    turn = person.ask(text)
    assert turn["outcome"] == "advice_declined"
    said = " ".join(reply["text"] for reply in turn["replies"])
    assert "your own team" in said and "24-hour number" in said
    assert (SENTENCE in said) is medicine
    assert f"topic:{topic}" in [choice["id"] for choice in turn["choices"]]
    answered = person.choose(f"topic:{topic}")
    assert (answered["outcome"], answered["topic"]) == ("answered", topic)


@pytest.mark.parametrize(
    "text",
    ["can you have paracetamol after CAR-T", "what blood tests do they do", "do people get steroids", "can I drive"],
)
def test_a_general_question_is_not_declined(stack: Stack, text: str) -> None:
    assert Person(stack.settings.port).ask(text)["outcome"] in ("answered", "clarify")


def test_a_verdict_is_declined_while_rasa_is_down(crash: dict[str, list[dict[str, Any]]]) -> None:
    (turn,) = crash["verdict"]
    assert turn["outcome"] == "advice_declined"
    assert turn["choices"][0]["id"] == "topic:medicines"
