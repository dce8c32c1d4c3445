"""How a sign-off is told to a reader: one short line, or the preview label where nothing counts now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.library.signoff import ONCE_SIGNED, SignOff

SHORT = 12  # digits of a fingerprint, enough to tell one text from another


def told(signoff: SignOff) -> dict[str, Any]:
    """Returns the sign-off in the shape of api.md: status, role, on and next_review."""
    return {key: signoff[key] for key in ("status", "role", "on", "next_review")}


def line(fixed: Mapping[str, Any], signoff: SignOff, live: bool) -> str:
    """Returns the line that stands with words of this sign-off, as it is today.

    Signed: who checked and until when. In live mode what is shown past its date says that; all else has the label.
    """
    status = signoff["status"]
    if status == "signed" or (live and status in ONCE_SIGNED):
        words = str(fixed["ui"]["checked" if status == "signed" else "checked_before"])
        for name in ("role", "on", "next_review"):
            value = str(signoff[name] or "")
            words = words.replace(f"[{name}]", value if name == "role" else _day(value))
        return words
    return str(fixed["wording"]["preview_label"]["text"])


def short(fingerprint: str) -> str:
    """Returns the first digits of a fingerprint, for a page to print."""
    return fingerprint.removeprefix("sha256:")[:SHORT]


def _day(written: str) -> str:
    """Returns "1 March 2027" for 2027-03-01; what is no date stays as it is."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day.day} {day:%B} {day.year}"
