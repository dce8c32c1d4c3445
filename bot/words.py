"""Words and parts of words of a text as sparse features, and a linear classifier over them: plain arrays, no Rasa."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Sequence

import numpy as np

# Single words and pairs say what a question is about; parts of words forgive a misspelling.
KINDS: Dict[str, Dict[str, Any]] = {
    "word": {"analyzer": "word", "ngram_range": (1, 2), "min_df": 1},
    "part": {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
}


@dataclass(frozen=True)
class WordModel:
    """One-against-the-rest linear SVM over TF-IDF of words and parts of words. k intents, f features in all."""

    terms: Dict[str, np.ndarray]  # kind -> its terms, in the order of the features
    weights: Dict[str, np.ndarray]  # kind -> inverse document frequency of each term
    columns: np.ndarray  # (f, k) float16
    bias: np.ndarray  # (k,)

    @classmethod
    def fit(
        cls, texts: Sequence[str], owners: np.ndarray, strength: float, class_weights: Dict[int, float]
    ) -> WordModel:
        """Returns the model of n texts and their intents (n,), numbered from 0 without a gap; ``strength`` is C."""
        from scipy.sparse import hstack
        from sklearn.svm import LinearSVC

        vectorizers = {kind: _vectorizer(kind) for kind in KINDS}
        features = hstack([v.fit_transform(texts) for v in vectorizers.values()]).tocsr()
        machine = LinearSVC(C=strength, class_weight=class_weights, random_state=0).fit(features, owners)
        columns = machine.coef_.T.astype(np.float16)
        terms = {kind: np.array(v.get_feature_names_out(), dtype=str) for kind, v in vectorizers.items()}
        idf = {kind: v.idf_.astype(np.float32) for kind, v in vectorizers.items()}
        return cls(terms, idf, columns, machine.intercept_.astype(np.float32))

    def __post_init__(self) -> None:
        """Makes the vectorizers once."""
        object.__setattr__(self, "_vectorizers", [_trained(k, self.terms[k], self.weights[k]) for k in KINDS])

    def scores(self, text: str) -> np.ndarray:
        """Returns each intent's score (k,): above 0 speaks for it; about -1 for a text without a known word."""
        found, start = self.bias.copy(), 0
        for vectorizer in self._vectorizers:  # type: ignore[attr-defined]
            row = vectorizer.transform([text])
            found += row.data @ self.columns[row.indices + start].astype(np.float32)
            start += row.shape[1]
        return found

    def arrays(self) -> Dict[str, np.ndarray]:
        """Returns everything as named arrays, for ``numpy.savez``."""
        named = {"columns": self.columns, "word_bias": self.bias}
        for kind in KINDS:
            named[f"{kind}_terms"], named[f"{kind}_weights"] = self.terms[kind], self.weights[kind]
        return named

    @classmethod
    def of(cls, arrays: Any) -> WordModel:
        """Returns the model of ``arrays``. Raises ``KeyError`` where one is missing."""
        terms = {kind: arrays[f"{kind}_terms"] for kind in KINDS}
        weights = {kind: arrays[f"{kind}_weights"] for kind in KINDS}
        return cls(terms, weights, arrays["columns"], arrays["word_bias"])


def _vectorizer(kind: str, vocabulary: List[str] | None = None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, dtype=np.float32, vocabulary=vocabulary, **KINDS[kind])


def _trained(kind: str, terms: np.ndarray, weights: np.ndarray) -> Any:
    vectorizer = _vectorizer(kind, [str(term) for term in terms])
    vectorizer.idf_ = weights
    return vectorizer
