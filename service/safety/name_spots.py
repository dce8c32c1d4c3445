"""Names that are told by where they stand: a signature, before an age or a verb, in a list, beside a surname."""

from __future__ import annotations

import re

from service.safety.name_cues import KIN, OPENS
from service.safety.name_kept import KEPT
from service.safety.name_last import SURNAMES
from service.safety.name_parts import Words
from service.safety.name_words import NEVER, SOMETIMES_NAMES, STORY, THINGS

_SIGN_OFF = frozenset(
    "thanks thank thx you cheers regards wishes love ta sincerely faithfully yours from bye best kind truly"
    " respectfully ever thanx thnx tnx tx ty kr rgds bw hugs blessings luv atb warmly".split()
)
_KISSES = re.compile(r"[xo]{1,6}\Z")
_DOES = frozenset("had has was will is says said wants keeps feels needs got gets went asked and".split())
_MONTHS = frozenset("april may june august".split())
_PERSON_DOES = frozenset("has had says said wants feels needs asked".split())
# What no month, place or thing does at the beginning of a sentence.
_ALONE_DOES = frozenset(
    "isnt wont cant doesnt didnt hasnt wasnt cannot couldnt lost fell woke told slept ate vomited cried rang phoned"
    " went".split()
)
_AGE = re.compile(r",? \(?(?:aged? )?\d\d?(?:,|\)| ?(?:yrs?|years?|yo|y/o|[mf])\b)", re.IGNORECASE)
_KIN_WORD = re.compile(
    rf"(?:{KIN}|next of kin|nok|cns|matron|keyworker|registrar|physio|chaplain|dietitian|psychologist|counsellor"
    r"|interpreter|consultant|haematologist|nurse|manager|clerk|receptionist|secretary|driver|porter|landlord|lodger)\Z"
)
_SET_OFF = re.compile(r" ?[(:=\u2013\u2014]+ ?| - |, ?")  # "dad (Keith)", "Key worker: Siobhan", "wife, Hyacinth"
INITIAL = re.compile(r"[a-z]\Z")
JOINS = re.compile(r"[ \t\u00a0]*\Z|-\Z|\.[ ]?\Z|[ ]?['\u2019\"(][a-z]*\Z", re.IGNORECASE)
SHORTEST = 3  # of a word in small letters that no list knows


def paired(words: Words, at: int) -> bool:
    """Returns whether a capital word that is sometimes a name has a surname behind it, or an initial before one."""
    word = words.words[at]
    if word.low in ("i", "a") or not (len(word.stem) == 1 or (word.capital and word.stem in SOMETIMES_NAMES)):
        return False
    if at + 1 >= len(words.words) or words.protected[at]:
        return False
    after = words.words[at + 1]
    if INITIAL.match(word.stem):
        is_name = after.stem in SURNAMES or (
            not words.ordinary(at + 1) and (after.gap.startswith(".") or (words.begins(at) and words.closed(at + 1)))
        )
        return after.gap in (". ", ".", " ") and after.capital and is_name
    if after.gap != " ":
        return False
    # "Mark had his bone marrow": a sentence that begins so begins with a name; "Will I" does not.
    if words.begins(at) and after.low in _ALONE_DOES and word.stem not in NEVER | KEPT | STORY:
        return True
    may = word.stem in _MONTHS and words.begins(at) and after.low in _PERSON_DOES and _no_figure(words, at)
    does = (word.stem not in THINGS or may) and after.low in _DOES and word.stem not in KEPT and word.stem not in STORY
    return does or (after.capital and words.surname(at + 1, False))


def _no_figure(words: Words, at: int) -> bool:
    """Returns whether the words behind the next one follow it at once: "May has 31 days" is a month."""
    return at + 2 < len(words.words) and words.words[at + 2].gap == " "


