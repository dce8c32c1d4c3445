"""What a message may hold: choices, lengths, bytes, fields and characters, and the status each fault gets."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from service.chat import api, pages
from service.web.limits import TooSlow
from tests.chat.api_words import EMPTY, INVALID, MALFORMED, SECRET, TOO_LARGE, TOO_LONG
from tests.chat.person import Person, refusal
from tests.service_bot.rasa import Rasa


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
