"""The public HINT3 sets, run with our encoder and classifier, trained by the same code; nothing is tuned on them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from bot.decide import Settings, Thresholds, TopicModel
from bot.encoder import Encoder
from tests.understanding.figures import auroc, share

SETS = ("sofmattress", "curekart", "powerplay11")
STRANGER = "NO_NODES_DETECTED"
# Arora et al. 2020, and AUROC from the authors' prediction files: in-scope accuracy at the lowest threshold, AUROC.
PUBLISHED = {
    "Rasa (DIET + ConveRT)": {"accuracy": (0.693, 0.841, 0.491), "auroc": (0.792, 0.801, 0.709)},
    "BERT": {"accuracy": (0.736, 0.836, 0.585), "auroc": (0.868, 0.824, 0.699)},
    "Haptik": {"accuracy": (0.723, 0.808, 0.673), "auroc": (0.839, 0.850, 0.766)},
}


def rows(file: Path) -> tuple[list[str], list[str]]:
    """Returns the sentences and labels of a CSV file."""
    with file.open(newline="", encoding="utf-8") as opened:
        read = [(row["sentence"], row["label"]) for row in csv.DictReader(opened)]
    return [sentence for sentence, _ in read], [label for _, label in read]


def one(folder: Path, name: str, encoder: Encoder, settings: Settings) -> dict[str, Any]:
    """Returns in-scope accuracy (with interval) and AUROC of one set."""
    texts, labels = rows(folder / f"v1/train/{name}_train.csv")
    asked, wanted = rows(folder / f"v1/test/{name}_test.csv")
    model = TopicModel.fit(texts, encoder.encode(texts), labels, settings)
    ranked = [model.rank(text, vector) for text, vector in zip(asked, encoder.encode(asked), strict=True)]
    known = [label != STRANGER for label in wanted]
    hits = [r.shares[0][0] == w for r, w, k in zip(ranked, wanted, known, strict=True) if k]
    sure = np.array([Thresholds.read().confidence(ranking) for ranking in ranked])
    flags = np.array(known)
    return {"accuracy": share(hits), "auroc": round(auroc(sure[flags], sure[~flags]), 4)}


def measured(folder: Path, settings: Settings) -> dict[str, Any]:
    """Returns each set's figures, their means, and what is published beside them; {} where the folder is missing."""
    if not (folder / "v1").is_dir():
        return {}
    encoder = Encoder()
    sets = {name: one(folder, name, encoder, settings) for name in SETS}
    means = {
        "accuracy": round(float(np.mean([s["accuracy"]["share"] for s in sets.values()])), 4),
        "auroc": round(float(np.mean([s["auroc"] for s in sets.values()])), 4),
    }
    published = {
        system: {line: round(float(np.mean(values)), 4) for line, values in lines.items()}
        for system, lines in PUBLISHED.items()
    }
    return {"sets": sets, "mean": means, "published_mean": published}
