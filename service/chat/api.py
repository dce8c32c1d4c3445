"""The conversation API of api.md over HTTP: thin routes around ``Chat``."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ValidationError
from starlette.responses import JSONResponse

from service.bot.client import BotDown
from service.chat import decide, reply, site
from service.chat.conversation import Chat, Closed, Elsewhere, NoPass, error_replies
from service.chat.helplines import all_helplines, without_needs
from service.chat.messages import LONGEST_TEXT, Feedback, Message, Open
from service.chat.people import is_offered
from service.chat.schema import Helplines, History, Opened, Suggestions, Topics, TopicShape, Turn, problems
from service.library.find import NotPublished
from service.records.conversations import Conversation, RecordsDown
from service.safety.urgent import Finding
from service.web.limits import RateLimit, TooLarge, TooSlow, client_of, read_body
from service.web.problems import Problem

router = APIRouter(prefix="/api/v1")
Bearer = Annotated[str | None, Header(alias="Authorization", description="Bearer and the conversation's token")]
SUGGESTIONS = 5
Body = TypeVar("Body", bound=BaseModel)
NOTHING = Finding(None, "now", ())
FIELD = re.compile(r"[a-z_]{1,20}")
logger = logging.getLogger(__name__)


def chat_of(request: Request) -> Chat:
    """Returns the application's ``Chat``."""
    chat: Chat = request.app.state.chat
    return chat


def problem(
    chat: Chat, status: int, name: str, on_message: bool = False, detail: str = "", field: str = "", **headers: str
) -> Problem:
    """Returns an error with its fixed sentence; on a message, and for every 503, it says who to call.

    ``field`` names the wrong field beside the sentence, where the sentence alone is what a reader needs.
    """
    fixed = chat.fixed()
    said = f"{fixed.data['errors'][name]} {detail}".strip()
    replies = list(error_replies(fixed)) if on_message or status == 503 else None
    named = {k.replace("_", "-"): v for k, v in headers.items()} or None
    return Problem(status, said, replies, named, field)


async def body_of(request: Request, chat: Chat, on_message: bool = False) -> Any:
    """Returns the JSON body. Raises a 413 or 400 ``Problem``."""
    try:
        raw = await read_body(request)
    except TooLarge:
        raise problem(chat, 413, "too_large", on_message) from None
    except TooSlow:
        raise problem(chat, 400, "malformed", on_message) from None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise problem(chat, 400, "malformed", on_message) from None


def validated(shape: type[Body], body: Any, chat: Chat, on_message: bool = False) -> Body:
    """Returns the body as its model. Raises a 422 ``Problem`` that names the field, never its value."""
    try:
        return shape.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "body"
        # An unknown field's name is the sender's own words; only what looks like a name of ours is said back.
        name = name if FIELD.fullmatch(name) else "an unknown field"
        raise problem(chat, 422, "invalid", on_message, f"({name}: {first['msg']})") from None


def bearer(authorization: str | None) -> str | None:
    """Returns the token of an ``Authorization`` header, or None."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


@contextmanager
def door(chat: Chat, on_message: bool = False) -> Iterator[None]:
    """Turns what keeps a caller out into its 401, 404 or 409 ``Problem``."""
    try:
        yield
    except NoPass:
        raise problem(chat, 401, "unauthorised", on_message, WWW_Authenticate="Bearer") from None
    except Elsewhere:
        raise problem(chat, 404, "not_found", on_message) from None
    except Closed:
        raise problem(chat, 409, "closed", on_message) from None


async def passed(chat: Chat, conversation: str, authorization: str | None) -> Conversation:
    """Returns the conversation that the bearer token opens. Raises a 401 or 404 ``Problem``."""
    with door(chat):
        return await chat.allowed(conversation, bearer(authorization))


def request_body(shape: type[BaseModel]) -> dict[str, Any]:
    """Returns the OpenAPI description of a body this module reads itself."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": shape.model_json_schema()}}}}


