"""A small HTTP server that stands in for Rasa: it speaks what service/bot/client.py asks."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What the tests ask, and what Rasa would decide.
DECISIONS = {
    "what is crs?": ("answer", "crs"),
    "what happens step by step?": ("answer", "pathway"),
    "can people die from it?": ("answer", "risk_of_death"),
    "is it ill or tired": ("outcome", "clarify"),
    "a person please": ("outcome", "talk_to_person"),
}
WALK = {"go through the criteria": "flow_eligibility", "next": "flow_next", "back": "flow_back", "stop": "flow_stop"}
RANKING = [{"name": "tiredness", "confidence": 0.4}, {"name": "infections", "confidence": 0.35}]


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    steps: dict[str, int] = {}  # noqa: RUF012 - conversation -> the step it stands at

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind, name = DECISIONS.get(str(body.get("text", "")).lower(), ("outcome", "unsure"))
        if "choice" in body:
            kind, name = "answer", body["choice"]
        directive = self._walk(body) or {kind: name}
        answer = {"directives": [directive], "intent": {"name": name, "confidence": 0.9}, "ranking": RANKING}
        self._answer(200, json.dumps(answer).encode())

    def _walk(self, body: dict[str, str]) -> dict[str, Any] | None:
        """Returns the directive of a walk through as many steps as a test takes, or None for anything else."""
        move = WALK.get(body.get("text", "").lower(), body.get("choice", ""))
        step = self.steps.get(body["conversation"], 0) + {"flow_next": 1, "flow_back": -1}.get(move, 0)
        if move not in WALK.values():
            return None
        self.steps[body["conversation"]] = 1 if move == "flow_eligibility" else 0 if move == "flow_stop" else step
        return {"flow": "stopped"} if move == "flow_stop" else {"criteria": self.steps[body["conversation"]]}

    def do_DELETE(self) -> None:
        self._answer(204, b"")

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def start() -> ThreadingHTTPServer:
    """Returns the server, running on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
