"""The shapes of content: what each file holds, as frozen values whose unknown keys are faults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.library.faults import Fault
from service.library.opening import Nation, Opening

Need = Literal[
    "emergency", "crisis", "nurse", "feelings", "money", "young_people", "carers", "bereavement", "side_effects"
]  # fmt: skip
FollowUp = Literal[
    "why", "how_long", "how_common", "what_to_do", "when", "where", "who", "age", "children", "more"
]  # fmt: skip
NUMBERS = re.compile(r"^::: numbers\n(.*?)^:::[ \t]*$", re.DOTALL | re.MULTILINE)


class Strict(BaseModel):
    """A value whose unknown keys are faults and which never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FrontMatter(Strict):
    """The keys above a topic's body; design.md shows all of them."""

    title: str
    lead: str
    sources: list[str]
    related: list[str]
    follow_ups: dict[FollowUp, str]
    questions: list[str]
    nations: list[Nation] = Field(min_length=1)
    urgency: Literal["none", "urgent", "emergency"]
    sensitive: bool
    evidence: Literal["stored", "seed", "none"]
    to_check: list[str]
    flow: Literal["eligibility"] | None = None  # a walk-through that the answer offers beside its related topics
    picture: Literal["timeline"] | None = None  # a picture that follows the answer


class Criterion(Strict):
    """One published criterion of the eligibility walk-through: what it means, and what to ask the team."""

    title: str
    sources: list[str] = Field(min_length=1)
    ask_your_team: list[str] = Field(min_length=1)
    to_check: list[str]
    body: str


class Source(Strict):
    """Where words come from, as the reader sees it."""

    title: str
    publisher: str
    date: str
    url: str | None


class Fact(Strict):
    """One figure: what it is, what it is a figure of, and who says so."""

    value: float | int | str
    unit: str
    of_whom: str
    kind: Literal["rule", "rate", "dose", "time", "count", "date", "survival"]
    tag: Literal["SEED", "STORED", "SEED+STORED"]
    source: list[str] = Field(min_length=1)


class TextLine(Strict):
    """A helpline reached by text message."""

    to: str
    word: str


class Helpline(Strict):
    """Somebody to call. ``verified_on`` is null until a person has dialled the number.

    ``hours``: what the source says in words; ``open``: the same as data, null where the source is not that exact.
    """

    name: str
    for_whom: str
    needs: list[Need]
    nations: list[Nation]
    phone: str | None
    text: TextLine | None
    email: str | None
    url: str | None
    hours: str | None
    open: Opening | None
    cost: str | None
    tag: str
    source: str
    verified_on: date | None
    to_check: list[str]


class Group(Strict):
    """A group of topics. ``medicine``: its pages carry the black triangle and the Yellow Card line."""

    title: str
    medicine: bool


class Reviewer(Strict):
    """Somebody who may sign words, registered with a body of their profession; ``emails``: theirs as git knows them.

    ``groups``: groups of topics, and ``cards``, ``helplines``, ``wording``, ``eligibility``, ``timeline``.
    """

    name: str = Field(min_length=1)
    role: str = Field(min_length=1)
    body: str = Field(min_length=1)
    number: str = Field(min_length=1)
    groups: list[str] = Field(min_length=1)
    emails: list[str] = Field(min_length=1)


class Step(Strict):
    """One step of the timeline. ``text``: plain sentences; ``topic``: where to read more."""

    title: str
    kind: Literal["step", "infusion"]
    text: str
    topic: str
    sources: list[str]


class Timeline(Strict):
    """The way through treatment, to draw and to read; ``sources`` are those of ``lead`` and ``note``."""

    title: str
    lead: str
    alt: str
    note: str
    sources: list[str]
    group: str
    nations: list[Nation] = Field(min_length=1)
    to_check: list[str]
    steps: list[Step] = Field(min_length=2)


@dataclass(frozen=True)
class Topic:
    """A topic as written: not rendered, not checked against anything else."""

    id: str
    group: str
    file: str
    front: FrontMatter
    body: str

    def parts(self) -> tuple[str, str, str]:
        """Returns the body before, inside and after its ``::: numbers`` block (empty strings where there is none)."""
        found = NUMBERS.search(self.body)
        if not found:
            return self.body, "", ""
        return self.body[: found.start()], found.group(1), self.body[found.end() :]


@dataclass(frozen=True)
class Content:
    """Everything read from a content folder, with the faults of its shape."""

    topics: dict[str, Topic] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    helplines: dict[str, Helpline] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    reviewers: dict[str, Reviewer] = field(default_factory=dict)
    wording: dict[str, Any] = field(default_factory=dict)
    urgent: dict[str, Any] = field(default_factory=dict)
    tongues: dict[str, Any] = field(default_factory=dict)
    advice: dict[str, Any] = field(default_factory=dict)
    criteria: list[Criterion] = field(default_factory=list)
    timeline: Timeline | None = None
    sites: dict[str, dict[str, Any]] = field(default_factory=dict)  # key -> as written; sites.py knows their shape
    faults: list[Fault] = field(default_factory=list)
