"""Going back to a backup: everything is proved first, then changed in one go, and what was there is kept aside."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select

from deploy.parcel import Stopped, unpack
from deploy.records_copy import close_again, copy_records, file_of, is_open, prove
from service.library.archive import FILE as WORDS
from service.library.check import check
from service.library.find import Library, NotPublished
from service.library.read import read_content
from service.library.versions import LOCK, PUBLISHED, alone, current, trail
from service.library.withdrawn import FILE as WITHDRAWN
from service.records.audit import Audit
from service.records.conversations import connect
from service.records.tables import AccountRow
from service.stack import free_port, port_is_free
from service.web.loader import KEPT as WIDGET
from service.web.settings import Settings

RECORDS, CONTENT, SECRET, HISTORY, ABOUT = "records.db", "content", "secret_key", "history.bundle", "about.json"
TRACKERS = "trackers.db"  # what Rasa remembers of conversations
LOGS = ("", "-wal", "-shm", "-journal")  # an SQLite file and what may stand beside it
UNFINISHED = "restore-*.partial"
STAYS = frozenset({LOCK, ".git"})


class Moves:
    """Files moved so far, so that a failure halfway can be undone."""

    def __init__(self) -> None:
        self._done: list[tuple[Path, Path]] = []

    def move(self, source: Path, target: Path) -> None:
        """Moves a file or a folder. Raises ``OSError``."""
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
        self._done.append((source, target))

    def undo(self) -> None:
        """Moves everything back, the last first."""
        while self._done:
            source, target = self._done.pop()
            shutil.move(target, source)


def restore(settings: Settings, file: Path, drop_records: bool = False) -> list[str]:
    """Puts a backup in place of what is there; returns what to tell the operator, a sentence each.

    Raises ``Stopped``, or ``Refused`` while somebody publishes: then nothing was changed. ``drop_records``: the records
    that are there cannot be read, and may go.
    """
    var = settings.var_dir
    if var.stat().st_uid != os.geteuid():
        raise Stopped(f"Run this as {var.owner()}, whose folder VAR_DIR is, or the service could not use the files.")
    _refuse_while_running(settings)
    if not file.is_file():
        raise Stopped(f"{file} is not there.")
    at = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    stage, aside = var / f"restore-{at}.partial", var / f"before-restore-{at}"
    with alone(var):
        for left in var.glob(UNFINISHED):
            shutil.rmtree(left)
        unpack(file, stage)
        try:
            told = _prove(settings, stage)
            aside.mkdir(mode=0o700)
            told += _settle_records(settings, stage, aside, drop_records)
            told += _keep_withdrawn(var / WITHDRAWN, stage / WITHDRAWN)
            told += _keep_words(var / PUBLISHED / WORDS, stage / PUBLISHED / WORDS)
        except BaseException:
            _remove(stage, aside)
            raise
        _swap(settings, stage, aside)
        _remove(stage)
    return [*told, f"What was there, without conversations, is kept in {aside}. Remove it when all is well."]


def _refuse_while_running(settings: Settings) -> None:
    bot, records = urlsplit(settings.bot_url), file_of(settings.database_url)
    running = not port_is_free(settings.host, settings.port) or (records is not None and is_open(records))
    if bot.hostname in ("127.0.0.1", "localhost"):
        running = running or not port_is_free("127.0.0.1", bot.port or 80)
    if running:
        raise Stopped("The service or its bot is running. Stop both, then restore.")


def _prove(settings: Settings, stage: Path) -> list[str]:
    """Checks that the backup can be served from. Returns what to tell. Raises ``Stopped``."""
    try:
        about = json.loads((stage / ABOUT).read_text(encoding="utf-8"))
        at, has_records = str(about["at"]), bool(about["records"])
    except (OSError, ValueError, KeyError, TypeError):
        raise Stopped("This is not a backup of this service, or it is not whole. Use another one.") from None
    if has_records != (stage / RECORDS).is_file():
        raise Stopped("The backup lacks its records. Use another one.")
    if has_records:
        (stage / RECORDS).chmod(0o600)
        prove(stage / RECORDS)
    if not (stage / CONTENT / "wording.yml").is_file():
        raise Stopped("The backup holds no content. Use another one.")
    _prove_published(stage)
    told = [f"Restored the backup of {at}."]
    if not has_records or file_of(settings.database_url) is None:
        told.append("The records were left as they are: a backup holds them only where they are in SQLite.")
    if (stage / HISTORY).is_file():
        told.append(
            f"The history of the content is {settings.var_dir / HISTORY}, its last commit {about.get('commit')}."
        )
    return told


def _prove_published(stage: Path) -> None:
    served = current(stage)
    if served is not None and not (served / "fixed.json").is_file():
        raise Stopped("The version that the backup served is not in it. Use another backup.")


def _settle_records(settings: Settings, stage: Path, aside: Path, drop: bool) -> list[str]:
    """Keeps a copy of the records that are there, without conversations. Raises ``Stopped`` where they are damaged."""
    records = file_of(settings.database_url)
    if records is None or not (stage / RECORDS).is_file() or not records.is_file():
        return []
    try:
        copy_records(records, aside / RECORDS)
        closed = close_again(stage / RECORDS, aside / RECORDS)
    except (Stopped, OSError) as error:
        if drop:
            return ["The damaged records were removed. Accounts closed since the backup are open again: close them."]
        raise Stopped(f"{error} Add --drop-records to remove them: none of them is kept aside then.") from None
    return [f"Still closed: {', '.join(closed)}."] if closed else []


def _keep_withdrawn(now: Path, restored: Path) -> list[str]:
    """Adds to the backup what was withdrawn since: going back must not bring back words that somebody took away."""
    if not now.is_file():
        return []
    before: dict[str, Any] = {}
    try:
        if restored.is_file():
            before = json.loads(restored.read_text(encoding="utf-8"))
        entries = {**before, **json.loads(now.read_text(encoding="utf-8"))}
        restored.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except (ValueError, TypeError):
        shutil.copyfile(now, restored)  # a file that cannot be read counts as "all", until somebody mends it
        return [f"{WITHDRAWN} cannot be read, so every topic stays withdrawn."]
    return [f"Withdrawn: {', '.join(sorted(entries))}."] if entries else []


def _keep_words(now: Path, restored: Path) -> list[str]:
    """Adds to the backup the words published since: what was said to somebody can be shown for ever."""
    if not (now.is_file() and restored.is_file()):
        return []
    try:
        with closing(sqlite3.connect(restored)) as database, database:
            database.execute("ATTACH ? AS since", (str(now),))
            database.execute("INSERT OR IGNORE INTO words SELECT * FROM since.words")
    except sqlite3.Error as error:
        return [f"The words published since could not be added to {now.name} ({error}); the copy kept aside has them."]
    return []


def _swap(settings: Settings, stage: Path, aside: Path) -> None:
    """Moves what is there aside and the backup in its place; undone where a move fails."""
    var, moves = settings.var_dir, Moves()
    records = file_of(settings.database_url)
    folders = [(PUBLISHED, var / PUBLISHED), (CONTENT, settings.content_dir)]
    files = [(name, var / name) for name in (WITHDRAWN, SECRET, HISTORY)]
    try:
        for name, place in folders:
            _swap_children(place, stage / name, aside / name, moves)
        _add_children(var / WIDGET, stage / WIDGET, moves)
        for name, place in files:
            _swap_file(place, stage / name, aside / name, moves)
        if records is not None and (stage / RECORDS).is_file():
            _take_away(records, stage / "gone", moves)  # their copy is aside already; these go with the stage
            moves.move(stage / RECORDS, records)
        # Rasa would remember conversations that the records no longer know, and that nobody could delete.
        _take_away(var / TRACKERS, stage / "gone", moves)
    except BaseException as error:
        moves.undo()  # where this fails too, nothing is removed: every file is in place, in the stage or aside
        _remove(stage, aside)
        if isinstance(error, OSError):
            raise Stopped(f"A file could not be moved ({error}). Everything is as it was.") from error
        raise


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)


def _swap_children(place: Path, new: Path, aside: Path, moves: Moves) -> None:
    place.mkdir(parents=True, exist_ok=True)
    for source, target in ((place, aside), (new, place)):
        for child in sorted(source.iterdir()) if source.is_dir() else []:
            if child.name not in STAYS:
                moves.move(child, target / child.name)


def _add_children(place: Path, new: Path, moves: Moves) -> None:
    """Versions of the loader are only added: pages name those that came since, too."""
    place.mkdir(parents=True, exist_ok=True)
    for child in sorted(new.iterdir()) if new.is_dir() else []:
        if not (place / child.name).exists():
            moves.move(child, place / child.name)


def _swap_file(place: Path, new: Path, aside: Path, moves: Moves) -> None:
    if not new.is_file():
        return
    if place.exists():
        moves.move(place, aside)
    moves.move(new, place)
    place.chmod(0o600)


def _take_away(database: Path, to: Path, moves: Moves) -> None:
    for ending in LOGS:
        path = database.with_name(database.name + ending)
        if path.exists():
            moves.move(path, to / path.name)


def drill(settings: Settings, file: Path) -> list[str]:
    """Restores a backup into a folder of its own, opens everything and removes it again; returns what it found.

    The service may run. Raises ``Stopped`` where the backup could not be used.
    """
    with TemporaryDirectory(dir=settings.var_dir, prefix="drill-") as name:
        var = Path(name)
        (var / CONTENT).mkdir()
        bot = f"http://127.0.0.1:{free_port()}"
        apart = replace(
            settings, var_dir=var, content_dir=var / CONTENT, port=free_port(), bot_url=bot,
            database_url=f"sqlite:///{var / RECORDS}",
        )  # fmt: skip
        told = restore(apart, file)[:1]
        faults = check(read_content(apart.content_dir))
        told.append(f"Content: {len(faults)} faults." if faults else "Content: no fault.")
        try:
            library = Library(var)
            topics = library.published().topics
        except NotPublished as error:
            raise Stopped(f"What the backup served cannot be opened: {error}") from None
        told.append(f"Published: {len(topics)} topics, version {trail(var)[0]}.")
        told.append(f"Withdrawn: {', '.join(sorted(library.withdrawn().entries)) or 'nothing'}.")
        engine = connect(apart.database_url)
        with engine.connect() as db:
            accounts = db.execute(select(func.count()).select_from(AccountRow)).scalar()
        told.append(f"Records: {accounts} accounts, {Audit(engine).newest()} entries of the audit.")
        engine.dispose()
    return [*told, "This backup can be used."]
