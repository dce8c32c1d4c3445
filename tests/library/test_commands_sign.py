"""Tests of the commands sign and status, as somebody at the keyboard uses them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from pyotp import TOTP

from service.library import __main__ as library
from service.library import commands_sign
from service.library.find import Library
from tests.library.office import PASSWORDS, Office

FILE = "topics/illness/basics.md"
CARDS = [f"cards/{level}" for level in ("emergency", "urgent", "crisis")]


class Desk:
    """A keyboard and a screen in front of the office."""

    def __init__(self, office: Office, capsys: pytest.CaptureFixture[str]) -> None:
        self.office, self._capsys, self.typed = office, capsys, iter(list[str]())

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Runs a command; returns its code and what it printed."""
        self._capsys.readouterr()
        code = library.main(list(arguments))
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err

    def sign(self, unit: str, name: str, *more: str, typed: tuple[str, str] | None = None) -> tuple[int, str, str]:
        """Signs for a year with the right password and code, unless told what is typed."""
        # Real time here, so every sign-in of one person would need to wait for a new code; the office forgets the last.
        with self.office.engine.begin() as database:
            database.exec_driver_sql("UPDATE accounts SET last_step = 0")
        right = (PASSWORDS[name], TOTP(self.office.secrets[name]).now())
        self.typed = iter(typed or right)
        until = (datetime.now(UTC) + timedelta(days=365)).date().isoformat()
        return self.run("sign", unit, "--reviewer", name, "--next-review", until, *more)

    def states(self) -> dict[str, str]:
        """Returns the state of every unit."""
        code, out, _ = self.run("status", "--json")
        assert code == 0
        return {name: row["state"] for name, row in json.loads(out)["units"].items()}


@pytest.fixture
def desk(office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    desk = Desk(office, capsys)
    monkeypatch.setenv("CONTENT_DIR", str(office.folder))
    monkeypatch.setenv("VAR_DIR", str(office.folder.parent / "var"))
    monkeypatch.setenv("DATABASE_URL", office.url)
    monkeypatch.delenv("MODE", raising=False)
    monkeypatch.setattr(commands_sign.getpass, "getpass", lambda _: next(desk.typed))
    return desk


def test_a_reviewer_sees_the_words_and_signs_them(desk: Desk) -> None:
    code, out, err = desk.sign("topics/basics", "ann", "--evidence", "trial", "rules", "--note", "Read.")

    assert (code, err) == (0, "")
    assert "It came back, for 40% of people." in out
    assert "08088 010 444" in out
    assert "These words were never signed." in out
    assert "Written by: writer@example.org." in out
    assert "Signed. signatures/topics/basics.yml holds it as entry 1." in out
    entry = desk.office.audit.entries("sign")[0]
    assert (entry.detail["evidence"], entry.detail["note"]) == (["trial", "rules"], "Read.")
    assert desk.states()["topics/basics"] == "signed"


def test_a_reviewer_sees_what_changed_since_the_last_signature(desk: Desk) -> None:
    desk.sign("topics/basics", "ann")
    desk.office.small.swap("facts.yml", "value: 40,", "value: 41,")

    _, out, _ = desk.sign("topics/basics", "bob")

    assert "!~ It came back, for [-*40%*-]{+*41%*+} of people." in out
    assert "Written by: nobody knows." in out
    assert "These words need two reviewers." in out


@pytest.mark.parametrize("typed", [("", ""), (PASSWORDS["ann"], "000000"), ("wrong password", "000000")])
def test_without_password_and_code_nothing_is_signed(desk: Desk, typed: tuple[str, str]) -> None:
    code, _, err = desk.sign("topics/basics", "ann", typed=typed)

    assert code == 1
    assert err.startswith("Not signed. That name, password and code do not fit together")
    assert desk.states()["topics/basics"] == "unsigned"
    assert not desk.office.file().exists()


def test_a_refusal_comes_before_the_password(desk: Desk) -> None:
    code, out, err = desk.run("sign", "topics/basics", "--reviewer", "dan", "--next-review", "2027-01-01")

    assert (code, out, err) == (1, "", "Not signed. dan is not in reviewers.yml.\n")


def test_the_author_alone_cannot_sign_by_command(desk: Desk) -> None:
    desk.office.small.swap(FILE, "back, for", "back for")
    desk.office.commit("ann@example.org")

    code, out, _ = desk.sign("topics/basics", "ann")

    assert code == 0
    assert "Written by: ann, writer@example.org." in out
    assert "These words need two reviewers." in out
    assert desk.states()["topics/basics"] == "unsigned"
    assert desk.sign("topics/basics", "bob")[0] == 0
    assert desk.states()["topics/basics"] == "signed"


def test_status_says_of_each_unit_where_it_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign("topics/basics", "ann")
    desk.sign("topics/other", "ann")
    desk.office.small.swap("topics/illness/other.md", "Other words.", "Other, words.")
    _, out, _ = desk.run("status")

    assert "signed    topics/basics next review" in out
    assert "changed   topics/other\n" in out
    assert "15 units: 1 signed, 0 due soon, 0 expired, 1 changed, 13 unsigned." in out
    assert "2 topics, 1 signed." in out

    for days, state in ((304, "signed"), (305, "due soon"), (364, "due soon"), (365, "expired")):
        later = (datetime.now(UTC) + timedelta(days=days)).date()
        with monkeypatch.context() as patch:
            patch.setattr(commands_sign, "london_today", Mock(return_value=later))
            assert desk.states()["topics/basics"] == state, days


def test_status_says_when_the_audit_was_changed(desk: Desk) -> None:
    desk.sign("topics/basics", "ann")
    with desk.office.engine.begin() as database:
        database.exec_driver_sql("DROP TRIGGER audit_no_update")
        database.exec_driver_sql("UPDATE audit SET fingerprint = 'sha256:1'")

    _, out, _ = desk.run("status")

    assert "The audit table was changed by hand, so no signature counts." in out
    assert "15 units: 0 signed" in out


def test_what_is_published_carries_the_sign_offs_that_count(desk: Desk) -> None:
    """The whole way: signed, published, a comma changed and published, changed back and published."""
    desk.sign("topics/basics", "ann")
    statuses = []
    for old, new in (("", ""), ("back, for", "back for"), ("back for", "back, for")):
        if old:
            desk.office.small.swap(FILE, old, new)
        assert desk.run("publish")[0] == 0
        published = Library(desk.office.folder.parent / "var").published()
        statuses.append(published.topics["basics"]["signoff"]["status"])

    assert statuses == ["signed", "changed", "signed"]
    assert published.topics["other"]["signoff"]["status"] == "unsigned"


def test_live_is_published_only_once_two_signed_the_cards_and_the_wording(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODE", "live")
    for unit in (*CARDS, "wording"):
        desk.sign(unit, "ann")
    assert desk.run("publish")[0] == 1

    for unit in (*CARDS, "wording"):
        desk.sign(unit, "bob")

    assert desk.run("publish")[0] == 0
