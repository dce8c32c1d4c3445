"""Trains the second net of danger: words and parts of words of invented messages, as plain arrays for the service.

The rules of content/urgent.yml come first; the net only adds a card to what they miss (service/safety/net.py reads it).
``python -m bot.net`` chooses the thresholds anew by cross-validation and keeps their curve.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

from bot.net_features import (
    DENIALS,
    KINDS,
    LONGEST,
    LONGEST_WORD,
    PAIR,
    REACH,
    TURNS,
    WEIGHT,
    WINDOW,
    Features,
    windows,
    words,
)
from bot.yaml_files import read

ROOT = Path(__file__).resolve().parent.parent
THRESHOLDS = ROOT / "bot" / "net.json"
FILE = "net.npz"
LEVELS = ("emergency", "crisis", "urgent")  # the highest first
# "danger" is any level against the rest: it hears what one level alone leaves in doubt.
HEADS = ("danger", *LEVELS, "advice")
ORDINARY, LOOK_ALIKE = "nlu", "none"
STRENGTH = 10.0  # C of the regression
KEPT = 60_000  # terms; the lightest are left out
CHECKS = 12  # texts whose scores the service must find again
ODD = "It's NOT fever but he CAN'T bréathe!! Ｈｅｌｐ… 38,4 " + "aaah" * 20 + "ab" * 40 + "\nso so so so so hot"
FORMAT = 2
FAVOUR = (1.0, 0.5, 0.0)  # added to each level's score where a card is due: in doubt the higher one
FOLDS = 5
# What the thresholds are chosen for. A card too many costs a phone call; one too few may cost a life.
ALONE_ORDINARY = 0.001  # of ordinary phrases, for each level alone
MOST_ORDINARY = 0.007  # of ordinary phrases, all together
MOST_LOOK_ALIKES = 0.15  # of messages written to look like danger
MOST_DECLINED = 0.001  # of ordinary phrases: a wrong refusal still offers the topic to choose
CURVE = [-0.5 + 0.1 * step for step in range(41)]


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

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Returns each text's best score a head (n, h)."""
        found = [windows(text) for text in texts]
        owners = np.repeat(np.arange(len(texts)), [len(one) for one in found])
        every = self.features.transform([window for one in found for window in one]) @ self.columns + self.bias
        best = np.full((len(texts), len(HEADS)), -np.inf)
        np.maximum.at(best, owners, every)
        return best


def _heads(features: Any, labels: np.ndarray, heads: Sequence[str] = HEADS) -> Tuple[np.ndarray, np.ndarray]:
    from sklearn.linear_model import LogisticRegression

    wanted = [np.isin(labels, LEVELS) if head == "danger" else labels == head for head in heads]
    # liblinear draws from its seed only for the dual; the primal is the same every time.
    fitted = [LogisticRegression(C=STRENGTH, solver="liblinear").fit(features, own) for own in wanted]
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


def cross_validated(found: Sequence[Row]) -> np.ndarray:
    """Returns each row's best scores (n, h) by a net that was trained without it."""
    own, scores = folds(found), np.zeros((len(found), len(HEADS)))
    for fold in range(FOLDS):
        test = np.flatnonzero(own == fold)
        net = Net.fit([row for row, its in zip(found, own, strict=True) if its != fold])
        scores[test] = net.scores([found[i].text for i in test])
        print(f"  {fold + 1} of {FOLDS} nets", file=sys.stderr, flush=True)
    return scores


def chosen_on(found: Sequence[Row], scores: np.ndarray) -> Dict[str, Any]:
    """Returns what net.json holds: the rule, a threshold a head, and the curve of the first."""
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
    good = [p for p in curve if p["ordinary"] <= MOST_ORDINARY and p["look_alikes"] <= MOST_LOOK_ALIKES]
    danger = min((point["danger"] for point in good), default=max(CURVE))
    advice = scores[:, HEADS.index("advice")] >= limits["advice"]
    return {
        "rule": "Cross-validated on data/safety and data/nlu; no phrase of tests was used. Each level alone: the least "
        f"with at most {ALONE_ORDINARY} of ordinary phrases above it. danger: the least with at most {MOST_ORDINARY} "
        f"of ordinary phrases and {MOST_LOOK_ALIKES} of look-alikes given a card. advice: the least with at most "
        f"{MOST_DECLINED} of ordinary phrases declined.",
        "thresholds": {"danger": danger, **{name: round(limits[name], 4) for name in HEADS[1:]}},
        "declined": {
            label: round(float(advice[labels == label].mean()), 4) for label in ("advice", LOOK_ALIKE, ORDINARY)
        },
        "curve": curve,
    }


def card_given(scores: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Returns whether the net gives a card (n,) at these thresholds (h,)."""
    return (scores[:, : 1 + len(LEVELS)] >= limits[: 1 + len(LEVELS)]).any(1)


def _above(scores: np.ndarray, share: float) -> float:
    """Returns the least threshold that at most this share of the scores reaches."""
    ordered = np.sort(scores)[::-1]
    return float(ordered[int(share * len(ordered))]) + 1e-4


def write(folder: Path) -> None:
    """Trains the net and writes its file into the folder."""
    found = rows()
    net = Net.fit(found)
    chosen = json.loads(THRESHOLDS.read_text())["thresholds"]
    limits = [float(chosen[head]) for head in HEADS]
    np.savez_compressed(folder / FILE, **arrays(net, limits, _checks(found)))


def arrays(net: Net, limits: Sequence[float], checks: Sequence[str]) -> Dict[str, Any]:
    """Returns all that the service needs, as plain named arrays; texts as bytes."""
    named: Dict[str, Any] = {
        "format": FORMAT, "heads": np.array(HEADS), "bias": net.bias.astype(np.float64),
        "thresholds": np.array(limits), "favour": np.array(FAVOUR),
        "shape": np.array([WINDOW, LONGEST, PAIR, LONGEST_WORD, REACH]),
        "denials": _bytes("\n".join(sorted(DENIALS))), "turns": _bytes("\n".join(sorted(TURNS))),
        "check_texts": _bytes("\0".join(checks)), "check_scores": net.scores(checks),
    }  # fmt: skip
    start = 0
    for kind, terms in net.features.terms().items():
        own = net.columns[start : start + len(terms)]
        start += len(terms)
        named[f"{kind}_terms"], named[f"{kind}_columns"] = _bytes("\n".join(terms)), own.astype(np.float16)
        named[f"{kind}_idf"], named[f"{kind}_weight"] = net.features.idf[kind].astype(np.float32), WEIGHT[kind]
    return named


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _checks(found: Sequence[Row]) -> List[str]:
    """Returns a few texts of every kind, long ones and odd ones among them."""
    by_length = sorted(found, key=lambda row: (len(row.text), row.text))
    step = len(by_length) // CHECKS
    return [*(row.text for row in by_length[step // 2 :: step]), ODD]


def main(arguments: List[str]) -> int:
    """Chooses the thresholds anew. Returns the exit code."""
    argparse.ArgumentParser(prog="python -m bot.net", description="Choose the thresholds anew.").parse_args(arguments)
    found = rows()
    chosen = chosen_on(found, cross_validated(found))
    THRESHOLDS.write_text(json.dumps(chosen, indent=1) + "\n")
    print(json.dumps({name: chosen[name] for name in ("thresholds", "declined")}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
