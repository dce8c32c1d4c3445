"""The command about what waits for people: ``report``."""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from service.library.check import check
from service.library.faults import ContentBroken
from service.library.read import read_content
from service.library.reports import REPORTS, Past, reports
from service.library.reports_shown import as_csv, as_html, as_text
from service.library.shapes import Content
from service.library.signatures import FOLDER, Signatures, signed_on
from service.library.signoff import SignOff, london_today
from service.library.units import Unit, units
from service.records.audit import Audit
from service.records.conversations import connect
from service.web.settings import Settings

if TYPE_CHECKING:
    from service.library.__main__ import Commands

ALL = "all"


def add(commands: Commands) -> None:
    """Adds ``report`` to the command line."""
    command = commands.add_parser("report", help="list what is due, unverified, without evidence, open or to review")
    command.add_argument("name", choices=[*REPORTS, ALL], help="which report")
    command.add_argument("--format", choices=["text", "csv", "html"], default="text")
    command.add_argument("--out", default="", metavar="FILE", help="write it there instead of printing it")
    command.set_defaults(run=_report)


def _report(settings: Settings, options: argparse.Namespace) -> int:
    content = read_content(settings.content_dir)
    if faults := check(content):
        raise ContentBroken(faults)
    today = london_today(datetime.now(UTC))
    signoffs, past = _signed(content, settings, today)
    made = reports(content, signoffs, today, past, None if options.name == ALL else options.name)
    if options.format == "html":
        text = as_html(made, today)
    else:
        text = as_csv(made) if options.format == "csv" else as_text(made, shutil.get_terminal_size((120, 24)).columns)
    if not options.out:
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        return 0
    try:
        # Spreadsheets take a file for UTF-8 only where it begins with the mark.
        with open(options.out, "w", encoding="utf-8-sig" if options.format == "csv" else "utf-8", newline="") as file:
            file.write(text if text.endswith("\n") else f"{text}\n")
    except OSError as error:
        print(f"{options.out} cannot be written ({error.strerror}). Name another file.", file=sys.stderr)
        return 1
    return 0


def _signed(content: Content, settings: Settings, today: date) -> tuple[dict[str, SignOff], dict[str, Past]]:
    """Returns sign-offs and past of every unit; none where no signature file is, for which no records are needed.

    Raises ``RecordsDown`` where the audit table cannot be read and something is signed.
    """
    if not any((settings.content_dir / FOLDER).rglob("*.yml")):
        return {}, {}
    signatures = Signatures(content, settings.content_dir, Audit(connect(settings.database_url)))
    if not signatures.whole:
        print("The audit table was changed by hand, so no signature counts.", file=sys.stderr)
    known = units(content)
    signoffs = {name: signatures.signoff(unit) for name, unit in known.items()}
    return signoffs, {name: _past(signatures, unit, today) for name, unit in known.items()}


def _past(signatures: Signatures, unit: Unit, today: date) -> Past:
    counting = signatures.counting(unit)
    enough = [signed_on(s) for s in counting if signatures.complete(unit, s.fingerprint)]
    own = [s.reviewer for s in counting if s.fingerprint == unit.fingerprint and s.next_review > today]
    return Past(max(enough, default=None), tuple(dict.fromkeys(own)))
