"""Says which danger sign a message in another language than English holds, at which level, and in which language."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast, get_args

from service.safety.clauses import Level
from service.safety.urgent import Finding

LEVELS: tuple[Level, ...] = get_args(Level)
HIGHEST_FIRST: tuple[Level, ...] = ("emergency", "crisis", "urgent")  # as the English rules order them
CLOSE, FAR = 1, 4  # words that may stand between two words of a phrase, and where it says "..."
MOST_FORMS = 2000  # spellings that one written phrase may stand for
# Marks that people leave out or cannot see: accents, Arabic vowels and the hamza, dots below, joiners.
_MARKS = re.compile(
    "[\u0300-\u036f\u0621\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u093c\u0981\u09bc\u0a3c\u0a71\u0abc"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
# Letters typed for one another: bare Latin ones, and the Arabic ones in which Arabic and Urdu keyboards differ.
_ZEROS = (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6)  # of the digits of Arabic, Urdu and Indian scripts
_SAME = str.maketrans(
    {"ł": "l", "ı": "i", "ø": "o", "đ": "d", "œ": "oe", "æ": "ae"}
    | dict.fromkeys("’‘`´ʼ", "'")
    | dict.fromkeys("\u0649\u06cc\u06d2", "\u064a")
    | dict.fromkeys("\u06c1\u06be\u0629\u06c3\u06d5", "\u0647")
    | {"\u06a9": "\u0643", "\u06aa": "\u0643", "\u06ba": "\u0646"}
    | {chr(zero + digit): str(digit) for zero in _ZEROS for digit in range(10)}
    | {"\u0901": "\u0902", "\u0a70": "\u0a02", "\u0a01": "\u0a02", "\u0a81": "\u0a82"}
)
_TWICE = re.compile(r"([a-z])\1+")
_DECIMAL = re.compile(r"(?<=\d)[.,٫](?=\d)")
# Chinese letters are words each; letters of India bear marks that \w leaves out; an end of sentence is a word too.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(
    rf"[{_HAN}]|(?:[^\W_{_HAN}]|[\u0900-\u0963\u0966-\u0dff])+|[,\u060c\u3001.!?;…\u061b\u061f\u06d4\u0964\u3002]"
)
_COMMAS = frozenset(",\u060c\u3001")
_END = frozenset(".!?;…\u061b\u061f\u06d4\u0964\u3002")
_STOPS = _END | _COMMAS
# "and" and "the", which Arabic writes onto the next word.
_GLUED = re.compile("^\u0648?(?:\u0628?\u0627\u0644|\u0644\u0644)(?=...)|^\u0648(?=...)")
_ARABIC = re.compile("[\u0620-\u06ff]")
_GROUP = re.compile(r"\(([^()]*)\)")
_BAD = re.compile(r"[()|{}\[\]]|(?<!\S)\*|\*(?=\S)")


class BadTongues(ValueError):
    """The words of a language cannot be used; says which and why."""


class Heard(NamedTuple):
    """A danger sign's level and the language it was said in, as its code in the words ("pl", "pa-Latn")."""

    level: Level
    language: str


def with_tongue(finding: Finding, heard: Heard | None) -> Finding:
    """Returns what is found in English and in other languages together: the higher level, and the language."""
    if heard is None:
        return finding
    now = finding.level if finding.frame == "now" else None
    if now and HIGHEST_FIRST.index(now) <= HIGHEST_FIRST.index(heard.level):
        return replace(finding, language=heard.language)
    return Finding(heard.level, "now", (), heard.language)


@dataclass(frozen=True)
class _Part:
    word: str
    stem: bool
    gap: int  # how many other words may stand before it


@dataclass(frozen=True)
class _Phrase:
    language: str
    level: Level | None  # None: a phrase that softens the sign it touches
    after: bool  # a softener that follows its sign
    parts: tuple[_Part, ...]


class _Hit(NamedTuple):
    start: int
    end: int
    phrase: _Phrase


def bare(text: str) -> str:
    """Returns a text in small letters, without accents, with letters that are typed for one another made one."""
    small = unicodedata.normalize("NFKC", text).lower()
    return _TWICE.sub(r"\1", _MARKS.sub("", unicodedata.normalize("NFKD", small)).translate(_SAME))


def words_of(text: str) -> list[str]:
    """Returns the words of a text, bare; an end of sentence stands between them as its sign."""
    found = _TOKEN.findall(_DECIMAL.sub(" ", bare(text)))
    return [_GLUED.sub("", word) if _ARABIC.match(word) else word for word in found]


