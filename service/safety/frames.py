"""Decides whether a sign is happening now, looked ahead to, a book question, or does not count; in doubt, now."""

from collections.abc import Sequence
from typing import Literal

from service.safety.clauses import (
    BREAKS,
    SUBJECTS,
    Level,
    Sign,
    Softeners,
    any_in,
    clause,
    inside,
    near,
    sentence_end,
)
from service.safety.denied import denied_signs, denied_with, joined, touched
from service.safety.elsewhere import asked_in_general, nobodys
from service.safety.past import past
from service.safety.phrases import Found
from service.safety.plain_text import READING, Words
from service.safety.told import told

Frame = Literal["now", "look_ahead", "book"]

SOFTENERS = (
    "anaphora",
    "animals",
    "asking",
    "asks",
    "book",
    "book_after",
    "book_near",
    "figures",
    "happening",
    "idioms",
    "knowledge",
    "look_ahead",
    "look_ahead_if",
    "negation",
    "negation_after",
    "over",
    "past",
    "reactions",
    "reversed",
    "stories",
    "things",
    "threshold",
    "time_now",
    "told",
    "vet",
)

_STRONG = frozenset("im ive hes shes theyre weve keeps keep started".split())
_POINTING = frozenset("it this that its thats these those".split())
_OWN = frozenset("i me my myself himself herself themselves themself yourself yourselves want wants die dead".split())
_WHEN = frozenset(["when", "while", "whilst"])
_ANYBODY = frozenset("you people patients someone somebody anyone a they".split())
_RINGING = frozenset("ring ringing call calling phone phoning 999 111".split())
# "How long do you wait with chest pain": whoever asks that may be waiting.
_WAITING = frozenset("wait waiting leave leaving ignore ignoring put".split())

# Words before a figure of speech that carry no sign of their own.
_LIGHT = frozenset(
    (
        "i im he hes she shes they theyre it its a the my his her our me "
        "is was are were been be being has have had got having so really very all and "
        "with of feel feels feeling felt like keeps keep just gone went going getting not no"
    ).split()
)


def frames(signs: Sequence[Sign], softeners: Softeners) -> list[tuple[Sign, Frame]]:
    """Each sign that counts, with its frame; signs inside an idiom and negated signs are left out.

    A sign found to be happening now is not looked at again where it is repeated.
    """
    signs = [sign for sign in signs if not _set_aside(sign, near(signs, sign), softeners)]
    denied = denied_signs(signs, softeners)
    counted: list[tuple[Sign, Frame]] = []
    happening: set[str] = set()
    for sign in signs:
        if sign.id in happening or any(denied_with(d, sign, softeners.text) for d in near(denied, sign)):
            continue
        frame = _frame(sign, near(signs, sign), softeners.around(sign), bool(softeners.of("anaphora")), softeners)
        counted.append((sign, frame))
        if frame == "now":
            happening.add(sign.id)
    return counted


def _set_aside(sign: Sign, signs: Sequence[Sign], softeners: Softeners) -> bool:
    figures = near(softeners.of("figures"), sign)
    return (
        inside(sign, near(softeners.of("idioms"), sign))
        or _figurative(sign, figures, softeners.text)
        or _part_of_crisis(sign, signs)
        or (sign.level != "crisis" and nobodys(sign, softeners))
    )


def _figurative(sign: Sign, figures: Sequence[Found], text: Words) -> bool:
    """All of the sign but words such as "he is really" lies in the figure: "hes shaking" in "hes shaking his head"."""
    return any(
        figure.start < sign.end <= figure.end and _LIGHT.issuperset(text.words[sign.start : figure.start])
        for figure in figures
    )


def _frame(sign: Sign, signs: Sequence[Sign], softeners: Softeners, pointed_at: bool, message: Softeners) -> Frame:
    if past(sign, softeners, message):
        return "book"
    if pointed_at:
        return "now"
    if sign.level != "crisis" and sign.id != "reading" and asked_in_general(sign, softeners):
        return "book"
    if told(sign, softeners):
        return "book"
    # Someone who asks "who do I call if I want to die" may be in danger now, so looking ahead never softens a crisis.
    if sign.level != "crisis" and _looked_ahead(sign, softeners):
        return "look_ahead"
    if sign.id == "reading":
        return "book" if _threshold(sign, softeners) else "now"
    return "book" if _general(sign, softeners.text) and _book(sign, signs, softeners) else "now"


def _threshold(sign: Sign, softeners: Softeners) -> bool:
    """A measured temperature is a book question only where it is named as a limit and nobody has it."""
    asked = inside(sign, softeners.of("threshold"))
    return asked and not any_in(softeners.of("happening"), *clause(sign, softeners.text))


def _general(sign: Sign, text: Words) -> bool:
    """A crisis is asked about in general only by its bare name: "suicidal", but never "kill myself"."""
    if sign.level != "crisis":
        return True
    before = text.words[clause(sign, text)[0] : sign.start]
    return sign.end - sign.start <= 2 and not (_OWN & set(text.words[sign.start : sign.end]) or SUBJECTS & set(before))


def _part_of_crisis(sign: Sign, signs: Sequence[Sign]) -> bool:
    """ "Go to sleep and not wake up" is not somebody who cannot be woken."""
    return sign.level != "crisis" and any(
        s.level == "crisis" and s.start <= sign.start and sign.end <= s.end for s in signs
    )


def _looked_ahead(sign: Sign, softeners: Softeners) -> bool:
    for cue in softeners.of("look_ahead_if"):
        if _covers(cue, sign, softeners.text) and not any_in(
            softeners.of("time_now"), cue.start, sentence_end(sign, softeners.text)
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
    if touched(sign, near, text) and not _personal(sign.start, sign, softeners):
        return True
    if any(touched(s, near, text) and joined(s, sign, text, {"or", "and"}) for s in signs) and not _personal(
        sign.start, sign, softeners
    ):
        return True
    start, end = clause(sign, text)
    # "My sick has blood in it, is it common?" tells; "is vomiting common?" asks. The pronoun makes the difference.
    after = any(
        sign.end <= cue.start and cue.end <= end and not _POINTING & set(text.words[sign.end : cue.end])
        for cue in softeners.of("book_after")
    )
    return after and not any_in(softeners.of("happening"), start, end)


def _asks_what_to_do(sign: Sign, text: Words) -> bool:
    """ "What do you do with chest pain", "how long can chest pain last before you ring": it may be theirs."""
    start, end = clause(sign, text)
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
        or text.words[i] in BREAKS
        or (text.pause[i] and text.words[i] in SUBJECTS)
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
    end = clause(sign, text)[1]
    strong = any(text.words[i] in _STRONG for i in range(max(after, sign.start), end))
    return (
        strong
        or any_in(softeners.of("happening"), after, sign.start + 1)
        or any_in(softeners.of("time_now"), after, end)
    )


__all__ = ["READING", "SOFTENERS", "Frame", "Level", "Sign", "Softeners", "frames"]
