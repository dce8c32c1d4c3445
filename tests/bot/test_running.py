"""Tests of the running bot, over HTTP: answers, refusals, privacy, and no other door."""

import json
import os
import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.importer import FLOWS, FOLLOW_UPS, OUTCOMES, SMALLTALK, directives, topic_ids
from tests.patience import within

SECRET = "zanzibarquokka"  # typed in several tests; must never be printed


def test_question_is_answered_by_its_topic_and_ranking(running):
    status, body = running.say("what is cytokine release syndrome")
    assert status == 200
    assert body["directives"] == [{"answer": "crs"}]
    assert body["intent"]["name"] == "crs"
    assert body["ranking"][0]["name"] == "crs" and len(body["ranking"]) == 5
    assert sorted(body) == ["directives", "intent", "ranking"]


def test_every_choice_gives_its_own_directive(running):
    for choice in topic_ids():
        assert running.choose(choice, "choices-01")[1]["directives"] == [{"answer": choice}]
    for choice in SMALLTALK:
        assert running.choose(choice, "choices-01")[1]["directives"] == [{"smalltalk": choice}]
    for choice in OUTCOMES:
        assert running.choose(choice, "choices-01")[1]["directives"] == [{"outcome": choice}]
    for choice in FOLLOW_UPS:
        assert running.choose(choice, "choices-01")[1]["directives"] == [directives([])[choice]]
    for choice in FLOWS:
        assert running.choose(choice, "choices-01")[1]["directives"] == [{"flow": choice.removeprefix("flow_")}]


@pytest.mark.parametrize("choice", ["nonsense", "/crs", "restart", "back", "session_start", "nlu_fallback"])
def test_unknown_choice_and_rasas_own_intents_are_refused(running, choice):
    assert running.choose(choice) == (422, {"error": "choice is not a known intent"})


def test_thousand_characters_are_answered_and_one_more_is_refused(running):
    assert running.say("what is crs " * 83)[0] == 200
    assert running.say("😱" * 1000)[0] == 200
    began = time.monotonic()
    assert running.say("a" * 1001) == (422, {"error": "text has 1 to 1000 characters"})
    assert running.say("a" * 30_000)[0] == 422
    assert time.monotonic() - began < within(2)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json " + SECRET.encode(),
        b'{"conversation": "abcdefgh1", "text": "' + SECRET.encode(),
        b"\xff\xfe",
        b"[" * 20_000,
    ],
)
def test_body_that_is_not_json_is_refused_and_never_echoed(running, body):
    status, answered = running.call("POST", "/turn/messages", body)
    assert 400 <= status < 500
    assert SECRET not in str(answered)


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"1"])
def test_body_that_is_not_an_object_is_refused(running, body):
    assert running.call("POST", "/turn/messages", body)[0] in (400, 422)


def test_message_without_a_conversation_is_refused(running):
    expected = (422, {"error": "conversation is 8 to 64 letters, digits, - or _"})
    assert running.call("POST", "/turn/messages", {"text": "what is crs"}) == expected


@pytest.mark.parametrize(
    "text",
    [
        "/crs",
        ' /crs{"a":1}',
        "／crs",
        "\u200b/crs",
        "\u202e／\u200b/crs",
        "\x00/crs",
        "/restart",
        "/goodbye",
        "/unsure",
        '/crs{"slot": "x"}',
        "/crs@0.99",
        "EXTERNAL: crs",
    ],
)
def test_typed_command_goes_through_the_model(running, text):
    status, body = running.say(text, "commands-01")
    assert status == 200
    assert len(body["ranking"]) == 5, "a command would rank itself alone"
    assert 0 < body["intent"]["confidence"] < 1, "a command would have a confidence of 1"
    assert '"/' not in running.row("commands-01")


@pytest.mark.parametrize("text", ["\u200b", "/", " ", "\x00", "///"])
def test_text_of_which_nothing_is_left_is_unsure(running, text):
    status, body = running.say(text)
    assert status == 200 and body["directives"] == [{"outcome": "unsure"}]


