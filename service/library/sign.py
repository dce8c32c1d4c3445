"""Signing: one reviewer, one unit, the very words that were shown, by password and code, noted in the audit table."""

from __future__ import annotations

import fcntl
import io
import json
import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

from ruamel.yaml import YAML

from service.library.authors import Authors, authors, own_addresses
from service.library.check import check
from service.library.faults import Fault
from service.library.shapes import Content, Reviewer
from service.library.signatures import (
    ACTION,
    FOLDER,
    AuditLog,
    NotReadable,
    Signature,
    Signatures,
    needs_two,
    path_of,
    read_signatures,
    written,
)
from service.library.signoff import SignOff, now_standing
from service.library.units import Unit, units

YEARS = 2  # the longest that a sign-off may count
DUE = timedelta(days=60)  # before its end it is due, and may be signed again
NOTE_LONGEST = 1000
ROLE = "reviewer"
STATES = ("signed", "due soon", "expired", "changed", "unsigned")


class NotSigned(ValueError):
    """A sign-off that is refused; the text is one sentence that says why."""


class Person(Protocol):
    """Somebody who proved who they are."""

    @property
    def name(self) -> str:
        """The name of the account."""

    @property
    def roles(self) -> Collection[str]:
        """What the account is for."""


class Accounts(Protocol):
    """What asks for password and code."""

    def check(self, name: str, password: str, code: str) -> Person:
        """Returns whose these are; raises an error of its own where they do not fit."""


@dataclass(frozen=True)
class Draft:
    """A sign-off that nothing speaks against but the missing password: what is shown before, and signed after it.

    ``before``: the words that were signed last, or None. ``authors``: as in ``Signature``.
    """

    unit: Unit
    reviewer: str
    authors: list[str] | None
    commit: str | None
    next_review: date
    evidence: list[str]
    note: str
    before: Any

    @property
    def two(self) -> bool:
        """Whether this signature alone is not enough."""
        return needs_two(self.unit) or self.authors is None or self.reviewer in self.authors


def prepare(
    content: Content,
    folder: Path,
    audit: AuditLog,
    unit: str,
    reviewer: str,
    next_review: date,
    today: date,
    evidence: list[str] | None = None,
    note: str = "",
) -> Draft:
    """Returns the sign-off that ``reviewer`` is about to give; ``today`` is the date in London.

    Raises ``NotSigned`` where anything but the missing password and code speaks against it.
    """
    faults = check(content)
    wanted = None if faults else units(content).get(unit)
    return prepare_unit(
        content, faults, folder, audit, unit, wanted, reviewer, next_review, today, evidence, note
    )  # fmt: skip


def prepare_unit(
    content: Content,
    faults: Sequence[Fault],
    folder: Path,
    audit: AuditLog,
    unit: str,
    wanted: Unit | None,
    reviewer: str,
    next_review: date,
    today: date,
    evidence: list[str] | None = None,
    note: str = "",
) -> Draft:
    """Does as ``prepare``, for whoever knows the content's ``faults`` and the unit (None: there is none) already."""
    if faults:
        raise NotSigned(f"The content has {len(faults)} faults. Mend them first: the check of the content names each.")
    if wanted is None:
        raise NotSigned(f"There is nothing of the name {unit}. The list of sign-offs names what there is.")
    _may_sign(content.reviewers.get(reviewer), reviewer, wanted)
    if not today < next_review <= _in_years(today):
        raise NotSigned(f"The next review must be after {today} and not after {_in_years(today)}.")
    read = list(dict.fromkeys(evidence or []))
    if unknown := sorted(set(read) - content.sources.keys()):
        raise NotSigned(f"sources.yml has no {', '.join(unknown)}. Name the sources that you read by their ids.")
    if len(note) > NOTE_LONGEST:
        raise NotSigned(f"A note has {NOTE_LONGEST} characters at most.")
    try:
        read_signatures(folder, unit)
    except NotReadable as error:
        raise NotSigned(str(error)) from None
    signatures = Signatures(content, folder, audit)
    if not signatures.whole:
        raise NotSigned("The audit table was changed by hand, so no signature counts. Ask whoever runs the service.")
    for own in signatures.counting(wanted):
        same = (own.reviewer, own.fingerprint) == (reviewer, wanted.fingerprint)
        if same and own.next_review - today > DUE:
            raise NotSigned(f"There is nothing to sign: {reviewer} signed these words until {own.next_review}.")
    before, commit = signatures.signed_words(wanted)
    wrote = authors(folder, wanted.files, commit)
    names = _names(wrote, content) if wrote else None
    return Draft(wanted, reviewer, names, wrote.commit if wrote else None, next_review, read, note.strip(), before)


