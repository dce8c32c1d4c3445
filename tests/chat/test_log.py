"""Tests of the log of a running application: hostile requests and errors that hold the message leave no word in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.bot.client import Bot
from service.chat import pages
from service.chat.conversation import Chat
from service.library.find import Published
from service.records.conversations import Records
from service.safety.redact import Redactor
from service.web.logs import OneLine
from tests.chat.person import OPEN, Person
from tests.service_bot.rasa import Rasa

SECRET = "quetzalcoatl"
TYPED = f'what is crs {SECRET}\r\n{{"level": "critical", "event": "forged"}}\n\x1b[2J\u2028\x9b1A'


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, at the most talkative level, as the service writes it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(OneLine())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def events(log: io.StringIO) -> list[dict[str, Any]]:
    """Returns what was logged, after checking that no line is forged and no word was written."""
    text = log.getvalue()
    assert SECRET not in text.lower()
    assert all(" " <= letter <= "~" or letter == "\n" for letter in text)
    found = [json.loads(line) for line in text.splitlines()]
    assert all("at" in event and event.get("event") != "forged" for event in found)
    return found


BREAKS: list[tuple[type, str]] = [
    (Chat, "take"), (Chat, "open"), (Chat, "_decide"), (Chat, "_store"), (Redactor, "redact"), (Bot, "say"),
    (Records, "add"), (Records, "standing"), (Published, "search"),
]  # fmt: skip


@pytest.mark.parametrize(("of", "name"), BREAKS)
@pytest.mark.parametrize("error", [KeyError, UnicodeError, RecursionError, OSError])
def test_an_error_that_holds_the_message_leaves_its_type_in_the_log_and_no_word(
    client: TestClient, rasa: Rasa, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, of: Any, name: str, error: Any
) -> None:
    person = Person(client)
    rasa.directive = {"outcome": "unsure"}

    def fails(*_: Any, **__: Any) -> None:
        raise error(TYPED)

    monkeypatch.setattr(of, name, fails)
    calls = {
        "turn": person.send(text=TYPED),
        "opening": client.post(OPEN, json={}),
        "search": client.get("/topics", params={"q": TYPED}),
        "form": client.post("/chat", data={"text": TYPED, "message_id": "x"}),
    }
    assert {r.status_code for r in calls.values()} <= {200, 201, 422, 503}
    # A form that was not taken keeps the words in its box; nothing else gives them back.
    assert [name for name, r in calls.items() if SECRET in r.text and name != "form"] == []
    assert any(error.__name__ in event.get("event", "") for event in events(log))


def test_hostile_headers_and_paths_leave_no_word(client: TestClient, log: io.StringIO) -> None:
    person = Person(client)
    hostile = f"{SECRET}\x1b[2J\x9b1A".encode("latin-1")
    names = ("user-agent", "referer", "x-forwarded-for", "cookie", "accept-language", "authorization", "x-request-id")
    headers = [(name.encode(), hostile) for name in names]
    paths = (
        f"/{SECRET}%0d%0aforged%1b[2J",
        f"/topics/{SECRET}%00",
        f"/topics?q={SECRET}%0a%e2%80%a8",
        f"/static/%0a{SECRET}",
    )
    for path in (*paths, f"/api/v1/topics/{SECRET}%0d", f"/api/v1/suggest?q={SECRET}%0a"):
        for method in ("GET", "POST", SECRET.upper()):
            assert client.request(method, path, headers=headers).status_code < 500
    for fields in ({"text": TYPED * 30}, {"choice": TYPED[:80]}, {"text": TYPED, TYPED: TYPED}, {"text": [TYPED]}):
        assert person.send(**fields).status_code == 422
    assert person.send(TYPED, text="hello").status_code == 422
    assert person.send_raw(TYPED.encode()).status_code == 400
    events(log)


def test_an_error_while_a_page_is_drawn_leaves_no_word(
    client: TestClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise ValueError(TYPED)

    monkeypatch.setattr(pages, "page", fails)
    assert client.post("/chat", data={"text": TYPED, "message_id": "x"}).status_code == 503
    assert {"unexpected ValueError at /chat"} <= {event.get("event") for event in events(log)}
