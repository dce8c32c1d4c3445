"""Content folder to what is served: everything checked and rendered first, then two files switched, or nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import sqlite_utils

from service.library.blocks import to_blocks, to_text
from service.library.check import check
from service.library.faults import ContentBroken, Fault
from service.library.read import Content, Topic, read_content
from service.library.render import Rendered, fill_text, render, render_criterion
from service.library.sites import sites_published
from service.library.timeline import render_timeline
from service.library.tongues import tongues_published

STORE = "content.db"  # topics and their search index
FIXED = "fixed.json"  # danger and advice rules, cards, fixed wording, helplines: what must come even without the store
PREVIOUS = ".previous"

# Tries danger rules or advice rules on the file that is about to be published; raises ValueError where they are broken.
RulesCheck = Callable[[Mapping[str, Any]], object]


def publish(folder: Path, var: Path, check_rules: RulesCheck, check_advice: RulesCheck | None = None) -> list[str]:
    """Publishes the folder's content into ``var``; returns the ids of the topics published.

    Raises ``ContentBroken`` with every fault; what was published before then stays as it was, byte for byte. The old
    files are kept beside the new ones with ``.previous`` in their name.
    """
    content = read_content(folder)
    faults = check(content)
    if faults:
        raise ContentBroken(faults)
    for file, rules, tried in (
        ("urgent.yml", content.urgent, check_rules),
        ("advice.yml", content.advice, check_advice),
    ):
        try:
            if tried:
                tried(rules)
        except ValueError as error:
            raise ContentBroken([Fault(file, str(error))]) from error
    var.mkdir(parents=True, exist_ok=True)
    topics = render(content)
    store, fixed = var / f"{STORE}.partial", var / f"{FIXED}.partial"
    _write_store(store, topics, content)
    fixed.write_text(json.dumps(fixed_words(content), ensure_ascii=False), encoding="utf-8")
    for partial in (fixed, store):
        _switch(partial)
    return sorted(topics)


def fixed_words(content: Content) -> dict[str, Any]:
    """Returns ``NEEDED`` of ``find``: rules, cards, wording and the like, rendered, for JSON."""
    wording = dict(content.wording)
    ui, errors = wording.pop("ui"), wording.pop("errors")
    cards = content.urgent["cards"]
    return {
        "urgent": content.urgent,
        "tongues": tongues_published(content),
        "advice": content.advice,
        "timeline": render_timeline(content),
        "cards": {level: {"title": card["title"], **_words(card["body"], content)} for level, card in cards.items()},
        "wording": {name: _words(text, content) for name, text in wording.items()},
        "ui": ui,
        "errors": errors,
        "groups": {name: group.model_dump() for name, group in content.groups.items()},
        "helplines": [{"id": k, **line.model_dump(mode="json")} for k, line in content.helplines.items()],
        "sites": sites_published(content),
        "eligibility": [render_criterion(criterion, content) for criterion in content.criteria],
    }


def _words(markdown: str, content: Content) -> dict[str, Any]:
    blocks = to_blocks(fill_text(markdown, content))
    return {"blocks": blocks, "text": to_text(blocks)}


def _write_store(path: Path, topics: Mapping[str, Rendered], content: Content) -> None:
    path.unlink(missing_ok=True)
    database = sqlite_utils.Database(path)
    ordered = sorted(topics.values(), key=lambda t: (list(content.groups).index(t.group), t.title))
    rows = [_row(number, topic, content.topics[topic.id]) for number, topic in enumerate(ordered)]
    table = database["topics"]
    table.insert_all(rows, pk="id")  # type: ignore[union-attr]
    # Only words that are open to everybody are searched: the figures of a sensitive topic are not among them.
    table.enable_fts(["title", "lead", "text"], tokenize="porter", create_triggers=False)  # type: ignore[union-attr]
    database.close()


def _row(number: int, rendered: Rendered, topic: Topic) -> dict[str, Any]:
    words = asdict(rendered) | {"text": rendered.text, "all_text": to_text(rendered.all_blocks)}
    front = topic.front.model_dump(
        include={"urgency", "sensitive", "nations", "follow_ups", "evidence", "flow", "picture"}
    )
    data = words | front
    return {
        "id": rendered.id,
        "number": number,
        **{k: data[k] for k in ("title", "lead", "text")},
        "data": json.dumps(data),
    }


def _switch(partial: Path) -> None:
    """Puts the new file in the place of the old one in a single step; the old one stays as ``.previous``."""
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    target = partial.with_suffix("")
    if target.exists():
        kept = target.with_name(target.name + PREVIOUS)
        shutil.copy2(target, kept.with_name(kept.name + ".partial"))
        os.replace(kept.with_name(kept.name + ".partial"), kept)
    os.replace(partial, target)
