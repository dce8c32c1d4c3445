"""Tests of withdrawing: in force at the next turn, also in what was said before, in both modes."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.library.withdrawn import withdraw
from tests.chat.conftest import Start
from tests.chat.decided import answers, topic
from tests.chat.person import Person, problem
from tests.chat.signed import Clock
from tests.chat.test_live import FIXED_LINE, held_line, title_of
from tests.service_bot.rasa import Rasa

NAME, REASON = "driving", "The weeks are wrong."


@pytest.fixture(params=["preview", "live"])
def client(request: pytest.FixtureRequest, on_signed: dict[str, TestClient]) -> TestClient:
    return on_signed[request.param]


def test_a_withdrawn_topic_is_not_answered_from_the_next_turn(client: TestClient, rasa: Rasa, signed_var: Path) -> None:
    person = Person(client)
    rasa.directive, rasa.ranking = topic(NAME)
    assert answers(person.ask("can i drive")) == [NAME]

    withdraw(signed_var, NAME, REASON, "a lead")

    held_line(person.ask("can i drive"), NAME)
    held_line(person.choose(f"topic:{NAME}"), NAME)
    problem(client.get(f"/api/v1/topics/{NAME}"), 404)
    assert client.get(f"/topics/{NAME}").status_code == 404
    assert title_of(client, NAME) not in client.get("/topics?q=driving").text
    assert client.get("/topics/work_and_study").status_code == 200


def test_what_was_said_before_does_not_bring_it_back(client: TestClient, rasa: Rasa, signed_var: Path) -> None:
    person = Person(client)
    rasa.directive, rasa.ranking = topic(NAME)
    mine = "6f1c2a7e-9a53-4c8e-8a54-3d2b4f3f0c11"
    first = person.send(mine, text="can i drive").json()
    words = first["replies"][0]["text"][:60]

    withdraw(signed_var, NAME, REASON, "a lead")

    again = person.send(mine, text="can i drive").json()
    assert (again["turn"], again["replies"][0]["text"].startswith(FIXED_LINE)) == (1, True)
    assert words not in str(person.history())
    page = client.post(
        "/chat",
        data={"conversation": person.opened["conversation"], "token": person.token, "message_id": "", "text": "hello"},
    )
    assert words not in page.text


def test_links_in_what_was_said_before_are_only_words(client: TestClient, signed_var: Path) -> None:
    person = Person(client)
    assert '"topic": "icans"' in str(person.choose("topic:side_effects")).replace("'", '"')
    withdraw(signed_var, "icans", REASON, "a lead")
    said = person.history()[-1]
    assert '"topic": "icans"' not in str(said).replace("'", '"') and "ICANS" in str(said)
    assert "topic:icans" not in [choice["id"] for choice in said["choices"]]


def test_a_follow_up_does_not_lead_to_it(client: TestClient, rasa: Rasa, signed_var: Path) -> None:
    person = Person(client)
    before = client.get("/api/v1/topics/recovery_time").json()["related"]
    withdraw(signed_var, before[0], REASON, "a lead")
    turn = person.choose("topic:recovery_time")
    assert f"topic:{before[0]}" not in [choice["id"] for choice in turn["choices"]]


def test_all_leaves_cards_and_helplines(client: TestClient, rasa: Rasa, signed_var: Path) -> None:
    person = Person(client)
    withdraw(signed_var, "all", REASON, "a lead")
    assert person.ask("she has a fever")["replies"][0]["level"] == "urgent"
    rasa.directive, rasa.ranking = topic(NAME)
    held_line(person.ask("can i drive"), NAME)
    rasa.directive = {"criteria": 1}
    held_line(person.choose("flow:eligibility"), None)
    assert client.get("/timeline").status_code == 404
    assert client.get("/api/v1/topics").json() == {"topics": []}
    assert client.get("/api/v1/helplines").json()["helplines"]
    assert FIXED_LINE in client.get("/topics").text
    assert client.get("/readyz").json()["ready"] is True


def test_a_store_that_is_gone_does_not_bring_it_back(start: Start, signed_var: Path, tmp_path: Path) -> None:
    person = Person(start(Clock(), signed_var))
    person.choose(f"topic:{NAME}")
    withdraw(tmp_path / "var", NAME, REASON, "a lead")
    for store in (tmp_path / "var").rglob("content.db"):
        store.unlink()
    (held,) = person.history()[-1]["replies"]
    assert held["text"].startswith(FIXED_LINE)
