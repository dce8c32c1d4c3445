"""Tests of what the editor's pages ask of the running bot: readings, and another model without an interruption."""

from __future__ import annotations

import json
import math
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.office import MOST_TEXTS, NoTexts, texts_of

SECRET = "zanzibarquokka"


@pytest.fixture(scope="module")
def own(model: Path, tmp_path_factory: pytest.TempPathFactory):
    """A bot whose folder of models may be changed."""
    from tests.bot.conftest import ROOT, START_SECONDS, Running, guard_in

    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(model, folder / "model")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    guard = guard_in(folder / "guard")
    command = [sys.executable, "-m", "bot.serve", "--model", str(folder / "model"), "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--trackers", str(folder / "trackers.db")],
            cwd=ROOT, env=guard.environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    bot = Running(port, process, folder / "trackers.db", folder / "log", guard)
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            bot.call("GET", "/turn/model")
            break
        except OSError:
            assert process.poll() is None and time.monotonic() < until, bot.output()[-2000:]
            time.sleep(0.2)
    yield bot, folder / "model"
    process.terminate()
    process.wait(30)


def another(folder: Path) -> str:
    """Records the same model under another name, as training would a new one; returns the name."""
    record = json.loads((folder / "model.json").read_text())
    name = f"other-{time.monotonic_ns()}.tar.gz"
    shutil.copy(folder / record["file"], folder / name)
    (folder / "model.json").write_text(json.dumps({**record, "file": name}))
    return name


@pytest.mark.parametrize(
    "body", [None, [], {}, {"texts": []}, {"texts": "a"}, {"texts": [1]}, {"texts": [""]}, {"texts": ["a"], "x": 1},
             {"texts": ["a" * 1001]}, {"texts": ["a"] * (MOST_TEXTS + 1)}],
)  # fmt: skip
def test_what_is_not_of_the_form_is_refused(body: object) -> None:
    with pytest.raises(NoTexts):
        texts_of(body)


def test_a_reading_is_what_a_message_of_these_words_gets(own) -> None:
    bot, _ = own
    texts = ["what is crs", "when can i drive", "asdf qwer", "what is crs while pregnant", "/crs"]
    status, body = bot.call("POST", "/turn/readings", {"texts": texts})

    assert status == 200
    for number, (text, reading) in enumerate(zip(texts, body["readings"], strict=True)):
        said = bot.say(text, f"readings-{number}")[1]
        assert reading["intent"] == said["intent"]["name"], text
        assert reading["confidence"] == pytest.approx(said["intent"]["confidence"], abs=1e-6)
        assert [one["name"] for one in reading["ranking"][:5]] == [one["name"] for one in said["ranking"]]
        assert math.sqrt(sum(x * x for x in reading["vector"])) == pytest.approx(1, abs=1e-3)
        assert 0 < reading["why"]["clarify"] < reading["why"]["answer"] < 1
    assert body["readings"][0]["why"]["blocking"] == [] != body["readings"][3]["why"]["blocking"]


def test_readings_leave_no_trace(own) -> None:
    bot, _ = own
    assert bot.call("POST", "/turn/readings", {"texts": [f"what is {SECRET}"]})[0] == 200
    assert bot.call("POST", "/turn/readings", {"texts": [SECRET] * 99})[0] == 422
    assert SECRET not in bot.output()
    assert not bot.trackers.exists() or SECRET.encode() not in bot.trackers.read_bytes()


def test_another_model_is_taken_up_and_who_talks_is_not_interrupted(own) -> None:
    bot, folder = own
    assert bot.choose("flow_eligibility", "walking-1")[1]["directives"] == [{"criteria": 1}]
    assert bot.choose("flow_next", "walking-1")[1]["directives"] == [{"criteria": 2}]
    name, answers, stop = another(folder), [], threading.Event()

    def talk() -> None:
        while not stop.is_set():
            answers.append(bot.say("what is crs", "talking-1"))

    talking = threading.Thread(target=talk)
    talking.start()
    try:
        assert bot.call("POST", "/turn/model") == (200, {"model": name})
    finally:
        stop.set()
        talking.join(60)

    assert answers and all(status == 200 and said["directives"] == [{"answer": "crs"}] for status, said in answers)
    assert bot.call("GET", "/turn/model")[1] == {"model": name}
    assert bot.choose("flow_next", "walking-1")[1]["directives"] == [{"criteria": 3}]
    assert bot.call("DELETE", "/turn/conversations/walking-1")[0] == 204 and bot.row("walking-1") is None


def test_a_model_that_is_damaged_or_not_recorded_is_not_taken_up(own) -> None:
    bot, folder = own
    before = bot.call("GET", "/turn/model")[1]
    kept = (folder / "model.json").read_text()
    name = another(folder)
    (folder / name).write_bytes(b"damaged")
    for spoil in (lambda: None, lambda: (folder / "model.json").write_text("{")):
        spoil()
        assert bot.call("POST", "/turn/model") == (500, {"error": "the recorded model was not taken up"})
        assert bot.call("GET", "/turn/model")[1] == before
        assert bot.say("what is crs", "after-it-1")[1]["directives"] == [{"answer": "crs"}]
    (folder / "model.json").write_text(kept)
