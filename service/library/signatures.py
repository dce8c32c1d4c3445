"""Which signatures count: the file's, where the audit table holds the very same act, by somebody who may sign it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError
from ruamel.yaml.error import YAMLError

from service.library.authors import own_addresses
from service.library.faults import Fault
from service.library.read import read_yaml
from service.library.shapes import Content, Reviewer, Strict
from service.library.signoff import SignOff, london_today, unsigned
from service.library.units import Unit, units

ACTION = "sign"  # the audit's word for it
FOLDER = "signatures"
ALWAYS_TWO = ("cards", "helplines", "wording")  # what people rely on in danger, or on every page
ID = re.compile(r"[\w-]+(/[\w-]+){0,2}")


class Signature(Strict):
    """One reviewer's sign-off on one fingerprint. ``next_review``: the first day on which it no longer counts.

    ``authors``: who wrote the words, reviewers by their id and others by address; None where nobody knows. ``at``: UTC.
    ``evidence``: ids of the sources that were read. ``entry``: the id of its entry in the audit table.
    """

    fingerprint: str
    reviewer: str
    authors: list[str] | None
    at: str
    evidence: list[str]
    note: str
    next_review: date
    entry: int

    def told(self) -> dict[str, Any]:
        """Returns what the audit entry must say word for word besides who, what and when."""
        return self.model_dump(mode="json", include={"authors", "evidence", "note", "next_review"})


class Entry(Protocol):
    """One act of the audit table."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def at(self) -> datetime:
        """When: UTC without a zone."""

    @property
    def actor(self) -> str:
        """Who did it."""

    @property
    def unit(self) -> str | None:
        """What it was about."""

    @property
    def fingerprint(self) -> str | None:
        """Which words of that."""

    @property
    def detail(self) -> Mapping[str, Any]:
        """What else there is to know, as JSON."""


class AuditLog(Protocol):
    """The audit table as the library needs it."""

    def add(
        self, actor: str, action: str, unit: str | None, fingerprint: str | None, detail: Mapping[str, Any] | None
    ) -> Entry:
        """Writes an entry for ever, and returns it."""

    def entries(self, action: str | None = None) -> Sequence[Entry]:
        """Returns all entries, or those of one action."""

    def whole(self) -> bool:
        """Returns whether nobody changed an entry."""


class NotReadable(ValueError):
    """A signature file that is not as ``sign`` writes it; the text says which and what to do."""


def path_of(folder: Path, unit: str) -> Path:
    """Returns where the signatures of a unit stand. Raises ``NotReadable`` for an id that is no path below there."""
    if not ID.fullmatch(unit):
        raise NotReadable(f"{unit} cannot be signed: an id has letters, figures, _ and - only.")
    return folder / FOLDER / f"{unit}.yml"


def read_signatures(folder: Path, unit: str) -> list[Signature]:
    """Returns the signatures in a unit's file as they stand there, counting or not. Raises ``NotReadable``."""
    path = path_of(folder, unit)
    try:
        rows = read_yaml(path) if path.exists() else []
        if not isinstance(rows, list):
            raise TypeError
        return [Signature.model_validate(row) for row in rows]
    except (YAMLError, ValidationError, TypeError, ValueError, OSError):
        mend = "Take its last good version from git, or remove it and sign again."
        raise NotReadable(f"{FOLDER}/{unit}.yml is not as it was written. {mend}") from None


def check_signatures(folder: Path) -> Iterator[Fault]:
    """Yields the signature files that cannot be read, of which no signature counts."""
    for path in sorted((folder / FOLDER).rglob("*.yml")):
        unit = str(path.relative_to(folder / FOLDER).with_suffix(""))
        try:
            read_signatures(folder, unit)
        except NotReadable as error:
            yield Fault(f"{FOLDER}/{unit}.yml", str(error))


