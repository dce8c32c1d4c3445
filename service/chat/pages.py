"""The pages: a chat that works without JavaScript, and every topic to read and to print."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment

from service.bot.client import BotDown
from service.chat import decide, reply, site
from service.chat.api import NOTHING, chat_of, limited, passed, problem, turn_for
from service.chat.conversation import Chat
from service.chat.helplines import by_need
from service.chat.people import with_summaries
from service.library import picture
from service.library.find import NotPublished
from service.records.conversations import RecordsDown
from service.web.limits import TooLarge, TooSlow, read_body
from service.web.problems import Problem
from service.web.templating import environment

TEMPLATES = Path(__file__).parent / "templates"
HELPLINES_TOPIC = "helplines"  # its page leads to the page that says who is open now
router = APIRouter(include_in_schema=False)


@cache
def _templates() -> Environment:
    return environment(TEMPLATES)


def page(chat: Chat, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Returns a rendered page; every page knows the fixed wording, and whether there is a timeline to link to."""
    fixed = chat.fixed()
    shared = {"ui": fixed.data["ui"], "label": reply.label(fixed), "who_to_call": reply.who_to_call(fixed)}
    shared["has_timeline"] = fixed.data["timeline"] is not None
    shared["name"] = fixed.data["wording"]["service_name"]["text"]
    return HTMLResponse(_templates().get_template(template).render(**shared, **values), status)


@router.get("/")
def chat_page(request: Request) -> HTMLResponse:
    """Returns the chat before its first message: nothing is opened and nothing stored."""
    chat = chat_of(request)
    return _chat(chat, [], {"conversation": "", "token": ""})


def before_the_first_message(chat: Chat, template: str, key: str, **values: Any) -> HTMLResponse:
    """Returns the chat as it is before anything was said, on the site of that key."""
    return _chat(chat, [], {"conversation": "", "token": ""}, template=template, key=key, **values)


def _chat(
    chat: Chat, said: list[dict[str, Any]], opened: dict[str, str], notice: str = "", typed: str = "",
    status: int = 200, template: str = "chat.html", key: str = "", **values: Any,
) -> HTMLResponse:  # fmt: skip
    greeting = site.greeting(chat.fixed(), key)
    choices: list[Any] = next((m["choices"] for m in reversed(said) if m["from"] == "bot"), [])
    return page(
        chat, template, status, greeting=greeting, said=with_summaries(said), choices=choices, opened=opened,
        notice=notice, typed=typed, message_id=str(uuid4()), titles=_titles(chat),
        team_note=chat.fixed().data["wording"]["questions_note"]["blocks"], key=key, **values,
    )  # fmt: skip


def _titles(chat: Chat) -> list[dict[str, Any]]:
    try:
        return _groups(chat)
    except NotPublished:
        return []


@router.post("/chat")
async def say(request: Request) -> HTMLResponse:
    """Takes a message or a choice of the form and returns the whole conversation, rendered again."""
    chat = chat_of(request)
    try:
        form = await _form_of(request, chat)
    except Problem as error:
        return _refused(chat, error)
    opened = {"conversation": form.get("conversation", ""), "token": form.get("token", "")}
    raw = form.get("text", "")
    finding = chat.rules.assess(raw) if raw else NOTHING
    sent = {"message_id": form.get("message_id", "")} | (
        {"choice": form["choice"]} if form.get("choice") else {"text": raw}
    )
    try:
        if not opened["token"]:
            limited(request, chat, True)
            begun = await chat.open("")
            opened = {"conversation": begun["conversation"], "token": begun["token"]}
        bearer = f"Bearer {opened['token']}"
        turn = await turn_for(request, chat, opened["conversation"], bearer, sent, raw, finding)
        said = await _said(request, chat, opened, turn)
    except Problem as error:
        if not (finding.level and finding.frame == "now"):
            return await _not_taken(request, chat, opened, error, raw)
        said = await _said(request, chat, opened, decide.as_turn(chat.danger(finding), 0))
    return _chat(chat, said, opened)


