"""A message as words with their places, and what one word looks like: a name, perhaps a name, or never one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from service.safety.name_eponyms import (
    BARE_THINGS,
    EPONYMS,
    HOSPITALS,
    NOUNS,
    NOUNS_OF_ANYONE,
    OF_GUYS,
    OF_HOSPITALS,
    OWN_THINGS,
    PAIRED,
)
from service.safety.name_first import FIRST_NAMES
from service.safety.name_kept import INSTITUTIONS, KEPT, kept_places
from service.safety.name_last import SURNAMES
from service.safety.name_towns import NAMED_TOWNS, PLACED, TOWNS, TRAVELLED
from service.safety.name_words import NEVER, SOMETIMES_NAMES

PLACEHOLDER = re.compile(r"\[[A-Za-z]+(?: [a-z]+){0,2}\]")
_WORD = re.compile(rf"{PLACEHOLDER.pattern}|[^\W\d_]+(?:['\u2019`\u02bc-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['\u2019`\u02bc][sS]\Z")
_MARKS = re.compile(r"['\u2019`\u02bc]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Endings of ordinary words and, second, of medicines and illnesses: a word not in any list that has one is no name.
_ORDINARY = re.compile(
    r"(?<=..)(?:ing|ings|ed|ly|tions?|sions?|ness|ful|less|ments?|able|ible|ous|ive|ity|ism|ists?|nt|ish|ese|est"
    r"|ers|ies"
    r"|ated|ates|iest|ism|ally|ologist|ians?)\Z"
)
PEOPLES = re.compile(r"(?:ians?|ish|ese)\Z")  # Nigerian, Turkish, Chinese
_MEDICAL = re.compile(
    r"(?:mab|[mtl]inib|cel|cillin|azole|mycin|micin|statin|prazole|[cvn]ir|amide|a?emia|a?emic|oma|omas|itis|osis"
    r"|ology|ologists?|scopy|ectomy"
    r"|platin|rubicin|bicin|istine|tabine|parin|sone|olone|dipine|sartan|pril|olol|profen|codone|phine|azepam|cytes?"
    r"|penia|philia|toxic|toxicity"
    r"|globulin|kine|ase|umab|caine|setron|sulfan|trexate|abine|apy|gram|ics?)\Z"
)
_BREAK = re.compile(r"[.!?\n:\"\u201c]")
# Every word that an illness, a test or a hospital may be called by.
_BEARERS = EPONYMS | {f"{name}s" for name in EPONYMS} | PAIRED | HOSPITALS | {"guy"}
_BEARERS |= {pair.split("-")[1] for pair in PAIRED}
_TOWNS = TOWNS | NAMED_TOWNS
_SHORTEST_SURNAME = 3
_SHORT_NAME = 4  # of four letters only two that changed places are a slip: "jonh"
FOLLOWS = frozenset(
    "is was has had will would can could s and who whos needs wants got gets said says went lives keeps feels just"
    " aged age im i isnt wasnt hasnt cant"
    " n left woke fell ate slept lost started stopped came looks seems sounds prays died"
    " told tells tell rang called gave took put thinks wrote came explained changed knows asked"
    " doesnt didnt does did also still he she they says with in on at from about or tested started finished".split()
)


@dataclass(frozen=True)
class Word:
    """One word: its place in the text, ``low`` as rules read it ("it's" is "its"), ``stem`` without "'s"."""

    start: int
    end: int  # of the stem: "Tom" of "Tom's"
    low: str
    stem: str
    capital: bool  # in a text that does not shout
    gap: str  # what stands between the word before and this one


@dataclass(frozen=True)
class Words:
    """A message as words."""

    words: list[Word]
    known: Collection[str]
    text: str

    @classmethod
    def of(cls, text: str, known: Collection[str]) -> Words:
        """Returns any text as words; ``known`` are ordinary words in small letters."""
        bare = PLACEHOLDER.sub("", text)
        shouts = sum(map(str.isupper, bare)) * 2 > sum(map(str.isalpha, bare))
        words, last = [], 0
        for found in _WORD.finditer(text):
            typed = found[0]
            stem = _POSSESSIVE.sub("", typed)
            capital = not shouts and typed[0].isupper() and any(c.islower() for c in stem) and typed[0] != "["
            low = "[]" if typed[0] == "[" else _bare(typed)
            words.append(
                Word(
                    found.start(), found.start() + len(stem), low,
                    low if low == "[]" or stem == typed else _bare(stem), capital,
                    text[last : found.start()],
                )
            )  # fmt: skip
            last = found.end()
        return cls(words, known, text)

    @cached_property
    def protected(self) -> list[bool]:
        """Whether a word belongs to the name of a hospital, charity or illness. Few messages need to know."""
        spans, _ = self._kept
        others = {at for at, one in enumerate(self._inside(spans)) if one} if spans else set()
        for at, word in enumerate(self.words):
            if word.low in INSTITUTIONS and at and word.gap == " ":
                others |= {at, at - 1}
            if (word.stem in _BEARERS and self._eponym(at)) or (word.stem in _TOWNS and self._in_town(at)):
                others.add(at)
        others = {at for at in others if not self._owned(at)}
        return [one or at in others for at, one in enumerate(self.public)] if others else self.public

    def _in_town(self, at: int) -> bool:
        """Returns whether a town is meant that is a name too: "in Barry", "Barry to Cardiff", not "from Barry"."""
        if self.words[at].low != self.words[at].stem:
            return False
        behind = [word.low for word in self.words[at + 1 : at + 3]]
        if behind == ["too", "far"] or (len(behind) == 2 and behind[0] == "to" and behind[1] in _TOWNS):
            return True
        if not at or self.words[at].gap != " ":
            return False
        before = self.words[at - 1].low
        if before in ("from", "to"):
            return at > 1 and self.words[at - 2].low in TRAVELLED
        return before in PLACED

    def _owned(self, at: int) -> bool:
        """Returns whether a thing that follows is this person's: "Priya's line" is no more a "Hickman line"."""
        word = self.words[at]
        after = self.words[at + 1].low if at + 1 < len(self.words) else ""
        if word.stem in KEPT or word.stem in EPONYMS or word.stem in NAMED_TOWNS:
            return False
        if word.low != word.stem:
            return after in OWN_THINGS and (word.stem in FIRST_NAMES or word.stem in SOMETIMES_NAMES)
        return after in BARE_THINGS and word.stem in FIRST_NAMES

    def _eponym(self, at: int) -> bool:
        """Returns whether an illness, a test or a hospital bears the name: "Wright's stain", "does Christie do it"."""
        stem = self.words[at].stem
        if stem in PAIRED:
            return True
        if at and f"{self.words[at - 1].stem}-{stem}" in PAIRED:
            return True
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        behind = after.low if after and after.gap in (" ", "-") else ""
        if self.words[at].low == "guys" and stem == "guy":  # "Guy's" at the end, or with what a hospital does
            return not behind or behind in OF_GUYS
        before = self.words[at - 1].low if at else ""
        if stem in HOSPITALS and (behind in OF_HOSPITALS or (before in ("or", "the", "at") and not behind)):
            return True
        if stem in HOSPITALS and behind == "in" and at + 2 < len(self.words) and self.words[at + 2].low in TOWNS:
            return True
        if not behind or not (stem in EPONYMS or (stem[-1:] == "s" and stem[:-1] in EPONYMS)):
            return False
        if behind in NOUNS or (after and f"{stem}-{after.stem}" in PAIRED):
            return True
        return behind in NOUNS_OF_ANYONE and not (stem in SURNAMES or stem in FIRST_NAMES or stem in SOMETIMES_NAMES)

    @cached_property
    def public(self) -> list[bool]:
        """Whether a word belongs to the name of what is sold, sung or told."""
        return self._inside(self._kept[1])

    @cached_property
    def _kept(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        return kept_places(self.text)

    def _inside(self, spans: list[tuple[int, int]]) -> list[bool]:
        if not spans:
            return [False] * len(self.words)
        return [any(a <= word.start < b for a, b in spans) for word in self.words]

    @cached_property
    def mixed(self) -> bool:
        """Whether capitals say something here: most words of the message have none."""
        return sum(word.capital for word in self.words) * 5 <= len(self.words) * 2

    def ordinary(self, at: int) -> bool:
        """Returns whether a word is an English word, part of an institution's name, or a word people mistyped."""
        word = self.words[at]
        stem = word.stem
        if stem in self.known or word.low in self.known or stem in NEVER or word.low in NEVER:
            return True
        if stem in KEPT or stem in TOWNS:
            return True
        parts = stem.split("-")
        if len(parts) > 1 and any(len(part) < 2 or part in self.known or part in KEPT for part in parts):
            return True
        if self.protected[at] or len(stem) < 2 or stem == "[]" or _MEDICAL.search(stem):
            return True
        return not word.capital and (bool(_ORDINARY.search(stem)) or self._mistyped(stem))

    def _mistyped(self, stem: str) -> bool:
        """Returns whether one letter more, less, other or moved makes a known word."""
        if stem.rstrip("s") in self.known:
            return True
        cuts = [(stem[:i], stem[i:]) for i in range(len(stem) + 1)]
        near = [a + b[1:] for a, b in cuts if b] + [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1]
        if any(word in self.known for word in near):
            return True
        return any(a + c + b in self.known or a + c + b[1:] in self.known for a, b in cuts for c in _LETTERS)

    def named(self, at: int) -> bool:
        """Returns whether a word is a first name that is nothing else, or several joined: "Anne-Marie"."""
        stem = self.words[at].stem
        if stem not in FIRST_NAMES and not (stem[:2] == "mc" and len(stem) > _SHORT_NAME and stem not in self.known):
            return "-" in stem and self._double(at) and not self.protected[at]
        return not self.protected[at]

    def _double(self, at: int) -> bool:
        parts = self.words[at].stem.split("-")
        names = all(part in FIRST_NAMES or part in SOMETIMES_NAMES or part in SURNAMES for part in parts)
        return names and (self.words[at].capital or any(part in FIRST_NAMES for part in parts))

    def mistyped_name(self, at: int) -> bool:
        """Returns whether a word is a longer first name with one letter more, less, other or moved."""
        stem = self.words[at].stem
        if not 4 <= len(stem) <= 12 or self.ordinary(at):
            return False
        cuts = [(stem[:i], stem[i:]) for i in range(len(stem) + 1)]
        moved = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        if moved & FIRST_NAMES or len(stem) == _SHORT_NAME:
            return bool(moved & FIRST_NAMES)
        near = {a + b[1:] for a, b in cuts if b} | {a + c + b for a, b in cuts for c in _LETTERS}
        return bool((near | {a + c + b[1:] for a, b in cuts if b for c in _LETTERS}) & FIRST_NAMES)

    def perhaps(self, at: int) -> bool:
        """Returns whether a word looks like a name once something says that a person is meant."""
        word = self.words[at]
        if self.protected[at]:
            return False
        if self.named(at) or (word.stem in SOMETIMES_NAMES and (word.capital or word.stem not in NEVER)):
            return True
        return word.capital and (word.stem in SURNAMES or not self.ordinary(at))

    def surname(self, at: int, sure: bool) -> bool:
        """Returns whether a word goes on a name that has begun."""
        word = self.words[at]
        if word.low in NEVER or self.protected[at] or word.stem == "[]":
            return False
        if word.stem in FIRST_NAMES or word.stem in SURNAMES:
            return True
        if word.capital:
            return sure or not self.ordinary(at) or word.stem in TOWNS
        if not sure or word.stem in self.known or word.stem in KEPT or len(word.stem) < _SHORTEST_SURNAME:
            return False
        return not self.ordinary(at) or (self.closed(at) and not _ORDINARY.search(word.stem))

    def begins(self, at: int) -> bool:
        """Returns whether a word begins a sentence, where every word has a capital."""
        return at == 0 or bool(_BREAK.search(self.words[at].gap))

    def closed(self, at: int) -> bool:
        """Returns whether what follows a word is what follows a name: a verb, a stop, or nothing."""
        return at + 1 >= len(self.words) or self.words[at + 1].gap != " " or self.words[at + 1].low in FOLLOWS


def _bare(word: str) -> str:
    """Returns a word in small letters, without apostrophes and accents."""
    if word.isascii() and word.isalpha():  # nearly every word
        return word.lower()
    folded = unicodedata.normalize("NFKD", _MARKS.sub("", word).lower())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
