"""Tests of what a sign-off is worth on a day in London, at midnight and across both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from service.library.signoff import SignOff, Status, london_today, now_standing, unfit_for_live, unsigned

PRINT = "sha256:" + "1" * 64


def signed(next_review: str | None, status: Status = "signed") -> SignOff:
    return {"status": status, "role": "a nurse", "on": "2026-06-01", "next_review": next_review, "fingerprint": PRINT}


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ("2027-01-14T23:59:59+00:00", "2027-01-14"),
        ("2027-01-15T00:00:00+00:00", "2027-01-15"),
        # In summer the day in London begins at 23:00 UTC.
        ("2027-07-14T22:59:59+00:00", "2027-07-14"),
        ("2027-07-14T23:00:00+00:00", "2027-07-15"),
        # The clocks go forward on 28 March 2027: that day begins by winter time, the next by summer time.
        ("2027-03-27T23:59:59+00:00", "2027-03-27"),
        ("2027-03-28T00:00:00+00:00", "2027-03-28"),
        ("2027-03-28T22:59:59+00:00", "2027-03-28"),
        ("2027-03-28T23:00:00+00:00", "2027-03-29"),
        # The clocks go back on 31 October 2027: that day begins by summer time, the next by winter time.
        ("2027-10-30T22:59:59+00:00", "2027-10-30"),
        ("2027-10-30T23:00:00+00:00", "2027-10-31"),
        ("2027-10-31T23:59:59+00:00", "2027-10-31"),
        ("2027-11-01T00:00:00+00:00", "2027-11-01"),
        # Wherever the clock stands, the day is London's.
        ("2027-01-15T09:00:00+10:00", "2027-01-14"),
        ("2027-01-14T20:00:00-05:00", "2027-01-15"),
    ],
)
def test_the_day_is_londons(moment: str, today: str) -> None:
    assert london_today(datetime.fromisoformat(moment)) == date.fromisoformat(today)


def test_the_hour_that_comes_twice_is_one_day() -> None:
    hours = [datetime(2027, 10, 31, 1, 30, fold=fold, tzinfo=ZoneInfo("Europe/London")) for fold in (0, 1)]
    assert hours[0].astimezone(UTC) != hours[1].astimezone(UTC)
    assert {london_today(hour) for hour in hours} == {date(2027, 10, 31)}


def test_a_time_without_its_zone_says_no_day() -> None:
    with pytest.raises(ValueError, match="zone"):
        london_today(datetime(2027, 1, 1))  # noqa: DTZ001 - that is what is tried


@pytest.mark.parametrize(
    ("today", "status"), [("2027-05-31", "signed"), ("2027-06-01", "expired"), ("2028-01-01", "expired")]
)
def test_a_sign_off_ends_as_the_day_of_its_review_begins(today: str, status: str) -> None:
    standing = now_standing(signed("2027-06-01"), date.fromisoformat(today))
    assert standing == {**signed("2027-06-01"), "status": status}


@pytest.mark.parametrize("status", ["unsigned", "changed", "expired"])
def test_what_was_not_signed_never_becomes_so(status: Status) -> None:
    assert now_standing(signed("2027-06-01", status), date(2027, 1, 1)) == signed("2027-06-01", status)


@pytest.mark.parametrize("written", [None, "", "soon", "2027-13-01", "01/06/2027"])
def test_a_sign_off_without_a_readable_end_is_none(written: str | None) -> None:
    assert now_standing(signed(written), date(2020, 1, 1)) == unsigned(PRINT)


def test_nothing_stored_is_unsigned() -> None:
    assert now_standing(None, date(2027, 1, 1))["status"] == "unsigned"


def fixed_words(**statuses: Status) -> dict[str, Any]:
    """Returns as much of the fixed words as going live asks for."""
    levels = ("emergency", "urgent", "crisis")
    cards = {level: {"signoff": signed("2027-06-01", statuses.get(level, "signed"))} for level in levels}
    return {"cards": cards, "signoff": signed("2027-06-01", statuses.get("wording", "signed"))}


def test_signed_cards_and_wording_are_fit_for_live() -> None:
    assert unfit_for_live(fixed_words()) == []


@pytest.mark.parametrize("status", ["unsigned", "changed"])
def test_a_card_or_the_wording_unsigned_or_changed_is_not_fit(status: Status) -> None:
    assert unfit_for_live(fixed_words(crisis=status, wording=status)) == ["cards/crisis", "wording"]


def test_what_is_only_past_its_date_is_fit() -> None:
    assert unfit_for_live(fixed_words(crisis="expired", wording="expired")) == []


def test_words_published_without_any_sign_off_are_not_fit() -> None:
    assert unfit_for_live({"cards": {"urgent": {}}}) == ["cards/urgent", "wording"]
