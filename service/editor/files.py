"""The content files as the editor's pages write them: never over somebody else's change, in one step, and into git."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

SECONDS = 30.0  # for one command of git
STALE = 600.0  # seconds; a lock of git that is older was left by a power cut
ABSENT = ""  # the hash of a file that is not there
Known = Literal["no git", "committed", "not committed"]


class ChangedSince(Exception):
    """The file is not what the writer started from; nothing was written. ``text``: what it holds now."""

    def __init__(self, text: str) -> None:
        super().__init__("the file was changed")
        self.text = text


class NotWritten(Exception):
    """The file could not be written; the text is one sentence. What stood there stands there still."""


@dataclass(frozen=True)
class Author:
    """Who changes a file, as git is told."""

    name: str
    email: str


@dataclass(frozen=True)
class Written:
    """A file that was written. ``committed``: whether git holds it; None where the folder is in no git checkout."""

    before: str
    after: str
    committed: bool | None


@dataclass(frozen=True)
class Replaced:
    """What a write is about to replace; ``known``: whether git holds it, so that nothing is lost."""

    text: str
    known: Known


def hash_of(text: str) -> str:
    """Returns the SHA-256 of a file's text, which tells one version from another."""
    return hashlib.sha256(text.encode()).hexdigest()


class Files:
    """The files below a content folder. One writer at a time, also of other processes on this machine."""

    def __init__(self, folder: Path, wrote: Callable[[str, str], Author | None] = lambda file, after: None) -> None:
        """``wrote`` returns who saved a file with this hash through these pages, or None: a stop between writing and
        committing is made good by the next save, under the right name.
        """
        self._folder, self._wrote = folder, wrote

    def read(self, file: str) -> str:
        """Returns the text of a file as it is. Raises ``NotWritten`` if it is not there."""
        try:
            return (self._folder / file).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            raise NotWritten(f"{file} is not there, or it is not text. A developer must look at it.") from None

    def save(
        self, file: str, text: str, base: str, author: Author, why: str, noting: Callable[[Replaced], None]
    ) -> Written:
        """Writes a file that is still the one of hash ``base`` (``ABSENT``: none), and commits it.

        ``noting`` is told what is about to be replaced, before it is: it writes the audit entry, and if it raises,
        nothing is written. Raises ``ChangedSince`` and ``NotWritten``. When this returns, the file is on the disk.
        """
        with self._alone():
            before = self._current(file)
            if (ABSENT if before is None else hash_of(before)) != base:
                raise ChangedSince(before or "")
            known = self._settled(file, before)
            noting(Replaced(before or "", known))
            try:
                put(self._folder / file, text)
            except OSError as error:
                raise NotWritten(f"{file} could not be written: {error.strerror}.") from None
            committed = None if known == "no git" else known == "committed" and self._commit(file, author, why)
            return Written(base, hash_of(text), committed)

    def _current(self, file: str) -> str | None:
        path = self._folder / file
        return self.read(file) if path.exists() else None

    def _settled(self, file: str, before: str | None) -> Known:
        """Returns whether git holds the file as it is, after committing what these pages wrote and could not commit."""
        if self._git("rev-parse", "--is-inside-work-tree") != "true" or self._git("check-ignore", "--", file):
            return "no git"
        self._unlock()
        changed = self._git("status", "--porcelain", "--untracked-files=all", "--", file)
        if changed == "":
            return "committed"
        author = self._wrote(file, hash_of(before)) if before is not None else None
        # Whoever wrote it otherwise is not known, and a commit would put the editor's name on it.
        return "committed" if author and self._commit(file, author, "Saved in the editor") else "not committed"

    def _commit(self, file: str, author: Author, why: str) -> bool:
        told = ("-c", f"user.name={author.name}", "-c", f"user.email={author.email}", "-c", "commit.gpgsign=false")
        if self._git("add", "--", file) is None:
            return False
        message = f"{Path(file).stem}: {why}"
        done = self._git(*told, "commit", "--no-verify", "--quiet", "--only", "-m", message, "--", file)
        return done is not None or self._git("status", "--porcelain", "--", file) == ""  # the same words again

    def _unlock(self) -> None:
        """Removes locks that a power cut left; git itself never does, and could commit nothing any more."""
        branch = self._git("symbolic-ref", "--quiet", "HEAD")
        for name in ("index.lock", "HEAD.lock", *([f"{branch}.lock"] if branch else [])):
            where = self._git("rev-parse", "--git-path", name)
            path = self._folder / where if where else None
            with suppress(OSError):
                if path and time.time() - path.stat().st_mtime > STALE:
                    path.unlink()

    def _git(self, *arguments: str) -> str | None:
        """Returns what git says, or None where it fails. Hooks do not run: they are for developers' machines."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-C", str(self._folder), "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"]
        try:
            done = subprocess.run(
                [*command, *arguments], env=environment | {"GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0"},
                capture_output=True, timeout=SECONDS, check=True, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.decode("utf-8", "replace").strip()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        held = os.open(self._folder / "topics", os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
        finally:
            os.close(held)


def put(path: Path, text: str) -> None:
    """Replaces a file in one step: a stop at any moment leaves the old text or the new one, whole. Raises ``OSError``.

    What a stop halfway leaves beside it has a name that starts with a dot, and the next write takes it over.
    """
    partial = path.with_name(f".{path.name}.partial")
    with open(partial, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(partial, path.stat().st_mode & 0o777 if path.exists() else 0o644)
    os.replace(partial, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
