"""A net of a few invented words, written as bot/net_file.py writes the trained one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

HEADS = ("danger", "emergency", "crisis", "urgent", "advice")
# Invented words, so that no rule knows them; each stands for the head of its column.
WORDS = {"flurple": "emergency", "grimbol": "crisis", "tepiko": "urgent", "vaguely": "danger", "verdikto": "advice"}
STRENGTH, BIAS, WEIGHT = 4.0, -2.0, 1.5
# What the encoder makes of words, for danger and its levels: "mildly" takes a card away, "gravelly" gives one.
MEANT = {"mildly": -9.0, "gravelly": 9.0}
FLOOR, MOST = -3.0, 8


def bytes_of(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def encoder(meant: dict[str, list[float]]) -> tuple[Any, Any]:
    """Returns an ONNX model that adds up what each word means for each head, and the tokenizer that knows the words."""
    vocabulary = {"[UNK]": 0, **{word: number for number, word in enumerate(meant, 1)}}
    table = np.array([[0.0] * len(HEADS), *meant.values()], np.float32)
    nodes = [
        helper.make_node("Gather", ["table", "pieces"], ["each"]),
        helper.make_node("ReduceSum", ["each", "first"], ["scores"], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes, "small",
        [helper.make_tensor_value_info("pieces", TensorProto.INT64, ["t"])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [len(HEADS)])],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([0]), "first")],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return np.frombuffer(model.SerializeToString(), np.uint8), bytes_of(tokenizer.to_str())


def arrays() -> dict[str, Any]:
    """Returns the arrays of a net in which each invented word alone is above the threshold of its head."""
    columns = np.zeros((len(WORDS), len(HEADS)))
    for row, head in enumerate(WORDS.values()):
        columns[row, HEADS.index(head)] = STRENGTH
    score = BIAS + WEIGHT * STRENGTH  # by hand: one known word of weight 1 is its own length
    checks = ["tepiko", "nothing of it"]
    model, tokenizer = encoder({word: [value] * 4 + [0.0] for word, value in MEANT.items()})
    return {
        "format": 3, "heads": np.array(HEADS), "bias": np.full(len(HEADS), BIAS), "thresholds": np.zeros(len(HEADS)),
        "read_thresholds": np.zeros(len(HEADS)), "floors": np.array([FLOOR, FLOOR]), "most": MOST, "pieces": 64,
        "encoder": model, "tokenizer": tokenizer, "plain": bytes_of("mildlee\ngravely"),
        "usual": bytes_of("mildly\ngravelly"), "check_read": np.zeros((len(checks), len(HEADS))),
        "favour": np.array([0.5, 0.0, 0.0]), "shape": np.array([20, 24, 40, 30, 3]),
        "denials": bytes_of("no\nnot"), "turns": bytes_of("but"),
        "check_texts": bytes_of("\0".join(checks)),
        "check_scores": np.array([[BIAS, BIAS, BIAS, score, BIAS], [BIAS] * len(HEADS)]),
        "word_terms": bytes_of("\n".join(WORDS)), "word_idf": np.ones(len(WORDS)), "word_columns": columns,
        "word_weight": WEIGHT,
        "part_terms": bytes_of("qzx"), "part_idf": np.ones(1), "part_columns": np.zeros((1, len(HEADS))),
        "part_weight": 1.0,
    }  # fmt: skip


def write(path: Path, **changed: Any) -> Path:
    """Writes the net, with some arrays changed or (None) left out; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **{name: array for name, array in {**arrays(), **changed}.items() if array is not None})
    return path
