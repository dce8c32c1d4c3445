"""Danger words and cards in other languages: checked for shape and numbers, and rendered as they are published."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, ValidationError

from service.library.blocks import NotABlock, telephone, to_blocks, to_text
from service.library.read import sentences_of
from service.library.shapes import Content, Strict

FILE = "urgent_languages.yml"
CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?")
LINK = re.compile(r"\[([^\]]*)\]\((?:tel|sms):([^)\s]*)\)")
# Figures that are no numbers to call: the 24-hour number, and option 2 of 111.
FIGURES = frozenset(["24", "2"])
# Words with (a|b) in them; a * ends a word.
PHRASE = re.compile(r"(?:[^()|{}\[\]*]|(?<=[^\s(|])\*(?![^\s)|])|\((?:[^(){}\[\]*]|(?<=[^\s(|])\*(?=[\s)|]))*\))+")
MOST_FORMS = 2000  # spellings one phrase may stand for, as in the danger rules
Level = Literal["emergency", "urgent", "crisis"]
LEVELS: tuple[Level, ...] = ("emergency", "urgent", "crisis")


class Card(Strict):
    """A danger card in one language, written like those of urgent.yml."""

    title: str = Field(min_length=1)
    body: str = Field(min_length=1)


class Tongue(Strict):
    """One language: the words that are danger signs, those that soften, everyday words that tell it, its cards."""

    name: str
    dir: Literal["ltr", "rtl"]
    to_check: list[str] = Field(min_length=1)
    everyday: list[str]
    not_before: list[str]
    not_after: list[str]
    signs: dict[Level, dict[str, list[str]]] = Field(min_length=1)
    cards: dict[Level, Card] | None = None


def check_tongues(content: Content) -> Iterator[str]:
    """Yields every fault of the languages: shape, level, empty phrases, and numbers no helpline has."""
    numbers = {telephone(line.phone) for line in content.helplines.values() if line.phone and _dialled(line.phone)}
    if set(content.tongues) != {"to_check", "languages"}:
        yield "It must hold 'to_check' and 'languages', and nothing else. Mend that."
    numbers |= {line.text.to for line in content.helplines.values() if line.text}
    for code, written in _languages(content).items():
        if not CODE.fullmatch(code):
            yield f"{code}: write a language code such as pl or pa-Latn."
        try:
            tongue = Tongue.model_validate(written)
        except ValidationError as error:
            yield from (f"{code}: {sentence}" for sentence in sentences_of(error))
            continue
        yield from (f"{code}: {sentence}" for sentence in _phrases(tongue))
        if tongue.cards is not None:
            yield from (f"{code}: {sentence}" for sentence in _cards(tongue.cards, numbers))


def tongues_published(content: Content) -> dict[str, Any]:
    """Returns ``{words, cards}``: what the rules look for, and the rendered cards by language and level."""
    languages = {code: Tongue.model_validate(written) for code, written in _languages(content).items()}
    kept = {"signs", "everyday", "not_before", "not_after"}
    return {
        "words": {code: tongue.model_dump(include=kept) for code, tongue in languages.items()},
        "cards": {
            code: {level: _rendered(card, code, tongue.dir) for level, card in tongue.cards.items()}
            for code, tongue in languages.items()
            if tongue.cards
        },
    }


def points_to_check(content: Content) -> int:
    """Returns how many points of the languages, and of their cards together, wait for somebody to check them."""
    lists = [content.tongues.get("to_check"), *(x.get("to_check") for x in _languages(content).values())]
    return sum(len(points) for points in lists if isinstance(points, list))


def _languages(content: Content) -> dict[str, Any]:
    languages = content.tongues.get("languages")
    named = languages.items() if isinstance(languages, dict) else []
    return {str(code): words for code, words in named if isinstance(words, dict)}


def _rendered(card: Card, code: str, direction: str) -> dict[str, Any]:
    blocks = to_blocks(card.body)
    return {"lang": code, "dir": direction, "title": card.title, "blocks": blocks, "text": to_text(blocks)}


def _dialled(number: str) -> bool:
    """Whether a number can be dialled; one that cannot is a fault of helplines.yml."""
    try:
        telephone(number)
    except ValueError:
        return False
    return True


def _phrases(tongue: Tongue) -> Iterator[str]:
    lists = {f"signs.{level}.{sign}": p for level, signs in tongue.signs.items() for sign, p in signs.items()}
    for name, phrases in lists.items():
        if not phrases:
            yield f"'{name}' is empty. Write at least one phrase."
    for name, phrases in [*lists.items(), ("not_before", tongue.not_before), ("not_after", tongue.not_after)]:
        for phrase in phrases:
            if not re.search(r"[^\W_]", phrase):
                yield f"'{name}' holds a phrase without words. Write some, or remove it."
            elif not PHRASE.fullmatch(phrase):
                yield f"'{name}': '{phrase}' is no phrase. Write (a|b), word*, a_b and ... only."
            elif math.prod(group.count("|") + 1 for group in re.findall(r"\([^)]*\)", phrase)) > MOST_FORMS:
                yield f"'{name}': '{phrase}' stands for more than {MOST_FORMS} spellings. Write it as several."


def _cards(cards: dict[Level, Card], numbers: set[str]) -> Iterator[str]:
    for level in LEVELS:
        if level not in cards:
            yield f"'cards.{level}' is missing. Add it."
            continue
        card = cards[level]
        try:
            to_blocks(card.body)
        except NotABlock as error:
            yield f"'cards.{level}': {error}."
        for label, target in LINK.findall(card.body):
            if target not in numbers:
                yield f"'cards.{level}': {target} is not the number of a helpline. Mend it, or add the helpline."
            if (telephone(label) if _dialled(label) else label) != target:
                yield f"'cards.{level}': the words of the link to {target} say another number. Make both the same."
        for figure in re.findall(r"\d+", LINK.sub("", f"{card.title} {card.body}")):
            if figure not in FIGURES | numbers:
                yield f"'cards.{level}': {figure} is not the number of a helpline. Mend it, or add the helpline."
