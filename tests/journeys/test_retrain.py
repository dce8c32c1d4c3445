"""From a question that nobody could answer to its answer: a phrase, a training in the browser, switch and way back.

The whole way over HTTP, on a stack of its own whose content, phrases and models are copies. It trains once, which takes
a minute on a quiet machine; it is part of ``make prove``.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyotp import TOTP

from service.library.publish import publish
from service.records.conversations import connect
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.stack import Stack, free_port
from service.web.accounts import Accounts, new_secret
from service.web.settings import ROOT, Settings
from tests.journeys.talk import Person

PASSWORD = "seven quiet herons"
QUESTION = "wot abaht me mobility scooter on the ward like"
TOPIC = "accommodation"
PATIENCE = 1500.0  # seconds, beside everything else that a test machine does


@dataclass
class Office:
    """The stack, somebody signed in to its editor, and the folder of phrases."""

    stack: Stack
    browser: httpx.Client
    phrases: Path

    def page(self, path: str) -> str:
        answer = self.browser.get(f"/editor{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, **fields: Any) -> httpx.Response:
        found = re.search(r'name="csrf" value="(\w+)"', self.page("/sessions"))
        assert found
        return self.browser.post(f"/editor{path}", data={"csrf": found[1], **fields})


@pytest.fixture(scope="module")
def office(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, var = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("var")
    for name in ("content", "data/nlu"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(stack.settings.var_dir / "model", var / "model")
    given = {
        "PORT": str(free_port()), "BOT_URL": f"http://127.0.0.1:{free_port()}", "VAR_DIR": str(var),
        "CONTENT_DIR": str(folder / "content"), "RATE_LIMIT": "100000",
    }  # fmt: skip
    settings = Settings.read({**os.environ, **given})
    publish(settings.content_dir, var, Urgent.from_data, AdviceRules.from_data)
    secret = new_secret()
    earlier = TOTP(secret).at(datetime.now(UTC) - timedelta(seconds=30))
    Accounts(connect(settings.database_url)).add("ann", ["editor"], PASSWORD, secret, earlier)
    with Stack(settings, given) as running:
        running.wait_until_ready()
        with httpx.Client(base_url=settings.public_url, headers={"origin": settings.public_url}, timeout=60) as browser:
            sign_in = {"name": "ann", "password": PASSWORD, "code": TOTP(secret).now()}
            assert browser.post("/editor/login", data=sign_in).status_code == 303
            yield Office(running, browser, folder / "data/nlu")


def test_from_a_question_without_an_answer_to_its_answer_and_back(office: Office) -> None:
    port = office.stack.settings.port
    person, walking = Person(port), Person(port)
    before = person.ask(QUESTION)
    assert before["outcome"] in ("unsure", "clarify"), before
    walk = [walking.choose("flow:eligibility"), walking.choose("flow:next")]

    listed = office.page("/asked")
    assert QUESTION in listed
    turns = re.findall(r'name="turn" value="(\d+)"', listed)
    assert office.send("/asked/assign", turn=turns, phrase=QUESTION, to=TOPIC).status_code == 303
    assert QUESTION in (office.phrases / f"{TOPIC}.yml").read_text() and QUESTION not in office.page("/asked")

    assert office.send("/retrain/start").status_code == 303
    assert "<progress" in office.page("/retrain")
    began = time.monotonic()
    while "<progress" in (page := office.page("/retrain")):
        assert time.monotonic() - began < PATIENCE
        assert person.ask("what is CRS?")["outcome"] == "answered"  # nobody waits for a training
        time.sleep(2)
    assert "Nothing is worse by more than chance" in page, page
    assert person.ask(QUESTION)["outcome"] == before["outcome"]  # nothing is served that nobody switched on

    assert office.send("/retrain/switch").status_code == 303
    after = person.ask(QUESTION)
    assert (after["outcome"], after["topic"]) == ("answered", TOPIC)
    walk.append(walking.choose("flow:next"))
    steps = [item["step"] for turn in walk for item in turn["replies"] if item["type"] == "criteria"]
    assert steps == [1, 2, 3]
    # What is served outlives the process that serves it.
    bot = next(part for part in office.stack.parts if part.name == "bot").process
    assert bot
    bot.kill()
    bot.wait()
    until = time.monotonic() + 120
    while person.ask(QUESTION)["outcome"] != "answered":
        office.stack.mend()
        assert time.monotonic() < until
        time.sleep(0.5)

    assert office.send("/retrain/back").status_code == 303
    assert person.ask(QUESTION)["outcome"] == before["outcome"]
