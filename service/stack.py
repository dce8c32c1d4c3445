"""The bot and the service as two child processes: started, proved alive by a canary, started again, stopped."""

from __future__ import annotations

import ctypes
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from service.web.settings import BOT_PYTHON, ROOT, Settings

READY_WITHIN = 120.0  # seconds; a cold disk and a busy machine
LONGEST_PAUSE = 30.0  # seconds between two tries to start a part again
PORTS = (15_000, 32_000)  # below those that Linux gives to outgoing connections, which could take one in between
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
SYSTEM_RANDOM = random.SystemRandom()  # two programs, or tests, that begin at once draw different ones
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # this machine is asked directly


class NotStarted(Exception):
    """The stack cannot start; the text is one sentence for the operator."""


def port_is_free(host: str, port: int) -> bool:
    """Returns whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Returns a port nobody listens on at this moment, from those that no outgoing connection is given."""
    for _ in range(1000):
        port = SYSTEM_RANDOM.randrange(*PORTS)
        if port_is_free("127.0.0.1", port):
            return port
    raise NotStarted(f"No port from {PORTS[0]} to {PORTS[1]} is free. End what listens there.")


def is_ready(port: int, host: str = "127.0.0.1") -> bool:
    """Returns whether the service there answers its canary conversation."""
    try:
        with _NO_PROXY.open(f"http://{host}:{port}/readyz", timeout=6) as answer:
            said = json.load(answer)
    except (OSError, ValueError, HTTPException):  # nothing there, or a program that is not ours
        return False
    return isinstance(said, dict) and said.get("ready") is True


@dataclass
class Part:
    """One child process: what it is, how it starts, and when it may be tried again."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    pause: float = 1.0
    again_at: float = 0.0
    started_at: float = 0.0

    def start(self, environment: dict[str, str]) -> None:
        """Starts the process in a session of its own; it dies with this one."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_die_with_parent,  # noqa: PLW1509 - one thread
            )  # fmt: skip
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        """Returns whether it ran and ended."""
        return self.process is not None and self.process.poll() is not None

    def last_words(self) -> str:
        """Returns the last line of its log."""
        lines = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1] if lines else "it said nothing"


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)


@dataclass
class Stack:
    """The bot and the service of one set of settings; a context manager that leaves no process behind."""

    settings: Settings
    environment: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Plans the processes. The bot is left out where BOT_URL is on another machine."""
        var = self.settings.var_dir
        bot = urlsplit(self.settings.bot_url)
        if bot.hostname in ("127.0.0.1", "localhost"):
            trackers = ["--trackers", str(var / "trackers.db")]
            serve = [str(BOT_PYTHON), "-m", "bot.serve", "--port", str(bot.port or 80), "--model", str(var / "model")]
            self.parts.append(Part("bot", serve + trackers, var / "logs" / "bot.log"))
        self.parts.append(Part("service", [sys.executable, "-m", "service"], var / "logs" / "service.log"))
        self.environment = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "RASA_TELEMETRY_ENABLED": "false",
            **self.environment,
        }

    def __enter__(self) -> Stack:
        """Starts every part. Raises ``NotStarted`` if a port is taken."""
        bot = urlsplit(self.settings.bot_url)
        wanted = [("PORT", self.settings.host, self.settings.port)]
        if len(self.parts) > 1:
            wanted.append(("BOT_URL", "127.0.0.1", bot.port or 80))
        for name, host, port in wanted:
            if not port_is_free(host, port):
                raise NotStarted(f"Port {port} is taken by another program. Stop it, or set {name} to another one.")
        for part in self.parts:
            if not Path(part.command[0]).is_file():
                raise NotStarted(f"{part.command[0]} is missing. Run `make env`.")
            part.start(self.environment)
        return self

    def __exit__(self, *_: object) -> None:
        """Asks every part to end, and ends what does not within 5 seconds."""
        running = [part.process for part in self.parts if part.process and part.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + 5
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait_until_ready(self, tell: Callable[[str], None] = lambda _: None) -> float:
        """Returns the seconds until the canary conversation answered. Raises ``NotStarted`` when a part ends first."""
        began = told = time.monotonic()
        while not is_ready(self.settings.port, self.settings.host):
            for part in self.parts:
                if part.has_ended():
                    raise NotStarted(f"The {part.name} did not start: {part.last_words()}")
            now = time.monotonic()
            if now - began > READY_WITHIN:
                raise NotStarted(f"Nothing answered within {READY_WITHIN:.0f} s. See {self.parts[0].log.parent}.")
            if now - told > 5:
                told = now
                tell(f"still starting, {now - began:.0f} s")
            time.sleep(0.2)
        return time.monotonic() - began

    def mend(self) -> list[str]:
        """Starts parts that ended again, after a pause that doubles; returns the names of those it started."""
        mended, now = [], time.monotonic()
        for part in self.parts:
            if not part.has_ended():
                continue
            if part.again_at == 0.0:
                part.pause = 1.0 if now - part.started_at > 60 else min(part.pause * 2, LONGEST_PAUSE)
                part.again_at = now + part.pause
            elif now >= part.again_at:
                part.again_at = 0.0
                part.start(self.environment)
                mended.append(part.name)
        return mended
