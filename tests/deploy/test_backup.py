"""Tests of backups: what was there comes back, no conversation is ever in one, and no damaged one is taken."""

import io
import json
import os
import re
import shlex
import shutil
import socket
import sqlite3
import stat
import subprocess
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select

from deploy import backup, restore
from deploy.parcel import LIST, Stopped, pack, unpack
from deploy.records_copy import COPIED
from service.library import withdrawn
from service.library.find import Library
from service.library.versions import Refused, alone, trail
from service.records.audit import Audit
from service.records.conversations import Records, TurnRecord, connect, utc_now
from service.records.counts import Count
from service.records.tables import AccountRow, Base, CountRow, DraftRow, SentBackRow, SessionRow, ThumbCountRow
from service.stack import free_port
from service.web.settings import ROOT, Settings

# Words that stand nowhere but in what a patient typed; in the free pages and the log of the records too.
TYPED, DELETED, COMMENT = "my knees feel like wet cardboard", "a purple bicycle in the ward", "thank you lighthouse"
LEFT_OUT = {"conversations", "feedback", "handled", "sessions", "turns"}


def settings_of(folder, **more):
    """Returns settings of a folder with `content` and `var`, on ports where nobody listens."""
    bot = f"http://127.0.0.1:{free_port()}"
    given = {"CONTENT_DIR": str(folder / "content"), "VAR_DIR": str(folder / "var"), "BOT_URL": bot}
    return Settings.read({**given, "PORT": str(free_port()), **more})


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A file of records with every table and no row, made once."""
    file = tmp_path_factory.mktemp("empty") / "records.db"
    connect(f"sqlite:///{file}").dispose()
    return file


def furnished(folder, published, empty):
    """Returns settings of a service that was in use: words published, a topic withdrawn, a version of the loader."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(published / "published", folder / "var" / "published")
    settings = settings_of(folder)
    shutil.copy(empty, settings.var_dir / "records.db")
    (settings.var_dir / "widget").mkdir()
    (settings.var_dir / "widget" / "0123456789ab.js").write_text("// a version that pages name")
    withdrawn.withdraw(settings.var_dir, "driving", "a wrong figure", "lead")
    return settings


def lived_in(settings):
    """Returns its records, open as the service has them: a conversation, a deleted one, accounts, audit, a draft …

    The newest rows stand in the log alone.
    """
    engine = connect(settings.database_url)
    records = Records(engine)
    for text in (DELETED, TYPED):
        name = uuid4().hex
        records.open(name, "")
        reply = {"replies": [], "choices": []}
        turn = TurnRecord(1, str(uuid4()), text, reply, "answer", "driving", None, 0.9, utc_now())
        records.add(name, turn)
        records.rate(name, 1, True, COMMENT)
        if text == DELETED:
            records.erase(name)
    with engine.begin() as db:
        for name in ("ada", "bob"):
            db.execute(insert(AccountRow).values(**account(name)))
        now = utc_now()
        db.execute(insert(DraftRow).values(topic="driving", who="ada", text="A draft.", base="0", number=1, at=now))
        gone = {"id": "s" * 64, "account": "ada", "stamp": "0", "began": now, "seen": now, "browser": "Firefox"}
        db.execute(insert(SessionRow).values(**gone))
        db.execute(insert(CountRow).values(day=now.date(), outcome="answer", topic="driving", turns=7))
        db.execute(insert(ThumbCountRow).values(day=now.date(), topic="driving", helpful=True, thumbs=3))
        back = {"unit": "topics/driving", "fingerprint": "sha256:0", "reviewer": "ben", "reason": "Say whose rule."}
        db.execute(insert(SentBackRow).values(**back, at=now))
    Audit(engine).add("ada", "account added")
    return engine


@pytest.fixture
def house(published, empty, tmp_path):
    """Settings of a service of one test's own."""
    return furnished(tmp_path, published, empty)


@pytest.fixture
def engine(house):
    """The records of the house, in use and open."""
    engine = lived_in(house)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def archive(published, empty, tmp_path_factory):
    """A backup of such a service, made once; nobody changes it."""
    settings = furnished(tmp_path_factory.mktemp("another"), published, empty)
    lived_in(settings).dispose()
    return backup.make(settings, settings.var_dir / "backups")


def account(name):
    """Returns the row of an account."""
    empty = {"failures": [], "locked_until": None, "tries": 0, "active": True, "last_step": 0}
    return {"name": name, "roles": ["lead"], "password": "x", "secret": "y", **empty}


def rows(file, table):
    """Returns all rows of a table, as text."""
    with closing(sqlite3.connect(file)) as database:
        return [str(row) for row in database.execute(f"SELECT * FROM {table}")]


