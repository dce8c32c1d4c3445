"""Decides whether a sign is happening now, looked ahead to, a book question, or does not count; in doubt, now."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from service.safety.phrases import Found
from service.safety.plain_text import READING, YEAR_LONG_AGO, Words

Frame = Literal["now", "look_ahead", "book"]
Level = Literal["emergency", "urgent", "crisis"]

SOFTENERS = (
    "anaphora",
    "book",
    "book_after",
    "book_near",
    "happening",
    "idioms",
    "look_ahead",
    "look_ahead_if",
    "negation",
    "past",
    "reversed",
    "threshold",
    "time_now",
)

_SUBJECTS = frozenset(
    "i im ive he hes she shes they theyre it its my we weve were his her our dad mum husband wife theres".split()
)
_STRONG = frozenset("im ive hes shes theyre weve keeps keep started".split())
_BREAKS = frozenset("but because cos although though however while whereas".split())
_THEN = frozenset(
    (
        "had was were got suffered used couldnt went came gave took beat survived fell wasnt developed did began died "
        "caught brought"
    ).split()
)
_PRESENT = frozenset("im hes shes theyre is are isnt has have ive cant wont keeps having feel feels".split())
_WEAK_NOW = frozenset("now again still already since currently".split())
_NEVER = frozenset("never none nothing".split())
_POINTS_BACK = frozenset("thats that was".split())
# "Had chemo ten years ago, had a seizure": the years belong to the treatment.
_TREATMENT = frozenset("chemo car cart transplant infusion cells treatment therapy obe diagnosed leukaemia".split())
_POINTING = frozenset("it this that its thats these those".split())
_OWN = frozenset("i me my myself himself herself themselves themself yourself yourselves want wants die dead".split())
# Softening words further away than this many words do not reach a sign.
_REACH = 25
_WHEN = frozenset(["when", "while", "whilst"])
_ANYBODY = frozenset("you people patients someone somebody anyone a they".split())
_RINGING = frozenset("ring ringing call calling phone phoning 999 111".split())
# "How long do you wait with chest pain": whoever asks that may be waiting.
_WAITING = frozenset("wait waiting leave leaving ignore ignoring put".split())
_JOINS = frozenset("and or nor any a other no".split())
# "No fever since yesterday", "not shivering as much", "never had pain like this": the sign was or is there.
_NOT_NEGATED_BY = frozenset("since anymore like this as longer until till yet before".split())


_CANNOT = frozenset("cant couldnt wont never not dont doesnt hardly barely struggling unable".split())
_ALL_THE_TIME = frozenset(
    "infusion treatment cells car cart chemo discharge transplant coming leaving i getting we hospital day then".split()
)


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
        return Softeners(self.text, {kind: _near(found, sign) for kind, found in self.found.items()})


def frames(signs: Sequence[Sign], softeners: Softeners) -> list[tuple[Sign, Frame]]:
    """Each sign that counts, with its frame; signs inside an idiom and negated signs are left out.

    A sign found to be happening now is not looked at again where it is repeated.
    """
    signs = [sign for sign in signs if not _set_aside(sign, _near(signs, sign), softeners)]
    denied = _negated(signs, softeners)
    counted: list[tuple[Sign, Frame]] = []
    happening: set[str] = set()
    for sign in signs:
        if sign.id in happening or any(_denied_with(d, sign, softeners.text) for d in _near(denied, sign)):
            continue
        frame = _frame(sign, _near(signs, sign), softeners.around(sign), bool(softeners.of("anaphora")), softeners)
        counted.append((sign, frame))
        if frame == "now":
            happening.add(sign.id)
    return counted


def _near(spans: Sequence[Span], sign: Sign) -> list[Span]:
    """The spans, in order of their starts, that begin within reach of a sign."""
    first = bisect_left(spans, sign.start - _REACH, key=lambda span: span.start)
    return list(spans[first : bisect_right(spans, sign.end + _REACH, lo=first, key=lambda span: span.start)])


def _set_aside(sign: Sign, signs: Sequence[Sign], softeners: Softeners) -> bool:
    return _inside(sign, _near(softeners.of("idioms"), sign)) or _part_of_crisis(sign, signs)


def _frame(sign: Sign, signs: Sequence[Sign], softeners: Softeners, pointed_at: bool, message: Softeners) -> Frame:
    if _past(sign, softeners, message):
        return "book"
    if pointed_at:
        return "now"
    # Someone who asks "who do I call if I want to die" may be in danger now, so looking ahead never softens a crisis.
    if sign.level != "crisis" and _looked_ahead(sign, softeners):
        return "look_ahead"
    if sign.id == "reading":
        return "book" if _threshold(sign, softeners) else "now"
    return "book" if _general(sign, softeners.text) and _book(sign, signs, softeners) else "now"


def _threshold(sign: Sign, softeners: Softeners) -> bool:
    """A measured temperature is a book question only where it is named as a limit and nobody has it."""
    asked = _inside(sign, softeners.of("threshold"))
    return asked and not _any_in(softeners.of("happening"), *_clause(sign, softeners.text))


def _general(sign: Sign, text: Words) -> bool:
    """A crisis is asked about in general only by its bare name: "suicidal", but never "kill myself"."""
    if sign.level != "crisis":
        return True
    before = text.words[_clause(sign, text)[0] : sign.start]
    return sign.end - sign.start <= 2 and not (_OWN & set(text.words[sign.start : sign.end]) or _SUBJECTS & set(before))


def _part_of_crisis(sign: Sign, signs: Sequence[Sign]) -> bool:
    """ "Go to sleep and not wake up" is not somebody who cannot be woken."""
    return sign.level != "crisis" and any(
        s.level == "crisis" and s.start <= sign.start and sign.end <= s.end for s in signs
    )


def _denied_with(denied: Sign, sign: Sign, text: Words) -> bool:
    inside = denied.start <= sign.start and sign.end <= denied.end
    between = range(denied.start + 1, sign.start + 1)
    return inside and not any(text.pause[i] or text.words[i - 1] in {"and", "but", "with"} for i in between)


def _inside(sign: Sign, spans: Sequence[Found]) -> bool:
    return any(span.start <= sign.start and sign.end <= span.end for span in spans)


def _negated(signs: Sequence[Sign], softeners: Softeners) -> list[Sign]:
    """Signs that a negation ends at, and those joined to them by "or"."""
    text = softeners.text
    denied: list[Sign] = []
    for sign in signs:
        touched = _touched(sign, _near(softeners.of("negation"), sign), text)
        if touched or any(_joined(first, sign, text, {"or", "nor"}) for first in _near(denied, sign)):
            denied.extend([] if _affirmed(sign, softeners) else [sign])
    return denied


def _touched(sign: Sign, cues: Sequence[Found], text: Words) -> bool:
    return any(
        cue.start < sign.start <= cue.end
        and not any(text.pause[cue.start + 1 : sign.start + 1])
        and not _double(cue, text)
        for cue in cues
    )


def _double(cue: Found, text: Words) -> bool:
    """ "Cant finish a sentence without gasping": two negations say that it is so."""
    before = text.words[max(0, cue.start - 8) : cue.start]
    return text.words[cue.start] == "without" and bool(_CANNOT & set(before))


def _affirmed(sign: Sign, softeners: Softeners) -> bool:
    text = softeners.text
    if _reversed(sign, softeners):
        return True
    stop = next((i for i, pause in enumerate(text.pause[sign.end : sign.end + 3]) if pause), 3)
    following = list(text.words[sign.end : sign.end + stop])
    # "I have not had one since the infusion" is said of all the time there was.
    if "since" in following and _ALL_THE_TIME & set(text.words[sign.end + following.index("since") + 1 :][:2]):
        following.remove("since")
    if text.words[sign.end : sign.end + 3] == ("or", "anything", "like"):
        return False
    own = text.words[sign.start : sign.end]
    return bool(_NOT_NEGATED_BY & set(following)) or "so" in own or own[-1] == "anymore"


def _reversed(sign: Sign, softeners: Softeners) -> bool:
    """ "No fever this morning but now she does": the words after point back at what was denied and end there."""
    pause = softeners.text.pause
    return any(
        sign.end <= cue.start and (cue.end == len(pause) or bool(pause[cue.end]))
        for cue in _near(softeners.of("reversed"), sign)
    )


def _joined(first: Sign, second: Sign, text: Words, links: set[str]) -> bool:
    between = text.words[first.end : second.start]
    near = first.end <= second.start <= first.end + 4 and "." not in text.pause[first.end : second.start + 1]
    return near and bool(links & set(between)) and set(between) <= _JOINS


def _past(sign: Sign, softeners: Softeners, message: Softeners) -> bool:
    """Plainly long ago: said in the sign's own clause, or in a clause beside it that speaks of nothing but the past."""
    text = softeners.text
    if any(cue.end - cue.start > 1 or text.words[cue.start] not in _WEAK_NOW for cue in message.of("time_now")):
        return False
    start, end = _clause(sign, text)
    own = set(text.words[start:end])
    if own & _WEAK_NOW - set(text.words[sign.end : sign.end + 1]) and not own & _NEVER:
        return False
    first, last = _sentence(sign, text)
    past = [
        cue
        for cue in softeners.of("past")
        if first <= cue.start
        and cue.end <= last
        and not sign.start <= cue.start < sign.end
        # "She thinks it is 1962": the year is the sign.
        and not (sign.id == "confusion" and YEAR_LONG_AGO in text.words[cue.start : cue.end])
    ]
    if not past or any(text.words[cue.start - 1] in {"like", "since", "than", "from"} for cue in past if cue.start):
        return False
    inside = [cue for cue in past if start <= cue.start and cue.end <= end]
    if inside and (len(inside) > 1 or not own & _PRESENT):
        return True
    around = set(text.words[first:last])
    return bool(own & _THEN or _POINTS_BACK & around) and not own & _PRESENT and not around & _TREATMENT