@router.post(
    "/conversations", status_code=201, response_model=Opened, responses=problems(400, 403, 413, 422, 429, 503),
    openapi_extra=request_body(Open),
)  # fmt: skip
async def open_conversation(request: Request) -> Response:
    """Opens a conversation and greets."""
    chat = chat_of(request)
    opened = validated(Open, await body_of(request, chat), chat)
    if opened.site and site.site(chat.fixed(), chat.mode, opened.site) is None:
        raise problem(chat, 422, "invalid", False, "(site: no site of this name shows these answers)")
    limited(request, chat, False)
    return JSONResponse(await chat.open(opened.site), 201)


@router.post(
    "/conversations/{conversation}/messages", response_model=Turn,
    responses=problems(400, 401, 403, 404, 409, 413, 422, 429, 503), openapi_extra=request_body(Message),
)  # fmt: skip
async def message(request: Request, conversation: str, authorization: Bearer = None) -> Response:
    """Takes one turn. Danger comes first: before length, rate, token and state are looked at."""
    chat = chat_of(request)
    body = await body_of(request, chat, True)
    raw = body.get("text") if isinstance(body, dict) else None
    raw = raw if isinstance(raw, str) else ""
    finding = chat.rules.assess(raw) if raw else NOTHING
    return JSONResponse(await turn_for(request, chat, conversation, authorization, body, raw, finding))


async def turn_for(
    request: Request, chat: Chat, conversation: str, authorization: str | None, body: Any, raw: str, finding: Finding
) -> dict[str, Any]:
    """Returns the turn, counted; whatever is wrong with the request, a danger sign in its text still gets its card."""
    figures = request.app.state.figures
    with figures.seconds.time():
        turn = await _turn_for(request, chat, conversation, authorization, body, raw, finding)
    figures.turns.labels(turn["outcome"]).inc()
    figures.offers.inc(is_offered(turn["choices"]))
    return turn


async def _turn_for(
    request: Request, chat: Chat, conversation: str, authorization: str | None, body: Any, raw: str, finding: Finding
) -> dict[str, Any]:
    """Whatever is wrong with the request or in here, a danger sign gets its card."""
    now = bool(finding.level and finding.frame == "now")
    try:
        limited(request, chat, True)
        with door(chat, True):
            proved = chat.proved(conversation, bearer(authorization))
            sent = validated(Message, body, chat, True)
            if not now:
                check_length(sent, chat)
            return await chat.take(proved, sent, raw, finding)
    except decide.UnknownChoice as error:
        raise problem(chat, 422, "invalid", True, f"({error})") from None
    except Exception as error:
        if not now:
            raise
        if not isinstance(error, Problem):
            logger.error("a card outside its conversation: %s", type(error).__name__)
        return decide.as_turn(chat.danger(finding), 0)


def check_length(sent: Message, chat: Chat) -> None:
    """Raises a 422 ``Problem`` for text that is empty or over 1,000 characters after trimming."""
    if sent.text is not None and not sent.text:
        raise problem(chat, 422, "empty", True, field="text")
    if sent.text is not None and len(sent.text) > LONGEST_TEXT:
        raise problem(chat, 422, "too_long", True, field="text")


def limited(request: Request, chat: Chat, on_message: bool) -> None:
    """Counts a message of this client. Raises a 429 ``Problem`` with ``Retry-After`` when there are too many."""
    limit: RateLimit = request.app.state.rate_limit
    wait = limit.wait(client_of(request, request.app.state.settings.trusted_proxies))
    if wait:
        raise problem(chat, 429, "too_many", on_message, Retry_After=str(wait))


