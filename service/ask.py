"""One question from the terminal: ``python -m service.ask "what is obe-cel"``; starts the stack if none is running."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import urllib.request
from typing import Any
from uuid import uuid4

from service.library.faults import ContentBroken
from service.run import prepare
from service.stack import NotStarted, Stack, free_port, is_ready
from service.web.settings import Settings, SettingsBroken


def ask(port: int, question: str) -> dict[str, Any]:
    """Returns the turn the service on that port gives, in a conversation that is deleted afterwards."""
    opened = _call(port, "POST", "/api/v1/conversations", {})
    path, token = f"/api/v1/conversations/{opened['conversation']}", str(opened["token"])
    turn = _call(port, "POST", f"{path}/messages", {"message_id": str(uuid4()), "text": question}, token)
    _call(port, "DELETE", path, None, token)
    return turn


def _call(port: int, method: str, path: str, body: dict[str, str] | None, token: str = "") -> dict[str, Any]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
    request.add_header("Authorization", f"Bearer {token}")
    if body is not None:
        request.data = json.dumps(body).encode()
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        said: dict[str, Any] = json.loads(answer.read() or b"{}")
        return said


def readable(turn: dict[str, Any]) -> str:
    """Returns a turn as lines for a terminal: outcome, words, label, sources, choices."""
    lines = [f"[{turn['outcome']}{', ' + turn['topic'] if turn['topic'] else ''}]"]
    for reply in turn["replies"]:
        lines += ["", *([reply["title"]] if "title" in reply else []), *([reply["label"]] if "label" in reply else [])]
        lines += ["", reply["text"]]
        sources = reply.get("sources") or []
        lines += ["", "Sources:"] if sources else []
        lines += [f"- {s['title']}, {s['publisher']}, {s['date']}{' ' + s['url'] if s['url'] else ''}" for s in sources]
    lines += ["", *(f"> {choice['label']}" for choice in turn["choices"])]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Prints the answer to the question. Returns 1 with one sentence if there is no question or nothing starts."""
    question = " ".join(arguments).strip()
    if not question:
        print('Ask something: make ask Q="what are the side effects"', file=sys.stderr)
        return 1
    try:
        settings = Settings.read()
        if is_ready(settings.port):
            print(readable(ask(settings.port, question)))
            return 0
        prepare(settings)
        with tempfile.TemporaryDirectory() as folder:
            given = {"PORT": str(free_port()), "BOT_URL": f"http://127.0.0.1:{free_port()}"}
            given["DATABASE_URL"] = f"sqlite:///{folder}/records.db"
            alone = Settings.read({**os.environ, **given})
            with Stack(alone, given) as stack:
                stack.wait_until_ready()
                print(readable(ask(alone.port, question)))
    except (SettingsBroken, NotStarted, ContentBroken, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