class Tongues:
    """The words of all languages, ready to be looked for."""

    def __init__(self, phrases: Sequence[_Phrase], everyday: Mapping[str, frozenset[str]]) -> None:
        self._everyday = everyday
        self._whole: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for phrase in dict.fromkeys(phrases):
            first = phrase.parts[0]
            (self._stems if first.stem else self._whole).setdefault(first.word, []).append(phrase)
        every = {len(part.word) for phrase in phrases for part in phrase.parts if part.stem}
        self._lengths = sorted(every)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Tongues":
        """Returns the words of ``{language: {signs, everyday, not_before, not_after}}``. Raises ``BadTongues``."""
        phrases: list[_Phrase] = []
        everyday: dict[str, frozenset[str]] = {}
        for language, words in data.items():
            try:
                phrases.extend(_of_language(language, words))
                everyday[language] = frozenset(word for text in words["everyday"] for word in words_of(text))
            except (KeyError, TypeError, AttributeError) as fault:
                raise BadTongues(f"{language}: {fault} is missing or is no list of phrases") from fault
        return cls(phrases, everyday)

    def hear(self, text: str) -> Heard | None:
        """Returns the highest danger sign of a text and its likeliest language, or None. Never raises."""
        words = words_of(text)
        hits = list(self._hits(words))
        signs = _unsoftened([h for h in hits if h.phrase.level], [h for h in hits if not h.phrase.level])
        for level in HIGHEST_FIRST:
            if any(hit.phrase.level == level for hit in signs):
                return Heard(level, self._likeliest(signs, words))
        return None

    def _hits(self, words: Sequence[str]) -> Iterator[_Hit]:
        present = set(words)
        beginnings = {word[:length] for word in present for length in self._lengths if length <= len(word)}
        possible: dict[str, list[_Phrase]] = {}
        for start, word in enumerate(words):
            if word not in possible:
                found = list(self._whole.get(word, ()))
                for length in self._lengths:
                    if length <= len(word):
                        found += self._stems.get(word[:length], ())
                possible[word] = [
                    phrase for phrase in found
                    if all(part.word in (beginnings if part.stem else present) for part in phrase.parts[1:])
                ]  # fmt: skip
            for phrase in possible[word]:
                end = _end(words, start, phrase)
                if end:
                    yield _Hit(start, end, phrase)

    def _likeliest(self, signs: Sequence[_Hit], words: Sequence[str]) -> str:
        """Of the languages that have a sign here, the one with most everyday words, then with most letters in signs."""
        letters: dict[str, set[int]] = {}
        for hit in signs:
            letters.setdefault(hit.phrase.language, set()).update(range(hit.start, hit.end))
        present = set(words)
        weights = {
            language: (len(present & self._everyday[language]), sum(len(words[place]) for place in places))
            for language, places in letters.items()
        }
        first = {language: -place for place, language in enumerate(self._everyday)}
        return max(weights, key=lambda language: (*weights[language], first[language]))


def _end(words: Sequence[str], start: int, phrase: _Phrase) -> int:
    """Returns the place after a phrase that starts here, or 0.

    A comma parts no sign from itself, but a softener: "no, my chest hurts" is not "my chest does not hurt".
    """
    place = start + 1
    for part in phrase.parts[1:]:
        left = part.gap
        while True:
            if left < 0 or place >= len(words) or words[place] in (_END if phrase.level else _STOPS):
                return 0
            word, place = words[place], place + 1
            if word.startswith(part.word) if part.stem else word == part.word:
                break
            left -= word not in _COMMAS
    return place


def _unsoftened(signs: Sequence[_Hit], softeners: Sequence[_Hit]) -> list[_Hit]:
    """Returns the signs that no softener touches; one softened in a language is so in all ("temperatura")."""
    before = {(hit.phrase.language, hit.end) for hit in softeners if not hit.phrase.after}
    after = {(hit.phrase.language, hit.start) for hit in softeners if hit.phrase.after}
    soft = [
        sign for sign in signs
        if (sign.phrase.language, sign.start) in before or (sign.phrase.language, sign.end) in after
    ]  # fmt: skip
    return [
        sign for sign in signs
        if not any(s.start <= sign.start and sign.end <= s.end and s.phrase.level == sign.phrase.level for s in soft)
    ]  # fmt: skip


def _of_language(language: str, words: Mapping[str, Any]) -> Iterator[_Phrase]:
    for level, signs in words["signs"].items():
        if level not in LEVELS:
            raise BadTongues(f"{language}: level must be one of {', '.join(LEVELS)}, found {level!r}")
        for phrases in signs.values():
            for text in phrases:
                yield from _phrases(text, language, cast(Level, level), False)
    for key in ("not_before", "not_after"):
        for text in words[key]:
            yield from _phrases(text, language, None, key == "not_after")


def _phrases(text: str, language: str, level: Level | None, after: bool) -> Iterator[_Phrase]:
    for form in forms(text):
        # "j'ai" is also typed as "jai".
        for spelling in {form, re.sub("['’]", "", form)}:
            parts = tuple(_parts(spelling, CLOSE if level else 0))
            if all(part.word in _STOPS for part in parts):
                raise BadTongues(f"{language}: a phrase without words: {text!r}")
            yield _Phrase(language, level, after, parts)


def forms(text: str) -> list[str]:
    """Returns the spellings a written phrase stands for: ``(a|b)`` is either of them. Raises ``BadTongues``."""
    pieces = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(_GROUP.split(text))]
    if _BAD.search(_GROUP.sub("x", text)):
        raise BadTongues(f"not a phrase: {text!r}")
    spelt = ["".join(choice) for choice in itertools.islice(itertools.product(*pieces), MOST_FORMS + 1)]
    if len(spelt) > MOST_FORMS:
        raise BadTongues(f"a phrase of more than {MOST_FORMS} spellings: {text!r}")
    return spelt


def _parts(form: str, close: int) -> Iterator[_Part]:
    gap = 0
    for piece in form.split():
        if piece == "...":
            gap = FAR
            continue
        found = words_of(piece.removesuffix("*"))
        for place, word in enumerate(found):
            stem = piece.endswith("*") and place == len(found) - 1
            # Chinese letters stand together: two of them with another between are often other words.
            yield _Part(word, stem, 0 if place or (gap == close and re.match(f"[{_HAN}]", word)) else gap)
        gap = close