async def _said(request: Request, chat: Chat, opened: dict[str, str], turn: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the transcript; while records are down, or for a card outside a conversation, just this turn."""
    alone = [{"from": "bot", **{key: turn[key] for key in ("turn", "outcome", "replies", "choices")}}]
    try:
        allowed = await passed(chat, opened["conversation"], f"Bearer {opened['token']}")
        said = await chat.history(allowed)
    except (Problem, RecordsDown):
        return alone
    # A turn that could not be stored is not in the transcript; the reader still sees its answer.
    return said if any(message["turn"] == turn["turn"] for message in said) else [*said, *alone]


async def _not_taken(request: Request, chat: Chat, opened: dict[str, str], error: Problem, typed: str) -> HTMLResponse:
    """Returns the conversation as it was, what went wrong, and the words still in the box."""
    try:
        allowed = await passed(chat, opened["conversation"], f"Bearer {opened['token']}")
        said = await chat.history(allowed)
    except (Problem, RecordsDown):
        said, opened = [], {"conversation": "", "token": ""}
    return _chat(chat, said, opened, error.detail, typed[:1000], error.status)


def _refused(chat: Chat, error: Problem) -> HTMLResponse:
    return _chat(chat, [], {"conversation": "", "token": ""}, error.detail, "", error.status)


async def _form_of(request: Request, chat: Chat) -> dict[str, str]:
    """Returns the fields of a URL-encoded form; bytes that are no UTF-8 become the replacement character.

    Raises a 413 or 400 ``Problem``.
    """
    try:
        body = (await read_body(request)).decode("utf-8", "replace")
        fields = parse_qs(body, keep_blank_values=True, errors="replace", max_num_fields=20)
    except TooLarge:
        raise problem(chat, 413, "too_large", True) from None
    except (TooSlow, ValueError):
        raise problem(chat, 400, "malformed", True) from None
    return {name: values[-1] for name, values in fields.items()}


@router.post("/chat/delete")
async def delete(request: Request) -> HTMLResponse:
    """Deletes the conversation of the form, everywhere."""
    chat = chat_of(request)
    try:
        form = await _form_of(request, chat)
        allowed = await passed(chat, form.get("conversation", ""), f"Bearer {form.get('token', '')}")
        await chat.erase(allowed.id)
    except Problem as error:
        return _refused(chat, error)
    except (BotDown, RecordsDown):
        return await _not_taken(request, chat, form, problem(chat, 503, "broken"), "")
    return _chat(chat, [], {"conversation": "", "token": ""}, chat.fixed().data["ui"]["deleted"])


def _groups(chat: Chat) -> list[dict[str, Any]]:
    """Returns the groups with their topics. Raises ``NotPublished``."""
    titles = chat.fixed().data["groups"]
    groups: dict[str, list[Any]] = {}
    for topic in chat.published().topics.values():
        groups.setdefault(topic["group"], []).append(topic)
    return [{"id": g, "title": titles[g]["title"], "topics": topics} for g, topics in groups.items()]


@router.get("/topics")
def topics(request: Request, q: str = "") -> HTMLResponse:
    """Returns the list of all topics, or what a search for ``q`` finds."""
    chat = chat_of(request)
    try:
        published = chat.published()
        found = [published.topics[t] for t in published.search(q[:1000], 20)] if q.strip() else []
        # What was typed is not written back into the page (design.md): the search box starts empty again.
        groups = _groups(chat)
        nothing = [] if groups else decide.not_served(chat.fixed(), None, None).replies
        return page(chat, "topics.html", groups=groups, found=found, searched=bool(q.strip()), nothing=nothing)
    except NotPublished:
        return page(chat, "broken.html", 503, notice=chat.fixed().data["errors"]["broken"])


@router.get("/topics/{topic}")
def topic(request: Request, topic: str, numbers: str = "") -> HTMLResponse:
    """Returns one topic to read and to print; figures of a sensitive one only with ``numbers=true``."""
    chat = chat_of(request)
    try:
        published = chat.published()
    except NotPublished:
        return page(chat, "broken.html", 503, notice=chat.fixed().data["errors"]["broken"])
    if topic in published.held:
        return _not_served(chat)
    found = published.topics.get(topic)
    if found is None:
        return page(chat, "broken.html", 404, notice=chat.fixed().data["ui"]["topic_unknown"])
    shown = numbers == "true"
    words = reply.answer(found, shown)
    hidden = reply.has_numbers(found) and not shown
    related = [published.topics[name] for name in found["choices"]]
    return page(
        chat, "topic.html", topic=found, answer=words, hidden=hidden, related=related, helplines_topic=HELPLINES_TOPIC
    )


@router.get("/helplines")
def helplines(request: Request) -> HTMLResponse:
    """Returns everybody one can talk to, by need, as they stand now."""
    chat = chat_of(request)
    return page(chat, "helplines.html", needs=by_need(chat.fixed()))


def _not_served(chat: Chat) -> HTMLResponse:
    """Returns the fixed line and the helplines, in place of words that may not be shown now."""
    instead = decide.not_served(chat.fixed(), None, None)
    return page(chat, "not_served.html", 404, replies=instead.replies)


@router.get("/timeline")
def timeline(request: Request) -> HTMLResponse:
    """Returns the way through treatment, to look at, to read and to print."""
    chat = chat_of(request)
    fixed = chat.fixed()
    words = fixed.data["timeline"]
    if words is None:
        return _not_served(chat)
    return page(chat, "timeline.html", timeline=words, shown=reply.timeline(fixed))


@router.get("/timeline.svg")
def timeline_picture(request: Request) -> Response:
    """Returns the picture itself, which may do nothing but show itself."""
    fixed = chat_of(request).fixed()
    words = fixed.data["timeline"]
    if words is None:
        raise Problem(404, fixed.data["wording"]["not_served"]["text"])
    headers = {"Content-Security-Policy": picture.CONTENT_POLICY}
    return Response(picture.draw(words, words["label"]), 200, headers, "image/svg+xml")
