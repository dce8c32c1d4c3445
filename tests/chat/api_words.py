"""What the tests of the API share: the sentences of errors, a change to the records behind its back, and a call."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.chat.person import Person

MALFORMED = "We could not read that message. Please try again."
EMPTY = "Please type a question first."
TOO_LONG = "Please keep your question under 1,000 characters, and ask one thing at a time."
TOO_LARGE = "That message is too large. Please send a shorter question."
INVALID = "One part of that request is not right. "
ENDED = "This conversation has ended or cannot be opened. Please start a new one."
NOT_FOUND = "There is nothing here with that name."
FORBIDDEN = "This page is not allowed to talk to this service."
SECRET = "zqxj private words zqxj"


def change(var: Path, statement: str, *values: Any) -> None:
    """Changes the records behind the application's back."""
    with sqlite3.connect(var / "records.db") as database:
        assert database.execute(statement, values).rowcount > 0
    database.close()


def called(person: Person, call: str, headers: dict[str, str]) -> Any:
    """Returns the response to one of the calls on a conversation."""
    if call == "message":
        body = {"message_id": str(uuid4()), "text": "hello"}
        return person.client.post(f"{person.path}/messages", json=body, headers=headers)
    if call == "history":
        return person.client.get(f"{person.path}/messages", headers=headers)
    if call == "feedback":
        return person.client.post(f"{person.path}/feedback", json={"turn": 1, "helpful": True}, headers=headers)
    return person.client.delete(person.path, headers=headers)
