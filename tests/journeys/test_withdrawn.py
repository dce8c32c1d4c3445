"""Journeys of an answer that is wrong: off the air by one command, and back only when somebody asked for it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from service.library.withdrawn import FILE
from service.stack import Stack
from service.web.settings import ROOT
from tests.journeys.talk import Person
from tests.patience import within

WITHIN = 2.0  # seconds from the end of the command
LONGEST = 120.0  # seconds for a command, on a busy machine


@pytest.fixture
def mended(stack: Stack) -> Iterator[Stack]:
    """The stack, with nothing withdrawn afterwards."""
    yield stack
    (stack.settings.var_dir / FILE).unlink(missing_ok=True)


def library(stack: Stack, *arguments: str) -> str:
    """Runs a command of the library on the folder of the stack; returns what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "service.library", *arguments],
        cwd=ROOT,
        env={**os.environ, **stack.environment},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_wrong_answer_is_off_the_air_at_once_and_comes_back_with_a_publish(mended: Stack) -> None:
    person = Person(mended.settings.port)
    assert person.ask("what is CRS?")["topic"] == "crs"
    library(mended, "withdraw", "crs", "--reason", "A figure is wrong.")
    began = time.monotonic()
    turn = person.ask("what is CRS?")
    assert time.monotonic() - began < within(WITHIN)
    assert turn["outcome"] == "unavailable"
    assert not [reply for reply in turn["replies"] if reply["type"] == "answer"]
    assert person.ask("my husband has chest pain")["outcome"] == "emergency"
    library(mended, "restore", "crs")
    assert person.ask("what is CRS?")["outcome"] == "unavailable"
    assert "No longer withdrawn: crs." in library(mended, "publish")
    assert person.ask("what is CRS?")["outcome"] == "answered"