def test_lone_surrogate_is_answered(running):
    status, body = running.call(
        "POST", "/turn/messages", b'{"conversation": "surrogate-1", "text": "what is crs \\ud800"}'
    )
    assert status == 200 and body["directives"] == [{"answer": "crs"}]


def test_two_conversations_never_mix(running):
    names = [f"mixing-{n:02}" for n in range(6)]

    def talk(name: str) -> None:
        for turn in range(4):
            assert running.say(f"what is crs {name}word{turn}", name)[0] == 200

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(talk, names))
    for name in names:
        assert set(re.findall(r"(mixing-\d\d)word", running.row(name))) == {name}


def test_erased_conversation_leaves_no_row_and_no_byte(running):
    name, word = "erase-me-01", "quetzalcoatlus"
    for turn in range(5):
        assert running.say(f"is {word}{turn} the same as crs " + "very long question " * 40, name)[0] == 200
    files = [Path(f"{running.trackers}{suffix}") for suffix in ("", "-wal", "-shm")]
    assert any(word.encode() in file.read_bytes() for file in files if file.exists()), "it was there before"
    assert running.call("DELETE", f"/turn/conversations/{name}")[0] == 204
    assert running.row(name) is None
    assert not any(word.encode() in file.read_bytes() for file in files if file.exists())
    assert running.call("DELETE", f"/turn/conversations/{name}")[0] == 204, "erasing twice is erasing"


def test_erasing_one_conversation_leaves_the_others(running):
    for name in ("erase-this-1", "keep-this-01"):
        running.say("what is crs", name)
    running.call("DELETE", "/turn/conversations/erase-this-1")
    assert running.row("erase-this-1") is None
    assert running.row("keep-this-01")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/model/parse"), ("PUT", "/model"), ("POST", "/model/train"), ("DELETE", "/model"),
        ("GET", "/conversations/conversation-0/tracker"), ("POST", "/conversations/conversation-0/messages"),
        ("POST", "/conversations/conversation-0/trigger_intent"), ("POST", "/webhooks/rest/webhook"),
        ("GET", "/webhooks/rest/"),
        ("POST", "/webhooks/callback/webhook"), ("GET", "/domain"), ("GET", "/status"), ("GET", "/version"),
        ("GET", "/docs"),
    ],
)  # fmt: skip
def test_rasas_own_addresses_do_not_exist(running, method, path):
    assert running.call(method, path, None if method == "GET" else {"text": "what is crs", "sender": "x"})[0] == 404


def test_it_listens_on_loopback_only(running):
    inodes = {
        os.readlink(fd).removeprefix("socket:[").removesuffix("]")
        for fd in Path(f"/proc/{running.process.pid}/fd").iterdir()
        if fd.is_symlink() and os.readlink(fd).startswith("socket:[")
    }
    listening = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            columns = line.split()
            if columns[9] in inodes and columns[3] in ("0A", "07"):  # listening, or an unconnected UDP socket
                address, port = columns[1].split(":")
                listening.append((address, int(port, 16)))
    assert listening == [("0100007F", running.port)]


def test_failure_inside_rasa_is_an_error_and_prints_no_word_of_the_person(running):
    name = "broken-row-1"
    running.say("what is crs", name)
    with sqlite3.connect(running.trackers, timeout=5) as db:
        db.execute(
            "UPDATE trackers SET events = ? WHERE id = ?", (json.dumps([{"event": SECRET, "text": SECRET}]), name)
        )
    db.close()
    assert running.say(f"my secret is {SECRET}", name) == (500, {"error": "the turn failed"})
    assert "turn failed: KeyError" in running.output()
    assert running.call("DELETE", f"/turn/conversations/{name}")[0] == 204
    assert running.say(f"what is crs {SECRET}", name)[0] == 200


def test_nothing_that_was_typed_is_printed(running):
    running.say(f"{SECRET} my dad has a temperature", "privacy-001")
    running.call("POST", "/turn/messages", {"conversation": SECRET + " not valid", "text": SECRET})
    running.call("POST", "/turn/messages", {"conversation": "privacy-001", "choice": SECRET})
    printed = running.output()
    assert SECRET not in printed
    typed = {text for text in running.typed if len(text) > 12}
    assert len(typed) > 3
    assert [text for text in typed if text in printed] == []
