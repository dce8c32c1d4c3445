"""One turn of Rasa over its only door, within a time limit; every failure is ``BotDown``."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

import aiohttp

# The reader is answered within 5.5 s whatever happens (issue: "slow (over 5 s)"); what is left is for the rest.
TIME_LIMIT = 4.5
CANARY = "canary-of-the-service"
CANARY_QUESTION = "What is obe-cel?"
CANARY_TOPIC = "what_is_obe_cel"

Kind = Literal["answer", "smalltalk", "outcome", "follow_up", "criteria", "flow"]
# What a directive may say where its name is no topic, kind of small talk or outcome of the service's own.
FLOW_STATES = ("none", "stopped", "end", "questions")


class BotDown(Exception):
    """Rasa gave no usable reply; the text says how it failed and never holds what a person typed."""


@dataclass(frozen=True)
class Directive:
    """What Rasa decided: a topic, a kind of small talk, an outcome, how it follows on, or where a flow stands.

    ``name`` of ``criteria`` is the number of a step, from 1; of ``flow`` one of ``FLOW_STATES``.
    """

    kind: Kind
    name: str


@dataclass(frozen=True)
class BotTurn:
    """One decision. ``ranking``: (intent, confidence from 0 to 1), best first; ``confidence``: of the best."""

    directive: Directive
    confidence: float
    ranking: tuple[tuple[str, float], ...]


class Bot:
    """The client; one for the whole service."""

    def __init__(self, url: str, time_limit: float = TIME_LIMIT) -> None:
        """Opens nothing yet. ``time_limit``: seconds for a whole call."""
        self._url = url
        self._http: aiohttp.ClientSession | None = None
        self._limit = aiohttp.ClientTimeout(total=time_limit, sock_connect=1.0)

    async def say(self, conversation: str, text: str) -> BotTurn:
        """Returns what Rasa decides on the text (1 to 1,000 characters). Raises ``BotDown``."""
        return await self._turn({"conversation": conversation, "text": text})

    async def choose(self, conversation: str, intent: str) -> BotTurn:
        """Returns Rasa's answer to a chosen intent, which never goes through its language model. Raises ``BotDown``."""
        return await self._turn({"conversation": conversation, "choice": intent})

    async def erase(self, conversation: str) -> None:
        """Removes the conversation from Rasa. Raises ``BotDown`` if it could not be."""
        await self._call("DELETE", f"/turn/conversations/{conversation}")

    async def canary(self) -> bool:
        """Returns whether a question whose answer is known gets it: the proof that Rasa is alive and trained."""
        try:
            turn = await self.say(CANARY, CANARY_QUESTION)
        except BotDown:
            return False
        return turn.directive == Directive("answer", CANARY_TOPIC)

    async def close(self) -> None:
        """Closes the connections."""
        if self._http is not None:
            await self._http.close()

    async def _turn(self, body: dict[str, str]) -> BotTurn:
        answer = await self._call("POST", "/turn/messages", body)
        try:
            (said,) = answer["directives"]
            ((kind, name),) = said.items()
            if kind not in get_args(Kind):
                raise ValueError(kind)
            if (kind == "criteria" and (type(name) is not int or name < 1)) or (
                kind == "flow" and name not in FLOW_STATES
            ):
                raise ValueError(kind)
            ranking = tuple((str(i["name"]), _finite(i["confidence"])) for i in answer["ranking"])
            return BotTurn(Directive(kind, str(name)), _finite(answer["intent"]["confidence"]), ranking)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise BotDown(f"a reply of the wrong shape ({type(error).__name__})") from None

    async def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> Any:
        if self._http is None:  # aiohttp wants the running loop
            self._http = aiohttp.ClientSession(self._url, timeout=self._limit)
        try:
            async with self._http.request(method, path, json=body) as response:
                response.raise_for_status()
                content = await response.read()
            return json.loads(content) if content else None
        except aiohttp.ClientResponseError as error:
            raise BotDown(f"status {error.status}") from None
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
            raise BotDown(type(error).__name__) from None


def _finite(value: Any) -> float:
    # JSON as Python reads it may hold NaN and Infinity, which no reply to a browser can carry.
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(number)
    return number
