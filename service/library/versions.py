"""The published versions on disk: one folder each, one pointer to what is served, one lock for who changes it.

``published/current`` names the version served first, then those before it, one a line. It is replaced in one step, so
a reader finds the old version or the new one, each whole, whenever the machine stops.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

STORE = "content.db"  # topics and their search index
FIXED = "fixed.json"  # danger and advice rules, cards, fixed wording, helplines: what must come even without the store
PUBLISHED, POINTER, LOCK = "published", "current", "lock"
KEPT = 20  # version folders; the words of all versions stay in the archive
NAME = re.compile(r"(\d{6,})-\d{8}T\d{6}Z")
PARTIAL = ".partial"  # the ending of what is being written


class Refused(Exception):
    """Publishing, rolling back or withdrawing was not done; the text says why and what to do."""


def pointer(var: Path) -> Path:
    """Returns the file that names the version served; it need not be there."""
    return var / PUBLISHED / POINTER


def trail(var: Path) -> list[str]:
    """Returns the names of the version served and of those before it, newest first; empty where none is published.

    A pointer that names something else than versions counts as none.
    """
    try:
        names = pointer(var).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return []
    return names if all(NAME.fullmatch(name) for name in names) else []


def folder(var: Path, version: str) -> Path:
    """Returns the folder of a version, which need not be there."""
    return var / PUBLISHED / version


def current(var: Path) -> Path | None:
    """Returns the folder of the version served, or None where none is published."""
    names = trail(var)
    return folder(var, names[0]) if names else None


@contextmanager
def alone(var: Path) -> Iterator[None]:
    """Holds the lock of publishing. Raises ``Refused`` at once while another holds it.

    The kernel frees the lock of a process that ends, however it ends.
    """
    (var / PUBLISHED).mkdir(parents=True, exist_ok=True)
    with (var / PUBLISHED / LOCK).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("Somebody else is publishing at this moment. Try again when they have done.") from None
        yield


@contextmanager
def new_folder(var: Path) -> Iterator[Path]:
    """Gives a folder to write a version into; afterwards it is on the disk under its name. Needs ``alone``.

    It gives ``published/<version>.partial``; what an earlier one left unfinished is removed.
    """
    root = var / PUBLISHED
    for left in root.glob(f"*{PARTIAL}"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    partial = root / f"{_next_name(var)}{PARTIAL}"
    partial.mkdir()
    yield partial
    for file in partial.iterdir():
        sync(file)
    sync(partial)
    os.rename(partial, partial.with_suffix(""))
    sync(root)


def _next_name(var: Path) -> str:
    numbers = [int(found[1]) for path in (var / PUBLISHED).iterdir() if (found := NAME.fullmatch(path.name))]
    numbers += [int(name.partition("-")[0]) for name in trail(var)]
    return f"{max(numbers, default=0) + 1:06}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def serve(var: Path, version: str) -> None:
    """Makes a new version the one served and removes the oldest beyond ``KEPT``. Needs ``alone``."""
    names = [version, *trail(var)]
    _point(var, names[:KEPT])
    known = sorted((path for path in (var / PUBLISHED).iterdir() if NAME.fullmatch(path.name)), key=_number)
    for old in known[:-KEPT]:
        if old.name not in names[:2]:  # what is served, and what rolling back would serve
            shutil.rmtree(old)


def serve_before(var: Path) -> str:
    """Makes the version before the one served; returns its name. Needs ``alone``. Raises ``Refused`` without one."""
    names = before(var)
    _point(var, names)
    return names[0]


def before(var: Path) -> list[str]:
    """Returns the versions before the one served, newest first. Raises ``Refused`` where there is none on the disk."""
    names = [name for name in trail(var)[1:] if (folder(var, name) / STORE).is_file()]
    if not names:
        raise Refused("There is no version before this one to go back to.")
    return names


def _number(path: Path) -> int:
    return int(path.name.partition("-")[0])


def _point(var: Path, names: list[str]) -> None:
    replace(pointer(var), "".join(f"{name}\n" for name in names))


def replace(path: Path, text: str) -> None:
    """Writes a file anew in one step: whoever reads it finds the old text or the new, also after a power cut."""
    partial = path.with_name(f"{path.name}.{os.getpid()}{PARTIAL}")
    partial.write_text(text, encoding="utf-8")
    sync(partial)
    os.replace(partial, path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Returns when a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def mark(path: Path | None) -> tuple[int, int, int]:
    """Returns what changes when a file is replaced: inode, time of change and size; noughts where there is none."""
    try:
        stat = path.stat() if path else None
    except OSError:
        stat = None
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size) if stat else (0, 0, 0)
