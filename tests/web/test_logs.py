"""Tests of the log: one line of JSON an event, nobody's words in it, and nothing that looks like another line."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.web.logs import LONGEST, OneLine
from service.web.settings import ROOT

SECRET = "quetzalcoatl"
FORGED = (
    f'{SECRET}\r\n{{"at": "2026", "level": "critical", "event": "forged"}}\n\x1b[2J\x1b]0;x\x07\u2028\u0085\x7f\x9b1A'
)
any_text = st.text(st.characters())  # lone surrogates too


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log says, from the quietest level up."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    level, raising = root.level, logging.raiseExceptions
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)
    logging.raiseExceptions = raising


def events(written: io.StringIO) -> list[dict[str, Any]]:
    """Returns the events, after checking that every line is one and holds only characters that show themselves."""
    text = written.getvalue()
    assert all(" " <= letter <= "~" or letter == "\n" for letter in text)
    return [json.loads(line) for line in text.splitlines()]


def test_an_event_of_ours_says_when_where_and_what(written: io.StringIO) -> None:
    logging.getLogger("service.chat").error("the bot is down: %s", "status 500")
    (event,) = events(written)
    assert event.pop("at").endswith("+00:00")
    assert event == {"level": "error", "logger": "service.chat", "event": "the bot is down: status 500"}


@settings(max_examples=200, deadline=None)
@given(name=any_text, message=any_text, value=any_text)
def test_any_message_is_one_line_of_its_own(name: str, message: str, value: str) -> None:
    for logger in ("service.x", name):
        made = OneLine().format(logging.makeLogRecord({"name": logger, "msg": message, "args": (value,)}))
        assert all(" " <= letter <= "~" for letter in made)
        assert len(json.loads(made).get("event", "")) <= LONGEST


def test_line_breaks_and_escape_codes_make_no_line(written: io.StringIO) -> None:
    logging.getLogger("service").error("refused: %s", FORGED)
    (event,) = events(written)
    assert event["level"] == "error"
    assert event["event"] == f"refused: {FORGED}".strip()


@pytest.mark.parametrize("name", ["aiohttp.client", "asyncio", "py.warnings", "root", "serviceable"])
def test_of_others_only_the_place_is_kept(written: io.StringIO, name: str) -> None:
    logging.getLogger(name).error("got %s", FORGED)
    logging.getLogger(name).error(f"got {FORGED}")
    for event in events(written):
        assert set(event) == {"at", "level", "logger", "place"}
    assert SECRET not in written.getvalue()


def test_of_an_error_the_type_and_its_way_are_kept_and_never_its_text(written: io.StringIO) -> None:
    def handler() -> None:
        try:
            int(FORGED)
        except ValueError as error:
            raise KeyError(FORGED) from error

    for name in ("service", "uvicorn.error"):
        try:
            handler()
        except KeyError:
            logging.getLogger(name).exception("Exception in ASGI application\n")
    ours, servers = events(written)
    assert ours["error"] == servers["error"] == "KeyError"
    assert servers["event"] == "Exception in ASGI application"
    assert [place.partition(" ")[2] for place in ours["places"]][-1] == "handler"
    assert SECRET not in written.getvalue()


def test_a_task_that_nobody_waited_for_says_no_word(written: io.StringIO) -> None:
    async def fails() -> None:
        raise KeyError(FORGED)

    async def leaves_it() -> None:
        task = asyncio.ensure_future(fails())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    asyncio.run(leaves_it())
    import gc

    gc.collect()
    told = [event for event in events(written) if event["logger"] == "asyncio" and event["level"] == "error"]
    assert [event["error"] for event in told] == ["KeyError"]
    assert SECRET not in written.getvalue()


def test_a_message_that_does_not_fit_its_values_is_still_an_event() -> None:
    record = logging.makeLogRecord({"name": "service", "msg": "%d of %s", "args": (FORGED,)})
    assert json.loads(OneLine().format(record))["event"] == "a message that could not be written (TypeError)"


ENDS = f"""
import sys, threading, warnings
from service.web import logs
logs.begin()
words = {FORGED!r}
def fails():
    raise ValueError(words)
thread = threading.Thread(target=fails)
thread.start()
thread.join()
class Odd:
    def __del__(self):
        fails()
Odd()
warnings.warn(words.replace(chr(0), ""))
fails()
"""


def test_what_nobody_caught_is_told_in_the_same_way() -> None:
    done = subprocess.run([sys.executable, "-c", ENDS], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1
    assert SECRET.encode() not in done.stderr + done.stdout
    told = events(io.StringIO(done.stderr.decode("ascii")))
    wanted = ["a thread ended", "an error that could not be raised", None, "the process ends"]
    assert [event.get("event") for event in told] == wanted
    assert [event.get("error") for event in told] == ["ValueError", "ValueError", None, "ValueError"]
