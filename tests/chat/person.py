"""A person on the other end of the API, and what every answer must be like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from httpx2 import Response
from starlette.testclient import TestClient

OPEN = "/api/v1/conversations"
JSON = {"Content-Type": "application/json"}
LABEL = "Not yet checked by a clinician"
FINGERPRINT = re.compile("sha256:[0-9a-f]{64}")
BLOCKS = {"p", "h", "list", "steps", "table", "note", "image"}


class Person:
    """Somebody with a conversation. ``token`` and ``path`` can be changed to do wrong things."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        response = client.post(OPEN, json={})
        assert response.status_code == 201, response.text
        self.opened = response.json()
        self.token, self.path = self.opened["token"], f"{OPEN}/{self.opened['conversation']}"

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a call with the token; none without one."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def send(self, message_id: str = "", **fields: Any) -> Response:
        """Returns the response to a message of these fields."""
        body = {"message_id": message_id or str(uuid4()), **fields}
        return self.client.post(f"{self.path}/messages", json=body, headers=self.headers)

    def send_raw(self, content: bytes) -> Response:
        """Returns the response to a message of these bytes."""
        return self.client.post(f"{self.path}/messages", content=content, headers={**self.headers, **JSON})

    def ask(self, text: str) -> dict[str, Any]:
        """Returns the turn for a text."""
        response = self.send(text=text)
        assert response.status_code == 200, response.text
        turn: dict[str, Any] = response.json()
        check_turn(turn)
        return turn

    def choose(self, choice: str) -> dict[str, Any]:
        """Returns the turn for a choice."""
        response = self.send(choice=choice)
        assert response.status_code == 200, response.text
        turn: dict[str, Any] = response.json()
        check_turn(turn)
        return turn

    def history(self, after: int = 0) -> list[dict[str, Any]]:
        """Returns what was said."""
        response = self.client.get(f"{self.path}/messages", params={"after": after}, headers=self.headers)
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages


def problem(response: Response, status: int) -> dict[str, Any]:
    """Returns the error, after checking what every error has."""
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status
    assert body["title"] and body["detail"]
    return body


def refusal(response: Response, status: int) -> str:
    """Returns the sentence of an error on a message, after checking that it says who to call."""
    body = problem(response, status)
    (card,) = body["replies"]
    assert (card["type"], card["title"]) == ("card", "Who to call")
    assert {"111", "999"} <= set(phones(card["blocks"]))
    check_reply(card)
    return str(body["detail"])


def phones(value: Any) -> list[str]:
    """Returns all numbers to dial in a value."""
    return [v for k, v in leaves(value) if k == "tel"]


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yields every leaf of a JSON value with the key it stands under."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    else:
        yield key, value


def check_turn(turn: dict[str, Any]) -> None:
    """Asserts what holds for every turn."""
    assert set(turn) == {"turn", "outcome", "topic", "confidence", "state", "replies", "choices"}
    assert turn["replies"]
    for reply in turn["replies"]:
        check_reply(reply)
    topics = [c for c in turn["choices"] if c["id"].startswith("topic:")]
    assert len(topics) <= 3
    assert all(set(c) == {"id", "label"} and c["label"] for c in turn["choices"])


def check_reply(reply: dict[str, Any]) -> None:
    """Asserts what holds for every reply: words, allowed blocks, safe addresses, the sign-off or the label."""
    assert reply["text"].strip()
    for block in reply.get("blocks", []):
        assert len(block) == 1 and set(block) <= BLOCKS, block
    for key, value in leaves(reply):
        if key == "url" and value is not None:
            assert value.startswith(("https://", "mailto:", "tel:", "sms:")), value
        if isinstance(value, str):
            assert "<script" not in value and "{{" not in value
    if reply["type"] in ("answer", "card", "criteria", "timeline"):
        assert set(reply["signoff"]) == {"status", "role", "on", "next_review"}
        assert FINGERPRINT.fullmatch(reply["fingerprint"])
        signed = reply["signoff"]["status"] == "signed"
        assert signed == reply["label"].startswith("Checked by ") or reply["signoff"]["status"] == "expired"
        assert signed or reply["label"] == LABEL or "A new check was due by" in reply["label"]
    if reply["type"] == "answer":
        assert isinstance(reply["sources"], list)
        assert reply["page"] == f"/topics/{reply['topic']}"
