"""Tests of the client the pages use: every failure is BotDown, and a reading is asked for once a model."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from service.bot.client import BotDown
from service.bot.office import AT_ONCE, BotOffice

WHY = {"answer": 0.6, "clarify": 0.2, "blocking": ["pregnancy"]}
WRONG = [
    b"", b"[]", b"{}", b'{"model": 1}', b"<html>", b'{"readings": 5}', b'{"readings": [{}]}', b'{"readings": [5]}',
    b'{"readings": []}',
]  # fmt: skip


class Standing(BaseHTTPRequestHandler):
    """Stands in for Rasa: answers readings by the length of a text."""

    def do_GET(self) -> None:
        self._answer({"model": self.server.model})  # type: ignore[attr-defined]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)  # type: ignore[attr-defined]
        if "texts" not in body:
            return self._answer({"model": "new"})
        ranking = [{"name": "crs", "confidence": 0.7}, {"name": "icans", "confidence": 0.1}]
        said = {"intent": "crs", "confidence": 0.9, "ranking": ranking, "why": WHY}
        return self._answer({"readings": [{**said, "vector": [len(text) / 5, 0.8]} for text in body["texts"]]})

    def _answer(self, body: Any) -> None:
        raw = self.server.raw  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()
        posted = self.command == "POST"
        self.wfile.write(raw if raw is not None and posted else json.dumps(body).encode())

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def rasa() -> Iterator[Any]:
    server: Any = HTTPServer(("127.0.0.1", 0), Standing)
    server.model, server.asked, server.raw, server.status = "old", [], None, 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.office = BotOffice(f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


def test_readings_come_in_order_in_parts_and_once_a_model(rasa: Any) -> None:
    texts = ["a" * number for number in range(1, AT_ONCE + 4)] + ["aaa"]
    readings = rasa.office.read(texts)

    assert [round(reading.vector[0] * 5) for reading in readings] == [len(text) for text in texts]
    assert [len(body["texts"]) for body in rasa.asked] == [AT_ONCE, 3]
    assert (readings[0].intent, readings[0].ranking[1], readings[0].blocking) == ("crs", ("icans", 0.1), ("pregnancy",))
    rasa.office.read(texts)
    assert len(rasa.asked) == 2
    rasa.model = "new"  # another model reads otherwise
    rasa.office.read(["aaa"])
    assert len(rasa.asked) == 3


def test_long_and_empty_texts_are_cut_to_what_rasa_takes(rasa: Any) -> None:
    assert len(rasa.office.read(["", "b" * 3000])) == 2
    assert [len(text) for text in rasa.asked[0]["texts"]] == [1, 1000]


def test_texts_are_as_like_as_the_cosine_of_their_vectors(rasa: Any) -> None:
    one, other = rasa.office.read(["aaa", "aaaa"])
    assert one.alike(one) == pytest.approx(0.6**2 + 0.8**2) and one.alike(other) == pytest.approx(0.6 * 0.8 + 0.64)


@pytest.mark.parametrize("raw", WRONG)
def test_a_reply_of_the_wrong_shape_is_bot_down(rasa: Any, raw: bytes) -> None:
    rasa.raw = raw
    with pytest.raises(BotDown):
        rasa.office.read(["private words"])


def test_an_error_and_a_bot_that_is_away_are_bot_down(rasa: Any) -> None:
    rasa.status = 500
    for call in (rasa.office.model, rasa.office.take_up, lambda: rasa.office.read(["private words"])):
        with pytest.raises(BotDown) as raised:
            call()
        assert "private" not in str(raised.value)
    with pytest.raises(BotDown):
        BotOffice("http://127.0.0.1:9").model()


def test_another_model_is_taken_up(rasa: Any) -> None:
    assert rasa.office.take_up() == "new"
