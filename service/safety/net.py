"""The second net of danger hears what the rules have no phrase for: by words and their parts, then by their meaning.

It only ever adds a card. Trained by bot/net.py; here only arithmetic on the arrays it left, and the encoder where the
words leave it in doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.safety.clauses import Level
from service.safety.encoder import Encoder

Numbers = NDArray[np.float64]
FORMAT = 3
HEADS = ("danger", "emergency", "crisis", "urgent", "advice")
LEVELS: tuple[Level, ...] = ("emergency", "crisis", "urgent")  # the highest first
DENIED = "~"  # marks a word that is denied
CLOSE = 0.02  # how far a check text's score may be from the stored one
CLOSE_READ = 0.5  # the same for the encoder, whose small integers other processors round otherwise
SMALLEST, LARGEST = 2, 5  # letters of a part of a word, its edge counted as one
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_APOSTROPHES = re.compile(r"['’‘`´′]")
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_END = re.compile(r"[.!?;…]+(?:\s|$)|\n")


class NetBroken(ValueError):
    """The file cannot be used; says why."""


@dataclass(frozen=True)
class Heard:
    """What the net heard: the level of a danger it is sure of, how far above its threshold, and advice asked for."""

    level: Level | None
    margin: float
    advice: bool


@dataclass(frozen=True)
class Shape:
    """How a text is cut: words of a window, of a sentence kept whole, of two together; letters of a piece of a word.

    ``reach``: how many words after one of ``denials`` are denied, where none of ``turns`` comes between.
    """

    window: int
    longest: int
    pair: int
    piece: int
    reach: int
    denials: frozenset[str]
    turns: frozenset[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Shape:
        """Returns the shape of a file. Raises ``KeyError`` or ``TypeError`` where it is not whole."""
        lists = [frozenset(bytes(data[name]).decode().split("\n")) for name in ("denials", "turns")]
        return cls(*data["shape"].tolist(), *lists)

    def denied(self, sentence: list[str]) -> list[str]:
        """Returns the words of a sentence, those that are denied marked."""
        said, left = [], 0
        for word in sentence:
            left = 0 if word in self.turns else left
            said.append(DENIED + word if left else word)
            left = self.reach if word in self.denials else max(0, left - 1)
        return said


@dataclass(frozen=True)
class Block:
    """Terms of one kind: term -> row; a row (h + 1) is its weight for each head and the square of its own weight."""

    rows: dict[str, int]
    table: Numbers  # the last row is of zeros, for what is not known
    weight: float

    @classmethod
    def of(cls, data: Mapping[str, Any], kind: str) -> Block:
        """Returns the block of a kind. Raises ``KeyError``, or ``NetBroken`` where the parts do not fit."""
        named = bytes(data[f"{kind}_terms"]).decode().split("\n")
        idf, columns = data[f"{kind}_idf"].astype(np.float64), data[f"{kind}_columns"].astype(np.float64)
        if not len(named) == len(idf) == len(columns):
            raise NetBroken("terms and weights differ in number")
        table = np.zeros((len(named) + 1, columns.shape[1] + 1))
        table[:-1, :-1], table[:-1, -1] = columns * idf[:, None], idf**2
        return cls({term: row for row, term in enumerate(named)}, table, float(data[f"{kind}_weight"]))

    def sums(self, terms: list[list[str]]) -> Numbers:
        """Returns the sum (n, h + 1) of each list of terms."""
        none, find = len(self.rows), self.rows.get
        found: list[int] = []
        starts: list[int] = []
        for own in terms:
            starts.append(len(found))
            found.append(none)
            found.extend(map(find, own, repeat(none)))
        return np.add.reduceat(self.table[found], starts, axis=0) if starts else np.zeros((0, self.table.shape[1]))

    def scores(self, sums: Numbers) -> Numbers:
        """Returns what sums of windows (w, h + 1) speak for each head (w, h)."""
        return self.weight * sums[:, :-1] / np.sqrt(np.maximum(sums[:, -1:], 1e-6))


@dataclass(frozen=True)
class Limits:
    """When a window gives a card or asks for a verdict, a threshold a head: of words alone, and of words and meaning.

    ``floors``: above which score of its words, for danger or for advice, a window is read; ``most``: how many are.
    """

    alone: Numbers
    together: Numbers
    floors: Numbers
    most: int

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Limits:
        """Returns the limits of a file. Raises ``KeyError`` or ``NetBroken`` where they are none."""
        found = cls(data["thresholds"], data["read_thresholds"], data["floors"], int(data["most"]))
        heads = len(HEADS)
        for numbers, size in ((found.alone, heads), (found.together, heads), (found.floors, 2)):
            if numbers.shape != (size,) or not np.isfinite(numbers).all() or found.most < 1:
                raise NetBroken("its limits are none")
        return found

    def asked(self, scores: Numbers, places: Sequence[tuple[int, int]], single: int) -> list[int]:
        """Returns which windows are read, by the scores of their words (w, h), the most dangerous first.

        Single ones first, so that two neighbours never take the place of a sentence; of a sentence that goes on, no two
        that share more than half.
        """
        doubtful = np.any(scores[:, [0, 4]] > self.floors, axis=1)
        found: list[int] = []
        for at in np.lexsort((-scores[:, 0], np.arange(len(scores)) >= single)).tolist():
            start, end = places[at]
            others = (places[i] for i in found) if at < single else ()
            again = any(2 * (min(end, e) - max(start, s)) > end - start for s, e in others)
            if doubtful[at] and end > start and not again and len(found) < self.most:
                found.append(at)
        return found


class Net:
    """The trained net."""

    def __init__(
        self, word: Block, part: Block, bias: Numbers, favour: Numbers, shape: Shape, limits: Limits, encoder: Encoder
    ):
        self._word, self._part, self._bias, self._shape = word, part, bias, shape
        self._favour, self._limits, self._encoder = favour, limits, encoder

    @classmethod
    def load(cls, path: Path) -> Net:
        """Returns the net of a file. Raises ``NetBroken`` if it is not whole, or scores its check texts differently."""
        try:
            with np.load(path, allow_pickle=False) as data:
                if int(data["format"]) != FORMAT or tuple(data["heads"].tolist()) != HEADS:
                    raise NetBroken("made by another version")
                net = cls(
                    Block.of(data, "word"), Block.of(data, "part"), data["bias"], data["favour"], Shape.of(data),
                    Limits.of(data), _encoder(data),
                )  # fmt: skip
                net._check(data)
        except (
            BaseException
        ) as fault:  # zip, numpy and the encoder's libraries each raise their own; Rust's is no Exception
            if isinstance(fault, SystemExit | KeyboardInterrupt):
                raise
            raise NetBroken(f"{path.name}: {fault}") from fault
        return net

    def _check(self, data: Mapping[str, Any]) -> None:
        """Raises ``NetBroken`` if the check texts get other scores than in training, or cannot be heard."""
        texts = bytes(data["check_texts"]).decode().split("\0")
        found, meant = np.stack([self.scores(t).max(0) for t in texts]), np.stack([self.meaning(t) for t in texts])
        for own, stored, close in ((found, data["check_scores"], CLOSE), (meant, data["check_read"], CLOSE_READ)):
            if own.shape != stored.shape or not (np.abs(own - stored) < close).all():
                raise NetBroken("its check texts get other scores than in training")
        if not all(np.isfinite(self.hear(text).margin) for text in texts):
            raise NetBroken("its check texts are not heard")

    def hear(self, text: str) -> Heard:
        """Returns what the net hears in any text."""
        words, said, sentences = self._read(text)
        places, single = self._windows(sentences)
        scores = self._of_words(words, said, places)
        limits = np.repeat(self._limits.alone[None], len(scores), 0)
        for at in self._limits.asked(scores, places, single):
            scores[at] += self._encoder.scores(words[slice(*places[at])])
            limits[at] = self._limits.together
        above = scores - limits
        of_danger = scores[(above[:, :4] >= 0).any(1), 1:4] + self._favour
        # Each window that gives a card says which; of several the highest, as the rules do.
        level = LEVELS[int(of_danger.argmax(1).min())] if len(of_danger) else None
        return Heard(level, float(above[:, :4].max()), bool((above[:, 4] >= 0).any()))

    def scores(self, text: str) -> Numbers:
        """Returns the score of each window's words of a text for each head (w, h)."""
        words, said, sentences = self._read(text)
        return self._of_words(words, said, self._windows(sentences)[0])

    def meaning(self, text: str) -> Numbers:
        """Returns the encoder's score of a whole text for each head (h,)."""
        return self._encoder.scores(self._read(text)[0])

    def _of_words(self, words: list[str], said: list[str], places: list[tuple[int, int]]) -> Numbers:
        if not words:
            return self._bias[None].copy()
        distinct = {word: number for number, word in enumerate(dict.fromkeys(words))}
        numbers = [distinct[word] for word in words]
        parts = _totals(self._part.sums([_parts(word) for word in distinct])[numbers])
        singles = _totals(self._word.sums([[word] for word in said]))
        pairs = _totals(self._word.sums([[f"{a} {b}"] for a, b in pairwise(said)]))
        start, end = np.array(places).T
        of_words = singles[end] - singles[start] + pairs[end - 1] - pairs[start]
        return self._part.scores(parts[end] - parts[start]) + self._word.scores(of_words) + self._bias

    def _read(self, text: str) -> tuple[list[str], list[str], list[int]]:
        """Returns the words, the same with denied ones marked, and where each sentence and the text's end start."""
        words: list[str] = []
        said: list[str] = []
        starts, piece = [0], self._shape.piece
        # The apostrophe first: NFKC makes a space and an accent of "´".
        for sentence in _END.split(unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", text))):
            plain = _DOUBLED.sub(r"\1", sentence.replace("'", "").casefold())
            for word in _WORD.findall(plain):
                words += [word] if len(word) <= piece else [word[i : i + piece] for i in range(0, len(word), piece)]
            said += self._shape.denied(words[starts[-1] :])
            if len(words) > starts[-1]:
                starts.append(len(words))
        return words, said, starts

    def _windows(self, starts: list[int]) -> tuple[list[tuple[int, int]], int]:
        """Returns the places of the windows and how many are single: each sentence, or each window of one that goes on.

        Then two neighbours together. A text without words has one empty window.
        """
        size, longest, pair = self._shape.window, self._shape.longest, self._shape.pair
        found = []
        for start, end in pairwise(starts):
            whole = end - start <= longest
            found += [(start, end)] if whole else [(at, at + size) for at in range(start, end - size + 1)]
        single = len(found)
        found += [(start, end) for start, end in zip(starts, starts[2:], strict=False) if end - start <= pair]
        return found or [(0, 0)], single or 1


def _encoder(data: Mapping[str, Any]) -> Encoder:
    plain, usual = (bytes(data[name]).decode().split("\n") for name in ("plain", "usual"))
    model, tokenizer = bytes(data["encoder"]), bytes(data["tokenizer"]).decode()
    return Encoder(model, tokenizer, int(data["pieces"]), dict(zip(plain, usual, strict=True)))


def _totals(rows: Numbers) -> Numbers:
    """Returns the running totals of rows, the first of zeros: the sum of rows i to j is totals[j] - totals[i]."""
    return np.concatenate([np.zeros((1, rows.shape[1])), rows.cumsum(0)])


def _parts(word: str) -> list[str]:
    """Returns the parts of a word with its edges as blanks, as scikit-learn's "char_wb" counts them."""
    edged = f" {word} "
    found: list[str] = []
    for size in range(SMALLEST, LARGEST + 1):
        if len(edged) <= size:
            found.append(edged)
            break
        found += [edged[at : at + size] for at in range(len(edged) - size + 1)]
    return found
