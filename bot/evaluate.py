"""Measures understanding: thresholds' curve by cross-validation on training phrases, then once on the held-out ones."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

import numpy as np
import yaml

from bot.decide import ANSWER, CLARIFY, Thresholds, TopicModel, band
from bot.importer import OUTCOMES, ROOT, SMALLTALK

NOT_TOPICS = {*SMALLTALK, *OUTCOMES}
FOLDS = 5
SHOWN = 3  # most choices of a "did you mean"


@dataclass(frozen=True)
class Case:
    """What the model said of one phrase it had not seen. ``known``: whether its topic was among those trained."""

    wanted: str
    best: str
    confidence: float
    nearest: float
    choices: Tuple[str, ...]
    known: bool


def settings() -> Dict[str, float]:
    """Returns the classifier's settings of config.yml."""
    pipeline = yaml.safe_load((ROOT / "bot/config.yml").read_text())["pipeline"]
    return {k: v for k, v in pipeline[-1].items() if k != "name"}


def training_phrases() -> Tuple[List[str], List[str]]:
    """Returns the phrases of ``data/nlu`` and their intents."""
    phrases, intents = [], []
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text())["nlu"]:
            own = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            phrases += own
            intents += [block["intent"]] * len(own)
    return phrases, intents


def held_out(folder: Path = ROOT / "tests/phrases") -> Tuple[List[str], List[str]]:
    """Returns the held-out phrases and their intents; they are never trained on."""
    phrases, intents = [], []
    for path in sorted(folder.glob("*.yml")):
        data = yaml.safe_load(path.read_text())
        for phrase in data.get("phrases", []):
            phrases.append(phrase)
            intents.append(data.get("topic") or data["intent"])
    return phrases, intents


def cases(model: TopicModel, vectors: np.ndarray, wanted: Sequence[str], known: bool) -> Iterator[Case]:
    """Returns what the model says of each vector."""
    for vector, name in zip(vectors, wanted, strict=True):
        ranking, nearest = model.rank(vector)
        best, confidence = ranking[0]
        choices = tuple(n for n, _ in ranking if n not in NOT_TOPICS)[:SHOWN]
        yield Case(name, best, confidence, nearest[best], choices, known)


def cross_validated(vectors: np.ndarray, intents: List[str], strength: float, sharpness: float) -> List[Case]:
    """Returns a case a phrase with its topic trained on other phrases, and one with its whole topic left out.

    The second kind stands for what nobody foresaw: about half of what the public types.
    """
    from sklearn.model_selection import StratifiedKFold

    labels, found = np.array(intents), []
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(vectors, labels):
        model = TopicModel.fit(vectors[train], list(labels[train]), strength, sharpness)
        found += cases(model, vectors[test], labels[test], True)
    topics = sorted(set(intents) - NOT_TOPICS)
    np.random.RandomState(0).shuffle(topics)
    for fold in range(FOLDS):
        left_out = np.isin(labels, topics[fold::FOLDS])
        model = TopicModel.fit(vectors[~left_out], list(labels[~left_out]), strength, sharpness)
        found += cases(model, vectors[left_out], labels[left_out], False)
    return found


def shares(found: List[Case], limits: Thresholds) -> Dict[str, float]:
    """Returns shares from 0 to 1 of the cases, for these thresholds."""

    def share(of: List[Case], *tests: bool) -> float:
        return round(sum(tests) / max(1, len(of)), 3)

    topics = [c for c in found if c.known and c.wanted not in NOT_TOPICS]
    others = [c for c in found if c.wanted == "out_of_scope"]
    unforeseen = [c for c in found if not c.known]
    answered = {id(c): band(c.confidence, c.nearest, limits) == ANSWER and c.best not in NOT_TOPICS for c in found}
    asked = [c for c in topics if band(c.confidence, c.nearest, limits) == CLARIFY]
    return {
        "right": share(topics, *(answered[id(c)] and c.best == c.wanted for c in topics)),
        "wrong": share(topics, *(answered[id(c)] and c.best != c.wanted for c in topics)),
        "clarify": share(topics, *(True for _ in asked)),
        "clarify_offers_it": share(asked, *(c.wanted in c.choices for c in asked)),
        "out_of_scope_answered": share(others, *(answered[id(c)] for c in others)),
        "unforeseen_answered": share(unforeseen, *(answered[id(c)] for c in unforeseen)),
    }


def main(arguments: List[str]) -> int:
    """Prints the curve, then today's thresholds on the held-out phrases. Returns 0."""
    from bot.encoder import Encoder

    parser = argparse.ArgumentParser(prog="python -m bot.evaluate", description="Measure understanding.")
    parser.parse_args(arguments)
    encoder, chosen = Encoder(), settings()
    phrases, intents = training_phrases()
    vectors = encoder.encode(phrases)
    found = cross_validated(vectors, intents, chosen["strength"], chosen["sharpness"])
    print(f"{len(phrases)} training phrases, {len(set(intents))} intents. Cross-validated:")
    for answer in (0.4, 0.5, 0.55, 0.6, 0.7, 0.8):
        for nearest in (0.4, 0.45, 0.5):
            limits = Thresholds(answer, chosen["clarify"], nearest)
            print(f"answer {answer} nearest {nearest}: {shares(found, limits)}")
    held, wanted = held_out()
    model = TopicModel.fit(vectors, intents, chosen["strength"], chosen["sharpness"])
    limits = Thresholds(chosen["answer"], chosen["clarify"], chosen["nearest"])
    print(f"Chosen {limits}; {len(held)} held-out phrases:")
    print(shares(list(cases(model, encoder.encode(held), wanted, True)), limits))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
