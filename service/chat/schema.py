"""The shapes of api.md for the OpenAPI description; what is served is built in ``reply``."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal[
    "answered", "clarify", "unsure", "out_of_scope", "emergency", "urgent", "crisis", "advice_declined", "handoff",
    "flow", "smalltalk", "unavailable",
]  # fmt: skip
State = Literal["bot", "waiting", "human", "closed"]


class Shape(BaseModel):
    """A shape that may carry no other keys."""

    model_config = ConfigDict(extra="forbid")


class SourceShape(Shape):
    """A source as the reader sees it."""

    id: str
    title: str
    publisher: str
    date: str
    url: str | None


class SignOff(Shape):
    """Whether a clinician signed these exact words."""

    status: Literal["unsigned", "signed", "expired", "changed"]
    role: str | None
    on: str | None
    next_review: str | None


class Phone(Shape):
    """A number to show and to dial."""

    label: str
    tel: str


class HelplineShape(Shape):
    """Somebody to call; ``open_now`` is null where nobody knows, ``open_words`` says how it stands in a few words."""

    id: str
    name: str
    for_whom: str
    nations: list[str]
    phone: Phone | None
    text: dict[str, str] | None
    email: str | None
    url: str | None
    hours: str | None
    open_now: bool | None
    next_open: str | None
    open_words: str | None
    verified_on: str | None


class ReplyShape(BaseModel):
    """One reply; which further keys it has depends on ``type``."""

    model_config = ConfigDict(extra="allow")
    type: Literal["answer", "card", "text", "helplines", "criteria", "timeline"]
    text: str


class ChoiceShape(Shape):
    """Something to tap."""

    id: str
    label: str


class Turn(Shape):
    """One turn; turns count from 1, and a card outside a valid conversation is turn 0."""

    turn: int = Field(ge=0)
    outcome: Outcome
    topic: str | None
    confidence: float | None
    state: State
    replies: list[ReplyShape]
    choices: list[ChoiceShape]


class Opened(Shape):
    """A new conversation."""

    conversation: str
    token: str
    mode: Literal["preview", "live"]
    expires_at: str
    replies: list[ReplyShape]


class Said(BaseModel):
    """One side of a turn, to redraw a conversation."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)
    turn: int
    sender: Literal["person", "bot", "staff"] = Field(alias="from")
    at: str


class History(Shape):
    """What was said, in order."""

    messages: list[Said]


class Suggestion(Shape):
    """A published question that matches what is being typed."""

    topic: str
    question: str


class Suggestions(Shape):
    """At most five suggestions."""

    suggestions: list[Suggestion]


class TopicShape(Shape):
    """A published topic; figures of a sensitive one only where they were asked for."""

    topic: str
    group: str
    title: str
    lead: str
    urgency: Literal["none", "urgent", "emergency"]
    sensitive: bool
    evidence: Literal["stored", "seed", "none"]
    nations: list[str]
    text: str
    blocks: list[dict[str, Any]]
    sources: list[SourceShape]
    signoff: SignOff
    label: str
    fingerprint: str
    page: str
    related: list[str]
    questions: list[str]


class Topics(Shape):
    """All published topics, in the order of their groups."""

    topics: list[TopicShape]


class Helplines(Shape):
    """All helplines."""

    helplines: list[HelplineShape]


class ProblemShape(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Returns the description of error answers for these statuses."""
    schema = {"$ref": "#/components/schemas/ProblemShape"}
    content = {"application/problem+json": {"schema": schema}}
    return {status: {"description": "See detail", "content": content} for status in statuses}
