"""What is to be reviewed: every unit with its state, who signed it, what was signed last, and who sent it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.editor.house import House
from service.library.changes import readable
from service.library.shapes import Content, Source
from service.library.side import Row, side_by_side
from service.library.sign import state
from service.library.signatures import Signature
from service.library.units import Unit
from service.records.sent_back import Returned

NAMES = {"wording": "Fixed wording", "eligibility": "The criteria, one by one", "timeline": "The way through treatment"}
WAITING = "half signed"  # signed by one, and needs another


@dataclass(frozen=True)
class Line:
    """One unit in the list. ``by``: who signed these very words."""

    unit: Unit
    title: str
    state: str
    by: list[str]
    returned: Returned | None
    mine: bool


@dataclass(frozen=True)
class Seen:
    """One unit, opened. ``rows``: the words signed last beside those of now, None where none were signed."""

    line: Line
    signatures: list[Signature]
    rows: list[Row] | None
    lines: list[str]
    sources: list[tuple[str, Source]]


def lines(house: House, reviewer: str) -> list[Line]:
    """Returns every unit, what waits for a reviewer first. ``mine`` is what ``reviewer`` may sign."""
    today, signatures, content = house.today, house.shelf.signatures(), house.shelf.content()
    returned = _returned(house.sent_back.of())
    known = content.reviewers.get(reviewer)
    found = []
    for name, unit in house.shelf.units().items():
        standing = state(signatures.signoff(unit), today)
        by = [s.reviewer for s in signatures.counting(unit) if s.fingerprint == unit.fingerprint]
        waiting = standing in ("unsigned", "changed") and by
        found.append(
            Line(
                unit, title_of(name, content), WAITING if waiting else standing, sorted(set(by)),
                returned.get((name, unit.fingerprint)), known is not None and unit.group in known.groups,
            )
        )  # fmt: skip
    order = ("changed", WAITING, "expired", "due soon", "unsigned", "signed")
    return sorted(found, key=lambda line: (order.index(line.state), line.unit.id))


def seen(house: House, name: str, reviewer: str) -> Seen | None:
    """Returns one unit with all there is to know about it, or None where there is none of the name."""
    line = next((line for line in lines(house, reviewer) if line.unit.id == name), None)
    if line is None:
        return None
    signatures, unit, content = house.shelf.signatures(), line.unit, house.shelf.content()
    before, _ = signatures.signed_words(unit)
    now = list(readable(unit.words))
    rows = None if before is None else side_by_side("\n".join(readable(before)), "\n".join(now))
    own = [s for s in signatures.counting(unit) if s.fingerprint == unit.fingerprint]
    return Seen(line, own, rows, now, [(s, content.sources[s]) for s in sources_of(unit.words, content)])


def title_of(name: str, content: Content) -> str:
    """Returns a unit's name as a person says it."""
    kind, _, rest = name.partition("/")
    if kind == "topics" and rest in content.topics:
        return content.topics[rest].front.title
    if kind == "helplines" and rest in content.helplines:
        return f"Helpline: {content.helplines[rest].name}"
    return f"Card: {rest.replace('/', ', ')}" if kind == "cards" else NAMES.get(name, name)


def sources_of(words: Mapping[str, Any], content: Content) -> list[str]:
    """Returns the ids of the sources that words rest on, their own and those of their figures, in order."""
    return [name for name in dict.fromkeys(_named(words, "")) if name in content.sources]


def _named(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _named(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner, key)
    elif isinstance(value, str) and key in ("id", "source", "sources"):
        yield value


def _returned(found: list[Returned]) -> dict[tuple[str, str], Returned]:
    """Returns the newest of each unit's words: what was said of other words is settled by their change."""
    return {(one.unit, one.fingerprint): one for one in reversed(found)}
