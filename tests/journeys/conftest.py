"""The real stack (Rasa and the service) on free ports, once for all journeys, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.library.publish import publish
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.stack import BOT_PYTHON, Stack, free_port
from service.web.settings import ROOT, Settings
from tests.journeys.crash import kill, mended, wait_until_noticed
from tests.journeys.talk import Person

# It trains models: a part of `make prove` alone.
collect_ignore = [] if os.environ.get("PROVE") else ["test_office.py"]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running stack with a model trained from the repository and the repository's content published."""
    var: Path = tmp_path_factory.mktemp("var")
    # The tests of Rasa trained this model a moment ago where both ran; it is used again if it is current.
    model = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "model"
    subprocess.run([str(BOT_PYTHON), "-m", "bot.train", "--out", str(model)], cwd=ROOT, check=True, capture_output=True)
    (var / "model").symlink_to(model)
    given = {
        "PORT": str(free_port()),
        "BOT_URL": f"http://127.0.0.1:{free_port()}",
        "VAR_DIR": str(var),
        "RATE_LIMIT": "100000",
    }
    settings = Settings.read({**os.environ, **given})
    publish(settings.content_dir, settings.var_dir, Urgent.from_data, AdviceRules.from_data)
    with Stack(settings, given) as running:
        running.wait_until_ready()
        yield running


@pytest.fixture(scope="session")
def crash(stack: Stack) -> dict[str, list[dict[str, Any]]]:
    """What three people got before Rasa was killed, while it was down and after it was started again, and a history.

    One crash serves the tests that only look at what was said: a new Rasa takes ten seconds to start.
    """
    walking, talking, asking = (Person(stack.settings.port) for _ in range(3))
    walk = [walking.choose("flow:eligibility"), walking.choose("flow:next")]
    talk = [talking.ask("what is CRS?")]
    kill(stack)
    talk.append(talking.ask("how long does it last?"))
    verdict = [asking.ask("can my husband come off the steroids early?")]
    wait_until_noticed(stack)
    walk.append(walking.choose("flow:next"))
    assert mended(stack)
    walk.append(walking.choose("flow:next"))
    talk.append(talking.ask("how long does it last?"))
    return {"walk": walk, "talk": talk, "history": talking.history(), "verdict": verdict}