def _sentence(sign: Sign, text: Words) -> tuple[int, int]:
    start = sign.start
    while start > max(0, sign.start - _REACH) and text.pause[start] != ".":
        start -= 1
    return start, min(_sentence_end(sign, text), len(text.words))


def _clause(sign: Sign, text: Words) -> tuple[int, int]:
    start, end = sign.start, sign.end
    while start > max(0, sign.start - _REACH) and not _opens_clause(start, text):
        start -= 1
    while end < min(len(text.words), sign.end + _REACH) and not _opens_clause(end, text):
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
    if _asks_what_to_do(sign, text):
        return False
    if any(
        _covers(cue, sign, text)
        and not _personal(cue.end, sign, softeners)
        and not {"if", *_WAITING} & set(text.words[cue.end : sign.start])
        for cue in softeners.of("book")
    ):
        return True
    near = softeners.of("book_near")
    if _touched(sign, near, text) and not _personal(sign.start, sign, softeners):
        return True
    if any(_touched(s, near, text) and _joined(s, sign, text, {"or", "and"}) for s in signs) and not _personal(
        sign.start, sign, softeners
    ):
        return True
    start, end = _clause(sign, text)
    # "My sick has blood in it, is it common?" tells; "is vomiting common?" asks. The pronoun makes the difference.
    after = any(
        sign.end <= cue.start and cue.end <= end and not _POINTING & set(text.words[sign.end : cue.end])
        for cue in softeners.of("book_after")
    )
    return after and not _any_in(softeners.of("happening"), start, end)


