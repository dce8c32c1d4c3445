"""The clock suite: what is said of opening hours at the moments when clocks, calendars and nations disagree."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.library.check import check
from service.library.hours import LONDON, bank_holidays, lacking, standing
from service.library.opening import Opening
from service.library.read import read_content
from service.web.settings import ROOT

OFFICE = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
DAILY = {day: ["08:00-20:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
NIGHTS = {day: ["00:00-02:00", "20:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
CONTENT = read_content(ROOT / "content")
WORDS: dict[str, str] = CONTENT.wording["ui"]


def line(days: dict[str, list[str]], bank_holidays: str | None = None, *nations: str) -> Opening:
    """Returns an opening; of England where no nation is given."""
    given: Any = {"days": days, "bank_holidays": bank_holidays, "nations_for_holidays": nations or ["england"]}
    return Opening.model_validate(given)


def at(opening: Opening, clock: str, zone: Any = LONDON) -> tuple[bool | None, str]:
    """Returns whether it is open at a time of London's clocks, and what is said."""
    found = standing(opening, "Some hours", datetime.fromisoformat(clock).replace(tzinfo=zone), WORDS)
    return found.open_now, found.words


def following(opening: Opening, clock: str) -> str | None:
    """Returns when it opens next, in UTC."""
    found = standing(opening, "Some hours", datetime.fromisoformat(clock).replace(tzinfo=LONDON), WORDS)
    return found.next_open.strftime("%Y-%m-%dT%H:%MZ") if found.next_open else None


@pytest.mark.parametrize(
    ("clock", "open_now", "said"),
    [
        ("2026-11-23T08:59", False, "Opens today 9 am"), ("2026-11-23T09:00", True, "Open now until 5 pm"),
        ("2026-11-23T16:59:59", True, "Open now until 5 pm"), ("2026-11-23T17:00", False, "Opens tomorrow 9 am"),
        ("2026-11-27T17:00", False, "Opens Monday 9 am"), ("2026-11-28T23:59:59", False, "Opens Monday 9 am"),
        ("2026-11-29T00:00", False, "Opens tomorrow 9 am"), ("2026-11-30T00:00", False, "Opens today 9 am"),
        ("2026-11-23T03:00", False, "Opens today 9 am"),
    ],
)  # fmt: skip
def test_an_ordinary_week(clock: str, open_now: bool, said: str) -> None:
    assert at(line(OFFICE), clock) == (open_now, said)


def test_it_is_london_that_decides_and_not_the_zone_of_who_asks() -> None:
    assert at(line(OFFICE), "2026-07-01T08:30", UTC) == (True, "Open now until 5 pm")  # 09:30 in London
    assert at(line(OFFICE), "2026-12-01T08:30", UTC) == (False, "Opens today 9 am")
    assert at(line(OFFICE), "2026-12-01T04:30", ZoneInfo("America/New_York")) == (True, "Open now until 5 pm")


@pytest.mark.parametrize(
    ("evening", "opens"),
    [
        ("2026-03-28T21:00", "2026-03-29T07:00Z"),  # the night clocks go forward: eight in the morning is seven
        ("2026-03-27T21:00", "2026-03-28T08:00Z"), ("2026-10-24T21:00", "2026-10-25T08:00Z"),  # and back
        ("2026-10-23T21:00", "2026-10-24T07:00Z"),
    ],
)  # fmt: skip
def test_the_next_opening_follows_a_change_of_the_clocks(evening: str, opens: str) -> None:
    assert following(line(DAILY), evening) == opens
    assert at(line(DAILY), evening)[1] == "Opens tomorrow 8 am"


@pytest.mark.parametrize(
    ("utc", "open_now"),
    [
        ("2026-03-29T00:59", True), ("2026-03-29T01:00", False),  # 1 o'clock becomes 2, when it closes
        ("2026-10-25T00:59", True), ("2026-10-25T01:59", True), ("2026-10-25T02:00", False),  # 1 to 2 comes twice
    ],
)  # fmt: skip
def test_a_line_that_closes_at_two_in_the_night_of_a_change(utc: str, open_now: bool) -> None:
    assert at(line(NIGHTS), utc, UTC)[0] is open_now


@pytest.mark.parametrize(
    ("clock", "open_now", "said"),
    [
        ("2026-11-27T23:59:59", True, "Open now until 2 am"), ("2026-11-28T00:00", True, "Open now until 2 am"),
        ("2026-11-28T02:00", False, "Opens today 8 pm"), ("2026-11-28T19:59", False, "Opens today 8 pm"),
    ],
)  # fmt: skip
def test_an_opening_across_midnight_is_one(clock: str, open_now: bool, said: str) -> None:
    assert at(line(NIGHTS), clock) == (open_now, said)


