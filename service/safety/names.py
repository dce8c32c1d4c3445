"""Finds names of persons by what people say around them: "my name is", "Dr", "my son", a signature. Rules only."""

from __future__ import annotations

import re
from collections.abc import Collection

from service.safety.name_cues import (
    DOES,
    HERE,
    INTRODUCED,
    KIN_ALONE,
    KIN_OF,
    LIKELY,
    LOOSE,
    OWN,
    PERSON,
    SPEAKS,
    SURE,
    THEN,
    TITLE,
    Line,
    of_story,
)
from service.safety.name_eponyms import SOMEBODYS
from service.safety.name_first import FIRST_NAMES
from service.safety.name_grammar import by_grammar, hanging, speaking
from service.safety.name_kept import KEPT
from service.safety.name_last import SURNAMES
from service.safety.name_parts import PEOPLES, Word, Words
from service.safety.name_spots import INITIAL, JOINS, SHORTEST, paired, placed, signature
from service.safety.name_words import NEVER, PLACES, SAID_OF_ONESELF, SOMETIMES_NAMES, STORY, THINGS, WORD_SURNAMES

_PARTICLES = frozenset("de van der den von da di dos bin bint ibn ap ferch ni mac el al o st la le abu ul ur".split())
_TELLS = frozenset("when if since because before after while until once".split())
_LIVES = frozenset("was is has had gets goes comes came went got needs feels felt starts wants".split())
_DONE_TO_THINGS = frozenset(
    "stopped given started approved available finished licensed used added not bad good safe allowed better banned"
    " taken the a an".split()
)
MOST_WORDS = 4


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
        article = at > 0 and not words.words[at].capital and _a_thing(words, at)
        if at not in found and ((words.named(at) and not article) or paired(words, at) or placed(words, at)):
            found |= _whole(words, at, False)
    for at in by_grammar(words) - found:
        found |= _whole(words, at, False)
    for at in line.before(SPEAKS):
        found |= speaking(words, at)
    found |= signature(words)
    found |= hanging(words, found)
    for at in sorted(found):
        found |= _joined(words, at, found) | _before(words, at)
    return words, found


def _a_thing(words: Words, at: int) -> bool:
    """Returns whether an article makes a name a thing: "a bob", "the dean of the cathedral"."""
    of = at + 1 < len(words.words) and words.words[at + 1].low == "of"
    before = words.words[at - 1].low
    return before in ("a", "an") or (before == "the" and of)


def _sure(words: Words, at: int, rule: re.Pattern[str]) -> bool:
    word = words.words[at]
    if word.low == "[]" or words.public[at]:
        return False
    if rule is TITLE and len(word.low) == 1 and words.text[word.start].isupper() and _goes_on(words, at + 1):
        return True  # "Mrs A Barnes"
    if word.low in _PARTICLES and _goes_on(words, at + 1):
        return True
    if word.stem in SOMETIMES_NAMES or word.stem in FIRST_NAMES or word.stem in SURNAMES:
        return True
    if word.low in NEVER or word.stem in NEVER:
        a_name = word.stem in WORD_SURNAMES and (word.capital or rule is TITLE)
        return a_name and (words.mixed or rule is TITLE) and words.closed(at)
    if rule is TITLE or word.gap.strip(" ."):
        return word.capital or not words.ordinary(at) or bool(INITIAL.match(word.low))
    return word.capital or word.stem not in words.known or word.stem in KEPT


def _goes_on(words: Words, at: int) -> bool:
    """Returns whether a name goes on here, behind particles or not: the rest of "van der Berg"."""
    while at < len(words.words) and words.words[at].low in _PARTICLES:
        at += 1
    return at < len(words.words) and words.words[at].gap == " " and words.surname(at, True)


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
        small = cue >= PERSON and words.closed(at) and (verb or word.stem not in NEVER)
        # "hi im sage", but not "im lucky" and not "im red"
        me = cue == INTRODUCED and words.closed(at) and at > 0 and words.words[at - 1].low in ("im", "am")
        small = (
            small
            or (me and word.stem not in NEVER | THINGS | SAID_OF_ONESELF)
            or (cue == INTRODUCED and _followed(words, at) and word.stem not in NEVER)
        )
        return small or (word.capital and (cue > LOOSE or not words.begins(at)))
    if word.capital:
        people = cue == INTRODUCED and PEOPLES.search(word.stem)
        if cue > LOOSE and (word.stem in SURNAMES or not (people or words.ordinary(at))):
            return True
        return (cue == OWN and _only_a_name(words, at)) or _of_a_story(words, at)
    if cue == LOOSE or len(word.stem) < SHORTEST or word.gap != " ":
        return False
    if cue == INTRODUCED:
        mistyped = words.mistyped_name(at) and at + 1 < len(words.words) and not words.ordinary(at + 1)
        whole = mistyped and words.closed(at + 1)  # "this is samatha jonse,"
        return whole or ((words.closed(at) or _followed(words, at)) and _introduced(words, at))
    if not words.closed(at):
        return False
    return not words.ordinary(at) or (word.stem in SURNAMES and word.low not in NEVER)


def _only_a_name(words: Words, at: int) -> bool:
    """Returns whether a capital has no other reason: "my friend Dusty and I"."""
    word = words.words[at]
    odd = word.low in NEVER or word.stem in NEVER or word.stem in KEPT or word.stem in THINGS
    return words.mixed and words.closed(at) and word.gap == " " and not odd and not PEOPLES.search(word.stem)


