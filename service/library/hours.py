"""Whether a helpline answers now, until when, and when next, by London's clocks and each nation's bank holidays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays.countries.united_kingdom import UnitedKingdom

from service.library.opening import DAYS, Nation, Opening

LONDON = ZoneInfo("Europe/London")
CODES: dict[Nation, str] = {"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern_ireland": "NIR"}
LOOKED_AHEAD = 21  # days: longer than any run of days on which a helpline that opens at all stays closed
A_DAY = timedelta(days=1)
A_WEEK = 7
# What the words of the pages (``ui`` of wording.yml) must hold: each name with what is put into it.
WORDS = {
    "open_always": (), "open_until": ("time",), "opens": ("day", "time"), "opens_unsure": ("day", "time"),
    "open_bank_holiday": (), "open_unknown": (), "closed": (), "clock_am": ("hour",), "clock_pm": ("hour",),
    "clock_noon": (), "clock_midnight": (), "today": (), "tomorrow": (), "weekdays": (), "months": (),
}  # fmt: skip
IN_A_ROW = {"weekdays": 7, "months": 12}  # names in one line, from Monday and from January

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Standing:
    """How a helpline stands. ``open_now`` is None where nobody knows; times are UTC, None where there is none."""

    open_now: bool | None
    open_until: datetime | None
    next_open: datetime | None
    words: str


def standing(opening: Opening | None, hours: str | None, now: datetime, words: Mapping[str, str]) -> Standing:
    """Returns how a helpline stands at ``now`` (with a zone), said with the ``ui`` words.

    ``hours``: what its source says in words; where there is neither that nor an opening, it says that they are unknown.
    """
    if opening is None:
        return Standing(None, None, None, "" if hours else words["open_unknown"])
    if opening.always:
        return Standing(True, None, None, words["open_always"])
    today = now.astimezone(LONDON).date()
    if _doubtful(opening, today):
        return Standing(None, None, None, words["open_bank_holiday"])
    spans = [span for span in _joined(opening, today) if span[1] > now]
    if not spans:
        return Standing(False, None, None, words["closed"])
    start, end = spans[0]
    if start > now:
        unsure = any(_doubtful(opening, day) for day in _days(today + A_DAY, start.astimezone(LONDON).date()))
        template = words["opens_unsure" if unsure else "opens"]
        said = _put(template, day=_day(start, today, words), time=_time(start, words))
        return Standing(False, None, start, said)
    if end - now > A_WEEK * A_DAY:  # it never closes
        return Standing(True, None, None, words["open_always"])
    until = _time(end, words) if end - now <= A_DAY else f"{_day(end, today, words)} {_time(end, words)}"
    return Standing(True, end, None, _put(words["open_until"], time=until))


def lacking(words: Mapping[str, object]) -> Iterator[str]:
    """Yields one sentence for each of the words above that is missing, lacks its place or is not a whole row."""
    for name, places in WORDS.items():
        said = words.get(name)
        if not isinstance(said, str):
            yield f"'ui.{name}' is missing."
            continue
        for place in places:
            if f"{{{place}}}" not in said:
                yield f"'ui.{name}' lacks {{{place}}}."
        if len(said.split()) != IN_A_ROW.get(name, len(said.split())):
            yield f"'ui.{name}' must hold {IN_A_ROW[name]} names."


@lru_cache(maxsize=64)
def bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """Returns a nation's bank holidays of a year, with the days taken in place of those on a weekend."""
    return frozenset(UnitedKingdom(subdiv=CODES[nation], years=year))  # type: ignore[no-untyped-call]


def _holiday(opening: Opening, day: date) -> bool:
    return any(day in bank_holidays(nation, day.year) for nation in opening.nations_for_holidays)


def _doubtful(opening: Opening, day: date) -> bool:
    """Whether nobody knows the hours of a day: a bank holiday on which it would usually answer."""
    return opening.bank_holidays is None and bool(opening.minutes(DAYS[day.weekday()])) and _holiday(opening, day)


def _days(first: date, before: date) -> Iterator[date]:
    for number in range((before - first).days):
        yield first + number * A_DAY


def _joined(opening: Opening, today: date) -> list[Span]:
    """Returns the openings from yesterday on, in order; one that goes on at midnight is one, not two."""
    joined: list[Span] = []
    for day in _days(today - A_DAY, today + LOOKED_AHEAD * A_DAY):
        if _doubtful(opening, day) or (opening.bank_holidays == "closed" and _holiday(opening, day)):
            continue
        for start, end in sorted(opening.minutes(DAYS[day.weekday()])):
            span = _moment(day, start), _moment(day, end)
            if joined and joined[-1][1] == span[0]:
                span = joined.pop()[0], span[1]
            joined.append(span)
    return joined


def _moment(day: date, minutes: int) -> datetime:
    """Returns a time by London's clocks in UTC; 24:00 is the next midnight."""
    midnight = datetime.combine(day + minutes // 1440 * A_DAY, time(), LONDON)
    return midnight.replace(hour=minutes // 60 % 24, minute=minutes % 60).astimezone(UTC)


def _time(at: datetime, words: Mapping[str, str]) -> str:
    """Returns a time as people say it: 9 am, 5:30 pm, midday."""
    clock = at.astimezone(LONDON)
    if clock.minute == 0 and clock.hour % 12 == 0:
        return words["clock_noon" if clock.hour else "clock_midnight"]
    hour = f"{clock.hour % 12 or 12}" + (f":{clock.minute:02}" if clock.minute else "")
    return _put(words["clock_pm" if clock.hour >= 12 else "clock_am"], hour=hour)


def _day(at: datetime, today: date, words: Mapping[str, str]) -> str:
    """Returns a day as people say it: today, tomorrow, Monday; a week or more away, with its date."""
    day = at.astimezone(LONDON).date()
    ahead = (day - today).days
    if ahead <= 1:
        return words["tomorrow" if ahead else "today"]
    weekday = words["weekdays"].split()[day.weekday()]
    return weekday if ahead < A_WEEK else f"{weekday} {day.day} {words['months'].split()[day.month - 1]}"


def _put(template: str, **values: str) -> str:
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template
