"""Tests of what Rasa remembers: the last turns and the open flow, swept with time, erased for good."""

import asyncio
import json
import logging
import sqlite3
import statistics
import time

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker import KEPT_SECONDS, SWEEP_SECONDS, TURNS_KEPT, BoundedTrackerStore, last_turns

DOMAIN = Domain.from_dict(
    {
        "intents": ["crs"],
        "slots": {
            "age": {"type": "any", "mappings": [{"type": "custom"}]},
            "nation": {"type": "text", "initial_value": "england", "mappings": [{"type": "custom"}]},
        },
        "forms": {"criteria": {"required_slots": ["age"]}},
    }
)


def turn(number: int) -> list:
    said = UserUttered(f"question {number}", {"name": "crs", "confidence": 1.0})
    return [ActionExecuted(ACTION_LISTEN_NAME), said, ActionExecuted("utter_crs")]


def tracker(*events, name: str = "conversation-1") -> DialogueStateTracker:
    made = DialogueStateTracker.from_events(name, [], DOMAIN.slots, domain=DOMAIN)
    for event in events:
        made.update(event, DOMAIN)
    return made


def texts(events) -> list[str]:
    return [event.text for event in events if isinstance(event, UserUttered)]


def stored(store: BoundedTrackerStore, made: DialogueStateTracker) -> DialogueStateTracker:
    asyncio.run(store.save(made))
    found = asyncio.run(store.retrieve(made.sender_id))
    assert found is not None
    return found


@pytest.fixture
def store() -> BoundedTrackerStore:
    return BoundedTrackerStore(DOMAIN)


def test_short_conversation_is_kept_whole(store):
    made = tracker(*turn(1), *turn(2))
    assert list(stored(store, made).events) == list(made.events)


def test_long_conversation_keeps_its_last_turns_only(store):
    made = tracker(*(event for number in range(30) for event in turn(number)))
    assert texts(last_turns(made)) == [f"question {n}" for n in range(30)][-TURNS_KEPT:]
    assert texts(stored(store, made).events) == ["question 28", "question 29"]


def test_slots_survive_truncation(store):
    made = tracker(*turn(0), SlotSet("age", 43), SlotSet("nation", "wales"), *turn(1), *turn(2), *turn(3))
    for _ in range(3):  # what was kept is truncated again and again
        made = stored(store, made)
        assert (made.get_slot("age"), made.get_slot("nation")) == (43, "wales")
        for event in turn(4):
            made.update(event, DOMAIN)


def test_emptied_slot_with_an_initial_value_stays_empty(store):
    made = tracker(*turn(0), SlotSet("nation", None), *turn(1), *turn(2), *turn(3))
    assert stored(store, made).get_slot("nation") is None


def test_open_flow_survives_truncation(store):
    made = tracker(*turn(0), ActiveLoop("criteria"), *turn(1), *turn(2), *turn(3))
    for _ in range(3):
        made = stored(store, made)
        assert made.active_loop_name == "criteria"
        for event in turn(4):
            made.update(event, DOMAIN)


def test_closed_flow_stays_closed(store):
    before = tracker(*turn(0), ActiveLoop("criteria"), *turn(1), ActiveLoop(None), *turn(2), *turn(3), *turn(4))
    assert stored(store, before).active_loop_name is None
    within = tracker(*turn(0), ActiveLoop("criteria"), *turn(1), *turn(2), *turn(3), ActiveLoop(None))
    assert stored(store, within).active_loop_name is None


def test_unknown_conversation_is_none(store):
    assert asyncio.run(store.retrieve("nobody-here")) is None


def test_conversations_survive_a_restart(tmp_path):
    path = str(tmp_path / "trackers.db")
    asyncio.run(BoundedTrackerStore(DOMAIN, path=path).save(tracker(*turn(1))))
    again = BoundedTrackerStore(DOMAIN, path=path)
    assert asyncio.run(again.keys()) == ["conversation-1"]
    assert texts(asyncio.run(again.retrieve("conversation-1")).events) == ["question 1"]


