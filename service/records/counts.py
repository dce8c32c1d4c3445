"""What stays when conversations are swept: turns by outcome and topic, who got which words; no word of anybody's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, String, cast, func, insert, select, update

from service.records.tables import CountRow, FeedbackRow, SeenRow, ThumbCountRow, TurnRow

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
    """Adds the turns of a conversation to the counts of their days, and itself to those of the words it got."""
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
    _count_seen(db, conversation)
    _count_thumbs(db, conversation)


def _count_seen(db: Connection, conversation: str) -> None:
    turns = select(TurnRow.at, TurnRow.fingerprints).where(TurnRow.conversation == conversation).order_by(TurnRow.turn)
    first: dict[str, date] = {}  # a conversation counts once for the same words, on the day when it got them first
    for at, fingerprints in db.execute(turns):
        for fingerprint in fingerprints:
            first.setdefault(fingerprint, at.date())
    for fingerprint, day in first.items():
        same = (SeenRow.fingerprint == fingerprint, SeenRow.day == day)
        added = db.execute(update(SeenRow).where(*same).values(conversations=SeenRow.conversations + 1))
        if not added.rowcount:
            db.execute(insert(SeenRow).values(fingerprint=fingerprint, day=day, conversations=1))


def _count_thumbs(db: Connection, conversation: str) -> None:
    of_turn = (TurnRow.conversation == FeedbackRow.conversation) & (TurnRow.turn == FeedbackRow.turn)
    given = select(TurnRow.at, TurnRow.topic, FeedbackRow.helpful).join(FeedbackRow, of_turn)
    rows = db.execute(given.where(TurnRow.conversation == conversation))
    found = Counter((at.date(), topic or "", helpful) for at, topic, helpful in rows)
    for (day, topic, helpful), times in found.items():
        same = (ThumbCountRow.day == day, ThumbCountRow.topic == topic, ThumbCountRow.helpful == helpful)
        added = db.execute(update(ThumbCountRow).where(*same).values(thumbs=ThumbCountRow.thumbs + times))
        if not added.rowcount:
            db.execute(insert(ThumbCountRow).values(day=day, topic=topic, helpful=helpful, thumbs=times))


def seen(db: Connection, fingerprint: str) -> dict[date, int]:
    """Returns day (UTC) -> how many conversations got the words for the first time then, by day.

    It knows conversations that are kept and those that were swept, but none that people deleted themselves.
    """
    swept = select(SeenRow.day, SeenRow.conversations).where(SeenRow.fingerprint == fingerprint)
    found: Counter[date] = Counter({row[0]: row[1] for row in db.execute(swept)})
    named = cast(TurnRow.fingerprints, String).contains(f'"{fingerprint}"', autoescape=True)
    kept = select(func.min(TurnRow.at)).where(named).group_by(TurnRow.conversation)
    found.update(at.date() for at in db.execute(kept).scalars())
    return dict(sorted(found.items()))


def counted(db: Connection) -> list[Count]:
    """Returns all counts, by day, outcome and topic."""
    names = (CountRow.day, CountRow.outcome, CountRow.topic, CountRow.turns)
    return [Count(*row) for row in db.execute(select(*names).order_by(*names[:3]))]
