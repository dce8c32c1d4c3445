"""What stays when conversations are swept: how many turns a day, by outcome and topic, and no word of anybody's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from service.records.tables import CountRow, TurnRow


@dataclass(frozen=True)
class Count:
    """The turns of one day (UTC) with this outcome and topic ("" for none)."""

    day: date
    outcome: str
    topic: str
    turns: int


def count(db: Connection, conversation: str) -> None:
    """Adds the turns of a conversation to the counts of their days."""
    turns = select(TurnRow.at, TurnRow.outcome, TurnRow.topic).where(TurnRow.conversation == conversation)
    found = Counter((at.date(), outcome, topic or "") for at, outcome, topic in db.execute(turns))
    for (day, outcome, topic), times in found.items():
        same = (CountRow.day == day, CountRow.outcome == outcome, CountRow.topic == topic)
        added = db.execute(update(CountRow).where(*same).values(turns=CountRow.turns + times))
        if not added.rowcount:
            db.execute(insert(CountRow).values(day=day, outcome=outcome, topic=topic, turns=times))


def counted(db: Connection) -> list[Count]:
    """Returns all counts, by day, outcome and topic."""
    names = (CountRow.day, CountRow.outcome, CountRow.topic, CountRow.turns)
    return [Count(*row) for row in db.execute(select(*names).order_by(*names[:3]))]
