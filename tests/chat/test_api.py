"""Tests of the conversation API: every row of its table, and every bad input with the status it gets."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from service.chat import api, pages
from service.web.limits import TooSlow
from tests.chat.conftest import Start
from tests.chat.person import JSON, OPEN, Person, check_reply, phones, problem, refusal
from tests.service_bot.rasa import Rasa

MALFORMED = "We could not read that message. Please try again."
EMPTY = "Please type a question first."
TOO_LONG = "Please keep your question under 1,000 characters, and ask one thing at a time."
TOO_LARGE = "That message is too large. Please send a shorter question."
INVALID = "One part of that request is not right. "
ENDED = "This conversation has ended or cannot be opened. Please start a new one."
NOT_FOUND = "There is nothing here with that name."
FORBIDDEN = "This page is not allowed to talk to this service."
SECRET = "zqxj private words zqxj"


def change(var: Path, statement: str, *values: Any) -> None:
    """Changes the records behind the application's back."""
    with sqlite3.connect(var / "records.db") as database:
        assert database.execute(statement, values).rowcount > 0
    database.close()


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


@pytest.mark.parametrize(
    "choice",
    [
        "topic:no_such_topic",
        "numbers:crs",
        "numbers:nothing",
        "flow:nothing",
        "crs",
        "",
        "topic:",
        "/topic:crs",
        "TOPIC:crs",
    ],
)
def test_an_unknown_choice_is_422_and_says_who_to_call(person: Person, choice: str) -> None:
    assert refusal(person.send(choice=choice), 422) == INVALID + "(choice: this choice is not offered)"


# Bad text


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\t \r\n", "\u200b\u200d\u2060\ufeff", "\x00\x01", "\u202e\u202c", "\u00ad", "\ud83d"]
)
def test_text_that_shows_nothing_is_422(person: Person, text: str) -> None:
    body = json.dumps({"message_id": str(uuid4()), "text": text}).encode()
    refused = person.send_raw(body)
    assert refusal(refused, 422) == EMPTY
    assert refused.json()["field"] == "text"


def test_1000_characters_after_trimming_are_taken(person: Person, rasa: Rasa) -> None:
    assert person.send(text="  " + "w" * 1000 + "\n\u200b ").status_code == 200
    assert rasa.asked[-1]["text"] == "w" * 1000


def test_1001_characters_are_422_and_never_reach_rasa(person: Person, rasa: Rasa) -> None:
    assert refusal(person.send(text="w" * 1001), 422) == TOO_LONG
    assert rasa.asked == []


def body_of_size(size: int) -> bytes:
    """Returns a message whose body has exactly that many bytes."""
    start = json.dumps({"message_id": str(uuid4()), "text": ""}).encode()[:-2]
    return start + b"w" * (size - len(start) - 2) + b'"}'


def test_exactly_16_kb_are_read_and_found_too_long(person: Person) -> None:
    assert refusal(person.send_raw(body_of_size(16 * 1024)), 422) == TOO_LONG


@pytest.mark.parametrize("size", [16 * 1024 + 1, 1024 * 1024])
def test_over_16_kb_is_413(person: Person, size: int) -> None:
    assert refusal(person.send_raw(body_of_size(size)), 413) == TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"{",
        b'{"text": "x"',
        b"\xff\xfe\x00",
        b"[" * 8_000,
        b'{"a":' * 3_000,
        b'{"text": 1' + b"0" * 9_000 + b"}",
    ],
)
def test_what_is_no_json_is_400(person: Person, content: bytes) -> None:
    assert refusal(person.send_raw(content), 400) == MALFORMED


def test_20000_nested_arrays_are_too_large(person: Person) -> None:
    assert refusal(person.send_raw(b"[" * 20_000), 413) == TOO_LARGE


