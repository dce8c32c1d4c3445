"""Tests of withdrawing, rolling back and who saw what, in two running copies of the service on one folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.library import archive, versions
from service.library.__main__ import main
from service.records.conversations import Records, connect
from tests import stored
from tests.chat.conftest import Start
from tests.chat.person import Person

TYPED = "what is CRS?"
DANGER = "my dad has chest pain"


@pytest.fixture
def two(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Person]:
    """Somebody with each of two copies of the service; commands work on the same folder."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return [Person(start()), Person(start())]


def test_a_withdrawn_topic_is_gone_at_the_next_turn_of_every_copy(two: list[Person], tmp_path: Path) -> None:
    words = [person.ask(TYPED)["replies"][0]["text"] for person in two]
    assert main(["withdraw", "crs", "--reason", "A wrong figure."]) == 0
    for person, before in zip(two, words, strict=True):
        for turn in (person.ask(TYPED), person.choose("topic:crs")):
            assert (turn["outcome"], turn["topic"]) == ("unavailable", "crs")
            said = "\n".join(reply["text"] for reply in turn["replies"])
            assert not [line for line in before.splitlines() if len(line) > 40 and line in said]
            assert "helplines" in [reply["type"] for reply in turn["replies"]]
        assert person.client.get("/api/v1/topics/crs").status_code == 404
        assert person.ask(DANGER)["outcome"] == "emergency"


def test_all_leaves_cards_and_helplines_and_rolling_back_leaves_it_withdrawn(two: list[Person], tmp_path: Path) -> None:
    again(tmp_path / "var")
    assert main(["withdraw", "all", "--reason", "Something is wrong."]) == 0
    for step in ("withdrawn", "rolled back"):
        for person in two:
            turn = person.ask(TYPED)
            assert turn["outcome"] == "unavailable", step
            assert not [reply for reply in turn["replies"] if reply["type"] == "answer"]
            assert person.ask(DANGER)["replies"][0]["type"] == "card"
            assert person.client.get("/api/v1/helplines").json()["helplines"]
        if step == "withdrawn":
            assert main(["rollback"]) == 0
            assert len(versions.trail(tmp_path / "var")) == 1


def again(var: Path) -> None:
    """Publishes the words that are served as a version of their own."""
    with versions.alone(var):
        with versions.new_folder(var) as new:
            for file in (stored.store(var), stored.fixed(var)):
                shutil.copy(file, new)
        versions.serve(var, new.with_suffix("").name)


@pytest.fixture
def var(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the application that tests share; commands work on it."""
    folder: Path = client.app.state.settings.var_dir  # type: ignore[attr-defined]
    monkeypatch.setenv("VAR_DIR", str(folder))
    return folder


def test_a_turn_keeps_every_fingerprint_it_showed_and_each_can_be_shown(
    person: Person, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = person.ask(TYPED)["replies"][0]
    person.ask(DANGER)
    person.choose("topic:helplines")
    records = Records(connect(f"sqlite:///{var / 'records.db'}"))
    kept = [turn.fingerprints for turn in records.turns(person.opened["conversation"])]
    assert kept[0][0] == answer["fingerprint"]
    assert all(kept)
    units = {kept.unit for fingerprints in kept for name in fingerprints for kept in archive.find(var, name)}
    assert {"topics/crs", "cards/emergency", "topics/helplines"} <= units
    capsys.readouterr()
    assert main(["who-saw", answer["fingerprint"]]) == 0
    before = int(capsys.readouterr().out.split()[1])
    Person(person.client).ask(TYPED)
    assert main(["who-saw", answer["fingerprint"]]) == 0
    assert capsys.readouterr().out.startswith(f"topics/crs: {before + 1} conversations got these words.")


def test_helplines_and_fixed_wording_are_recorded_by_their_own_fingerprints(person: Person, var: Path) -> None:
    turn = person.choose("flow:handoff")
    shown = [line["id"] for reply in turn["replies"] if reply["type"] == "helplines" for line in reply["helplines"]]
    assert shown
    (kept,) = Records(connect(f"sqlite:///{var / 'records.db'}")).turns(person.opened["conversation"])
    units = [found.unit for name in kept.fingerprints for found in archive.find(var, name)]
    assert {f"helplines/{name}" for name in shown} <= set(units)
    assert "wording" in units
