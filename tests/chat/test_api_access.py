"""Who may talk: tokens, other people's and ended conversations, origins, the limit, and messages sent twice at once."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.chat.api_words import ENDED, FORBIDDEN, NOT_FOUND, called, change
from tests.chat.conftest import Start
from tests.chat.person import OPEN, Person, problem, refusal
from tests.service_bot.rasa import Rasa

# Who may


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic {token}", "{token}", "Bearer {token}x"]
)
@pytest.mark.parametrize("call", ["message", "history", "feedback", "delete"])
def test_a_wrong_or_missing_token_is_401(person: Person, authorization: str | None, call: str) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.replace("{token}", person.token)}
    response = called(person, call, headers)
    detail = refusal(response, 401) if call == "message" else problem(response, 401)["detail"]
    assert detail == ENDED
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("call", ["message", "history", "feedback", "delete"])
def test_somebody_else_s_conversation_is_404(person: Person, call: str) -> None:
    other = Person(person.client)
    other.ask("what is crs")
    headers, person.path = person.headers, other.path
    response = called(person, call, headers)
    detail = refusal(response, 404) if call == "message" else problem(response, 404)["detail"]
    assert detail == NOT_FOUND
    assert len(other.history()) == 2


def test_an_expired_conversation_is_401(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    person.ask("what is crs")
    day_ago = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=24, seconds=1)
    change(tmp_path / "var", "UPDATE conversations SET last_message = ?", day_ago.isoformat(" "))
    assert refusal(person.send(text="and now?"), 401) == ENDED
    for call in ("history", "feedback", "delete"):
        assert problem(called(person, call, person.headers), 401)["detail"] == ENDED


def test_a_message_prolongs_a_conversation(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    nearly = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=23, minutes=59)
    change(tmp_path / "var", "UPDATE conversations SET last_message = ?", nearly.isoformat(" "))
    person.ask("what is crs")
    with sqlite3.connect(tmp_path / "var/records.db") as database:
        (at,) = database.execute("SELECT last_message FROM conversations").fetchone()
    database.close()
    assert datetime.fromisoformat(at) - nearly > timedelta(hours=23)


def test_a_closed_conversation_is_409(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    change(tmp_path / "var", "UPDATE conversations SET state = 'closed'")
    assert refusal(person.send(text="hello"), 409) == "This conversation is closed. Please start a new one."


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:8081", "http://localhost", ""])
def test_another_origin_is_403(person: Person, origin: str) -> None:
    headers = {**person.headers, "Origin": origin}
    assert refusal(called(person, "message", headers), 403) == FORBIDDEN
    for call in ("history", "feedback", "delete"):
        assert problem(called(person, call, headers), 403)["detail"] == FORBIDDEN
    for path in ("/api/v1/topics", "/api/v1/suggest?q=crs", "/api/v1/helplines"):
        assert problem(person.client.get(path, headers=headers), 403)["detail"] == FORBIDDEN


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8080", "http://localhost:8080"])
def test_our_own_origin_is_served(person: Person, origin: str) -> None:
    assert called(person, "message", {**person.headers, "Origin": origin}).status_code == 200


def test_the_public_address_is_our_origin(start: Start) -> None:
    client = start(PUBLIC_URL="https://Obe-Cel.example:443")
    assert client.post(OPEN, json={}, headers={"Origin": "https://obe-cel.example"}).status_code == 201
    assert problem(client.post(OPEN, json={}, headers={"Origin": "https://obe-cel.example.evil"}), 403)


def test_too_many_messages_are_429_with_the_time_to_wait(start: Start) -> None:
    person = Person(start(RATE_LIMIT="3"))
    assert [person.send(text="hello").status_code for _ in range(2)] == [200, 200]
    response = person.send(text="hello")
    assert (
        refusal(response, 429)
        == "You are sending messages faster than we can answer. Please wait a moment and try again."
    )
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert problem(person.client.post(OPEN, json={}), 429)


# Twice, and at once


def test_the_same_message_sent_twice_is_answered_once(person: Person, rasa: Rasa) -> None:
    identity = str(uuid4())
    first, second = person.send(identity, text="what is crs"), person.send(identity.upper(), text="what is crs")
    assert first.json() == second.json()
    assert len(rasa.asked) == 1
    assert len(person.history()) == 2


def test_the_same_message_sent_20_times_at_once_is_answered_once(person: Person, rasa: Rasa) -> None:
    identity = str(uuid4())
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: person.send(identity, text="what is crs"), range(20)))
    assert [answer.status_code for answer in answers] == [200] * 20
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert len(rasa.asked) == 1
    assert [message["turn"] for message in person.history()] == [1, 1]


def test_messages_at_once_get_numbers_of_their_own_and_none_is_lost(person: Person) -> None:
    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(lambda n: person.send(text=f"question {n}").json()["turn"], range(8)))
    assert sorted(turns) == list(range(1, 9))
    assert {m["text"] for m in person.history() if m["from"] == "person"} == {f"question {n}" for n in range(8)}
