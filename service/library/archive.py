"""The words of every published version, by fingerprint and for ever: what was said can always be shown again."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.library.units import Unit
from service.library.versions import PUBLISHED, Refused, sync

FILE = "words.db"
TABLE = """
CREATE TABLE IF NOT EXISTS words (
  fingerprint TEXT NOT NULL, unit TEXT NOT NULL, words TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (fingerprint, unit)
)"""
# The first twelve digits stand on a printed page.
FINGERPRINT = re.compile(r"(?:sha256:)?([0-9a-f]{12,64})")


@dataclass(frozen=True)
class Kept:
    """Words as they were published. ``at``: first when (UTC), with the version of that name; ``unit``: what they are.

    A step of the walk-through, shown alone, is ``eligibility/<number>``.
    """

    fingerprint: str
    unit: str
    words: Mapping[str, Any]
    version: str
    at: str


def keep(var: Path, version: str, units: Iterable[Unit], steps: Iterable[Mapping[str, Any]] = ()) -> None:
    """Adds the words of a version; those that were published before stay as they are.

    It comes before a version is served, so that nothing is served that is not kept. Raises ``Refused``.
    """
    path = var / PUBLISHED / FILE
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [(unit.fingerprint, unit.id, unit.words) for unit in units]
    rows += [(step["fingerprint"], f"eligibility/{number}", step) for number, step in enumerate(steps, 1)]
    written = [(name, unit, json.dumps(words, ensure_ascii=False), version, at) for name, unit, words in rows]
    with _opened(path, "rwc") as database, database:
        database.execute("PRAGMA synchronous=FULL")
        database.execute(TABLE)
        database.executemany("INSERT OR IGNORE INTO words VALUES (?, ?, ?, ?, ?)", written)
    sync(path.parent)


def words_of(var: Path, fingerprints: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Returns fingerprint -> words, of those that were ever published. Raises ``Refused``."""
    wanted = list(dict.fromkeys(fingerprints))
    if not (var / PUBLISHED / FILE).is_file():
        return {}
    query = "SELECT fingerprint, words FROM words WHERE fingerprint IN (SELECT value FROM json_each(?))"
    with _opened(var / PUBLISHED / FILE, "ro") as database:
        return {name: json.loads(words) for name, words in database.execute(query, (json.dumps(wanted),))}


def find(var: Path, fingerprint: str) -> list[Kept]:
    """Returns the words with this fingerprint, which may be cut short to its first twelve digits or more.

    Raises ``Refused`` where it is none, or where nothing was published with it.
    """
    digits = FINGERPRINT.fullmatch(fingerprint.strip().lower())
    if not digits:
        raise Refused("Write a fingerprint: sha256: and its digits, at least the first twelve.")
    query = (
        "SELECT fingerprint, unit, words, version, at FROM words WHERE fingerprint GLOB ? ORDER BY fingerprint, unit"
    )
    found: list[Kept] = []
    if (var / PUBLISHED / FILE).is_file():
        with _opened(var / PUBLISHED / FILE, "ro") as database:
            rows = database.execute(query, (f"sha256:{digits[1]}*",))
            found = [Kept(name, unit, json.loads(words), version, at) for name, unit, words, version, at in rows]
    if not found:
        raise Refused("Nothing was published here with this fingerprint.")
    return found


def of_unit(var: Path, unit: str) -> list[Kept]:
    """Returns all words of a unit that were ever published, the newest first; empty where none were.

    Raises ``Refused`` where the archive cannot be used.
    """
    if not (var / PUBLISHED / FILE).is_file():
        return []
    query = "SELECT fingerprint, unit, words, version, at FROM words WHERE unit = ? ORDER BY version DESC"
    with _opened(var / PUBLISHED / FILE, "ro") as database:
        return [
            Kept(name, of, json.loads(words), version, at)
            for name, of, words, version, at in database.execute(query, (unit,))
        ]


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode={mode}", uri=True, timeout=10)) as database:
            yield database
    except (sqlite3.Error, ValueError) as error:
        raise Refused(f"{path.name}, where published words are kept, cannot be used: {error}.") from error
