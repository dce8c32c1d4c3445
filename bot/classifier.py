"""The Rasa component that ranks intents and puts a message in its band (answer, clarify, unsure)."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.decide import Settings, Thresholds, TopicModel, decide
from bot.encoder import SentenceEncoder
from bot.qualifiers import Qualifiers

FILE = "topics.npz"
RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets ``intent`` (a trained one, or ``clarify`` or ``unsure``, as ``bot.decide`` says) and ``intent_ranking``."""

    def __init__(
        self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, model: Optional[TopicModel] = None
    ) -> None:
        self._settings = Settings.of(config)
        self._thresholds, self._qualifiers = Thresholds.read(), Qualifiers.read()
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def required_components(cls) -> List[Type]:
        """Needs the sentence vectors."""
        return [SentenceEncoder]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Returns the untrained component. Raises ``KeyError`` for a setting missing in config.yml."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> TopicClassifier:
        """Returns the trained component. Raises if its file is missing or damaged: an untrained bot must not start."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TopicModel.load(folder / FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model on all phrases and stores it."""
        phrases = [m for m in training_data.intent_examples if m.get(TEXT)]
        texts, vectors = [m.get(TEXT) for m in phrases], np.stack([_vector(m) for m in phrases])
        model = TopicModel.fit(texts, vectors, [m.get(INTENT) for m in phrases], self._settings)
        with self._storage.write_to(self._resource) as folder:
            model.save(folder / FILE)
        self._model = model
        return self._resource

    def why(self, text: Text, intent: Text) -> Dict[Text, Any]:
        """Returns both thresholds, 0 to 1, and the names of the words in the text that keep a topic from answering."""
        limits, blocking = self._thresholds, self._qualifiers.blocking(text, intent)
        return {"answer": limits.answer, "clarify": limits.clarify, "blocking": [q.name for q in blocking]}

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the ranking (at most 10 intents, best first) and the intent its band leads to."""
        if self._model is None:
            raise RuntimeError("the classifier is not trained")
        for message in messages:
            text = message.get(TEXT) or ""
            ranking = self._model.rank(text, _vector(message))
            decision = decide(text, ranking, self._thresholds, self._qualifiers)
            message.set(INTENT, {"name": decision.intent, "confidence": decision.confidence}, add_to_output=True)
            ranked = [{"name": n, "confidence": c} for n, c in decision.ranking[:RANKED]]
            message.set("intent_ranking", ranked, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Returns the data as it is: nothing after this component needs its predictions."""
        return training_data


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        raise RuntimeError("a message reached the classifier without its sentence vector")
    return np.asarray(sentence.features[0], dtype=np.float32)