@router.get(
    "/conversations/{conversation}/messages", response_model=History, responses=problems(401, 403, 404, 422, 503)
)
async def history(
    request: Request, conversation: str, after: Annotated[int, Query(ge=0, le=2**31)] = 0, authorization: Bearer = None
) -> Response:
    """Returns what was said since a turn."""
    chat = chat_of(request)
    allowed = await passed(chat, conversation, authorization)
    try:
        return JSONResponse({"messages": await chat.history(allowed, after)})
    except RecordsDown:
        raise problem(chat, 503, "broken") from None


@router.post(
    "/conversations/{conversation}/feedback", status_code=204, responses=problems(400, 401, 403, 404, 413, 422, 503),
    openapi_extra=request_body(Feedback),
)  # fmt: skip
async def feedback(request: Request, conversation: str, authorization: Bearer = None) -> Response:
    """Stores a thumb for a turn; it can be changed."""
    chat = chat_of(request)
    body = await body_of(request, chat)
    allowed = await passed(chat, conversation, authorization)
    thumb = validated(Feedback, body, chat)
    try:
        known = await chat.rate(allowed, thumb.turn, thumb.helpful, thumb.comment)
    except RecordsDown:
        raise problem(chat, 503, "broken") from None
    if not known:
        raise problem(chat, 404, "not_found")
    return Response(status_code=204)


@router.delete("/conversations/{conversation}", status_code=204, responses=problems(401, 403, 404, 422, 503))
async def erase(request: Request, conversation: str, authorization: Bearer = None) -> Response:
    """Erases the conversation everywhere; if that fails anywhere, says so, and it can be tried again."""
    chat = chat_of(request)
    allowed = await passed(chat, conversation, authorization)
    try:
        await chat.erase(allowed.id)
    except (BotDown, RecordsDown):
        raise problem(chat, 503, "broken") from None
    return Response(status_code=204)


@router.get("/suggest", response_model=Suggestions, responses=problems(403, 422, 503))
def suggest(request: Request, q: Annotated[str, Query(max_length=LONGEST_TEXT)] = "") -> Response:
    """Returns published questions that match what is being typed."""
    chat = chat_of(request)
    try:
        published = chat.published()
    except NotPublished:
        raise problem(chat, 503, "broken") from None
    found = [{"topic": t, "question": published.topics[t]["title"]} for t in published.search(q, SUGGESTIONS)]
    return JSONResponse({"suggestions": found})


@router.get("/topics", response_model=Topics, responses=problems(403, 503))
def topics(request: Request) -> Response:
    """Returns all published topics, without the figures of sensitive ones."""
    chat = chat_of(request)
    try:
        published = chat.published()
    except NotPublished:
        raise problem(chat, 503, "broken") from None
    return JSONResponse({"topics": [topic_value(t, False) for t in published.topics.values()]})


@router.get("/topics/{topic}", response_model=TopicShape, responses=problems(403, 404, 422, 503))
def topic(request: Request, topic: str, numbers: bool = False) -> Response:
    """Returns one published topic; figures of a sensitive one only with ``numbers=true``."""
    chat = chat_of(request)
    try:
        published = chat.published()
    except NotPublished:
        raise problem(chat, 503, "broken") from None
    if topic in published.held:
        raise Problem(404, chat.fixed().data["wording"]["not_served"]["text"])
    found = published.topics.get(topic)
    if found is None:
        raise problem(chat, 404, "not_found")
    return JSONResponse(topic_value(found, numbers))


def topic_value(topic: Any, numbers: bool) -> dict[str, Any]:
    """Returns a topic in the shape of ``TopicShape``."""
    value = reply.answer(topic, numbers)
    del value["type"]
    more = ("group", "lead", "sensitive", "evidence", "nations", "questions")
    return {**value, **{key: topic[key] for key in more}, "related": topic["choices"]}


@router.get("/helplines", response_model=Helplines, responses=problems(403))
def helplines(request: Request) -> Response:
    """Returns all helplines, as they stand now."""
    lines = all_helplines(chat_of(request).fixed())
    return JSONResponse({"helplines": [without_needs(line) for line in lines]})
