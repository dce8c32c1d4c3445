"""What stays when conversations are swept: how many turns a day, by outcome and topic, and no word of anybody's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from service.records.tables import CountRow, TurnRow

OFFERED = "handoff_offered"  # no turn's outcome: turns that offered a person, whatever they were besides
OFFER = "flow:handoff"


@dataclass(frozen=True)
class Count:
    """The turns of one day (UTC) with this outcome and topic ("" for none); ``OFFERED`` counts some of them again."""

    day: date
    outcome: str
    topic: str
    turns: int


def count(db: Connection, conversation: str) -> None:
    """Adds the turns of a conversation to the counts of their days."""
    named = (TurnRow.at, TurnRow.outcome, TurnRow.topic, TurnRow.reply)
    found: Counter[tuple[date, str, str]] = Counter()
    for at, outcome, topic, reply in db.execute(select(*named).where(TurnRow.conversation == conversation)):
        found[at.date(), outcome, topic or ""] += 1
        if any(choice["id"] == OFFER for choice in reply.get("choices", [])):
            found[at.date(), OFFERED, ""] += 1
    for (day, outcome, topic), times in found.items():
        same = (CountRow.day == day, CountRow.outcome == outcome, CountRow.topic == topic)
        added = db.execute(update(CountRow).where(*same).values(turns=CountRow.turns + times))
        if not added.rowcount:
            db.execute(insert(CountRow).values(day=day, outcome=outcome, topic=topic, turns=times))


def counted(db: Connection) -> list[Count]:
    """Returns all counts, by day, outcome and topic."""
    names = (CountRow.day, CountRow.outcome, CountRow.topic, CountRow.turns)
    return [Count(*row) for row in db.execute(select(*names).order_by(*names[:3]))]
