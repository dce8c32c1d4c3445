"""The timeline as it is published: its words filled in, its sources gathered, one fingerprint over all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.library.blocks import NotABlock, to_blocks
from service.library.render import fingerprint_of, render_topic
from service.library.shapes import Content, FrontMatter, Step, Timeline, Topic

FILE = "timeline.yml"


def parts(timeline: Timeline) -> Iterator[tuple[str, Topic]]:
    """Yields the timeline as topics, each with the name of its place, so that they are checked like topics.

    First its opening and its note, then one for each step.
    """
    yield "title, lead and note", _whole(timeline)
    for number, step in enumerate(timeline.steps, 1):
        yield f"step {number}", _step(step, timeline)


def render_timeline(content: Content) -> dict[str, Any]:
    """Returns ``{title, alt, opening, steps, note, closing, text, sources, fingerprint}``, ready for JSON.

    ``steps``: ``{title, kind, text, topic}``. ``opening`` and ``closing`` are blocks, the note among them; ``note`` and
    ``text`` (steps and note) are plain. Raises ``ValueError`` without a timeline, ``NotABlock`` where a step is more
    than sentences, ``TemplateError`` for an unknown name.
    """
    timeline = content.timeline
    if timeline is None:
        raise ValueError("the timeline cannot be read")
    whole = render_topic(_whole(timeline), content)
    rendered = [(step, render_topic(_step(step, timeline), content)) for step in timeline.steps]
    steps = [
        {"title": r.title, "kind": step.kind, "text": _sentences(r.lead), "topic": step.topic} for step, r in rendered
    ]
    opening = to_blocks(whole.lead)
    closing = whole.blocks[len(opening) :]
    note = _plain(closing[0].get("note"))
    lines = [f"{number}. {step['title']}. {step['text']}" for number, step in enumerate(steps, 1)]
    sources = {source["id"]: source for topic in (*(r for _, r in rendered), whole) for source in topic.sources}
    told = {"whole": whole.fingerprint, "steps": [r.fingerprint for _, r in rendered], "alt": timeline.alt}
    drawn = [[step["kind"], step["topic"]] for step in steps]
    return {
        "title": whole.title,
        "alt": timeline.alt,
        "opening": opening,
        "steps": steps,
        "note": note,
        "closing": closing,
        "text": "\n".join(lines) + f"\n\n{note}",
        "sources": list(sources.values()),
        "fingerprint": fingerprint_of({**told, "drawn": drawn}),
    }


def _whole(timeline: Timeline) -> Topic:
    return _topic(timeline, timeline.title, timeline.lead, timeline.sources, f"> {timeline.note}\n")


def _step(step: Step, timeline: Timeline) -> Topic:
    return _topic(timeline, step.title, step.text, step.sources, "")


def _topic(timeline: Timeline, title: str, lead: str, sources: list[str], body: str) -> Topic:
    front = FrontMatter(
        title=title, lead=lead, sources=sources, related=[], follow_ups={}, questions=[], nations=timeline.nations,
        urgency="none", sensitive=False, evidence="stored", to_check=timeline.to_check,
    )  # fmt: skip
    return Topic("timeline", timeline.group, FILE, front, body)


def _sentences(text: str) -> str:
    """Returns a text that is one paragraph without links, for a picture cannot hold any. Raises ``NotABlock``."""
    blocks = to_blocks(text)
    return _plain(blocks[0].get("p") if len(blocks) == 1 else None)


def _plain(spans: Any) -> str:
    if not isinstance(spans, list) or len(spans) != 1 or not isinstance(spans[0], str):
        raise NotABlock("the picture holds plain sentences only, without links and lists. Take them out")
    return spans[0]
