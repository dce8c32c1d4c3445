"""What the clinical lead and the reviewers' meeting look through: reports over content and its sign-offs, as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.library.changes import readable
from service.library.shapes import Content, Helpline
from service.library.sign import DUE, state
from service.library.signatures import needs_two
from service.library.signoff import SignOff, now_standing, unsigned
from service.library.units import ELIGIBILITY, TIMELINE, WORDING, Unit, units

URGENCIES = ("emergency", "urgent", "none")
LEVELS = ("emergency", "urgent", "crisis")


@dataclass(frozen=True)
class Past:
    """What was signed of a unit before. ``since``: London's date of the last sign-off that was enough, of any words.

    ``reviewers``: who signed its words of today already, by id.
    """

    since: date | None = None
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of a report. ``words``: lines to read before deciding, in the queue only; ``lang``: their language code,
    empty for English.
    """

    cells: tuple[str, ...]
    words: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class Report:
    """One table. ``note``: what stands in it; ``nothing``: what to say where it has no row."""

    name: str
    title: str
    note: str
    nothing: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Basis:
    """What the reports are made from; ``today`` is the date in London."""

    content: Content
    units: Mapping[str, Unit]
    signoffs: Mapping[str, SignOff]
    past: Mapping[str, Past]
    today: date

    def signoff(self, unit: str) -> SignOff:
        """Returns a unit's sign-off as it stands today."""
        return now_standing(self.signoffs.get(unit) or unsigned(self.units[unit].fingerprint), self.today)

    def state(self, unit: str) -> str:
        """Returns ``signed``, ``due soon``, ``expired``, ``changed`` or ``unsigned``."""
        return state(self.signoff(unit), self.today)


def reports(
    content: Content,
    signoffs: Mapping[str, SignOff],
    today: date,
    past: Mapping[str, Past] | None = None,
    only: str | None = None,
) -> list[Report]:
    """Returns all reports, or ``only`` the one of that name; a unit without an entry in ``signoffs`` is unsigned.

    The content must have passed ``check``: raises as ``units`` does where it did not, and ``KeyError`` for a name
    that is not in ``REPORTS``.
    """
    basis = Basis(content, units(content), signoffs, past or {}, today)
    return [make(basis) for make in (REPORTS.values() if only is None else [REPORTS[only]])]


def _due(basis: Basis) -> Report:
    found = [(basis.signoff(unit), unit) for unit in basis.units if basis.state(unit) in ("due soon", "expired")]
    rows = []
    for signoff, unit in sorted(found, key=lambda pair: (pair[0]["next_review"] or "", pair[1])):
        ends = signoff["next_review"] or ""
        left = str((date.fromisoformat(ends) - basis.today).days)
        title = _title(basis.units[unit], basis.content)
        rows.append(Row((unit, title, state(signoff, basis.today), ends, left, signoff["role"] or "")))
    return Report(
        "due",
        "Sign-offs due or expired",
        f"Sign-offs that ended, or end within {DUE.days} days. Words count as signed until the day before the date.",
        "No sign-off is due.",
        ("Unit", "Title", "Status", "Next review", "Days left", "Signed by"),
        tuple(rows),
    )


def _numbers(basis: Basis) -> Report:
    rows = [
        Row((name, line.name, number, line.hours or "", line.source))
        for name, line in sorted(basis.content.helplines.items())
        if not line.verified_on
        for number in _numbers_of(line)
    ]
    return Report(
        "numbers",
        "Numbers that nobody has verified",
        "Dial each one, hear who answers, and set verified_on in helplines.yml.",
        "Every number was verified.",
        ("Helpline", "Name", "Number", "Hours", "Where we found it"),
        tuple(rows),
    )


def _evidence(basis: Basis) -> Report:
    rows = [
        Row((topic.id, _title(basis.units[f"topics/{topic.id}"], basis.content), _group(basis.content, topic.group),
             topic.front.urgency, basis.state(f"topics/{topic.id}")))
        for topic in sorted(basis.content.topics.values(), key=lambda topic: topic.id)
        if topic.front.evidence == "none"
    ]  # fmt: skip
    return Report(
        "evidence",
        "Topics without checked evidence",
        "These say that there is no checked information yet. Find a source, or keep them as they are.",
        "Every topic has evidence.",
        ("Topic", "Title", "Group", "Urgency", "Status"),
        tuple(rows),
    )


