"""Measures the real stack on this machine and prints JSON: ``make bench``."""

from __future__ import annotations

import http.client
import json
import os
import re
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from service.library.publish import publish
from service.safety.urgent import Urgent
from service.stack import BOT_PYTHON, Stack, free_port
from service.web.settings import ROOT, Settings

QUESTIONS = (
    "what is CRS",
    "how far apart are the two infusions",
    "who decides whether I can have it",
    "what do relapsed and refractory mean",
    "my mum is worried about low blood counts after the cells, how long do they last",
)
TURNS_ALONE, USERS, TURNS_EACH = 300, 10, 60
LONG_CONVERSATIONS, LONG = 5, 62  # turns


class Client:
    """One user with one connection and one conversation."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        opened = self._call("/api/v1/conversations", {}, "")
        self._path = f"/api/v1/conversations/{opened['conversation']}/messages"
        self._token = str(opened["token"])

    def _call(self, path: str, body: dict[str, str], token: str) -> dict[str, Any]:
        self._http.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {token}"})
        answer = self._http.getresponse()
        said: dict[str, Any] = json.loads(answer.read())
        if answer.status not in (200, 201):
            raise RuntimeError(f"{answer.status}: {said.get('detail')}")
        return said

    def ask(self, question: str) -> float:
        """Returns the milliseconds a plain answer took. Raises ``RuntimeError`` for anything but an answer."""
        began = time.perf_counter()
        turn = self._call(self._path, {"message_id": str(uuid4()), "text": question}, self._token)
        took = (time.perf_counter() - began) * 1000
        if turn["outcome"] != "answered":
            raise RuntimeError(f"{question!r} got {turn['outcome']}")
        return took


def percentiles(times: list[float]) -> dict[str, float]:
    """Returns the 50th, 95th and 99th percentile of milliseconds."""
    cuts = statistics.quantiles(times, n=100)
    return {"p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1), "p99_ms": round(cuts[98], 1)}


def many_users(port: int) -> tuple[list[float], float]:
    """Returns the times of ten users who ask without pause, and their messages a second together."""
    times: list[float] = []

    def user() -> None:
        client = Client(port)
        times.extend(client.ask(QUESTIONS[turn % len(QUESTIONS)]) for turn in range(TURNS_EACH))

    threads = [threading.Thread(target=user) for _ in range(USERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(times) / (time.perf_counter() - began)


def long_conversation(port: int) -> dict[str, float]:
    """Returns the median milliseconds of turns 4 to 6 and of turns 59 to 61, over several conversations."""
    early, late = [], []
    for _ in range(LONG_CONVERSATIONS):
        client = Client(port)
        times = [client.ask(QUESTIONS[0]) for _ in range(LONG)]
        early += times[3:6]
        late += times[58:61]
    return {"turn_5_ms": round(statistics.median(early), 1), "turn_60_ms": round(statistics.median(late), 1)}


def memory_mb(process: int) -> float:
    """Returns a process's share of memory in MB: its own pages, and its part of the shared ones."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return round(int(found[1]) / 1024, 1) if found else 0.0


def train(folder: Path) -> float:
    """Returns the seconds a training from nothing takes, as a whole process."""
    began = time.perf_counter()
    command = [str(BOT_PYTHON), "-m", "bot.train", "--force", "--out", str(folder / "model")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return round(time.perf_counter() - began, 1)


def main() -> None:
    """Trains, starts, asks and prints the figures."""
    with tempfile.TemporaryDirectory() as name:
        var = Path(name)
        figures: dict[str, Any] = {"training_s": train(var)}
        port, bot = free_port(), free_port()
        given = {"PORT": str(port), "BOT_URL": f"http://127.0.0.1:{bot}", "VAR_DIR": name, "RATE_LIMIT": "1000000"}
        settings = Settings.read({**os.environ, **given})
        publish(settings.content_dir, settings.var_dir, Urgent.from_data)
        with Stack(settings, given) as stack:
            figures["start_to_ready_s"] = round(stack.wait_until_ready(), 1)
            client = Client(port)
            for question in QUESTIONS * 4:
                client.ask(question)
            client = Client(port)
            alone = [client.ask(QUESTIONS[turn % len(QUESTIONS)]) for turn in range(TURNS_ALONE)]
            figures["one_user"] = percentiles(alone)
            times, rate = many_users(port)
            figures["ten_users"] = {**percentiles(times), "messages_a_second": round(rate, 1)}
            figures["long_conversation"] = long_conversation(port)
            memory = {part.name: memory_mb(part.process.pid) for part in stack.parts if part.process}
            figures["memory_mb"] = {**memory, "together": round(sum(memory.values()), 1)}
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