def sign(draft: Draft, password: str, code: str, accounts: Accounts, folder: Path, audit: AuditLog) -> Signature:
    """Signs what the draft holds and writes it to audit and file. Raises ``NotSigned``, and what ``accounts`` raises.

    The words are those of the draft: if the content has changed since it was made, the signature does not count.
    """
    person = accounts.check(draft.reviewer, password, code)
    if person.name != draft.reviewer or ROLE not in person.roles:
        raise NotSigned(f"The account {draft.reviewer} is not one of a reviewer.")
    detail = {
        "authors": draft.authors,
        "evidence": draft.evidence,
        "note": draft.note,
        "next_review": draft.next_review.isoformat(),
        "commit": draft.commit,
        "words": json.loads(json.dumps(draft.unit.words)),  # so that what was signed can always be shown
    }
    with _alone(folder):
        try:
            known = read_signatures(folder, draft.unit.id)
        except NotReadable as error:
            raise NotSigned(str(error)) from None
        entry = audit.add(draft.reviewer, ACTION, draft.unit.id, draft.unit.fingerprint, detail)
        signature = Signature(
            fingerprint=draft.unit.fingerprint,
            reviewer=draft.reviewer,
            authors=draft.authors,
            at=written(entry.at),
            evidence=draft.evidence,
            note=draft.note,
            next_review=draft.next_review,
            entry=entry.id,
        )
        _write(path_of(folder, draft.unit.id), [*known, signature])
    return signature


def state(signoff: SignOff, today: date) -> str:
    """Returns how a sign-off stands on London's date ``today``: one of ``STATES``."""
    status: str = now_standing(signoff, today)["status"]
    ends = date.fromisoformat(signoff["next_review"] or "") if status == "signed" else today
    return "due soon" if status == "signed" and ends <= today + DUE else status


def _may_sign(known: Reviewer | None, reviewer: str, unit: Unit) -> None:
    if known is None:
        raise NotSigned(f"{reviewer} is not in reviewers.yml.")
    if unit.group not in known.groups:
        raise NotSigned(f"{reviewer} may not sign {unit.id}: reviewers.yml does not name them for {unit.group}.")


def _in_years(today: date) -> date:
    try:
        return today.replace(year=today.year + YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year + YEARS, day=28)


def _names(wrote: Authors, content: Content) -> list[str]:
    """Returns the authors, reviewers among them by id: it stays theirs when reviewers.yml changes."""
    reviewers = content.reviewers.items()
    owners = {email: name for name, known in reviewers for email in own_addresses(name, known.emails)}
    return sorted({owners.get(email, email) for email in wrote.emails})


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets one at a time write signatures: two who sign at once must both stay."""
    (folder / FOLDER).mkdir(exist_ok=True)
    held = os.open(folder / FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _write(path: Path, signatures: list[Signature]) -> None:
    """Puts the file in its place in one step, so that a stop halfway leaves the old one."""
    text = io.StringIO()
    yaml = YAML()
    yaml.width = 4096
    yaml.dump([signature.model_dump(mode="json") for signature in signatures], text)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(dir=path.parent, suffix=".partial")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text.getvalue())
        file.flush()
        os.fsync(file.fileno())
    os.chmod(partial, 0o644)
    os.replace(partial, path)
