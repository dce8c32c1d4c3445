"""What people asked, as the editor's pages need it: questions without a good answer, and counts by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Engine, insert, or_, select

from service.records.conversations import utc_now
from service.records.counts import Count, counted
from service.records.tables import FeedbackRow, HandledRow, ThumbCountRow, TurnRow
from service.records.transaction import Clash, transaction

NO_ANSWER = ("unsure", "clarify")
How = Literal["phrase", "out_of_scope", "new_topic", "set_aside"]


@dataclass(frozen=True)
class Question:
    """A turn that ended without a good answer. ``text`` is redacted; ``at``: UTC without a zone; ``thumb``: None where
    nobody gave one.
    """

    id: int
    at: datetime
    text: str
    outcome: str
    topic: str | None
    confidence: float | None
    thumb: bool | None
    comment: str | None


@dataclass(frozen=True)
class Thumbs:
    """The thumbs of one day (UTC) and topic ("" for none) that said helpful, or not."""

    day: date
    topic: str
    helpful: bool
    thumbs: int


class Asked:
    """The questions of one database. Every method raises ``RecordsDown`` when the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self, most: int) -> list[Question]:
        """Returns the newest questions that nobody has handled, at most ``most``: those that ended unsure or with a
        question back, and those that got a thumb down.
        """
        thumb = (FeedbackRow.conversation == TurnRow.conversation) & (FeedbackRow.turn == TurnRow.turn)
        query = (
            select(
                TurnRow.id, TurnRow.at, TurnRow.text, TurnRow.outcome, TurnRow.topic, TurnRow.confidence,
                FeedbackRow.helpful, FeedbackRow.comment,
            )
            .join(FeedbackRow, thumb, isouter=True)
            .join(HandledRow, HandledRow.turn == TurnRow.id, isouter=True)
            .where(HandledRow.turn.is_(None), or_(TurnRow.outcome.in_(NO_ANSWER), FeedbackRow.helpful.is_(False)))
            .where(TurnRow.text != "")  # a tapped choice
            .order_by(TurnRow.at.desc(), TurnRow.id.desc())
            .limit(most)
        )  # fmt: skip
        with transaction(self._engine) as db:
            return [Question(*row) for row in db.execute(query)]

    def handle(self, turns: Collection[int], how: How, who: str) -> int:
        """Notes what was done with these turns; returns with how many: some may be swept, or handled by another."""
        done = 0
        for turn in sorted(set(turns)):
            try:
                with transaction(self._engine) as db:
                    if db.execute(select(TurnRow.id).where(TurnRow.id == turn)).first():
                        db.execute(insert(HandledRow).values(turn=turn, how=how, who=who, at=utc_now()))
                        done += 1
            except Clash:
                continue
        return done

    def counts(self) -> list[Count]:
        """Returns the turns of each day (UTC), by outcome and topic: of conversations kept, and of those swept."""
        kept = select(TurnRow.at, TurnRow.outcome, TurnRow.topic)
        with transaction(self._engine) as db:
            found = Counter({(c.day, c.outcome, c.topic): c.turns for c in counted(db)})
            found.update((at.date(), outcome, topic or "") for at, outcome, topic in db.execute(kept))
        return [Count(*key, turns) for key, turns in sorted(found.items())]

    def thumbs(self) -> list[Thumbs]:
        """Returns the thumbs of each day (UTC) and topic: of conversations kept, and of those swept."""
        of_turn = (TurnRow.conversation == FeedbackRow.conversation) & (TurnRow.turn == FeedbackRow.turn)
        kept = select(TurnRow.at, TurnRow.topic, FeedbackRow.helpful).join(FeedbackRow, of_turn)
        left = select(ThumbCountRow.day, ThumbCountRow.topic, ThumbCountRow.helpful, ThumbCountRow.thumbs)
        with transaction(self._engine) as db:
            found = Counter({(day, topic, helpful): thumbs for day, topic, helpful, thumbs in db.execute(left)})
            found.update((at.date(), topic or "", helpful) for at, topic, helpful in db.execute(kept))
        return [Thumbs(*key, thumbs) for key, thumbs in sorted(found.items())]
