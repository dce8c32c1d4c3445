"""The only door to Rasa: text or a choice in, directives and the intent ranking out, failures as HTTP errors."""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.domain import Domain
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.actions_endpoint import ActionFailed
from bot.importer import WALK
from bot.office import add_office

logger = logging.getLogger(__name__)

LONGEST_TEXT = 1000  # api.md; one 30 kB message can stall Rasa for half a minute
RANKED = 5
CONVERSATION = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Refused(Exception):
    """A request that is not of the channel's form; the text says what is wrong."""


def ordinary(text: Text) -> Text:
    """Returns the text without invisible characters and without leading slashes.

    Rasa obeys ``/intent{...}`` from any channel, past the model. A person who types a slash means a slash, also after
    spaces, behind zero-width characters or as the full-width ``／``.
    """
    visible = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs") or c in "\n\t")
    words = visible.strip()
    while words and unicodedata.normalize("NFKC", words[0]) in ("/", " "):
        words = words[1:].lstrip()
    return words


def message_from(body: Any, intents: List[Text], output: CollectingOutputChannel) -> UserMessage:
    """Returns Rasa's message for ``{conversation, text}`` or ``{conversation, choice}``; raises ``Refused``."""
    if not isinstance(body, dict) or set(body) - {"conversation", "text", "choice"}:
        raise Refused("the body is an object with conversation and either text or choice")
    conversation = body.get("conversation")
    if not isinstance(conversation, str) or not CONVERSATION.fullmatch(conversation):
        raise Refused("conversation is 8 to 64 letters, digits, - or _")
    text, choice = body.get("text"), body.get("choice")
    if isinstance(choice, str) and text is None:
        if choice not in intents:
            raise Refused("choice is not a known intent")
        chosen = {"name": choice, "confidence": 1.0}
        parsed = {"text": "", "intent": chosen, "entities": [], "intent_ranking": [chosen]}
        return UserMessage("", output, conversation, parse_data=parsed, input_channel="turn")
    if not isinstance(text, str) or choice is not None:
        raise Refused("either text or choice is a string")
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise Refused(f"text has 1 to {LONGEST_TEXT} characters")
    return UserMessage(ordinary(text), output, conversation, input_channel="turn")


def choices(domain: Domain) -> List[Text]:
    """Returns the intents that a response or the walk answers; Rasa's own (``restart``, ``back`` …) have no answer."""
    return [intent for intent in domain.intents if f"utter_{intent}" in domain.responses or intent in WALK]


def answer(messages: List[Dict[Text, Any]], parsed: Dict[Text, Any]) -> Dict[Text, Any]:
    """Returns ``{directives, intent, ranking}``: ranking is the best trained intents with their confidence."""
    ranking = [{"name": i["name"], "confidence": i["confidence"]} for i in parsed.get("intent_ranking", [])[:RANKED]]
    return {
        "directives": [m["custom"] for m in messages if "custom" in m],
        "intent": parsed["intent"],
        "ranking": ranking,
    }


def problem(status: int, text: Text) -> HTTPResponse:
    """Returns an error the service understands; it never holds what a person typed."""
    return response.json({"error": text}, status=status)


class TurnChannel(InputChannel):
    """``POST /turn/messages``, ``DELETE /turn/conversations/<id>`` and what bot/office.py adds, on loopback only."""

    @classmethod
    def name(cls) -> Text:
        """Returns ``turn``, the first part of the channel's addresses."""
        return "turn"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Optional[Any]]]) -> Blueprint:
        """Returns the routes."""
        routes = Blueprint("turn", "turn")

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            output = CollectingOutputChannel()
            try:
                message = message_from(request.json, choices(agent.domain), output)
            except Refused as refused:
                return problem(422, str(refused))
            try:
                # Parsed here, so that the ranking goes back without reading the conversation a second time.
                message.parse_data = message.parse_data or await agent.processor.parse_message(message)
                said = await agent.handle_message(message)
            except (Exception, ActionFailed) as error:  # noqa: BLE001 - whatever fails in Rasa, the service must hear
                logger.error("turn failed: %s", type(error).__name__)
                return problem(500, "the turn failed")
            if not said:
                return problem(502, "no directive")
            return response.json(answer(said, message.parse_data))

        @routes.delete("/conversations/<conversation>")
        async def erase(request: Request, conversation: Text) -> HTTPResponse:
            async with request.app.ctx.agent.lock_store.lock(conversation):  # a turn under way is stored first
                request.app.ctx.tracker_store.erase(conversation)
            return response.empty()

        add_office(routes, ordinary)
        return routes
