"""Reaching a person through the real stack: asked for in people's own words, offered once, and never beside a card."""

from __future__ import annotations

import pytest

from service.stack import Stack
from tests.journeys.talk import Person

OFFER = "flow:handoff"


@pytest.mark.parametrize("words", ["can someone ring me", "I want to speak to a nurse", "talk to a person"])
def test_who_asks_for_a_person_gets_people_at_once(stack: Stack, words: str) -> None:
    turn = Person(stack.settings.port).ask(words)
    assert turn["outcome"] == "handoff"
    lines = turn["replies"][1]["helplines"]
    assert lines[0]["id"] in ("macmillan", "blood_cancer_uk")
    assert all(line["phone"] or line["text"] or line["url"] for line in lines)


def test_human_alone_leads_to_people_and_an_offer(stack: Stack) -> None:
    turn = Person(stack.settings.port).ask("human")
    assert "helplines" in [reply["type"] for reply in turn["replies"]]
    assert turn["outcome"] == "handoff" or OFFER in [choice["id"] for choice in turn["choices"]]


def test_money_talked_about_brings_who_helps_with_money(stack: Stack) -> None:
    person = Person(stack.settings.port)
    # Answered or asked back about: either way it was about money.
    assert person.ask("can i get PIP while i am having treatment")["topic"] == "benefits"
    turn = person.ask("can i talk to a real person about this")
    assert turn["outcome"] == "handoff"
    assert "citizens_advice" in [line["id"] for line in turn["replies"][1]["helplines"]]


def test_three_failures_offer_a_person_once(stack: Stack) -> None:
    person = Person(stack.settings.port)
    turns = [person.ask(words) for words in ("qwertz asdf", "hjkl zxcv", "wibble wobble flurb", "plugh xyzzy")]
    assert {turn["outcome"] for turn in turns} <= {"unsure", "clarify", "out_of_scope"}
    assert [OFFER in [choice["id"] for choice in turn["choices"]] for turn in turns] == [False, False, True, False]
    assert person.choose(OFFER)["outcome"] == "handoff"


def test_fear_is_answered_and_offered_people(stack: Stack) -> None:
    turn = Person(stack.settings.port).ask("i am so scared")
    assert turn["topic"] == "emotional_support"
    assert turn["choices"][-1]["id"] == OFFER


def test_fear_beside_a_danger_sign_gets_the_card_alone(stack: Stack) -> None:
    turn = Person(stack.settings.port).ask("i am so scared, he is having a seizure")
    assert turn["outcome"] == "emergency"
    assert [reply["type"] for reply in turn["replies"]] == ["card"]
    assert turn["choices"] == []
