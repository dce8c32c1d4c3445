"""What stands beside published words: whether a clinician signed exactly these, and whether that still counts today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, TypedDict
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
Status = Literal["signed", "unsigned", "changed", "expired"]
# Once signed as it stands: a danger card past its date is still shown, and alarms, for a missing card is worse.
ONCE_SIGNED = ("signed", "expired")


class SignOff(TypedDict):
    """One unit's sign-off. ``next_review`` is the first day on which it no longer counts; dates are YYYY-MM-DD."""

    status: Status
    role: str | None
    on: str | None
    next_review: str | None
    fingerprint: str


def unsigned(fingerprint: str) -> SignOff:
    """Returns the sign-off of words that nobody ever signed."""
    return {"status": "unsigned", "role": None, "on": None, "next_review": None, "fingerprint": fingerprint}


def london_today(now: datetime) -> date:
    """Returns the date in London at ``now``, which must know its time zone. Raises ``ValueError`` if it does not."""
    if now.tzinfo is None:
        raise ValueError("a time without its zone says no date in London")
    return now.astimezone(LONDON).date()


def now_standing(signoff: SignOff | None, today: date) -> SignOff:
    """Returns the sign-off as it stands on London's date ``today``: one that was signed ends as its day begins.

    A signature without a date that can be read counts as none: what cannot be checked is not served as signed.
    """
    if signoff is None:
        return unsigned("")
    if signoff["status"] != "signed":
        return signoff
    try:
        ends = date.fromisoformat(signoff["next_review"] or "")
    except ValueError:
        return unsigned(signoff["fingerprint"])
    return {**signoff, "status": "expired"} if today >= ends else signoff


def unfit_for_live(fixed: Mapping[str, Any]) -> list[str]:
    """Returns the units without which live mode must not run, where never signed or changed: cards/<level>, wording.

    An expired one is fit: it is still shown, and the lead is told. ``fixed`` is what ``fixed_words`` of publishing
    gives. An empty list means that it may go live.
    """
    units = {f"cards/{level}": card for level, card in fixed["cards"].items()} | {"wording": fixed}
    return sorted(name for name, unit in units.items() if _status(unit) not in ONCE_SIGNED)


def _status(unit: Mapping[str, Any]) -> str:
    return str((unit.get("signoff") or {}).get("status"))
