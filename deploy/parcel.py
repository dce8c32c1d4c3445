"""One archive with a list of checksums: packed from a folder, and unpacked only if every file in it is on the list."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from service.library.versions import sync

LIST = "SHA256SUMS"  # as `sha256sum -c` reads it, so that an archive can be checked by hand too
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
LARGEST_LIST = 16 * 1024 * 1024  # bytes; a hundred thousand files
DAMAGED = (OSError, EOFError, zlib.error, tarfile.TarError, UnicodeDecodeError, RecursionError)


class Stopped(Exception):
    """What stopped the work: one sentence for the person who started it."""


def pack(folder: Path, file: Path) -> None:
    """Packs every file below ``folder`` into ``file``, which only its owner can read. Raises ``OSError``.

    The archive is read back and checked before it gets its name. The list is its first member.
    """
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    (folder / LIST).write_text("".join(f"{_sum_of(folder / name)}  {name}\n" for name in names), encoding="utf-8")
    partial = file.with_name(f".{file.name}.partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
                for name in (LIST, *names):
                    archive.add(folder / name, name, recursive=False, filter=_nobodys)
            raw.flush()
            os.fsync(raw.fileno())
        for _ in _checked(partial):
            pass
        os.replace(partial, file)
    finally:
        partial.unlink(missing_ok=True)
    sync(file.parent)


def unpack(file: Path, folder: Path) -> None:
    """Unpacks into ``folder``, which must not be there yet. Raises ``Stopped``, and leaves nothing then.

    Nothing is trusted: a name that leads elsewhere, a link, and a file that is not on the list stop it.
    """
    folder.mkdir(mode=0o700)
    try:
        for name, piece in _checked(file):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("ab") as written:
                written.write(piece)
    except BaseException:
        shutil.rmtree(folder)
        raise


def _checked(file: Path) -> Iterator[tuple[str, bytes]]:
    """Yields the pieces of every file, in order. Raises ``Stopped`` at the first thing that is not as listed."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            listed = _listed(archive, file)
            for member in archive:
                if member.offset == 0:  # the list itself
                    continue
                if not member.isfile() or member.name not in listed:
                    raise Stopped(f"{file.name} holds {member.name!r}, which is not on its list. Use another backup.")
                reader, found = archive.extractfile(member), hashlib.sha256()
                yield member.name, b""  # an empty file is a file too
                for piece in _pieces(reader):
                    found.update(piece)
                    yield member.name, piece
                if found.hexdigest() != listed.pop(member.name):
                    raise Stopped(f"{member.name} in {file.name} has the wrong checksum. Use another backup.")
    except DAMAGED as error:
        raise Stopped(f"{file.name} cannot be read ({type(error).__name__}). Use another backup.") from error
    if listed:
        raise Stopped(f"{file.name} lacks {min(listed)}, which is on its list. Use another backup.")


def _listed(archive: tarfile.TarFile, file: Path) -> dict[str, str]:
    first = archive.next()
    reader = archive.extractfile(first) if first and first.name == LIST and first.isfile() else None
    if reader is None:
        raise Stopped(f"{file.name} is not a backup of this service: it does not begin with {LIST}.")
    lines = reader.read(LARGEST_LIST).decode("utf-8").splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    listed = {match[2]: match[1] for match in found if match}
    if len(listed) != len(lines) or not all(_stays_inside(name) for name in listed):
        raise Stopped(f"The list of checksums in {file.name} is not whole. Use another backup.")
    return listed


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and path.as_posix() == name and "\0" not in name


def _pieces(reader: IO[bytes] | None) -> Iterator[bytes]:
    while reader and (piece := reader.read(1024 * 1024)):
        yield piece


def _sum_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        for piece in _pieces(file):
            found.update(piece)
    return found.hexdigest()


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whose file it was is the business of the machine it came from."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member
