"""Reads the lines that measure safety: what each says, and what must come of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.library.read import read_yaml
from service.web.settings import ROOT

FOLDER = ROOT / "tests/phrases/safety"
HALVES = ("seen", "unseen")
LEVELS = ("emergency", "crisis", "urgent")
EXPECTED = (*LEVELS, "advice", "none")
KEYS = frozenset(("text", "expect", "row", "kind", "method", "why", "hidden", "kept", "language"))
# What a row of personal data is called says what its hidden parts are; where it says both or neither, the parts do.
NAMES = re.compile(r"\bnames?\b", re.IGNORECASE)
STRUCTURED = re.compile(r"number|e-?mail|postcode|address|birth|card|insurance", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One message. ``expect``: a level, ``advice`` or ``none``; empty for a line that measures personal data only.

    ``hidden``: parts that must be gone before anything is kept; ``kept``: parts that must stay.
    """

    half: str
    file: str
    number: int
    text: str
    expect: str
    row: str
    kind: str
    hidden: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where the line stands, without a word of it."""
        return f"{self.half}/{self.file}.yml, phrase {self.number}"

    def is_name(self, part: str) -> bool:
        """Whether a hidden part is a person's name; else it is an identifier with a structure of its own."""
        names, structured = bool(NAMES.search(self.row)), bool(STRUCTURED.search(self.row))
        if names == structured:
            return not any(letter.isdigit() or letter == "@" for letter in part)
        return names


def lines(folder: Path = FOLDER) -> list[Line]:
    """Returns every line of both halves. Raises ``ValueError`` that names a place, and never its words."""
    return [
        read(half, path.stem, number, entry)
        for half in HALVES
        for path in sorted((folder / half).glob("*.yml"))
        for number, entry in enumerate(read_yaml(path)["phrases"], 1)
    ]


def read(half: str, file: str, number: int, entry: Mapping[str, Any]) -> Line:
    """Returns one line. Raises ``ValueError`` that names its place where it says nothing that can be measured."""
    hidden, kept = (tuple(map(str, entry.get(key) or ())) for key in ("hidden", "kept"))
    expect, text = str(entry.get("expect") or ""), str(entry.get("text") or "")
    line = Line(half, file, number, text, expect, str(entry.get("row", "")), str(entry.get("kind", "")), hidden, kept)
    if set(entry) - KEYS:
        raise ValueError(f"{line.place}: unknown: {', '.join(sorted(set(entry) - KEYS))}")
    measured = expect in EXPECTED if expect else bool({"hidden", "kept"} & set(entry))
    if not text or not measured or any(part not in text for part in (*hidden, *kept)):
        raise ValueError(f"{line.place}: nothing can be measured on this line")
    return line
