"""When a helpline answers, as data: its shape, and what is wrong with it. Times are those of clocks in London."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Nation = Literal["england", "scotland", "wales", "northern_ireland"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")


class Opening(BaseModel):
    """``always``, or the hours of each day it answers on, as ``09:00-17:00``; a day left out is closed.

    ``bank_holidays``: open as on any such day, closed, or null where the source does not say. Whose bank holidays they
    are stands in ``nations_for_holidays``: where the source names no nation, all that the helpline serves.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    always: Literal[True] | None = None
    days: dict[Day, list[str]] = Field(default_factory=dict)
    bank_holidays: Literal["open", "closed"] | None = None
    nations_for_holidays: list[Nation] = Field(default_factory=list)

    def minutes(self, day: Day) -> list[tuple[int, int]]:
        """Returns the openings of a weekday as minutes after its midnight. Raises ``ValueError`` for what is none."""
        return [_minutes(span) for span in self.days.get(day, [])]


def problems(opening: Opening) -> Iterator[str]:
    """Yields one sentence for each fault of the hours."""
    if opening.always:
        if opening.days or opening.bank_holidays or opening.nations_for_holidays:
            yield "'open' says always, and days or bank holidays as well. Keep one of them."
        return
    if not opening.days:
        yield "'open' names no day. Write null where the hours are not known."
        return
    if not opening.nations_for_holidays:
        yield "'open' does not say whose bank holidays count. Name the nations in 'nations_for_holidays'."
    for day, spans in opening.days.items():
        if not spans:
            yield f"'open' has nothing on {day}. Leave out a day that is closed."
        yield from _day(day, spans)


def _day(day: Day, spans: list[str]) -> Iterator[str]:
    known: list[tuple[int, int, str]] = []
    for span in spans:
        try:
            start, end = _minutes(span)
        except ValueError:
            yield f"'{span}' on {day} is no opening. Write it as 09:00-17:00, in 24 hours."
            continue
        if end <= start:
            yield f"'{span}' on {day} ends before it starts. Past midnight, end it at 24:00 and go on the next day."
        else:
            known.append((start, end, span))
    for (_, end, before), (start, _, after) in pairwise(sorted(known)):
        if start < end:
            yield f"'{before}' and '{after}' on {day} overlap."


def _minutes(span: str) -> tuple[int, int]:
    found = SPAN.fullmatch(span)
    if not found:
        raise ValueError(f"{span!r} is no opening")
    first, second, *last = (int(part) for part in found.groups() if part is not None)
    return first * 60 + second, last[0] * 60 + last[1]
