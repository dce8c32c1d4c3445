"""Says which danger signs a message holds, at which level, and whether they are happening now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from service.safety.clauses import Level, Sign, Softeners
from service.safety.denied import astride
from service.safety.frames import SOFTENERS, Frame, frames
from service.safety.phrases import BadPhrase, Finder, Found
from service.safety.plain_text import Speller, Words
from service.safety.together import Rule, combine, read_rule

LEVELS: tuple[Level, ...] = get_args(Level)
# Both cards stand alone. When words of crisis and an emergency meet, the emergency is always physical (an overdose
# included) and cannot wait.
_HIGHEST_FIRST: tuple[Level, ...] = ("emergency", "crisis", "urgent")
_FRAMES: tuple[Frame, ...] = ("now", "look_ahead", "book")


class RulesBroken(ValueError):
    """The rules cannot be used; says what is wrong and where."""


@dataclass(frozen=True)
class Finding:
    """What a message holds: `level` is None when nothing was found; only frame "now" with a level shows the card."""

    level: Level | None
    frame: Frame
    signs: tuple[str, ...]
    language: str | None = None  # code of another language than English in which a sign was said


NOTHING = Finding(None, "now", ())


class Urgent:
    """The compiled rules of content/urgent.yml."""

    def __init__(
        self,
        levels: Mapping[str, Level],
        speller: Speller,
        signs: Finder,
        softeners: Finder,
        ideas: Finder,
        rules: Sequence[Rule],
    ) -> None:
        self._levels = levels
        self._speller = speller
        self._signs = signs
        self._softeners = softeners
        self._ideas = ideas
        self._rules = rules

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Urgent":
        """Compiled rules from the data of content/urgent.yml; raises RulesBroken naming the fault."""
        _check_cards(_part(data, "cards", Mapping))
        _texts(data, "to_check", "urgent rules")
        speller = Speller(_lists(data, "same"))
        lists = _lists(data, "words")
        signs = _signs(data)
        softeners = _lists(data, "softeners")
        if set(softeners) != set(SOFTENERS):
            raise RulesBroken(
                f"softeners: expected exactly {', '.join(SOFTENERS)}; found {', '.join(sorted(softeners))}"
            )
        try:
            sign_finder = Finder(
                [(id_, phrase) for id_, (_, phrases) in signs.items() for phrase in phrases],
                lists,
                speller.canonical,
                lists.get("fillers", ()),
            )
            soft_finder = Finder(
                [(kind, phrase) for kind, phrases in softeners.items() for phrase in phrases], lists, speller.canonical
            )
            ideas = _lists(data, "ideas") if "ideas" in data else {}
            idea_finder = Finder(
                [(name, phrase) for name, phrases in ideas.items() for phrase in phrases],
                lists,
                speller.canonical,
                lists.get("fillers", ()),
            )
            rules = [
                read_rule(sign["id"], rule, ideas)
                for sign in data["signs"]
                if "together" in sign
                for rule in _texts(sign, "together", f"signs: {sign['id']}")
            ]
        except BadPhrase as fault:
            raise RulesBroken(str(fault)) from fault
        near, not_near = (_texts(data, key, "urgent rules") if key in data else [] for key in ("near", "not_near"))
        speller.learn(sign_finder.words | soft_finder.words | idea_finder.words, near, not_near)
        levels = {id_: level for id_, (level, _) in signs.items()}
        return cls(levels, speller, sign_finder, soft_finder, idea_finder, rules)

    @classmethod
    def from_file(cls, path: Path) -> "Urgent":
        """Compiled rules from a published JSON file; raises RulesBroken naming the file and the fault."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise RulesBroken(f"{path}: {fault}") from fault
        if not isinstance(data, Mapping):
            raise RulesBroken(f"{path}: expected a mapping, found {type(data).__name__}")
        return cls.from_data(data)

    def assess(self, text: str) -> Finding:
        """The finding for any message, whatever it holds."""
        words = self._speller.words(text)
        found = [*self._signs.find(words), *combine(self._rules, self._ideas.find(words), words)]
        found = sorted((span for span in found if not astride(span, words)), key=lambda span: span.start)
        signs = [Sign(span.name, self._levels[span.name], span.start, span.end) for span in found]
        return _finding(frames(signs, Softeners(words, self._soften(words)))) if signs else NOTHING

    def _soften(self, words: Words) -> dict[str, list[Found]]:
        kinds: dict[str, list[Found]] = {}
        for found in self._softeners.find(words):
            kinds.setdefault(found.name, []).append(found)
        return kinds


def _finding(framed: Sequence[tuple[Sign, Frame]]) -> Finding:
    for frame in _FRAMES:
        signs = [sign for sign, its_frame in framed if its_frame == frame]
        for level in _HIGHEST_FIRST:
            if any(sign.level == level for sign in signs):
                return Finding(level, frame, tuple(dict.fromkeys(sign.id for sign in signs)))
    return NOTHING


def _part(data: Any, key: str, kind: type) -> Any:
    if not isinstance(data, Mapping) or key not in data:
        raise RulesBroken(f"{key}: missing")
    if not isinstance(data[key], kind) or (kind is Sequence and isinstance(data[key], str)):
        raise RulesBroken(
            f"{key}: expected a {'list' if kind is Sequence else 'mapping'}, found {type(data[key]).__name__}"
        )
    return data[key]


def _texts(data: Any, key: str, where: str) -> list[str]:
    texts = _part(data, key, Sequence)
    for text in texts:
        if not isinstance(text, str) or not text.strip():
            raise RulesBroken(f"{where}: {key}: expected words, found {text!r}")
    if not texts:
        raise RulesBroken(f"{where}: {key}: the list is empty")
    return list(texts)


def _lists(data: Any, key: str) -> dict[str, list[str]]:
    part = _part(data, key, Mapping)
    return {name: _texts(part, name, key) for name in part}


def _signs(data: Any) -> dict[str, tuple[Level, list[str]]]:
    signs: dict[str, tuple[Level, list[str]]] = {}
    for sign in _part(data, "signs", Sequence):
        id_ = sign.get("id") if isinstance(sign, Mapping) else None
        if not isinstance(id_, str) or not id_ or id_ in signs:
            raise RulesBroken(f"signs: each needs an id of its own, found {id_!r}")
        if sign.get("level") not in LEVELS:
            raise RulesBroken(f"signs: {id_}: level must be one of {', '.join(LEVELS)}, found {sign.get('level')!r}")
        if not isinstance(sign.get("row"), str):
            raise RulesBroken(f"signs: {id_}: row must name its row of the table, found {sign.get('row')!r}")
        signs[id_] = (cast(Level, sign["level"]), _texts(sign, "phrases", f"signs: {id_}"))
    if not signs:
        raise RulesBroken("signs: the list is empty")
    return signs


def _check_cards(cards: Mapping[str, Any]) -> None:
    for level in LEVELS:
        card = _part(cards, level, Mapping)
        for key in ("title", "body"):
            if not isinstance(card.get(key), str) or not card[key].strip():
                raise RulesBroken(f"cards: {level}: {key}: expected words, found {card.get(key)!r}")
