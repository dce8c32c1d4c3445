"""Drafts: what each editor typed about a topic and did not save to its file yet. One a person and topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.records.conversations import utc_now
from service.records.tables import Base
from service.records.transaction import transaction

DRAFTS = Base.metadata.tables["drafts"]
_ROW = DRAFTS.c


class Overtaken(Exception):
    """The draft was changed in another window since; it was left as it is."""


@dataclass(frozen=True)
class Draft:
    """A draft. ``base``: SHA-256 of the file it started from; ``number``: of its last change; ``at``: UTC, no zone."""

    topic: str
    who: str
    text: str
    base: str
    number: int
    at: datetime


class Drafts:
    """The drafts of one database. Every method raises ``RecordsDown`` when the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, topic: str, who: str) -> Draft | None:
        """Returns somebody's draft of a topic, or None."""
        return next((draft for draft in self.of(topic) if draft.who == who), None)

    def of(self, topic: str | None = None) -> list[Draft]:
        """Returns all drafts, or those of a topic, by topic and name."""
        query = select(*_ROW).order_by(_ROW.topic, _ROW.who)
        with transaction(self._engine) as db:
            return [Draft(**row) for row in db.execute(query.where(_ROW.topic == topic) if topic else query).mappings()]

    def put(self, topic: str, who: str, text: str, base: str, number: int) -> Draft:
        """Stores a draft and returns it. ``number``: of the change that was on the screen, 0 for none yet.

        Raises ``Overtaken`` where another window has changed the draft, or thrown it away, since.
        """
        draft = Draft(topic, who, text, base, number + 1, utc_now().replace(microsecond=0))
        with transaction(self._engine) as db:
            if number == 0:
                try:
                    db.execute(insert(DRAFTS).values(**draft.__dict__))
                except IntegrityError:
                    raise Overtaken from None
            else:
                same = update(DRAFTS).where(_ROW.topic == topic, _ROW.who == who, _ROW.number == number)
                if not db.execute(same.values(**draft.__dict__)).rowcount:
                    raise Overtaken
        return draft

    def remove(self, topic: str, who: str, number: int) -> bool:
        """Removes a draft unless it was changed since; returns whether it did."""
        with transaction(self._engine) as db:
            same = delete(DRAFTS).where(_ROW.topic == topic, _ROW.who == who, _ROW.number == number)
            return bool(db.execute(same).rowcount)
