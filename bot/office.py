"""What the editor's pages ask of the running bot: how it reads texts, which model it serves, and to take up another.

Nothing here touches a conversation. Texts are read beside the event loop, so that nobody who is talking waits for them.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, List, Text, Type, TypeVar

import numpy as np
from rasa.core.agent import Agent
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.classifier import TopicClassifier
from bot.encoder import SentenceEncoder

logger = logging.getLogger(__name__)

MOST_TEXTS = 32  # at once; about a third of a second
LONGEST_TEXT = 1000
DIGITS = 5  # of the numbers of a vector: more do not change which phrases are alike
Component = TypeVar("Component")


class NoTexts(Exception):
    """A request that is not of the form; the text says what is wrong."""


def texts_of(body: Any) -> List[Text]:
    """Returns the texts of ``{texts: [...]}``. Raises ``NoTexts``."""
    texts = body.get("texts") if isinstance(body, dict) and set(body) == {"texts"} else None
    if not isinstance(texts, list) or not 1 <= len(texts) <= MOST_TEXTS:
        raise NoTexts(f"the body is an object with 1 to {MOST_TEXTS} texts")
    if not all(isinstance(text, str) and 1 <= len(text) <= LONGEST_TEXT for text in texts):
        raise NoTexts(f"a text is a string of 1 to {LONGEST_TEXT} characters")
    return texts


def component(agent: Agent, kind: Type[Component]) -> Component:
    """Returns the loaded component of this kind. Raises ``LookupError``.

    Rasa has no public way to it; one test proves that this one leads to what decides on messages.
    """
    for node in agent.processor.graph_runner._instantiated_nodes.values():
        if isinstance(node._component, kind):
            return node._component
    raise LookupError(kind.__name__)


def read(agent: Agent, texts: List[Text]) -> List[Dict[Text, Any]]:
    """Returns ``{intent, confidence, ranking, vector, why}`` for each text: what a message of these words would get."""
    encoder, classifier = component(agent, SentenceEncoder), component(agent, TopicClassifier)
    messages = [Message({TEXT: text}) for text in texts]
    classifier.process(encoder.process(messages))
    found = []
    for text, message in zip(texts, messages, strict=True):
        intent, ranking = message.get(INTENT), message.get("intent_ranking")
        vector = message.get_dense_features(TEXT)[1].features[0]
        said = {"intent": intent["name"], "confidence": intent["confidence"], "ranking": ranking}
        why = classifier.why(text, ranking[0]["name"])
        found.append({**said, "vector": np.round(vector.astype(float), DIGITS).tolist(), "why": why})
    return found


def add_office(routes: Blueprint, ordinary: Callable[[Text], Text]) -> None:
    """Adds ``POST /readings``, ``GET /model`` and ``POST /model`` to the channel's routes.

    ``ordinary`` makes of a text what the channel makes of a message.
    """
    taking = asyncio.Lock()

    @routes.post("/readings")
    async def readings(request: Request) -> HTTPResponse:
        try:
            texts = [ordinary(text) for text in texts_of(request.json)]
        except NoTexts as error:
            return response.json({"error": str(error)}, status=422)
        work = partial(read, request.app.ctx.agent, texts)
        return response.json({"readings": await asyncio.get_running_loop().run_in_executor(None, work)})

    @routes.get("/model")
    async def model(request: Request) -> HTTPResponse:
        return response.json({"model": request.app.ctx.model.name})

    @routes.post("/model")
    async def take_up(request: Request) -> HTTPResponse:
        """Serves the model that is recorded in the folder of the one served now; where it fails, that one stays."""
        from bot.serve import checked_model

        async with taking:
            try:
                file: Path = checked_model(request.app.ctx.model.parent)
                # A message under way keeps the model it began with: Rasa changes over in one step, at the end.
                work = partial(request.app.ctx.agent.load_model, str(file))
                await asyncio.get_running_loop().run_in_executor(None, work)
            except Exception as error:  # noqa: BLE001 - a damaged model fails in many ways, and the old one goes on
                logger.error("the recorded model was not taken up: %s", type(error).__name__)
                return response.json({"error": "the recorded model was not taken up"}, status=500)
            request.app.ctx.model = file
        return response.json({"model": file.name})
