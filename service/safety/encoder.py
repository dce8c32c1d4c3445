"""The encoder of the net of danger: reads a few words for their meaning, as bot/net_encoder.py tuned it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer


class Encoder:
    """The ONNX model with its tokenizer, on one thread: threads of its own would take the processor from the turns."""

    def __init__(self, model: bytes, tokenizer: str, pieces: int, usual: Mapping[str, str]) -> None:
        """Loads the model. ``pieces``: word pieces read at most; ``usual``: word -> how it is usually spelt.

        Raises ``Exception`` of either library where its part is not whole.
        """
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.enable_truncation(pieces)
        self._tokenizer.no_padding()
        self._usual = usual

    def scores(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Returns the score of plain words for each head (h,)."""
        pieces = self._tokenizer.encode(" ".join(self._usual.get(word, word) for word in words)).ids
        (found,) = self._session.run(None, {"pieces": np.array(pieces, np.int64)})
        return np.asarray(found, np.float64)