def _asks_what_to_do(sign: Sign, text: Words) -> bool:
    """ "What do you do with chest pain", "how long can chest pain last before you ring": it may be theirs."""
    start, end = _clause(sign, text)
    before, after = text.words[start : sign.start], text.words[sign.end : end]
    doing = any(
        who in {"you", "i", "we", "to"} and do == "do" and link in {"about", "with", "for", "when", "if"}
        for who, do, link in zip(before, before[1:], before[2:], strict=False)
    )
    return doing or ("before" in after and bool(_RINGING & set(after)))


def _covers(cue: Found, sign: Sign, text: Words) -> bool:
    """The cue stands before the sign in its sentence, and no clause with a subject of its own begins between them."""
    if not (cue.start < sign.start and cue.end < sign.end):
        return False
    steps = range(cue.start + 1, sign.start + 1)
    return not any(
        text.pause[i] == "."
        or text.words[i] in _BREAKS
        or (text.pause[i] and text.words[i] in _SUBJECTS)
        or _somebodys(i, text)
        for i in steps
        if i >= cue.end or text.pause[i]
    )


def _somebodys(at: int, text: Words) -> bool:
    """ "How long should you wait when really breathless" names nobody: only "when you" or "when people" is general."""
    following = text.words[at + 1] if at + 1 < len(text.words) else ""
    asks_what_to_do = at > 0 and text.words[at - 1] == "do"
    return text.words[at] in _WHEN and (following not in _ANYBODY or asks_what_to_do)


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
    return next(
        (i for i in range(sign.end, min(len(text.words), sign.end + _REACH)) if text.pause[i] == "."), sign.end + _REACH
    )


__all__ = ["READING", "SOFTENERS", "Frame", "Level", "Sign", "Softeners", "frames"]
