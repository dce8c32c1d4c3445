"""The application: every part opened once, here, and closed when the service stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from weakref import WeakValueDictionary

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from service.bot.client import Bot, BotDown
from service.chat import api, health, pages, widget
from service.chat.advice import PublishedAdvice
from service.chat.conversation import Chat
from service.chat.danger_rules import DangerRules
from service.chat.language import Languages, english_words
from service.chat.schema import ProblemShape
from service.chat.second_net import TrainedNet
from service.chat.served import Serving, utc
from service.chat.tokens import Tokens
from service.library.find import Fixed, Library
from service.records.conversations import Records, RecordsDown, connect
from service.safety.redact import Redactor
from service.web.headers import SameOrigin, SecurityHeaders, allowed_origins
from service.web.limits import RateLimit
from service.web.problems import LastResort, Problem
from service.web.settings import Settings

STATIC = Path(__file__).parent / "static"
SWEEP_EVERY = 3600  # seconds
logger = logging.getLogger(__name__)


def create(settings: Settings, clock: Callable[[], datetime] = utc) -> FastAPI:
    """Returns the application; ``clock`` says what time it is, with its zone.

    Raises ``NotPublished``, ``NotFit`` (live, unsigned), ``ValueError`` (bad rules) or ``RecordsDown``: no start.
    """
    library = Library(settings.var_dir)
    serving = Serving(library, settings.mode == "live", clock)
    records = Records(connect(settings.database_url))
    english = english_words(library, settings.content_dir.parent / "data" / "nlu")
    net = TrainedNet(settings.var_dir / "model" / "net.npz")
    chat = Chat(
        serving, DangerRules(library, net), Bot(settings.bot_url), records, Tokens(settings.secret_key), settings.mode,
        WeakValueDictionary(), Languages(english), Redactor(english, public_numbers(library.fixed())),
        PublishedAdvice(library, net),
    )  # fmt: skip
    app = FastAPI(
        title="Obe-cel questions", version="1", openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None,
        lifespan=_while_running,
    )  # fmt: skip
    app.state.settings, app.state.chat = settings, chat
    app.state.rate_limit = RateLimit(settings.rate_limit)
    app.state.figures, app.state.canary = health.Figures(), health.Canary()
    app.state.newest_loader = widget.Newest()
    for room in (api, pages, health, widget):
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=STATIC), "static")
    _errors(app, chat)
    ours = allowed_origins(settings.public_url, settings.port)
    app.add_middleware(SameOrigin, ours=ours, refusal=lambda m: api.problem(chat, 403, "forbidden", m).response())
    app.add_middleware(LastResort, answer=lambda: api.problem(chat, 503, "broken").response())
    app.add_middleware(SecurityHeaders, public_url=settings.public_url, preview=settings.mode == "preview")
    _describe(app)
    return app


def public_numbers(fixed: Fixed) -> frozenset[str]:
    """Returns the digits of every helpline's number: asked about, they are nobody's own."""
    return frozenset("".join(filter(str.isdigit, line["phone"])) for line in fixed.data["helplines"] if line["phone"])


@asynccontextmanager
async def _while_running(app: FastAPI) -> AsyncIterator[None]:
    sweeping = asyncio.create_task(_sweep(app.state.chat, timedelta(days=app.state.settings.retention_days)))
    app.state.chat.languages.open()
    app.state.chat.redactor.recogniser.open()
    yield
    sweeping.cancel()
    with suppress(asyncio.CancelledError):
        await sweeping
    await app.state.chat.bot.close()


async def _sweep(chat: Chat, keep: timedelta) -> None:
    """Removes conversations past their time, at the start and every hour; what Rasa missed, the next time."""
    left: set[str] = set()
    while True:
        try:
            left.update(await asyncio.to_thread(chat.records.past, keep))
            await asyncio.to_thread(chat.records.sweep, keep)
            for conversation in sorted(left):
                await chat.bot.erase(conversation)
                left.remove(conversation)
        except (RecordsDown, BotDown) as error:
            logger.error("the sweep did not finish: %s", error)
        await asyncio.sleep(SWEEP_EVERY)
        await chat.bot.canary()  # Rasa forgets by itself after a day, but only when it is asked something


def _errors(app: FastAPI, chat: Chat) -> None:
    @app.exception_handler(Problem)
    async def refused(_: Request, error: Problem) -> Response:
        return error.response()

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        name = str(first["loc"][-1])
        return api.problem(chat, 422, "invalid", False, f"({name}: {first['msg']})").response()

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        name = "not_found" if error.status_code == 404 else "malformed"
        problem = api.problem(chat, error.status_code, name)
        problem.headers = dict(error.headers or {})
        if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/"):
            return pages.page(chat, "broken.html", error.status_code, notice=problem.detail)
        return problem.response()


def _describe(app: FastAPI) -> None:
    """Adds the error shape to the OpenAPI description, where every route refers to it."""
    described = app.openapi()
    described.setdefault("components", {}).setdefault("schemas", {})["ProblemShape"] = ProblemShape.model_json_schema()

    def openapi() -> dict[str, object]:
        return described

    app.openapi = openapi  # type: ignore[method-assign]
