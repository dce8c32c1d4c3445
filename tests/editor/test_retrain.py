"""Tests of the training page: what may be switched on, what never is, and that a stop leaves a model that is whole."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from service.editor.training import Training
from service.library.phrases import LEAST
from tests.editor.bot_double import BotDouble
from tests.editor.conftest import Office, Person

OLD, NEW = "old.tar.gz", "new.tar.gz"
LINE = {"name": "right", "topic": "", "n": 100, "old": 80, "new": 80, "low": 0.71, "high": 0.87, "more": True}
# What bot.retrain does, as far as the page sees it: it writes its files, and says its steps and its end.
CHILD = """
import json, sys, time
from pathlib import Path
out, result, way = Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3]
print("not json", flush=True)
print(json.dumps({"step": "train"}), flush=True)
if way == "hangs":
    time.sleep(60)
if way == "dies":
    sys.exit(3)
if way == "fails":
    print(json.dumps({"error": "The model could not be trained."}), flush=True)
    sys.exit(1)
print(json.dumps({"step": "compare"}), flush=True)
out.mkdir(exist_ok=True)
(out / result["file"]).write_bytes(b"new model")
(out / "model.json").write_text(json.dumps({"file": result["file"], "sha256": "n", "net": "other", "inputs": "new"}))
(out / "result.json").write_text(json.dumps(result))
print(json.dumps({"result": result}), flush=True)
"""


@pytest.fixture
def trained(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office with a model in force, enough phrases, and a training that takes no time."""
    folder = office.small.folder.parent / "data" / "nlu"
    folder.mkdir(parents=True)
    for intent in office.house.shelf.files():
        lines = "".join(f"    - {intent} number {number}\n" for number in range(LEAST))
        (folder / f"{intent}.yml").write_text(f"nlu:\n- intent: {intent}\n  examples: |\n{lines}")
    model = office.settings.var_dir / "model"
    model.mkdir(parents=True)
    (model / OLD).write_bytes(b"old model")
    (model / "model.json").write_text(json.dumps({"file": OLD, "sha256": "o", "net": "net", "inputs": "old"}))
    office.house.bot = office.house.training.bot = BotDouble({"basics": ["what is it"]})  # type: ignore[assignment]
    becomes(monkeypatch)
    return office


def becomes(monkeypatch: pytest.MonkeyPatch, way: str = "", **changed: Any) -> None:
    """Makes the next training come to this line of the table."""
    line = {**LINE, "worse": False, **changed}
    told = {
        "file": NEW,
        "of": OLD,
        "inputs": "new",
        "lines": [line],
        "worse": line["worse"],
        "seconds": 41.5,
        "phrases": 25,
    }

    def command(training: Training, _: Path) -> list[str]:
        return [sys.executable, "-c", CHILD, str(training.made), json.dumps(told), way]

    monkeypatch.setattr(Training, "_command", command)


def train(office: Office, person: Person) -> str:
    """Starts a training and returns the page when it has ended."""
    assert person.sends("/retrain/start").status_code == 303
    until = time.monotonic() + 60
    while office.house.training.state() == "running":
        assert time.monotonic() < until
        time.sleep(0.02)
    return person.sees("/retrain")


def record(office: Office) -> dict[str, str]:
    return json.loads((office.settings.var_dir / "model" / "model.json").read_text())


