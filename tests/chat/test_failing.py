"""Tests of failing to a person: whatever breaks, there are words, who to call, helplines and what a search finds."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from service.chat.conversation import Chat
from tests import stored
from tests.chat.conftest import Start
from tests.chat.person import Person, check_turn, phones, problem
from tests.patience import within
from tests.service_bot.rasa import RAW, WRONG_SHAPES, Rasa

TYPED = "what about cytokine release syndrome, quetzalcoatl asks"
BROKEN = "Something on our side is not working just now. Please try again in a moment."
BEHAVIOURS = [
    *sorted(WRONG_SHAPES),
    *sorted(RAW),
    "status 500",
    "closed connection",
    "not listening",
    "slow",
    "dripping",
]


def unavailable(turn: dict[str, Any], with_search: bool = True) -> None:
    """Asserts that the turn has words, who to call, people, and what a search found."""
    check_turn(turn)
    assert turn["outcome"] == "unavailable"
    words, card, people = turn["replies"]
    assert words["text"].startswith("Something on our side is not working")
    assert card["title"] == "Who to call"
    assert {"111", "999"} <= set(phones(card))
    assert len(phones(people)) >= 2
    assert [c["id"] for c in turn["choices"]][:1] == (["topic:crs"] if with_search else [])


def ready(person: Person) -> dict[str, bool]:
    """Returns what works, as /readyz says."""
    response = person.client.get("/readyz")
    checks: dict[str, bool] = response.json()["checks"]
    assert response.status_code == (200 if all(checks.values()) else 503)
    if not all(checks.values()):
        body = problem(response, 503)
        assert (body["ready"], body["detail"]) == (False, BROKEN)
        assert {"111", "999"} <= set(phones(body["replies"]))
    return checks


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_every_failure_of_rasa_ends_at_a_person_in_time(
    person: Person, rasa: Rasa, behaviour: str, caplog: pytest.LogCaptureFixture
) -> None:
    rasa.stop() if behaviour == "not listening" else setattr(rasa, "behaviour", behaviour)
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        response = person.send(text=TYPED)
    assert time.monotonic() - began < within(5.5)
    assert response.status_code == 200
    unavailable(response.json())
    assert "the bot is down: " in caplog.text
    assert "quetzalcoatl" not in caplog.text + response.text


def test_after_rasa_is_back_answers_come_again(person: Person, rasa: Rasa) -> None:
    rasa.stop()
    assert person.ask(TYPED)["outcome"] == "unavailable"
    rasa.start()
    assert person.ask(TYPED)["outcome"] == "answered"


def test_a_choice_is_answered_while_rasa_is_down(person: Person, rasa: Rasa) -> None:
    rasa.stop()
    assert person.choose("topic:crs")["outcome"] == "answered"


def test_ready_is_no_while_rasa_gives_no_answer(start: Start, rasa: Rasa) -> None:
    rasa.behaviour = "empty directives"
    assert ready(Person(start())) == {"bot": False, "store": True, "records": True, "net": True}


# The store


def test_without_the_store_fixed_words_come_and_it_heals(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    store, away = stored.store(tmp_path / "var"), tmp_path / "away.db"
    store.rename(away)
    unavailable(person.ask(TYPED), with_search=False)
    assert person.choose("topic:crs")["outcome"] == "unavailable"
    assert ready(person) == {"bot": True, "store": False, "records": True, "net": True}
    for path in ("/api/v1/topics", "/api/v1/topics/crs", "/api/v1/suggest?q=crs"):
        body = problem(person.client.get(path), 503)
        assert (body["detail"], body["replies"][0]["title"]) == (BROKEN, "Who to call")
    for path in ("/topics", "/topics/crs"):
        page = person.client.get(path)
        assert page.status_code == 503
        assert "tel:999" in page.text
    assert person.client.get("/").status_code == 200
    assert person.client.get("/api/v1/helplines").status_code == 200
    away.rename(store)
    assert person.ask(TYPED)["outcome"] == "answered"
    assert all(ready(person).values())


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 100])
def test_a_store_that_is_not_whole_is_as_none(start: Start, tmp_path: Path, content: bytes) -> None:
    person = Person(start())
    stored.store(tmp_path / "var").write_bytes(content)
    unavailable(person.ask(TYPED), with_search=False)


def test_newly_published_content_is_served_without_a_restart(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    old = person.ask(TYPED)["replies"][0]["title"]
    new = tmp_path / "new.db"
    shutil.copy(stored.store(tmp_path / "var"), new)
    with sqlite3.connect(new) as database:
        (data,) = database.execute("SELECT data FROM topics WHERE id = 'crs'").fetchone()
        changed = json.dumps({**json.loads(data), "title": "What is new?"})
        database.execute("UPDATE topics SET data = ? WHERE id = 'crs'", (changed,))
    database.close()
    new.replace(stored.store(tmp_path / "var"))
    assert person.ask(TYPED)["replies"][0]["title"] == "What is new?" != old


@pytest.mark.parametrize("broken", [None, b"", b"{}", b"[]", b"\xff", b'{"urgent": 1'])
def test_without_the_fixed_words_the_last_good_ones_are_said(
    start: Start, tmp_path: Path, broken: bytes | None
) -> None:
    person = Person(start())
    fixed = stored.fixed(tmp_path / "var")
    fixed.unlink() if broken is None else fixed.write_bytes(broken)
    assert person.ask(TYPED)["outcome"] == "answered"
    assert person.ask("my dad has chest pain")["outcome"] == "emergency"
    assert Person(person.client).opened["replies"]


def test_danger_rules_that_do_not_work_leave_the_last_good_ones(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person(start())
    fixed = stored.fixed(tmp_path / "var")
    words = json.loads(fixed.read_text())
    words["urgent"]["signs"] = []
    fixed.write_text(json.dumps(words))
    assert person.ask("my dad has chest pain")["outcome"] == "emergency"
    assert "the published danger rules do not work; the last good ones stay in force" in caplog.text


# The records


def test_with_removed_records_answers_come_and_it_heals(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    person.ask(TYPED)
    var, away = tmp_path / "var", tmp_path / "away"
    away.mkdir()
    files = list(var.glob("records.db*"))
    for file in files:
        file.rename(away / file.name)
    assert person.ask(TYPED)["outcome"] == "answered"
    assert Person(person.client).ask(TYPED)["outcome"] == "answered"
    assert ready(person) == {"bot": True, "store": True, "records": False, "net": True}
    assert not (var / "records.db").exists()
    for file in files:
        (away / file.name).rename(file)
    assert all(ready(person).values())
    person.ask(TYPED)
    assert [m["turn"] for m in person.history()] == [1, 1, 2, 2]


def test_with_read_only_records_answers_come(start: Start, tmp_path: Path) -> None:
    token = start(SECRET_KEY="k" * 40)
    person = Person(token)
    person.ask(TYPED)
    person.client = start(
        SECRET_KEY="k" * 40, DATABASE_URL=f"sqlite:///file:{tmp_path}/var/records.db?mode=ro&uri=true"
    )
    turn = person.ask(TYPED)
    assert (turn["outcome"], turn["turn"]) == ("answered", 2)
    assert len(person.history()) == 2
    assert ready(person)["records"] is False
    assert problem(feedback(person), 503)["detail"] == BROKEN
    assert problem(person.client.delete(person.path, headers=person.headers), 503)["detail"] == BROKEN
    form = {"conversation": person.opened["conversation"], "token": person.token, "message_id": str(uuid4())}
    page = person.client.post("/chat", data={**form, "choice": "topic:icans"})
    assert page.text.count('class="answer"') == 2


def feedback(person: Person) -> Any:
    return person.client.post(f"{person.path}/feedback", json={"turn": 1, "helpful": True}, headers=person.headers)


def test_with_locked_records_answers_come_in_time_and_it_heals(start: Start, tmp_path: Path, rasa: Rasa) -> None:
    person = Person(start())
    rasa.behaviour = "slow"
    lock = sqlite3.connect(tmp_path / "var/records.db", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    unavailable(person.ask(TYPED))
    assert time.monotonic() - began < within(5.5)
    rasa.behaviour = "right"
    assert ready(person)["records"] is False
    lock.execute("ROLLBACK")
    lock.close()
    assert all(ready(person).values())


def test_with_broken_records_history_and_feedback_say_so(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    person.ask(TYPED)
    for file in (tmp_path / "var").glob("records.db*"):
        file.unlink()
    responses = [
        person.client.get(f"{person.path}/messages", headers=person.headers),
        feedback(person),
        person.client.delete(person.path, headers=person.headers),
    ]
    for response in responses:
        body = problem(response, 503)
        assert (body["detail"], body["replies"][0]["title"]) == (BROKEN, "Who to call")


# Whatever else


def test_what_nobody_expected_says_who_to_call_and_logs_no_word(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person(start())

    async def fails(*_: Any) -> None:
        raise KeyError(TYPED)

    monkeypatch.setattr(Chat, "take", fails)
    with caplog.at_level(logging.DEBUG):
        response = person.send(text=TYPED)
    body = problem(response, 503)
    assert (body["detail"], body["replies"][0]["title"]) == (BROKEN, "Who to call")
    assert response.headers["cache-control"] == "no-store"
    assert "content-security-policy" in response.headers
    assert "unexpected KeyError at /api/v1/conversations/{conversation}/messages" in caplog.text
    assert "quetzalcoatl" not in caplog.text + response.text


def test_no_error_and_no_log_holds_what_was_typed(
    start: Start, tmp_path: Path, rasa: Rasa, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "quetzalcoatl swallowed my tablets at noon"
    person = Person(start())
    with caplog.at_level(logging.DEBUG):
        responses = [
            person.send(text=secret * 30),
            person.send(choice=secret),
            person.send("not-an-id", text=secret),
            person.send(text=secret, extra=secret),
            person.send(text=[secret]),
            person.send_raw(secret.encode()),
            person.client.get("/api/v1/suggest", params={"q": secret * 40}),
            person.client.get(f"/api/v1/topics/{secret}"),
            person.client.get(f"/topics/{secret}"),
            person.client.get("/topics", params={"q": secret}),
        ]
        rasa.stop()
        responses.append(person.send(text=secret))
        for file in (tmp_path / "var").glob("*.db*"):
            os.unlink(file)
        responses.append(person.send(text=secret))
        person.token = "wrong"
        responses.append(person.send(text=secret))
    ours = [r.getMessage() + str(r.exc_info) for r in caplog.records if not r.name.startswith(("httpx", "asyncio"))]
    assert any("turn not stored" in line for line in ours)
    assert not [line for line in ours if "quetzalcoatl" in line]
    assert not [r.url for r in responses if "quetzalcoatl" in r.text]
