"""Tests of the records: the tables of the models, nothing left after erasing, nothing kept past its time."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, update

from service.records import conversations
from service.records.__main__ import main
from service.records.conversations import Records, RecordsDown, TurnRecord, connect, utc_now
from service.records.tables import Base, ConversationRow
from service.web.settings import ROOT
from tests.service_bot.rasa import Rasa

SECRET = "quetzalcoatl swallowed my tablets"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def engine(file: Path) -> Engine:
    return connect(f"sqlite:///{file}")


@pytest.fixture
def records(engine: Engine) -> Records:
    return Records(engine)


def turn(number: int = 1, text: str = SECRET, message: str = "", **changed: Any) -> TurnRecord:
    """Returns a turn as it is stored."""
    reply = {"replies": [{"text": text}]}
    values = {
        "turn": number,
        "message_id": message or f"m{number}",
        "text": text,
        "reply": reply,
        "outcome": "answered",
    }
    more = {"topic": "crs", "fingerprint": "sha256:0", "fingerprints": ["sha256:0", "sha256:1"]}
    more |= {"confidence": 0.9, "at": utc_now()}
    return TurnRecord(**{**values, **more, **changed})


def age(engine: Engine, conversation: str, days: float) -> None:
    """Moves a conversation's last message back."""
    with engine.begin() as database:
        row = ConversationRow
        database.execute(
            update(row).where(row.id == conversation).values(last_message=utc_now() - timedelta(days=days))
        )


def on_disk(file: Path, words: bytes) -> list[str]:
    """Returns the files of the database that hold the words."""
    return [path.name for path in sorted(file.parent.glob(file.name + "*")) if words in path.read_bytes()]


def test_the_migrations_make_the_tables_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        assert (
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata) == []
        )


def test_opening_the_database_again_changes_nothing(file: Path, records: Records) -> None:
    records.open("c", "")
    again = Records(connect(f"sqlite:///{file}"))
    found = again.conversation("c")
    assert found is not None
    assert (found.site, found.state, found.turns) == ("", "bot", 0)


def test_a_turn_comes_back_as_it_was_stored(records: Records) -> None:
    records.open("c", "charity")
    stored = turn()
    records.add("c", stored)
    assert records.turns("c") == [stored]
    assert records.turns("c", after=1) == []
    standing, given = records.standing("c", "m1")
    assert standing is not None
    assert (standing.turns, standing.last_message, given) == (1, stored.at, stored.reply)
    assert records.standing("c", "m2")[1] is None


@pytest.mark.parametrize("second", [turn(2, message="m1"), turn(1, message="m2")])
def test_a_message_or_a_turn_is_stored_once(records: Records, second: TurnRecord) -> None:
    records.open("c", "")
    records.add("c", turn(1))
    with pytest.raises(RecordsDown, match=r"^UNIQUE constraint failed: "):
        records.add("c", second)
    assert len(records.turns("c")) == 1


def test_the_same_message_id_may_come_in_another_conversation(records: Records) -> None:
    for name in ("a", "b"):
        records.open(name, "")
        records.add(name, turn())
    assert len(records.turns("b")) == 1


def test_a_turn_of_no_conversation_is_refused(records: Records) -> None:
    with pytest.raises(RecordsDown, match=r"^FOREIGN KEY constraint failed$"):
        records.add("nobody", turn())


def test_a_thumb_replaces_the_one_before(records: Records, file: Path) -> None:
    records.open("c", "")
    records.add("c", turn())
    assert records.rate("c", 1, True, None) is True
    assert records.rate("c", 1, False, "unclear") is True
    assert records.rate("c", 2, True, None) is False
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT turn, helpful, comment FROM feedback").fetchall() == [(1, 0, "unclear")]
    database.close()


def test_a_conversation_ends_24_hours_after_its_last_message(records: Records) -> None:
    records.open("c", "")
    found = records.conversation("c")
    assert found is not None
    assert not found.expired(found.last_message + timedelta(hours=24))
    assert found.expired(found.last_message + timedelta(hours=24, seconds=1))


def test_erasing_leaves_no_byte_of_a_conversation_on_disk(records: Records, file: Path) -> None:
    for name in ("stays", "goes"):
        records.open(name, "")
    for number in range(1, 60):
        records.add("goes", turn(number, f"{SECRET} {number} " * 40))
        records.add("stays", turn(number, f"xylophone {number} " * 40))
    records.rate("goes", 1, False, SECRET)
    assert on_disk(file, b"quetzalcoatl")
    records.erase("goes")
    assert on_disk(file, b"quetzalcoatl") == []
    assert on_disk(file, b"goes") == []
    assert on_disk(file, b"xylophone")
    assert len(records.turns("stays")) == 59
    assert records.conversation("goes") is None


