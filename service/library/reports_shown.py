"""Reports as people get them: aligned text for a terminal, CSV for a spreadsheet, one page of HTML to print."""

from __future__ import annotations

import csv
import io
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.library.reports import Report

TEMPLATES = Path(__file__).parent / "templates"
GAP = "  "
NARROWEST = 9  # characters of a column that gives way
# What a spreadsheet takes for the start of a formula; the last four are the full-width forms of the first.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def as_text(reports: Sequence[Report], width: int = 120) -> str:
    """Returns the reports one below the other, columns aligned; no line is longer than ``width`` if columns allow."""
    return "\n\n".join("\n".join(_lines(report, width)) for report in reports)


def _lines(report: Report, width: int) -> Iterator[str]:
    yield f"{report.title} ({len(report.rows)})"
    yield from textwrap.wrap(report.note, width)
    if not report.rows:
        yield report.nothing
        return
    table = [report.columns, *(row.cells for row in report.rows)]
    widths = _widths(table, width)
    yield ""
    for number, cells in enumerate(table):
        wrapped = [_wrapped(_plain(cell), wide) for cell, wide in zip(cells, widths, strict=True)]
        for at in range(max(map(len, wrapped))):
            parts = [lines[at] if at < len(lines) else "" for lines in wrapped]
            yield GAP.join(p + " " * (wide - _wide(p)) for p, wide in zip(parts, widths, strict=True)).rstrip()
        if number == 0:
            yield GAP.join("-" * wide for wide in widths)


def _widths(table: Sequence[Sequence[str]], width: int) -> list[int]:
    """Returns the width of each column: what its longest cell needs, the widest giving way until all fit."""
    widths = [max(_wide(_plain(cell)) for cell in column) for column in zip(*table, strict=True)]
    over = sum(widths) + len(GAP) * (len(widths) - 1) - width
    while over > 0 and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
        over -= 1
    return widths


def _wrapped(cell: str, wide: int) -> list[str]:
    """Returns a cell in lines; Chinese letters take two places each, so fewer of them stand in one."""
    return textwrap.wrap(cell, max(1, wide * len(cell) // max(1, _wide(cell)))) or [""]


def _wide(text: str) -> int:
    """Returns how many places a terminal gives a text: none to a mark over a letter, two to a Chinese letter."""
    marks = {"Mn", "Me"}
    return sum(
        0 if unicodedata.category(letter) in marks else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _plain(cell: str) -> str:
    """Returns a cell without line breaks and codes that could move the cursor."""
    return "".join(letter if letter.isprintable() else " " for letter in cell)


def as_csv(reports: Sequence[Report]) -> str:
    """Returns the reports as CSV; where there are several, each has its title above and an empty line below it.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, and so is read as text.
    """
    text = io.StringIO()
    written = csv.writer(text)
    for number, report in enumerate(reports):
        if len(reports) > 1:
            written.writerows([*([[]] if number else []), [report.title]])
        written.writerow(report.columns)
        written.writerows([_harmless(cell) for cell in row.cells] for row in report.rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    risky = cell.lstrip().startswith(FORMULA) or cell[:1] in ("\t", "\r", "\n")
    return f"'{cell}" if risky else cell


def as_html(reports: Sequence[Report], today: date) -> str:
    """Returns one page that needs nothing else, to print for a meeting; ``today`` is the date in London."""
    page = _templates().get_template("reports.html")
    return page.render(reports=reports, today=f"{today.day} {today:%B %Y}")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
