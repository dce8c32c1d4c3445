"""Tests that what attackers type goes through every kind of reply without coming back and without breaking anything."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from ruamel.yaml import YAML
from starlette.testclient import TestClient

from service.chat.messages import KEPT
from tests.chat.person import OPEN, Person, check_turn, problem
from tests.service_bot.rasa import Rasa

MARK = "zq7xk"
CORPUS: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_name("injections.yml"))
LEAST, SHARE = 60, 12  # lines; of all pairs, one in so many is tried where not everything is
# Each path to a reply: what Rasa decides, what surrounds the line, and the outcomes it mostly has.
PATHS: dict[str, tuple[dict[str, Any], str, set[str]]] = {
    "answer": ({"answer": "crs"}, "{}", set()),
    "sensitive": ({"answer": "risk_of_death"}, "{}", set()),
    "no such topic": ({"answer": "nothing"}, "{}", set()),
    "clarify": ({"outcome": "clarify"}, "{}", set()),
    "unsure": ({"outcome": "unsure"}, "{}", set()),
    "out of scope": ({"outcome": "out_of_scope"}, "{}", set()),
    "smalltalk": ({"smalltalk": "are_you_human"}, "{}", set()),
    "a person": ({"answer": "talk_to_person"}, "{}", set()),
    "follow-up": ({"follow_up": "why"}, "{}", set()),
    "correction": ({"follow_up": "correction"}, "{}", set()),
    "again": ({"follow_up": "again"}, "what did you say about {}", set()),
    "criteria": ({"criteria": 2}, "{}", set()),
    "flow": ({"flow": "none"}, "{}", set()),
    "two questions": ({"outcome": "unsure"}, "What is CRS? And what about {}?", set()),
    "emergency": ({"answer": "crs"}, "my dad has chest pain {}", {"emergency"}),
    "urgent": ({"answer": "crs"}, "I have a fever. {}", {"urgent", "emergency"}),
    "crisis": ({"answer": "crs"}, "I want to kill myself. {}", {"crisis", "emergency"}),
    "look-ahead": ({"answer": "crs"}, "{}. What if I get a fever?", {"answered", "urgent", "emergency"}),
    "book": ({"answer": "crs"}, "{}. Can CAR-T cause seizures?", set()),
    "advice": ({"answer": "crs"}, "should I stop my steroids? {}", {"advice_declined"}),
    "language": ({"answer": "crs"}, "Czy mogę prowadzić samochód po terapii? {}", set()),
    "personal": ({"answer": "crs"}, "my name is Priya and my email is a@example.org. {}", set()),
    "rasa down": ({}, "{}", {"unavailable"}),
}


def lines() -> list[str]:
    """Returns every line of the corpus with the mark in it."""
    return [line.replace("{m}", MARK) for of in CORPUS.values() for line in of]


def replies(turn: dict[str, Any]) -> str:
    """Returns all that a turn says, as it would be read."""
    return json.dumps([turn["replies"], turn["choices"]], ensure_ascii=False)


def bare(text: str) -> str:
    """Returns a text as if its escapes and odd letters were plain ones, so that a disguised echo shows."""
    return unicodedata.normalize("NFKC", html.unescape(text)).lower()


def test_the_corpus_has_every_kind_and_the_mark_stands_nowhere_else(client: TestClient) -> None:
    kinds = "html script sql template command control direction letters prompt".split()
    assert list(CORPUS) == kinds
    assert len(lines()) >= LEAST
    assert all(MARK in line for line in lines())
    assert MARK not in client.get("/api/v1/topics").text + client.get("/").text


@pytest.mark.parametrize("path", PATHS)
def test_nothing_typed_comes_back_in_a_reply_and_nothing_breaks(
    client: TestClient, rasa: Rasa, proving: bool, path: str
) -> None:
    directive, around, outcomes = PATHS[path]
    rasa.directive, rasa.ranking = directive or {"answer": "crs"}, [("crs", 0.4), ("icans", 0.3)]
    if not directive:
        rasa.behaviour = "status 500"
    person = Person(client)
    at = list(PATHS).index(path)
    tried = [line for n, line in enumerate(lines()) if proving or (n + at) % SHARE == 0]
    reached = 0
    for line in tried:
        turn = person.send_raw(raw({"message_id": str(uuid4()), "text": around.format(line)})).json()
        check_turn(turn)
        assert MARK not in bare(replies(turn)), (path, line)
        reached += not outcomes or turn["outcome"] in outcomes
    assert reached >= len(tried) / 2, "what is typed around the lines does not lead to the reply it should"
    kept = [message["text"] for message in person.history() if message["from"] == "person"]
    assert len(kept) == len(tried)
    odd = {c for text in kept for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn") and c not in KEPT}
    assert odd == set()
    assert MARK not in bare(json.dumps([m["replies"] for m in person.history() if m["from"] == "bot"]))


def raw(fields: dict[str, Any]) -> bytes:
    """Returns a body as JSON, lone surrogates and all."""
    return json.dumps(fields).encode()


def test_the_page_shows_it_as_text_and_nothing_of_it_is_markup(client: TestClient, rasa: Rasa, proving: bool) -> None:
    rasa.directive = {"outcome": "unsure"}
    for line in lines() if proving else lines()[:: SHARE // 2]:
        typed = line.encode("utf-8", "replace").decode()
        said = client.post("/chat", data={"text": typed, "message_id": str(uuid4())})
        refused = client.post("/chat", data={"text": typed * 200, "message_id": str(uuid4()), "token": typed})
        searched = client.get("/topics", params={"q": typed})
        assert (said.status_code, searched.status_code) == (200, 200)
        assert refused.status_code in (401, 413, 422)
        assert MARK not in bare(searched.text)
        for page in (said.text, refused.text):
            # Whatever is typed stands between tags, or in the box, and opens none.
            tags = re.findall(r"<[^>]*>", page)
            assert not [
                tag for tag in tags if MARK in tag and not tag.startswith(('<input type="hidden"', "<textarea"))
            ]
            assert page.count("<script") == 1 and "evil.example/" not in "".join(tags)


@pytest.mark.parametrize("length", [31, 32, 33])
def test_a_message_id_of_any_length_does_not_come_back(person: Person, length: int) -> None:
    response = person.send((f"<b>{MARK}</b>" * 3)[:length], text="what is crs")
    assert "(message_id: Value error, badly formed hexadecimal UUID string)" in response.json()["detail"]
    assert MARK not in response.text


def test_nothing_sent_in_any_other_field_comes_back(client: TestClient, person: Person, proving: bool) -> None:
    turn = person.ask("what is crs")["turn"]
    for line in lines() if proving else lines()[::SHARE]:
        ascii_line = line.encode("ascii", "replace").decode().translate(dict.fromkeys((*range(32), 127), "?"))
        answers = [
            person.send_raw(raw({"message_id": str(uuid4()), "choice": line})),
            person.send_raw(raw({"message_id": line, "text": "what is crs"})),
            person.send_raw(raw({"message_id": str(uuid4()), "text": "what is crs", line: line})),
            client.post(OPEN, content=raw({"site": line})),
            client.post(OPEN, content=raw({line: ""})),
            client.post(f"{person.path}/feedback", content=raw({"turn": line, "x": line}), headers=person.headers),
            client.get("/api/v1/suggest", params={"q": line.encode("utf-8", "replace")}),
            client.get(f"{person.path}/messages", params={"after": ascii_line}, headers=person.headers),
            client.get("/api/v1/helplines", headers={"Origin": ascii_line}),
            client.get("/healthz", headers={"X-Forwarded-For": ascii_line, "User-Agent": ascii_line}),
        ]
        assert [r.status_code for r in answers if r.status_code >= 500] == []
        assert [str(r.request.url) for r in answers if MARK in bare(r.text)] == []
        content = raw({"turn": turn, "helpful": True, "comment": line})
        rated = client.post(f"{person.path}/feedback", content=content, headers=person.headers)
        assert rated.status_code == 204 or ("\\ud83d" in ascii(line) and MARK not in problem(rated, 422)["detail"])
