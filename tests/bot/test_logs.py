"""Tests of the bot's log: one line of JSON an event, and nobody's words in it."""

import json
import logging

import pytest

from bot.logs import LONGEST, OneLine

SECRET = "zanzibarquokka"
FORGED = f'{SECRET}\r\n{{"event": "forged"}}\n\x1b[2J\u2028\x7f\x9b1A'


def written(name: str, message: str, **more) -> dict:
    line = OneLine().format(logging.makeLogRecord({"name": name, "levelname": "ERROR", "msg": message, **more}))
    assert all(" " <= letter <= "~" for letter in line)
    return json.loads(line)


def test_an_event_of_ours_is_one_line_whatever_it_holds():
    event = written("bot.channel", "turn failed: %s", args=(FORGED * 100,))
    assert event.pop("at").endswith("+00:00")
    assert event == {
        "level": "error", "logger": "bot.channel", "event": f"turn failed: {FORGED * 100}"[:LONGEST],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["rasa.core.processor", "sanic.error", "root", "tensorflow", "botany"])
def test_of_others_only_the_place_is_kept(name):
    event = written(name, f"message {FORGED}", args=(), module="processor", lineno=12)
    assert (event["place"], set(event)) == ("processor:12", {"at", "level", "logger", "place"})


def test_of_an_error_the_type_and_its_way_are_kept_and_never_its_text():
    try:
        int(FORGED)
    except ValueError as error:
        raised = (type(error), error, error.__traceback__)
    for name in ("bot.channel", "sanic.error"):
        event = written(name, "failed", exc_info=raised)
        assert event["error"] == "ValueError" and event["places"][-1].startswith("test_logs.py:")
        assert SECRET not in json.dumps(event)
