"""Tests of the versions on disk: whatever stops a publish, and whoever else publishes, one whole version is served."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from service.library import archive, versions
from service.library.find import Library, NotPublished
from service.library.publish import publish, rollback
from service.library.versions import Refused
from service.library.withdrawn import withdraw
from service.safety.urgent import Urgent
from tests import stored
from tests.library.conftest import Small

KILLS = 50 if os.environ.get("PROVE") else 8
FORK = get_context("fork")  # a child has everything imported, so that the kill meets publishing and not starting
STEPS = ("fsync", "replace", "rename", "mkdir")  # of os: what publishing does to the disk


@pytest.fixture
def var(small: Small, tmp_path: Path) -> Path:
    """A folder with the small content published."""
    publish(small.folder, tmp_path / "var", Urgent.from_data)
    return tmp_path / "var"


def words(small: Small, number: int) -> None:
    """Writes words of which topic and fixed wording hold the same number in letters."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    small.topic("basics", lead=f'"Words {letters}."')
    text = (small.folder / "wording.yml").read_text(encoding="utf-8")
    small.write("wording.yml", re.sub(r"(?m)^greeting: .*$", f'greeting: "Words {letters}."', text))


def served(library: Library) -> str:
    """Returns the words that both files of the version served say."""
    store, fixed = library.published(), library.fixed()
    assert store.search("words") == ["basics"]
    lead, greeting = store.topics["basics"]["lead"], fixed.data["wording"]["greeting"]["text"]
    assert lead == greeting, "the two files are of two versions"
    return str(lead)


def child(work: Callable[[], object]) -> ForkProcess:
    """Starts a process of this one that does the work and ends at once."""

    def run() -> None:
        work()
        os._exit(0)

    process = FORK.Process(target=run)
    process.start()
    return process


def test_killed_at_any_moment_the_old_or_the_new_version_is_served_whole(small: Small, var: Path) -> None:
    words(small, 0)
    began = time.monotonic()
    publish(small.folder, var, Urgent.from_data)
    lasts = time.monotonic() - began
    running, known = Library(var), "Words a."
    killed = 0
    for number in range(1, KILLS + 1):
        words(small, number)
        process = child(lambda: publish(small.folder, var, Urgent.from_data))
        time.sleep(random.uniform(0, lasts * 1.2))
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        new = "Words " + "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "."
        now = served(Library(var))
        assert now in (known, new)
        assert served(running) == now
        known = now
    assert killed > KILLS / 4, "most publishes ended before they were killed"
    words(small, 0)
    publish(small.folder, var, Urgent.from_data)
    assert served(running) == "Words a."
    assert not list((var / "published").glob("*.partial"))


def test_killed_before_each_step_on_the_disk_the_old_or_the_new_version_is_served_whole(
    small: Small, var: Path
) -> None:
    words(small, 1)
    publish(small.folder, var, Urgent.from_data)
    words(small, 2)
    running, seen = Library(var), []
    for step in range(100):

        def publish_until_killed(step: int = step) -> None:
            left = [step]
            for name in STEPS:
                setattr(os, name, stopped(getattr(os, name), left))
            publish(small.folder, var, Urgent.from_data)

        process = child(publish_until_killed)
        process.join()
        seen.append(served(Library(var)))
        assert served(running) == seen[-1]
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
    assert len(seen) > 8
    assert seen[0] == "Words b."
    assert seen[-2:] == ["Words c."] * 2  # killed after the pointer was switched, and not killed
    assert set(seen) == {"Words b.", "Words c."}


def stopped(real: Callable[..., object], left: list[int]) -> Callable[..., object]:
    """Returns a function of ``os`` before whose call this process kills itself once ``left`` calls were made."""

    def call(*given: object, **named: object) -> object:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return real(*given, **named)

    return call


