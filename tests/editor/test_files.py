"""Tests of the files: whole whenever the machine stops, what was acknowledged is there, one writer at a time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.editor.files import ABSENT, Author, ChangedSince, Files, Replaced, hash_of
from service.web.settings import ROOT
from tests.editor.conftest import Office

ANN = Author("ann", "ann@editor.invalid")
FILE = "topics/illness/basics.md"
KILLS = 50 if os.environ.get("PROVE") else 8
# Saves numbered versions for ever; says each number once it is told that it is saved.
WRITER = """
import sys
from pathlib import Path
from service.editor.files import Author, Files, hash_of
files, file = Files(Path(sys.argv[1]), lambda file, after: Author("ann", "ann@editor.invalid")), sys.argv[2]
text = files.read(file)
number = int(text.split("number ")[1].split()[0])
while True:
    number += 1
    new = text.split("number ")[0] + f"number {number} " + "words " * 20000 + f"end {number}\\n"
    files.save(file, new, hash_of(text), Author("ann", "ann@editor.invalid"), f"number {number}", lambda _: None)
    text = new
    print(number, flush=True)
"""


def nothing(_: Replaced) -> None:
    """Notes nothing."""


def whole(text: str) -> int:
    """Returns the number of a version, once it is seen to be all there."""
    number = int(text.split("number ")[1].split(maxsplit=1)[0])
    assert text.endswith(f"end {number}\n") and text.startswith("---\n"), text[:80]
    return number


def killed_while_saving(folder: Path) -> int:
    """Runs the writer, kills it and its git at some moment; returns the last number it had acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), FILE], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    assert writer.stdout
    said = writer.stdout.readline()
    time.sleep(random.uniform(0, 0.15))
    os.killpg(writer.pid, signal.SIGKILL)
    rest = writer.stdout.read()
    writer.wait()
    return int((said + rest).split()[-1])


def test_a_power_cut_while_saving_leaves_a_whole_file_and_every_acknowledged_save(office: Office) -> None:
    office.small.write(FILE, office.text() + "number 0 end 0\n")
    office.in_git()
    for _ in range(KILLS):
        acknowledged = killed_while_saving(office.small.folder)
        assert whole(office.text()) in (acknowledged, acknowledged + 1)
        for lock in (office.small.folder / ".git").rglob("*.lock"):
            os.utime(lock, (1, 1))  # as it is found the next day

    files = Files(office.small.folder, lambda file, after: ANN)
    last = office.text()
    written = files.save(FILE, last + "More.\n", hash_of(last), ANN, "After it", nothing)

    assert written.committed
    assert office.git("status", "--porcelain", "--", FILE) == ""
    assert office.git("fsck", "--no-dangling") == ""
    assert office.text() == last + "More.\n"


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(office: Office) -> None:
    files, before = Files(office.small.folder), office.text()

    def save(number: int) -> bool:
        try:
            files.save(FILE, f"{before}{number}\n", hash_of(before), ANN, "Mine", nothing)
        except ChangedSince as changed:
            assert changed.text.startswith(before)
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(save, range(6))) == 1


def test_a_new_file_is_written_where_there_is_none(office: Office) -> None:
    office.in_git()
    written = Files(office.small.folder).save("topics/illness/new.md", "New.\n", ABSENT, ANN, "New", nothing)

    assert written.committed and office.text("topics/illness/new.md") == "New.\n"
    with pytest.raises(ChangedSince):
        Files(office.small.folder).save("topics/illness/new.md", "Newer.\n", ABSENT, ANN, "New", nothing)


def test_outside_git_a_save_is_just_written(office: Office) -> None:
    before = office.text()
    written = Files(office.small.folder).save(FILE, before + "More.\n", hash_of(before), ANN, "More", nothing)

    assert written.committed is None and office.text() == before + "More.\n"


def test_a_commit_takes_nothing_else_with_it(office: Office) -> None:
    office.in_git()
    office.small.swap("facts.yml", "68.5", "68.6")
    office.git("add", "-A")
    before = office.text()

    assert Files(office.small.folder).save(FILE, before + "More.\n", hash_of(before), ANN, "More", nothing).committed

    assert office.git("show", "--name-only", "--format=", "HEAD") == FILE
    assert office.git("status", "--porcelain") == "M  facts.yml"


def test_hooks_of_developers_do_not_run(office: Office) -> None:
    office.in_git()
    hook = office.small.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    before = office.text()

    assert Files(office.small.folder).save(FILE, before + "More.\n", hash_of(before), ANN, "More", nothing).committed


def test_rights_of_a_file_stay(office: Office) -> None:
    path = office.small.folder / FILE
    path.chmod(0o664)
    before = office.text()
    Files(office.small.folder).save(FILE, before + "More.\n", hash_of(before), ANN, "More", nothing)

    assert path.stat().st_mode & 0o777 == 0o664
