"""A small real HTTP server in Rasa's place: it speaks the two calls of the bot's channel and fails as it is told to."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from service.stack import free_port

SLOW = 6.0  # seconds, more than any reader is left waiting
CANARY = {"what is obe-cel?": "what_is_obe_cel"}


class Rasa:
    """``behaviour``: how it answers; ``directive``, ``ranking``: what it decides; ``asked``: what came.

    ``by_text``: what it decides on a text of its own, before the rest. ``right_for``: how many messages it answers
    before ``behaviour`` begins.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.behaviour = "right"
        self.directive: dict[str, Any] = {"answer": "crs"}
        self.ranking: list[tuple[str, float]] = [("crs", 0.93)]
        self.by_text: dict[str, tuple[dict[str, str], list[tuple[str, float]]]] = {}
        self.right_for = 0
        self.asked: list[dict[str, str]] = []
        self.erased: list[str] = []
        self.erases = True
        self._server: _Server | None = None
        self.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listens."""
        if self._server is None:
            self._server = _Server(("127.0.0.1", self.port), _handler(self))
            threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Listens no more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.hang_up()
            self._server.server_close()
            self._server = None

    def reset(self) -> None:
        """Answers rightly again, and forgets."""
        self.start()
        self.behaviour, self.erases = "right", True
        self.directive, self.ranking = {"answer": "crs"}, [("crs", 0.93)]
        self.by_text.clear()
        self.right_for = 0
        self.asked.clear()
        self.erased.clear()

    def decide(self, body: dict[str, str]) -> dict[str, Any]:
        """Returns the reply of the channel for a message."""
        canary = CANARY.get(body.get("text", "").lower())
        chosen = body.get("choice") or canary
        if chosen and chosen.startswith("flow_"):  # where a walk stands, a test says
            chosen = None
        decided, ranked = self.by_text.get(body.get("text", ""), (self.directive, self.ranking))
        directive = {"answer": chosen} if chosen else decided
        ranking = [{"name": n, "confidence": c} for n, c in ([(chosen, 1.0)] if chosen else ranked)]
        return {"directives": [directive], "intent": ranking[0], "ranking": ranking}


WRONG_SHAPES: dict[str, Any] = {
    "empty directives": {"directives": [], "intent": {"name": "x", "confidence": 1.0}, "ranking": []},
    "two directives": {"directives": [{"answer": "crs"}] * 2, "intent": {"name": "x", "confidence": 1}, "ranking": []},
    "unknown kind": {"directives": [{"say": "Take it."}], "intent": {"name": "x", "confidence": 1}, "ranking": []},
    "no intent": {"directives": [{"answer": "crs"}], "ranking": []},
    "no ranking": {"directives": [{"answer": "crs"}], "intent": {"name": "crs", "confidence": 1}},
    "a list": [],
    "null": None,
    "not a number": {
        "directives": [{"answer": "crs"}],
        "intent": {"name": "x", "confidence": float("nan")},
        "ranking": [],
    },
    "too big a number": {
        "directives": [{"answer": "crs"}],
        "intent": {"name": "x", "confidence": 10**400},
        "ranking": [],
    },
    "a word for a number": {
        "directives": [{"answer": "crs"}],
        "intent": {"name": "x", "confidence": "high"},
        "ranking": [],
    },
}
RAW = {
    "not JSON": b"<html>It works!</html>",
    "empty body": b"",
    "deep JSON": b"[" * 20_000,
    "not UTF-8": b"\xff\xfe{",
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remembers the connection, so that it can be ended."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Ends the connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Ends the connections that are kept alive."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: clients that hang up are what these tests are about."""


def _handler(rasa: Rasa) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            rasa.asked.append(body)
            behaviour = rasa.behaviour if len(rasa.asked) > rasa.right_for else "right"
            if behaviour == "slow":
                time.sleep(SLOW)
            if behaviour == "closed connection":
                self.close_connection = True
                return
            if behaviour == "dripping":
                self._drip()
                return
            if behaviour in RAW:
                self._send(200, RAW[behaviour])
                return
            answer = WRONG_SHAPES[behaviour] if behaviour in WRONG_SHAPES else rasa.decide(body)
            self._send(500 if behaviour == "status 500" else 200, json.dumps(answer).encode())

        def do_DELETE(self) -> None:
            if rasa.erases:
                rasa.erased.append(self.path.rsplit("/", 1)[1])
            self._send(204 if rasa.erases else 500, b"")

        def _drip(self) -> None:
            """Sends a byte a second, so that no single read is ever slow."""
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(8):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(1)
            self.close_connection = True

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Handler