def _of_a_story(words: Words, at: int) -> bool:
    """Returns whether a capital that no list knows lives through something: "when Ottavia was in hospital"."""
    if at + 2 >= len(words.words) or words.ordinary(at) or words.words[at].gap != " ":
        return False
    does, then = words.words[at + 1].low, words.words[at + 2].low
    return words.words[at - 1].low in _TELLS and does in _LIVES and then not in _DONE_TO_THINGS and words.mixed


def _introduced(words: Words, at: int) -> bool:
    """Returns whether small letters behind "I'm" are a name: a mistyped one, or one that goes on behind it."""
    return (_followed(words, at) and not words.ordinary(at)) or words.mistyped_name(at)


def _followed(words: Words, at: int) -> bool:
    """Returns whether a surname, or a name that is nothing else, stands right behind a word."""
    after = at + 1
    if after >= len(words.words) or words.words[after].gap != " ":
        return False
    stem = words.words[after].stem
    return words.named(after) or (stem in SURNAMES and (stem not in words.known or words.closed(after)))


def _said_after(words: Words, at: int, rule: re.Pattern[str]) -> bool:
    """Returns whether a word is a name because of what stands behind it."""
    word = words.words[at]
    if rule is KIN_OF and word.low == word.stem:
        return _of_one(words, at)
    if of_story(words, at) and rule is not THEN:
        return False
    if rule is THEN and word.stem in SOMEBODYS and word.capital and words.begins(at) and not words.protected[at]:
        return True
    unknown = not words.ordinary(at)
    if rule is DOES:
        placed = at > 0 and words.words[at - 1].low in PLACES
        dated = words.words[at + 1].gap != " "  # "14 June 2005 and I"
        return word.capital and not (placed or dated) and (unknown or words.perhaps(at))
    place = at > 0 and words.words[at - 1].low in PLACES  # "from peckham my brother"
    # "like red freckles. My cousin": what ends a sentence is no name for that
    unknown = unknown and not words.begins(at + 1)
    return words.perhaps(at) or (rule is THEN and unknown and len(word.stem) > SHORTEST and not place)


def _of_one(words: Words, at: int) -> bool:
    """Returns whether a name has lost the apostrophe before what is that person's: "dannys mum", "bills wife"."""
    stem, after = words.words[at].stem, words.words[at + 1].low
    name = stem[:-1]
    if stem[-1:] != "s" or stem in FIRST_NAMES or words.protected[at] or stem in KEPT or name in STORY:
        return False
    if name in FIRST_NAMES:
        return stem not in words.known
    return name in SOMETIMES_NAMES and name not in NEVER | THINGS and after in KIN_ALONE


def _whole(words: Words, at: int, sure: bool) -> set[int]:
    """Returns the words of a name that begins here."""
    everyone, found = words.words, {at}
    for after in range(at + 1, min(at + MOST_WORDS, len(everyone))):
        word, before = everyone[after], everyone[after - 1]
        stopped = "." in word.gap and not INITIAL.match(before.stem)
        if stopped or not JOINS.match(word.gap) or before.low != before.stem:
            break
        surname = after + 1 < len(everyone) and words.surname(after + 1, sure)
        goes_on = (surname and JOINS.match(everyone[after + 1].gap)) or (
            word.stem in _PARTICLES and _goes_on(words, after + 1)
        )
        # An initial, or "de", is part of a name where a name goes on behind it.
        initial = bool(INITIAL.match(word.stem)) and word.stem not in "ia"
        if not words.surname(after, sure) and not ((initial or word.stem in _PARTICLES) and goes_on):
            break
        found.add(after)
    return found


def _before(words: Words, at: int) -> set[int]:
    """Returns the words of a name before the one found: capitals that no list knows, "Cassius Clay Brown"."""
    found: set[int] = set()
    while at > 0 and words.words[at].gap == " ":
        at -= 1
        word = words.words[at]
        if (
            not words.text[word.start].isupper()
            or word.low != word.stem
            or words.ordinary(at)
            or len(word.stem) < SHORTEST
        ):
            break
        found.add(at)
    return found


def _joined(words: Words, at: int, found: set[int]) -> set[int]:
    """Returns the name on the other side of "and", "&" or "/": "Hope and Faith"."""
    everyone = words.words
    for other in (at + 1, at + 2, at - 1, at - 2):
        if not 0 <= other < len(everyone) or other in found:
            continue
        low, high = sorted((at, other))
        between = "".join(f"{word.gap}{word.low}" for word in everyone[low + 1 : high]) + everyone[high].gap
        if between.strip() in ("and", "&", "/", "n", ", and", "+") and words.perhaps(other) and everyone[other].capital:
            return _whole(words, other, False)
    return set()


def spans(words: Words, found: set[int]) -> list[tuple[int, int]]:
    """Returns the places of names in the text; words of one name are one place."""
    places: list[tuple[int, int]] = []
    everyone: list[Word] = words.words
    last = -2
    for at in sorted(found):
        word = everyone[at]
        if at == last + 1 and places and JOINS.match(word.gap) and everyone[last].low == everyone[last].stem:
            places[-1] = (places[-1][0], word.end)
        else:
            places.append((word.start, word.end))
        last = at
    return places
