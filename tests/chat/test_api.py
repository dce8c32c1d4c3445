"""Tests of the conversation API: every row of its table, and every bad input with the status it gets."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.chat.api_words import INVALID, MALFORMED, NOT_FOUND, SECRET, called
from tests.chat.conftest import Start
from tests.chat.person import JSON, OPEN, Person, check_reply, phones, problem, refusal
from tests.service_bot.rasa import Rasa

# Opening


def test_opening_gives_a_token_a_greeting_and_when_it_ends(client: TestClient) -> None:
    response = client.post(OPEN, json={"site": "example"})
    opened = response.json()
    assert response.status_code == 201
    assert set(opened) == {"conversation", "token", "mode", "expires_at", "replies"}
    assert opened["mode"] == "preview"
    (greeting,) = opened["replies"]
    assert greeting["type"] == "text"
    assert "Hello. I can answer questions about obe-cel" in greeting["text"]
    assert "999" in phones(greeting["blocks"])
    check_reply(greeting)


def test_a_conversation_expires_24_hours_after_it_began(client: TestClient) -> None:
    expires = datetime.fromisoformat(client.post(OPEN, json={}).json()["expires_at"])
    ahead = expires - datetime.now(UTC)
    assert timedelta(hours=23, minutes=59) < ahead <= timedelta(hours=24, seconds=1)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"site": 3}, "(site: Input should be a valid string)"),
        ({"site": "Not A Site"}, "(site: String should match pattern '^[a-z0-9_-]{0,64}$')"),
        ({"sites": ""}, "(sites: Extra inputs are not permitted)"),
        ({SECRET: ""}, "(an unknown field: Extra inputs are not permitted)"),
        ([], "(body: Input should be a valid dictionary or instance of Open)"),
    ],
)
def test_opening_with_a_wrong_field_is_422_and_names_it(client: TestClient, body: Any, said: str) -> None:
    assert problem(client.post(OPEN, json=body), 422)["detail"] == INVALID + said


def test_opening_with_no_json_is_400(client: TestClient) -> None:
    assert problem(client.post(OPEN, content=b"hello", headers=JSON), 400)["detail"] == MALFORMED


# A turn


def test_a_question_gets_its_answer_with_sources_and_choices(person: Person) -> None:
    turn = person.ask("what is cytokine release syndrome")
    assert (turn["turn"], turn["outcome"], turn["topic"], turn["state"]) == (1, "answered", "crs", "bot")
    assert turn["confidence"] == 0.93
    (answer,) = turn["replies"]
    assert answer["type"] == "answer"
    assert {"id", "title", "publisher", "date", "url"} <= set(answer["sources"][0])


@pytest.mark.parametrize(
    ("directive", "outcome", "kinds"),
    [
        ({"answer": "crs"}, "answered", ["answer"]),
        ({"answer": "risk_of_death"}, "answered", ["answer", "text"]),
        ({"answer": "no_such_topic"}, "unsure", ["text", "helplines"]),
        ({"smalltalk": "greeting"}, "smalltalk", ["text"]),
        ({"smalltalk": "thanks"}, "smalltalk", ["text"]),
        ({"smalltalk": "goodbye"}, "smalltalk", ["text"]),
        ({"smalltalk": "are_you_human"}, "smalltalk", ["text", "helplines"]),
        ({"smalltalk": "something_new"}, "unsure", ["text", "helplines"]),
        ({"smalltalk": "service_name"}, "unsure", ["text", "helplines"]),
        ({"outcome": "clarify"}, "clarify", ["text"]),
        ({"outcome": "unsure"}, "unsure", ["text", "helplines"]),
        ({"outcome": "out_of_scope"}, "out_of_scope", ["text", "helplines"]),
        ({"outcome": "talk_to_person"}, "handoff", ["text", "helplines"]),
        ({"outcome": "something_new"}, "unsure", ["text", "helplines"]),
    ],
)
def test_each_directive_has_its_outcome(
    person: Person, rasa: Rasa, directive: dict[str, str], outcome: str, kinds: list[str]
) -> None:
    rasa.directive, rasa.ranking = directive, [("crs", 0.5), ("icans", 0.3), ("hlh", 0.1), ("fatigue", 0.05)]
    turn = person.ask("please tell me about that")
    assert (turn["outcome"], [reply["type"] for reply in turn["replies"]]) == (outcome, kinds)


def test_did_you_mean_offers_two_or_three_topics(person: Person, rasa: Rasa) -> None:
    rasa.directive = {"outcome": "clarify"}
    rasa.ranking = [("crs", 0.3), ("icans", 0.25), ("hlh", 0.2), ("infections", 0.1)]
    choices = person.ask("which one")["choices"]
    assert [choice["id"] for choice in choices] == ["topic:crs", "topic:icans", "topic:hlh"]


def test_did_you_mean_with_one_topic_is_unsure(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = {"outcome": "clarify"}, [("crs", 0.3), ("greeting", 0.3)]
    assert person.ask("which one")["outcome"] == "unsure"


def test_a_choice_is_answered_and_rasa_hears_of_it_as_a_choice(person: Person, rasa: Rasa) -> None:
    turn = person.choose("topic:icans")
    assert (turn["outcome"], turn["topic"], turn["confidence"]) == ("answered", "icans", 1.0)
    assert rasa.asked[-1] == {"conversation": person.opened["conversation"], "choice": "icans"}


def test_talking_to_a_person_can_be_chosen(person: Person) -> None:
    turn = person.choose("flow:handoff")
    assert turn["outcome"] == "handoff"
    assert turn["replies"][1]["helplines"]


# What was said


def test_the_history_is_what_was_said_in_order(person: Person) -> None:
    asked, chosen = person.ask("what is crs"), person.choose("topic:icans")
    history = person.history()
    assert [(m["turn"], m["from"]) for m in history] == [(1, "person"), (1, "bot"), (2, "person"), (2, "bot")]
    assert history[0]["text"] == "what is crs"
    assert history[1]["replies"] == asked["replies"]
    assert history[2]["text"] == chosen["replies"][0]["title"]
    assert all(datetime.fromisoformat(m["at"]).tzinfo == UTC for m in history)


def test_the_history_after_a_turn_begins_with_the_next(person: Person) -> None:
    for text in ("one thing", "another thing", "a third thing"):
        person.ask(text)
    assert [m["turn"] for m in person.history(after=1)] == [2, 2, 3, 3]
    assert person.history(after=3) == []


@pytest.mark.parametrize("after", ["-1", "x", "1.5", str(2**31 + 1), "9" * 40])
def test_a_history_after_no_number_is_422(person: Person, after: str) -> None:
    response = person.client.get(f"{person.path}/messages?after={after}", headers=person.headers)
    assert problem(response, 422)["detail"].startswith(INVALID + "(after: Input should be")


def test_personal_data_is_redacted_before_it_is_kept_and_before_rasa_sees_it(person: Person, rasa: Rasa) -> None:
    person.ask("my email is jo.bloggs@example.org what is crs")
    assert rasa.asked[-1]["text"] == person.history()[0]["text"] == "my email is [email] what is crs"


# Feedback and erasing


def thumb(person: Person, **fields: Any) -> Any:
    return person.client.post(f"{person.path}/feedback", json=fields, headers=person.headers)


def test_feedback_is_kept_once_a_turn_and_can_be_changed(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    person.ask("what is crs")
    assert thumb(person, turn=1, helpful=True).status_code == 204
    assert thumb(person, turn=1, helpful=False, comment="write to jo@example.org").status_code == 204
    with sqlite3.connect(tmp_path / "var/records.db") as database:
        assert database.execute("SELECT turn, helpful, comment FROM feedback").fetchall() == [
            (1, 0, "write to [email]")
        ]
    database.close()


@pytest.mark.parametrize("turn", [1, 2, 2**31 - 1])
def test_feedback_on_an_unknown_turn_is_404(person: Person, turn: int) -> None:
    assert problem(thumb(person, turn=turn, helpful=True), 404)["detail"] == NOT_FOUND


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"turn": 0, "helpful": True}, "(turn: Input should be greater than or equal to 1)"),
        ({"turn": 10**30, "helpful": True}, "(turn: Input should be less than or equal to 2147483647)"),
        ({"turn": "1", "helpful": True}, "(turn: Input should be a valid integer)"),
        ({"turn": True, "helpful": True}, "(turn: Input should be a valid integer)"),
        ({"turn": 1, "helpful": 1}, "(helpful: Input should be a valid boolean)"),
        ({"turn": 1}, "(helpful: Field required)"),
        ({"turn": 1, "helpful": True, "comment": "w" * 1001}, "(comment: String should have at most 1000 characters)"),
        ({"turn": 1, "helpful": True, "more": 1}, "(more: Extra inputs are not permitted)"),
    ],
)
def test_feedback_of_the_wrong_form_is_422(person: Person, fields: dict[str, Any], named: str) -> None:
    assert problem(thumb(person, **fields), 422)["detail"] == INVALID + named


def test_a_deleted_conversation_is_gone_everywhere(start: Start, rasa: Rasa, tmp_path: Path) -> None:
    person = Person(start())
    person.ask("please forget quetzalcoatl")
    assert person.client.delete(person.path, headers=person.headers).status_code == 204
    assert rasa.erased == [person.opened["conversation"]]
    assert refusal(person.send(text="hello"), 404) == NOT_FOUND
    for call in ("history", "feedback", "delete"):
        assert problem(called(person, call, person.headers), 404)["detail"] == NOT_FOUND
    for file in (tmp_path / "var").glob("records.db*"):
        assert b"quetzalcoatl" not in file.read_bytes()


def test_deleting_says_so_when_rasa_cannot_and_can_be_tried_again(person: Person, rasa: Rasa) -> None:
    person.ask("what is crs")
    rasa.erases = False
    response = person.client.delete(person.path, headers=person.headers)
    assert refusal(response, 503) == "Something on our side is not working just now. Please try again in a moment."
    assert len(person.history()) == 2
    rasa.erases = True
    assert person.client.delete(person.path, headers=person.headers).status_code == 204


# Content


def test_suggestions_are_published_questions(client: TestClient) -> None:
    found = client.get("/api/v1/suggest", params={"q": "side eff"}).json()["suggestions"]
    assert 1 <= len(found) <= 5
    titles = {t["topic"]: t["title"] for t in client.get("/api/v1/topics").json()["topics"]}
    assert all(titles[s["topic"]] == s["question"] for s in found)


@pytest.mark.parametrize(
    "q", ["", " ", "zzzzzz", '"', "*", "a OR", "QZXV((", "\x00", "%", "what is the", "😀", "w" * 1000]
)
def test_a_search_that_finds_nothing_gives_no_suggestions(client: TestClient, q: str) -> None:
    response = client.get("/api/v1/suggest", params={"q": q})
    assert (response.status_code, response.json()) == (200, {"suggestions": []})


def test_a_search_over_1000_characters_is_422(client: TestClient) -> None:
    detail = problem(client.get("/api/v1/suggest", params={"q": "w" * 1001}), 422)["detail"]
    assert detail == INVALID + "(q: String should have at most 1000 characters)"


def test_every_topic_can_be_read_on_its_own(client: TestClient) -> None:
    topics = client.get("/api/v1/topics").json()["topics"]
    assert len(topics) > 50
    for topic in topics:
        assert client.get(f"/api/v1/topics/{topic['topic']}").json() == topic
        check_reply({**topic, "type": "answer"})
        assert topic["sources"] or topic["evidence"] == "none"
        assert all(name in {t["topic"] for t in topics} for name in topic["related"])


@pytest.mark.parametrize("topic", ["nothing", "crs%2F..", "..%2Ffixed", "CRS", "%00"])
def test_an_unknown_topic_is_404(client: TestClient, topic: str) -> None:
    assert problem(client.get(f"/api/v1/topics/{topic}"), 404)["detail"] == NOT_FOUND


def test_helplines_have_numbers_hours_and_when_they_were_checked(client: TestClient) -> None:
    lines = client.get("/api/v1/helplines").json()["helplines"]
    wanted = {
        "id",
        "name",
        "for_whom",
        "nations",
        "phone",
        "text",
        "email",
        "url",
        "hours",
        "open_now",
        "next_open",
        "open_words",
        "verified_on",
    }
    assert all(set(line) == wanted for line in lines)
    assert {"999", "111", "116123"} <= set(phones(lines))


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", OPEN), ("POST", "/api/v1/topics"), ("DELETE", "/api/v1/helplines")]
)
def test_another_method_is_405_and_a_problem(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert problem(response, 405)["detail"] == MALFORMED
    assert response.headers["allow"]


def test_an_unknown_address_is_404_and_a_problem(client: TestClient) -> None:
    assert problem(client.get("/api/v1/nothing"), 404)["detail"] == NOT_FOUND


def test_alive_ready_and_figures(client: TestClient, person: Person) -> None:
    person.ask("zanzibar and crs")
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get("/readyz").json() == {
        "ready": True,
        "checks": {"bot": True, "store": True, "records": True, "net": True},
        "alarms": [],
    }
    figures = client.get("/metrics").text
    assert 'turns_total{outcome="answered"}' in figures
    assert "\nready 1.0" in figures
    assert "zanzibar" not in figures