def placed(words: Words, at: int) -> bool:
    """Returns whether a capital word that may be a name stands where only a name does.

    "Petra, 42," "Jade in Leeds" "Tess, are you there" "Lamont, Heather"
    """
    word, everyone = words.words[at], words.words
    before = everyone[at - 1].low if at else ""
    if before == "the" and word.capital and word.stem.endswith("s") and word.stem[:-1] in SURNAMES:
        return word.stem[:-1] not in words.known  # "the Hendersons"
    if at + 1 < len(everyone) and everyone[at + 1].gap == ", " and words.begins(at) and _inverted(words, at):
        return True
    if not word.capital or word.low != word.stem or not words.perhaps(at):
        return False
    if word.stem not in STORY and _KIN_WORD.match(before) and _SET_OFF.fullmatch(word.gap):
        return True
    behind = words.text[word.end : word.end + 12]
    if _AGE.match(behind):
        return word.stem not in THINGS or behind.startswith(",")
    if at + 1 >= len(everyone) or not words.begins(at) or word.stem in NEVER or word.stem in THINGS:
        return False
    after = everyone[at + 1]
    if after.gap.startswith(",") and after.low in ("are", "can", "could", "please", "do", "would", "i", "im", "you"):
        return True
    if after.gap.startswith(":") and word.stem in SOMETIMES_NAMES:
        return True
    town = at + 2 < len(everyone) and everyone[at + 2].capital and word.stem in SOMETIMES_NAMES
    return at == 0 and town and after.gap == " " and after.low in ("in", "from")


def _inverted(words: Words, at: int) -> bool:
    """Returns whether a surname stands before a first name, as in a list: "SMITH, John"."""
    word = words.words[at]
    if not (words.text[word.start].isupper() and words.text[words.words[at + 1].start].isupper()):
        return False
    return word.stem in SURNAMES or (words.named(at + 1) and not words.ordinary(at) and words.closed(at + 1))


def signature(words: Words) -> set[int]:
    """Returns the words of the name a message ends with: after thanks, on a line of its own, or after a dash."""
    everyone = words.words
    end = len(everyone)
    while end and _KISSES.match(everyone[end - 1].low):
        end -= 1
    for size in (1, 2, 3):
        at = end - size
        if at < 0 or (at == 0 and not re.search(r"[\-\u2013\u2014~]\s*\Z", everyone[0].gap)):
            break
        word, inside = everyone[at], range(at + 1, end)
        if any(not JOINS.match(everyone[i].gap) for i in inside):
            break
        initialled = size == 2 and INITIAL.match(everyone[at + 1].low)
        thanked = _thanked(words, at) or ((size == 1 or initialled) and _set_apart(words, at, bool(initialled)))
        alone = bool(re.search(r"\n\s*\Z|[\-\u2013\u2014~]\s*\Z", word.gap))
        if (thanked or alone) and OPENS.match(word.gap) and _like_a_name(words, at, alone or word.gap.strip() != ""):
            return {at, *(i for i in inside if words.surname(i, True))}
    return set()


def _set_apart(words: Words, at: int, initialled: bool) -> bool:
    """Returns whether a message ends with one capital word of its own: "back again, Hev"."""
    word = words.words[at]
    alone = word.gap in (", ", ". ", "! ", "\n") and word.capital and not words.ordinary(at)
    if not alone or at < 2 or words.words[at - 1].low == "[]":  # "[address], Bolton"
        return False
    behind = words.text[words.words[at + initialled].end :]
    return words.mixed and not re.search(r"\w", behind.strip(" x"))


def _thanked(words: Words, at: int) -> bool:
    """Returns whether the words before one close a message: "thank you", "regards", "from" on a line of its own."""
    before = words.words[at - 1].low if at else ""
    if before == "you":
        return at > 1 and words.words[at - 2].low == "thank"
    if before == "from":
        return words.words[at].capital and words.begins(at - 1)
    if len(before) > 1 and _KISSES.match(before):
        return True
    return before in _SIGN_OFF and (before != "best" or words.words[at].gap != " ")


def _like_a_name(words: Words, at: int, apart: bool) -> bool:
    word = words.words[at]
    if words.perhaps(at):
        return word.capital or word.stem not in THINGS
    long_enough = len(word.stem) >= (SHORTEST if apart or word.capital else SHORTEST + 1)
    return not words.ordinary(at) and long_enough
