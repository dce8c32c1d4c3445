"""Tests of the accounts: nobody gets in without password and code, no code works twice, wrong tries lock."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from pyotp import TOTP, parse_uri
from sqlalchemy import text

from service.editor import __main__ as editor
from service.records.audit import Audit
from service.records.conversations import RecordsDown, connect
from service.web.accounts import PAUSE, STEP, WRONG_TRIES, Accounts, NotAdded, Refused, new_secret

PASSWORD = "seven quiet herons"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta = timedelta(seconds=STEP)) -> None:
        self.now += by


class Person:
    """Somebody with an account, a password and a telephone."""

    def __init__(self, accounts: Accounts, clock: Clock, name: str = "ann") -> None:
        self.accounts, self.clock, self.name, self.secret = accounts, clock, name, new_secret()
        accounts.add(name, ["reviewer"], PASSWORD, self.secret, self.code())
        clock.move()

    def code(self) -> str:
        return TOTP(self.secret).at(self.clock.now)

    def enters(self, password: str = PASSWORD, code: str | None = None) -> bool:
        try:
            self.accounts.check(self.name, password, self.code() if code is None else code)
        except Refused:
            return False
        return True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Accounts:
    return Accounts(connect(f"sqlite:///{tmp_path / 'records.db'}"), clock, QUICK)


@pytest.fixture
def ann(accounts: Accounts, clock: Clock) -> Person:
    return Person(accounts, clock)


def test_password_and_code_together_open_the_account(ann: Person) -> None:
    account = ann.accounts.check("ann", PASSWORD, ann.code())

    assert (account.name, account.roles) == ("ann", {"reviewer"})


@pytest.mark.parametrize("password", ["", "seven quiet heron", PASSWORD.upper(), "ann"])
def test_a_right_code_alone_opens_nothing(ann: Person, password: str) -> None:
    assert not ann.enters(password)


def test_a_right_password_alone_opens_nothing(ann: Person) -> None:
    wrong = f"{(int(ann.code()) + 1) % 1_000_000:06}"

    assert not any(ann.enters(code=code) for code in ("", wrong, "abcdef", "１２３４５６"))


def test_an_unknown_name_gets_the_same_sentence_after_the_same_work(ann: Person, clock: Clock) -> None:
    checked = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            checked.append(password)
            return super().verify(hash, password)

    accounts = Accounts(ann.accounts.engine, clock, Watched(time_cost=1, memory_cost=8, parallelism=1))
    said = set()
    for name in ("ann", "nobody", "", "ANN"):
        with pytest.raises(Refused) as refused:
            accounts.check(name, "not this password", ann.code())
        said.add(str(refused.value))

    assert len(said) == 1
    assert checked == ["not this password"] * 4


def test_a_code_works_once(ann: Person) -> None:
    assert ann.enters()
    assert not ann.enters()


def test_an_older_code_does_not_work_after_a_newer_one(ann: Person) -> None:
    older = ann.code()
    ann.clock.move()

    assert ann.enters()
    assert not ann.enters(code=older)


def test_the_code_that_proved_the_telephone_does_not_sign_in(accounts: Accounts, clock: Clock) -> None:
    secret = new_secret()
    code = TOTP(secret).at(clock.now)
    accounts.add("ann", ["lead"], PASSWORD, secret, code)

    with pytest.raises(Refused):
        accounts.check("ann", PASSWORD, code)


def test_one_code_opens_one_of_many_tries_at_once(ann: Person) -> None:
    code = ann.code()
    together = threading.Barrier(4)

    def enter(_: int) -> bool:
        together.wait()
        return ann.enters(code=code)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(enter, range(4))) == 1


@pytest.mark.parametrize(("steps", "enters"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_off(ann: Person, steps: int, enters: bool) -> None:
    ann.clock.move(timedelta(minutes=5))
    code = TOTP(ann.secret).at(ann.clock.now + timedelta(seconds=STEP * steps))

    assert ann.enters(code=code) is enters


def test_five_wrong_tries_lock_the_account_for_fifteen_minutes(ann: Person) -> None:
    for _ in range(WRONG_TRIES):
        assert not ann.enters("wrong password")
    ann.clock.move(PAUSE - timedelta(seconds=1))
    assert not ann.enters()

    ann.clock.move(timedelta(seconds=STEP))
    assert ann.enters()


def test_four_wrong_tries_lock_nothing_and_are_forgotten_when_it_opens(ann: Person) -> None:
    for _ in range(2):
        for _ in range(WRONG_TRIES - 1):
            assert not ann.enters("wrong password")
        assert ann.enters()
        ann.clock.move()


def test_wrong_tries_older_than_fifteen_minutes_do_not_count(ann: Person) -> None:
    for _ in range(WRONG_TRIES - 1):
        assert not ann.enters("wrong password")
    ann.clock.move(PAUSE)

    assert not ann.enters("wrong password")
    assert ann.enters()


def test_many_guesses_at_once_are_no_more_than_five(ann: Person) -> None:
    looked_at = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            if password == "guess":
                looked_at.append(hash == kept)
            return super().verify(hash, password)

    with ann.accounts.engine.connect() as database:
        kept = database.execute(text("SELECT password FROM accounts")).scalar()
    accounts = Accounts(ann.accounts.engine, ann.clock, Watched(time_cost=1, memory_cost=8, parallelism=1))

    def guess(_: int) -> None:
        with pytest.raises(Refused):
            accounts.check("ann", "guess", "000000")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(guess, range(16)))

    assert len(looked_at) == 16
    assert sum(looked_at) == WRONG_TRIES
    assert not ann.enters()


def test_a_closed_account_opens_only_when_it_is_made_anew(ann: Person) -> None:
    assert ann.accounts.close("ann")
    assert not ann.accounts.close("ann")
    assert not ann.enters()
    ann.clock.move(timedelta(minutes=2))
    old = ann.secret

    again = Person(ann.accounts, ann.clock)

    assert not again.enters(code=TOTP(old).at(ann.clock.now))
    assert again.enters()


@pytest.mark.parametrize(
    ("name", "roles", "password"),
    [
        ("ann", ["reviewer"], "elevenchars"),
        ("annabellannabell", ["reviewer"], "annabellannabell"),
        ("annabellannabell", ["reviewer"], "AnnabellAnnabell"),
        ("ann", ["reviewer"], "a" * 30),
        ("ann", ["reviewer"], "ab" * 501),
        ("ann", [], PASSWORD),
        ("ann", ["owner"], PASSWORD),
        ("Ann", ["reviewer"], PASSWORD),
        ("../ann", ["reviewer"], PASSWORD),
        ("", ["reviewer"], PASSWORD),
    ],
)
def test_a_weak_password_and_an_odd_name_are_refused(
    accounts: Accounts, clock: Clock, name: str, roles: list[str], password: str
) -> None:
    secret = new_secret()

    with pytest.raises(NotAdded):
        accounts.add(name, roles, password, secret, TOTP(secret).at(clock.now))


def test_an_account_that_is_open_is_never_replaced(ann: Person) -> None:
    secret = new_secret()

    with pytest.raises(NotAdded, match="Close it first"):
        ann.accounts.add("ann", ["lead"], "another password", secret, TOTP(secret).at(ann.clock.now))

    assert ann.enters()


def test_the_password_is_not_in_the_database_and_only_its_owner_reads_the_file(ann: Person, tmp_path: Path) -> None:
    files = list(tmp_path.glob("records.db*"))

    assert files
    assert not any(PASSWORD.encode() in file.read_bytes() for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_hash_is_argon2id_with_the_costs_of_the_standard(tmp_path: Path, clock: Clock) -> None:
    accounts = Accounts(connect(f"sqlite:///{tmp_path / 'r.db'}"), clock)
    Person(accounts, clock)

    with accounts.engine.connect() as database:
        kept = str(database.execute(text("SELECT password FROM accounts")).scalar())

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_an_error_of_the_database_shows_no_value(ann: Person) -> None:
    with ann.accounts.engine.begin() as database:
        database.execute(text("ALTER TABLE accounts RENAME TO gone"))

    with pytest.raises(RecordsDown) as down:
        ann.enters()

    assert str(down.value) == "the database of DATABASE_URL failed (OperationalError)"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def add_user(capsys: pytest.CaptureFixture[str], *passwords: str, code: str | None = None) -> int:
    """Runs add-user as somebody who reads the address from the screen; ``code``: typed in place of the app's."""
    typed = iter(passwords)

    def app(_: str) -> str:
        found = [line for line in capsys.readouterr().out.splitlines() if line.startswith("otpauth://")]
        return parse_uri(found[0]).now() if code is None else code  # type: ignore[attr-defined]

    return editor.main(["add-user", "ann", "--role", "reviewer"], lambda _: next(typed), app)


