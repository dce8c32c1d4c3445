"""Says whether a message asks for a medical verdict on one person, which this service never gives."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from service.safety.phrases import BadPhrase, Finder, Found
from service.safety.plain_text import Speller, Words

MEDICINE = "medicine"  # the part that says a medicine is meant, whatever else is asked
NUMBER, DOSE, ANY_MEDICINE = "anynumber", "anydose", "anymedicine"
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:k|mm|cm)?")
_DOSE = re.compile(r"\d+(?:\.\d+)?(?:mg|mgs|mcg|ml|mls|g|units|iu)")
_SHORTEST_MEDICINE = 6
_GENERAL = "decide"  # the kind of what is like no rule
_KEYS = ("together", "anywhere", "unless", "never")
_CHOICE = re.compile(r"\(([^()\[\]]+)\)|\[([^()\[\]]+)\]")


class AdviceRulesBroken(ValueError):
    """The rules cannot be used; says what is wrong and where."""


@dataclass(frozen=True)
class Advice:
    """A verdict asked for: of which kind, whether a medicine is meant, and the general topics to offer instead."""

    kind: str
    medicine: bool
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """Parts that make a message of one kind; a part named twice must be found twice."""

    together: tuple[str, ...]
    anywhere: tuple[str, ...]
    unless: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of verdict with its rules."""

    id: str
    topics: tuple[str, ...]
    rules: tuple[Rule, ...]


class AdviceRules:
    """The compiled rules of content/advice.yml."""

    def __init__(
        self,
        speller: Speller,
        finder: Finder,
        classes: Mapping[str, str],
        endings: Collection[str],
        kinds: Sequence[Kind],
    ) -> None:
        self._speller = speller
        self._finder = finder
        self._classes = classes
        self._endings = tuple(endings)
        self._kinds = kinds

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> AdviceRules:
        """Returns compiled rules from the data of content/advice.yml; raises AdviceRulesBroken naming the fault."""
        if not isinstance(data, Mapping):
            raise AdviceRulesBroken("the rules are not a mapping")
        _texts(data, "to_check", "advice rules")
        endings, speller = _texts(data, "endings", "advice rules"), Speller(_lists(data, "same"))
        lists = {
            name: [one for entry in entries for one in _spread(entry)]
            for name, entries in _lists(data, "words").items()
        }
        parts = _lists(data, "parts")
        if MEDICINE not in parts:
            raise AdviceRulesBroken(f"parts: {MEDICINE}: missing; it says when the sentence about medicines is needed")
        kinds, classes = _kinds(data, parts), _classes(data)

        @cache
        def spell(phrase: str) -> str:
            return " ".join(classes.get(word, word) for word in speller.canonical(phrase).split())

        try:
            phrases = [(part, phrase) for part, written in parts.items() for phrase in written]
            finder = Finder(phrases, lists, spell, lists.get("fillers", ()))
        except BadPhrase as fault:
            raise AdviceRulesBroken(f"parts: {fault}") from fault
        near, not_near = (_texts(data, key, "advice rules") if key in data else [] for key in ("near", "not_near"))
        speller.learn(finder.words | classes.keys(), near, not_near)
        return cls(speller, finder, classes, endings, kinds)

    def assess(self, text: str) -> Advice | None:
        """Returns the verdict a message asks for, or None. Any text will do."""
        words, found = self._parts(text)
        sentence = _sentences(words)
        for kind in self._kinds:
            if any(_met(rule, found, sentence) for rule in kind.rules):
                return Advice(kind.id, MEDICINE in (kind.id, *found), kind.topics)
        return None

    def nearest(self, text: str) -> Advice:
        """Returns the kind whose rules a message is nearest to, for one that is known to ask for a verdict."""
        _, found = self._parts(text)
        kinds = [kind for kind in self._kinds if MEDICINE in found or kind.id != MEDICINE] or self._kinds
        kind = max(kinds, key=lambda kind: (max(_share(rule, found) for rule in kind.rules), kind.id == _GENERAL))
        return Advice(kind.id, MEDICINE in found, kind.topics)

    def _parts(self, text: str) -> tuple[Words, dict[str, list[Found]]]:
        words = self._classed(self._speller.words(text))
        found: dict[str, list[Found]] = {}
        for one in self._finder.find(words):
            found.setdefault(one.name, []).append(one)
        return words, found

    def _classed(self, words: Words) -> Words:
        """Returns the words with figures, doses and names that end like a medicine each read as one word."""
        return Words(tuple(map(self._class_of, words.words)), words.pause)

    def _class_of(self, word: str) -> str:
        if word in self._classes or word in self._finder.words:
            return self._classes.get(word, word)
        if _NUMBER.fullmatch(word):
            return NUMBER
        if _DOSE.fullmatch(word):
            return DOSE
        return ANY_MEDICINE if len(word) >= _SHORTEST_MEDICINE and word.endswith(self._endings) else word


