"""Two versions of a text side by side, line by line, with the words that differ and the figures among them marked."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from service.library.changes import FIGURE, TOKEN

Mark = Literal["", "words", "figure"]


@dataclass(frozen=True)
class Span:
    """Some words of a line. ``mark``: they stand on this side only, as words, or with a figure or unit among them."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True)
class Row:
    """One line of each side; None where a side has no such line."""

    left: list[Span] | None
    right: list[Span] | None

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.left == self.right


def side_by_side(left: str, right: str) -> list[Row]:
    """Returns the lines of two texts, those that belong together beside each other; empty lines are left out."""
    old, new = ([line for line in text.splitlines() if line.strip()] for text in (left, right))
    rows: list[Row] = []
    for kind, a, a_end, b, b_end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        gone, come = old[a:a_end], new[b:b_end]
        if kind == "equal":
            rows += [Row([Span(line)], [Span(line)]) for line in gone]
            continue
        both = min(len(gone), len(come))
        rows += [_differing(x, y) for x, y in zip(gone[:both], come[:both], strict=True)]
        rows += [Row([_marked(line)], None) for line in gone[both:]]
        rows += [Row(None, [_marked(line)]) for line in come[both:]]
    return rows


def _differing(old: str, new: str) -> Row:
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    left: list[Span] = []
    right: list[Span] = []
    for kind, start, end, begin, stop in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        for side, tokens in ((left, a[start:end]), (right, b[begin:stop])):
            if tokens:
                side.append(Span("".join(tokens)) if kind == "equal" else _marked("".join(tokens)))
    return Row(left, right)


def _marked(text: str) -> Span:
    return Span(text, "figure" if any(map(FIGURE.search, TOKEN.findall(text))) else "words")
