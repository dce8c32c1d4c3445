"""Tests of the audit: it only grows, and a row that was changed behind its back is noticed."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.records.audit import START, Audit
from service.records.conversations import RecordsDown, connect


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def engine(file: Path) -> Engine:
    return connect(f"sqlite:///{file}")


@pytest.fixture
def audit(engine: Engine) -> Audit:
    audit = Audit(engine)
    audit.add("ann", "sign", "topics/crs", "sha256:1", {"note": "read", "evidence": ["trial"]})
    audit.add("bob", "withdraw", "topics/crs")
    audit.add("bob", "sign", "topics/driving", "sha256:2")
    return audit


def test_an_entry_comes_back_as_it_was_written_with_its_time_and_place(audit: Audit) -> None:
    first, second, third = audit.entries()

    assert (first.id, first.actor, first.action, first.unit) == (1, "ann", "sign", "topics/crs")
    assert (first.fingerprint, first.detail) == ("sha256:1", {"note": "read", "evidence": ["trial"]})
    assert second.fingerprint is None
    assert second.detail == {}
    assert [first.previous, second.previous, third.previous] == [START, first.hash, second.hash]
    assert audit.whole()


def test_entries_are_found_by_action_and_unit(audit: Audit) -> None:
    assert [entry.id for entry in audit.entries("sign")] == [1, 3]
    assert [entry.id for entry in audit.entries(unit="topics/crs")] == [1, 2]
    assert [entry.id for entry in audit.entries("sign", "topics/crs")] == [1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'eve' WHERE id = 1",
        "UPDATE audit SET detail = '{}'",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT id, at, 'eve', action, unit, fingerprint, detail, 'x', 'y' FROM audit",
        "REPLACE INTO audit SELECT 9, at, 'eve', action, unit, fingerprint, detail, previous, 'y' FROM audit",
        "REPLACE INTO audit SELECT 9, at, 'eve', action, unit, fingerprint, detail, 'x', hash FROM audit",
    ],
)
def test_a_row_cannot_be_changed_replaced_or_removed(audit: Audit, file: Path, statement: str) -> None:
    before = audit.entries()

    with sqlite3.connect(file) as database, pytest.raises(sqlite3.IntegrityError, match="audit rows cannot be"):
        database.execute(statement)

    assert audit.entries() == before


@pytest.mark.parametrize(
    ("statement", "trigger"),
    [
        ("UPDATE audit SET actor = 'eve' WHERE id = 1", "audit_no_update"),
        ('UPDATE audit SET detail = \'{"note": "no"}\' WHERE id = 3', "audit_no_update"),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE id = 2", "audit_no_update"),
        ("DELETE FROM audit WHERE id = 2", "audit_no_delete"),
        ("DELETE FROM audit WHERE id = 1", "audit_no_delete"),
    ],
)
def test_a_row_changed_without_the_triggers_is_noticed(audit: Audit, file: Path, statement: str, trigger: str) -> None:
    with sqlite3.connect(file) as database:
        database.execute(f"DROP TRIGGER {trigger}")
        database.execute(statement)

    assert not audit.whole()


def test_a_row_put_in_by_hand_is_noticed(audit: Audit, file: Path) -> None:
    with sqlite3.connect(file) as database:
        last = database.execute("SELECT hash FROM audit WHERE id = 3").fetchone()[0]
        values = (4, "2026-01-01 00:00:00.000000", "eve", "sign", "topics/crs", "sha256:1", "{}", last, "f" * 64)
        database.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    assert not audit.whole()


def test_many_writers_at_once_make_one_chain(engine: Engine) -> None:
    audit = Audit(engine)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: audit.add(f"person{number}", "sign"), range(20)))

    assert sorted(entry.actor for entry in audit.entries()) == sorted(f"person{number}" for number in range(20))
    assert audit.whole()


def test_a_failing_database_is_said(audit: Audit, file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("ALTER TABLE audit RENAME TO gone")

    with pytest.raises(RecordsDown):
        audit.add("ann", "sign")
    with pytest.raises(RecordsDown):
        audit.entries()