def test_midnight_midday_and_half_past_are_said_as_people_say_them() -> None:
    assert at(line({"mon": ["18:00-24:00"]}), "2026-11-23T20:00") == (True, "Open now until midnight")
    assert at(line({"mon": ["09:00-12:00"]}), "2026-11-23T10:00") == (True, "Open now until midday")
    assert at(line({"mon": ["09:30-17:30"]}), "2026-11-23T09:00") == (False, "Opens today 9:30 am")
    assert at(line({"mon": ["12:15-17:30"]}), "2026-11-23T12:15") == (True, "Open now until 5:30 pm")
    assert at(line({"mon": ["00:00-00:30"]}), "2026-11-23T00:10") == (True, "Open now until 12:30 am")
    assert at(line({"mon": ["12:00-13:00"], "tue": ["09:00-10:00"]}), "2026-11-23T11:00")[1] == "Opens today midday"


def test_a_lunch_break_closes() -> None:
    broken = line({"mon": ["13:00-17:00", "09:00-12:00"]})
    assert at(broken, "2026-11-23T11:00") == (True, "Open now until midday")
    assert at(broken, "2026-11-23T12:30") == (False, "Opens today 1 pm")


def test_a_week_or_more_away_is_said_with_its_date() -> None:
    mondays = line({"mon": ["09:00-10:00"]}, "closed")
    assert at(mondays, "2026-11-23T10:00") == (False, "Opens Monday 30 November 9 am")
    assert at(mondays, "2026-12-21T10:00") == (False, "Opens Monday 4 January 9 am")  # the 28th is a bank holiday
    assert at(mondays, "2026-11-24T10:00") == (False, "Opens Monday 9 am")


def test_a_leap_day_is_a_day() -> None:
    assert at(line(OFFICE), "2028-02-29T10:00") == (True, "Open now until 5 pm")  # a Tuesday
    assert at(line({"tue": ["09:00-17:00"]}), "2028-02-28T23:00") == (False, "Opens tomorrow 9 am")
    assert at(line({"wed": ["09:00-17:00"]}), "2028-02-29T23:00") == (False, "Opens tomorrow 9 am")
    assert following(line({"wed": ["09:00-17:00"]}), "2028-02-28T12:00") == "2028-03-01T09:00Z"


EASTER_MONDAY, SECOND_JANUARY, TWELFTH_JULY = "2026-04-06T11:00", "2026-01-02T11:00", "2027-07-12T11:00"
SUBSTITUTE, ANDREW, PATRICK = "2026-12-28T11:00", "2026-11-30T11:00", "2026-03-17T11:00"
NATIONS = ("england", "wales", "scotland", "northern_ireland")


@pytest.mark.parametrize(
    ("clock", "kept_in"),
    [
        (EASTER_MONDAY, {"england", "wales", "northern_ireland"}), (SECOND_JANUARY, {"scotland"}),
        (TWELFTH_JULY, {"northern_ireland"}), (SUBSTITUTE, set(NATIONS)), (ANDREW, {"scotland"}),
        (PATRICK, {"northern_ireland"}), ("2026-08-31T11:00", {"england", "wales", "northern_ireland"}),
        ("2026-08-03T11:00", {"scotland"}), ("2026-12-25T11:00", set(NATIONS)), ("2026-12-29T11:00", set()),
    ],
)  # fmt: skip
def test_a_bank_holiday_counts_in_the_nations_that_keep_it(clock: str, kept_in: set[str]) -> None:
    for nation in NATIONS:
        kept = nation in kept_in
        assert at(line(OFFICE, "closed", nation), clock)[0] is not kept
        assert at(line(OFFICE, None, nation), clock)[0] is (None if kept else True)
        assert at(line(OFFICE, "open", nation), clock) == (True, "Open now until 5 pm")


def test_a_bank_holiday_of_any_of_its_nations_counts() -> None:
    assert at(line(OFFICE, None, *NATIONS), TWELFTH_JULY)[0] is None
    assert at(line(OFFICE, None, "england", "wales"), TWELFTH_JULY)[0] is True


def test_where_nobody_knows_the_day_nothing_is_promised() -> None:
    found = standing(line(OFFICE), "Weekdays", datetime.fromisoformat(SUBSTITUTE).replace(tzinfo=LONDON), WORDS)
    assert (found.open_now, found.open_until, found.next_open) == (None, None, None)
    assert found.words == "Today is a bank holiday somewhere in the UK, so the hours may differ"


def test_christmas_2026_from_its_eve_to_the_29th() -> None:
    closed, unknown = line(OFFICE, "closed"), line(OFFICE)
    assert at(closed, "2026-12-24T18:00") == (False, "Opens Tuesday 9 am")
    assert at(unknown, "2026-12-24T18:00") == (False, "Opens Tuesday 9 am, and perhaps on the bank holiday before")
    assert at(unknown, "2026-12-26T12:00")[0] is False  # a Saturday, closed whatever day it is
    assert following(unknown, "2026-12-26T12:00") == "2026-12-29T09:00Z"
    assert at(unknown, "2026-12-29T09:00") == (True, "Open now until 5 pm")