def test_old_conversations_are_swept_and_young_ones_kept(tmp_path, monkeypatch):
    path = tmp_path / "trackers.db"
    store, now = BoundedTrackerStore(DOMAIN, path=str(path)), time.time()
    clock = {"now": now}
    monkeypatch.setattr("bot.tracker.time.time", lambda: clock["now"])
    asyncio.run(store.save(tracker(*turn(1), UserUttered("quetzalcoatlus"), name="old-conversation")))
    clock["now"] = now + KEPT_SECONDS - 60
    asyncio.run(store.save(tracker(*turn(1), name="young-conversation")))
    assert set(asyncio.run(store.keys())) == {"old-conversation", "young-conversation"}
    clock["now"] += SWEEP_SECONDS + 1
    asyncio.run(store.save(tracker(*turn(1), name="new-conversation")))
    assert set(asyncio.run(store.keys())) == {"young-conversation", "new-conversation"}
    for suffix in ("", "-wal"):
        assert b"quetzalcoatlus" not in (path.parent / f"{path.name}{suffix}").read_bytes()


def test_erased_conversation_leaves_no_byte_in_the_files(tmp_path):
    path = tmp_path / "trackers.db"
    store = BoundedTrackerStore(DOMAIN, path=str(path))
    files = [path, tmp_path / "trackers.db-wal"]
    for number in range(3):
        said = UserUttered(f"quetzalcoatlus{number} " * 500)
        asyncio.run(store.save(tracker(*turn(1), said, name="conversation-1")))
    assert any(b"quetzalcoatlus" in file.read_bytes() for file in files)
    store.erase("conversation-1")
    assert not any(b"quetzalcoatlus" in file.read_bytes() for file in files)
    assert asyncio.run(store.keys()) == []


def test_broken_file_is_logged_and_the_conversation_goes_on_without_memory(tmp_path, caplog):
    path = tmp_path / "trackers.db"
    store = BoundedTrackerStore(DOMAIN, path=str(path))
    asyncio.run(store.save(tracker(*turn(1))))
    store._db.execute("DROP TABLE trackers")
    assert asyncio.run(store.retrieve("conversation-1")) is None
    asyncio.run(store.save(tracker(*turn(1), UserUttered("quetzalcoatlus"))))
    assert "conversation not read: no such table: trackers" in caplog.text
    assert "conversation not saved: no such table: trackers" in caplog.text
    assert "quetzalcoatlus" not in caplog.text


def said_by(agent, loop, text: str, name: str) -> list:
    """Returns the directives the agent answers to a text."""
    output = CollectingOutputChannel()
    messages = loop.run_until_complete(agent.handle_message(UserMessage(text, output, name)))
    return [message["custom"] for message in messages]


def test_read_only_database_is_logged_and_the_answer_still_comes(agent, loop, caplog):
    db = agent.tracker_store._db
    db.execute("PRAGMA query_only=ON")
    try:
        with caplog.at_level(logging.ERROR):
            assert said_by(agent, loop, "what is cytokine release syndrome", "read-only-1") == [{"answer": "crs"}]
    finally:
        db.execute("PRAGMA query_only=OFF")
    assert "conversation not saved: attempt to write a readonly database" in caplog.text
    assert "cytokine" not in caplog.text
    assert loop.run_until_complete(agent.tracker_store.retrieve("read-only-1")) is None
    assert said_by(agent, loop, "what is crs", "read-only-1") == [{"answer": "crs"}]
    assert loop.run_until_complete(agent.tracker_store.retrieve("read-only-1")) is not None


def test_thirtieth_turn_stores_two_turns_and_costs_what_the_fifth_did(agent, loop):
    seconds: dict[int, list[float]] = {}
    for conversation in range(5):
        for number in range(1, 31):
            began = time.perf_counter()
            assert said_by(agent, loop, "what is crs", f"long-talk-{conversation}") == [{"answer": "crs"}]
            seconds.setdefault(number, []).append(time.perf_counter() - began)
        (row,) = agent.tracker_store._db.execute(
            "SELECT events FROM trackers WHERE id = ?", (f"long-talk-{conversation}",)
        ).fetchone()
        assert sum(event["event"] == "user" for event in json.loads(row)) == TURNS_KEPT
    early = statistics.median(seconds[4] + seconds[5] + seconds[6])
    late = statistics.median(seconds[28] + seconds[29] + seconds[30])
    assert late <= 1.5 * early + 0.01, f"turn 5 took {early:.3f} s, turn 30 {late:.3f} s"


def test_file_that_cannot_be_opened_stops_the_start(tmp_path):
    with pytest.raises(sqlite3.Error, match="unable to open database file"):
        BoundedTrackerStore(DOMAIN, path=str(tmp_path / "no such folder/trackers.db"))
