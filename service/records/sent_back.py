"""Words that reviewers sent back in place of signing them, and why: for the editors, until the words are others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import SQLAlchemyError

from service.records.conversations import RecordsDown, utc_now
from service.records.tables import Base

SENT_BACK = Base.metadata.tables["sent_back"]
_ROW = SENT_BACK.c


@dataclass(frozen=True)
class Returned:
    """One time that words were sent back. ``fingerprint``: which words; ``at``: UTC, no zone."""

    unit: str
    fingerprint: str
    reviewer: str
    reason: str
    at: datetime


class SentBack:
    """What was sent back, in one database. Every method raises ``RecordsDown`` when the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, unit: str, fingerprint: str, reviewer: str, reason: str) -> Returned:
        """Notes that a reviewer sent these words of a unit back; returns what was noted."""
        returned = Returned(unit, fingerprint, reviewer, reason, utc_now().replace(microsecond=0))
        with self._db() as db:
            db.execute(insert(SENT_BACK).values(**returned.__dict__))
        return returned

    def of(self, unit: str | None = None) -> list[Returned]:
        """Returns what was sent back, of a unit or of all, the newest first."""
        query = select(_ROW.unit, _ROW.fingerprint, _ROW.reviewer, _ROW.reason, _ROW.at).order_by(_ROW.id.desc())
        with self._db() as db:
            return [Returned(*row) for row in db.execute(query.where(_ROW.unit == unit) if unit else query)]

    @contextmanager
    def _db(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as db:
                yield db
        except SQLAlchemyError as error:  # its text would hold the reason
            raise RecordsDown(type(error).__name__) from None