def test_add_user_makes_an_account_that_works_and_says_so_in_the_audit(
    environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add_user(capsys, PASSWORD, PASSWORD) == 0

    engine = connect(f"sqlite:///{environment / 'records.db'}")
    assert [(e.actor, e.action, e.detail) for e in Audit(engine).entries()] == [
        ("ann", "account added", {"roles": ["reviewer"]})
    ]
    with engine.connect() as database:
        secret = str(database.execute(text("SELECT secret FROM accounts")).scalar())
    later = Accounts(engine, lambda: datetime.now(UTC) + timedelta(minutes=2))
    assert later.check("ann", PASSWORD, TOTP(secret).at(later.clock())).name == "ann"


@pytest.mark.parametrize(
    ("passwords", "code", "said"),
    [
        ((PASSWORD, "seven quiet heron"), None, "The two passwords differ. No account was made."),
        (("short",), None, "A password has 12 characters or more, and 1000 at most."),
        ((PASSWORD, PASSWORD), "12345", "That code is not right. Look at the clock of the telephone, and try again."),
    ],
)
def test_add_user_makes_nothing_when_something_is_wrong(
    environment: Path, capsys: pytest.CaptureFixture[str], passwords: tuple[str, ...], code: str | None, said: str
) -> None:
    assert add_user(capsys, *passwords, code=code) == 1

    assert capsys.readouterr().err.strip() == said
    engine = connect(f"sqlite:///{environment / 'records.db'}")
    assert Audit(engine).entries() == []
    with engine.connect() as database:
        assert database.execute(text("SELECT count(*) FROM accounts")).scalar() == 0


def test_close_user_closes_and_the_audit_says_so(environment: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_user(capsys, PASSWORD, PASSWORD)

    assert editor.main(["close-user", "ann"]) == 0
    assert editor.main(["close-user", "ann"]) == 1

    engine = connect(f"sqlite:///{environment / 'records.db'}")
    assert [entry.action for entry in Audit(engine).entries()] == ["account added", "account closed"]
