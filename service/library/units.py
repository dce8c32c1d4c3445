"""What can be signed: each unit of words by its id, with one fingerprint over all that a reader gets of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.library.blocks import to_blocks
from service.library.render import fill_texts, fingerprint_of, helpline_words, render_criterion, render_with_words
from service.library.shapes import Content, Topic
from service.library.timeline import render_timeline
from service.library.tongues import tongues_published

# Ids of units that are whole files; the others are `topics/<topic>`, `cards/<level>`, `cards/<language>/<level>`
# and `helplines/<id>`.
WORDING, ELIGIBILITY, TIMELINE = "wording", "eligibility", "timeline"


@dataclass(frozen=True)
class Unit:
    """Words that are signed together. ``id`` is also the path of its file below ``content/signatures/``.

    ``words``: what the fingerprint is over, as JSON. ``files``: the content files it rests on, its own file first.
    ``group``: what a reviewer must be named for to sign it: a group of topics, or ``cards``, ``helplines``,
    ``wording``, ``eligibility``, ``timeline``.
    """

    id: str
    fingerprint: str
    words: Mapping[str, Any]
    files: tuple[str, ...]
    group: str


def units(content: Content) -> dict[str, Unit]:
    """Returns every unit of content that ``check`` passed, by id. Raises ``ValueError`` and others where it did not."""
    return {**{unit.id: unit for unit in _topics(content)}, **fixed_units(content)}


def fixed_units(content: Content) -> dict[str, Unit]:
    """Returns every unit that is no topic, by id. Raises as ``units`` does."""
    return {unit.id: unit for unit in (*_cards(content), *_fixed(content), *_helplines(content))}


def _topics(content: Content) -> Iterator[Unit]:
    for topic in content.topics.values():
        yield topic_unit(topic, content)


def topic_unit(topic: Topic, content: Content) -> Unit:
    """Returns one topic as a unit. Raises as ``render_topic`` does."""
    rendered, words = render_with_words(topic, content)
    files = (topic.file, "wording.yml", *_drawn(words))  # wording: its closing notes
    return Unit(f"topics/{topic.id}", rendered.fingerprint, words, files, topic.group)


def _cards(content: Content) -> Iterator[Unit]:
    for level, card in content.urgent["cards"].items():
        texts, pulled = fill_texts({"title": card["title"], "body": card["body"]}, content)
        words = {"title": texts["title"], "body": to_blocks(texts["body"]), **pulled}
        yield _unit(f"cards/{level}", words, ("urgent.yml", *_drawn(words)), "cards")
    for language, cards in tongues_published(content)["cards"].items():
        for level, card in cards.items():
            words = {key: card[key] for key in ("lang", "dir", "title", "blocks")}
            yield _unit(f"cards/{language}/{level}", words, ("urgent_languages.yml",), "cards")


def _fixed(content: Content) -> Iterator[Unit]:
    wording = dict(content.wording)
    ui, errors = wording.pop("ui"), wording.pop("errors")
    texts, pulled = fill_texts(wording, content)
    words = {
        "words": {name: to_blocks(text) for name, text in texts.items()},
        "ui": ui,
        "errors": errors,
        "groups": {name: group.model_dump() for name, group in content.groups.items()},
        **pulled,
    }
    yield _unit(WORDING, words, ("wording.yml", *_drawn(words)), WORDING)
    steps = [render_criterion(step, content) for step in content.criteria]
    # Each step's own fingerprint is over the figures and helplines that it pulls in.
    drawn = ("eligibility.yml", "sources.yml", "facts.yml", "helplines.yml")
    yield _unit(ELIGIBILITY, {"steps": steps}, drawn, ELIGIBILITY)
    if content.timeline:
        told = render_timeline(content)
        own = ("timeline.yml", "wording.yml", "sources.yml", "facts.yml", "helplines.yml")
        yield Unit(TIMELINE, told["fingerprint"], told, own, TIMELINE)


def _helplines(content: Content) -> Iterator[Unit]:
    for name, line in content.helplines.items():
        yield _unit(f"helplines/{name}", helpline_words(line.model_dump(mode="json")), ("helplines.yml",), "helplines")


def _unit(name: str, words: Mapping[str, Any], files: tuple[str, ...], group: str) -> Unit:
    return Unit(name, fingerprint_of(words), words, files, group)


def _drawn(words: Mapping[str, Any]) -> Iterator[str]:
    """Yields the shared files whose rows these words hold."""
    for key in ("sources", "facts", "helplines"):
        if words.get(key):
            yield f"{key}.yml"
