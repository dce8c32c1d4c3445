"""One model, one running bot and one agent a test session; all without network, all in temporary folders."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.pop("CONTENT_DIR", None)

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "model"  # where the journeys look for a model
START_SECONDS = 120  # a busy machine; a quiet one needs 10
TRAINED_WITHIN = 1500  # seconds, on a busy machine; a quiet one needs 300

# Python imports this by itself in every process the tests start: a connection that leaves the machine is written down
# and refused, and at its end the process says whether Rasa's telemetry is on.
GUARD = """
import atexit, os, sys

def note(line):
    with open(os.environ["GUARD_LOG"], "a") as log:
        log.write(line + "\\n")

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in (None, "", "127.0.0.1", "::1", "localhost"):
        note(f"network {event} {host}")
        raise OSError("the tests allow no network")

def telemetry():
    module = sys.modules.get("rasa.telemetry")
    note("no telemetry module" if module is None else f"telemetry {module.is_telemetry_enabled()}")

sys.addaudithook(watch)
atexit.register(telemetry)
"""


@dataclass
class Guard:
    """The environment for a process under guard, and what the guard noted."""

    environment: dict[str, str]
    log: Path

    def notes(self) -> list[str]:
        """Returns the lines noted so far."""
        return self.log.read_text().splitlines() if self.log.exists() else []


def guard_in(folder: Path) -> Guard:
    """Returns a guard for one process, in a folder of its own; the environment asks for telemetry, on purpose."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(GUARD)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("RASA_", "CONTENT_", "VAR_"))}
    environment |= {
        "HOME": str(folder),
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "GUARD_LOG": str(folder / "notes"),
        "RASA_TELEMETRY_ENABLED": "true",
    }
    return Guard(environment, folder / "notes")


@dataclass
class Training:
    """The one training of the session, as a process."""

    process: subprocess.Popen[str]
    guard: Guard
    folder: Path
    output: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests that need the model last, because it is trained meanwhile."""
    items.sort(key=lambda item: "model" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session", autouse=True)
def training(tmp_path_factory: pytest.TempPathFactory):
    """Starts the training while the tests that need no model run."""
    from bot.net_file import FILE

    folder = tmp_path_factory.mktemp("training")
    guard, output = guard_in(folder / "guard"), folder / "output"
    (folder / "model").mkdir()
    if (SHARED / FILE).is_file():  # taken as it is where it is made of today's code and messages: it takes minutes
        shutil.copy(SHARED / FILE, folder / "model")
    with output.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.train", "--out", str(folder / "model")],
            cwd=ROOT,
            env=guard.environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    yield Training(process, guard, folder / "model", output)
    if process.poll() is None:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def model(training: Training) -> Path:
    """Returns the folder with the trained model and its record; leaves a copy where the journeys look for one."""
    from bot.net_file import FILE as NET
    from bot.train import RECORD, is_current, recorded

    assert training.process.wait(TRAINED_WITHIN) == 0, training.output.read_text()[-2000:]
    if not is_current(SHARED):
        SHARED.mkdir(parents=True, exist_ok=True)
        for name in (recorded(training.folder)["file"], NET, RECORD):  # the record last: it is true at every moment
            shutil.copy(training.folder / name, SHARED / f"{name}.partial")
            os.replace(SHARED / f"{name}.partial", SHARED / name)
        assert is_current(SHARED)
    return training.folder


@pytest.fixture(scope="session")
def model_file(model: Path) -> Path:
    """Returns the trained model file."""
    return model / json.loads((model / "model.json").read_text())["file"]


@dataclass
class Running:
    """A running bot: its address, process, conversations' file and output."""

    port: int
    process: subprocess.Popen[bytes]
    trackers: Path
    log: Path
    guard: Guard
    typed: list[str] = field(default_factory=list)

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Returns status and decoded body of a request; bytes are sent as they are."""
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:  # a machine may be busy
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text

    def say(self, text: str, conversation: str = "conversation-0") -> tuple[int, Any]:
        """Returns what the bot answers to a typed text."""
        self.typed.append(text)
        return self.call("POST", "/turn/messages", {"conversation": conversation, "text": text})

    def choose(self, choice: str, conversation: str = "conversation-0") -> tuple[int, Any]:
        """Returns what the bot answers to a choice."""
        return self.call("POST", "/turn/messages", {"conversation": conversation, "choice": choice})

    def row(self, conversation: str) -> str | None:
        """Returns the stored events of a conversation as text."""
        with sqlite3.connect(f"file:{self.trackers}?mode=ro", uri=True) as db:
            found = db.execute("SELECT events FROM trackers WHERE id = ?", (conversation,)).fetchone()
        return found and found[0]

    def output(self) -> str:
        """Returns all the process has printed, on both streams."""
        return self.log.read_text()


@pytest.fixture(scope="session")
def running(model: Path, tmp_path_factory: pytest.TempPathFactory):
    """Starts ``python -m bot.serve`` on a free port and stops it at the end."""
    folder = tmp_path_factory.mktemp("running")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    guard = guard_in(folder / "guard")
    command = [sys.executable, "-m", "bot.serve", "--model", str(model), "--trackers", str(folder / "trackers.db")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port)], cwd=ROOT, env=guard.environment, stdout=log, stderr=subprocess.STDOUT
        )
    bot = Running(port, process, folder / "trackers.db", folder / "log", guard)
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            bot.call("GET", "/")
            break
        except OSError:
            assert process.poll() is None and time.monotonic() < until, bot.output()[-2000:]
            time.sleep(0.1)
    yield bot
    if process.poll() is None:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def loop():
    """Returns one event loop for the agent and the application."""
    made = asyncio.new_event_loop()
    asyncio.set_event_loop(made)
    yield made
    made.close()


@pytest.fixture(scope="session")
def application(model_file: Path, loop: asyncio.AbstractEventLoop, tmp_path_factory: pytest.TempPathFactory):
    """Returns the application that ``bot.serve`` serves, in this process."""
    from bot.serve import application

    return application(model_file, str(tmp_path_factory.mktemp("application") / "trackers.db"))


@pytest.fixture(scope="session")
def agent(application):
    """Returns the application's agent."""
    return application.ctx.agent
