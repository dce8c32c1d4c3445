"""Journeys of how soon a card comes: when all is calm, while Rasa is stopped, and while long messages flood in."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from service.stack import Stack, is_ready
from tests.journeys.talk import Person
from tests.safety_bench.figures import percentile

CARDS = ("my dad has chest pain", "his temp is 38.2", "I don't want to be here any more", "mum is fitting now")
DANGER = ("emergency", "urgent", "crisis")
LONG = ("my mum asked how long low blood counts last after the cells and when we could go home again " * 11)[:1000]
FLOODERS = 8
# Milliseconds, of 95 in 100 cards. A machine that runs other things beside the tests gets more where not all is proved.
CALM, HINDERED = 20.0, 100.0
BUSY = 5
ROUNDS = 3


class Sender:
    """One connection that is kept open, and one conversation."""

    def __init__(self, port: int) -> None:
        person = Person(port)
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._path = f"/api/v1/conversations/{person.conversation}/messages"
        self._headers = {"Authorization": f"Bearer {person._token}", "Content-Type": "application/json"}

    def ask(self, text: str) -> tuple[dict[str, Any], float]:
        """Returns the turn and the milliseconds from request to reply."""
        body = json.dumps({"message_id": str(uuid4()), "text": text})
        began = time.perf_counter()
        self._http.request("POST", self._path, body, self._headers)
        turn: dict[str, Any] = json.loads(self._http.getresponse().read())
        return turn, (time.perf_counter() - began) * 1000


def cards(stack: Stack, times: int) -> list[float]:
    """Returns the milliseconds that each of so many cards took."""
    sender, took = Sender(stack.settings.port), []
    for number in range(times):
        turn, ms = sender.ask(CARDS[number % len(CARDS)])
        assert turn["outcome"] in DANGER
        took.append(ms)
    return took


@contextmanager
def stopped(stack: Stack) -> Iterator[None]:
    """Rasa stands still, with messages waiting for it."""
    bot = next(part for part in stack.parts if part.name == "bot").process
    assert bot is not None
    os.kill(bot.pid, signal.SIGSTOP)
    waiting = [threading.Thread(target=Sender(stack.settings.port).ask, args=("what is CRS?",)) for _ in range(3)]
    try:
        for thread in waiting:
            thread.start()
        yield
    finally:
        os.kill(bot.pid, signal.SIGCONT)
        for thread in waiting:
            thread.join()
        until = time.monotonic() + 30
        while not is_ready(stack.settings.port) and time.monotonic() < until:
            time.sleep(0.3)


@contextmanager
def flooded(stack: Stack) -> Iterator[None]:
    """Several people send messages of 1,000 characters, one after another without a pause."""
    over, answered = threading.Event(), []

    def floods() -> None:
        sender = Sender(stack.settings.port)
        while not over.is_set():
            answered.append(sender.ask(LONG)[0]["outcome"])

    threads = [threading.Thread(target=floods) for _ in range(FLOODERS)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert len(answered) >= FLOODERS and not set(answered) & set(DANGER)


@contextmanager
def calm(stack: Stack) -> Iterator[None]:
    """Nothing else goes on."""
    cards(stack, 20)
    yield


@pytest.mark.parametrize(("while_", "limit"), [(calm, CALM), (stopped, HINDERED), (flooded, HINDERED)])
def test_the_card_comes_in_time(stack: Stack, record_property: Any, while_: Any, limit: float) -> None:
    proving = bool(os.environ.get("PROVE"))
    times, most = (400, limit) if proving else (40, BUSY * limit)
    shown: list[dict[str, float]] = []
    # What else this machine does can slow down a round; it cannot speed one up.
    while len(shown) < ROUNDS and not any(round_["p95"] <= most for round_ in shown):
        with while_(stack):
            took = cards(stack, times)
        shown.append({f"p{at}": round(percentile(took, at / 100), 1) for at in (50, 95, 99)})
    record_property(while_.__name__, str(shown))
    print(f"\na card, {while_.__name__}: {shown} ms")
    assert min(round_["p95"] for round_ in shown) <= most
