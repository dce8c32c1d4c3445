"""Backups from the command line: ``python -m deploy.backup make [--to FOLDER] [--keep N] | restore FILE | drill FILE``.

One archive holds what cannot be made again: the records without conversations, the published versions, the content and
its history, what is withdrawn, the secret key and every version of the loader. The model is made again by training.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

from deploy.parcel import Stopped, pack
from deploy.records_copy import COPIED, copy_records, file_of
from deploy.restore import ABOUT, CONTENT, HISTORY, RECORDS, SECRET, UNFINISHED, drill, restore
from service.library.archive import FILE as ARCHIVE
from service.library.versions import LOCK as PUBLISHING
from service.library.versions import PARTIAL, PUBLISHED, Refused, alone
from service.library.withdrawn import FILE as WITHDRAWN
from service.records.tables import Base
from service.web.loader import KEPT as WIDGET
from service.web.settings import Settings, SettingsBroken

NAME = re.compile(r"obe-cel-questions-\d{8}T\d{6}Z\.tar\.gz")
KEEP = 14
PATIENCE = 60.0  # seconds to wait for somebody who publishes
STAGE = ".making-"
LEFT_OUT = "conversations, thumbs and their comments; who is signed in; the model; logs"


def make(settings: Settings, to: Path, keep: int = KEEP) -> Path:
    """Makes a backup in ``to``, removes the oldest beyond ``keep`` and returns the archive. Raises ``Stopped``."""
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in to.glob(f"{STAGE}*"):
        shutil.rmtree(left)
    at = datetime.now(UTC)
    file = to / f"obe-cel-questions-{at:%Y%m%dT%H%M%SZ}.tar.gz"
    stage = to / f"{STAGE}{os.getpid()}"
    stage.mkdir(mode=0o700)
    try:
        _collect(settings, stage, at)
        pack(stage, file)
    finally:
        shutil.rmtree(stage)
    for old in sorted(path for path in to.iterdir() if NAME.fullmatch(path.name))[:-keep]:
        old.unlink()
    return file


def _collect(settings: Settings, stage: Path, at: datetime) -> None:
    var = settings.var_dir
    records = file_of(settings.database_url)
    if records is not None:
        copy_records(records, stage / RECORDS)
    with _nobody_publishes(var):
        for left in var.glob(UNFINISHED):  # by a restore that the power cut ended: records with conversations
            shutil.rmtree(left)
        _copy_published(var / PUBLISHED, stage / PUBLISHED)
        _copy_files(settings.content_dir, stage / CONTENT)
        _copy_files(var / WIDGET, stage / WIDGET)
        for name in (WITHDRAWN, SECRET):
            if (var / name).is_file():
                shutil.copyfile(var / name, stage / name)
    commit = _bundle(settings.content_dir, stage / HISTORY)
    about = {
        "at": at.isoformat(timespec="seconds"),
        "commit": commit,
        "mode": settings.mode,
        "records": records is not None,
        "left out": LEFT_OUT,
    }
    (stage / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _nobody_publishes(var: Path) -> ExitStack:
    """Returns the lock of publishing, held, so that no version comes or goes while they are copied."""
    until = time.monotonic() + PATIENCE
    while True:
        held = ExitStack()
        try:
            held.enter_context(alone(var))
            return held
        except Refused as refused:
            if time.monotonic() > until:
                raise Stopped(str(refused)) from None
            time.sleep(0.5)


def _copy_published(source: Path, target: Path) -> None:
    _copy_files(source, target, but=frozenset({ARCHIVE, f"{ARCHIVE}-journal", PUBLISHING}))
    if (source / ARCHIVE).is_file():
        words = sqlite3.connect(f"file:{source / ARCHIVE}?mode=ro", uri=True)
        with closing(words), closing(sqlite3.connect(target / ARCHIVE)) as copy:
            words.backup(copy)


def _copy_files(source: Path, target: Path, but: frozenset[str] = frozenset()) -> None:
    """Copies the files of a folder; git's own and what is half-written stay behind."""
    target.mkdir(parents=True, exist_ok=True)
    if not source.is_dir():
        return

    def left(_: str, names: list[str]) -> set[str]:
        return {name for name in names if name in but or name == ".git" or name.endswith(PARTIAL)}

    shutil.copytree(source, target, ignore=left, dirs_exist_ok=True)


def _bundle(content: Path, target: Path) -> str | None:
    """Writes the history of the content: signing asks it who wrote what. Returns its commit; None without git."""

    def git(*arguments: str) -> str | None:
        command = ["git", "-C", str(content), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.strip()

    commit = git("rev-parse", "--verify", "--quiet", "HEAD")
    if commit and git("bundle", "create", "--quiet", str(target), "HEAD") is None:
        raise Stopped("The history of the content could not be copied: `git bundle create` failed in its folder.")
    return commit or None


def main(arguments: list[str]) -> int:
    """Runs one command. Returns 0, or 1 with one sentence."""
    parser = argparse.ArgumentParser(prog="python -m deploy.backup", description="Make a backup, or go back to one.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("make", help="make a backup, also while the service runs")
    one.add_argument("--to", type=Path, help="the folder of the backups; without it, `backups` in VAR_DIR")
    one.add_argument("--keep", type=_at_least_one, default=KEEP, help=f"how many to keep ({KEEP})")
    two = commands.add_parser("restore", help="go back to a backup; the service must be stopped")
    two.add_argument("file", type=Path)
    two.add_argument("--drop-records", action="store_true", help="remove records that are damaged, and keep none aside")
    three = commands.add_parser("drill", help="restore into a folder of its own and look whether all of it can be used")
    three.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read()
        if options.command == "restore":
            print("\n".join(restore(settings, options.file, options.drop_records)))
            return 0
        if options.command == "drill":
            print("\n".join(drill(settings, options.file)))
            return 0
        file = make(settings, (options.to or settings.var_dir / "backups").absolute(), options.keep)
    except (SettingsBroken, Stopped, Refused) as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, sqlite3.Error) as error:
        print(f"It was not done: {error}.", file=sys.stderr)
        return 1
    print(f"{file} ({file.stat().st_size / 1e6:.1f} MB). Left out: {LEFT_OUT}.")
    if file_of(settings.database_url) is None:
        print(POSTGRESQL, file=sys.stderr)
    return 0


# From the tables themselves, so that a table added later cannot be forgotten: it stays out until it is named in COPIED.
POSTGRESQL = (
    "The records are not in it: they are in PostgreSQL. Copy them without conversations: pg_dump "
    + " ".join(f"--exclude-table-data={name}" for name in sorted(set(Base.metadata.tables) - COPIED))
    + "."
)


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("keep at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
