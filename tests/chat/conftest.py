"""The real application on the repository's content, with a small HTTP server in Rasa's place."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.chat.app import create
from service.safety.advice import AdviceRules
from service.safety.tongues import Tongues
from service.safety.urgent import Urgent
from service.web.settings import Settings
from tests.chat.person import Person
from tests.service_bot.rasa import Rasa

Start = Callable[..., TestClient]


@pytest.fixture(scope="session")
def one_rasa() -> Iterator[Rasa]:
    stand_in = Rasa()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def rasa(one_rasa: Rasa) -> Rasa:
    """The stand-in, answering rightly until told otherwise."""
    one_rasa.reset()
    return one_rasa


def settings_for(var: Path, rasa: Rasa, **given: str) -> Settings:
    """Returns settings for a folder of its own; many messages a minute unless given otherwise."""
    return Settings.read({"VAR_DIR": str(var), "BOT_URL": rasa.url, "RATE_LIMIT": "1000000", **given})


@pytest.fixture(scope="session")
def shared_client(published: Path, one_rasa: Rasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    var = tmp_path_factory.mktemp("shared") / "var"
    shutil.copytree(published, var)
    with TestClient(create(settings_for(var, one_rasa)), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(shared_client: TestClient, rasa: Rasa) -> TestClient:
    """The application that tests share; those that break something start their own."""
    return shared_client


@pytest.fixture
def person(client: TestClient) -> Person:
    """Somebody with a conversation of their own."""
    return Person(client)


COMPILE: dict[type, Callable[[Any], Any]] = {kind: kind.from_data for kind in (Urgent, AdviceRules, Tongues)}


@cache
def compiled(kind: type, rules: str) -> Any:
    """Returns the rules of this text, compiled once for all applications of the tests. Raises as compiling does."""
    return COMPILE[kind](json.loads(rules))


@pytest.fixture
def start(published: Path, rasa: Rasa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts an application of the test's own, whose folder it may break: ``tmp_path / "var"``."""
    for kind in COMPILE:
        monkeypatch.setattr(kind, "from_data", lambda data, kind=kind: compiled(kind, json.dumps(data)))
    with ExitStack() as running:

        def started(**given: str) -> TestClient:
            var = tmp_path / "var"
            if not var.exists():
                shutil.copytree(published, var)
            app = create(settings_for(var, rasa, **given))
            return running.enter_context(TestClient(app, raise_server_exceptions=False))

        yield started


@pytest.fixture(scope="session")
def proving() -> bool:
    """Whether the full counts are run (``make prove``)."""
    return bool(os.environ.get("PROVE"))
