"""Turns what a person typed into plain words with the pauses between them, stated body temperatures as one word."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

READING = "bodyreading"
# "tmeperature 38": the number is a body temperature only once the word before it is read.
_LONG_T = re.compile(r"\bt[a-z]{8,12}\b")
_SHORTEST_MISSPELT = 4
_LONGEST_MISSPELT = 20
# Any word of the rules this long is read from a misspelling by one letter, unless its first letter is wrong.
_LONG = 7
YEAR_LONG_AGO = "longagoyear"
LOW_PRESSURE = "lowpressure"

_APOSTROPHES = re.compile(r"[\u2018\u2019\u201b\u02bc\u00b4`'\u2032]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00]")
# Pictures that stand for a sign; one of a dizzy face only with its stars, dung only where it goes on.
_DRAWN = {
    "\U0001f321": "temperature",
    "\U0001f912": "fever",
    "\U0001f975": "burning up",
    "\U0001f976": "shivering",
    "\U0001fa78": "blood",
    "\U0001f92e": "vomiting",
    "\U0001f922": "feeling sick",
    "\U0001f635": "dizzy",
    "\U0001f4a9": "diarrhoea",
}
_JOINERS = "\u200d\U0001f4ab"
_SIGNS_DRAWN = re.compile(
    "[\U0001f321\U0001f912\U0001f975\U0001f976\U0001fa78\U0001f92e\U0001f922]|\U0001f635\u200d\U0001f4ab|\U0001f4a9{3,}"
)
# "e.g." ends no sentence.
_SHORT_FOR = re.compile(r"\b([ei])\.([ge])\.")
_TOKEN = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[.!?;\n]+|[,:()\u2013\u2014]|(?<= )-+(?= )")
# "85/50", "84 over 49"; a date or a score has other numbers.
_LOW_PRESSURE = re.compile(r"(?<![\w/.])(?:[5-9]\d)\s?(?:/|over)\s?(?:[2-6]\d)(?![\w/.]*\d)")
# "38 2 under the tongue", "39 1 in his ear"
_SPACED = re.compile(
    r"\b(3[5-9]|4[0-2]) (\d)(?= (?:under|in (?:my|his|her|the|one) (?:ear|armpit|mouth)|on the|by the|c\b|degrees))"
)
# A year that is long past softens. Later years do not: this grows stale on the safe side.
_LONG_AGO = re.compile(r"\b(?:19[3-9]\d|20[01]\d|202[0-3])s?\b")

_UNITS = (
    r"%|kg|kilos?|kgs|g|grams?|mg|mcg|ml|mls|l|litres?|lbs?|stone|st|cm|mm|mmhg|km|miles?|bpm|k|grand|pounds?|quid|pence|p|gb|"
    r"percent|per\s+cent|weeks?|wks?|months?|mths?|years?|yrs?|yr|y|yo|hours?|hrs?|hr|h|days?|nights?|minutes?|mins?|min|seconds?|secs?|"
    r"million|billion|thousand|hundred|calories|kcal|acres|mph|amps|volts|watts|inch(?:es)?|feet|ft|points|marks|votes|games|runs|goals|"
    r"episodes|pages|steps|stops|stairs|appointments|of\s+(?:us|them)|others?|letters|emails|each|for\s+(?:a|the|parking|petrol|each)|"
    r"am|pm|nd|rd|th|in\s+every|out\s+of|people|patients|times|x|units?|tablets?|pills?|ish\s+years?|old|women|men|beats?|sats"
)
_NOT_A_READING = rf"(?!\s*(?:{_UNITS})(?![a-z]))(?!\s?[/:]\s?\d)(?![.,]?\d)(?!-\w)(?![a-bd-eg-z])"
_BEFORE = r"(?<![\w.,/:\u00a3$\u20ac#+-])"
_WHOLE = r"(?:3[2-9]|4[0-3]|9\d|10\d|110)"
_DEGREES = r"\s*(?:\u00b0|\u00ba|degrees?|degs?|celsius|centigrade|farenheit|fahrenheit|(?:c|f)\b)"
_SAYS = r"(?:says?|said|reads?|showed|shows|came up|is showing|is reading)(?= (?:only |about |like |a )?\d)"
_CUE = (
    rf"\b(?:(?:it|thermometer|this one|that one|tympanic|the ear one) {_SAYS}|"
    r"temps?|temp(?:er|r|a|u)\w*|feve?r(?:ish)?|thermometer|readings?|(?<!car )(?<!car-)(?<!can)t)\b"
)
_AGE = r"(?:aged?|im|i am|hes|shes|he is|she is|turned|turning|number|day|week|week\s+\d+|cycle|ward|room|bed|age)"
_LAB = (
    r"(?:hb|haemoglobin|hemoglobin|platelets?|weight|weigh|weighs|weighed|bmi|crp|creatinine|ferritin|wbc|neutrophils?|potassium|albumin|"
    r"hba1c|blasts?|costs?|price|page|version|chapter|figure|survival|section|median|paid|pay|charged?|spent|fare|refund|ticket|"
    r"receipt|bill|clause|paragraph|para|rule|policy|item|ref|reference|article|appendix|table|junction|bay|seat|platform|"
    r"gate|channel|fm|mhz|postcode|size|score|scored|won)"
)
_DECIMAL = re.compile(
    rf"(?<![\w.,/:\u00a3$\u20ac#-])(?P<number>(?:3[4-9]|4[0-2]|9[5-9]|10[0-8])\.\d{{1,2}}){_NOT_A_READING}(?:{_DEGREES})?"
)
_WITH_DEGREES = re.compile(rf"{_BEFORE}{_WHOLE}(?:\.\d+)?(?!\d){_DEGREES}")
_AFTER_CUE = re.compile(
    rf"(?P<cue>{_CUE})(?P<between>(?:[\s:=,-]+[a-z]+){{0,5}}[\s:=,>-]*?\s*)\b(?P<number>{_WHOLE}(?:\.\d+)?){_NOT_A_READING}"
)
_BEFORE_CUE = re.compile(
    rf"{_BEFORE}{_WHOLE}(?:\.\d+)?(?!\d)(?P<between>\s+(?:on|for|by|the|a|my|his|her|our|ear|forehead|digital|is|of)){{0,4}}\s+{_CUE}"
)
_LAB_BEFORE = re.compile(rf"\b{_LAB}(?:\s+[a-z]+)?[\s:=]*$")
_AGE_BEFORE = re.compile(rf"\b{_AGE}\s+$")

_ONES = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "oh": 0,
    "nought": 0,
    "zero": 0,
}
_ONE = "|".join(_ONES)
_SPOKEN = re.compile(
    rf"\b(?P<tens>thirty|forty|ninety|(?:a|one)\s+hundred(?:\s+and)?|one\s+(?=oh\b))(?:[\s-]+(?P<one>{_ONE}))?(?:[\s-]+(?=(?:{_ONE})\b)(?P<also>{_ONE}))?"
    rf"(?:\s+(?:point|dot)\s+(?P<point>{_ONE}|\d)|\s+and\s+a\s+(?P<half>half))?\b"
)
_POINT = re.compile(r"\b(\d{2,3})\s*(?:point|dot|,|\u00b7)\s*(\d)\b(?!\d)")
_HALF = re.compile(r"\b(\d{2,3})\s*(?:and a half\b|\u00bd)")


@dataclass(frozen=True)
class Words:
    """A message as words; `pause[i]` is what stands before word i: nothing, "," in a sentence or "." between two."""

    words: tuple[str, ...]
    pause: tuple[str, ...]


class Speller:
    """Rewrites words and short runs of words to the one spelling that the rules use."""

    def __init__(self, same: Mapping[str, Iterable[str]]) -> None:
        self._to = {_letters(variant): canonical for canonical, variants in same.items() for variant in variants}
        longest = sorted(self._to, key=len, reverse=True)
        self._find = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b") if longest else None
        self._known: dict[str, str] = {}
        self._slips: dict[str, str] = {}
        self._long: dict[str, list[str]] = {}
        self._near: dict[str, list[str]] = {}

    def canonical(self, text: str) -> str:
        """The text with every listed variant replaced, twice, so that a replacement may complete another."""
        if self._find is None:
            return text
        for _ in range(2):
            text = self._find.sub(lambda found: self._to[found.group()], text)
        return text

    def learn(self, words: Iterable[str], near: Sequence[str] = (), not_near: Sequence[str] = ()) -> None:
        """Takes the words the rules know, and those of which a misspelling by one letter is read as well."""
        for word in near:
            for part in {word, *_one_letter_less(word)}:
                self._near.setdefault(part, []).append(word)
        # In order, or which of two words a slip is read as would change from one start to the next.
        words = [*sorted(words), *near]
        words = [*(word for variant in self._to for word in variant.split()), *words]
        for word in words:
            self._known.setdefault(word, word)
        for word in list(self._known):
            self._known.setdefault(_squeezed(word), word)
        for word in words:
            for slip in _finger_slips(word):
                self._slips.setdefault(slip, word)
            if len(word) >= _LONG and word.isalpha():
                for part in {word, *_one_letter_less(word)}:
                    self._long.setdefault(part, []).append(word)
        # Words of their own stand for nothing but themselves: "sweets" is one, "swets" is not.
        self._known.update({word: word for word in not_near})

    def read(self, word: str) -> str:
        """The known word this one is when repeated letters are let go, or the word itself."""
        return (
            self._known.get(word)
            or self._one_letter_off(word, self._near)
            or self._slips.get(word)
            or (self._one_letter_off(word, self._long, 1) if len(word) >= _LONG - 1 else None)
            or self._known.get(_squeezed(word))
            or (self._known.get(word[:-1]) if word.endswith("s") and len(word) > _SHORTEST_MISSPELT else None)
            or word
        )

    @staticmethod
    def _one_letter_off(word: str, near: Mapping[str, list[str]], same: int = 0) -> str | None:
        if not (_SHORTEST_MISSPELT <= len(word) <= _LONGEST_MISSPELT):
            return None
        parts = (word, *_one_letter_less(word))
        return next(
            (to for part in parts for to in near.get(part, ()) if to[:same] == word[:same] and _one_edit(word, to)),
            None,
        )

    def words(self, text: str) -> Words:
        """Any message as plain words."""
        tokens = _TOKEN.findall(with_readings(_LONG_T.sub(lambda found: self.read(found.group()), normalise(text))))
        read = {token: self.read(token) for token in set(tokens)}
        line = self.canonical(" ".join(read[token] for token in tokens))
        words: list[str] = []
        pauses: list[str] = []
        pause = "."
        for token in line.split(" "):
            if token[:1].isalnum():
                words.append(token)
                pauses.append(pause)
                pause = ""
            elif pause != ".":
                pause = (
                    ","
                    if token in {",", ":", "(", ")", "\u2013", "\u2014"} or set(token) == {"-"} or _trails_off(token)
                    else "."
                )
        return Words(tuple(words), tuple(pauses))


def normalise(text: str) -> str:
    """Lower case, compatibility characters unfolded, accents, apostrophes and invisible characters gone."""
    text = (
        text.encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
        .replace("\u2026", "...")
        .replace("\u00b0", " degrees ")
        .replace("\u00ba", " degrees ")
        .replace("\u2070", " degrees ")
        .replace("\u02da", " degrees ")
    )
    text = _SIGNS_DRAWN.sub(lambda found: f" {_DRAWN[found.group().rstrip(_JOINERS)[0]]} ", text.replace("\ufe0f", ""))
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _SHORT_FOR.sub(r"\1\2 ", _APOSTROPHES.sub("", _INVISIBLE.sub("", text)))


def with_readings(text: str) -> str:
    """The text with every stated body temperature replaced by one word, low pressure and years long ago by others."""
    text = _LOW_PRESSURE.sub(f" {LOW_PRESSURE} ", text)
    text = _SPACED.sub(r"\1.\2", text)
    text = _HALF.sub(r"\1.5", _POINT.sub(r"\1.\2", _SPOKEN.sub(_digits, text)))
    text = _WITH_DEGREES.sub(f" {READING} ", text)
    text = _BEFORE_CUE.sub(f" {READING} temperature ", text)
    text = _AFTER_CUE.sub(_after_cue, text)
    text = _DECIMAL.sub(_decimal, text)
    return _LONG_AGO.sub(YEAR_LONG_AGO, text)


def _after_cue(found: re.Match[str]) -> str:
    if _AGE_BEFORE.search(found["between"]):
        return found.group()
    return f"{found['cue']}{found['between']} {READING} "


def _decimal(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 40) : found.start()]
    return found.group() if _LAB_BEFORE.search(before) else f" {READING} "


def _digits(found: re.Match[str]) -> str:
    tens = found["tens"]
    number = {"thirty": 30, "forty": 40, "ninety": 90}.get(tens, 100) + _ONES.get(found["one"] or "", 0)
    if found["also"] and number >= 100 and found["one"] in {"oh", "zero", "nought"}:
        number += _ONES[found["also"]]
    elif found["also"]:
        return f"{number}.{_ONES[found['also']]}"
    if number < 35:
        return found.group()
    if found["point"]:
        return f"{number}.{_ONES.get(found['point'], found['point'])}"
    return f"{number}.5" if found["half"] else str(number)


def _finger_slips(word: str) -> set[str]:
    """Two neighbouring letters swapped, and "-in" for "-ing"; for words of four letters and more."""
    if len(word) < _SHORTEST_MISSPELT or not word.isalpha():
        return set()
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return (swapped | ({word[:-1]} if word.endswith("ing") else set())) - {word}


def _one_letter_less(word: str) -> Sequence[str]:
    """Each once, in the order of the letters left out."""
    return list(dict.fromkeys(word[:i] + word[i + 1 :] for i in range(len(word))))


def _one_edit(one: str, other: str) -> bool:
    """One letter wrong, missing or too many, or two neighbours swapped."""
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[same:], other[same:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or one == other[1::-1] + other[2:]


def _trails_off(token: str) -> bool:
    return len(token) > 1 and set(token) == {"."}


def _squeezed(word: str) -> str:
    return re.sub(r"([a-z])\1+", r"\1", word)


def _letters(variant: str) -> str:
    return _APOSTROPHES.sub("", variant.lower())
