"""Journeys of the log: whatever is sent to the running service, its log is lines of JSON without a word of it."""

from __future__ import annotations

import json
import socket
from contextlib import suppress

from service.stack import Stack
from tests.journeys.talk import Person

SECRET = "axolotlish"
HOSTILE = f"{SECRET}\x1b[2J\x9b1A"


def sent(port: int, request: bytes) -> bytes:
    """Returns what comes back for bytes on a connection of their own, until it ends or says no more."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        with suppress(ConnectionError):
            connection.sendall(request)
        answer = b""
        with suppress(ConnectionResetError, TimeoutError):  # it hung up before it had read everything
            while part := connection.recv(65536):
                answer += part
                connection.settimeout(0.5)
    return answer


def test_hostile_bytes_leave_lines_of_json_and_no_word(stack: Stack) -> None:
    port, person = stack.settings.port, Person(stack.settings.port)
    person.ask(f'what is crs {HOSTILE} \r\n{{"event": "forged"}}')
    asked = [
        f"GET /{SECRET}%0aforged HTTP/1.1\r\nHost: x\r\nUser-Agent: {HOSTILE}\r\nConnection: close\r\n\r\n",
        f"GET /{HOSTILE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        f"{SECRET.upper()} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nX-{SECRET}: a\r\n b\r\nConnection: close\r\n\r\n",
        f"GET / HTTP/9.9 {SECRET}\r\n\r\n",
        f"{SECRET}\n\n\x00\x1b[2J\r\n\r\n",
        f"POST /chat HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nContent-Length: 20\r\n\r\n{SECRET}",
        f"POST /chat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz{SECRET}\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Key: {SECRET}\r\n\r\n",
    ]
    answers = [sent(port, request.encode("latin-1")) for request in asked]
    assert all(answer.startswith(b"HTTP/1.1 ") and b" 500 " not in answer[:20] for answer in answers)
    assert not [answer for answer in answers if SECRET.encode() in answer.lower()]
    for name in ("service.log", "bot.log"):
        log = (stack.settings.var_dir / "logs" / name).read_bytes()
        assert SECRET.encode() not in log.lower()
        assert all(32 <= byte < 127 or byte == 10 for byte in log)
        told = [json.loads(line) for line in log.splitlines()]
        assert all({"at", "level", "logger"} <= set(event) for event in told)
        assert name == "bot.log" or any(event["logger"] == "uvicorn.error" for event in told)


def test_headers_without_end_are_refused(stack: Stack) -> None:
    # What comes in one piece of the network's may be more than the limit; without it, all of this would be taken.
    for more in (b"X-A: " + b"a" * 3_000_000, b"".join(b"X-%d: a\r\n" % n for n in range(300_000)) + b"X: a"):
        answer = sent(stack.settings.port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + more + b"\r\n\r\n")
        assert not answer.startswith(b"HTTP/1.1 200")
