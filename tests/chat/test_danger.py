"""Tests of danger: its card comes whatever else is wrong, is kept where it may be, and nothing softens it here."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from service.chat.conversation import Chat
from tests.chat.conftest import Start
from tests.chat.person import OPEN, Person, check_turn, phones
from tests.patience import within
from tests.service_bot.rasa import Rasa
from tests.stored import fixed, store

DANGER = "my dad has chest pain"


def emergency(response: Any) -> dict[str, Any]:
    """Returns the turn, after checking that it is the emergency card alone and echoes nothing."""
    assert response.status_code == 200, response.text[:300]
    turn: dict[str, Any] = response.json()
    check_turn(turn)
    assert (turn["outcome"], turn["topic"], turn["choices"]) == ("emergency", "when_to_call", [])
    (card,) = turn["replies"]
    assert (card["type"], card["level"], card["urgency"]) == ("card", "emergency", "emergency")
    assert "999" in phones(card["blocks"])
    assert DANGER not in response.text
    return turn


def stored(var: Path) -> int:
    """Returns how many turns are in the records."""
    with sqlite3.connect(var / "records.db") as database:
        (count,) = database.execute("SELECT count(*) FROM turns").fetchone()
    database.close()
    return int(count)


def test_danger_in_a_valid_conversation_is_answered_and_kept(person: Person, rasa: Rasa) -> None:
    assert emergency(person.send(text=DANGER))["turn"] == 1
    assert [m.get("text") for m in person.history()] == [DANGER, None]
    assert rasa.asked == []


@pytest.mark.parametrize("token", ["", "wrong", "Bearer"])
def test_danger_without_a_good_token_gets_its_card_and_is_not_kept(person: Person, token: str) -> None:
    good, person.token = person.token, token
    assert emergency(person.send(text=DANGER))["turn"] == 0
    person.token = good
    assert person.history() == []


def test_danger_in_an_unknown_conversation_gets_its_card(person: Person) -> None:
    person.path = f"{OPEN}/{'0' * 32}"
    assert emergency(person.send(text=DANGER))["turn"] == 0


def test_danger_in_an_expired_conversation_gets_its_card(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    with sqlite3.connect(tmp_path / "var/records.db") as database:
        database.execute("UPDATE conversations SET last_message = '2020-01-01 00:00:00.000000'")
    database.close()
    assert emergency(person.send(text=DANGER))["turn"] == 0
    assert stored(tmp_path / "var") == 0


def test_danger_in_a_closed_conversation_gets_its_card(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    with sqlite3.connect(tmp_path / "var/records.db") as database:
        database.execute("UPDATE conversations SET state = 'closed'")
    database.close()
    assert emergency(person.send(text=DANGER))["turn"] == 0


def test_danger_over_the_rate_limit_gets_its_card_every_time(start: Start) -> None:
    person = Person(start(RATE_LIMIT="1"))
    assert person.send(text="hello").status_code == 429
    for _ in range(5):
        assert emergency(person.send(text=DANGER))["turn"] == 0


@pytest.mark.parametrize(
    "text", [DANGER + " word" * 1000, "word " * 1000 + DANGER, "word " * 1500 + DANGER + " word" * 1500]
)
def test_danger_over_1000_characters_gets_its_card(person: Person, text: str) -> None:
    assert emergency(person.send(text=text))["turn"] == 1
    assert len(person.history()[0]["text"]) <= 1000


@pytest.mark.parametrize(
    "filler", ["a", "1", "1 ", "a@", "0770090012 ", "chest pain ", "no fever or ", "what if i get a fever "]
)
def test_danger_in_16_kb_of_anything_gets_its_card_in_time(person: Person, filler: str) -> None:
    began = time.monotonic()
    response = person.send(text=(DANGER + ". " + filler * 16_000)[:16_000])
    assert time.monotonic() - began < within(4)
    assert (response.status_code, response.json()["outcome"]) == (200, "emergency")


@pytest.mark.parametrize(
    "wrong",
    [{"message_id": "wrong"}, {"choice": "topic:crs"}, {"more": 1}, {"message_id": None}],
)
def test_danger_in_a_message_with_wrong_fields_gets_its_card(person: Person, wrong: dict[str, Any]) -> None:
    body = json.dumps({"message_id": str(uuid4()), "text": DANGER, **wrong}).encode()
    assert emergency(person.send_raw(body))["turn"] == 0


@pytest.mark.parametrize(
    "odd",
    [
        "my dad has ch\u200best pain",
        "my dad has chest pain\x00",
        "\u202emy dad has chest pain",
        "ＭＹ ＤＡＤ ＨＡＳ ＣＨＥＳＴ ＰＡＩＮ",
        "/my dad has chest pain",
    ],
)
def test_danger_behind_odd_characters_gets_its_card(person: Person, odd: str) -> None:
    assert person.send(text=odd).json()["outcome"] == "emergency"


def test_danger_while_the_bot_is_down_gets_its_card_at_once(person: Person, rasa: Rasa) -> None:
    rasa.behaviour = "slow"
    began = time.monotonic()
    assert emergency(person.send(text=DANGER))["turn"] == 1
    assert time.monotonic() - began < within(1)


def test_danger_without_store_words_or_database_gets_its_card(start: Start, rasa: Rasa, tmp_path: Path) -> None:
    person = Person(start())
    rasa.stop()
    for path in (store(tmp_path / "var"), fixed(tmp_path / "var"), tmp_path / "var/records.db"):
        path.unlink()
    emergency(person.send(text=DANGER))
    person.token = "wrong"
    emergency(person.send(text=DANGER))


def test_danger_with_a_broken_database_gets_its_card(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    for file in (tmp_path / "var").glob("records.db*"):
        file.unlink()
    (tmp_path / "var/records.db").write_bytes(b"this is no database " * 500)
    emergency(person.send(text=DANGER))


def test_danger_gets_its_card_when_something_unexpected_fails(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person(start())

    async def fails(*_: Any) -> None:
        raise KeyError(DANGER)

    monkeypatch.setattr(Chat, "take", fails)
    with caplog.at_level(logging.DEBUG):
        assert emergency(person.send(text=DANGER))["turn"] == 0
    assert "a card outside its conversation: KeyError" in caplog.text
    assert DANGER not in caplog.text


def test_urgent_signs_get_the_card_and_at_most_a_link_to_when_to_call(person: Person) -> None:
    turn = person.ask("she has a fever")
    assert (turn["outcome"], [r["type"] for r in turn["replies"]]) == ("urgent", ["card"])
    assert [c["id"] for c in turn["choices"]] == ["topic:when_to_call"]


def test_a_crisis_gets_its_card_alone(person: Person) -> None:
    turn = person.ask("i want to kill myself")
    assert (turn["outcome"], turn["topic"], turn["choices"]) == ("crisis", None, [])
    (card,) = turn["replies"]
    assert card["level"] == "crisis"
    assert "116123" in phones(card["blocks"])


@pytest.mark.parametrize("text", ["what if I get a fever?", "who do I call if I have chest pain?"])
def test_looking_ahead_is_answered_with_a_card_first_without_rasa(person: Person, rasa: Rasa, text: str) -> None:
    rasa.stop()
    turn = person.ask(text)
    assert (turn["outcome"], turn["topic"]) == ("answered", "when_to_call")
    assert [r["type"] for r in turn["replies"]] == ["card", "answer"]


def test_a_book_question_is_answered_with_one_line_for_those_it_happens_to(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = {"answer": "icans"}, [("icans", 0.9)]
    turn = person.ask("can CAR-T cause seizures?")
    assert (turn["outcome"], turn["topic"]) == ("answered", "icans")
    assert [r["type"] for r in turn["replies"]] == ["text", "answer"]
    assert turn["replies"][0]["text"].startswith("If this is happening now, do not wait")


def test_a_book_question_rasa_does_not_know_is_answered_with_when_to_call(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = {"outcome": "unsure"}, [("icans", 0.2)]
    turn = person.ask("can CAR-T cause seizures?")
    assert (turn["outcome"], turn["topic"]) == ("answered", "when_to_call")


def test_a_negated_sign_does_not_hide_another(person: Person) -> None:
    assert person.ask("no fever but I can't breathe")["outcome"] == "emergency"


def test_danger_in_the_form_gets_its_card_over_the_rate_limit_too(start: Start) -> None:
    client: TestClient = start(RATE_LIMIT="1")
    assert client.post("/chat", data={"message_id": str(uuid4()), "text": "hello"}).status_code == 429
    page = client.post("/chat", data={"message_id": str(uuid4()), "text": DANGER})
    assert page.status_code == 200
    assert 'data-level="emergency"' in page.text
    assert "tel:999" in page.text
