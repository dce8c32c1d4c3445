"""The commands about sign-off: ``sign`` and ``status``."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from service.library.changes import as_text, changes, readable, told
from service.library.check import check
from service.library.faults import ContentBroken
from service.library.read import read_content
from service.library.shapes import Content
from service.library.sign import STATES, Draft, NotSigned, prepare, sign, state
from service.library.signatures import FOLDER, Signatures
from service.library.signoff import SignOff, london_today, now_standing, unsigned
from service.library.tongues import points_to_check
from service.library.units import units
from service.records.audit import Audit
from service.records.conversations import connect
from service.web.accounts import Accounts, Refused
from service.web.settings import Settings

if TYPE_CHECKING:
    from service.library.__main__ import Commands


def add(commands: Commands) -> None:
    """Adds ``sign`` and ``status`` to the command line."""
    command = commands.add_parser("sign", help="sign words as a reviewer: shows them, then asks for password and code")
    command.add_argument("unit", help="what to sign, as `status` names it, such as topics/driving")
    command.add_argument("--reviewer", required=True, help="the reviewer's id in reviewers.yml")
    command.add_argument("--next-review", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    command.add_argument("--evidence", nargs="*", default=[], help="ids of the sources that were read")
    command.add_argument("--note", default="")
    command.set_defaults(run=_sign)
    command = commands.add_parser("status", help="say of every unit of words whether it is signed, and count evidence")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=_status)


def signoffs_of(settings: Settings) -> dict[str, SignOff]:
    """Returns the sign-off of every unit of these settings' content, for ``publish``; none where it has faults.

    Raises ``RecordsDown`` where the audit table cannot be read and there is something signed.
    """
    if not any((settings.content_dir / FOLDER).rglob("*.yml")):
        return {}
    content = read_content(settings.content_dir)
    return {} if check(content) else _standing(content, settings)[0]


def _standing(content: Content, settings: Settings) -> tuple[dict[str, SignOff], bool]:
    signatures = Signatures(content, settings.content_dir, Audit(connect(settings.database_url)))
    return {name: signatures.signoff(unit) for name, unit in units(content).items()}, signatures.whole


def _sign(settings: Settings, options: argparse.Namespace) -> int:
    engine = connect(settings.database_url)
    audit = Audit(engine)
    try:
        draft = prepare(
            read_content(settings.content_dir), settings.content_dir, audit, options.unit, options.reviewer,
            options.next_review, london_today(datetime.now(UTC)), options.evidence, options.note,
        )  # fmt: skip
        _show(draft)
        password = getpass.getpass(f"Password of {draft.reviewer}: ")
        code = getpass.getpass("Code: ")
        signature = sign(draft, password, code, Accounts(engine), settings.content_dir, audit)
    except (NotSigned, Refused) as error:
        print(f"Not signed. {error}", file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        print("\nNot signed.", file=sys.stderr)
        return 1
    print(f"Signed. {FOLDER}/{draft.unit.id}.yml holds it as entry {signature.entry}. The next publish brings it.")
    return 0


def _show(draft: Draft) -> None:
    """Prints what is about to be signed, and what is to be known about it."""
    print(f"{draft.unit.id} · {draft.unit.fingerprint}\n")
    print("\n".join(readable(draft.unit.words)), end="\n\n")
    if draft.before is None:
        print("These words were never signed.")
    else:
        before, now = told(unsigned("before"), draft.before), told(unsigned("now"), draft.unit.words)
        if before.lines == now.lines:
            print("Nothing a reader sees changed since they were last signed.")
        else:
            print("Since they were last signed:")
            print(as_text(changes({draft.unit.id: before}, {draft.unit.id: now})))
    print(f"Written by: {'nobody knows' if draft.authors is None else ', '.join(draft.authors) or 'no change'}.")
    if draft.two:
        print("These words need two reviewers.")
    print(f"You sign them until the day before {draft.next_review}.")


def _status(settings: Settings, options: argparse.Namespace) -> int:
    content = read_content(settings.content_dir)
    if faults := check(content):
        raise ContentBroken(faults)
    signed, whole = _standing(content, settings)
    today = london_today(datetime.now(UTC))
    rows = {name: _row(now_standing(signoff, today), today) for name, signoff in signed.items()}
    facts = {**_counts(content, rows), "audit_whole": whole, "units": rows}
    if options.json:
        print(json.dumps(facts, indent=1))
        return 0
    for name, row in sorted(rows.items(), key=lambda item: (STATES.index(item[1]["state"]), item[0])):
        until = f" next review {row['next_review']}, by {row['role']}" if row["next_review"] else ""
        print(f"{row['state']:9} {name}{until}")
    states = Counter(row["state"] for row in rows.values())
    print(f"{len(rows)} units: {', '.join(f'{states[state]} {state}' for state in STATES)}.")
    if not whole:
        print("The audit table was changed by hand, so no signature counts.")
    print(f"{facts['topics']} topics, {facts['signed']} signed. Evidence: {facts['evidence']}.")
    print(f"No checked evidence: {', '.join(facts['no_evidence']) or 'none'}.")
    unverified = ", ".join(facts["unverified_numbers"])
    print(f"{facts['to_check']} points for a clinician to check. Numbers nobody has verified: {unverified}.")
    return 0


def _row(signoff: SignOff, today: date) -> dict[str, Any]:
    return {"state": state(signoff, today), **signoff}


def _counts(content: Content, rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    to_check = sum(len(topic.front.to_check) for topic in content.topics.values())
    to_check += sum(len(step.to_check) for step in content.criteria)
    to_check += len(content.timeline.to_check) if content.timeline else 0
    signed = sum(row["status"] == "signed" for name, row in rows.items() if name.startswith("topics/"))
    return {
        "topics": len(content.topics),
        "signed": signed,
        "unsigned": len(content.topics) - signed,
        "evidence": dict(sorted(Counter(topic.front.evidence for topic in content.topics.values()).items())),
        "no_evidence": sorted(t.id for t in content.topics.values() if t.front.evidence == "none"),
        "to_check": to_check + points_to_check(content),
        "unverified_numbers": sorted(n for n, line in content.helplines.items() if line.phone and not line.verified_on),
    }
