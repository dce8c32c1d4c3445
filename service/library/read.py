"""Content files to plain values: YAML 1.2 and Markdown with front matter, checked for shape only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

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


Row = TypeVar("Row", bound=Strict)


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


def read_yaml(path: Path) -> Any:
    """Returns the file as plain values by YAML 1.2 (``on``, ``09:00`` stay text). Raises ``YAMLError``, ``OSError``."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def read_content(folder: Path) -> Content:
    """Returns all content of the folder; what cannot be read is left out and named in ``faults``."""
    faults: list[Fault] = []
    content = Content(timeline=_timeline(folder / "timeline.yml", faults), faults=faults)
    content.sources.update(_table(folder / "sources.yml", Source, content.faults))
    content.facts.update(_table(folder / "facts.yml", Fact, content.faults))
    content.helplines.update(_table(folder / "helplines.yml", Helpline, content.faults))
    content.urgent.update(_mapping(folder / "urgent.yml", content.faults))
    content.tongues.update(_mapping(folder / "urgent_languages.yml", content.faults))
    content.advice.update(_mapping(folder / "advice.yml", content.faults))
    content.criteria.extend(_steps(folder / "eligibility.yml", content.faults))
    content.reviewers.update(read_reviewers(folder, content.faults))
    wording = _mapping(folder / "wording.yml", content.faults)
    content.groups.update(_rows("wording.yml", wording.pop("groups", {}), Group, content.faults))
    content.wording.update(wording)
    content.sites.update(_sites(folder / "sites", content.faults))
    paths = sorted((folder / "topics").glob("*/*.md"))
    if not paths:
        content.faults.append(Fault("topics", "There is no topic here. Check CONTENT_DIR."))
    for path in paths:
        topic = _topic(path, folder, content.faults)
        if topic and topic.id in content.topics:
            content.faults.append(Fault(topic.file, f"Topic {topic.id} stands in two groups. Remove one of the files."))
        elif topic:
            content.topics[topic.id] = topic
    return content


def read_reviewers(folder: Path, faults: list[Fault]) -> dict[str, Reviewer]:
    """Returns who may sign, by id; what cannot be read is left out and named in ``faults``."""
    path = folder / "reviewers.yml"
    before, rows = len(faults), _mapping(path, faults)
    if len(faults) > before:
        return {}
    if set(rows) != {"reviewers"}:
        faults.append(Fault(path.name, "This file must hold 'reviewers', and nothing else. Write {} where none is."))
        return {}
    return _rows(path.name, rows["reviewers"], Reviewer, faults)


def _timeline(path: Path, faults: list[Fault]) -> Timeline | None:
    known = len(faults)
    written = _mapping(path, faults)
    if len(faults) > known:
        return None
    try:
        return Timeline.model_validate(written)
    except ValidationError as error:
        faults.extend(Fault(path.name, sentence) for sentence in sentences_of(error))
        return None


def _mapping(path: Path, faults: list[Fault]) -> dict[str, Any]:
    try:
        value = read_yaml(path)
    except FileNotFoundError:
        faults.append(Fault(path.name, "This file is missing. Bring it back from git."))
        return {}
    except (YAMLError, ValueError, OSError) as error:  # ValueError: not UTF-8, or a date such as 2026-13-01
        faults.append(Fault(path.name, f"This is not readable YAML. Mend this: {_first_line(error)}"))
        return {}
    if not isinstance(value, dict):
        faults.append(Fault(path.name, "This file must hold names with values. Write each as 'name: value'."))
        return {}
    for name in [name for name in value if not isinstance(name, str)]:
        faults.append(Fault(path.name, f"The name {name} is not text. Write it in quotes."))
        del value[name]
    return value


def _sites(folder: Path, faults: list[Fault]) -> dict[str, dict[str, Any]]:
    """Returns each website's file as it is written, by key; what cannot be read is left out and named."""
    sites: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.yml")):
        found: list[Fault] = []
        written = _mapping(path, found)
        faults.extend(Fault(f"{folder.name}/{fault.file}", fault.sentence) for fault in found)
        if not found:
            sites[path.stem] = written
    return sites


def _table(path: Path, row: type[Row], faults: list[Fault]) -> dict[str, Row]:
    return _rows(path.name, _mapping(path, faults), row, faults)


def _rows(file: str, table: Any, row: type[Row], faults: list[Fault]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    if not isinstance(table, dict):
        key = "reviewers" if row is Reviewer else "groups"
        faults.append(Fault(file, f"'{key}' must hold names with values. Write each as 'name: value'."))
        return rows
    for name, value in table.items():
        try:
            rows[name] = row.model_validate(value)
        except ValidationError as error:
            faults.extend(Fault(file, f"{name}: {sentence}") for sentence in sentences_of(error))
    return rows


def _steps(path: Path, faults: list[Fault]) -> list[Criterion]:
    before, rows = len(faults), _mapping(path, faults)
    written = rows.pop("steps", None)
    if len(faults) > before:
        return []
    if rows or not isinstance(written, list) or not written:
        faults.append(
            Fault(path.name, "This file must hold 'steps' with at least one step, and nothing else. Mend that.")
        )
        return []
    steps = []
    for number, value in enumerate(written, 1):
        try:
            steps.append(Criterion.model_validate(value))
        except ValidationError as error:
            faults.extend(Fault(path.name, f"Step {number}: {sentence}") for sentence in sentences_of(error))
    return steps


def _topic(path: Path, folder: Path, faults: list[Fault]) -> Topic | None:
    file = str(path.relative_to(folder))
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (UnicodeDecodeError, OSError) as error:
        faults.append(Fault(file, f"This file cannot be read as UTF-8. Save it as such: {_first_line(error)}"))
        return None
    return topic_from(text, file, faults)


def topic_from(text: str, file: str, faults: list[Fault]) -> Topic | None:
    """Returns the topic of a file (``topics/<group>/<topic>.md``) with this text; None with its faults added."""
    parts = split(text)
    if not parts:
        faults.append(Fault(file, "Start the file with its keys between two lines of three dashes."))
        return None
    try:
        front = FrontMatter.model_validate(YAML(typ="safe", pure=True).load(parts[0]))
    except ValidationError as error:
        faults.extend(Fault(file, sentence) for sentence in sentences_of(error))
        return None
    except (YAMLError, ValueError) as error:  # ValueError: a date such as 2026-13-01
        faults.append(Fault(file, f"The keys are not readable YAML. Mend this: {_first_line(error)}"))
        return None
    path = PurePosixPath(file)
    return Topic(path.stem, path.parent.name, file, front, parts[1].strip() + "\n")


def split(text: str) -> tuple[str, str] | None:
    """Returns the keys, as YAML, and the body of a topic's file; None where it does not start with its keys."""
    parts = re.match(r"---\n(.*?)^---[ \t]*\n(.*)\Z", text, re.DOTALL | re.MULTILINE)
    return (parts[1], parts[2]) if parts else None


def sentences_of(error: ValidationError) -> list[str]:
    """Returns one sentence a problem: the key and what is wrong with it."""
    sentences = []
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"]) or "keys"
        said = problem["msg"][:1].lower() + problem["msg"][1:]
        reason = {
            "missing": "is missing. Add it",
            "extra_forbidden": "is not a known key. Mend its name, or remove it",
        }.get(problem["type"])
        sentences.append(f"'{key}' {reason or f'is wrong: {said}. Mend it'}.")
    return sentences


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
