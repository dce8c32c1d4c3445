"""Writes the encoder of the net as an ONNX model that multiplies in int8: word pieces of one text in, scores out."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence

import numpy as np

from bot.net_weights import EPSILON, HEADS_OF_ATTENTION, LAYERS, WIDTH

OPSET, IR = 17, 8
GIVEN, FOUND, HEAD = "pieces", "scores", "head"


def int8(weights: Dict[str, np.ndarray], layers: int = LAYERS) -> bytes:
    """Returns the ONNX model of an encoder's weights (``bot.net_encoder.tuned``), about 22 MB.

    Input ``pieces`` is int64 (t,), the word pieces of one text; output ``scores`` is float32 (h,), the heads' scores
    of their mean. Where the weights have no head it is (t, 384), what the first ``layers`` make of each.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        whole, quantised = Path(folder, "whole.onnx"), Path(folder, "int8.onnx")
        onnx.save(_Graph(weights, layers).model(), str(whole))
        logging.disable(logging.WARNING)  # it recommends a step that this small graph does not need
        try:
            quantize_dynamic(
                whole,
                quantised,
                op_types_to_quantize=["MatMul", "Gather"],
                per_channel=True,
                weight_type=QuantType.QInt8,
                extra_options={"MatMulConstBOnly": True},
            )
        finally:
            logging.disable(logging.NOTSET)
        return quantised.read_bytes()


def session(model: bytes) -> Callable[[Sequence[int]], np.ndarray]:
    """Returns the function that runs a model on the word pieces of one text, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    own = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return lambda pieces: own.run(None, {GIVEN: np.array(pieces, np.int64)})[0]


class _Graph:
    """The nodes of one encoder for one text, so without padding or a mask."""

    def __init__(self, weights: Dict[str, np.ndarray], layers: int) -> None:
        self._nodes: List[Any] = []
        self._layers = layers
        own = {"word", "place", "norm", HEAD, *map(str, range(layers))}
        self._kept = {name: array.astype(np.float32) for name, array in weights.items() if name.split(".")[0] in own}
        self._shapes: Dict[str, np.ndarray] = {}

    def model(self) -> Any:
        """Returns the model."""
        import onnx
        from onnx import TensorProto, helper, numpy_helper

        given, shape = self._embedded(), ["t", WIDTH]
        for layer in range(self._layers):
            given = self._layer(given, f"{layer}.")
        if f"{HEAD}.w" in self._kept:
            mean = self._add("ReduceMean", [given], axes=[0], keepdims=1)
            given = self._add("Squeeze", [self._dense(mean, HEAD), self._shape("first", [0])])
            shape = [self._kept[f"{HEAD}.b"].shape[0]]
        self._nodes.append(helper.make_node("Identity", [given], [FOUND]))
        values = [numpy_helper.from_array(array, name) for name, array in {**self._kept, **self._shapes}.items()]
        graph = helper.make_graph(
            self._nodes,
            "danger",
            [helper.make_tensor_value_info(GIVEN, TensorProto.INT64, ["t"])],
            [helper.make_tensor_value_info(FOUND, TensorProto.FLOAT, shape)],
            values,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="bot.net_onnx")
        model.ir_version = IR
        onnx.checker.check_model(model)
        return model

    def _embedded(self) -> str:
        words = self._add("Gather", ["word", GIVEN], axis=0)
        long = self._add("Shape", [GIVEN])
        places = self._add("Slice", ["place", self._shape("first", [0]), long, self._shape("first", [0])])
        return self._norm(self._add("Add", [words, places]), "norm")

    def _layer(self, given: str, at: str) -> str:
        query, value = (self._split(self._dense(given, at + name), (1, 0, 2)) for name in ("query", "value"))
        key = self._split(self._dense(given, at + "key"), (1, 2, 0))
        scale = self._shape("scale", np.float32((WIDTH / HEADS_OF_ATTENTION) ** -0.5))
        weight = self._add("Softmax", [self._add("Mul", [self._add("MatMul", [query, key]), scale])], axis=-1)
        heard = self._add("Transpose", [self._add("MatMul", [weight, value])], perm=[1, 0, 2])
        joined = self._add("Reshape", [heard, self._shape("joined", [-1, WIDTH])])
        given = self._norm(self._add("Add", [given, self._dense(joined, at + "out")]), at + "norm")
        wide = self._gelu(self._dense(given, at + "wide"))
        return self._norm(self._add("Add", [given, self._dense(wide, at + "narrow")]), at + "last")

    def _dense(self, given: str, name: str) -> str:
        return self._add("Add", [self._add("MatMul", [given, name + ".w"]), name + ".b"])

    def _norm(self, given: str, name: str) -> str:
        return self._add("LayerNormalization", [given, name + ".w", name + ".b"], axis=-1, epsilon=EPSILON)

    def _gelu(self, given: str) -> str:
        root, one, half = (self._shape(n, np.float32(v)) for n, v in (("root", 2**0.5), ("one", 1), ("half", 0.5)))
        bent = self._add("Add", [self._add("Erf", [self._add("Div", [given, root])]), one])
        return self._add("Mul", [self._add("Mul", [given, bent]), half])

    def _split(self, given: str, order: Sequence[int]) -> str:
        apart = self._shape("apart", [-1, HEADS_OF_ATTENTION, WIDTH // HEADS_OF_ATTENTION])
        return self._add("Transpose", [self._add("Reshape", [given, apart])], perm=list(order))

    def _shape(self, name: str, value: Any) -> str:
        self._shapes[name] = np.array(value, np.int64) if isinstance(value, list) else np.array(value)
        return name

    def _add(self, kind: str, given: Sequence[str], **how: Any) -> str:
        from onnx import helper

        name = f"made.{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(given), [name], **how))
        return name
