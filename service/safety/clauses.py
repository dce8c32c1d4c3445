"""Signs and softening words in a message, and the clause and the sentence that each stands in."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from service.safety.phrases import Found
from service.safety.plain_text import Words

Level = Literal["emergency", "urgent", "crisis"]

SUBJECTS = frozenset(
    "i im ive he hes she shes they theyre it its my we weve were his her our dad mum husband wife theres".split()
)
BREAKS = frozenset("but because cos although though however while whereas".split())
_OPENERS = SUBJECTS | frozenset("now have has is are am cant wont keeps feel feels".split())
# Softening words further away than this many words do not reach a sign.
REACH = 25


@dataclass(frozen=True)
class Sign:
    """A sign found in a message, with its level."""

    id: str
    level: Level
    start: int
    end: int


Span = TypeVar("Span", Sign, Found)


@dataclass(frozen=True)
class Softeners:
    """The softening words found in one message, by kind."""

    text: Words
    found: dict[str, list[Found]]

    def of(self, kind: str) -> Sequence[Found]:
        """What was found of one kind."""
        return self.found.get(kind, ())

    def around(self, sign: Sign) -> "Softeners":
        """Those that can reach a sign, so that a very long message costs no more a sign than a short one."""
        return Softeners(self.text, {kind: near(found, sign) for kind, found in self.found.items()})


def near(spans: Sequence[Span], sign: Sign) -> list[Span]:
    """The spans, in order of their starts, that begin within reach of a sign."""
    first = bisect_left(spans, sign.start - REACH, key=lambda span: span.start)
    return list(spans[first : bisect_right(spans, sign.end + REACH, lo=first, key=lambda span: span.start)])


def inside(sign: Sign, spans: Sequence[Found]) -> bool:
    """Whether a sign lies wholly in one of the spans."""
    return any(span.start <= sign.start and sign.end <= span.end for span in spans)


def any_in(found: Sequence[Found], start: int, end: int) -> bool:
    """Whether one of them begins between two places."""
    return any(start <= cue.start < end for cue in found)


def sentence(sign: Sign, text: Words) -> tuple[int, int]:
    """Where the sentence of a sign begins and ends, as far as softening words reach."""
    start = sign.start
    while start > max(0, sign.start - REACH) and text.pause[start] != ".":
        start -= 1
    return start, min(sentence_end(sign, text), len(text.words))


def sentence_end(sign: Sign, text: Words) -> int:
    """Where the sentence of a sign ends; beyond the message where it has no end in reach."""
    return next(
        (i for i in range(sign.end, min(len(text.words), sign.end + REACH)) if text.pause[i] == "."), sign.end + REACH
    )


def clause(sign: Sign | Found, text: Words) -> tuple[int, int]:
    """Where the clause of a sign or a softening word begins and ends."""
    start, end = sign.start, sign.end
    while start > max(0, sign.start - REACH) and not _opens_clause(start, text):
        start -= 1
    while end < min(len(text.words), sign.end + REACH) and not _opens_clause(end, text):
        end += 1
    return start, end


def _opens_clause(at: int, text: Words) -> bool:
    word = text.words[at]
    following = text.words[at + 1] if at + 1 < len(text.words) else ""
    return (
        bool(text.pause[at])
        or word in BREAKS
        or word == "now"
        or (word in {"and", "so", "then"} and following in _OPENERS)
    )
