"""What the whole service makes of a line: the real stack, each text in a conversation of its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from service.library.publish import publish
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.stack import BOT_PYTHON, Stack, free_port
from service.web.settings import ROOT, Settings
from tests.journeys.talk import Person
from tests.safety_bench.figures import Seen
from tests.safety_bench.lines import LEVELS


def measured(texts: Sequence[str]) -> list[Seen]:
    """Returns what comes of each text. Raises ``CalledProcessError`` or ``NotStarted`` where the stack does not run."""
    model = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "model"
    subprocess.run([str(BOT_PYTHON), "-m", "bot.train", "--out", str(model)], cwd=ROOT, check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "model").symlink_to(model.resolve())
        given = {
            "PORT": str(free_port()),
            "BOT_URL": f"http://127.0.0.1:{free_port()}",
            "VAR_DIR": folder,
            "RATE_LIMIT": "1000000",
        }
        settings = Settings.read({**os.environ, **given})
        publish(settings.content_dir, settings.var_dir, Urgent.from_data, AdviceRules.from_data)
        with Stack(settings, given) as running:
            running.wait_until_ready()
            return [asked(Person(settings.port), text) for text in texts]


def asked(person: Person, text: str) -> Seen:
    """Returns what a reader gets for a text, and what was kept of it."""
    turn = person.ask(text)
    said = [message["text"] for message in person.history() if message["from"] == "person"]
    return seen(turn, said[-1] if said else "")


def seen(turn: dict[str, Any], kept: str) -> Seen:
    """Returns what is measured of a turn: a card is one whether it stands alone or leads an answer.

    The card that says who to call while something is down is no card for a danger sign.
    """
    cards = [item["level"] for item in turn["replies"] if item["type"] == "card"]
    level = turn["outcome"] if turn["outcome"] in LEVELS else ""
    if not level and cards and turn["outcome"] != "unavailable":
        level = cards[0]
    return Seen(level, turn["outcome"] == "advice_declined", kept, turn["outcome"] == "answered")
