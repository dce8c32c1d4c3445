"""The real application on the repository's content, with a small HTTP server in Rasa's place."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.chat.app import create
from service.chat.served import utc
from service.library import withdrawn
from service.safety.advice import AdviceRules
from service.safety.tongues import Tongues
from service.safety.urgent import Urgent
from service.web.settings import Settings
from tests.chat.person import Person
from tests.chat.signed import Clock, publish_signed
from tests.safety import small_net
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


@pytest.fixture(scope="session")
def clock() -> Clock:
    """The clock of the applications on signed content."""
    return Clock()


@pytest.fixture(scope="session")
def signed_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content published with sign-offs of these tests; only what is withdrawn there changes."""
    var = tmp_path_factory.mktemp("signed")
    publish_signed(var)
    small_net.write(var / "model" / "net.npz")
    return var


@pytest.fixture(scope="session")
def shared_on_signed(signed_var: Path, clock: Clock, one_rasa: Rasa) -> Iterator[dict[str, TestClient]]:
    """Two running applications on the same signed content, by mode."""
    with ExitStack() as running:
        apps = {mode: create(settings_for(signed_var, one_rasa, MODE=mode), clock) for mode in ("live", "preview")}
        yield {
            mode: running.enter_context(TestClient(app, raise_server_exceptions=False)) for mode, app in apps.items()
        }


@pytest.fixture
def on_signed(
    shared_on_signed: dict[str, TestClient], signed_var: Path, clock: Clock, rasa: Rasa
) -> Iterator[dict[str, TestClient]]:
    """The same with the clock set back and Rasa answering rightly; afterwards nothing is withdrawn."""
    clock.set(Clock.START)
    yield shared_on_signed
    (signed_var / withdrawn.FILE).unlink(missing_ok=True)


@pytest.fixture
def live(on_signed: dict[str, TestClient]) -> TestClient:
    """The application in live mode."""
    return on_signed["live"]


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

        def started(clock: Callable[[], datetime] = utc, source: Path = published, **given: str) -> TestClient:
            var = tmp_path / "var"
            if not var.exists():
                shutil.copytree(source, var)
            app = create(settings_for(var, rasa, **given), clock)
            return running.enter_context(TestClient(app, raise_server_exceptions=False))

        yield started


@pytest.fixture(scope="session")
def proving() -> bool:
    """Whether the full counts are run (``make prove``)."""
    return bool(os.environ.get("PROVE"))
