"""Tests of the sweep of a running application: at its start and again and again, in the records and in Rasa."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from service.bot.client import CANARY_QUESTION
from service.chat import app
from service.records.conversations import utc_now
from tests.chat.conftest import Start
from tests.chat.person import Person, problem
from tests.service_bot.rasa import Rasa

WITHIN = 10.0  # seconds


def comes(true: Callable[[], bool]) -> bool:
    """Returns whether something comes true in time."""
    until = time.monotonic() + WITHIN
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


def test_what_is_past_its_time_goes_everywhere_and_what_rasa_missed_goes_later(
    start: Start, rasa: Rasa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "SWEEP_EVERY", 0.1)
    client = start()
    person, young = Person(client), Person(client)
    person.ask("please forget quetzalcoatl")
    young.ask("please keep xylophone")
    rasa.erases = False
    with sqlite3.connect(tmp_path / "var/records.db") as records:
        before = (utc_now() - timedelta(days=7, seconds=1)).isoformat(" ")
        old = person.opened["conversation"]
        assert records.execute("UPDATE conversations SET last_message = ? WHERE id = ?", (before, old)).rowcount == 1
    records.close()
    files = [path for path in (tmp_path / "var").rglob("*") if path.name.startswith("records")]
    assert comes(lambda: not any(b"quetzalcoatl" in file.read_bytes() for file in files))
    assert any(b"xylophone" in file.read_bytes() for file in files)
    response = person.client.get(f"{person.path}/messages", headers=person.headers)
    assert problem(response, 404)
    assert rasa.erased == []
    rasa.erases = True
    assert comes(lambda: rasa.erased == [old])
    assert comes(lambda: any(asked.get("text") == CANARY_QUESTION for asked in rasa.asked))
