"""What is published, found again: one topic, all topics, a search, and the fixed words that must always come."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.library.versions import FIXED, STORE, current, mark, pointer
from service.library.whole import fixed_as_stored, topic_as_stored
from service.library.withdrawn import Withdrawn, withdrawals

WORD = re.compile(r"[^\W_]+")
# Words every question has; searching for them finds everything.
COMMON = frozenset(
    """
    a about am an and any are as at be but by can could did do does for from get had has have he her him his how i
    if in is it its me my of on or our she should so that the their them then there they this to us was we were what
    when where which who why will with would you your please tell obe cel obecel car
    """.split()
)
SEARCH_WORDS = 12
# The index keeps stems. A word half typed is looked for as a beginning; one with an ending is whole, and its stem cut
# short would find everything that begins like it ("died" is kept as "di").
ENDING = re.compile(r"(?:ed|es|ing|s)\Z")


class NotPublished(Exception):
    """There is no whole published content; the text says what to do."""


# What the fixed words must hold to be whole.
NEEDED = {
    "urgent", "tongues", "cards", "advice", "wording", "ui", "errors", "groups", "helplines", "eligibility", "timeline",
    "pulled", "fingerprint", "signoff", "sites",
}  # fmt: skip


@dataclass(frozen=True)
class Published:
    """One published store, as it was when it was opened. ``topics``: id -> the topic's published value.

    A topic whose words are not those of its fingerprint has the sign-off "changed", whatever the file says.
    """

    topics: Mapping[str, Mapping[str, Any]]
    _database: sqlite3.Connection

    @classmethod
    def open(cls, path: Path) -> Published:
        """Returns the store. Raises ``NotPublished`` if it is missing or not whole."""
        if not path.is_file():
            raise NotPublished(f"{path} is missing. Run `make publish`.")
        try:
            database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
            rows = database.execute("SELECT id, data FROM topics ORDER BY number").fetchall()
            topics = {name: topic_as_stored(json.loads(data)) for name, data in rows}
        except (sqlite3.Error, KeyError, ValueError, TypeError, AttributeError) as error:
            raise NotPublished(f"{path} cannot be read ({error}). Run `make publish`.") from error
        if not topics:
            raise NotPublished(f"{path} holds no topic. Run `make publish`.")
        return cls(topics, database)

    def search(self, words: str, limit: int = 5) -> list[str]:
        """Returns topic ids whose open words match, best first; the title counts most. Empty for no match."""
        terms = [w for w in WORD.findall(words.lower()) if w not in COMMON][:SEARCH_WORDS]
        if not terms:
            return []
        short = 3 if len(terms) > 1 else 0  # beside other words, "die" is a word and not the beginning of "diet"
        whole = [len(term) <= short or ENDING.search(term) for term in terms]
        query = " OR ".join(f'"{term}"{"" if done else "*"}' for term, done in zip(terms, whole, strict=True))
        sql = (
            "SELECT topics.id FROM topics_fts JOIN topics ON topics.rowid = topics_fts.rowid WHERE topics_fts MATCH ?"
            " ORDER BY bm25(topics_fts, 12.0, 4.0, 1.0) LIMIT ?"
        )
        try:
            return [row[0] for row in self._database.execute(sql, (query, limit))]
        except sqlite3.Error:  # a search that fails finds nothing; the reader still gets the topics and who to call
            return []


@dataclass(frozen=True)
class Fixed:
    """The fixed words: danger rules, cards, wording, helplines. Always at hand, also when the store is not.

    Those whose words are not those of their fingerprint have the sign-off "changed", whatever the file says.
    """

    data: Mapping[str, Any]

    @classmethod
    def open(cls, path: Path) -> Fixed:
        """Returns the fixed words. Raises ``NotPublished`` if the file is missing or not whole."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            missing = NEEDED - set(data)
        except (OSError, ValueError, TypeError) as error:
            raise NotPublished(f"{path} cannot be read ({error}). Run `make publish`.") from error
        if missing:
            raise NotPublished(f"{path} lacks {', '.join(sorted(missing))}. Run `make publish`.")
        try:
            return cls(fixed_as_stored(data))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise NotPublished(f"{path} is not whole ({error!r}). Run `make publish`.") from error


class Library:
    """The published content of a folder, opened again by itself when something new is published or withdrawn."""

    def __init__(self, var: Path) -> None:
        """Opens what is published. Raises ``NotPublished`` if the fixed words are missing; a missing store is borne."""
        self._var = var
        self._pointed, self._folder = mark(None), Path()
        self._published: Published | None = None
        self._withdrawn: Withdrawn | None = None
        path = self._path(FIXED)
        self._marks = {FIXED: (path, mark(path))}
        self._words = Fixed.open(path)

    def published(self) -> Published:
        """Returns the newest published store. Raises ``NotPublished`` while it is missing or broken."""
        path = self._path(STORE)
        seen = (path, mark(path))
        if self._published is None or seen != self._marks[STORE]:
            self._published = None
            self._published = Published.open(path)
            self._marks[STORE] = seen
        return self._published

    def fixed(self) -> Fixed:
        """Returns the newest fixed words; while their file is missing or broken, the last good ones."""
        try:
            path = self._path(FIXED)
            seen = (path, mark(path))
            if seen != self._marks[FIXED]:
                self._words = Fixed.open(path)
                self._marks[FIXED] = seen
        except NotPublished:
            return self._words
        return self._words

    def withdrawn(self) -> Withdrawn:
        """Returns what is withdrawn at this moment: looked up at each call, so that it holds from the next turn."""
        self._withdrawn = withdrawals(self._var, self._withdrawn)
        return self._withdrawn

    def _path(self, name: str) -> Path:
        """Returns a file of the version served now. Raises ``NotPublished`` where none is."""
        pointed = mark(pointer(self._var))
        if pointed != self._pointed:
            folder = current(self._var)
            self._pointed, self._folder = (pointed, folder) if folder else (mark(None), Path())
        if self._pointed == mark(None):
            raise NotPublished(f"{pointer(self._var)} names no published version. Run `make publish`.")
        return self._folder / name