def test_a_model_that_is_no_worse_is_switched_on_and_there_is_a_way_back(trained: Office, ann: Person) -> None:
    page = train(trained, ann)
    assert (
        "Nothing is worse by more than chance" in page
        and "80 of 100 (80.0&nbsp;%)" in page
        and "71.0 to 87.0&nbsp;%" in page
    )
    assert record(trained)["file"] == OLD and trained.house.bot.taken == 0  # type: ignore[attr-defined]

    assert ann.sends("/retrain/switch").status_code == 303
    # The net that the service uses was not trained, so the record names the one that lies there.
    assert record(trained) == {"file": NEW, "sha256": "n", "net": "net", "inputs": "new"}
    assert (trained.settings.var_dir / "model" / NEW).read_bytes() == b"new model"
    assert "It answers now" in ann.sees("/retrain") and ann.sends("/retrain/switch").status_code == 409

    assert ann.sends("/retrain/back").status_code == 303
    assert record(trained)["file"] == OLD and trained.house.bot.taken == 2  # type: ignore[attr-defined]
    refused = json.loads((trained.settings.var_dir / "model" / "refused.json").read_text())
    assert refused == {"inputs": "new"}  # or the next start would train it again
    told = [
        (e.action, e.detail["before"], e.detail["model"])
        for e in trained.house.audit.entries()
        if "training" in e.action
    ]
    assert told == [
        ("training started", OLD, OLD), ("training switched", OLD, NEW), ("training back", NEW, OLD),
    ]  # fmt: skip


def test_a_model_that_is_worse_is_never_switched_on_and_the_table_says_why(
    trained: Office, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    becomes(monkeypatch, new=60, worse=True)
    page = train(trained, ann)

    assert "<strong>Worse</strong>" in page and "60 of 100" in page and "cannot be switched on" in page
    assert "/editor/retrain/switch" not in page
    refused = ann.sends("/retrain/switch")  # by hand
    assert refused.status_code == 409 and record(trained)["file"] == OLD
    assert trained.house.bot.taken == 0  # type: ignore[attr-defined]


def test_a_model_compared_with_another_one_is_not_switched_on(
    trained: Office, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(trained, ann)
    model = trained.settings.var_dir / "model" / "model.json"
    model.write_text(json.dumps({**record(trained), "file": "third.tar.gz"}))

    assert "not in force any more" in ann.sees("/retrain") and ann.sends("/retrain/switch").status_code == 409


def test_where_the_bot_does_not_take_it_up_the_one_before_stays(trained: Office, ann: Person) -> None:
    train(trained, ann)
    trained.house.bot.refuses = True  # type: ignore[attr-defined]

    answer = ann.sends("/retrain/switch")
    assert answer.status_code == 409 and "The one before goes on" in answer.text and record(trained)["file"] == OLD


@pytest.mark.parametrize(("way", "said"), [("fails", "could not be trained"), ("dies", "ended before its time")])
def test_a_training_that_fails_says_so_and_changes_nothing(
    trained: Office, ann: Person, monkeypatch: pytest.MonkeyPatch, way: str, said: str
) -> None:
    becomes(monkeypatch, way)
    page = train(trained, ann)

    assert "The training failed" in page and said in page and record(trained)["file"] == OLD
    assert ann.sends("/retrain/switch").status_code == 409


def test_one_training_at_a_time_with_its_progress(
    trained: Office, ann: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    becomes(monkeypatch, "hangs")
    assert ann.sends("/retrain/start").status_code == 303
    page = bob.sees("/retrain")
    second = bob.sends("/retrain/start")
    process = trained.house.training._process
    assert process
    process.kill()

    assert 'data-state="running"' in page and "<progress" in page and "Learning the phrases" in page
    assert second.status_code == 409 and "under way already" in second.text


def test_faults_of_phrases_stop_the_training_before_it_begins(trained: Office, ann: Person) -> None:
    (trained.small.folder.parent / "data" / "nlu" / "basics.yml").write_text("nlu: []\n")
    answer = ann.sends("/retrain/start")

    assert answer.status_code == 422 and "basics.yml" in answer.text and trained.house.training.state() == "none"


def test_a_bot_elsewhere_is_not_trained_from_here(trained: Office, ann: Person) -> None:
    given = {"VAR_DIR": str(trained.settings.var_dir), "BOT_URL": "http://bot.example:5005"}
    trained.house.training.settings = type(trained.settings).read(given)

    assert "another machine" in ann.sends("/retrain/start").text