def test_of_two_publishes_at_once_one_wins_and_the_other_says_so(small: Small, var: Path) -> None:
    words(small, 1)
    begun, go_on = FORK.Event(), FORK.Event()

    def slow_rules(_: object) -> None:
        begun.set()
        assert go_on.wait(60)

    process = child(lambda: publish(small.folder, var, slow_rules))
    assert begun.wait(60)
    before = versions.trail(var)
    with pytest.raises(Refused, match=r"^Somebody else is publishing at this moment\. Try again when"):
        publish(small.folder, var, Urgent.from_data)
    with pytest.raises(Refused):
        rollback(var)
    assert versions.trail(var) == before
    go_on.set()
    process.join()
    assert process.exitcode == 0
    assert served(Library(var)) == "Words b."
    assert versions.trail(var)[1:] == before


def test_a_publisher_that_was_killed_holds_nobody_up(small: Small, var: Path) -> None:
    begun = FORK.Event()

    def stuck(_: object) -> None:
        begun.set()
        time.sleep(600)

    process = child(lambda: publish(small.folder, var, stuck))
    assert begun.wait(60)
    process.kill()
    process.join()
    words(small, 1)
    publish(small.folder, var, Urgent.from_data)
    assert served(Library(var)) == "Words b."


def test_twenty_versions_are_kept_and_the_words_of_all(
    small: Small, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "KEPT", 3)
    first = Library(var).published().topics["basics"]["fingerprint"]
    for number in range(5):
        words(small, number)
        publish(small.folder, var, Urgent.from_data)
    folders = sorted(path.name for path in (var / "published").iterdir() if path.is_dir())
    assert [name.partition("-")[0] for name in folders] == ["000004", "000005", "000006"]
    assert versions.trail(var) == folders[::-1]
    assert archive.find(var, first)[0].words["lead"] == "It is a treatment."


def test_a_version_says_its_number_and_when(var: Path) -> None:
    (name,) = versions.trail(var)
    assert re.fullmatch(r"000001-20\d{6}T\d{6}Z", name)


# Rolling back


def test_rolling_back_serves_the_version_before_and_then_the_one_before_that(small: Small, var: Path) -> None:
    for number in range(3):
        words(small, number)
        publish(small.folder, var, Urgent.from_data)
    running = Library(var)
    assert served(running) == "Words c."
    version, changed = rollback(var)
    assert served(running) == served(Library(var)) == "Words b."
    assert versions.trail(var)[0] == version
    assert [change.unit for change in changed] == ["topics/basics", "wording"]
    rollback(var)
    assert served(running) == "Words a."
    words(small, 7)
    publish(small.folder, var, Urgent.from_data)
    assert served(running) == "Words h."
    rollback(var)
    assert served(running) == "Words a."  # and not what had been rolled back


def test_rolling_back_with_nothing_before_is_refused(var: Path) -> None:
    with pytest.raises(Refused, match=r"^There is no version before this one to go back to\.$"):
        rollback(var)
    assert Library(var).published().topics


def test_rolling_back_steps_over_a_version_that_is_gone(small: Small, var: Path) -> None:
    for number in range(2):
        words(small, number)
        publish(small.folder, var, Urgent.from_data)
    (versions.folder(var, versions.trail(var)[1]) / "content.db").unlink()
    rollback(var)
    assert Library(var).published().topics["basics"]["lead"] == "It is a treatment."


def test_rolling_back_leaves_withdrawn_what_is_withdrawn(small: Small, var: Path) -> None:
    words(small, 1)
    publish(small.folder, var, Urgent.from_data)
    running = Library(var)
    withdraw(var, "basics", "The words are wrong.", "somebody")
    rollback(var)
    assert running.withdrawn().covers("basics")


def test_rolling_back_to_a_version_that_is_not_fit_for_live_is_refused(small: Small, var: Path) -> None:
    words(small, 1)
    publish(small.folder, var, Urgent.from_data)
    with pytest.raises(Refused, match=r"^In live mode these must be signed as they stand: cards/crisis, "):
        rollback(var, live=True)
    assert served(Library(var)) == "Words b."


# A pointer or a folder that is not as it should be


