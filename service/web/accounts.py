"""Who may sign in: password (argon2) and one-time code (TOTP), a pause after wrong tries, no code used twice.

The secret of a person's codes stands in the database as it is, because every check needs it: whoever reads the database
can make codes (not passwords). So the file of SQLite is closed to everybody but the service's own user.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from pyotp import TOTP, random_base32
from sqlalchemy import Engine, insert, select, update

from service.records.tables import Base
from service.records.transaction import transaction

Role = Literal["editor", "reviewer", "lead"]
ROLES: tuple[Role, ...] = get_args(Role)
ACCOUNTS = Base.metadata.tables["accounts"]
_ROW = ACCOUNTS.c
SHORTEST, LONGEST = 12, 1000  # characters of a password
NAME_LONGEST = 64
WRONG_TRIES = 5  # within PAUSE; then nobody gets in under this name for PAUSE
PAUSE = timedelta(minutes=15)
STEP = 30  # seconds a code is good for
SLACK = 1  # steps a telephone's clock may be off, either way
RACES = 20  # times one try waits for others under the same name
ISSUER = "obe-cel questions"


class Refused(Exception):
    """Nobody got in. One sentence for every reason, so that it tells a guesser nothing."""

    def __init__(self) -> None:
        super().__init__(
            "That name, password and code do not fit together, the code was used before, the account is closed, "
            f"or there were {WRONG_TRIES} wrong tries. After wrong tries, wait 15 minutes. Take a new code."
        )


class NotAdded(ValueError):
    """An account that cannot be made; the text is one sentence that says why."""


@dataclass(frozen=True)
class Account:
    """Somebody who proved who they are."""

    name: str
    roles: frozenset[str]


def _now() -> datetime:
    return datetime.now(UTC)


def new_secret() -> str:
    """Returns a new secret for one-time codes: 160 bits as base32."""
    return random_base32()


def address(name: str, secret: str) -> str:
    """Returns the ``otpauth://`` address that an authenticator app reads."""
    return TOTP(secret, interval=STEP).provisioning_uri(name=name, issuer_name=ISSUER)


