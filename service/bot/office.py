"""What the editor's pages ask of Rasa, for nobody who talks: readings of texts, and which model it serves.

These calls wait, so they belong in threads. Every failure is ``BotDown``.
"""

from __future__ import annotations

import json
import threading
import urllib.request
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from service.bot.client import BotDown

AT_ONCE = 32  # texts a call (bot/office.py)
LONGEST_TEXT = 1000
TIME_LIMIT = 30.0  # seconds a call; a busy machine
TO_LOAD = 90.0  # seconds for another model
REMEMBERED = 4000  # readings
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Reading:
    """What Rasa makes of a text.

    ``intent``: a topic or other intent, ``clarify`` or ``unsure``; ``confidence`` and the shares of ``ranking`` (best
    first) from 0 to 1; ``vector``: its sentence features, of length 1; ``answer`` and ``clarify``: the least confidence
    to answer and to ask back; ``blocking``: words in the text that kept the best topic from answering, by their name.
    """

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    vector: tuple[float, ...]
    answer: float
    clarify: float
    blocking: tuple[str, ...]

    def alike(self, other: Reading) -> float:
        """Returns the cosine of both vectors, from -1 to 1: 1 for the same words."""
        return sum(a * b for a, b in zip(self.vector, other.vector, strict=True))


class BotOffice:
    """The client; one for the whole service. It remembers the readings of the model that is served."""

    def __init__(self, url: str) -> None:
        self._url, self._lock = url, threading.Lock()
        self._of, self._known = "", OrderedDict[str, Reading]()

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Returns a reading for each text, in order; of a text over 1,000 characters, for its start. Raises
        ``BotDown``.
        """
        model, cut = self.model(), [text[:LONGEST_TEXT] or " " for text in texts]
        with self._lock:
            if model != self._of:
                self._of = model
                self._known.clear()
            known = {text: self._known[text] for text in cut if text in self._known}
        missing = [text for text in dict.fromkeys(cut) if text not in known]
        for start in range(0, len(missing), AT_ONCE):
            part = missing[start : start + AT_ONCE]
            known.update(zip(part, self._ask(part), strict=True))
        self._remember(model, known)
        return [known[text] for text in cut]

    def model(self) -> str:
        """Returns the name of the model that is served. Raises ``BotDown``."""
        return str(_field(self._call("GET", "/turn/model", None, TIME_LIMIT), "model"))

    def take_up(self) -> str:
        """Makes Rasa serve the model that is recorded now; returns its name. Conversations go on. Raises ``BotDown``:
        the one before is served on.
        """
        return str(_field(self._call("POST", "/turn/model", {}, TO_LOAD), "model"))

    def _remember(self, model: str, readings: dict[str, Reading]) -> None:
        with self._lock:
            if model != self._of:  # another one was taken up meanwhile
                return
            self._known.update(readings)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def _ask(self, texts: list[str]) -> list[Reading]:
        said = _field(self._call("POST", "/turn/readings", {"texts": texts}, TIME_LIMIT), "readings")
        try:
            found = [_reading(each) for each in said]
        except (KeyError, TypeError, ValueError) as error:
            raise BotDown(f"a reading of the wrong shape ({type(error).__name__})") from None
        if len(found) != len(texts):
            raise BotDown("not as many readings as texts")
        return found

    def _call(self, method: str, path: str, body: dict[str, Any] | None, limit: float) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._url}{path}", data, headers, method=method)  # noqa: S310 - our setting
        try:
            with _NO_PROXY.open(request, timeout=limit) as answer:
                return json.load(answer)
        except (OSError, ValueError, HTTPException) as error:
            raise BotDown(type(error).__name__) from None


def _field(said: Any, name: str) -> Any:
    if not isinstance(said, dict) or name not in said:
        raise BotDown("a reply of the wrong shape")
    return said[name]


def _reading(said: dict[str, Any]) -> Reading:
    ranking = tuple((str(one["name"]), float(one["confidence"])) for one in said["ranking"])
    why = said["why"]
    return Reading(
        str(said["intent"]), float(said["confidence"]), ranking, tuple(map(float, said["vector"])),
        float(why["answer"]), float(why["clarify"]), tuple(map(str, why["blocking"])),
    )  # fmt: skip
