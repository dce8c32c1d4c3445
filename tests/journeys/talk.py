"""A person on the other end of the API, for the journeys."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from uuid import uuid4


class Person:
    """One conversation over HTTP. ``last_status``: of the last call."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}/api/v1/conversations"
        self._token = ""
        self.last_status = 0
        opened = self._call("POST", "", {})
        self.greeting = opened["replies"]
        self._path, self._token = f"/{opened['conversation']}", opened["token"]

    def ask(self, text: str) -> dict[str, Any]:
        """Returns the turn for typed text."""
        return self._call("POST", f"{self._path}/messages", {"message_id": str(uuid4()), "text": text})

    def choose(self, choice: str) -> dict[str, Any]:
        """Returns the turn for a tapped choice."""
        return self._call("POST", f"{self._path}/messages", {"message_id": str(uuid4()), "choice": choice})

    def history(self) -> list[dict[str, Any]]:
        """Returns what was said."""
        messages: list[dict[str, Any]] = self._call("GET", f"{self._path}/messages").get("messages", [])
        return messages

    def delete(self) -> None:
        """Deletes the conversation."""
        self._call("DELETE", self._path)

    @property
    def conversation(self) -> str:
        """The conversation's id."""
        return self._path[1:]

    def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(self._base + path, method=method)
        request.add_header("Authorization", f"Bearer {self._token}")
        if body is not None:
            request.data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:  # a machine may be busy
                self.last_status, said = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            self.last_status, said = error.code, error.read()
        value: dict[str, Any] = json.loads(said or b"{}")
        return value
