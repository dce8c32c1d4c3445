"""Tests of the commands about what is served, as somebody types them: what they say, do and note."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from service.library.__main__ import main
from service.library.find import Library
from service.library.withdrawn import withdrawals
from service.records.audit import Audit, Entry
from service.records.conversations import Records, TurnRecord, connect, utc_now
from tests.library.conftest import Small

Say = pytest.CaptureFixture[str]


@pytest.fixture
def var(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Say) -> Path:
    """A folder with the small content published by the command."""
    small.topic("other", title='"What else is it?"')  # the same words would have the same fingerprint
    monkeypatch.setenv("CONTENT_DIR", str(small.folder))
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    (tmp_path / "var").mkdir()
    assert main(["publish"]) == 0
    capsys.readouterr()
    return tmp_path / "var"


def noted(var: Path) -> list[Entry]:
    """Returns what stands in the audit table after the first publish."""
    return Audit(connect(f"sqlite:///{var / 'records.db'}")).entries()[1:]


def fingerprint(var: Path, topic: str = "basics") -> str:
    """Returns the fingerprint of a topic as it is served."""
    return str(Library(var).published().topics[topic]["fingerprint"])


def test_show_prints_every_change_and_publishes_nothing(small: Small, var: Path, capsys: Say) -> None:
    small.swap("topics/illness/other.md", "Plain words.", "Other words.")
    before = (var / "published/current").read_bytes()
    assert main(["publish", "--show"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 change for patients.",
        "topics/other: words changed (unsigned)",
        "    ~ [-Plain-]{+Other+} words.",
    ]
    assert (var / "published/current").read_bytes() == before


def test_publish_prints_the_changes_in_short_and_notes_them(small: Small, var: Path, capsys: Say) -> None:
    small.swap("topics/illness/other.md", "Plain words.", "Other words.")
    assert main(["publish"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["1 change for patients.", "topics/other: words changed (unsigned)"]
    assert said[2].startswith("Published 2 topics as version 000002-")
    (entry,) = noted(var)
    assert (entry.action, entry.detail["units"], entry.detail["back"]) == ("publish", ["topics/other"], [])


def test_publishing_the_same_again_is_nothing_to_note(var: Path, capsys: Say) -> None:
    assert main(["publish"]) == 0
    assert capsys.readouterr().out.startswith("Nothing changes for patients.\n")
    assert noted(var) == []


def test_faults_are_named_and_nothing_is_published(small: Small, var: Path, capsys: Say) -> None:
    small.topic("other", body="Wait 10 days.")
    for arguments in (["publish"], ["publish", "--show"]):
        assert main(arguments) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.endswith("1 faults. Nothing was published.\n")
    assert len((var / "published/current").read_text().split()) == 1


def test_going_live_unsigned_is_refused_with_the_names(var: Path, monkeypatch: pytest.MonkeyPatch, capsys: Say) -> None:
    monkeypatch.setenv("MODE", "live")
    assert main(["publish"]) == 1
    assert "cards/crisis, cards/emergency, cards/urgent, wording" in capsys.readouterr().err
    assert len((var / "published/current").read_text().split()) == 1


def test_rollback_serves_the_version_before_and_notes_it(small: Small, var: Path, capsys: Say) -> None:
    small.swap("topics/illness/other.md", "It is a treatment.", "Other words.")
    main(["publish"])
    capsys.readouterr()
    assert main(["rollback"]) == 0
    said = capsys.readouterr().out
    assert "topics/other: words changed" in said
    assert "Version 000001-" in said
    assert Library(var).published().topics["other"]["lead"] == "It is a treatment."
    assert [entry.action for entry in noted(var)] == ["publish", "rollback"]
    assert main(["rollback"]) == 1
    assert capsys.readouterr().err == "There is no version before this one to go back to.\n"


def test_withdrawing_and_restoring_are_said_and_noted_with_who_and_why(small: Small, var: Path, capsys: Say) -> None:
    assert main(["withdraw", "other", "--reason", "A wrong dose.", "--by", "A Lead"]) == 0
    assert capsys.readouterr().out.startswith("Withdrawn from the next turn on: other.")
    assert Library(var).withdrawn().covers("other")
    small.topic("basics", body="Other words.")
    assert main(["publish"]) == 0
    assert ", by A Lead: A wrong dose." in capsys.readouterr().out
    assert main(["restore", "other", "--by", "B Lead"]) == 0
    assert "Until then it stays withdrawn." in capsys.readouterr().out
    assert Library(var).withdrawn().covers("other")
    assert main(["publish"]) == 0
    assert "No longer withdrawn: other." in capsys.readouterr().out
    assert not Library(var).withdrawn().covers("other")
    told = [(entry.actor, entry.action, entry.unit) for entry in noted(var) if entry.action != "publish"]
    assert told == [("A Lead", "withdraw", "topics/other"), ("B Lead", "restore", "topics/other")]
    assert [entry.detail["back"] for entry in noted(var) if entry.action == "publish"] == [[], ["other"]]
    assert noted(var)[0].detail == {"reason": "A wrong dose."}


def test_a_misspelt_topic_is_refused_with_what_was_meant(var: Path, capsys: Say) -> None:
    assert main(["withdraw", "othr", "--reason", "A wrong dose."]) == 1
    assert capsys.readouterr().err.endswith("so nothing was withdrawn. Meant: other?\n")
    assert withdrawals(var).entries == {}


@pytest.mark.parametrize("name", ["timeline", "eligibility", "all"])
def test_what_is_no_topic_can_be_withdrawn_too(var: Path, name: str) -> None:
    assert main(["withdraw", name, "--reason", "A wrong dose."]) == 0
    assert Library(var).withdrawn().covers(name)
    assert noted(var)[0].unit == name


def test_withdrawing_needs_a_reason(var: Path) -> None:
    with pytest.raises(SystemExit):
        main(["withdraw", "other"])
    assert main(["withdraw", "other", "--reason", " "]) == 1
    assert withdrawals(var).entries == {}


def test_withdrawing_works_without_a_database_and_says_that_it_was_not_noted(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: Say
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////no/such/folder/records.db")
    assert main(["withdraw", "other", "--reason", "A wrong dose."]) == 1
    assert "Done, but not noted in the audit table" in capsys.readouterr().err
    assert Library(var).withdrawn().covers("other")


def test_withdrawing_works_without_anything_published(var: Path) -> None:
    shutil.rmtree(var / "published")
    assert main(["withdraw", "other", "--reason", "A wrong dose."]) == 0
    assert withdrawals(var).covers("other")


def test_show_tells_words_that_are_no_longer_served(small: Small, var: Path, capsys: Say) -> None:
    old = fingerprint(var, "other")
    small.swap("topics/illness/other.md", "Plain words.", "Other words.")
    main(["publish"])
    capsys.readouterr()
    assert main(["show", old[:20]]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"topics/other · {old}\nFirst published 20")
    assert "Plain words." in said
    assert "Other words." not in said
    assert main(["show", "0" * 64]) == 1


def test_who_saw_counts_conversations(var: Path, capsys: Say) -> None:
    records, now = Records(connect(f"sqlite:///{var / 'records.db'}")), utc_now()
    for name in ("a", "b"):
        records.open(name, "")
        shown = [fingerprint(var)]
        records.add(name, TurnRecord(1, "m", "", {}, "answered", "basics", shown[0], 0.9, now, shown))
    capsys.readouterr()
    assert main(["who-saw", fingerprint(var)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("2 conversations got these words.")
    assert said[1] == f"{now.date().isoformat()} 2"
    assert main(["who-saw", fingerprint(var, "other")[:25]]) == 0
    assert "topics/other: 0 conversations" in capsys.readouterr().out
