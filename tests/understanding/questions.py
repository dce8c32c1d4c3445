"""What is asked when understanding is measured: our held-out phrases, and questions of patients where present."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.importer import ROOT

HELD_OUT = ROOT / "tests/phrases"
DANGER = {"emergency", "urgent", "crisis"}
REFUSED = {"unsure", "out_of_scope"}


@dataclass(frozen=True)
class Question:
    """One text and what would be right: topics that answer it, or being refused."""

    text: str
    of: str  # held_out, far, near, look_alikes, dev, dev_danger
    group: str
    topics: frozenset[str] = frozenset()  # any of them is right
    outcomes: frozenset[str] = frozenset({"answered"})
    wrong: str = ""  # of a look-alike: the topic it must not be taken for


def groups() -> dict[str, str]:
    """Returns topic -> group."""
    return {path.stem: path.parent.name for path in (ROOT / "content/topics").glob("*/*.md")}


def held_out() -> list[Question]:
    """Returns ``tests/phrases``: topics, far and near strangers, look-alikes."""
    group, found = groups(), []
    for path in sorted(HELD_OUT.glob("*.yml")):
        data = yaml.safe_load(path.read_text())
        name = data.get("topic") or data.get("intent")
        if "look_alikes" in data:
            found += [look_alike(entry) for entry in data["look_alikes"]]
        elif name in group:
            found += [Question(text, "held_out", group[name], frozenset({name})) for text in data["phrases"]]
        elif name == "out_of_scope":
            of = "near" if data.get("near") else "far"
            found += [Question(text, of, of, outcomes=frozenset(REFUSED)) for text in data["phrases"]]
    return found


def look_alike(entry: dict[str, str]) -> Question:
    """Returns a phrase that is close to a topic whose answer would be wrong."""
    wanted, wrong = entry["wanted"], entry["not"]
    if wanted == "out_of_scope":
        return Question(entry["text"], "look_alikes", "stranger", outcomes=frozenset(REFUSED), wrong=wrong)
    return Question(entry["text"], "look_alikes", "sibling", frozenset({wanted}), wrong=wrong)


def patients(file: Path) -> list[Question]:
    """Returns the questions of a JSON Lines file with ``text, group, outcomes, topics, also_topics``; [] without it."""
    if not file.is_file():
        return []
    found = []
    for line in file.read_text().splitlines():
        row = json.loads(line)
        outcomes = frozenset(row["outcomes"]) | frozenset(row["also_outcomes"])
        topics = frozenset(row["topics"]) | frozenset(row["also_topics"])
        of = "dev_danger" if DANGER & set(row["outcomes"]) else "dev"
        found.append(Question(row["text"][:1000], of, row["group"], topics, outcomes))
    return found