def test_erasing_twice_or_nothing_is_no_error(records: Records) -> None:
    records.erase("nobody")
    assert records.conversation("nobody") is None


def test_the_sweep_removes_what_is_past_its_time_and_nothing_else(records: Records, engine: Engine, file: Path) -> None:
    for name, days in (("old", 7.01), ("older", 30), ("young", 6.99)):
        records.open(name, "")
        records.add(name, turn(text=f"words of the {name} one"))
        age(engine, name, days)
    assert sorted(records.sweep(timedelta(days=7))) == ["old", "older"]
    assert on_disk(file, b"words of the old") == []
    assert on_disk(file, b"words of the young")
    assert records.sweep(timedelta(days=7)) == []


def test_the_sweep_of_the_command_line_says_how_many_it_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'records.db'}")
    for name, days in (("old", 2), ("young", 0.5)):
        Records(engine).open(name, "")
        age(engine, name, days)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("RETENTION_DAYS", "1")
    rasa = Rasa()
    monkeypatch.setenv("BOT_URL", rasa.url)
    assert main(["sweep"]) == 0
    assert capsys.readouterr().out == "Removed 1 conversations older than 1 days.\n"
    assert rasa.erased == ["old"]
    rasa.stop()
    assert main(["sweep"]) == 0
    assert capsys.readouterr().out == "Removed 0 conversations older than 1 days.\n"
    age(engine, "young", 2)
    assert main(["sweep"]) == 1
    said = capsys.readouterr()
    assert said.out == "Removed 1 conversations older than 1 days.\n"
    assert said.err.startswith("Rasa could not be told to forget them (")


