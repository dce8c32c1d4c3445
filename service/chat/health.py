"""Alive, able to answer, and figures without a word of anybody's."""

from __future__ import annotations

import asyncio
import time

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.responses import JSONResponse, Response

from service.chat.api import chat_of, problem
from service.chat.conversation import Chat
from service.library.find import NotPublished
from service.records.conversations import RecordsDown
from service.web.problems import PROBLEM_JSON

router = APIRouter(include_in_schema=False)
FRESH = 2.0  # seconds a canary's answer counts


class Figures:
    """Counts of one application, for Prometheus."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("turns", "Turns by outcome", ["outcome"], registry=self.registry)
        self.offers = Counter("offers_of_a_person", "Turns that offered a person", registry=self.registry)
        self.seconds = Histogram("turn_seconds", "Time a turn takes", registry=self.registry)
        self.ready = Gauge("ready", "1 if the service can answer", registry=self.registry)


class Canary:
    """Knows whether the whole line answers, asking at most every two seconds."""

    def __init__(self) -> None:
        self._at, self._alive, self._asking = 0.0, False, asyncio.Lock()

    async def alive(self, chat: Chat) -> bool:
        """Returns whether Rasa answered its known question just now."""
        async with self._asking:
            if time.monotonic() - self._at > FRESH:
                self._alive = await chat.bot.canary()
                self._at = time.monotonic()
            return self._alive


@router.get("/healthz")
def healthz() -> Response:
    """Returns 200 while the process runs."""
    return JSONResponse({"alive": True})


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """Returns 200 if a canary conversation, store, records and net of danger work; otherwise 503 with what does not.

    ``alarms`` is what the clinical lead must see to although all is served, such as a card past its review date.
    """
    chat = chat_of(request)
    checks = {"bot": await request.app.state.canary.alive(chat), **await asyncio.to_thread(_parts, chat)}
    ready = all(checks.values())
    request.app.state.figures.ready.set(int(ready))
    told = {"ready": ready, "checks": checks, "alarms": chat.serving.alarms()}
    if ready:
        return JSONResponse(told)
    return JSONResponse({**problem(chat, 503, "broken").body(), **told}, 503, media_type=PROBLEM_JSON)


def _parts(chat: Chat) -> dict[str, bool]:
    try:
        published = chat.published()
        store = bool(published.topics or published.held)
    except NotPublished:
        store = False
    try:
        chat.records.check()
        records = True
    except RecordsDown:
        records = False
    return {"store": store, "records": records, "net": chat.rules.net.ready}


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Returns the figures in Prometheus's text form."""
    return Response(generate_latest(request.app.state.figures.registry), media_type=CONTENT_TYPE_LATEST)
