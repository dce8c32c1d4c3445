"""Tests of withdrawing: at once, in every copy, and back only by a publish after somebody asked for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.library import withdrawn
from service.library.find import Library
from service.library.publish import publish
from service.library.versions import Refused, alone
from service.library.withdrawn import restore, withdraw, withdrawals
from service.safety.urgent import Urgent
from tests.library.conftest import Small

REASON = "The dose is wrong."


@pytest.fixture
def var(small: Small, tmp_path: Path) -> Path:
    """A folder with two topics published."""
    small.topic("other")
    publish(small.folder, tmp_path / "var", Urgent.from_data)
    return tmp_path / "var"


def test_nothing_is_withdrawn_at_first(var: Path) -> None:
    assert not Library(var).withdrawn().covers("basics")


def test_a_withdrawn_topic_is_seen_at_the_next_call_of_every_library_that_is_open(var: Path) -> None:
    libraries = [Library(var), Library(var)]
    assert not any(library.withdrawn().covers("basics") for library in libraries)
    withdraw(var, "basics", REASON, "a lead")
    for library in libraries:
        assert library.withdrawn().covers("basics")
        assert not library.withdrawn().covers("other")
    (entry,) = withdrawals(var).entries.values()
    assert (entry.reason, entry.by, entry.wish) == (REASON, "a lead", None)
    assert entry.at.endswith("+00:00")


def test_all_covers_every_topic(var: Path) -> None:
    withdraw(var, "all", REASON, "a lead")
    assert all(Library(var).withdrawn().covers(name) for name in ("basics", "other", "timeline", "eligibility"))


@pytest.mark.parametrize("reason", ["", "  ", ".", "\n x"])
def test_a_reason_must_be_given(var: Path, reason: str) -> None:
    with pytest.raises(Refused, match=r"^Say why with --reason"):
        withdraw(var, "basics", reason, "a lead")
    assert not Library(var).withdrawn().covers("basics")


def test_a_plain_publish_brings_nothing_back(small: Small, var: Path) -> None:
    withdraw(var, "basics", REASON, "a lead")
    small.topic("basics", lead='"Other words."')
    done = publish(small.folder, var, Urgent.from_data)
    assert done.back == []
    assert Library(var).withdrawn().covers("basics")


def test_what_is_wished_back_comes_with_the_next_publish_and_not_before(small: Small, var: Path) -> None:
    library = Library(var)
    withdraw(var, "basics", REASON, "a lead")
    withdraw(var, "other", REASON, "a lead")
    restore(var, "basics", "somebody else")
    assert library.withdrawn().covers("basics")
    assert withdrawals(var).entries["basics"].wish == "somebody else"
    done = publish(small.folder, var, Urgent.from_data)
    assert done.back == ["basics"]
    assert not library.withdrawn().covers("basics")
    assert library.withdrawn().covers("other")


def test_one_who_withdraws_again_ends_the_wish(small: Small, var: Path) -> None:
    withdraw(var, "basics", REASON, "a lead")
    restore(var, "basics", "somebody else")
    withdraw(var, "basics", REASON, "a lead")
    assert publish(small.folder, var, Urgent.from_data).back == []
    assert Library(var).withdrawn().covers("basics")


def test_a_publish_that_fails_brings_nothing_back(small: Small, var: Path) -> None:
    withdraw(var, "basics", REASON, "a lead")
    restore(var, "basics", "somebody else")
    with pytest.raises(Refused):
        publish(small.folder, var, Urgent.from_data, live=True)
    assert Library(var).withdrawn().covers("basics")


def test_what_is_not_withdrawn_cannot_be_restored(var: Path) -> None:
    with pytest.raises(Refused, match=r"^'basics' is not withdrawn\. Withdrawn: nothing\.$"):
        restore(var, "basics", "a lead")
    withdraw(var, "all", REASON, "a lead")
    with pytest.raises(Refused, match=r"Withdrawn: all\.$"):
        restore(var, "basics", "a lead")


def test_withdrawing_waits_for_nobody_who_publishes(var: Path) -> None:
    with alone(var):
        withdraw(var, "basics", REASON, "a lead")
        assert Library(var).withdrawn().covers("basics")


@pytest.mark.parametrize("broken", ["", "{", "[]", "null", '{"basics": 1}', '{"basics": {"reason": "x"}}', "\x00"])
def test_a_file_that_cannot_be_read_withdraws_all_and_can_be_restored(
    small: Small, var: Path, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    (var / withdrawn.FILE).write_text(broken)
    library = Library(var)
    assert library.withdrawn().covers("basics")
    assert "withdrawn.json cannot be read, so every topic counts as withdrawn" in caplog.text
    restore(var, "all", "a lead")
    publish(small.folder, var, Urgent.from_data)
    assert not library.withdrawn().covers("basics")


def test_the_file_is_read_again_only_when_it_was_replaced(var: Path) -> None:
    withdraw(var, "basics", REASON, "a lead")
    library = Library(var)
    assert library.withdrawn() is library.withdrawn()


def test_the_file_holds_what_a_person_can_read(var: Path) -> None:
    withdraw(var, "basics", "Zażółć: the dose is wrong.", "a lead")
    text = (var / withdrawn.FILE).read_text(encoding="utf-8")
    assert "Zażółć" in text
    assert json.loads(text)["basics"]["by"] == "a lead"
    assert [path.name for path in var.iterdir() if path.name.endswith(".partial")] == []
