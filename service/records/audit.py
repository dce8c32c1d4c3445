"""What was done and by whom, for ever: a table that only grows, each row tied to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from service.records.conversations import RecordsDown, utc_now
from service.records.tables import AuditRow, Base

AUDIT = Base.metadata.tables["audit"]
START = "0" * 64  # what the first entry follows
TRIES = 20  # for two writers at once: only one entry can follow another
_NAMES = ("id", "at", "actor", "action", "unit", "fingerprint", "detail", "previous", "hash")


@dataclass(frozen=True)
class Entry:
    """One act. ``at``: UTC without a zone, in whole seconds. ``unit``, ``fingerprint``: None where it is about none."""

    id: int
    at: datetime
    actor: str
    action: str
    unit: str | None
    fingerprint: str | None
    detail: Mapping[str, Any]
    previous: str
    hash: str


class Audit:
    """The audit table of one database. Every method raises ``RecordsDown`` when the database fails.

    ``clock`` returns the time in UTC, without a zone.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def add(
        self,
        actor: str,
        action: str,
        unit: str | None = None,
        fingerprint: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Writes an entry and returns it as it stands: with its id, its time and its hash. ``detail`` must be JSON."""
        at = self._clock().replace(microsecond=0)
        for _ in range(TRIES):
            try:
                with self._engine.begin() as db:
                    last = db.execute(select(AUDIT.c.id, AUDIT.c.hash).order_by(AUDIT.c.id.desc()).limit(1)).first()
                    number, previous = (last.id + 1, last.hash) if last else (1, START)
                    entry = Entry(number, at, actor, action, unit, fingerprint, dict(detail or {}), previous, "")
                    entry = replace(entry, hash=_hash(entry))
                    db.execute(insert(AUDIT), entry.__dict__)
                return entry
            except (IntegrityError, OperationalError):  # another entry came between, or SQLite was busy
                continue
            except SQLAlchemyError as error:
                raise RecordsDown(f"the database of DATABASE_URL failed ({type(error).__name__})") from None
        raise RecordsDown("the audit table cannot be written")

    def entries(self, action: str | None = None, unit: str | None = None) -> list[Entry]:
        """Returns the entries in order; ``action`` and ``unit`` leave out all others."""
        query = select(*(getattr(AuditRow, name) for name in _NAMES)).order_by(AuditRow.id)
        query = query.where(AuditRow.action == action) if action else query
        query = query.where(AuditRow.unit == unit) if unit else query
        try:
            with self._engine.connect() as db:
                return [Entry(*row) for row in db.execute(query)]
        except (
            SQLAlchemyError,
            ValueError,
        ) as error:  # ValueError: a cell that somebody wrote over is no JSON, no time
            raise RecordsDown(f"the database of DATABASE_URL failed ({type(error).__name__})") from None

    def newest(self) -> int:
        """Returns the id of the last entry, 0 where there is none."""
        try:
            with self._engine.connect() as db:
                return int(db.execute(select(func.max(AUDIT.c.id))).scalar() or 0)
        except SQLAlchemyError as error:
            raise RecordsDown(type(error).__name__) from None

    def whole(self) -> bool:
        """Returns whether no entry was changed, put between or taken out before the last one."""
        previous = START
        for number, entry in enumerate(self.entries(), 1):
            if (entry.id, entry.previous, entry.hash) != (number, previous, _hash(entry)):
                return False
            previous = entry.hash
        return True


def _hash(entry: Entry) -> str:
    told = {**entry.__dict__, "at": entry.at.isoformat()}
    del told["hash"]
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
