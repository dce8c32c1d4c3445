"""Content published with sign-offs that these tests made up: in a temporary folder, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from service.library.publish import publish
from service.library.read import read_content
from service.library.signoff import SignOff
from service.library.units import units
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.web.settings import ROOT

ROLE, ON, UNTIL = "a consultant haematologist", "2027-01-01", "2028-12-01"
LINE = "Checked by a consultant haematologist on 1 January 2027. Next check by 1 December 2028."
# Units that end on their own day; all others end on UNTIL.
ENDS = {
    "topics/driving": "2027-03-28",  # the clocks go forward
    "topics/work_and_study": "2027-03-29",
    "topics/travel": "2027-10-31",  # the clocks go back
    "topics/icans": "2027-11-01",
    "topics/when_to_call": "2028-01-01",
    "timeline": "2028-01-01",
    "eligibility": "2028-01-01",
    "cards/urgent": "2028-02-01",
    "wording": "2028-03-01",
    "helplines/leukaemia_care": "2027-06-01",
}
UNSIGNED = ("topics/crs", "cards/ar/emergency", "helplines/blood_cancer_uk")


class Clock:
    """A clock that stands still until it is set."""

    START = "2027-02-01T12:00:00"

    def __init__(self) -> None:
        self.set(self.START)

    def set(self, moment: str) -> None:
        """Sets the time, in UTC."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def signoffs(folder: Path, unsigned: tuple[str, ...], ends: Mapping[str, str]) -> dict[str, SignOff]:
    """Returns a sign-off for every unit of a content folder but these."""
    return {
        name: {
            "status": "signed", "role": ROLE, "on": ON, "next_review": ends.get(name, UNTIL),
            "fingerprint": unit.fingerprint,
        }
        for name, unit in units(read_content(folder)).items()
        if name not in unsigned
    }  # fmt: skip


def publish_signed(var: Path) -> None:
    """Publishes the repository's content with these sign-offs, fit for live mode."""
    given = signoffs(ROOT / "content", UNSIGNED, ENDS)
    publish(ROOT / "content", var, Urgent.from_data, AdviceRules.from_data, signoffs=given, live=True)
