"""Which intent a sentence vector belongs to and how sure that is: numbers in, numbers out, no Rasa."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence, Tuple
from warnings import catch_warnings, simplefilter
from zipfile import BadZipFile

import numpy as np

from bot.importer import FOLLOW_UPS, is_topic
from bot.qualifiers import Qualifiers
from bot.words import WordModel

THRESHOLDS = Path(__file__).with_name("thresholds.json")
# Directions in which examples are compared: the 128 along which sentences differ most are as good as all 384, and
# the numbers of 15,000 examples stay near the processor, which takes a fifth of the time.
DIRECTIONS = 128
ANSWER, CLARIFY, UNSURE, OUT_OF_SCOPE = "answer", "clarify", "unsure", "out_of_scope"


@dataclass(frozen=True)
class Ranking:
    """What the model says of one text: every intent with its share (sum 1), best first, and the best one's bare score.

    The shares say which intent is likeliest among those there are; the score says how much speaks for it at all.
    """

    shares: List[Tuple[str, float]]
    score: float


@dataclass(frozen=True)
class Thresholds:
    """Where one band ends and the next begins, and what a ranking must be turned into first.

    Chosen by cross-validation and kept, with the curve they were chosen on, in thresholds.json (``bot/evaluate.py``).
    """

    answer: float  # least confidence of the best intent to answer at once
    clarify: float  # least confidence of the best intent to ask "did you mean"
    calibration: Tuple[float, float, float]  # constant, weight of the logarithm of the best share, weight of its score

    @classmethod
    def read(cls, file: Path = THRESHOLDS) -> Thresholds:
        """Returns the thresholds of the file. Raises ``KeyError`` or ``ValueError`` where it is not of its form."""
        kept = json.loads(file.read_text(encoding="utf-8"))
        constant, share, score = kept["calibration"]
        return cls(float(kept["answer"]), float(kept["clarify"]), (float(constant), float(share), float(score)))

    def confidence(self, ranking: Ranking) -> float:
        """Returns how likely the best intent is right, 0 to 1, counting questions that no intent foresaw."""
        constant, share, score = self.calibration
        logit = constant + share * math.log(max(ranking.shares[0][1], 1e-9)) + score * ranking.score
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def band(self, confidence: float) -> str:
        """Returns ``answer``, ``clarify`` or ``unsure``."""
        if confidence >= self.answer:
            return ANSWER
        return CLARIFY if confidence >= self.clarify else UNSURE


@dataclass(frozen=True)
class Decision:
    """What is done with a message: an intent (or ``clarify``, ``unsure``), how sure, and the ranking to offer from."""

    intent: str
    confidence: float
    ranking: List[Tuple[str, float]]


def decide(text: str, ranking: Ranking, limits: Thresholds, qualifiers: Qualifiers) -> Decision:
    """Returns the decision on a text by its ranking.

    A qualifier the best topic does not deal with ("while pregnant") never lets it answer at once: if the qualifier
    has a topic of its own, that one is offered beside it; if it makes a stranger of the question, nothing is.
    """
    best, sure = ranking.shares[0][0], limits.confidence(ranking)
    decided = limits.band(sure)
    if not is_topic(best):
        # Being refused wrongly costs less than a wrong answer, so a stranger need not be recognised for certain.
        if decided == ANSWER or (decided == CLARIFY and best == OUT_OF_SCOPE):
            return Decision(best, sure, ranking.shares)
        # What may be a follow-up may be a question of its own: the topics it is like are offered.
        return Decision(decided if best in FOLLOW_UPS else UNSURE, sure, ranking.shares)
    blocking = qualifiers.blocking(text, best)
    if not blocking or decided == UNSURE:
        return Decision(best if decided == ANSWER else decided, sure, ranking.shares)
    own = [(q.own, ranking.shares[0][1]) for q in blocking if q.own]
    if len(own) < len(blocking) and not qualifiers.names_the_subject(text):
        return Decision(UNSURE, sure, ranking.shares)
    offered = [ranking.shares[0], *own]
    rest = [pair for pair in ranking.shares if pair[0] not in {name for name, _ in offered}]
    return Decision(CLARIFY, sure, [*offered, *rest])


@dataclass(frozen=True)
class Settings:
    """How the three opinions of a ``TopicModel`` are made and mixed; chosen by cross-validation (config.yml)."""

    strength: float  # of the regression on sentence vectors: scikit-learn's C; at 1 a right answer among 150 gets 0.38
    word_strength: float  # the same for the words
    words: float  # how strongly the words speak beside the regression
    sharpness: float  # how strongly the nearest examples speak beside the regression
    temperature: float  # all scores are divided by it, so that shares are neither too sure nor too shy

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Settings:
        """Returns the settings among the keys of a component's configuration. Raises ``KeyError`` if one is missing."""
        return cls(**{field.name: float(config[field.name]) for field in fields(cls)})


