"""A topic that is not published yet: what speaks against it, how it reads, and how patients would see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateError

from service.library.check import check_topic
from service.library.faults import Fault
from service.library.read import topic_from
from service.library.reading import Reading, reading
from service.library.render import Rendered, render_topic
from service.library.shapes import Content
from service.library.signoff import SignOff, unsigned
from service.web.checked import line


@dataclass(frozen=True)
class Looked:
    """What a text was found to be. ``faults``: what to mend, a sentence each; ``shown``: None while they hinder it."""

    faults: list[str]
    reading: Reading
    shown: Shown | None


@dataclass(frozen=True)
class Shown:
    """The words as patients get them, in the shape of api.md. ``numbers``: the answer after a yes to its figures."""

    answer: dict[str, Any]
    numbers: dict[str, Any] | None
    questions: list[str]
    related: list[str]
    ui: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""


def look(text: str, file: str, content: Content, signoff: SignOff | None = None, live: bool = False) -> Looked:
    """Returns what is to be said of a topic's file with this text, beside the rest of the content.

    ``signoff``: as it stands today, of words that are in the file; None for a draft, which nobody has signed.
    """
    faults: list[Fault] = []
    topic = topic_from(text, file, faults)
    if topic is None:
        return Looked([fault.sentence for fault in faults], reading(), None)
    found = [fault.sentence for fault in check_topic(topic, content) if fault.file == file]
    front = topic.front
    measures = reading(front.title, front.lead, topic.body, *front.questions)
    try:
        shown = shown_as(render_topic(topic, content), content, front.sensitive, signoff, live)
    except (TemplateError, ValueError, KeyError):  # a fault of its own tells which name or which Markdown
        shown = None
    return Looked(found, measures, shown)


def shown_as(rendered: Rendered, content: Content, sensitive: bool, signoff: SignOff | None, live: bool) -> Shown:
    """Returns the words of a topic as its answer and its page show them, with the line of their sign-off."""
    fixed = {"ui": content.wording["ui"], "wording": {"preview_label": {"text": content.wording["preview_label"]}}}
    label = line(fixed, signoff or unsigned(rendered.fingerprint), live)
    answer = {
        "type": "answer", "topic": rendered.id, "title": rendered.title, "label": label, "blocks": rendered.blocks,
        "sources": rendered.sources, "fingerprint": rendered.fingerprint, "page": f"/topics/{rendered.id}",
    }  # fmt: skip
    hidden = sensitive and rendered.all_blocks != rendered.blocks
    related = [content.topics[name].front.title for name in rendered.choices if name in content.topics]
    return Shown(
        answer, {**answer, "blocks": rendered.all_blocks} if hidden else None, rendered.questions, related,
        content.wording["ui"], rendered.fingerprint,
    )  # fmt: skip