@pytest.mark.parametrize("content", [b"null", b"3", b'"text"', b"[]", b"true", b"[" * 500 + b"]" * 500])
def test_json_that_is_no_object_is_422(person: Person, content: bytes) -> None:
    assert refusal(person.send_raw(content), 422).startswith(INVALID + "(body: ")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"text": 3}, "(text: Input should be a valid string)"),
        ({"text": ["hello"]}, "(text: Input should be a valid string)"),
        ({"choice": 3}, "(choice: Input should be a valid string)"),
        ({"choice": "w" * 81}, "(choice: String should have at most 80 characters)"),
        ({"text": "hello", "extra": SECRET}, "(extra: Extra inputs are not permitted)"),
        ({"text": "hello", SECRET: 1}, "(an unknown field: Extra inputs are not permitted)"),
        (
            {"text": "hello", "\ud800": 1},
            "(body: Input should be a valid string, unable to parse raw data as a unicode string)",
        ),
        ({"text": "hello", "choice": "topic:crs"}, "(body: Value error, send either text or choice)"),
        ({"text": None}, "(body: Value error, send either text or choice)"),
        ({"text": None, "choice": None}, "(body: Value error, send either text or choice)"),
        ({}, "(body: Value error, send either text or choice)"),
        ({"text": "hello", "message_id": SECRET}, "(message_id: Value error, badly formed hexadecimal UUID string)"),
        ({"text": "hello", "message_id": 3}, "(message_id: Input should be a valid string)"),
    ],
)
def test_a_wrong_field_is_422_and_named_without_its_value(person: Person, fields: dict[str, Any], named: str) -> None:
    body = json.dumps({"message_id": str(uuid4()), **fields}).encode()
    response = person.send_raw(body)
    assert refusal(response, 422) == INVALID + named
    assert SECRET not in response.text


def test_a_message_without_its_id_is_422(person: Person) -> None:
    assert refusal(person.send_raw(b'{"text": "hello"}'), 422) == INVALID + "(message_id: Field required)"


@pytest.mark.parametrize(
    "text",
    [
        "hello \\ud800 there", "bell \\u0007 and \\u0000 nul", "\\u202eright to left\\u202c", "/intent{\\\"a\\\": 1}",
        "\\uff0fgreet", "/restart", "<script>alert(1)</script>", "{{ 7 * 7 }}", "'; DROP TABLE turns; --", "%s %n {0}",
        "\\ud83d\\ude00 \\ud83d\\udc68\\u200d\\ud83d\\udc69\\u200d\\ud83d\\udc67", "e\\u0301\\u0301",
        "\\\\\\\\", "a\\nb\\r\\nc",
    ],
)  # fmt: skip
def test_odd_characters_get_a_turn_and_are_never_echoed(person: Person, text: str) -> None:
    response = person.send_raw(f'{{"message_id": "{uuid4()}", "text": "{text}"}}'.encode())
    typed = json.loads(f'"{text}"')
    assert response.status_code == 200
    if len(typed) >= 5:
        assert typed not in json.dumps(response.json()["replies"], ensure_ascii=False)


def test_controls_and_bidi_marks_do_not_reach_rasa(person: Person, rasa: Rasa) -> None:
    person.ask("what\x00 is\x07 \u202ecrs\u202c \u200bnow")
    assert rasa.asked[-1]["text"] == "what is crs now"


def test_a_message_that_does_not_arrive_is_400_and_says_who_to_call(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_: Any) -> bytes:
        raise TooSlow

    monkeypatch.setattr(api, "read_body", never)
    monkeypatch.setattr(pages, "read_body", never)
    assert refusal(person.send(text="hello"), 400) == MALFORMED
    page = person.client.post("/chat", data={"text": "hello"})
    assert (page.status_code, "tel:999" in page.text) == (400, True)


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


def called(person: Person, call: str, headers: dict[str, str]) -> Any:
    """Returns the response to one of the calls on a conversation."""
    if call == "message":
        body = {"message_id": str(uuid4()), "text": "hello"}
        return person.client.post(f"{person.path}/messages", json=body, headers=headers)
    if call == "history":
        return person.client.get(f"{person.path}/messages", headers=headers)
    if call == "feedback":
        return person.client.post(f"{person.path}/feedback", json={"turn": 1, "helpful": True}, headers=headers)
    return person.client.delete(person.path, headers=headers)


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
