"""Topics to the words a patient reads: figures and helplines put in, Markdown to blocks, one fingerprint a topic."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from service.library.blocks import Block, NotABlock, telephone, to_blocks, to_text
from service.library.faults import ContentBroken, Fault
from service.library.shapes import Content, Criterion, Fact, Helpline, Topic

FINGERPRINT_FORMAT = 1
FOUR_NATIONS = 4
# Universal, and checked by everyone who ever dialled them: they never carry "not yet checked" (design.md).
ALWAYS_TRUE = {"999", "111", "116123", "18000"}
PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}|\{[%#]", re.DOTALL)
# A name and nothing else: no sums, no typed figures, no code.
NAME = re.compile(r"\s*(?:(?!helplines\b)([A-Za-z]\w*)(?:\.(?:value|in_100))?|helplines\.(\w+)\.(?:name|phone))\s*")


class FactView:
    """A figure as the words use it: ``{{ crs_any }}`` 68.5%, ``.in_100`` about 69 in every 100 people (68.5%)."""

    def __init__(self, name: str, fact: Fact, used: set[str]) -> None:
        self._name, self._fact, self._used = name, fact, used

    def __str__(self) -> str:
        self._used.add(self._name)
        unit = self._fact.unit
        return f"{self._fact.value}{unit if unit == '%' else f' {unit}' if unit else ''}"

    @property
    def value(self) -> str:
        """The figure without its unit."""
        self._used.add(self._name)
        return str(self._fact.value)

    @property
    def in_100(self) -> str:
        """A percentage as people out of 100, rounded half up ("about" only where that changed it), then as it is."""
        self._used.add(self._name)
        try:
            exact = Decimal(str(self._fact.value))
        except InvalidOperation:
            exact = Decimal("NaN")
        if self._fact.unit != "%" or not exact.is_finite():
            raise TemplateError(f"{self._name} is not a percentage, so it has no in_100. Write it without")
        whole = exact.quantize(Decimal(1), ROUND_HALF_UP)
        if whole != exact and whole in (0, 100):  # "about 0 in every 100" would say that it never happens
            raise TemplateError(f"{self._name} would read as {whole} in 100; use it without in_100")
        return f"{'about ' if whole != exact else ''}{whole} in every 100 people ({self})"


class HelplineView:
    """A helpline as the words use it: its name, and its number as a link to dial."""

    def __init__(self, name: str, helpline: Helpline, unverified: str, used: set[str]) -> None:
        self._name, self._helpline, self._unverified, self._used = name, helpline, unverified, used

    @property
    def name(self) -> str:
        """The helpline's name."""
        self._used.add(self._name)
        return self._helpline.name

    @property
    def phone(self) -> str:
        """The number as a Markdown link; one nobody has dialled says so and gives the charity's address."""
        self._used.add(self._name)
        number = self._helpline.phone
        if number is None:
            raise TemplateError(f"helplines.{self._name} has no number. Add one, or use its name")
        dialled = telephone(number)
        shown = f"[{number}](tel:{dialled})"
        if self._helpline.verified_on or dialled in ALWAYS_TRUE:
            return shown
        address = self._helpline.url
        where = f": [{address.removeprefix('https://')}]({address})" if address else ""
        return f"{shown} ({self._unverified}{where})"


@dataclass(frozen=True)
class Rendered:
    """The words of one topic. ``blocks`` never hold the figures of a sensitive topic, ``all_blocks`` do."""

    id: str
    group: str
    title: str
    lead: str
    blocks: list[Block]
    all_blocks: list[Block]
    sources: list[dict[str, Any]]
    choices: list[str]
    questions: list[str]
    fingerprint: str

    @property
    def text(self) -> str:
        """The blocks as plain text."""
        return to_text(self.blocks)


def render(content: Content) -> dict[str, Rendered]:
    """Returns all topics rendered. Raises ``ContentBroken`` with every fault; nothing is left out silently."""
    rendered, faults = {}, []
    for topic in content.topics.values():
        try:
            rendered[topic.id] = render_topic(topic, content)
        except (TemplateError, NotABlock, ValueError) as error:
            faults.append(Fault(topic.file, f"{_reason(error)}."))
    if faults:
        raise ContentBroken(faults)
    return rendered


def render_topic(topic: Topic, content: Content) -> Rendered:
    """Returns one topic rendered. Raises ``TemplateError`` for an unknown name, ``NotABlock`` for odd Markdown."""
    return render_with_words(topic, content)[0]


def render_with_words(topic: Topic, content: Content) -> tuple[Rendered, dict[str, Any]]:
    """Returns one topic rendered, and the words its fingerprint is over. Raises as ``render_topic`` does."""
    facts: set[str] = set()
    helplines: set[str] = set()
    fill = _filler(content, facts, helplines)
    before, numbers, after = (fill(part) for part in topic.parts())
    title, lead = fill(topic.front.title), fill(topic.front.lead)
    questions = [fill(question) for question in topic.front.questions]
    closing = _closing(topic, content)
    opening = to_blocks(lead)
    blocks = [*opening, *to_blocks(before + after), *closing]
    all_blocks = [*opening, *to_blocks(before), *to_blocks(numbers), *to_blocks(after), *closing]
    sources = _sources(topic.front.sources, content)
    flow = [f"flow:{topic.front.flow}"] if topic.front.flow else []
    words = {
        "title": title,
        "lead": lead,
        "body": all_blocks,
        "sources": sources,
        "choices": [*topic.front.related, *flow],
        "questions": questions,
        **_pulled(facts, helplines, content),
    }
    fingerprint = fingerprint_of(words)
    choices = list(topic.front.related)
    rendered = Rendered(
        topic.id, topic.group, title, lead, blocks, all_blocks, sources, choices, questions, fingerprint
    )  # fmt: skip
    return rendered, words


