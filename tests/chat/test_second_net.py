"""The net beneath the rules: it adds a card, never takes one away, and the service does without it and says so."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from service.chat.danger_rules import SURE_OF_BOOK
from service.chat.second_net import TrainedNet
from service.safety.net import Net
from tests.chat.conftest import Start
from tests.chat.person import Person
from tests.chat.test_failing import ready
from tests.safety import small_net

# Rules know none of these words; the small net has one a level (tests/safety/small_net.py).
HEARD = [("he is flurple", "emergency"), ("all is grimbol", "crisis"), ("feeling tepiko", "urgent")]


@pytest.mark.parametrize(("text", "level"), HEARD)
def test_what_only_the_net_hears_gets_its_card(person: Person, text: str, level: str) -> None:
    turn = person.ask(text)
    assert turn["outcome"] == level
    assert (turn["replies"][0]["type"], turn["replies"][0]["level"]) == ("card", level)


def test_what_the_net_hears_gets_its_card_at_any_length_and_without_a_token(person: Person) -> None:
    assert person.ask("so it goes. " * 400 + "he is flurple")["outcome"] == "emergency"
    person.token = "wrong"
    assert person.ask("he is flurple")["outcome"] == "emergency"


def test_what_the_rules_found_stands(person: Person) -> None:
    assert person.ask("she has a fever, flurple")["outcome"] == "urgent"
    assert person.ask("my dad has chest pain, tepiko")["outcome"] == "emergency"
    assert person.ask("what if I get a fever, flurple?")["topic"] == "when_to_call"


def test_a_question_from_the_book_needs_a_surer_net(start: Start, tmp_path: Path) -> None:
    text = "can CAR-T cause seizures, flurple?"
    person = Person(start())
    assert person.ask(text)["outcome"] == "emergency"  # 4.0 above its threshold
    limits = small_net.BIAS + small_net.WEIGHT * small_net.STRENGTH - SURE_OF_BOOK + 0.1
    small_net.write(tmp_path / "var/model/net.npz", read_thresholds=small_net.np.full(5, limits))
    assert person.ask(text)["outcome"] == "answered"
    assert person.ask("he is flurple")["outcome"] == "emergency"


def test_a_verdict_only_the_net_hears_is_declined(person: Person) -> None:
    turn = person.ask("verdikto him please")
    assert turn["outcome"] == "advice_declined"
    assert turn["choices"]
    medicine = person.ask("verdikto him with his steroids please")
    assert len(medicine["replies"]) == len(turn["replies"]) + 1  # the one sentence about medicines


def test_a_message_is_heard_once_for_danger_and_verdicts_and_again_by_another_net(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    hear = Net.hear
    monkeypatch.setattr(Net, "hear", lambda net, text: heard.append(text) or hear(net, text))
    file = small_net.write(tmp_path / "net.npz")
    net = TrainedNet(file)
    heard.clear()  # what the check texts of the file took
    assert [net.hear("he is flurple").level for _ in range(3)] == ["emergency"] * 3
    assert net.hear("all well").level is None
    assert net.hear("he is flurple").level == "emergency"
    assert heard == ["he is flurple", "all well", "he is flurple"]
    small_net.write(file, read_thresholds=small_net.np.full(5, 9.0))
    assert net.hear("he is flurple").level is None


def test_without_a_net_the_rules_stand_alone_and_the_service_is_not_ready(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = start()
    (tmp_path / "var/model/net.npz").unlink()
    with caplog.at_level(logging.ERROR):
        person = Person(start())
    assert "there is no trained net of danger" in caplog.text
    assert ready(person) == {"bot": True, "store": True, "records": True, "net": False}
    assert person.ask("my dad has chest pain")["outcome"] == "emergency"
    assert person.ask("he is flurple")["outcome"] != "emergency"
    small_net.write(tmp_path / "var/model/net.npz")
    assert ready(person)["net"]
    assert person.ask("he is flurple")["outcome"] == "emergency"
    assert Person(client).ask("he is flurple")["outcome"] == "emergency"


def test_a_newly_trained_net_is_picked_up_and_a_broken_one_is_not(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    person, path = Person(start()), tmp_path / "var/model/net.npz"
    path.write_bytes(b"half a net")
    assert person.ask("he is flurple")["outcome"] == "emergency"
    assert caplog.text.count("the last good one stays in force") == 1
    assert ready(person)["net"]
    small_net.write(path, read_thresholds=small_net.np.full(5, 99.0))
    assert person.ask("he is flurple")["outcome"] != "emergency"


def test_a_net_that_fails_leaves_what_the_rules_found(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person(start())

    def fails(*_: Any) -> None:
        raise KeyError("my own words")

    monkeypatch.setattr(Net, "hear", fails)
    assert person.ask("can CAR-T cause seizures?")["outcome"] == "answered"
    assert "the net of danger failed: KeyError" in caplog.text
    assert "my own words" not in caplog.text