class Signatures:
    """All signatures of a content folder that count, by unit.

    Where a row of the audit table was changed by hand (``whole`` is False), none does.
    """

    def __init__(self, content: Content, folder: Path, audit: AuditLog) -> None:
        self._reviewers, self._folder, self.whole = content.reviewers, folder, audit.whole()
        self._entries = {entry.id: entry for entry in audit.entries(ACTION)} if self.whole else {}
        self._counting: dict[str, list[Signature]] = {}

    def counting(self, unit: Unit) -> list[Signature]:
        """Returns the unit's signatures that count or once did: on any words of it, past their date or not."""
        if unit.id not in self._counting:
            try:
                signatures = read_signatures(self._folder, unit.id)
            except NotReadable:
                signatures = []
            self._counting[unit.id] = [signature for signature in signatures if self._counts(signature, unit)]
        return self._counting[unit.id]

    def _counts(self, signature: Signature, unit: Unit) -> bool:
        entry, reviewer = self._entries.get(signature.entry), self._reviewers.get(signature.reviewer)
        if entry is None or reviewer is None or unit.group not in reviewer.groups:
            return False
        told = signature.told()
        return (
            (entry.unit, entry.fingerprint, entry.actor) == (unit.id, signature.fingerprint, signature.reviewer)
            and written(entry.at) == signature.at
            and {key: entry.detail.get(key) for key in told} == told
        )

    def complete(self, unit: Unit, fingerprint: str) -> list[Signature]:
        """Returns the signatures that together sign these words of the unit, the longest that they do; or none."""
        by_reviewer = {s.reviewer: s for s in sorted(self.counting(unit), key=_entry) if s.fingerprint == fingerprint}
        latest = sorted(by_reviewer.values(), key=lambda s: s.next_review, reverse=True)
        ends = [s.next_review for s in latest if self._alone(s, unit)][:1] + [s.next_review for s in latest[1:2]]
        return [s for s in latest if s.next_review >= max(ends)] if ends else []

    def _alone(self, signature: Signature, unit: Unit) -> bool:
        """Whether one signature is enough: words that may have one reviewer, by known authors of whom it is none."""
        if needs_two(unit) or signature.authors is None:
            return False
        own = {signature.reviewer} | own_addresses(signature.reviewer, self._reviewers[signature.reviewer].emails)
        return not own & set(signature.authors)

    def signoff(self, unit: Unit) -> SignOff:
        """Returns the unit's sign-off without looking at the date: ``now_standing`` tells whether it has ended."""
        signed = self.complete(unit, unit.fingerprint)
        if not signed:
            others = {s.fingerprint for s in self.counting(unit)} - {unit.fingerprint}
            before = any(self.complete(unit, fingerprint) for fingerprint in others)
            return {**unsigned(unit.fingerprint), "status": "changed"} if before else unsigned(unit.fingerprint)
        return {
            "status": "signed",
            "role": _roles(self._reviewers[s.reviewer] for s in sorted(signed, key=_entry)),
            "on": max(signed_on(s) for s in signed).isoformat(),
            "next_review": min(s.next_review for s in signed).isoformat(),
            "fingerprint": unit.fingerprint,
        }

    def signed_words(self, unit: Unit) -> tuple[Mapping[str, Any] | None, str | None]:
        """Returns the words of the unit that were signed last, and the commit they stood in; None where unknown."""
        entries = [s.entry for s in self.counting(unit) if self.complete(unit, s.fingerprint)]
        if not entries:
            return None, None
        detail = self._entries[max(entries)].detail
        return detail.get("words"), detail.get("commit")


def signoffs(content: Content, folder: Path, audit: AuditLog) -> dict[str, SignOff]:
    """Returns the sign-off of every unit of content without faults, for ``publish``; raises as ``units`` does."""
    signatures = Signatures(content, folder, audit)
    return {name: signatures.signoff(unit) for name, unit in units(content).items()}


def needs_two(unit: Unit) -> bool:
    """Returns whether a unit needs two reviewers whoever wrote it."""
    return unit.id.split("/")[0] in ALWAYS_TWO


def written(at: datetime) -> str:
    """Returns an entry's time as a signature file holds it."""
    return at.replace(tzinfo=UTC).isoformat()


def signed_on(signature: Signature) -> date:
    """Returns the date in London on which it was signed."""
    return london_today(datetime.fromisoformat(signature.at))


def _entry(signature: Signature) -> int:
    return signature.entry


def _roles(reviewers: Iterable[Reviewer]) -> str:
    return ", ".join(dict.fromkeys(reviewer.role for reviewer in reviewers))