@dataclass(frozen=True)
class TopicModel:
    """Regression on sentence vectors, linear SVM on words, and nearest examples, mixed.

    Shapes: n phrases, k intents, d = 384.
    """

    names: List[str]  # k intent names, sorted
    weights: np.ndarray  # (d, k)
    bias: np.ndarray  # (k,)
    directions: np.ndarray  # (d, 128) the examples are seen along these
    examples: np.ndarray  # (n, 128) the examples of the first intent first, and so on
    starts: np.ndarray  # (k,) where the examples of each intent begin
    words: WordModel
    mix: np.ndarray  # (words, sharpness, temperature)

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: np.ndarray, labels: Sequence[str], settings: Settings) -> TopicModel:
        """Returns the model trained on n texts, their unit vectors (n, d) and their n labels."""
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import LogisticRegression

        names = sorted(set(labels))
        owners = np.array([names.index(label) for label in labels])
        # The gradient is an average over phrases and intents, so with many it begins small: at a tolerance of 1e-3
        # the fit of 139 intents stopped before its first step, with a model of zeros.
        # A hundred steps are two thirds of all it would take, and as right in cross-validation.
        weights = _class_weights(owners)
        regression = LogisticRegression(C=settings.strength, class_weight=weights, max_iter=100, tol=1e-5)
        with ThreadPoolExecutor() as beside, catch_warnings():
            simplefilter("ignore", ConvergenceWarning)
            words = beside.submit(WordModel.fit, texts, owners, settings.word_strength, weights)
            regression.fit(vectors, owners)
        return cls(
            names,
            regression.coef_.T.astype(np.float32),
            regression.intercept_.astype(np.float32),
            *_nearby(vectors, owners),
            words.result(),
            np.array([settings.words, settings.sharpness, settings.temperature], dtype=np.float32),
        )

    def rank(self, text: str, vector: np.ndarray) -> Ranking:
        """Returns what the model says of a text and its sentence vector."""
        words, sharpness, temperature = self.mix
        scores = vector @ self.weights + self.bias + words * self.words.scores(text) + sharpness * self._nearest(vector)
        odds = np.exp((scores - scores.max()) / temperature)
        shares = odds / odds.sum()
        return Ranking([(self.names[i], float(shares[i])) for i in np.argsort(-shares)], float(scores.max()))

    def _nearest(self, vector: np.ndarray) -> np.ndarray:
        """Returns, for each intent, the similarity of its most similar example (k,)."""
        return np.maximum.reduceat(self.examples @ (vector @ self.directions), self.starts)

    def save(self, path: Path) -> None:
        """Writes everything as plain arrays: nothing that could run code when read."""
        np.savez(
            path,
            names=np.array(self.names),
            weights=self.weights,
            bias=self.bias,
            directions=self.directions,
            examples=self.examples,
            starts=self.starts,
            mix=self.mix,
            **self.words.arrays(),
        )

    @classmethod
    def load(cls, path: Path) -> TopicModel:
        """Returns the model written by ``save``. Raises ``OSError`` or ``ValueError`` for anything else."""
        try:
            with np.load(path, allow_pickle=False) as a:
                names = [str(name) for name in a["names"]]
                nearby = (a["directions"], a["examples"], a["starts"])
                return cls(names, a["weights"], a["bias"], *nearby, WordModel.of(a), a["mix"])
        except (BadZipFile, EOFError, KeyError) as error:
            raise ValueError(f"{path} holds no topic model: {error}") from error


def _class_weights(owners: np.ndarray) -> Dict[int, float]:
    """Returns the weight of an example of each intent.

    Balanced weights let 1,900 strangers count as much as one topic's 90 phrases, and half of them were taken for a
    topic in cross-validation; without weights small topics lost. The square root lies between: a third.
    """
    counts = np.bincount(owners)
    return {intent: float((len(owners) / len(counts) / count) ** 0.5) for intent, count in enumerate(counts)}


def _nearby(vectors: np.ndarray, owners: np.ndarray) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns the directions along which the examples (n, d) differ most, the examples seen along them in the order
    of their intents, and where each intent begins.
    """
    directions = np.linalg.eigh(vectors.T @ vectors)[1][:, -DIRECTIONS:]
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(owners.max() + 1))
    return directions, (vectors @ directions)[order], starts
