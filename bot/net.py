"""Trains the net of danger on invented messages: words and parts of words, then the encoder for what these doubt.

The rules of content/urgent.yml come first; the net only adds a card to what they miss (service/safety/net.py reads it).
``python -m bot.net`` chooses the thresholds anew by cross-validation and keeps their curve.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from bot.net_features import KINDS, WEIGHT, Features, cut, words
from bot.net_reads import Reader, asked
from bot.yaml_files import read

ROOT = Path(__file__).resolve().parent.parent
THRESHOLDS = ROOT / "bot" / "net.json"
LEVELS = ("emergency", "crisis", "urgent")  # the highest first
# "danger" is any level against the rest: it hears what one level alone leaves in doubt.
HEADS = ("danger", *LEVELS, "advice")
ORDINARY, LOOK_ALIKE = "nlu", "none"
STRENGTH = 10.0  # C of the regression
ORDINARY_READ = 5000  # ordinary messages the encoder learns; it is asked about few of the others
KEPT = 60_000  # terms; the lightest are left out
NOT_READ = -100.0  # the score of a text none of whose windows is read: no card
FOLDS = 5
# What the thresholds are chosen for. A card too many costs a phone call; one too few may cost a life.
ALONE_ORDINARY = 0.001  # of ordinary phrases, for each level alone
MOST_ORDINARY = 0.01  # of ordinary phrases, all together
MOST_LOOK_ALIKES = 0.15  # of messages written to look like danger, where only words are heard
MOST_READ = 0.12  # of them, where they are read too
MOST_DECLINED = 0.002  # of ordinary phrases: a wrong refusal still offers the topic to choose
CURVE = [-3.0 + 0.1 * step for step in range(71)]


@dataclass(frozen=True)
class Row:
    """One message: its text, what it is (a level, "advice" or "none"), and the file it is from."""

    text: str
    label: str
    file: str


@dataclass(frozen=True)
class Net:
    """One regression a head over the features: columns (f, h), bias (h,)."""

    features: Features
    columns: np.ndarray
    bias: np.ndarray

    @classmethod
    def fit(cls, rows: Sequence[Row], kept: int = KEPT) -> Net:
        """Returns the net of the rows, its lightest terms left out and the rest weighed again."""
        features, texts = Features(), [words(row.text) for row in rows]
        labels = np.array([row.label for row in rows])
        every = features.fit(texts)
        if every.shape[1] > kept:
            columns, _ = _heads(every, labels, ("danger", "advice"))
            weights = np.concatenate([features.idf[kind] * WEIGHT[kind] for kind in KINDS])
            stays = np.zeros(len(columns), dtype=bool)
            stays[np.argsort(-np.abs(columns).max(1) * weights, kind="stable")[:kept]] = True
            features.keep(stays)
            every = features.transform(texts)
        columns, bias = _heads(every, labels)
        return cls(features, columns, bias)

    def scores(self, texts: Sequence[str], reads: Optional[Reader] = None) -> np.ndarray:
        """Returns each text's best score a head (n, h): of its words; with a reader, of the windows that it reads."""
        found = [cut(text) for text in texts]
        flat = [window for one in found for window in one.windows()]
        every = self.features.transform(flat) @ self.columns + self.bias
        ends = np.cumsum([len(one.places) for one in found])
        starts = [0, *ends[:-1].tolist()]
        if reads:
            at = [start + i for start, end, one in zip(starts, ends, found, strict=True)
                  for i in asked(every[start:end], HEADS, one)]  # fmt: skip
            of_words, every = every, np.full(every.shape, NOT_READ)
            if at:
                every[at] = of_words[at] + reads.scores([flat[i] for i in at])
        return np.maximum.reduceat(every, starts, axis=0)


def reader(found: Sequence[Row], net: Net) -> Reader:
    """Returns the encoder tuned to the rows, of ordinary messages to those the net finds most dangerous.

    About three minutes for all of them on two cores.
    """
    ordinary = [row for row in found if row.label == ORDINARY]
    doubtful = np.argsort(-net.scores([row.text for row in ordinary])[:, 0], kind="stable")[:ORDINARY_READ]
    learnt = [row for row in found if row.label != ORDINARY] + [ordinary[i] for i in doubtful]
    labels = np.array([row.label for row in learnt])
    return Reader.fit([row.text for row in learnt], np.stack([_wanted(labels, head) for head in HEADS], 1))


def _wanted(labels: np.ndarray, head: str) -> np.ndarray:
    return np.isin(labels, LEVELS) if head == "danger" else labels == head


def _heads(features: Any, labels: np.ndarray, heads: Sequence[str] = HEADS) -> Tuple[np.ndarray, np.ndarray]:
    from sklearn.linear_model import LogisticRegression

    # liblinear draws from its seed only for the dual; the primal is the same every time.
    fitted = [LogisticRegression(C=STRENGTH, solver="liblinear").fit(features, _wanted(labels, h)) for h in heads]
    return np.stack([m.coef_[0] for m in fitted], 1).astype(np.float32), np.array([m.intercept_[0] for m in fitted])


def rows() -> List[Row]:
    """Returns what the net learns from: data/safety, and data/nlu as ordinary messages but for those left out."""
    found = []
    for path in sorted((ROOT / "data/safety").glob("*.yml")):
        data = read(path)
        for group, texts in data.get("phrases", {}).items():
            found += [Row(text, data["level"], f"{path.stem}: {group}") for text in texts]
    left_out = _left_out()
    skipped = {text for name in ("reports", "verdicts", "cards", "declined") for text in left_out[name]}
    return found + [row for row in _ordinary() if row.text not in skipped and row.file not in left_out["topics"]]


