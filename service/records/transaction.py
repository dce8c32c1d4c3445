"""One transaction on the records, for all that has no reason to fail otherwise than by saying that they are down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from service.records.conversations import RecordsDown


class Clash(RecordsDown):
    """Two wrote the same row at once, and the other one's counts."""


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Gives a connection whose changes count together, at the end.

    Raises ``RecordsDown``, or ``Clash``, with the kind of the failure alone: its text would hold the values of the
    statement, which are what people typed, drafts and reasons.
    """
    try:
        with engine.begin() as db:
            yield db
    except SQLAlchemyError as error:
        kind = Clash if isinstance(error, IntegrityError) else RecordsDown
        raise kind(f"the database of DATABASE_URL failed ({type(error).__name__})") from None
