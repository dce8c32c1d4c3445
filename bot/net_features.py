"""What the second net of danger reads of a message: its words, denied ones marked, and parts of words, as numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

DENIED = "~"  # marks a word that is denied; no letter, so that no word begins with it by itself


def _unmarked(text: str) -> str:
    return text.replace(DENIED, "")


# Words weigh more than their share of features; parts of words forgive a misspelling.
KINDS: Dict[str, Dict[str, Any]] = {
    "word": {"token_pattern": r"\S+", "ngram_range": (1, 2), "min_df": 1},
    "part": {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2, "preprocessor": _unmarked},
}
# A word that is denied is another word: up to REACH words of a sentence after one of DENIALS, until one of TURNS.
DENIALS = frozenset(
    "aint arent canot cant couldnt denied denies didnt doesnt dont hadnt hasnt havent isnt neither never no nobody none"
    " nor not nothing wasnt werent without wont wouldnt zero".split()  # as ``words`` leaves them: "canot"
)
TURNS = frozenset("although because but except however so though".split())
REACH = 5
WEIGHT = {"word": 1.5, "part": 1.0}
WINDOW, LONGEST, PAIR = 20, 24, 40  # words: of a window, of a sentence kept whole, of two sentences together
LONGEST_WORD = 30  # letters; what is longer is read in pieces

_DOUBLED = re.compile(r"([^\W\d_])\1+")
_APOSTROPHES = re.compile(r"['’‘`´′]")
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_END = re.compile(r"[.!?;…]+(?:\s|$)|\n")


def words(text: str) -> List[str]:
    """Returns the words as the net reads them: lower case, no apostrophes, a doubled letter once, long ones cut.

    A word that is denied begins with ``DENIED``.
    """
    plain = _DOUBLED.sub(r"\1", _plain(text).replace("'", "").casefold())
    return marked(
        [word[at : at + LONGEST_WORD] for word in _WORD.findall(plain) for at in range(0, len(word), LONGEST_WORD)]
    )


def _plain(text: str) -> str:
    # The apostrophe first: NFKC makes a space and an accent of "´".
    return unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", text))


def marked(found: Sequence[str]) -> List[str]:
    """Returns the words of a sentence, those within reach of a denial marked as such."""
    said, left = [], 0
    for word in found:
        left = 0 if word in TURNS else left
        said.append(DENIED + word if left else word)
        left = REACH if word in DENIALS else max(0, left - 1)
    return said


@dataclass(frozen=True)
class Cut:
    """A text as it is scored: its words, and the places (start, end) of its windows among them.

    First each sentence, or every window of one that goes on: ``single`` of them. Then two neighbours together.
    """

    words: List[str]
    places: List[Tuple[int, int]]
    single: int

    def windows(self) -> List[List[str]]:
        """Returns the words of each window."""
        return [self.words[start:end] for start, end in self.places]


def cut(text: str) -> Cut:
    """Returns the text cut into windows; one without words has an empty one."""
    sentences = [found for found in map(words, _END.split(_plain(text))) if found]
    starts = [0, *accumulate(map(len, sentences))]
    places: List[Tuple[int, int]] = []
    for start, end in pairwise(starts):
        long = end - start > LONGEST
        places += [(at, at + WINDOW) for at in range(start, end - WINDOW + 1)] if long else [(start, end)]
    single = len(places)
    places += [(start, end) for start, end in zip(starts, starts[2:], strict=False) if end - start <= PAIR]
    return Cut([word for sentence in sentences for word in sentence], places or [(0, 0)], single or 1)


class Features:
    """TF-IDF of words and of parts of words, each of length one, so that a window's is made of its words' alone."""

    def __init__(self) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        self._counters = {k: CountVectorizer(lowercase=False, dtype=np.float32, **KINDS[k]) for k in KINDS}
        self.idf: Dict[str, np.ndarray] = {}

    def fit(self, texts: Sequence[Sequence[str]]) -> Any:
        """Returns the features (n, f) of n lists of words, after learning terms and their weights from them."""
        joined = [" ".join(text) for text in texts]
        counts = {kind: counter.fit_transform(joined) for kind, counter in self._counters.items()}
        for kind, count in counts.items():
            found = np.bincount(count.indices, minlength=count.shape[1])
            self.idf[kind] = (np.log((1 + len(joined)) / (1 + found)) + 1).astype(np.float32)
        return self._weighed(counts)

    def transform(self, texts: Sequence[Sequence[str]]) -> Any:
        """Returns the features (n, f) of n lists of words."""
        joined = [" ".join(text) for text in texts]
        return self._weighed({kind: counter.transform(joined) for kind, counter in self._counters.items()})

    def terms(self) -> Dict[str, List[str]]:
        """Returns kind -> its terms, in the order of the features."""
        return {kind: [str(term) for term in c.get_feature_names_out()] for kind, c in self._counters.items()}

    def keep(self, kept: np.ndarray) -> None:
        """Forgets every term whose place in ``kept`` (f,) is False."""
        from sklearn.feature_extraction.text import CountVectorizer

        start = 0
        for kind, terms in self.terms().items():
            own = kept[start : start + len(terms)]
            start += len(terms)
            left = [term for term, stays in zip(terms, own, strict=True) if stays]
            settings = {**KINDS[kind], "min_df": 1}
            self._counters[kind] = CountVectorizer(lowercase=False, dtype=np.float32, vocabulary=left, **settings)
            self.idf[kind] = self.idf[kind][own]

    def _weighed(self, counts: Dict[str, Any]) -> Any:
        from scipy.sparse import hstack

        blocks = []
        for kind, count in counts.items():
            # The squares are summed as if no term came twice: sums of words can then be taken from running totals.
            length = np.sqrt(np.maximum(count @ (self.idf[kind] ** 2), 1e-6))
            block = count.multiply(self.idf[kind]).tocsr()
            block.data *= WEIGHT[kind] / np.repeat(length, np.diff(block.indptr))
            blocks.append(block)
        return hstack(blocks).tocsr()
