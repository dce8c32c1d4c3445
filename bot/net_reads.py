"""What the second half of the net of danger is given to read, and when it is asked: windows that the words find odd."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, Sequence

import numpy as np
from tokenizers import Tokenizer

from bot import net_encoder, net_onnx
from bot.net_features import DENIED, words
from bot.net_weights import LONGEST, tokenizer_json

# A window is read where the words' score for danger, or for advice, is above these. Of danger that the two together
# find, almost none lies below; of ordinary messages seven in eight do (docs/safety.md).
FLOORS = {"danger": -3.0, "advice": -2.5}
MOST = 4  # windows read of one message, those the words find most dangerous: each takes a few ms
_APART = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*")
_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT = 10  # how much likelier "can't" is meant than "cant"


def spellings(texts: Sequence[str]) -> Dict[str, str]:
    """Returns word as ``words`` leaves it -> how it is usually spelt: "feling" -> "feeling", "dont" -> "don't".

    So that a message reads the same however its letters were doubled, and the encoder knows its words.
    """
    found: Dict[str, Counter] = defaultdict(Counter)
    for text in texts:
        folded = _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", text).casefold())
        for form in _APART.findall(folded):
            plain = words(form)
            if len(plain) == 1:
                found[plain[0]][form] += _NOT if form.endswith("n't") else 1
    usual = {plain: max(sorted(forms), key=lambda form: forms[form]) for plain, forms in found.items()}
    return {plain: form for plain, form in usual.items() if form != plain}


def spelt(read: Sequence[str], usual: Dict[str, str]) -> str:
    """Returns the words of a window as the encoder is given them."""
    plain = (word.replace(DENIED, "") for word in read)
    return " ".join(usual.get(word, word) for word in plain)


def asked(scores: np.ndarray, heads: Sequence[str]) -> np.ndarray:
    """Returns which of a message's windows (k,), best first, are read, by the words' scores (w, h)."""
    over = np.max([scores[:, heads.index(head)] - floor for head, floor in FLOORS.items()], axis=0) > 0
    order = np.argsort(-scores[:, heads.index("danger")], kind="stable")
    return order[over[order]][:MOST]


class Reader:
    """The tuned encoder at work."""

    def __init__(self, model: bytes, usual: Dict[str, str]) -> None:
        self.model, self.usual = model, usual
        self._run = net_onnx.session(model)
        self._tokenizer = Tokenizer.from_str(tokenizer_json().decode())
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()

    @classmethod
    def fit(cls, texts: Sequence[str], wanted: np.ndarray) -> Reader:
        """Returns the encoder tuned to what is wanted (n, h) of the texts (n)."""
        usual = spellings(texts)
        weights = net_encoder.tuned([spelt(words(text), usual) for text in texts], wanted)
        return cls(net_onnx.int8(weights), usual)

    def scores(self, windows: Sequence[Sequence[str]]) -> np.ndarray:
        """Returns the score of each window for each head (w, h), on all cores."""
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            return np.stack(list(cores.map(self._one, windows)))

    def _one(self, window: Sequence[str]) -> Any:
        return self._run(self._tokenizer.encode(spelt(window, self.usual)).ids)
