"""Who wrote the words that are about to be signed, as git tells it; what git cannot vouch for has no known author.

Anybody can commit under another's name, so this keeps honest people from signing their own words by mistake, and leaves
a trace of dishonest ones. Words that matter most need two reviewers whoever wrote them (``signatures``).
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{40,64}")
EMAIL = re.compile(r"<([^<>\s]+)>")
TOPIC = re.compile(r"topics/[^/]+/([\w-]+\.md)")
SECONDS = 30.0
EDITOR = "editor.invalid"  # where an account without an address of its own commits from, in the editor's pages
# Of each commit: author, who committed it, who is named beside them; then the files that it changed. A merge changed
# those that are like none of its parents' (-c): who merges the work of others has not written it.
COMMITS = ("-c", "--name-only", "--format=%x00<%ae>%n<%ce>%n%(trailers:key=Co-authored-by,valueonly)%x01")


class _Unknown(Exception):
    """Git cannot say who wrote this."""


@dataclass(frozen=True)
class Authors:
    """Who changed some files, by address in small letters, up to ``commit``."""

    emails: frozenset[str]
    commit: str


def own_addresses(name: str, emails: Iterable[str]) -> set[str]:
    """Returns every address, in small letters, under which an account of this name may have written."""
    return {f"{name}@{EDITOR}", *(email.casefold() for email in emails)}


def authors(folder: Path, files: tuple[str, ...], since: str | None) -> Authors | None:
    """Returns who changed these files of the content folder after the commit ``since`` (None: ever).

    None where nobody can know: no git, a history that is cut off, or a file that differs from the last commit. So too
    where reviewers.yml differs: who owns which address is part of the question.
    """
    try:
        commit = _git(folder, "rev-parse", "--verify", "HEAD^{commit}").strip()
        if _git(folder, "rev-parse", "--is-shallow-repository").strip() != "false":
            return None
        for file in (*files, "reviewers.yml"):
            if _git_bytes(folder, "cat-file", "blob", f"{commit}:./{file}") != (folder / file).read_bytes():
                return None
        span = commit
        if since and COMMIT.fullmatch(since) and _is_before(folder, since, commit):
            span = f"{since}..{commit}"
        told = _git(folder, "log", "--full-history", *COMMITS, span, "--", *(_path(file) for file in files))
    except (_Unknown, OSError):
        return None
    wrote = [people for people, _, changed in (x.rpartition("\x01") for x in told.split("\0")) if changed.strip()]
    return Authors(frozenset(email.casefold() for email in EMAIL.findall("\n".join(wrote))), commit)


def _path(file: str) -> str:
    """A topic may have been moved from another group: who wrote it there wrote it."""
    moved = TOPIC.fullmatch(file)
    return f":(glob)topics/*/{moved[1]}" if moved else f":(literal){file}"


def _is_before(folder: Path, since: str, commit: str) -> bool:
    try:
        _git(folder, "merge-base", "--is-ancestor", since, commit)
    except _Unknown:
        return False
    return True


def _git(folder: Path, *arguments: str) -> str:
    return _git_bytes(folder, *arguments).decode("utf-8", "replace")


def _git_bytes(folder: Path, *arguments: str) -> bytes:
    """Runs git as the folder has it: not as an environment or a replaced object would have it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = [
        "git",
        "--no-replace-objects",
        "--no-pager",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "log.showRoot=true",
        "-C",
        str(folder),
    ]
    try:
        done = subprocess.run(
            [*command, *arguments], env=environment, capture_output=True, timeout=SECONDS, check=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise _Unknown from error
    return done.stdout