def _sentences(words: Words) -> list[int]:
    """Returns the number of the sentence that each word stands in."""
    numbers: list[int] = []
    for pause in words.pause:
        numbers.append((numbers[-1] if numbers else 0) + (pause == "."))
    return numbers


def _met(rule: Rule, found: Mapping[str, Sequence[Found]], sentence: Sequence[int]) -> bool:
    if any(_times(found.get(part, ())) < rule.anywhere.count(part) for part in rule.anywhere):
        return False
    if any(part in found for part in rule.never):
        return False
    if not rule.together:
        return not any(part in found for part in rule.unless)
    return any(
        all(_in(at, found.get(part, ()), sentence) for part in rule.together)
        and not any(_in(at, found.get(part, ()), sentence) for part in rule.unless)
        for at in {sentence[one.start] for one in found.get(rule.together[0], ())}
    )


def _share(rule: Rule, found: Collection[str]) -> float:
    parts = rule.together + rule.anywhere
    return sum(part in found for part in parts) / len(parts)


def _in(at: int, spans: Sequence[Found], sentence: Sequence[int]) -> bool:
    return any(sentence[span.start] == at for span in spans)


def _times(spans: Sequence[Found]) -> int:
    """Returns how often a part is found: words that belong to one finding do not count for another."""
    times, free = 0, 0
    for span in sorted(spans, key=lambda one: one.end):
        if span.start >= free:
            times, free = times + 1, span.end
    return times


def _kinds(data: Mapping[str, Any], parts: Collection[str]) -> list[Kind]:
    written = data.get("kinds")
    if not isinstance(written, list) or not written:
        raise AdviceRulesBroken("kinds: expected a list with at least one kind")
    kinds: list[Kind] = []
    for kind in written:
        id_ = kind.get("id") if isinstance(kind, Mapping) else None
        if not isinstance(id_, str) or not id_ or id_ in {known.id for known in kinds}:
            raise AdviceRulesBroken(f"kinds: each needs an id of its own, found {id_!r}")
        where = f"kinds: {id_}"
        if not isinstance(kind.get("row"), str):
            raise AdviceRulesBroken(f"{where}: row must say what is asked, found {kind.get('row')!r}")
        rules = kind.get("rules")
        if not isinstance(rules, list) or not rules:
            raise AdviceRulesBroken(f"{where}: rules: expected a list with at least one rule")
        topics = tuple(_texts(kind, "topics", where))
        kinds.append(Kind(id_, topics, tuple(_rule(rule, parts, where) for rule in rules)))
    return kinds


def _rule(written: Any, parts: Collection[str], where: str) -> Rule:
    if not isinstance(written, Mapping) or not written or set(written) - set(_KEYS):
        raise AdviceRulesBroken(f"{where}: a rule is made of {', '.join(_KEYS)}; found {written!r}")
    lists = {key: tuple(_texts(written, key, where)) for key in written}
    for part in (part for named in lists.values() for part in named):
        if part not in parts:
            raise AdviceRulesBroken(f"{where}: there is no part {part!r} under parts")
    rule = Rule(*(lists.get(key, ()) for key in _KEYS))
    if not rule.together and not rule.anywhere:
        raise AdviceRulesBroken(f"{where}: a rule needs 'together' or 'anywhere'")
    return rule


def _classes(data: Mapping[str, Any]) -> dict[str, str]:
    classes: dict[str, str] = {}
    for name, words in _lists(data, "classes").items():
        for word in words:
            if " " in word or word in classes:
                raise AdviceRulesBroken(f"classes: {name}: {word!r} must be one word, in one class")
            classes[word] = name
    return classes


def _spread(entry: str) -> list[str]:
    """Returns an entry of a list once for each of its choices: "(come|get) off" is "come off" and "get off"."""
    choice = _CHOICE.search(entry)
    if not choice:
        return [" ".join(entry.split())]
    options = (choice[1] or choice[2]).split("|") + ([""] if choice[2] else [])
    before, after = entry[: choice.start()], entry[choice.end() :]
    return [one for option in options for one in _spread(f"{before}{option}{after}")]


def _texts(data: Mapping[str, Any], key: str, where: str) -> list[str]:
    texts = data.get(key)
    if not isinstance(texts, list) or not texts:
        raise AdviceRulesBroken(f"{where}: {key}: expected a list with at least one entry")
    for text in texts:
        if not isinstance(text, str) or not text.strip():
            raise AdviceRulesBroken(f"{where}: {key}: expected words, found {text!r}")
    return list(texts)


def _lists(data: Mapping[str, Any], key: str) -> dict[str, list[str]]:
    part = data.get(key)
    if not isinstance(part, Mapping):
        raise AdviceRulesBroken(f"{key}: expected names with lists")
    return {name: _texts(part, name, key) for name in part}
