"""What is withdrawn: topics that are not answered, in any mode, until a publish after somebody asked for them back.

It stands outside the published versions, so that neither publishing nor rolling back brings withdrawn words back.
"""

from __future__ import annotations

import fcntl
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.library.versions import Refused, mark, replace

logger = logging.getLogger(__name__)
FILE, LOCK = "withdrawn.json", "withdrawn.lock"
ALL = "all"  # every topic; cards and helplines stay
LEAST_REASON = 3  # characters: a dot is no reason


@dataclass(frozen=True)
class Withdrawal:
    """Why, when (UTC) and by whom a topic was withdrawn; ``wish``: who asked for it back, or None."""

    reason: str
    at: str
    by: str
    wish: str | None = None


@dataclass(frozen=True)
class Withdrawn:
    """What is withdrawn, by topic or ``all``, as it was when the file had this mark."""

    entries: Mapping[str, Withdrawal]
    mark: tuple[int, int, int]

    def covers(self, topic: str) -> bool:
        """Returns whether a topic is withdrawn, by name or with all others."""
        return ALL in self.entries or topic in self.entries


def withdrawals(var: Path, known: Withdrawn | None = None) -> Withdrawn:
    """Returns what is withdrawn now; ``known``, where the file is still that one.

    A file that cannot be read counts as "all": words that somebody took away must not come back by an accident.
    """
    path = var / FILE
    seen = mark(path)
    if known is not None and known.mark == seen:
        return known
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return Withdrawn({str(name): Withdrawal(**entry) for name, entry in written.items()}, seen)
    except FileNotFoundError:
        return Withdrawn({}, mark(None))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        logger.error("%s cannot be read, so every topic counts as withdrawn: %s", FILE, type(error).__name__)
        return Withdrawn({ALL: Withdrawal(f"{FILE} cannot be read.", "", "")}, seen)


def withdraw(var: Path, topic: str, reason: str, by: str) -> None:
    """Withdraws a topic, or ``all``: in force at the next turn of every running copy. Raises ``Refused``.

    It waits for nobody who is publishing. An earlier wish to have it back is void.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Refused("Say why with --reason, for those who mend the words.")

    def taken(entries: dict[str, Withdrawal]) -> dict[str, Withdrawal]:
        return {**entries, topic: Withdrawal(reason.strip(), _now(), by)}

    _change(var, taken)


def restore(var: Path, topic: str, by: str) -> None:
    """Notes the wish to have a topic, or ``all``, back with the next publish. Raises ``Refused`` if it is not away."""

    def wished(entries: dict[str, Withdrawal]) -> dict[str, Withdrawal]:
        if topic not in entries:
            away = ", ".join(sorted(entries)) or "nothing"
            raise Refused(f"'{topic}' is not withdrawn. Withdrawn: {away}.")
        old = entries[topic]
        return {**entries, topic: Withdrawal(old.reason, old.at, old.by, by)}

    _change(var, wished)


def bring_back(var: Path) -> list[str]:
    """Ends the withdrawals that somebody wished to end; returns their names. Only publishing calls it."""
    back: list[str] = []

    def returned(entries: dict[str, Withdrawal]) -> dict[str, Withdrawal]:
        back.extend(sorted(name for name, entry in entries.items() if entry.wish is not None))
        return {name: entry for name, entry in entries.items() if entry.wish is None}

    if any(entry.wish is not None for entry in withdrawals(var).entries.values()):
        _change(var, returned)
    return back


def _change(var: Path, change: Callable[[dict[str, Withdrawal]], dict[str, Withdrawal]]) -> None:
    with _alone(var):
        entries = change(dict(withdrawals(var).entries))
        written: dict[str, Any] = {name: vars(entry) for name, entry in sorted(entries.items())}
        replace(var / FILE, json.dumps(written, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def _alone(var: Path) -> Iterator[None]:
    """Waits for the lock of this file: each holds it for milliseconds."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / LOCK).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
