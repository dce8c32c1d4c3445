"""Counts as people may see them: by week, with small numbers hidden, so that nobody can be picked out of them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

FEW = 5  # what is less is not shown
FEWER = f"fewer than {FEW}"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take a cell that begins so for a formula


@dataclass(frozen=True)
class Cell:
    """A number that may be shown. ``shown``: it, or "fewer than 5"; ``bar``: its length, from 0 to 100."""

    shown: str
    bar: float
    hidden: bool


@dataclass(frozen=True)
class Table:
    """Numbers by row and column, each with its bar beside the largest of the table."""

    columns: list[str]
    rows: list[tuple[str, list[Cell]]]


def week_of(day: date) -> date:
    """Returns the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def table(counted: Iterable[tuple[str, str, int]], columns: list[str] | None = None) -> Table:
    """Returns a table of (row, column, number), rows with the most first.

    There are no totals: a number that is hidden could be reckoned from them.
    """
    numbers: Counter[tuple[str, str]] = Counter()
    for row, column, number in counted:
        numbers[row, column] += number
    names = columns if columns is not None else sorted({column for _, column in numbers})
    weight: Counter[str] = Counter()
    for (row, _), number in numbers.items():
        weight[row] += number
    most = max(numbers.values(), default=0)
    rows = sorted(weight, key=lambda row: (-weight[row] if weight[row] >= FEW else 0, row))
    return Table(names, [(row, [_cell(numbers[row, column], most) for column in names]) for row in rows])


def as_csv(head: str, made: Table, words: dict[str, str]) -> str:
    """Returns the table as CSV (RFC 4180), its numbers hidden as on the page. ``words``: how rows are called."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([head, *made.columns])
    for row, cells in made.rows:
        name = words.get(row, row)
        writer.writerow([f"'{name}" if name.startswith(DANGEROUS) else name, *(cell.shown for cell in cells)])
    return out.getvalue()


def _cell(number: int, most: int) -> Cell:
    if 0 < number < FEW:  # its bar says no more than its words do
        return Cell(FEWER, 100 * min(1.0, FEW / max(most, FEW)), True)
    return Cell(str(number), 100 * number / most if most else 0.0, False)
