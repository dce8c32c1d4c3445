"""Tests of two questions in one message: two calls of Rasa at most, and a right answer to the whole is never lost."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.chat.decided import UNSURE, answers, close, follow, offered, texts, topic
from tests.chat.person import Person
from tests.patience import within
from tests.service_bot.rasa import Rasa

TWO = "can I drive and when can I go back to work?"
DRIVE, WORK = "can I drive?", "when can I go back to work?"


def two(person: Person, rasa: Rasa, first: Any, second: Any, whole: Any = UNSURE, typed: str = TWO) -> dict[str, Any]:
    """Returns the turn for two questions that Rasa decides on like this."""
    rasa.by_text.update({DRIVE: first, WORK: second, typed: whole})
    turn = person.ask(typed)
    assert len(rasa.asked) <= 2
    return turn


def test_two_clear_questions_get_both_answers(person: Person, rasa: Rasa) -> None:
    turn = two(person, rasa, topic("driving"), topic("work_and_study"))
    assert (turn["outcome"], turn["topic"], answers(turn)) == ("answered", "driving", ["driving", "work_and_study"])
    assert texts(rasa) == [DRIVE, WORK]
    assert not {"driving", "work_and_study"} & set(offered(turn))
    assert len(offered(turn)) == 3
    assert len(person.history()) == 2


def test_the_same_answer_to_both_is_given_once(person: Person, rasa: Rasa) -> None:
    turn = two(person, rasa, topic("driving"), topic("driving"))
    assert [reply["type"] for reply in turn["replies"]] == ["answer"]


def test_one_clear_question_comes_with_the_choices_of_the_other(person: Person, rasa: Rasa) -> None:
    turn = two(person, rasa, topic("driving"), close(("work_and_study", 0.4), ("benefits", 0.3)))
    assert (turn["outcome"], answers(turn)) == ("answered", ["driving"])
    assert offered(turn) == ["work_and_study", "benefits", "icans"]
    assert "more than one thing" in turn["replies"][-1]["text"]


@pytest.mark.parametrize("first", [UNSURE, close(("icans", 0.4), ("crs", 0.3))])
def test_a_message_that_is_clear_as_a_whole_stays_so(person: Person, rasa: Rasa, first: Any) -> None:
    turn = two(person, rasa, first, topic("crs"), topic("work_and_study"))
    assert answers(turn) == ["work_and_study"]
    assert texts(rasa) == [DRIVE, TWO]


def test_two_unclear_questions_get_their_choices_together(person: Person, rasa: Rasa) -> None:
    first, whole = close(("driving", 0.4), ("travel", 0.3)), close(("work_and_study", 0.4), ("driving", 0.2))
    turn = two(person, rasa, first, UNSURE, whole)
    assert turn["outcome"] == "clarify"
    assert offered(turn) == ["work_and_study", "driving", "travel"]


def test_two_questions_nobody_understands_are_unsure(person: Person, rasa: Rasa) -> None:
    turn = two(person, rasa, UNSURE, UNSURE)
    assert turn["outcome"] == "unsure"
    assert turn["replies"][0]["text"].startswith("I am not sure what you are asking")


def test_a_follow_up_as_the_second_question_is_about_the_first(person: Person, rasa: Rasa) -> None:
    rasa.by_text |= {"what is crs?": topic("crs"), "how long does it last": follow("how_long")}
    assert answers(person.ask("what is crs and how long does it last")) == ["crs", "side_effect_timing"]


def test_a_follow_up_that_the_first_answer_holds_adds_nothing(person: Person, rasa: Rasa) -> None:
    rasa.by_text |= {"what is crs?": topic("crs"), "is it common": follow("how_common")}
    assert [r["type"] for r in person.ask("what is crs and is it common")["replies"]] == ["answer"]


def test_a_pronoun_alone_as_the_second_question_is_only_offered(person: Person, rasa: Rasa) -> None:
    rasa.by_text |= {"what is crs?": topic("crs"), "is it dangerous": topic("risk_of_death")}
    turn = person.ask("what is crs and is it dangerous")
    assert answers(turn) == ["crs"]
    assert offered(turn)[0] == "risk_of_death"


def test_a_person_asked_for_is_not_lost_among_two_questions(person: Person, rasa: Rasa) -> None:
    handoff = {"outcome": "talk_to_person"}, [("talk_to_person", 0.9)]
    for first, second in [(handoff, topic("work_and_study")), (topic("driving"), handoff)]:
        turn = two(person, rasa, first, second)
        assert turn["outcome"] == "handoff"
        assert "helplines" in [reply["type"] for reply in turn["replies"]]
        assert len(answers(turn)) == 1
        rasa.asked.clear()


def test_after_two_answers_it_may_mean_either(person: Person, rasa: Rasa) -> None:
    two(person, rasa, topic("driving"), topic("work_and_study"))
    rasa.by_text["why"] = follow("why")
    turn = person.ask("why")
    assert turn["outcome"] == "clarify"
    assert offered(turn) == ["icans", "tiredness", "driving"]


@pytest.mark.parametrize("how", ["status 500", "closed connection", "not JSON"])
def test_a_bot_that_fails_at_the_second_call_leaves_the_first_answer(person: Person, rasa: Rasa, how: str) -> None:
    rasa.behaviour, rasa.right_for = how, 1
    turn = two(person, rasa, topic("driving"), topic("work_and_study"))
    assert answers(turn) == ["driving"]
    assert "more than one thing" in turn["replies"][-1]["text"]


def test_two_calls_take_no_longer_than_one_may(person: Person, rasa: Rasa) -> None:
    rasa.behaviour, rasa.right_for = "slow", 1
    began = time.monotonic()
    turn = two(person, rasa, topic("driving"), topic("work_and_study"))
    assert time.monotonic() - began < within(5.5)
    assert answers(turn) == ["driving"]