def _ordinary() -> List[Row]:
    found = []
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for block in read(path).get("nlu", []):
            texts = [line.strip()[2:].strip() for line in block["examples"].splitlines() if line.strip()[:2] == "- "]
            found += [Row(text, ORDINARY, block["intent"]) for text in texts]
    return found


def _left_out() -> Dict[str, List[str]]:
    """Returns topics and phrases of data/nlu that report a sign, or ask for a verdict: they would teach the wrong."""
    path = ROOT / "data/safety/left_out.yml"
    return read(path)["left_out"]


def folds(found: Sequence[Row]) -> np.ndarray:
    """Returns the fold (n,) of each row: a group of messages of one author stays together, where there are several."""
    labels = [row.label for row in found]
    groups = {row.file: 0 for row in found if row.label not in (ORDINARY, "advice")}
    numbers = {name: number % FOLDS for number, name in enumerate(sorted(groups))}
    alone = np.random.RandomState(0).permutation(len(found)) % FOLDS
    return np.array([numbers.get(r.file, n) if label not in (ORDINARY, "advice") else n
                     for r, label, n in zip(found, labels, alone, strict=True)])  # fmt: skip


def cross_validated(found: Sequence[Row]) -> Tuple[np.ndarray, np.ndarray]:
    """Returns each row's best scores (n, h) by a net that was trained without it: of words alone, and as read."""
    own, alone, both = folds(found), np.zeros((len(found), len(HEADS))), np.zeros((len(found), len(HEADS)))
    for fold in range(FOLDS):
        test = np.flatnonzero(own == fold)
        others = [row for row, its in zip(found, own, strict=True) if its != fold]
        net, texts = Net.fit(others), [found[i].text for i in test]
        alone[test], both[test] = net.scores(texts), net.scores(texts, reader(others, net))
        print(f"  {fold + 1} of {FOLDS} nets", file=sys.stderr, flush=True)
    return alone, both


def chosen_on(found: Sequence[Row], scores: np.ndarray, most_look_alikes: float) -> Dict[str, Any]:
    """Returns a threshold a head, what they decline, and the curve of the first: at most that share of look-alikes."""
    labels = np.array([row.label for row in found])
    ordinary, alike = labels == ORDINARY, labels == LOOK_ALIKE
    limits = {level: _above(scores[ordinary, HEADS.index(level)], ALONE_ORDINARY) for level in LEVELS}
    limits["advice"] = _above(scores[ordinary, HEADS.index("advice")], MOST_DECLINED)

    def at(danger: float) -> Dict[str, float]:
        cards = card_given(scores, np.array([{**limits, "danger": danger}[head] for head in HEADS]))
        caught = {level: round(float(cards[labels == level].mean()), 4) for level in LEVELS}
        kinds = {"ordinary": float(cards[ordinary].mean()), "look_alikes": float(cards[alike].mean())}
        return {"danger": danger, **{name: round(share, 4) for name, share in kinds.items()}, **caught}

    curve = [at(round(danger, 2)) for danger in CURVE]
    good = [p for p in curve if p["ordinary"] <= MOST_ORDINARY and p["look_alikes"] <= most_look_alikes]
    danger = min((point["danger"] for point in good), default=max(CURVE))
    advice = scores[:, HEADS.index("advice")] >= limits["advice"]
    return {
        "thresholds": {"danger": danger, **{name: round(limits[name], 4) for name in HEADS[1:]}},
        "declined": {
            label: round(float(advice[labels == label].mean()), 4) for label in ("advice", LOOK_ALIKE, ORDINARY)
        },
        "curve": curve,
    }


def chosen_of(found: Sequence[Row], of_words: np.ndarray, as_read: np.ndarray) -> Dict[str, Any]:
    """Returns what net.json holds: the rule, and what was chosen on the scores of words alone and on those as read."""
    return {
        "rule": "Cross-validated on data/safety and data/nlu; no phrase of tests was used. Each level alone: the least "
        f"with at most {ALONE_ORDINARY} of ordinary phrases above it. danger: the least with at most {MOST_ORDINARY} "
        f"of ordinary phrases and {MOST_LOOK_ALIKES} (words), {MOST_READ} (read) of look-alikes given a card. advice: "
        f"the least with at most {MOST_DECLINED} of ordinary phrases declined.",
        "words": chosen_on(found, of_words, MOST_LOOK_ALIKES),
        "read": chosen_on(found, as_read, MOST_READ),
    }


def card_given(scores: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Returns whether the net gives a card (n,) at these thresholds (h,)."""
    return (scores[:, : 1 + len(LEVELS)] >= limits[: 1 + len(LEVELS)]).any(1)


def _above(scores: np.ndarray, share: float) -> float:
    """Returns the least threshold that at most this share of the scores reaches."""
    ordered = np.sort(scores)[::-1]
    return float(ordered[int(share * len(ordered))]) + 1e-4


def main(arguments: List[str]) -> int:
    """Chooses the thresholds anew. Returns the exit code."""
    argparse.ArgumentParser(prog="python -m bot.net", description="Choose the thresholds anew.").parse_args(arguments)
    found = rows()
    chosen = chosen_of(found, *cross_validated(found))
    THRESHOLDS.write_text(json.dumps(chosen, indent=1) + "\n")
    print(json.dumps({name: chosen[name]["thresholds"] for name in ("words", "read")}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