def render_criterion(step: Criterion, content: Content) -> dict[str, Any]:
    """Returns ``{title, blocks, text, ask_your_team, sources, fingerprint}``. Raises as ``render_topic`` does."""
    facts: set[str] = set()
    helplines: set[str] = set()
    fill = _filler(content, facts, helplines)
    blocks = to_blocks(fill(step.body))
    words = {
        "title": fill(step.title),
        "blocks": blocks,
        "ask_your_team": [fill(question) for question in step.ask_your_team],
        "sources": _sources(step.sources, content),
    }
    fingerprint = fingerprint_of({**words, **_pulled(facts, helplines, content)})
    return {**words, "text": to_text(blocks), "fingerprint": fingerprint}


def _sources(names: list[str], content: Content) -> list[dict[str, Any]]:
    return [{"id": name, **content.sources[name].model_dump()} for name in names]


def _pulled(facts: set[str], helplines: set[str], content: Content) -> dict[str, Any]:
    """Returns the figures and helplines that words pulled in: they belong to the fingerprint of the words."""
    return {
        "facts": {name: content.facts[name].model_dump() for name in sorted(facts)},
        "helplines": {
            name: helpline_words(content.helplines[name].model_dump(mode="json")) for name in sorted(helplines)
        },
    }


def helpline_words(line: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what is signed of a helpline: all of it, but of ``verified_on`` only whether there is a day.

    Readers are told whether a number was dialled and not when: dialling again must not void every sign-off.
    """
    return {key: value is not None if key == "verified_on" else value for key, value in line.items()}


def fill_texts(texts: Mapping[str, str], content: Content) -> tuple[dict[str, str], dict[str, Any]]:
    """Returns fixed texts filled in, and the figures and helplines they pulled in. Raises as ``fill_text`` does."""
    facts: set[str] = set()
    helplines: set[str] = set()
    fill = _filler(content, facts, helplines)
    return {name: fill(text) for name, text in texts.items()}, _pulled(facts, helplines, content)


def fill_text(text: str, content: Content) -> str:
    """Returns fixed wording with its figures and helplines put in. Raises ``TemplateError`` for unknown names."""
    return str(_filler(content, set(), set())(text))


def _filler(content: Content, facts: set[str], helplines: set[str]) -> Any:
    unverified = str(content.wording.get("unverified_number", ""))
    names: dict[str, Any] = {name: FactView(name, fact, facts) for name, fact in content.facts.items()}
    names["helplines"] = {
        name: HelplineView(name, line, unverified, helplines) for name, line in content.helplines.items()
    }
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)

    def fill(text: str) -> str:
        for found in PLACEHOLDER.finditer(text):
            name = NAME.fullmatch(found[1] or "")
            if not name:
                raise TemplateError(f"{found[0]} is not the name of a figure or a helpline. Write the id of one")
            if name[1] and name[1] not in names:
                raise TemplateError(f"'{name[1]}' is undefined. Add it to facts.yml, or mend the name")
            if name[2] and name[2] not in content.helplines:
                raise TemplateError(f"there is no helpline '{name[2]}'. Add it to helplines.yml, or mend the name")
        if "{" not in text and "\r" not in text:
            return text  # what Jinja would return, which compiles every text: most of the time of a check
        try:
            return environment.from_string(text).render(names)
        except TemplateSyntaxError:
            raise TemplateError("a {{ has no }}. Close it, or take it out") from None

    return fill


def _closing(topic: Topic, content: Content) -> list[Block]:
    """Returns the notes every topic of its kind ends with: other nations, and the black triangle of a new medicine."""
    notes: list[Block] = []
    if len(topic.front.nations) < FOUR_NATIONS:
        notes.append({"note": [str(content.wording["elsewhere"])]})
    if content.groups[topic.group].medicine:
        notes.append({"note": [str(content.wording["black_triangle"])]})
    return notes


def fingerprint_of(words: Mapping[str, Any]) -> str:
    """Returns ``sha256:`` and 64 hex digits over canonical JSON: keys sorted, NFC, runs of white space as one space."""
    canonical = json.dumps(
        {"format": FINGERPRINT_FORMAT, "words": _canonical(words)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    if isinstance(value, Mapping):
        return {str(key): _canonical(inner) for key, inner in value.items()}
    return [_canonical(inner) for inner in value] if isinstance(value, list | tuple) else value


def _reason(error: Exception) -> str:
    text = str(error).rstrip(".")
    return text[:1].upper() + text[1:] if text else type(error).__name__