def all_bytes(folder):
    """Returns the bytes of every file below a folder, one after the other."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def files(folder):
    """Returns name -> bytes of every file below a folder, but for the lock of publishing."""
    found = [path for path in folder.rglob("*") if path.is_file() and path.name != "lock"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def standing(house):
    """Returns all that is in the state folder; of the records what they say, because looking can move their log."""
    found = {name: content for name, content in files(house.var_dir).items() if not name.startswith("records.db")}
    file = house.var_dir / "records.db"
    if file.is_file():
        with closing(sqlite3.connect(file)) as database:
            found["records.db"] = "\n".join(database.iterdump()).encode()
    return found


def unpacked(file, folder):
    """Returns the folder that an archive was unpacked into."""
    unpack(file, folder)
    return folder


def test_every_table_is_decided_and_those_with_words_of_patients_stay_out():
    assert set(Base.metadata.tables) | {"alembic_version"} == COPIED | LEFT_OUT
    assert not COPIED & LEFT_OUT


def test_a_backup_holds_everything_but_conversations(house, engine, tmp_path):
    log = Path(f"{house.var_dir / 'records.db'}-wal")
    assert TYPED.encode() in log.read_bytes()  # a copy of the file alone would miss what stands in the log
    file = backup.make(house, tmp_path / "backups")
    inside = unpacked(file, tmp_path / "inside")
    assert not list(tmp_path.glob("backups/.*"))
    for words in (TYPED, DELETED, COMMENT):
        assert words.encode() not in all_bytes(inside)
    for table in LEFT_OUT:
        assert rows(inside / "records.db", table) == []
    for table in COPIED - {"seen"}:
        assert rows(inside / "records.db", table) == rows(house.var_dir / "records.db", table) != []
    assert files(inside / "content") == files(house.content_dir)
    assert set(files(inside / "published")) == set(files(house.var_dir / "published"))
    assert rows(inside / "published/words.db", "words") == rows(house.var_dir / "published/words.db", "words") != []
    for name in ("secret_key", "withdrawn.json", "widget/0123456789ab.js"):
        assert (inside / name).read_bytes() == (house.var_dir / name).read_bytes()


def test_the_records_are_copied_without_the_words_ever_being_in_a_second_file(house, engine, tmp_path, monkeypatch):
    held = []
    monkeypatch.setattr(backup, "pack", lambda folder, file: (held.append(all_bytes(folder)), pack(folder, file)))
    backup.make(house, tmp_path / "backups")
    assert held and not any(words.encode() in held[0] for words in (TYPED, DELETED, COMMENT))


def test_only_the_owner_can_read_a_backup_and_the_list_can_be_checked_by_hand(house, tmp_path):
    old = os.umask(0)
    try:
        file = backup.make(house, tmp_path / "backups")
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    with tarfile.open(file) as archive:
        assert archive.getnames()[0] == LIST
        assert {member.mode for member in archive} == {0o600}
    inside = tmp_path / "inside"
    inside.mkdir()
    subprocess.run(["tar", "-xzf", file, "-C", inside], check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", LIST], cwd=inside, check=True)


def test_the_newest_are_kept_and_other_files_left_alone(house, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"obe-cel-questions-2026010{day}T000000Z.tar.gz" for day in range(1, 5)]
    other = folder / "notes.txt"
    (folder / ".making-1").mkdir()
    for path in (*old, other):
        path.write_text("x")
    file = backup.make(house, folder, 3)
    assert sorted(folder.iterdir()) == sorted([old[2], old[3], file, other])


def test_a_backup_that_fails_removes_no_older_one_and_leaves_nothing_half_made(house, tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    first = backup.make(house, folder, 1)
    monkeypatch.setattr(backup, "PATIENCE", 0.0)
    with alone(house.var_dir), pytest.raises(Stopped, match="publishing"):
        backup.make(house, folder, 1)
    assert list(folder.iterdir()) == [first]


def test_a_restore_brings_back_what_was_there(house, engine, tmp_path):
    kept = {name: rows(house.var_dir / "records.db", name) for name in COPIED}
    content, widget = files(house.content_dir), files(house.var_dir / "widget")
    version = trail(house.var_dir)
    file = backup.make(house, tmp_path / "backups")
    key = (house.var_dir / "secret_key").read_text()

    (house.content_dir / "topics/new.md").write_text("a file since")
    (house.content_dir / "wording.yml").write_text("broken")
    shutil.rmtree(house.var_dir / "published")
    shutil.rmtree(house.var_dir / "widget")
    (house.var_dir / "secret_key").write_text("z" * 64)
    (house.var_dir / "trackers.db").write_text(TYPED)
    with engine.begin() as db:
        db.execute(delete(CountRow))
        db.execute(delete(DraftRow))
    engine.dispose()

    told = restore.restore(house, file)
    assert {name: rows(house.var_dir / "records.db", name) for name in COPIED} == kept
    assert files(house.content_dir) == content
    assert files(house.var_dir / "widget") == widget
    assert trail(house.var_dir) == version != []
    assert (house.var_dir / "secret_key").read_text() == key
    assert stat.S_IMODE((house.var_dir / "records.db").stat().st_mode) == 0o600
    aside = next(house.var_dir.glob("before-restore-*"))
    assert str(aside) in told[-1]
    assert (aside / "content/topics/new.md").read_text() == "a file since"
    assert (aside / "secret_key").read_text() == "z" * 64
    # Not a word of a conversation is left: not aside, not with Rasa, not in what the restore worked with.
    for words in (TYPED, DELETED, COMMENT):
        assert words.encode() not in all_bytes(house.var_dir)
    assert not list(house.var_dir.glob(restore.UNFINISHED))
    # And it all works again, as the service opens it.
    records = Records(connect(house.database_url))
    assert [(c.outcome, c.turns) for c in records.counts() if isinstance(c, Count)] == [("answer", 7)]
    assert records.sweep(timedelta(days=7)) == []
    library = Library(house.var_dir)
    assert len(library.published().topics) > 100 and library.withdrawn().covers("driving")


def test_a_restore_is_refused_while_the_records_are_open(house, engine, archive):
    with engine.connect() as db:
        db.execute(select(AccountRow.name)).all()
    before = standing(house)
    with pytest.raises(Stopped, match="running"):
        restore.restore(house, archive)
    assert standing(house) == before


@pytest.mark.parametrize("whose", ["service", "bot"])
def test_a_restore_is_refused_while_a_port_answers(house, archive, whose):
    port = house.port if whose == "service" else int(house.bot_url.rpartition(":")[2])
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", port))
        listening.listen()
        with pytest.raises(Stopped, match="running"):
            restore.restore(house, archive)


def test_a_restore_is_refused_while_somebody_publishes(house, archive):
    with alone(house.var_dir), pytest.raises(Refused):
        restore.restore(house, archive)


def rewritten(file, to, change):
    """Writes an archive anew; ``change`` gets and returns a list of (member, bytes)."""
    with tarfile.open(file) as archive:
        held = [(member, archive.extractfile(member).read()) for member in archive]
    with tarfile.open(to, "w:gz") as archive:
        for member, content in change(held):
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return to


def with_link(held):
    """Adds a link that leads out of the folder."""
    link = tarfile.TarInfo("content/out")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return [*held, (link, b"")]


def listed_outside(held):
    """Puts a file above the folder, and on the list."""
    (first, listed), *rest = held
    line = b"0" * 64 + b"  ../outside\n"
    return [(first, listed + line), *rest, (tarfile.TarInfo("../outside"), b"x")]


DAMAGES = {
    "wrong checksum": lambda held: [(m, b"x" + c[1:] if m.name == "secret_key" else c) for m, c in held],
    "lacks": lambda held: [(m, c) for m, c in held if m.name != "records.db"],
    "not on its list": lambda held: [*held, (tarfile.TarInfo("extra"), b"x")],
    "which is not on": with_link,
    "not whole": listed_outside,
    "does not begin": lambda held: held[1:],
}


@pytest.mark.parametrize("said", DAMAGES)
def test_a_changed_archive_is_refused_and_nothing_is_touched(house, archive, tmp_path, said):
    file = rewritten(archive, tmp_path / "changed.tar.gz", DAMAGES[said])
    before = standing(house)
    with pytest.raises(Stopped, match=said):
        restore.restore(house, file)
    assert standing(house) == before
    assert not (tmp_path / "outside").exists() and not (house.var_dir / "outside").exists()


@pytest.mark.parametrize("share", [0.0, 0.2, 0.9])
def test_an_archive_that_is_cut_off_is_refused(house, archive, tmp_path, share):
    file = tmp_path / "cut.tar.gz"
    file.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * share)])
    before = standing(house)
    with pytest.raises(Stopped, match="cannot be read"):
        restore.restore(house, file)
    assert standing(house) == before


def test_a_flipped_bit_anywhere_is_refused(archive, tmp_path):
    file, whole = tmp_path / "flipped.tar.gz", archive.read_bytes()
    for place in range(20, len(whole) - 8, len(whole) // 6):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(Stopped):
            unpack(file, tmp_path / "inside")
        assert not (tmp_path / "inside").exists()


def packed_anew(file, folder, change):
    """Returns an archive with right checksums whose content was changed by ``change(folder)``."""
    inside = unpacked(file, folder / "anew")
    change(inside)
    pack(inside, folder / "anew.tar.gz")
    return folder / "anew.tar.gz"


def change_audit(inside):
    with closing(sqlite3.connect(inside / "records.db")) as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit SET actor = 'somebody else'")
        database.commit()


def add_conversation(inside):
    with closing(sqlite3.connect(inside / "records.db")) as database:
        database.execute("INSERT INTO conversations VALUES ('a', '', 'bot', '2026-01-01', '2026-01-01')")
        database.commit()


def from_the_future(inside):
    with closing(sqlite3.connect(inside / "records.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()


NOT_FIT = {
    "were changed": change_audit,
    "hold conversations": add_conversation,
    "newer version": from_the_future,
    "cannot be used": lambda inside: (inside / "records.db").write_bytes(b"no database" * 500),
    "holds no content": lambda inside: (inside / "content/wording.yml").unlink(),
    "lacks its records": lambda inside: (inside / "records.db").unlink(),
    "is not in it": lambda inside: next(inside.glob("published/*/fixed.json")).unlink(),
    "not a backup": lambda inside: (inside / "about.json").unlink(),
}


@pytest.mark.parametrize("said", NOT_FIT)
def test_a_backup_that_could_not_be_served_from_is_refused(house, archive, engine, tmp_path, said):
    file = packed_anew(archive, tmp_path, NOT_FIT[said])
    engine.dispose()
    before = standing(house)
    with pytest.raises(Stopped, match=said):
        restore.restore(house, file)
    assert standing(house) == before and not list(house.var_dir.glob("*restore-*"))


def test_what_was_withdrawn_or_closed_since_stays_so(house, engine, archive):
    withdrawn.withdraw(house.var_dir, "infection", "words are wrong", "lead")
    with engine.begin() as db:
        db.execute(AccountRow.__table__.update().where(AccountRow.name == "bob").values(active=False))
    engine.dispose()
    told = restore.restore(house, archive)
    assert set(withdrawn.withdrawals(house.var_dir).entries) == {"driving", "infection"}
    assert any("Still closed: bob." in line for line in told)
    with closing(sqlite3.connect(house.var_dir / "records.db")) as database:
        assert dict(database.execute("SELECT name, active FROM accounts")) == {"ada": 1, "bob": 0}


def test_what_was_served_since_is_still_known(house, archive):
    (house.var_dir / "widget/ffffffffffff.js").write_text("// a version since")
    (house.var_dir / "widget/0123456789ab.js").unlink()
    words = house.var_dir / "published/words.db"
    with closing(sqlite3.connect(words)) as database, database:
        database.execute("DELETE FROM words WHERE unit = 'topics/driving'")
        database.execute("INSERT INTO words VALUES ('sha256:since', 'topics/new', '{}', '000002', '2026')")
    restore.restore(house, archive)
    assert set(files(house.var_dir / "widget")) == {"0123456789ab.js", "ffffffffffff.js"}
    units = {row.split(", ")[1] for row in rows(words, "words")}
    assert {"'topics/new'", "'topics/driving'"} <= units


def test_an_unreadable_list_of_what_is_withdrawn_still_withdraws_everything(house, archive):
    (house.var_dir / "withdrawn.json").write_text("{ half")
    restore.restore(house, archive)
    assert withdrawn.withdrawals(house.var_dir).covers("anything")


def test_damaged_records_go_only_when_somebody_says_so(house, engine, archive):
    engine.dispose()
    (house.var_dir / "records.db").write_bytes(b"not a database " + TYPED.encode() * 400)
    with pytest.raises(Stopped, match="--drop-records"):
        restore.restore(house, archive)
    assert TYPED.encode() in (house.var_dir / "records.db").read_bytes()
    restore.restore(house, archive, drop_records=True)
    assert TYPED.encode() not in all_bytes(house.var_dir)
    assert rows(house.var_dir / "records.db", "accounts") != []


def test_a_move_that_fails_is_undone(house, engine, archive, monkeypatch):
    engine.dispose()
    (house.content_dir / "wording.yml").write_text("since")
    before, content = standing(house), files(house.content_dir)
    real, count = shutil.move, iter(range(10_000))

    def failing(source, target):
        if next(count) == 30:
            raise OSError(28, "No space left on device")
        return real(source, target)

    monkeypatch.setattr(restore.shutil, "move", failing)
    with pytest.raises(Stopped, match="as it was"):
        restore.restore(house, archive)
    assert next(count) > 31  # it had begun to move, and moved back
    assert standing(house) == before
    assert files(house.content_dir) == content
    assert rows(house.var_dir / "records.db", "turns") != []


def test_what_a_power_cut_left_of_a_restore_is_gone_after_the_next_backup(house, tmp_path):
    left = house.var_dir / "restore-20260101T000000Z.partial"
    (left / "gone").mkdir(parents=True)
    (left / "gone/records.db").write_text(TYPED)
    backup.make(house, tmp_path / "backups")
    assert not left.exists()


def test_the_history_of_the_content_comes_along_to_a_new_machine(house, empty, tmp_path):
    def git(place, *arguments):
        own = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        command = ["git", "-C", str(place), *own, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    (tmp_path / ".gitignore").write_text("*\n!/content\n!/content/**\n!/program\n!.gitignore\n")
    (tmp_path / "program").write_text("old")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "All")
    git(tmp_path, "clone", "--quiet", ".", "new")
    (house.content_dir / "wording.yml").write_text("saved in the editor")
    (tmp_path / "program").write_text("new")
    git(tmp_path, "commit", "--quiet", "-am", "wording: a better word")
    (house.content_dir / "facts.yml").write_text("not committed")
    commit = git(tmp_path, "rev-parse", "HEAD")
    file = backup.make(house, tmp_path / "backups")

    (tmp_path / "new/var").mkdir()
    there = settings_of(tmp_path / "new")
    told = restore.restore(there, file)
    assert any(commit in line for line in told)
    readme = (ROOT / "README.md").read_text()
    for line in re.findall(r"^deploy/as-service git ((?:fetch|reset|checkout) .*(?:HEAD|content).*)$", readme, re.M):
        git(there.content_dir.parent, *shlex.split(line.replace("/var/lib/obe-cel-questions", str(there.var_dir))))
    assert git(there.content_dir.parent, "rev-parse", "HEAD") == commit
    assert (tmp_path / "new/program").read_text() == "new"
    assert git(there.content_dir.parent, "diff", "--name-only") == "content/facts.yml"
    assert (there.content_dir / "facts.yml").read_text() == "not committed"


def test_a_drill_opens_everything_beside_a_running_service_and_leaves_nothing(house, archive, engine, tmp_path):
    before = standing(house)
    told = "\n".join(restore.drill(house, archive))
    assert "Content: no fault." in told and "Withdrawn: driving." in told and "2 accounts, 1 entries" in told
    assert re.search(r"Published: 1\d\d topics", told) and told.endswith("This backup can be used.")
    assert standing(house) == before
    broken = packed_anew(archive, tmp_path, lambda inside: next(inside.glob("published/*/content.db")).write_text("x"))
    with pytest.raises(Stopped, match="cannot be opened"):
        restore.drill(house, broken)
    assert standing(house) == before


def test_postgresql_is_left_to_its_own_tools_and_that_is_said(house, tmp_path, monkeypatch, capsys):
    for name, value in (("CONTENT_DIR", house.content_dir), ("VAR_DIR", house.var_dir)):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@localhost/records")
    assert backup.main(["make", "--to", str(tmp_path / "backups")]) == 0
    said = capsys.readouterr()
    excluded = set(re.findall(r"--exclude-table-data=(\w+)", said.err))
    assert excluded == LEFT_OUT
    file = next((tmp_path / "backups").iterdir())
    about = json.loads((unpacked(file, tmp_path / "inside") / "about.json").read_text())
    assert about["records"] is False and not (tmp_path / "inside/records.db").exists()


def test_the_commands_make_and_restore(house, engine, tmp_path):
    engine.dispose()
    settings = {"CONTENT_DIR": house.content_dir, "VAR_DIR": house.var_dir, "PORT": house.port}
    environment = {**os.environ, **{k: str(v) for k, v in settings.items()}, "BOT_URL": house.bot_url}

    def run(*words):
        command = [str(ROOT / ".venv/bin/python"), "-m", "deploy.backup", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    made = run("make", "--to", str(tmp_path / "backups"), "--keep", "2")
    assert made.returncode == 0, made.stderr
    assert "Left out: conversations" in made.stdout
    file = next((tmp_path / "backups").iterdir())
    (house.content_dir / "wording.yml").unlink()
    missing = run("restore", str(tmp_path / "nothing.tar.gz"))
    restored = run("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert (house.content_dir / "wording.yml").is_file()
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1) and "is not there" in missing.stderr