def test_an_evening_before_an_unknown_day_is_open_until_midnight_only() -> None:
    assert at(line(NIGHTS), "2026-12-27T22:00") == (True, "Open now until midnight")
    assert at(line(NIGHTS), "2026-12-28T00:30")[0] is None
    assert at(line(NIGHTS, "open"), "2026-12-27T22:00") == (True, "Open now until 2 am")


def test_a_line_that_never_closes() -> None:
    never = Opening.model_validate({"always": True})
    whole = {day: ["00:00-24:00"] for day in DAILY}
    for opening in (never, line(whole, "open")):
        assert at(opening, "2026-12-25T03:00") == (True, "Open now, day and night")
    assert at(line({**whole, "sun": ["00:00-12:00"]}, "open"), "2026-11-23T03:00") == (
        True, "Open now until Sunday midday",
    )  # fmt: skip


def test_unknown_hours_are_said_to_be_unknown() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for hours, said in ((None, "We do not know the opening hours"), ("Weekdays.", "")):
        found = standing(None, hours, now, WORDS)
        assert (found.open_now, found.open_until, found.next_open, found.words) == (None, None, None, said)


def test_a_line_with_no_day_within_three_weeks_is_closed() -> None:
    assert at(line({}), "2026-11-23T12:00") == (False, "Closed now")


def test_bank_holidays_are_the_published_ones() -> None:
    # gov.uk/bank-holidays, England and Wales, 2026
    published = {(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)}
    weekdays = {(day.month, day.day) for day in bank_holidays("england", 2026) if day.weekday() < 5}
    assert weekdays == published
    assert date(2026, 4, 6) not in bank_holidays("scotland", 2026)


def test_hours_stand_as_data_only_where_a_source_is_that_exact() -> None:
    known = {name for name, helpline in CONTENT.helplines.items() if helpline.open}
    assert known == {
        "nhs_999", "nhs_111", "samaritans", "shout", "leukaemia_care", "macmillan", "yellow_card",
    }  # fmt: skip
    weak = {name for name, h in CONTENT.helplines.items() if h.open and not h.open.always and h.tag != "STORED"}
    assert weak == set()


def test_every_word_of_the_hours_must_be_there() -> None:
    assert list(lacking(WORDS)) == []
    assert list(lacking({**WORDS, "opens": "Opens {day}"})) == ["'ui.opens' lacks {time}."]
    assert list(lacking({**WORDS, "weekdays": "Monday"})) == ["'ui.weekdays' must hold 7 names."]
    assert list(lacking({k: v for k, v in WORDS.items() if k != "closed"})) == ["'ui.closed' is missing."]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ('{days: {mon: ["9-5"]}, nations_for_holidays: [england]}', "'9-5' on mon is no opening"),
        ('{days: {mon: ["17:00-09:00"]}, nations_for_holidays: [england]}', "'17:00-09:00' on mon ends before"),
        ('{days: {mon: ["09:00-24:30"]}, nations_for_holidays: [england]}', "'09:00-24:30' on mon is no opening"),
        (
            '{days: {tue: ["12:00-14:00", "09:00-12:30"]}, nations_for_holidays: [england]}',
            "'09:00-12:30' and '12:00-14:00' on tue overlap",
        ),
        ("{days: {mon: []}, nations_for_holidays: [england]}", "'open' has nothing on mon"),
        ('{days: {mon: ["09:00-17:00"]}}', "'open' does not say whose bank holidays"),
        ("{}", "'open' names no day"),
        ('{always: true, days: {mon: ["09:00-17:00"]}}', "'open' says always, and days"),
        ('{days: {monday: ["09:00-17:00"]}, nations_for_holidays: [england]}', "'open.days.monday"),
    ],
)
def test_wrong_hours_are_named(small: Any, written: str, sentence: str) -> None:
    text = (small.folder / "helplines.yml").read_text(encoding="utf-8")
    text = text.replace("open: null", f"open: {written}", 1).replace("hours: null", 'hours: "Weekdays"', 1)
    small.write("helplines.yml", text)
    named = [str(fault) for fault in check(read_content(small.folder)) if fault.file == "helplines.yml"]
    assert len(named) == 1 and named[0].startswith(f"helplines.yml: emergency: {sentence}")


def test_hours_as_data_need_their_words(small: Any) -> None:
    text = (small.folder / "helplines.yml").read_text(encoding="utf-8")
    small.write("helplines.yml", text.replace("open: null", "open: {always: true}", 1))
    (fault,) = check(read_content(small.folder))
    assert str(fault).startswith("helplines.yml: emergency: 'open' without 'hours'.")


def test_right_hours_are_no_fault(small: Any) -> None:
    text = (small.folder / "helplines.yml").read_text(encoding="utf-8")
    right = '{days: {fri: ["20:00-24:00"], sat: ["00:00-02:00"]}, bank_holidays: closed, nations_for_holidays: [wales]}'
    text = text.replace("open: null", f"open: {right}", 1).replace("hours: null", 'hours: "Friday night"', 1)
    small.write("helplines.yml", text)
    assert check(read_content(small.folder)) == []
