"""Every version of a topic's file: those that git holds, and those that only the audit table does."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from service.records.audit import Entry

SECONDS = 30.0  # for one command of git
# The file as each commit left it: its blob, which is there also where the file had another name.
COMMITS = ("--follow", "--raw", "--no-abbrev", "--format=%x01%H%x00%an%x00%ct%x00%s")
BLOB = re.compile(r"^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ", re.MULTILINE)
MOST = 200  # commits


@dataclass(frozen=True)
class Version:
    """One version. ``at``: UTC without a zone; ``who``, ``why``: "" where nobody knows; ``blob``: as git names a text.

    ``text`` is None for a version of git's, which ``Past.text`` reads.
    """

    id: str
    at: datetime
    who: str
    why: str
    blob: str
    text: str | None = None


class Past:
    """The versions of the files below a content folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def versions(self, file: str, saves: Iterable[Entry]) -> list[Version]:
        """Returns the versions of a file, the newest first. ``saves``: the audit's entries of saving it."""
        found = list(self._commits(file))
        kept = {version.blob for version in found}
        for version in _noted(saves):
            if version.blob not in kept:
                kept.add(version.blob)
                found.append(version)
        return sorted(found, key=lambda version: version.at, reverse=True)  # stable: git's order within a second

    def text(self, version: Version) -> str | None:
        """Returns the text of a version, or None where it cannot be read any more."""
        if version.text is not None:
            return version.text
        told = self._git("cat-file", "blob", version.blob)
        try:
            return None if told is None else told.decode()
        except UnicodeDecodeError:
            return None

    def _commits(self, file: str) -> Iterator[Version]:
        told = self._git("log", *COMMITS, f"--max-count={MOST}", "--", file)
        for commit in (told or b"").decode("utf-8", "replace").split("\x01")[1:]:
            (name, who, at, why), blob = commit.partition("\n")[0].split("\0"), BLOB.search(commit)
            if blob and blob[1].strip("0"):  # noughts: the commit removed the file
                yield Version(name, datetime.fromtimestamp(int(at), UTC).replace(tzinfo=None), who, why, blob[1])

    def _git(self, *arguments: str) -> bytes | None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = [
            "git",
            "--no-pager",
            "-C",
            str(self._folder),
            "-c",
            "core.fsmonitor=false",
            "-c",
            "log.showRoot=true",
        ]
        try:
            done = subprocess.run(
                [*command, *arguments], env=environment | {"GIT_LITERAL_PATHSPECS": "1"}, capture_output=True,
                timeout=SECONDS, check=True, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout


def blob_of(text: str) -> str:
    """Returns the name that git gives a text."""
    data = text.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _noted(saves: Iterable[Entry]) -> Iterator[Version]:
    """Yields what the audit table kept: what was saved, then what it took the place of where nobody else keeps that."""
    newest = sorted(saves, key=lambda entry: entry.id, reverse=True)
    for entry in newest:
        saved = entry.detail.get("text")
        if isinstance(saved, str):
            why = str(entry.detail.get("why", ""))
            yield Version(f"saved-{entry.id}", entry.at, entry.actor, why, blob_of(saved), saved)
    for entry in newest:
        replaced = entry.detail.get("replaced")
        if isinstance(replaced, str) and replaced:
            yield Version(f"before-{entry.id}", entry.at, "", "", blob_of(replaced), replaced)
