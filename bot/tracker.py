"""What Rasa remembers of a conversation: only the last turns and the open flow, in SQLite, erasable for good."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from typing import Any, Dict, Iterable, List, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

logger = logging.getLogger(__name__)

# Rasa replays every stored event at every message, so a long conversation grows slow (77 ms at its 60th turn with the
# stock store). Rules look one turn back; two are kept.
TURNS_KEPT = 2
# The service ends a conversation after 24 hours without a message; what is older here is of no use to anybody.
KEPT_SECONDS = 24 * 3600
SWEEP_SECONDS = 3600
# Rasa walks through all event classes for every event it reads (7 % of a turn); one table does.
EVENT_TYPES = {cls.type_name: cls for cls in all_subclasses(Event)}


def last_turns(tracker: DialogueStateTracker, turns: int = TURNS_KEPT) -> List[Event]:
    """Returns the events of the last turns, led by the slots and the open flow they would otherwise have lost."""
    events = list(tracker.applied_events())
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= turns:
        return events
    kept = events[starts[-turns] :]
    before: List[Event] = [
        SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value != slot.initial_value
    ]
    loop = _open_loop(events[: starts[-turns]])
    if loop:
        before.append(ActiveLoop(loop))
    return [*before, ActionExecuted(ACTION_LISTEN_NAME), *kept]


def _open_loop(events: List[Event]) -> Optional[Text]:
    loops = [event for event in events if isinstance(event, ActiveLoop)]
    return loops[-1].name if loops else None


class BoundedTrackerStore(TrackerStore):
    """Keeps one row a conversation; a conversation's 60th turn costs what its 5th did."""

    def __init__(
        self, domain: Optional[Domain], event_broker: Optional[EventBroker] = None, path: Text = ":memory:", **_: Any
    ) -> None:
        """Opens (and makes) the file ``path``. Raises ``sqlite3.Error`` if it cannot."""
        super().__init__(domain, event_broker)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS trackers (id TEXT PRIMARY KEY, at REAL NOT NULL, events TEXT NOT NULL)"
        )
        self._sweep_at = 0.0
        self._sweep()  # what grew old while nothing ran

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Stores the last turns. A broken file or full disk is logged only: a plain answer needs no memory."""
        events = json.dumps([event.as_dict() for event in last_turns(tracker)])
        try:
            self._sweep()
            self._db.execute(
                "INSERT OR REPLACE INTO trackers VALUES (?, ?, ?)",
                (tracker.sender_id, time.time(), events),
            )
        except sqlite3.Error as error:
            logger.error("conversation not saved: %s", error)

    def _sweep(self) -> None:
        """Removes conversations that have ended, at most once an hour."""
        now = time.time()
        if now >= self._sweep_at:
            self._sweep_at = now + SWEEP_SECONDS
            self._db.execute("DELETE FROM trackers WHERE at < ?", (now - KEPT_SECONDS,))
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Returns the tracker made of the last turns, or None for an unknown conversation or (logged) a broken file."""
        try:
            row = self._db.execute("SELECT events FROM trackers WHERE id = ?", (sender_id,)).fetchone()
        except sqlite3.Error as error:
            logger.error("conversation not read: %s", error)
            return None
        if row is None:
            return None
        stored: List[Dict[Text, Any]] = json.loads(row[0])
        events = [EVENT_TYPES[e["event"]]._from_parameters(e) for e in stored]
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots, domain=self.domain)

    async def keys(self) -> Iterable[Text]:
        """Returns the ids of all conversations."""
        return [row[0] for row in self._db.execute("SELECT id FROM trackers")]

    def erase(self, sender_id: Text) -> None:
        """Removes a conversation: the row is overwritten and the write-ahead log emptied, so no copy stays on disk."""
        self._db.execute("DELETE FROM trackers WHERE id = ?", (sender_id,))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
