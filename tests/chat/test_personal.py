"""Tests of what a person reads when personal details were hidden, and of what is kept of the message."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from service.safety import recogniser
from tests.chat.conftest import Start
from tests.chat.person import Person
from tests.service_bot.rasa import Rasa

HIDDEN = "I hid what looked like personal details in your message"


def said(turn: dict, at: int) -> str:
    return str(turn["replies"][at]["text"])


def test_a_gentle_word_comes_first_and_once_a_turn(person: Person, rasa: Rasa) -> None:
    turn = person.ask("my name is Priya Sharma and my number is 07700 900123, what is crs")
    assert [reply["type"] for reply in turn["replies"]][:2] == ["text", "answer"]
    assert said(turn, 0).startswith(HIDDEN)
    assert sum(HIDDEN in reply["text"] for reply in turn["replies"]) == 1
    assert turn["outcome"] == "answered"
    kept = "my name is [name] and my number is [phone number], what is crs"
    assert rasa.asked[-1]["text"] == person.history()[0]["text"] == kept


def test_nothing_is_said_where_nothing_was_hidden(person: Person) -> None:
    for text in ("what is crs", "did Harry have it at UCLH", "who answers on 0808 2080 888"):
        assert HIDDEN not in str(person.ask(text)["replies"])
    assert HIDDEN not in str(person.choose("topic:crs")["replies"])


def test_a_danger_card_stands_alone(person: Person) -> None:
    turn = person.ask("my name is Priya and I have a fever of 39")
    assert [reply["type"] for reply in turn["replies"]] == ["card"]
    assert person.history()[0]["text"] == "my name is [name] and I have a fever of 39"


def test_the_word_never_stands_above_a_card(person: Person, rasa: Rasa) -> None:
    looked_ahead = person.ask("my name is Priya. What if I get a fever?")
    assert [reply["type"] for reply in looked_ahead["replies"]][:3] == ["card", "text", "answer"]
    assert said(looked_ahead, 1).startswith(HIDDEN)
    rasa.behaviour = "status 500"
    down = person.ask("my name is Priya, what is crs")
    cards = [at for at, reply in enumerate(down["replies"]) if reply["type"] == "card"]
    words = [at for at, reply in enumerate(down["replies"]) if HIDDEN in reply["text"]]
    assert down["outcome"] == "unavailable"
    assert words == [cards[-1] + 1]


def test_a_long_danger_message_is_kept_short_and_without_a_number_cut_in_two(person: Person) -> None:
    person.ask("I have a fever of 39 and shivers. " + "my name is Jo. " * 76 + "ring 07700 900123 " * 9)
    kept = person.history()[0]["text"]
    assert len(kept) <= 1000
    assert "Jo" not in kept
    assert "07" not in kept


def test_a_model_that_fails_never_fails_a_turn(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(recogniser, "PACKAGE", "no_such_package")
    with caplog.at_level(logging.ERROR):
        client = start()
        assert not client.app.state.chat.redactor.recogniser.wait(30)
    person = Person(client)
    assert person.ask("my name is Priya, what is crs")["outcome"] == "answered"
    assert person.history()[0]["text"] == "my name is [name], what is crs"
    assert "no recogniser of names" in caplog.text
