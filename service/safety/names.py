"""Finds names of persons by what people say around them: "my name is", "Dr", "my son", a signature. Rules only."""

from __future__ import annotations

import re
from collections.abc import Collection

from service.safety.name_cues import (
    DOES,
    HERE,
    INTRODUCED,
    KIN_OF,
    LIKELY,
    LOOSE,
    OPENS,
    PERSON,
    SPEAKS,
    SURE,
    THEN,
    TITLE,
    Line,
    of_story,
)
from service.safety.name_first import FIRST_NAMES
from service.safety.name_last import SURNAMES
from service.safety.name_parts import PEOPLES, Word, Words
from service.safety.name_words import KEPT, NEVER, PLACES, SOMETIMES_NAMES, STORY, THINGS

_SIGN_OFF = frozenset(
    "thanks thank thx you cheers regards wishes love ta sincerely faithfully yours from bye best kind truly"
    " respectfully ever".split()
)
_KISSES = re.compile(r"[xo]{1,6}\Z")
_INITIAL = re.compile(r"[a-z]\Z")
_PARTICLES = frozenset("de van der den von da di dos bin bint ibn ap ferch ni mac el al o st la le abu ul ur".split())
_DOES = frozenset("had has was will is says said wants keeps feels needs got gets went asked and".split())
_JOINS = re.compile(r"[ \t\u00a0]*\Z|-\Z|\.[ ]?\Z|[ ]?['\u2019\"(][a-z]*\Z", re.IGNORECASE)
MOST_WORDS = 4
_SHORTEST = 3  # of a word in small letters that no list knows


def names(text: str, known: Collection[str]) -> tuple[Words, set[int]]:
    """Returns the text as words and which of them are names of persons. ``known``: ordinary words, never hidden unless
    a rule is sure that one of them is a name."""
    words = Words.of(text, known)
    found: set[int] = set()
    line = Line(words)
    for rule, sure in ((SURE, True), (TITLE, True), (HERE, False), (LIKELY, False)):
        for at in line.after(rule):
            if at not in found and (_sure(words, at, rule) if sure else _likely(words, at, line.cue(at))):
                found |= _whole(words, at, sure or line.cue(at) != LOOSE)
    for rule in (THEN, SPEAKS, KIN_OF, DOES):
        found |= {at for at in line.before(rule) if at not in found and _said_after(words, at, rule)}
    for at in range(len(words.words)):
        # "a bob" is a haircut and "a jean" is no one either
        article = at > 0 and words.words[at - 1].low in ("a", "an") and not words.words[at].capital
        if at not in found and ((words.named(at) and not article) or _paired(words, at)):
            found |= _whole(words, at, False)
    found |= _signature(words)
    for at in sorted(found):
        found |= _joined(words, at, found)
    return words, found


def _sure(words: Words, at: int, rule: re.Pattern[str]) -> bool:
    word = words.words[at]
    if word.low == "[]":
        return False
    if word.stem in SOMETIMES_NAMES or word.stem in FIRST_NAMES or word.stem in SURNAMES:
        return True
    if word.low in NEVER or word.stem in NEVER:
        return False
    if rule is TITLE or word.gap.strip(" ."):
        return word.capital or not words.ordinary(at) or bool(_INITIAL.match(word.low))
    return word.capital or word.stem not in words.known or word.stem in KEPT


def _likely(words: Words, at: int, cue: int) -> bool:
    """Returns whether a word looks like a name; where a person is meant, so does any word that no list knows."""
    word = words.words[at]
    if words.named(at):
        return True
    if words.protected[at] or len(word.stem) < 2:
        return False
    if word.stem in SOMETIMES_NAMES:
        # "my son will has": after "will" itself no verb such as this can stand
        verb = at + 1 < len(words.words) and words.words[at + 1].low in ("has", "had", "is", "was", "will")
        small = cue == PERSON and words.closed(at) and (verb or word.stem not in NEVER)
        return small or (word.capital and (cue > LOOSE or not words.begins(at)))
    if word.capital:
        people = cue == INTRODUCED and PEOPLES.search(word.stem)
        return cue > LOOSE and (word.stem in SURNAMES or not (people or words.ordinary(at)))
    if cue < PERSON or words.ordinary(at) or len(word.stem) < _SHORTEST:
        return False
    return word.gap == " " and words.closed(at)


def _said_after(words: Words, at: int, rule: re.Pattern[str]) -> bool:
    """Returns whether a word is a name because of what stands behind it."""
    word = words.words[at]
    if (rule is KIN_OF and word.low == word.stem) or (of_story(words, at) and rule is not THEN):
        return False
    unknown = not words.ordinary(at)
    if rule is DOES:
        placed = at > 0 and words.words[at - 1].low in PLACES
        dated = words.words[at + 1].gap != " "  # "14 June 2005 and I"
        return word.capital and not (placed or dated) and (unknown or words.perhaps(at))
    return words.perhaps(at) or (rule is THEN and unknown and len(word.stem) > _SHORTEST)


