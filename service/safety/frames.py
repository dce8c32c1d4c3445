"""Decides whether a sign is happening now, is looked ahead to, is a book question, or does not count; when in doubt, now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.safety.phrases import Found
from service.safety.plain_text import READING, Words

Frame = Literal["now", "look_ahead", "book"]
Level = Literal["emergency", "urgent", "crisis"]

SOFTENERS = (
    "anaphora", "book", "book_after", "book_near", "happening", "idioms", "look_ahead", "look_ahead_if", "negation", "past", "time_now",
)  # fmt: skip

_SUBJECTS = frozenset(
    [
        "i",
        "im",
        "ive",
        "he",
        "hes",
        "she",
        "shes",
        "they",
        "theyre",
        "it",
        "its",
        "my",
        "we",
        "weve",
        "were",
        "his",
        "her",
        "our",
        "dad",
        "mum",
        "husband",
        "wife",
        "theres",
    ]
)
_STRONG = frozenset(["im", "ive", "hes", "shes", "theyre", "weve", "keeps", "keep", "started"])
_BREAKS = frozenset(["but", "because", "cos", "although", "though", "however", "while", "whereas"])
_OWN = frozenset("i me my myself himself herself themselves themself yourself yourselves want wants die dead".split())
_JOINS = frozenset(["and", "or", "nor", "any", "a", "other", "no"])
# "No fever since yesterday", "not shivering as much", "never had pain like this": the sign was or is there.
_NOT_NEGATED_BY = frozenset(["since", "anymore", "like", "this", "as", "longer", "until", "till", "yet", "before"])


@dataclass(frozen=True)
class Sign:
    """A sign found in a message, with its level."""

    id: str
    level: Level
    start: int
    end: int


@dataclass(frozen=True)
class Softeners:
    """The softening words found in one message, by kind."""

    text: Words
    found: dict[str, list[Found]]

    def of(self, kind: str) -> Sequence[Found]:
        """What was found of one kind."""
        return self.found.get(kind, ())


def frames(signs: Sequence[Sign], softeners: Softeners) -> list[tuple[Sign, Frame]]:
    """Each sign that counts, with its frame; signs inside an idiom and negated signs are left out."""
    signs = [sign for sign in signs if not _inside(sign, softeners.of("idioms")) and not _part_of_crisis(sign, signs)]
    denied = _negated(signs, softeners)
    return [(sign, _frame(sign, signs, softeners)) for sign in signs if not any(_denied_with(d, sign, softeners.text) for d in denied)]


def _frame(sign: Sign, signs: Sequence[Sign], softeners: Softeners) -> Frame:
    if _past(sign, softeners):
        return "book"
    if softeners.of("anaphora"):
        return "now"
    # Someone who asks "who do I call if I want to die" may be in danger now, so looking ahead never softens a crisis.
    if sign.level != "crisis" and _looked_ahead(sign, softeners):
        return "look_ahead"
    # A measured temperature is never a book question.
    return "book" if sign.id != "reading" and _general(sign, softeners.text) and _book(sign, signs, softeners) else "now"


def _general(sign: Sign, text: Words) -> bool:
    """A crisis is asked about in general only by its bare name: "suicidal", but never "kill myself"."""
    return sign.level != "crisis" or (sign.end - sign.start <= 2 and not _OWN & set(text.words[sign.start : sign.end]))


def _part_of_crisis(sign: Sign, signs: Sequence[Sign]) -> bool:
    """ "Go to sleep and not wake up" is not somebody who cannot be woken."""
    return sign.level != "crisis" and any(s.level == "crisis" and s.start <= sign.start and sign.end <= s.end for s in signs)


def _denied_with(denied: Sign, sign: Sign, text: Words) -> bool:
    inside = denied.start <= sign.start and sign.end <= denied.end
    between = range(denied.start + 1, sign.start + 1)
    return inside and not any(text.pause[i] or text.words[i - 1] in {"and", "but", "with"} for i in between)


def _inside(sign: Sign, spans: Sequence[Found]) -> bool:
    return any(span.start <= sign.start and sign.end <= span.end for span in spans)


def _negated(signs: Sequence[Sign], softeners: Softeners) -> list[Sign]:
    """Signs that a negation ends at, and those joined to them by "or"."""
    text = softeners.text
    denied = [sign for sign in signs if _touched(sign, softeners.of("negation"), text) and not _affirmed(sign, text)]
    for sign in sorted(signs, key=lambda s: s.start):
        if any(_joined(first, sign, text, {"or", "nor"}) for first in denied) and not _affirmed(sign, text):
            denied.append(sign)
    return denied


def _touched(sign: Sign, cues: Sequence[Found], text: Words) -> bool:
    return any(
        cue.start < sign.start <= cue.end and not any(text.pause[cue.start + 1 : sign.start + 1]) for cue in cues
    )


def _affirmed(sign: Sign, text: Words) -> bool:
    following = text.words[sign.end : sign.end + 3]
    stop = next((i for i, pause in enumerate(text.pause[sign.end : sign.end + 3]) if pause), 3)
    return bool(_NOT_NEGATED_BY & set(following[:stop])) or "so" in text.words[sign.start : sign.end]


def _joined(first: Sign, second: Sign, text: Words, links: set[str]) -> bool:
    between = text.words[first.end : second.start]
    near = first.end <= second.start <= first.end + 4 and "." not in text.pause[first.end : second.start + 1]
    return near and bool(links & set(between)) and set(between) <= _JOINS


def _past(sign: Sign, softeners: Softeners) -> bool:
    start, end = _clause(sign, softeners.text)
    return any(start <= cue.start and cue.end <= end for cue in softeners.of("past")) and not softeners.of("time_now")


def _clause(sign: Sign, text: Words) -> tuple[int, int]:
    start, end = sign.start, sign.end
    while start > 0 and not _opens_clause(start, text):
        start -= 1
    while end < len(text.words) and not _opens_clause(end, text):
        end += 1
    return start, end


def _opens_clause(at: int, text: Words) -> bool:
    word = text.words[at]
    following = text.words[at + 1] if at + 1 < len(text.words) else ""
    return (
        bool(text.pause[at])
        or word in _BREAKS
        or word == "now"
        or (word in {"and", "so", "then"} and following in _SUBJECTS | {"now"})
    )


def _looked_ahead(sign: Sign, softeners: Softeners) -> bool:
    for cue in softeners.of("look_ahead_if"):
        if _covers(cue, sign, softeners.text) and not _any_in(
            softeners.of("time_now"), cue.start, _sentence_end(sign, softeners.text)
        ):
            return True
    return any(
        _covers(cue, sign, softeners.text) and not _personal(cue.end, sign, softeners)
        for cue in softeners.of("look_ahead")
    )


def _book(sign: Sign, signs: Sequence[Sign], softeners: Softeners) -> bool:
    text = softeners.text
    if any(_covers(cue, sign, text) and not _personal(cue.end, sign, softeners) for cue in softeners.of("book")):
        return True
    near = softeners.of("book_near")
    if _touched(sign, near, text) and not _personal(sign.start, sign, softeners):
        return True
    if any(_touched(s, near, text) and _joined(s, sign, text, {"or", "and"}) for s in signs) and not _personal(
        sign.start, sign, softeners
    ):
        return True
    start, end = _clause(sign, text)
    after = any(sign.end <= cue.start and cue.end <= end for cue in softeners.of("book_after"))
    return after and not _any_in(softeners.of("happening"), start, end)


def _covers(cue: Found, sign: Sign, text: Words) -> bool:
    """The cue stands before the sign in its sentence, and no clause with a subject of its own begins between them."""
    if not cue.start < sign.start:
        return False
    steps = range(cue.start + 1, sign.start + 1)
    return not any(
        text.pause[i] == "." or text.words[i] in _BREAKS or (text.pause[i] and text.words[i] in _SUBJECTS)
        for i in steps
        if i >= cue.end or text.pause[i]
    )


def _personal(after: int, sign: Sign, softeners: Softeners) -> bool:
    """Words of somebody's own present stand between the cue and the sign, in the sign, or strongly after it."""
    text = softeners.text
    end = _clause(sign, text)[1]
    strong = any(text.words[i] in _STRONG for i in range(max(after, sign.start), end))
    return (
        strong
        or _any_in(softeners.of("happening"), after, sign.start + 1)
        or _any_in(softeners.of("time_now"), after, end)
    )


def _any_in(found: Sequence[Found], start: int, end: int) -> bool:
    return any(start <= cue.start < end for cue in found)


def _sentence_end(sign: Sign, text: Words) -> int:
    return next((i for i in range(sign.end, len(text.words)) if text.pause[i] == "."), len(text.words))


__all__ = ["READING", "SOFTENERS", "Frame", "Level", "Sign", "Softeners", "frames"]