def test_a_pointer_that_is_gone_leaves_the_last_fixed_words_and_the_next_publish_heals_it(
    small: Small, var: Path
) -> None:
    running = Library(var)
    good = running.fixed()
    versions.pointer(var).unlink()
    assert running.fixed() is good
    with pytest.raises(NotPublished, match=r"names no published version\. Run `make publish`\.$"):
        running.published()
    with pytest.raises(NotPublished):
        Library(var)
    words(small, 1)
    publish(small.folder, var, Urgent.from_data)
    assert served(running) == "Words b."


@pytest.mark.parametrize("pointed", ["", "../../etc", "000001", "\x00", "000001-20260101T000000Z\n/etc"])
def test_a_pointer_that_names_no_version_is_none(var: Path, pointed: str) -> None:
    versions.pointer(var).write_text(pointed)
    assert versions.trail(var) == []
    with pytest.raises(NotPublished):
        Library(var)


def test_files_of_older_releases_are_not_served(small: Small, tmp_path: Path) -> None:
    publish(small.folder, tmp_path / "new", Urgent.from_data)
    var = tmp_path / "old"
    var.mkdir()
    (var / "content.db").write_bytes(stored.store(tmp_path / "new").read_bytes())
    (var / "fixed.json").write_bytes(stored.fixed(tmp_path / "new").read_bytes())
    with pytest.raises(NotPublished):
        Library(var)


# The archive


def test_the_archive_shows_what_was_said_by_the_whole_fingerprint_or_its_first_digits(small: Small, var: Path) -> None:
    first = Library(var).published().topics["basics"]["fingerprint"]
    words(small, 1)
    publish(small.folder, var, Urgent.from_data)
    for asked in (first, first.removeprefix("sha256:"), first[:19], first.upper().replace("SHA", "sha")):
        (kept,) = archive.find(var, asked)
        assert (kept.unit, kept.fingerprint, kept.words["lead"]) == ("topics/basics", first, "It is a treatment.")
        assert kept.version == versions.trail(var)[1]


def test_the_archive_keeps_every_unit_and_each_step_alone(var: Path) -> None:
    library = Library(var)
    fixed = library.fixed().data
    shown = {
        "wording": fixed["fingerprint"],
        "timeline": fixed["timeline"]["fingerprint"],
        "cards/urgent": fixed["cards"]["urgent"]["fingerprint"],
        "cards/pl/crisis": fixed["tongues"]["cards"]["pl"]["crisis"]["fingerprint"],
        "helplines/charity": fixed["helplines"][1]["fingerprint"],
        "eligibility/2": fixed["eligibility"][1]["fingerprint"],
    }
    for unit, fingerprint in shown.items():
        assert unit in [kept.unit for kept in archive.find(var, fingerprint)]


@pytest.mark.parametrize("asked", ["", "sha256:", "basics", "0123456789", "0" * 65, "0123456789a%"])
def test_what_is_no_fingerprint_is_said(var: Path, asked: str) -> None:
    with pytest.raises(Refused, match=r"^Write a fingerprint: sha256: and its digits, at least the first twelve\.$"):
        archive.find(var, asked)


def test_words_that_were_never_published_are_said(var: Path) -> None:
    with pytest.raises(Refused, match=r"^Nothing was published here with this fingerprint\.$"):
        archive.find(var, "0" * 64)


def test_a_broken_archive_stops_publishing_and_not_serving(small: Small, var: Path) -> None:
    (var / "published/words.db").write_bytes(b"no archive " * 500)
    words(small, 1)
    with pytest.raises(Refused, match=r"^words\.db, where published words are kept, cannot be used: "):
        publish(small.folder, var, Urgent.from_data)
    assert Library(var).published().topics["basics"]["lead"] == "It is a treatment."


def test_words_stay_as_first_published(small: Small, var: Path) -> None:
    before = _rows(var)
    publish(small.folder, var, Urgent.from_data)
    assert _rows(var) == before


def _rows(var: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(var / "published/words.db") as database:
        rows = database.execute("SELECT * FROM words ORDER BY fingerprint, unit").fetchall()
    database.close()
    assert rows
    return rows
