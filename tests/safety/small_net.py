"""A net of a few invented words, written as bot/net.py writes the trained one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

HEADS = ("danger", "emergency", "crisis", "urgent", "advice")
# Invented words, so that no rule knows them; each stands for the head of its column.
WORDS = {"flurple": "emergency", "grimbol": "crisis", "tepiko": "urgent", "vaguely": "danger", "verdikto": "advice"}
STRENGTH, BIAS, WEIGHT = 4.0, -2.0, 1.5


def bytes_of(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def arrays() -> dict[str, Any]:
    """Returns the arrays of a net in which each invented word alone is above the threshold of its head."""
    columns = np.zeros((len(WORDS), len(HEADS)))
    for row, head in enumerate(WORDS.values()):
        columns[row, HEADS.index(head)] = STRENGTH
    score = BIAS + WEIGHT * STRENGTH  # by hand: one known word of weight 1 is its own length
    checks = ["tepiko", "nothing of it"]
    return {
        "format": 2, "heads": np.array(HEADS), "bias": np.full(len(HEADS), BIAS), "thresholds": np.zeros(len(HEADS)),
        "favour": np.array([0.5, 0.0, 0.0]), "shape": np.array([20, 24, 40, 30, 3]),
        "denials": bytes_of("no\nnot"), "turns": bytes_of("but"),
        "check_texts": bytes_of("\0".join(checks)),
        "check_scores": np.array([[BIAS, BIAS, BIAS, score, BIAS], [BIAS] * len(HEADS)]),
        "word_terms": bytes_of("\n".join(WORDS)), "word_idf": np.ones(len(WORDS)), "word_columns": columns,
        "word_weight": WEIGHT,
        "part_terms": bytes_of("qzx"), "part_idf": np.ones(1), "part_columns": np.zeros((1, len(HEADS))),
        "part_weight": 1.0,
    }  # fmt: skip


def write(path: Path, **changed: Any) -> Path:
    """Writes the net, with some arrays changed or (None) left out; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **{name: array for name, array in {**arrays(), **changed}.items() if array is not None})
    return path
