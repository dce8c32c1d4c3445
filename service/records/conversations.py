"""Opens, continues, reads and erases conversations in the database; nothing here knows what an answer is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from alembic import command
from alembic.config import Config
from sqlalchemy import (
    BindParameter,
    Connection,
    Engine,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from service.records.counts import Count, count, counted, seen
from service.records.tables import Base, ConversationRow, FeedbackRow, TurnRow

MIGRATIONS = Path(__file__).parent / "migrations"
TRIES = 4  # to empty the write-ahead log
CONVERSATION_LIFE = timedelta(hours=24)  # api.md: it expires after 24 h without a message


# The statements of every turn, built once: building them anew cost more than running them.
CONVERSATIONS, TURNS = Base.metadata.tables["conversations"], Base.metadata.tables["turns"]
_OF: BindParameter[str] = bindparam("of")
_COUNTED = select(func.count()).select_from(TURNS).where(TURNS.c.conversation == _OF).scalar_subquery()
_ROW = CONVERSATIONS.c
_FLOW = (
    select(func.coalesce(func.max(TURNS.c.turn), 0))
    .where(TURNS.c.conversation == _OF, TURNS.c.outcome == "flow")
    .scalar_subquery()
)
STANDING = select(_ROW.id, _ROW.site, _ROW.state, _ROW.last_message, _COUNTED, _FLOW).where(_ROW.id == _OF)
ANSWERED = select(TURNS.c.reply).where(TURNS.c.conversation == _OF, TURNS.c.message_id == bindparam("to"))
SPOKEN = update(CONVERSATIONS).where(_ROW.id == _OF).values(last_message=bindparam("at"))


class RecordsDown(Exception):
    """The database did not take or give a record."""


@dataclass(frozen=True)
class Conversation:
    """A conversation as it stands. ``turns``: how many there were so far; ``flow``: the last one of a flow, or 0."""

    id: str
    site: str
    state: str
    last_message: datetime
    turns: int
    flow: int = 0

    def expired(self, now: datetime) -> bool:
        """Returns whether 24 hours passed without a message."""
        return now - self.last_message > CONVERSATION_LIFE


@dataclass(frozen=True)
class TurnRecord:
    """What is kept of one turn; ``text`` is redacted before it comes here.

    ``fingerprint`` is that of the topic answered, ``fingerprints`` those of all words that were shown.
    """

    turn: int
    message_id: str
    text: str
    reply: dict[str, Any]
    outcome: str
    topic: str | None
    fingerprint: str | None
    confidence: float | None
    at: datetime
    fingerprints: list[str] = field(default_factory=list)


def utc_now() -> datetime:
    """Returns the time in UTC, without a zone, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def connect(url: str) -> Engine:
    """Returns the engine of a database brought to its newest form. Raises ``RecordsDown`` with the reason."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if url.startswith("sqlite"):
            event.listen(engine, "connect", _sqlite_settings)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except (SQLAlchemyError, ImportError) as error:  # ImportError: the address names a driver that is not installed
        raise RecordsDown(f"the database of DATABASE_URL does not open: {_reason(error)}") from error
    file = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not file.startswith("file:"):
        _follow_file(engine, Path(file).absolute())
    return engine


def _follow_file(engine: Engine, path: Path) -> None:
    """Makes a removed file an error that heals when it is back; SQLite would write on into the removed one."""

    def connecting(_: Any, __: Any, arguments: list[Any], options: dict[str, Any]) -> None:
        arguments[0], options["uri"] = f"file:{quote(str(path))}?mode=rw", True

    def connected(_: Any, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(path)

    def taken(_: Any, record: ConnectionPoolEntry, __: Any) -> None:
        if record.info["file"] != _identity(path):
            raise DisconnectionError

    engine.dispose()
    for name, listener in (("do_connect", connecting), ("connect", connected), ("checkout", taken)):
        event.listen(engine, name, listener)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _sqlite_settings(connection: Any, _: Any) -> None:
    for setting in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "busy_timeout=500",  # the bot may take 4.5 of the 5.5 seconds a reader waits
    ):
        connection.execute(f"PRAGMA {setting}")


def _reason(error: Exception) -> str:
    # The statement's parameters would hold what a person typed, so only the driver's own words are passed on; of those
    # the first line, because PostgreSQL shows the row that failed below it.
    return str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]


class Records:
    """Conversations of one database. Every method raises ``RecordsDown`` when the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _work(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise RecordsDown(_reason(error)) from None

    def check(self) -> None:
        """Raises ``RecordsDown`` unless conversations can be read and written now."""
        with self._work() as db:
            db.execute(update(ConversationRow).where(ConversationRow.id == "").values(state="bot"))

    def open(self, conversation: str, site: str) -> datetime:
        """Stores a new conversation; returns when it began."""
        now = utc_now()
        row = {"id": conversation, "site": site, "state": "bot", "started": now, "last_message": now}
        with self._work() as db:
            db.execute(insert(CONVERSATIONS), row)
        return now

    def conversation(self, conversation: str) -> Conversation | None:
        """Returns the conversation, or None if there is none of that name."""
        with self._work() as db:
            return self._conversation(db, conversation)

    @staticmethod
    def _conversation(db: Connection, conversation: str) -> Conversation | None:
        row = db.execute(STANDING, {"of": conversation}).first()
        return Conversation(*row) if row else None

    def standing(self, conversation: str, message_id: str) -> tuple[Conversation | None, dict[str, Any] | None]:
        """Returns the conversation as it stands, and the reply that a message already got, if it did."""
        with self._work() as db:
            given = db.execute(ANSWERED, {"of": conversation, "to": message_id}).scalar()
            return self._conversation(db, conversation), given

    def add(self, conversation: str, turn: TurnRecord) -> None:
        """Stores a turn and the time of its message."""
        with self._work() as db:
            db.execute(insert(TURNS), {"conversation": conversation, **turn.__dict__})
            db.execute(SPOKEN, {"of": conversation, "at": turn.at})

    def turns(self, conversation: str, after: int = 0) -> list[TurnRecord]:
        """Returns the turns after the given one, in order."""
        names = [getattr(TurnRow, name) for name in TurnRecord.__dataclass_fields__]
        query = select(*names).where(TurnRow.conversation == conversation, TurnRow.turn > after).order_by(TurnRow.turn)
        with self._work() as db:
            return [TurnRecord(*row) for row in db.execute(query)]

    def reply(self, conversation: str, turn: int) -> dict[str, Any] | None:
        """Returns the reply of a turn, or None if there is no such turn."""
        own = (TurnRow.conversation == conversation, TurnRow.turn == turn)
        with self._work() as db:
            return db.execute(select(TurnRow.reply).where(*own)).scalar()

    def rate(self, conversation: str, turn: int, helpful: bool, comment: str | None) -> bool:
        """Stores a thumb for a turn, in place of an earlier one. Returns False if there is no such turn."""
        known = select(TurnRow.id).where(TurnRow.conversation == conversation, TurnRow.turn == turn)
        same = (FeedbackRow.conversation == conversation, FeedbackRow.turn == turn)
        with self._work() as db:
            if db.execute(known).first() is None:
                return False
            db.execute(delete(FeedbackRow).where(*same))
            values = {"conversation": conversation, "turn": turn, "helpful": helpful, "comment": comment}
            db.execute(insert(FeedbackRow).values(values))
        return True

    def erase(self, conversation: str) -> None:
        """Removes a conversation, its turns and thumbs; nothing of it stays in the file or its log."""
        with self._work() as db:
            _remove(db, conversation)
        self._empty_log()

    def past(self, keep: timedelta) -> list[str]:
        """Returns the ids of conversations whose last message is older than ``keep``."""
        with self._work() as db:
            query = select(ConversationRow.id).where(ConversationRow.last_message < utc_now() - keep)
            return list(db.execute(query).scalars())

    def sweep(self, keep: timedelta) -> list[str]:
        """Counts and removes every conversation whose last message is older than ``keep``; returns their ids.

        It proves itself: where anything that old is left, or words still stand in the log, it raises ``RecordsDown``.
        """
        old = self.past(keep)
        for conversation in old:
            with self._work() as db:
                count(db, conversation)
                _remove(db, conversation)
        self._empty_log()  # also where nothing was old: a deletion may have found the log in use
        if set(old) & set(self.past(keep)):
            raise RecordsDown("conversations past their time are still there")
        return old

    def counts(self) -> list[Count]:
        """Returns how many turns of swept conversations each day had, by outcome and topic."""
        with self._work() as db:
            return counted(db)

    def who_saw(self, fingerprint: str) -> dict[date, int]:
        """Returns how many conversations got the words with this fingerprint, by the day (UTC) when they first did."""
        with self._work() as db:
            return seen(db, fingerprint)

    def _empty_log(self) -> None:
        """Empties the write-ahead log, where removed words still stand. Raises ``RecordsDown`` while it is in use."""
        if self._engine.dialect.name != "sqlite":
            return
        for _ in range(TRIES):  # each waits as long as the busy timeout
            with self._work() as db:
                in_use = db.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
            if not in_use:
                return
        raise RecordsDown("the write-ahead log is in use, so removed words still stand in it")


def _remove(db: Connection, conversation: str) -> None:
    for table in (FeedbackRow, TurnRow):
        db.execute(delete(table).where(table.conversation == conversation))
    db.execute(delete(ConversationRow).where(ConversationRow.id == conversation))
