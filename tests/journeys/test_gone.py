"""Journeys of deleting and sweeping: afterwards no file of the stack holds a word that was typed, Rasa's included."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from uuid import uuid4

import pytest

from service.records.conversations import utc_now
from service.stack import Stack
from service.web.settings import ROOT
from tests.journeys.talk import Person

STAYS = "xylophonist"
# A word of its own for each way that words can take through the service, and what is typed around it.
TYPED = {
    "quaggafoal": "what is CRS, my {} wants to know",
    "wombatling": "tell me about the {} of the moon",
    "okapicalf": "I have a fever and my {} is cold",
    "tapirkin": "my dad has chest pain, the {} saw it",
    "numbatjoey": "I want to kill myself, says the {}",
    "pangopup": "should I stop my {} tablets because of steroids",
    "axolotlet": "my name is Priya {} and I live at 12 {} Road, what is CRS",
    "kinkajoukit": "Czy mogę prowadzić {} samochód po terapii?",
    "coatikit": "what if I get a fever near a {}?",
    "aardwolfie": "how long does the {} last?",
    "binturling": "{} " * 200 + "I have a fever of 39",
}
RATED, FORMED = "dugongcalf", "echidnapuggle"


def talked(stack: Stack) -> Person:
    """Returns somebody who said all of it, by the API and in a thumb's comment."""
    person = Person(stack.settings.port)
    for word, around in TYPED.items():
        assert person.ask(around.replace("{}", word))["outcome"]
    person._call("POST", f"{person._path}/feedback", {"turn": 1, "helpful": True, "comment": RATED})  # type: ignore[dict-item]
    assert person.last_status == 204
    assert holding(stack, "quaggafoal"), "nothing was kept, so nothing is proved"
    assert {"trackers.db", "trackers.db-wal"} & set(holding(stack, "wombatling", "quaggafoal", "aardwolfie"))
    return person


def holding(stack: Stack, *words: str) -> list[str]:
    """Returns the files under var/ that hold one of the words, however they encode it and whatever its case."""
    coded = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in stack.settings.var_dir.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if any(word in path.read_bytes().lower() for word in coded))


def deleted(stack: Stack, person: Person) -> None:
    person.delete()
    assert person.last_status == 204


def swept(stack: Stack, person: Person) -> None:
    before = (utc_now() - timedelta(days=7, seconds=1)).isoformat(" ")
    with closing(sqlite3.connect(stack.settings.var_dir / "records.db", isolation_level=None)) as records:
        statement = "UPDATE conversations SET last_message = ? WHERE id = ?"
        assert records.execute(statement, (before, person.conversation)).rowcount == 1
    command = [str(ROOT / ".venv/bin/python"), "-m", "service.records", "sweep"]
    given = {**os.environ, **stack.environment}
    said = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=True).stdout
    assert said == "Removed 1 conversations older than 7 days.\n"


@pytest.mark.parametrize("gone", [deleted, swept])
def test_no_file_holds_a_word_of_what_was_deleted_or_swept(stack: Stack, gone: Callable[[Stack, Person], None]) -> None:
    other = Person(stack.settings.port)
    other.ask(f"what is CRS, asks the {STAYS}")
    person = talked(stack)
    gone(stack, person)
    assert holding(stack, *TYPED, RATED) == []
    assert holding(stack, person.conversation) == []
    assert holding(stack, STAYS), "another person's words went too"
    person.history()
    assert person.last_status == 404
    other.delete()
    assert holding(stack, STAYS) == []


def test_the_form_deletes_as_much(stack: Stack) -> None:
    base = f"http://127.0.0.1:{stack.settings.port}"

    def posted(path: str, **fields: str) -> str:
        data = urllib.parse.urlencode(fields).encode()
        with urllib.request.urlopen(f"{base}{path}", data, timeout=30) as answer:
            return str(answer.read().decode())

    page = posted("/chat", text=f"what is CRS, {FORMED}", message_id=str(uuid4()))
    fields = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("conversation", "token")}
    assert all(fields.values())
    assert holding(stack, FORMED)
    posted("/chat/delete", **fields)
    assert holding(stack, FORMED) == []
