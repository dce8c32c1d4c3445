"""What the second half of the net of danger is given to read, and when it is asked: windows that the words find odd."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List, Sequence

import numpy as np
from tokenizers import Tokenizer

from bot import net_encoder, net_onnx
from bot.net_features import DENIED, Cut, words
from bot.net_weights import LONGEST, tokenizer_json

# A window is read where the words' score for danger, or for advice, is above these. Of danger that the two together
# find, almost none lies below; of ordinary messages five in six do (docs/safety.md).
FLOORS = {"danger": -2.5, "advice": -2.0}
# Windows read of one message, each a ms or more: those whose words are the most dangerous, single ones first. Reading
# eight finds no more of fresh authors' messages, nor of theirs among twelve ordinary sentences (docs/safety.md).
MOST = 3
_APART = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*")
_APOSTROPHES = re.compile(r"['’‘`´′]")
_NOT = 10  # how much likelier "can't" is meant than "cant"


def spellings(texts: Sequence[str]) -> Dict[str, str]:
    """Returns word as ``words`` leaves it -> how it is usually spelt: "feling" -> "feeling", "dont" -> "don't".

    So that a message reads the same however its letters were doubled, and the encoder knows its words.
    """
    found: Dict[str, Counter] = defaultdict(Counter)
    for text in texts:
        folded = unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", text)).casefold()
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


def asked(scores: np.ndarray, heads: Sequence[str], text: Cut) -> List[int]:
    """Returns which of a message's windows are read, by the words' scores (w, h).

    Single ones first, so that two neighbours never take the place of a sentence; of a sentence that goes on, no two
    that share more than half.
    """
    doubtful = np.max([scores[:, heads.index(head)] - floor for head, floor in FLOORS.items()], axis=0) > 0
    found: List[int] = []
    for at in np.lexsort((-scores[:, heads.index("danger")], np.arange(len(scores)) >= text.single)).tolist():
        start, end = text.places[at]
        others = [text.places[i] for i in found] if at < text.single else []
        again = any(2 * (min(end, e) - max(start, s)) > end - start for s, e in others)
        if doubtful[at] and end > start and not again and len(found) < MOST:
            found.append(at)
    return found


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
