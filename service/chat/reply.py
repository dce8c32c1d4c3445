"""Published words to the replies of api.md: answers, cards, texts, helplines and choices. Nothing typed is echoed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from service.chat.served import Shown
from service.library.blocks import to_text
from service.library.find import Fixed

Reply = dict[str, Any]
Choice = dict[str, str]

MOST_CHOICES = 3
OF_THE_WALK = ("eligibility", "next", "back", "stop")


def answer(topic: Mapping[str, Any], numbers: bool = False) -> Reply:
    """Returns a served topic as an ``answer``; the figures of a sensitive topic only with ``numbers``."""
    blocks = topic["all_blocks"] if numbers else topic["blocks"]
    return {
        "type": "answer",
        "topic": topic["id"],
        "title": topic["title"],
        "urgency": topic["urgency"],
        "text": to_text(blocks),
        "blocks": blocks,
        "sources": topic["sources"],
        **checked(topic),
        "page": f"/topics/{topic['id']}",
    }


def card(fixed: Fixed, level: str) -> Reply:
    """Returns the card of a level; the line of its sign-off, or the preview label, comes after its last line."""
    words = fixed.data["cards"][level]
    urgency = "urgent" if level == "urgent" else "emergency"
    return {
        "type": "card",
        "level": level,
        "urgency": urgency,
        **_words(words),
        "title": words["title"],
        **checked(words),
    }


def cards(fixed: Fixed, level: str, language: str | None) -> list[Reply]:
    """Returns the card of a level, after the same card in the language of a sign where there is one."""
    spoken = fixed.data["tongues"]["cards"].get(language, {}).get(level)
    english = card(fixed, level)
    return [english] if spoken is None else [{**english, **spoken}, english]


def who_to_call(fixed: Fixed) -> Reply:
    """Returns the card that stands wherever something failed: who to call, danger first."""
    title = fixed.data["ui"]["who_to_call_title"]
    words = _words(fixed.data["wording"]["who_to_call"])
    return {"type": "card", "level": "urgent", "urgency": "urgent", "title": title, **words, **checked(fixed.data)}


def pictures(fixed: Fixed, topic: Mapping[str, Any]) -> list[Reply]:
    """Returns the replies that show what a topic tells: the timeline, where its front matter names that."""
    return [timeline(fixed)] if topic["picture"] == "timeline" and fixed.data["timeline"] else []


def timeline(fixed: Fixed) -> Reply:
    """Returns the way through treatment as a picture, with the same words as steps; ``blocks`` hold its note.

    Only while it is served: ``fixed.data["timeline"]`` is None otherwise.
    """
    words = fixed.data["timeline"]
    return {
        "type": "timeline",
        "title": words["title"],
        "text": words["text"],
        "image": {"src": "/timeline.svg", "alt": words["alt"]},
        "steps": [{"title": step["title"], "text": step["text"]} for step in words["steps"]],
        "blocks": words["closing"][:1],
        "sources": words["sources"],
        **checked(words),
        "page": "/timeline",
    }


def text(fixed: Fixed, name: str) -> Reply:
    """Returns a piece of fixed wording as a ``text`` reply."""
    return {"type": "text", **_words(fixed.data["wording"][name])}


def label(fixed: Fixed) -> str:
    """Returns the line of the fixed wording's own sign-off, or the preview label."""
    return str(fixed.data["label"])


def checked(unit: Mapping[str, Any]) -> Reply:
    """Returns where words come from, besides their sources: sign-off, its line, and the fingerprint."""
    return {key: unit[key] for key in ("signoff", "label", "fingerprint")}


def _words(words: Mapping[str, Any]) -> Reply:
    return {"text": words["text"], "blocks": words["blocks"]}


def topic_choices(published: Shown, topics: Iterable[str]) -> list[Choice]:
    """Returns at most three choices for these topics, without repeats or topics that are not served."""
    known = [topic for topic in dict.fromkeys(topics) if topic in published.topics]
    return [{"id": f"topic:{topic}", "label": published.topics[topic]["title"]} for topic in known[:MOST_CHOICES]]


def numbers_choice(fixed: Fixed, topic: str) -> Choice:
    """Returns the choice with which a reader says yes to figures about dying."""
    return {"id": f"numbers:{topic}", "label": fixed.data["wording"]["numbers_choice"]["text"]}


def flow_choices(fixed: Fixed, *names: str) -> list[Choice]:
    """Returns the choices that start or move a flow (``eligibility``, ``next``, ``questions`` …).

    Those of a walk whose steps are not served are left out.
    """
    served = [name for name in names if name not in OF_THE_WALK or fixed.data["eligibility"]]
    return [{"id": f"flow:{name}", "label": fixed.data["ui"][f"flow_{name}"]} for name in served]


def has_numbers(topic: Mapping[str, Any]) -> bool:
    """Returns whether a topic holds figures that are shown only after a yes."""
    return bool(topic["sensitive"] and topic["all_blocks"] != topic["blocks"])


def found(published: Shown, topics: Sequence[str], fixed: Fixed, wording: str = "") -> Reply:
    """Returns what stands under "I am not sure": the search results as links, then the groups of topics.

    ``wording``: what is said above them, where it is not that the question was not understood.
    """
    links: list[Any] = [[_link(published, topic)] for topic in topics]
    name = wording or ("unsure" if links else "unsure_nothing")
    words = fixed.data["wording"][name]["blocks"]
    groups = [[f"{title}: ", _link(published, topic)] for title, topic in _first_of_each_group(published, fixed)]
    below = [{"h": fixed.data["ui"]["topics_link"]}, {"list": groups}] if groups else []
    blocks = [*words, *([{"list": links}] if links else []), *below]
    return {"type": "text", "text": to_text(blocks), "blocks": blocks}


def _link(published: Shown, topic: str) -> dict[str, Any]:
    return {"topic": {"label": published.topics[topic]["title"], "topic": topic}}


def _first_of_each_group(published: Shown, fixed: Fixed) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    for topic in published.topics.values():
        first.setdefault(topic["group"], topic["id"])
    return [(fixed.data["groups"][group]["title"], topic) for group, topic in first.items()]
