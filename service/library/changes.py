"""What changes for patients between two versions, in lines a person can read, figures and units marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

from service.library.archive import words_of
from service.library.blocks import to_text
from service.library.find import Fixed, NotPublished, Published
from service.library.signoff import SignOff
from service.library.versions import FIXED, STORE

BLOCK = {"p", "h", "list", "steps", "table", "note", "image"}
BODY = ("body", "blocks")  # blocks that need no name before each line
BLOCKS = {"blocks", "closing"}  # beside these, "text" is the same words once more
UNITS = (
    r"minutes?|hours?|days?|weeks?|months?|years?|people|in every|out of|times|half|third|quarter|twice|once|kg|mg|ml"
    r"|cells|million|hundred|per cent|degrees|at least|at most|up to|more|less|fewer|over|under|about|before|after"
    r"|not?|never|always"
)
# A figure or a unit, or a word that turns one round.
FIGURE = re.compile(rf"\d|%|°|[<>≤≥±]|^(?:{UNITS})$", re.IGNORECASE)
TOKEN = re.compile(r"\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*|\s+|.", re.DOTALL)
Kind = Literal["new", "gone", "words", "sign-off"]
KINDS: dict[Kind, str] = {"new": "new", "gone": "gone", "words": "words changed", "sign-off": "sign-off changed"}


@dataclass(frozen=True)
class Told:
    """A unit as patients get it: its sign-off (with its fingerprint), and its words as lines; None if not at hand."""

    signoff: SignOff
    lines: list[str] | None


@dataclass(frozen=True)
class Change:
    """One unit that changes. ``lines``: what of its words, ``- `` for old, ``+ `` for new, ``~ `` for both in one.

    A line in which a figure, a unit or a word like "not" changes has ``!`` before it. ``before`` and ``after`` are
    sign-off statuses, None where the unit is not there.
    """

    unit: str
    kind: Kind
    lines: list[str]
    before: str | None
    after: str | None


def told(signoff: SignOff, words: Mapping[str, Any] | None) -> Told:
    """Returns a unit to compare. ``words``: those its fingerprint is over, or None where they are lost."""
    return Told(signoff, None if words is None else list(readable(words)))


def standing(var: Path, folder: Path | None) -> dict[str, Told]:
    """Returns every unit of a published version. Empty where there is none or it cannot be read: all is new then."""
    try:
        if folder is None:
            return {}
        topics, fixed = Published.open(folder / STORE).topics, Fixed.open(folder / FIXED).data
    except NotPublished:
        return {}
    signed = signed_units(topics, fixed)
    words = words_of(var, (signoff["fingerprint"] for signoff in signed.values()))
    return {name: told(signoff, words.get(signoff["fingerprint"])) for name, signoff in signed.items()}


def signed_units(topics: Mapping[str, Mapping[str, Any]], fixed: Mapping[str, Any]) -> dict[str, SignOff]:
    """Returns the sign-off of every unit, by id, as it stands in published topics and fixed words."""
    spoken = fixed["tongues"]["cards"]
    return {
        **{f"topics/{name}": topic["signoff"] for name, topic in topics.items()},
        **{f"cards/{level}": card["signoff"] for level, card in fixed["cards"].items()},
        **{f"cards/{tongue}/{level}": c["signoff"] for tongue, cards in spoken.items() for level, c in cards.items()},
        "wording": fixed["signoff"],
        **{f"helplines/{line['id']}": line["signoff"] for line in fixed["helplines"]},
        "eligibility": fixed["eligibility"][0]["signoff"],
        "timeline": fixed["timeline"]["signoff"],
    }


def changes(old: Mapping[str, Told], new: Mapping[str, Told]) -> list[Change]:
    """Returns every unit that is new, gone, of other words or otherwise signed, by id."""
    found = (_change(name, old.get(name), new.get(name)) for name in sorted({*old, *new}))
    return [change for change in found if change]


def _change(unit: str, old: Told | None, new: Told | None) -> Change | None:
    before = old.signoff["status"] if old else None
    after = new.signoff["status"] if new else None
    if old is None or new is None:
        sign, there = ("+", new) if old is None else ("-", old)
        lines = [f"{sign} {line}" for line in (there.lines if there and there.lines else [])]
        return Change(unit, "new" if old is None else "gone", lines, before, after)
    if old.signoff["fingerprint"] != new.signoff["fingerprint"]:
        return Change(unit, "words", list(_lines(old.lines, new.lines)), before, after)
    return Change(unit, "sign-off", [], before, after) if before != after else None


def as_text(found: list[Change], short: bool = False) -> str:
    """Returns the changes for a person to read; ``short``: one line a unit, and one for all where all is new."""
    if not found:
        return "Nothing changes for patients."
    if short and any((change.unit, change.kind) == ("wording", "new") for change in found):  # it is always there
        return f"All words are new here: {len(found)} units."
    lines = [f"{len(found)} change{'' if len(found) == 1 else 's'} for patients."]
    for change in found:
        figures = " · figures or units differ" if any(line.startswith("!") for line in change.lines) else ""
        lines.append(f"{change.unit}: {KINDS[change.kind]}{_statuses(change)}{figures}")
        lines += [] if short else [f"    {line}" for line in change.lines]
    return "\n".join(lines)


def _statuses(change: Change) -> str:
    known = [status for status in (change.before, change.after) if status]
    return f" ({' -> '.join(dict.fromkeys(known))})"


def _lines(old: list[str] | None, new: list[str] | None) -> Iterator[str]:
    if old is None:
        yield "The words before are not at hand, so these are all words now."
    matched = SequenceMatcher(a=old or [], b=new or [], autojunk=False)
    for kind, a, a_end, b, b_end in matched.get_opcodes():
        if kind == "equal":
            continue
        gone, come = (old or [])[a:a_end], (new or [])[b:b_end]
        both = min(len(gone), len(come))
        yield from (_both(x, y) for x, y in zip(gone[:both], come[:both], strict=True))
        yield from (_flagged("-", line) for line in gone[both:])
        yield from (_flagged("+", line) for line in come[both:])


def _flagged(sign: str, line: str) -> str:
    return f"{'!' if any(map(FIGURE.search, TOKEN.findall(line))) else ''}{sign} {line}"


def _both(old: str, new: str) -> str:
    """Returns one line with ``[-gone-]`` and ``{+come+}``; a figure or unit in these stands between stars."""
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    said: list[str] = []
    gone: list[str] = []
    come: list[str] = []
    figures = False
    for kind, start, end, begin, stop in [
        *SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes(),
        ("equal", len(a), len(a), len(b), len(b)),
    ]:
        # A space alone between two changes joins them, so that whole phrases stand beside each other.
        if kind != "equal" or ((gone or come) and end < len(a) and "".join(a[start:end]).isspace()):
            gone += a[start:end]
            come += b[begin:stop]
            continue
        figures = figures or any(map(FIGURE.search, _only(gone, come)))
        said += [_marked("[-", gone, come, "-]"), _marked("{+", come, gone, "+}"), *a[start:end]]
        gone, come = [], []
    return f"{'!' if figures else ''}~ {''.join(said)}"


def _only(some: list[str], others: list[str]) -> set[str]:
    """Returns what stands in one of two phrases and not in the other."""
    return {*some} ^ {*others}


def _marked(opening: str, some: list[str], others: list[str], closing: str) -> str:
    starred = {token for token in _only(some, others) if FIGURE.search(token)}
    words = "".join(f"*{token}*" if token in starred else token for token in some)
    return f"{opening}{words}{closing}" if words else ""


def readable(words: Any, name: str = "") -> Iterator[str]:
    """Yields words as lines: blocks as they are read, anything else as ``name: value``."""
    if isinstance(words, list) and words and all(isinstance(item, dict) and BLOCK & item.keys() for item in words):
        place = "" if name.rpartition(".")[2] in ("", *BODY) else f"{name}: "
        yield from (f"{place}{line}" for line in to_text(words).splitlines() if line.strip())
        yield from (f"{place}{line}" for line in _targets(words))
    elif isinstance(words, Mapping):
        for key, inner in words.items():
            if key not in ("fingerprint", "text" if BLOCKS & words.keys() else ""):
                yield from readable(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(words, list):
        for number, inner in enumerate(words, 1):
            key = inner.get("id", number) if isinstance(inner, Mapping) else number
            yield from readable(inner, f"{name}.{key}")
    elif words is not None:
        yield f"{name}: {words}"


def _targets(words: Any) -> Iterator[str]:
    """Yields where the links of blocks lead and what they dial, which a reader of the text alone does not see."""
    for inner in words.values() if isinstance(words, Mapping) else words if isinstance(words, list) else ():
        if isinstance(inner, Mapping) and "label" in inner:
            yield from (f"{inner['label']} -> {value}" for key, value in inner.items() if key != "label")
        elif isinstance(inner, Mapping) and "src" in inner:
            yield f"picture -> {inner['src']}"
        else:
            yield from _targets(inner)
