"""Asks the real stack each text in a conversation of its own: what a reader gets, rules and second calls included."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from service.library.publish import publish
from service.safety.urgent import Urgent
from service.stack import Stack, free_port
from service.web.settings import ROOT, Settings
from tests.journeys.talk import Person


def turns(texts: list[str], model: Path) -> list[dict[str, Any]]:
    """Returns for each text the outcome, the topics answered, the topics offered and the confidence of its turn."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "model").symlink_to(model)
        given = {
            "PORT": str(free_port()),
            "BOT_URL": f"http://127.0.0.1:{free_port()}",
            "VAR_DIR": folder,
            "RATE_LIMIT": "1000000",
        }
        settings = Settings.read({**os.environ, **given})
        publish(settings.content_dir, settings.var_dir, Urgent.from_data)
        with Stack(settings, given) as running:
            running.wait_until_ready()
            return [seen(Person(int(given["PORT"])).ask(text)) for text in texts]


def seen(turn: dict[str, Any]) -> dict[str, Any]:
    """Returns what is measured of a turn."""
    return {
        "outcome": turn["outcome"],
        "answered": [item["topic"] for item in turn["replies"] if item["type"] == "answer"],
        "offered": [c["id"].partition(":")[2] for c in turn["choices"] if c["id"].startswith("topic:")],
        "confidence": turn["confidence"] or 0.0,
    }


def main(arguments: list[str]) -> int:
    """Reads a file of texts, writes a file of turns. The model is the one that ``make train`` made."""
    texts, out = arguments
    model = (Path(os.environ.get("VAR_DIR") or ROOT / "var") / "model").resolve()
    Path(out).write_text(json.dumps(turns(json.loads(Path(texts).read_text()), model)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