def test_what_is_swept_leaves_counts_and_no_word(
    records: Records, engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monday = datetime.fromisoformat("2026-03-02 09:30")
    for name in ("one", "two"):
        records.open(name, "")
        records.add(name, turn(1, at=monday))
        records.add(name, turn(2, at=monday, topic=None, outcome="unsure"))
    records.add("two", turn(3, at=monday + timedelta(days=1)))
    records.open("young", "")
    records.add("young", turn(1))
    records.rate("two", 1, True, SECRET)
    for name in ("one", "two"):
        age(engine, name, 8)
        records.sweep(timedelta(days=7))
    monkeypatch.setenv("VAR_DIR", str(file.parent))
    assert main(["counts"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-03-02 answered crs 2", "2026-03-02 unsure - 2", "2026-03-03 answered crs 1",
    ]  # fmt: skip
    records.erase("young")
    assert len(records.counts()) == 3
    assert on_disk(file, b"quetzalcoatl") == []


def test_who_saw_words_counts_each_conversation_once_kept_or_swept(records: Records, engine: Engine) -> None:
    monday = datetime.fromisoformat("2026-03-02 09:30")
    tuesday = monday + timedelta(days=1)
    for name, days in (("a", [monday, monday, tuesday]), ("b", [tuesday]), ("c", [tuesday])):
        records.open(name, "")
        for number, day in enumerate(days, 1):
            records.add(name, turn(number, at=day, fingerprints=["sha256:old", f"sha256:{name}"]))
        age(engine, name, 0)
    expected = {monday.date(): 1, tuesday.date(): 2}
    assert records.who_saw("sha256:old") == expected
    for name in ("a", "b"):
        age(engine, name, 8)
        records.sweep(timedelta(days=7))
        assert records.who_saw("sha256:old") == expected
    assert records.who_saw("sha256:a") == {monday.date(): 1}
    assert records.who_saw("sha256:c") == {tuesday.date(): 1}
    assert records.who_saw("sha256:") == records.who_saw("sha256:ol_") == records.who_saw("%") == {}
    records.erase("c")
    assert records.who_saw("sha256:old") == {monday.date(): 1, tuesday.date(): 1}


def test_turns_from_before_keep_the_one_fingerprint_they_had(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(conversations.MIGRATIONS))
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        day = "'2026-03-02 09:30:00.000000'"
        connection.exec_driver_sql(f"INSERT INTO conversations VALUES ('c', '', 'bot', {day}, {day})")
        for number, fingerprint in ((1, "'sha256:0'"), (2, "NULL")):
            connection.exec_driver_sql(
                "INSERT INTO turns (conversation, turn, message_id, at, text, reply, outcome, fingerprint)"
                f" VALUES ('c', {number}, 'm{number}', {day}, '', '{{}}', 'answered', {fingerprint})"
            )
    engine.dispose()
    records = Records(connect(url))
    assert [kept.fingerprints for kept in records.turns("c")] == [["sha256:0"], []]
    assert sum(records.who_saw("sha256:0").values()) == 1


def test_a_sweep_that_leaves_something_old_says_so(
    records: Records, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.open("old", "")
    age(engine, "old", 8)
    monkeypatch.setattr(conversations, "_remove", lambda *_: None)
    with pytest.raises(RecordsDown, match=r"^conversations past their time are still there$"):
        records.sweep(timedelta(days=7))


def test_words_left_in_a_log_that_is_in_use_are_said_and_removed_by_the_next_sweep(
    records: Records, file: Path
) -> None:
    records.open("goes", "")
    records.add("goes", turn())
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM turns").fetchone()
    with pytest.raises(RecordsDown, match=r"^the write-ahead log is in use, so removed words still stand in it$"):
        records.erase("goes")
    assert on_disk(file, b"quetzalcoatl") == ["records.db-wal"]
    reader.execute("COMMIT")
    reader.close()
    records.sweep(timedelta(days=7))
    assert on_disk(file, b"quetzalcoatl") == []


def test_the_sweep_of_the_command_line_says_what_is_wrong(tmp_path: Path) -> None:
    environment = {"VAR_DIR": str(tmp_path), "DATABASE_URL": "sqlite:////no/such/folder/records.db"}
    done = subprocess.run(
        [sys.executable, "-m", "service.records", "sweep"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        1,
        "the database of DATABASE_URL does not open: unable to open database file\n",
    )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:////no/such/folder/records.db", "unable to open database file"),
        ("oracle+nothing://x/y", "NoSuchModuleError"),
        ("postgresql+nothing://x/y", "NoSuchModuleError"),
        ("postgresql+pg8000://x/y", "ModuleNotFoundError"),
        ("no address", "ArgumentError"),
    ],
)
def test_a_database_that_does_not_open_says_so_in_one_sentence(url: str, reason: str) -> None:
    with pytest.raises(RecordsDown) as raised:
        connect(url)
    assert str(raised.value) == f"the database of DATABASE_URL does not open: {reason}"


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"words " * 1000)
    with pytest.raises(RecordsDown, match=r"does not open: file is not a database$"):
        connect(f"sqlite:///{tmp_path / 'records.db'}")


def test_a_failing_database_never_repeats_what_was_to_be_stored(records: Records, engine: Engine) -> None:
    records.open("c", "")
    with engine.begin() as database:
        database.exec_driver_sql("DROP TABLE feedback")
        database.exec_driver_sql("DROP TABLE turns")
    calls = [
        lambda: records.add("c", turn()),
        lambda: records.turns(SECRET),
        lambda: records.standing("c", SECRET),
        lambda: records.rate("c", 1, True, SECRET),
        lambda: records.erase(SECRET),
    ]
    for call in calls:
        with pytest.raises(RecordsDown) as raised:
            call()
        assert str(raised.value) in ("no such table: turns", "no such table: feedback")
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__


def test_the_check_sees_a_database_that_cannot_be_written(file: Path, records: Records) -> None:
    records.check()
    read_only = Records(connect(f"sqlite:///file:{file}?mode=ro&uri=true"))
    with pytest.raises(RecordsDown, match=r"^attempt to write a readonly database$"):
        read_only.check()


def test_a_removed_database_is_down_until_it_is_back(file: Path, records: Records) -> None:
    records.open("c", "")
    away = file.with_name("away.db")
    file.rename(away)
    for call in (records.check, lambda: records.conversation("c"), lambda: records.open("d", "")):
        with pytest.raises(RecordsDown, match="unable to open database file"):
            call()
    assert not file.exists()
    away.rename(file)
    assert records.conversation("c") is not None


def test_a_database_put_in_the_place_of_another_is_used(file: Path, records: Records, tmp_path: Path) -> None:
    other = Records(connect(f"sqlite:///{tmp_path / 'other.db'}"))
    other.open("restored", "")
    other._engine.dispose()
    records.open("c", "")
    records._engine.dispose()
    (tmp_path / "other.db").replace(file)
    assert records.conversation("restored") is not None
    assert records.conversation("c") is None


def test_replies_keep_every_character(records: Records) -> None:
    odd = {"replies": [{"text": "≥ 38 °C ▼ 😀 \u200b <b> ' \" \\"}]}
    records.open("c", "")
    records.add("c", replace(turn(), reply=odd))
    assert records.turns("c")[0].reply == odd


def test_the_newest_turn_of_a_flow_is_known_and_its_reply_found(records: Records) -> None:
    for conversation in ("one", "two"):
        records.open(conversation, "")
    for number, outcome in enumerate(["flow", "flow", "answered"], 1):
        records.add("one", turn(number, outcome=outcome, reply={"step": number}))
    standing, found = records.conversation("one"), records.conversation("two")
    assert standing is not None and found is not None
    assert (standing.flow, found.flow) == (2, 0)
    assert records.reply("one", standing.flow) == {"step": 2}
    assert records.reply("two", 0) is None