def _to_check(basis: Basis) -> Report:
    return Report(
        "to-check",
        "Open points to check",
        "Settle each point, mend the words if need be, and take it out of to_check in its file.",
        "No point is open.",
        ("File", "Where", "Point"),
        tuple(Row(point) for point in _points(basis.content)),
    )


def _queue(basis: Basis) -> Report:
    waiting = [unit for unit in basis.units.values() if basis.state(unit.id) != "signed"]
    rows = []
    for unit in sorted(waiting, key=lambda unit: _turn(unit, basis.content)):
        state, past = basis.state(unit.id), basis.past.get(unit.id, Past())
        since = past.since.isoformat() if past.since and state == "changed" else ""
        cells = (unit.id, _title(unit, basis.content), _needed(unit, basis.content, past), state, since)
        rows.append(Row(cells, tuple(readable(unit.words)), _language(unit)))
    return Report(
        "queue",
        "Clinical review queue",
        "What waits for reviewers, in the order to take it: cards, wording and helplines, topics by urgency and group.",
        "Nothing waits for a reviewer.",
        ("Unit", "Title", "Needed", "Status", "Changed since"),
        tuple(rows),
    )


# In the order of the meeting's paper.
REPORTS: dict[str, Callable[[Basis], Report]] = {
    "due": _due,
    "numbers": _numbers,
    "evidence": _evidence,
    "to-check": _to_check,
    "queue": _queue,
}


def _needed(unit: Unit, content: Content, past: Past) -> str:
    """Says how many reviewers of which group, and who of them signed already."""
    group = f"for {unit.group}" if unit.id in (ELIGIBILITY, TIMELINE) or needs_two(unit) else f"of group {unit.group}"
    said = f"2 reviewers {group}" if needs_two(unit) else f"1 reviewer {group} who is no author, or 2"
    named = sum(unit.group in reviewer.groups for reviewer in content.reviewers.values())
    signed = f"; signed by {', '.join(past.reviewers)}" if past.reviewers else ""
    return f"{said} ({named} named{signed})"


def _turn(unit: Unit, content: Content) -> tuple[Any, ...]:
    """Returns what the queue is sorted by."""
    kind, _, rest = unit.id.partition("/")
    if kind == "cards":
        language, level = _language(unit), rest.rpartition("/")[2]
        return (0, language != "", language, LEVELS.index(level) if level in LEVELS else len(LEVELS))
    if kind in (WORDING, "helplines"):
        return (1, kind != WORDING, rest, 0)
    if kind == "topics":
        topic = content.topics[rest]
        return (2, URGENCIES.index(topic.front.urgency), "", [*content.groups].index(topic.group), rest)
    return (3, False, unit.id, 0)


def _title(unit: Unit, content: Content) -> str:
    kind, _, rest = unit.id.partition("/")
    if kind == "helplines":
        return content.helplines[rest].name
    if unit.id in (WORDING, ELIGIBILITY):
        return "All fixed wording" if unit.id == WORDING else "The walk-through of the criteria"
    language = _language(unit)
    title = str(unit.words["title"])
    return f"{title} ({content.tongues['languages'][language]['name']})" if language else title


def _language(unit: Unit) -> str:
    """Returns the language code of a translated card; empty for any other unit."""
    kind, *rest = unit.id.split("/")
    return rest[0] if kind == "cards" and len(rest) > 1 else ""


def _group(content: Content, group: str) -> str:
    return content.groups[group].title


def _numbers_of(line: Helpline) -> list[str]:
    text = f"text {line.text.word} to {line.text.to}" if line.text else None
    return [number for number in (line.phone, text) if number]


def _points(content: Content) -> Iterator[tuple[str, str, str]]:
    """Yields file, place and words of every open point, danger first."""
    languages = content.tongues.get("languages") or {}
    for file, place, points in (
        ("urgent.yml", "all", content.urgent.get("to_check")),
        ("urgent_languages.yml", "all", content.tongues.get("to_check")),
        *(("urgent_languages.yml", f"{code} ({x['name']})", x["to_check"]) for code, x in languages.items()),
        ("advice.yml", "all", content.advice.get("to_check")),
        *(("helplines.yml", name, line.to_check) for name, line in content.helplines.items()),
        *((topic.file, topic.id, topic.front.to_check) for topic in content.topics.values()),
        *(("eligibility.yml", f"step {n}", step.to_check) for n, step in enumerate(content.criteria, 1)),
        ("timeline.yml", "all", content.timeline.to_check if content.timeline else []),
    ):
        yield from ((file, place, str(point)) for point in points or [])
