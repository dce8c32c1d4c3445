"""Journeys through a stack that breaks: every failure ends at a person, and heals."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from service.stack import Stack, is_ready
from tests import stored
from tests.journeys.crash import bot_of, kill, mended
from tests.journeys.talk import Person
from tests.patience import within

LONGEST_WAIT = 5.5  # seconds until words come, whatever is down


def test_killed_rasa_costs_words_never_a_person_and_heals(stack: Stack) -> None:
    person = Person(stack.settings.port)
    assert person.ask("what is CRS?")["outcome"] == "answered"
    kill(stack)
    began = time.monotonic()
    turn = person.ask("how long do low blood counts last?")
    assert time.monotonic() - began < within(LONGEST_WAIT)
    assert turn["outcome"] == "unavailable"
    assert [reply["type"] for reply in turn["replies"]] == ["text", "card", "helplines"]
    assert "topic:low_blood_counts" in [choice["id"] for choice in turn["choices"]]
    assert person.ask("she has a fever")["outcome"] == "urgent"
    with pytest.raises(urllib.error.HTTPError) as not_ready:
        time.sleep(2.1)
        urllib.request.urlopen(f"http://127.0.0.1:{stack.settings.port}/readyz", timeout=10)
    assert not_ready.value.code == 503
    assert mended(stack)
    assert person.ask("how long do low blood counts last?")["topic"] == "low_blood_counts"


def test_stopped_rasa_costs_at_most_five_and_a_half_seconds(stack: Stack) -> None:
    person = Person(stack.settings.port)
    bot = bot_of(stack).process
    assert bot is not None
    os.kill(bot.pid, 19)
    try:
        began = time.monotonic()
        turn = person.ask("what is CRS?")
        assert time.monotonic() - began < within(LONGEST_WAIT)
        assert turn["outcome"] == "unavailable"
        card = person.ask("my husband has chest pain")
        assert card["outcome"] == "emergency"
    finally:
        os.kill(bot.pid, 18)
    assert mended(stack)


@pytest.mark.parametrize("damage", ["missing", "empty", "garbage"])
def test_a_broken_store_leaves_the_cards_and_who_to_call(stack: Stack, damage: str) -> None:
    store = stored.store(stack.settings.var_dir)
    kept = store.rename(store.with_name("kept.db"))
    try:
        if damage != "missing":
            Path(store).write_bytes(b"" if damage == "empty" else b"not a database " * 100)
        person = Person(stack.settings.port)
        assert person.ask("my husband has chest pain")["outcome"] == "emergency"
        turn = person.ask("what is CRS?")
        assert turn["outcome"] == "unavailable"
        assert "24-hour number" in turn["replies"][1]["text"]
        time.sleep(2.1)
        assert not is_ready(stack.settings.port)
    finally:
        kept.rename(store)
    assert mended(stack)
    assert Person(stack.settings.port).ask("what is CRS?")["outcome"] == "answered"


def test_missing_fixed_words_do_not_silence_a_running_service(stack: Stack) -> None:
    fixed = stored.fixed(stack.settings.var_dir)
    kept = fixed.rename(fixed.with_name("kept.json"))
    try:
        assert Person(stack.settings.port).ask("my husband has chest pain")["outcome"] == "emergency"
    finally:
        kept.rename(fixed)
