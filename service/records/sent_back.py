"""Words that reviewers sent back in place of signing them, and why: for the editors, until the words are others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select

from service.records.conversations import utc_now
from service.records.tables import Base
from service.records.transaction import transaction

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
        with transaction(self._engine) as db:
            db.execute(insert(SENT_BACK).values(**returned.__dict__))
        return returned

    def of(self, unit: str | None = None) -> list[Returned]:
        """Returns what was sent back, of a unit or of all, the newest first."""
        query = select(_ROW.unit, _ROW.fingerprint, _ROW.reviewer, _ROW.reason, _ROW.at).order_by(_ROW.id.desc())
        with transaction(self._engine) as db:
            return [Returned(*row) for row in db.execute(query.where(_ROW.unit == unit) if unit else query)]
