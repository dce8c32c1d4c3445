"""A bot for tests of the pages: words count as features, and the topic whose phrase shares most words is the best."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from functools import lru_cache

from service.bot.client import BotDown
from service.bot.office import Reading

SIZE = 64


class BotDouble:
    """Answers as ``BotOffice`` does. ``down``: it does not; ``refuses``: it takes up no other model."""

    def __init__(self, phrases: dict[str, list[str]]) -> None:
        self.phrases, self.down, self.refuses, self.taken = phrases, False, False, 0

    def read(self, texts: Sequence[str]) -> list[Reading]:
        if self.down:
            raise BotDown("down")
        return [self._reading(text) for text in texts]

    def model(self) -> str:
        if self.down:
            raise BotDown("down")
        return "old.tar.gz"

    def take_up(self) -> str:
        if self.down or self.refuses:
            raise BotDown("down")
        self.taken += 1
        return "new.tar.gz"

    def _reading(self, text: str) -> Reading:
        own = vector(text)
        scores = {name: max((dot(own, vector(p)) for p in ps), default=0.0) for name, ps in self.phrases.items()}
        total = sum(scores.values()) or 1.0
        ranking = tuple((name, score / total) for name, score in sorted(scores.items(), key=lambda x: -x[1]))
        best, sure = ranking[0]
        return Reading(best if sure >= 0.6 else "unsure", sure, ranking, own, 0.6, 0.2, ())


@lru_cache(maxsize=10_000)
def vector(text: str) -> tuple[float, ...]:
    counts = [0.0] * SIZE
    for word in text.lower().split():
        counts[zlib.crc32(word.encode()) % SIZE] += 1
    length = math.sqrt(dot(counts, counts)) or 1.0
    return tuple(count / length for count in counts)


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