@dataclass
class Accounts:
    """The accounts of one database. Every method raises ``RecordsDown`` when the database fails.

    ``clock`` returns the time with its zone. ``hasher`` has the costs of RFC 9106 unless told.
    """

    engine: Engine
    clock: Callable[[], datetime] = _now
    hasher: PasswordHasher = field(default_factory=PasswordHasher)

    def __post_init__(self) -> None:
        """Makes the hash that unknown names are checked against, so that they take as long as known ones."""
        self._nobody = self.hasher.hash(secrets.token_hex(16))

    def may_add(self, name: str, roles: list[str], password: str) -> None:
        """Raises ``NotAdded`` where a new account cannot have this name, these roles or this password."""
        if not name.isidentifier() or not name.isascii() or name != name.lower() or len(name) > NAME_LONGEST:
            raise NotAdded("Write the name in small letters, figures and _, beginning with a letter.")
        if not roles or set(roles) - set(ROLES):
            raise NotAdded(f"Choose at least one role of: {', '.join(ROLES)}.")
        if not SHORTEST <= len(_plain(password)) <= LONGEST:
            raise NotAdded(f"A password has {SHORTEST} characters or more, and {LONGEST} at most.")
        if _plain(password).casefold() in (name, name * 2, name[::-1]) or len(set(password)) < 4:
            raise NotAdded("A password is not the name, and not one character again and again.")
        with transaction(self.engine) as db:
            active = db.execute(select(_ROW.active).where(_ROW.name == name)).scalar()
        if active:
            raise NotAdded("There is an account of that name. Close it first, if its password or telephone is lost.")

    def add(self, name: str, roles: list[str], password: str, secret: str, code: str) -> Account:
        """Makes an account, or opens a closed one anew; ``code`` proves that the secret was taken over.

        Raises ``NotAdded`` as ``may_add`` does, and where the code is wrong. That code is used then.
        """
        self.may_add(name, roles, password)
        step = self._step(secret, code)
        if step is None:
            raise NotAdded("That code is not right. Look at the clock of the telephone, and try again.")
        values = {
            "roles": sorted(set(roles)),
            "password": self.hasher.hash(_plain(password)),
            "secret": secret,
            "last_step": step,
            "failures": [],
            "locked_until": None,
            "active": True,
        }
        with transaction(self.engine) as db:
            again = update(ACCOUNTS).where(_ROW.name == name, _ROW.active.is_(False))
            if not db.execute(again.values(**values)).rowcount:
                db.execute(insert(ACCOUNTS).values(name=name, tries=0, **values))
        self._close_file()
        return Account(name, frozenset(roles))

    def close(self, name: str) -> bool:
        """Closes an account: nobody gets in under this name. Returns False where there is no open one."""
        with transaction(self.engine) as db:
            open_one = update(ACCOUNTS).where(_ROW.name == name, _ROW.active.is_(True))
            return bool(db.execute(open_one.values(active=False)).rowcount)

    def check(self, name: str, password: str, code: str) -> Account:
        """Returns whose name, password and one-time code these are. Raises ``Refused``, always after the same work.

        Each try is counted before it is looked at, so that many at once are no more than many in a row.
        """
        row = self._try(name)
        known = self._fits(row.password if row else self._nobody, password[:LONGEST])
        step = self._step(row.secret if row else new_secret(), code)
        if row and known and step is not None and self._use(name, row, step):
            return Account(name, frozenset(row.roles))
        raise Refused

    def _use(self, name: str, row: _Standing, step: int) -> bool:
        """Notes the code as used, in one step with asking whether it was; returns whether it was still good."""
        same = (_ROW.name == name, _ROW.password == row.password, _ROW.secret == row.secret, _ROW.active.is_(True))
        unused = update(ACCOUNTS).where(*same, _ROW.last_step < step)
        with transaction(self.engine) as db:
            return bool(db.execute(unused.values(last_step=step, failures=[], locked_until=None)).rowcount)

    def _try(self, name: str) -> _Standing | None:
        """Counts one try as a wrong one; returns the account unless it is unknown, closed or locked."""
        columns = (_ROW.password, _ROW.secret, _ROW.roles, _ROW.failures, _ROW.locked_until, _ROW.tries)
        for _ in range(RACES):
            now = self.clock().astimezone(UTC).replace(tzinfo=None)
            with transaction(self.engine) as db:
                found = db.execute(select(*columns).where(_ROW.name == name, _ROW.active.is_(True))).first()
                if not found or (found.locked_until and now < found.locked_until):
                    return None
                recent = [at for at in found.failures if now - PAUSE < datetime.fromisoformat(at)] + [now.isoformat()]
                full = len(recent) >= WRONG_TRIES
                mine = update(ACCOUNTS).where(_ROW.name == name, _ROW.tries == found.tries)
                counted = mine.values(
                    failures=[] if full else recent, locked_until=now + PAUSE if full else None, tries=found.tries + 1
                )
                if db.execute(counted).rowcount:
                    return _Standing(found.password, found.secret, list(found.roles))
        return None

    def _fits(self, kept: str, password: str) -> bool:
        try:
            return self.hasher.verify(kept, _plain(password))
        except (Argon2Error, InvalidHashError):
            return False

    def _step(self, secret: str, code: str) -> int | None:
        """Returns the step of time whose code this is, or None; every possible step is looked at."""
        now = int(self.clock().timestamp()) // STEP
        codes = TOTP(secret, interval=STEP)
        given = "".join(code.split()).encode()
        steps = range(now - SLACK, now + SLACK + 1)
        found = [step for step in steps if hmac.compare_digest(codes.generate_otp(step).encode(), given)]
        return found[-1] if found else None

    def _close_file(self) -> None:
        """Leaves the file of SQLite to the service's own user."""
        file = self.engine.url.database
        if self.engine.dialect.name == "sqlite" and file:
            for path in (Path(file), Path(f"{file}-wal"), Path(f"{file}-shm")):
                with suppress(OSError):
                    path.chmod(0o600)


@dataclass(frozen=True)
class _Standing:
    password: str
    secret: str
    roles: list[str]


def _plain(password: str) -> str:
    """The same password typed on another keyboard is the same."""
    return unicodedata.normalize("NFC", password)
