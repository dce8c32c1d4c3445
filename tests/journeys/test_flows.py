"""Journeys through the criteria and the questions for the team, on the real stack."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.stack import Stack
from tests.journeys.talk import Person


def shown(turn: dict[str, Any]) -> tuple[str, int]:
    """Returns the outcome and the step of a turn, 0 where there is none."""
    return turn["outcome"], turn["replies"][0].get("step", 0)


def choices(turn: dict[str, Any]) -> list[str]:
    return [choice["id"] for choice in turn["choices"]]


def test_the_whole_walk_by_choices_and_back(stack: Stack) -> None:
    person = Person(stack.settings.port)
    turn = person.choose("flow:eligibility")
    last = turn["replies"][0]["of"]
    titles = [turn["replies"][0]["title"]]
    assert last >= 8
    for step in range(2, last + 1):
        assert "flow:next" in choices(turn)
        turn = person.choose("flow:next")
        assert shown(turn) == ("flow", step)
        titles.append(turn["replies"][0]["title"])
    assert len(set(titles)) == last
    assert choices(turn) == ["flow:back", "flow:stop"]
    assert person.choose("flow:next")["replies"][0]["text"].startswith("That was the last part")
    for step in range(last - 1, 0, -1):
        turn = person.choose("flow:back")
        assert shown(turn) == ("flow", step)
    assert choices(turn) == ["flow:next", "flow:stop"]
    assert shown(person.choose("flow:stop")) == ("flow", 0)
    assert choices(person.choose("flow:next")) == ["flow:eligibility", "flow:handoff"]


def test_the_walk_by_words_with_a_question_and_a_red_flag_in_the_middle(stack: Stack) -> None:
    person = Person(stack.settings.port)
    assert shown(person.ask("can you go through the criteria with me")) == ("flow", 1)
    assert shown(person.ask("next")) == ("flow", 2)
    answer = person.ask("what is CRS?")
    assert (answer["outcome"], answer["topic"], choices(answer)[-1]) == ("answered", "crs", "flow:next")
    for _ in range(4):
        assert person.ask("how far apart are the two infusions?")["outcome"] == "answered"
    assert shown(person.ask("next")) == ("flow", 3)
    assert person.ask("my dad has chest pain")["outcome"] == "emergency"
    assert person.ask("he has a fever")["outcome"] == "urgent"
    assert shown(person.ask("next please")) == ("flow", 4)
    assert shown(person.ask("back")) == ("flow", 3)
    assert person.ask("stop")["replies"][0]["text"].startswith("We have stopped here")
    assert person.ask("next")["replies"][0]["text"].startswith("We are not going through anything")


@pytest.mark.parametrize("word", ["next", "back", "stop", "Next", "BACK", "Stop.", "next?"])
def test_a_word_alone_outside_a_walk_is_told_so_and_offered_one(stack: Stack, word: str) -> None:
    turn = Person(stack.settings.port).ask(word)
    assert turn["outcome"] == "flow"
    assert turn["replies"][0]["text"].startswith("We are not going through anything step by step")
    assert choices(turn)[0] == "flow:eligibility"


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("can I stop treatment?", "stopping_or_refusing"),
        ("when can I go back to work?", "work_and_study"),
        ("am I eligible?", "who_is_eligible"),
        ("what are the steps", "pathway"),
        ("what happens next", "pathway"),
        ("when is the next infusion", "infusion_schedule"),
    ],
)
def test_questions_that_sound_like_the_walk_are_still_questions(stack: Stack, typed: str, topic: str) -> None:
    person = Person(stack.settings.port)
    person.choose("flow:eligibility")
    turn = person.ask(typed)
    assert (turn["outcome"], turn["topic"]) == ("answered", topic)


def test_the_topic_leads_into_the_walk(stack: Stack) -> None:
    person = Person(stack.settings.port)
    turn = person.ask("who can have obe-cel on the NHS?")
    assert (turn["topic"], choices(turn)[-1]) == ("who_is_eligible", "flow:eligibility")
    assert shown(person.choose("flow:eligibility")) == ("flow", 1)


def test_the_walk_goes_on_after_the_bot_was_killed_and_nobody_is_left_without_words(
    crash: dict[str, list[dict[str, Any]]],
) -> None:
    _, before, down, after = crash["walk"]
    assert shown(before) == ("flow", 2)
    assert [down["outcome"], *(reply["type"] for reply in down["replies"])] == [
        "unavailable", "text", "card", "helplines",
    ]  # fmt: skip
    assert shown(after) == ("flow", 3)


def test_the_questions_of_a_conversation_are_listed(stack: Stack) -> None:
    person = Person(stack.settings.port)
    person.ask("what is CRS?")
    person.choose("flow:eligibility")
    asked = person.choose("flow:next")["replies"][0]["ask_your_team"]
    typed, chosen = person.ask("what should I ask my team?"), person.choose("flow:questions")
    assert typed["outcome"] == chosen["outcome"] == "flow"
    assert typed["replies"] == chosen["replies"]
    assert all(f"- {question}" in chosen["replies"][0]["text"] for question in asked)
    assert "What is CRS?" in json.dumps(chosen["replies"][0]["blocks"])


def test_a_deleted_conversation_leaves_no_walk(stack: Stack) -> None:
    person = Person(stack.settings.port)
    person.choose("flow:eligibility")
    person.delete()
    person.choose("flow:next")
    assert person.last_status == 404
