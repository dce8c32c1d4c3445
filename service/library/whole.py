"""Stored words compared with their fingerprints: words changed in the store by hand are never served as signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.library.blocks import Block, to_text
from service.library.render import fingerprint_of, helpline_words
from service.library.signoff import unsigned

# Figures and helplines that words pull in stand beside them in the store, for their fingerprint is over these too.
PULLED = ("facts", "helplines")


def topic_as_stored(topic: dict[str, Any]) -> dict[str, Any]:
    """Returns a stored topic, its sign-off "changed" unless all its words are those of its fingerprint."""
    flow = [f"flow:{topic['flow']}"] if topic["flow"] else []
    words = {
        **{key: topic[key] for key in ("title", "lead", "sources", "questions", *PULLED)},
        "body": topic["all_blocks"],
        "choices": [*topic["choices"], *flow],
    }
    shown = [(topic["text"], topic["blocks"]), (topic["all_text"], topic["all_blocks"])]
    same = all(text == to_text(blocks) for text, blocks in shown) and _part_of(topic["blocks"], topic["all_blocks"])
    return _stood(topic, same and fingerprint_of(words) == topic["fingerprint"])


def fixed_as_stored(fixed: dict[str, Any]) -> dict[str, Any]:
    """Returns the fixed words, each "changed" that is not what its fingerprint says.

    These are cards, wording, helplines, the timeline, and the steps of the walk-through together.
    """
    wording = {
        "words": {name: words["blocks"] for name, words in fixed["wording"].items()},
        **{key: fixed[key] for key in ("ui", "errors", "groups")},
        **fixed["pulled"],
    }
    same = all(words["text"] == to_text(words["blocks"]) for words in fixed["wording"].values())
    tongues = fixed["tongues"]
    spoken = {
        language: {level: _translated(card) for level, card in cards.items()}
        for language, cards in tongues["cards"].items()
    }
    return _stood(
        {
            **fixed,
            "cards": {level: _card(card) for level, card in fixed["cards"].items()},
            "tongues": {**tongues, "cards": spoken},
            "helplines": [_helpline(line) for line in fixed["helplines"]],
            "eligibility": _steps(fixed["eligibility"]),
            "timeline": _timeline(fixed["timeline"]),
        },
        same and fingerprint_of(wording) == fixed["fingerprint"],
    )


def _card(card: dict[str, Any]) -> dict[str, Any]:
    words = {"title": card["title"], "body": card["blocks"], **card["pulled"]}
    return _stood(card, card["text"] == to_text(card["blocks"]) and fingerprint_of(words) == card["fingerprint"])


def _translated(card: dict[str, Any]) -> dict[str, Any]:
    words = {key: card[key] for key in ("lang", "dir", "title", "blocks")}
    return _stood(card, card["text"] == to_text(card["blocks"]) and fingerprint_of(words) == card["fingerprint"])


def _helpline(line: dict[str, Any]) -> dict[str, Any]:
    words = helpline_words({key: value for key, value in line.items() if key not in ("id", "signoff", "fingerprint")})
    return _stood(line, fingerprint_of(words) == line["fingerprint"])


def _steps(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    together = fingerprint_of({"steps": [{k: v for k, v in step.items() if k != "signoff"} for step in steps]})
    return [
        step
        if step["signoff"]["fingerprint"] == together
        else {**step, "signoff": {**unsigned(together), "status": "changed"}}
        for step in steps
    ]


def _timeline(timeline: dict[str, Any]) -> dict[str, Any]:
    words = {key: value for key, value in timeline.items() if key not in ("stored", "signoff")}
    return _stood(timeline, fingerprint_of(words) == timeline["stored"])


def _stood(stored: dict[str, Any], same: bool) -> dict[str, Any]:
    """Returns stored words with their sign-off, or with "changed" in its place."""
    if same and stored["signoff"]["fingerprint"] == stored["fingerprint"]:
        return stored
    return {**stored, "signoff": {**unsigned(stored["fingerprint"]), "status": "changed"}}


def _part_of(some: list[Block], blocks: list[Block]) -> bool:
    """Returns whether ``some`` is ``blocks`` with none or more of them left out."""
    rest = iter(blocks)
    return all(block in rest for block in some)


def pulled_of(words: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the figures and helplines that a unit's words pull in, to be stored beside them."""
    return {key: words[key] for key in PULLED}