def _paired(words: Words, at: int) -> bool:
    """Returns whether a capital word that is sometimes a name has a surname behind it, or an initial stands before"
    " one."""
    word = words.words[at]
    if not word.capital and not _INITIAL.match(word.stem):
        return False
    if at + 1 >= len(words.words) or words.protected[at]:
        return False
    after = words.words[at + 1]
    if _INITIAL.match(word.stem):
        is_name = after.stem in SURNAMES or (
            not words.ordinary(at + 1) and (after.gap.startswith(".") or (words.begins(at) and words.closed(at + 1)))
        )
        return after.gap in (". ", ".", " ") and word.low not in ("i", "a") and after.capital and is_name
    if word.stem not in SOMETIMES_NAMES or after.gap != " ":
        return False
    # "Mark had his bone marrow": a sentence that begins so begins with a name; "Will I" does not.
    does = word.stem not in THINGS and after.low in _DOES and word.stem not in KEPT and word.stem not in STORY
    return does or (after.capital and words.surname(at + 1, False))


def _whole(words: Words, at: int, sure: bool) -> set[int]:
    """Returns the words of a name that begins here."""
    everyone, found = words.words, {at}
    for after in range(at + 1, min(at + MOST_WORDS, len(everyone))):
        word, before = everyone[after], everyone[after - 1]
        stopped = "." in word.gap and not _INITIAL.match(before.stem)
        if stopped or not _JOINS.match(word.gap) or before.low != before.stem:
            break
        goes_on = after + 1 < len(everyone) and _JOINS.match(everyone[after + 1].gap) and words.surname(after + 1, sure)
        # An initial, or "de", is part of a name where a name goes on behind it.
        initial = bool(_INITIAL.match(word.stem)) and word.stem not in "ia"
        if not words.surname(after, sure) and not ((initial or word.stem in _PARTICLES) and goes_on):
            break
        found.add(after)
    return found


def _joined(words: Words, at: int, found: set[int]) -> set[int]:
    """Returns the name on the other side of "and", "&" or "/": "Hope and Faith"."""
    everyone = words.words
    for other in (at + 1, at + 2, at - 1, at - 2):
        if not 0 <= other < len(everyone) or other in found:
            continue
        low, high = sorted((at, other))
        between = "".join(f"{word.gap}{word.low}" for word in everyone[low + 1 : high]) + everyone[high].gap
        if between.strip() in ("and", "&", "/", "n", ", and") and words.perhaps(other) and everyone[other].capital:
            return _whole(words, other, False)
    return set()


def _signature(words: Words) -> set[int]:
    """Returns the words of the name a message ends with: after thanks, on a line of its own, or after a dash."""
    everyone = words.words
    end = len(everyone)
    while end and _KISSES.match(everyone[end - 1].low):
        end -= 1
    for size in (1, 2, 3):
        at = end - size
        if at < 1:
            break
        word, inside = everyone[at], range(at + 1, end)
        if any(not _JOINS.match(everyone[i].gap) for i in inside):
            break
        thanked = _thanked(words, at)
        alone = bool(re.search(r"\n\s*\Z|[\-\u2013\u2014~]\s*\Z", word.gap))
        if (thanked or alone) and OPENS.match(word.gap) and _like_a_name(words, at, alone or word.gap.strip() != ""):
            return {at, *(i for i in inside if words.surname(i, True))}
    return set()


def _thanked(words: Words, at: int) -> bool:
    """Returns whether the words before one close a message: "thank you", "regards", "from" on a line of its own."""
    before = words.words[at - 1].low
    if before == "you":
        return at > 1 and words.words[at - 2].low == "thank"
    if before == "from":
        return words.words[at].capital and words.begins(at - 1)
    return before in _SIGN_OFF and (before != "best" or words.words[at].gap != " ")


def _like_a_name(words: Words, at: int, apart: bool) -> bool:
    word = words.words[at]
    if words.perhaps(at):
        return word.capital or word.stem not in THINGS
    long_enough = len(word.stem) >= (_SHORTEST if apart or word.capital else _SHORTEST + 1)
    return not words.ordinary(at) and long_enough


def spans(words: Words, found: set[int]) -> list[tuple[int, int]]:
    """Returns the places of names in the text; words of one name are one place."""
    places: list[tuple[int, int]] = []
    everyone: list[Word] = words.words
    last = -2
    for at in sorted(found):
        word = everyone[at]
        if at == last + 1 and places and _JOINS.match(word.gap) and everyone[last].low == everyone[last].stem:
            places[-1] = (places[-1][0], word.end)
        else:
            places.append((word.start, word.end))
        last = at
    return places
