"""A copy of the records without anybody's conversation, for backups and for what a restore keeps aside.

The promise to patients is that a conversation is gone after 7 days, and everywhere when they delete it. A backup that
held one would break it. So the copy takes the tables that are named here and no others: what a later version adds stays
out until somebody decides. The words of conversations are in memory for a moment, and never in a second file.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from alembic.util.exc import CommandError
from sqlalchemy import make_url

from deploy.parcel import Stopped
from service.records.audit import Audit
from service.records.conversations import RecordsDown, connect

COPIED = frozenset({"accounts", "alembic_version", "audit", "counts", "drafts", "seen", "sent_back", "thumb_counts"})
SECONDS = 10.0  # to wait for somebody who writes


def file_of(database_url: str) -> Path | None:
    """Returns the file of the records, or None where they are not in SQLite."""
    url = make_url(database_url)
    return Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else None


def copy_records(source: Path, target: Path) -> None:
    """Writes a copy of the records, also while the service writes them; what stands in the log is in it.

    Raises ``Stopped`` where the records cannot be read. The copy has no free page in which removed words could stand.
    """
    try:
        with closing(_opened(source, "rw")) as original, closing(sqlite3.connect(":memory:")) as copy:
            original.backup(copy)
            for table in _tables(copy) - COPIED:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a name from the database's own list
            copy.commit()
            copy.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise Stopped(f"The records in {source} cannot be copied ({error}).") from error
    os.chmod(target, 0o600)


def prove(file: Path) -> None:
    """Brings copied records to the form of this version. Raises ``Stopped`` unless they and their audit are whole."""
    try:
        engine = connect(f"sqlite:///{file}")
        whole = Audit(engine).whole()
        engine.dispose()
        with closing(_opened(file, "rw")) as database:
            sound = database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            held = [table for table in _tables(database) - COPIED if _has_rows(database, table)]
            database.execute("PRAGMA journal_mode=DELETE")  # one file again, without a log beside it
    except CommandError:
        raise Stopped("The backup was made by a newer version of this program. Update it first.") from None
    except (RecordsDown, sqlite3.Error) as error:
        raise Stopped(f"The records of the backup cannot be used ({error}).") from error
    if not (sound and whole):
        raise Stopped("The records of the backup are damaged or were changed. Use another backup.")
    if held:
        raise Stopped(f"The records of the backup hold {min(held)}, which no backup of ours does. Use another one.")


def is_open(file: Path) -> bool:
    """Returns whether another process has this SQLite file open. One that is no database counts as not open."""
    if not file.is_file():
        return False
    try:
        with closing(_opened(file, "rw", 0.2)) as database:
            # Leaving the write-ahead log needs the file alone; the service goes back to the log when it opens it.
            return bool(database.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete")
    except sqlite3.OperationalError as error:
        return "locked" in str(error)
    except sqlite3.DatabaseError:
        return False


def close_again(file: Path, now: Path) -> list[str]:
    """Closes in ``file`` the accounts that are closed ``now``, and returns their names: a restore reopens no door."""
    with closing(_opened(now, "rw")) as database:
        closed = {row[0] for row in database.execute("SELECT name FROM accounts WHERE NOT active")}
    with closing(_opened(file, "rw")) as database, database:
        opened = {row[0] for row in database.execute("SELECT name FROM accounts WHERE active")} & closed
        database.executemany("UPDATE accounts SET active = 0 WHERE name = ?", [(name,) for name in opened])
    return sorted(opened)


def _opened(file: Path, mode: str, seconds: float = SECONDS) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode={mode}", uri=True, timeout=seconds)


def _tables(database: sqlite3.Connection) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    return {row[0] for row in database.execute(query)}


def _has_rows(database: sqlite3.Connection, table: str) -> bool:
    return database.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None  # noqa: S608
