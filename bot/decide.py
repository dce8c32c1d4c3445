"""Which intent a sentence vector belongs to and how sure that is: numbers in, numbers out, no Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Sequence, Tuple
from zipfile import BadZipFile

import numpy as np

ANSWER, CLARIFY, UNSURE = "answer", "clarify", "unsure"


@dataclass(frozen=True)
class Thresholds:
    """Where one band ends and the next begins; chosen by cross-validation (``bot/evaluate.py``), kept in config.yml."""

    answer: float  # least confidence of the best intent to answer at once
    clarify: float  # least confidence of the best intent to ask "did you mean"
    nearest: float  # least cosine similarity to any training phrase of that intent to answer at once


@dataclass(frozen=True)
class TopicModel:
    """Logistic regression and nearest examples, mixed. Shapes: n phrases, k intents, d = 384."""

    names: List[str]  # k intent names, sorted
    weights: np.ndarray  # (d, k)
    bias: np.ndarray  # (k,)
    examples: np.ndarray  # (n, d) unit length
    rows: np.ndarray  # (k, most phrases of an intent) index into examples; n where an intent has fewer
    sharpness: float  # how strongly nearest examples speak beside the regression

    @classmethod
    def fit(cls, vectors: np.ndarray, labels: Sequence[str], strength: float, sharpness: float) -> TopicModel:
        """Returns the model trained on unit vectors (n, d) and their n labels.

        ``strength`` is scikit-learn's C: at its default of 1 a right answer among 150 intents gets 0.38.
        """
        from sklearn.linear_model import LogisticRegression

        names = sorted(set(labels))
        owners = np.array([names.index(label) for label in labels])
        # The gradient is an average over phrases and intents, so with many it begins small: at a tolerance of 1e-3
        # the fit of 139 intents stopped before its first step, with a model of zeros.
        regression = LogisticRegression(C=strength, class_weight="balanced", max_iter=300, tol=1e-6)
        regression.fit(vectors, owners)
        weights = regression.coef_.T.astype(np.float32)
        return cls(names, weights, regression.intercept_.astype(np.float32), vectors, _rows(owners), sharpness)

    def rank(self, vector: np.ndarray) -> Tuple[List[Tuple[str, float]], Dict[str, float]]:
        """Returns all intents with their confidence (sum 1), best first, and each intent's nearest similarity."""
        nearest, top = self._similarities(vector)
        scores = vector @ self.weights + self.bias + self.sharpness * top
        odds = np.exp(scores - scores.max())
        confidence = odds / odds.sum()
        order = np.argsort(-confidence)
        similarity = {name: float(nearest[i]) for i, name in enumerate(self.names)}
        return [(self.names[i], float(confidence[i])) for i in order], similarity

    def _similarities(self, vector: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Returns, for each intent, its most similar example (k,) and the mean of its three most similar (k,)."""
        cosines = np.append(self.examples @ vector, -1.0)[self.rows]
        three = np.partition(cosines, -3, axis=1)[:, -3:]
        return three.max(axis=1), three.mean(axis=1)

    def save(self, path: Path) -> None:
        """Writes everything as plain arrays: nothing that could run code when read."""
        np.savez(
            path,
            names=np.array(self.names),
            weights=self.weights,
            bias=self.bias,
            examples=self.examples,
            rows=self.rows,
            sharpness=np.array(self.sharpness),
        )

    @classmethod
    def load(cls, path: Path) -> TopicModel:
        """Returns the model written by ``save``. Raises ``OSError`` or ``ValueError`` for anything else."""
        try:
            with np.load(path, allow_pickle=False) as a:
                names = [str(name) for name in a["names"]]
                return cls(names, a["weights"], a["bias"], a["examples"], a["rows"], float(a["sharpness"]))
        except (BadZipFile, EOFError, KeyError) as error:
            raise ValueError(f"{path} holds no topic model: {error}") from error


def _rows(owners: np.ndarray) -> np.ndarray:
    """Returns each intent's example indices as one row, padded to at least 3 with n (read as similarity -1)."""
    own = [np.flatnonzero(owners == intent) for intent in range(owners.max() + 1)]
    width = max(3, *(len(indices) for indices in own))
    return np.array([np.pad(i, (0, width - len(i)), constant_values=len(owners)) for i in own])


def band(confidence: float, nearest: float, thresholds: Thresholds) -> str:
    """Returns ``answer``, ``clarify`` or ``unsure`` for the best intent's confidence and nearest similarity."""
    if confidence >= thresholds.answer and nearest >= thresholds.nearest:
        return ANSWER
    return CLARIFY if confidence >= thresholds.clarify else UNSURE
