"""Which texts are like each other, by the sentence features that the bot gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.bot.office import Reading

ALIKE = 0.6  # cosine from which two questions are shown together
CLOSE = 0.15  # a share of another topic from which a phrase counts as confused with it
TOPICS_SHOWN = 3
PAIRS_SHOWN = 8


@dataclass(frozen=True)
class Pair:
    """A phrase of a topic and the phrase of another that is nearest to it. ``likeness``: cosine, at most 1."""

    phrase: str
    nearest: str
    likeness: float


@dataclass(frozen=True)
class Confused:
    """Another topic that phrases are confused with: how many of them, and the nearest pairs."""

    topic: str
    taken: int  # phrases that would get the other topic's answer, or stand nearer to it
    close: int  # phrases whose share of the other topic is CLOSE or more
    pairs: list[Pair]


def groups(readings: Sequence[Reading]) -> list[list[int]]:
    """Returns the places of the readings in groups of likeness, the largest group first, the first of each its heart.

    Each text joins the group whose heart it is most like, or starts one of its own.
    """
    hearts: list[int] = []
    found: list[list[int]] = []
    vectors = _vectors(readings)
    for place in range(len(readings)):
        likeness = vectors[hearts] @ vectors[place] if hearts else np.zeros(0)
        if hearts and likeness.max() >= ALIKE:
            found[int(likeness.argmax())].append(place)
        else:
            hearts.append(place)
            found.append([place])
    return sorted(found, key=len, reverse=True)


def confusions(
    topic: str,
    phrases: Sequence[str],
    others: Mapping[str, Sequence[str]],
    read: Callable[[Sequence[str]], list[Reading]],
) -> list[Confused]:
    """Returns the topics that the phrases of ``topic`` are confused with most. ``others``: intent -> its phrases.

    ``read`` gives readings; it is asked for these phrases, and for those of the few topics that are shown.
    """
    readings = read(phrases)
    taken: Counter[str] = Counter()
    close: Counter[str] = Counter()
    for reading in readings:
        rivals = [(name, share) for name, share in reading.ranking if name != topic]
        if not rivals:
            continue
        name, share = rivals[0]
        taken[name] += reading.ranking[0][0] != topic
        close[name] += share >= CLOSE
    worst = sorted(close, key=lambda name: (taken[name], close[name]), reverse=True)
    shown = [name for name in worst if close[name] or taken[name]][:TOPICS_SHOWN]
    return [
        Confused(name, taken[name], close[name], _pairs(phrases, readings, others.get(name, []), read))
        for name in shown
    ]


def _pairs(
    phrases: Sequence[str], readings: Sequence[Reading], rivals: Sequence[str],
    read: Callable[[Sequence[str]], list[Reading]],
) -> list[Pair]:  # fmt: skip
    if not rivals or not phrases:
        return []
    likeness = _vectors(readings) @ _vectors(read(rivals)).T
    nearest = likeness.argmax(axis=1)
    pairs = [
        Pair(phrase, rivals[at], float(likeness[place, at]))
        for place, (phrase, at) in enumerate(zip(phrases, nearest, strict=True))
    ]
    return sorted(pairs, key=lambda pair: pair.likeness, reverse=True)[:PAIRS_SHOWN]


def _vectors(readings: Sequence[Reading]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([reading.vector for reading in readings], dtype=np.float64)
