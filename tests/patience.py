"""Seconds in tests: as promised where times are proved (``make prove``), three times that beside other work."""

from __future__ import annotations

import os

SLACK = 1.0 if os.environ.get("PROVE") else 3.0


def within(seconds: float) -> float:
    """Returns the seconds that may pass where so many are promised."""
    return seconds * SLACK
