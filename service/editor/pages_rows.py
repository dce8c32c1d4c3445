"""Figures and helplines: the lists, what nobody has checked for 90 days, and the form of one row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from service.editor import rows
from service.editor.door import ANYBODY, EDITORS, Pages, Refusal, Visit, to
from service.editor.files import ChangedSince, NotWritten, Replaced, Written, hash_of
from service.editor.form import NATIONS
from service.editor.house import SAVE
from service.editor.review import title_of
from service.library.side import Row, side_by_side

WHY_LEAST, WHY_LONGEST = 3, 300
LABELS = {
    "value": "Figure", "unit": "Unit", "of_whom": "What it is a figure of", "source": "Source", "kind": "Kind",
    "tag": "Standing", "name": "Name", "for_whom": "For whom", "phone": "Telephone", "email": "Email", "url": "Address",
    "hours": "Hours", "cost": "Cost", "needs": "What it helps with", "nations": "Serves", "to_check": "To check",
    "verified_on": "Checked on",
}  # fmt: skip
HINTS = {
    "unit": "The sign % stands for per cent. Empty where the figure has none.",
    "url": "Begins with https://",
    "verified_on": "The day when somebody dialled the number and asked. Until then patients are told that nobody has.",
    "needs": "One on each line.",
    "to_check": "One point on each line.",
}
SAVED = {
    "saved": "Saved. What uses it must be signed again, and the next publish brings it.",
    "not-in-git": "Saved. It is not in the history of git yet. Tell a developer.",
    "same": "Nothing was different from the file, so nothing was saved.",
}
pages = Pages()


@dataclass(frozen=True)
class Desk:
    """One row open for an editor: what the file holds now, and what they typed. ``base``: of what they began with."""

    table: rows.Table
    name: str
    text: str
    now: dict[str, Any]
    fields: dict[str, Any]
    base: str
    why: str = ""

    @property
    def file(self) -> str:
        """The file of the table."""
        return f"{self.table}.yml"

    @property
    def stale(self) -> bool:
        """Whether somebody changed the row since."""
        return self.base != _mark(self.now)


@pages.get("/facts", ANYBODY)
def facts(visit: Visit) -> Response:
    """Shows every figure; ``q`` leaves out those without these words."""
    content, wanted = visit.house.shelf.content(), visit.asked("q").strip()[:200]
    found = {
        name: fact
        for name, fact in content.facts.items()
        if all(
            word in f"{name} {fact.value} {fact.unit} {fact.of_whom}".casefold() for word in wanted.casefold().split()
        )
    }
    return visit.page(
        "facts.html", facts=found, wanted=wanted, all=len(content.facts), may_edit=visit.may("editor"),
        sources=content.sources, notice=SAVED.get(visit.asked("said"), ""),
    )  # fmt: skip


@pages.get("/helplines", ANYBODY)
def helplines(visit: Visit) -> Response:
    """Shows every helpline, those that nobody has checked for 90 days first and the longest ago of these."""
    content, today = visit.house.shelf.content(), visit.house.today
    overdue = [(name, line) for name, line in content.helplines.items() if rows.overdue(line, today)]
    overdue.sort(key=lambda one: one[1].verified_on.isoformat() if one[1].verified_on else "")
    return visit.page(
        "helplines.html", overdue=overdue, may_edit=visit.may("editor"), notice=SAVED.get(visit.asked("said"), ""),
        others=[(name, line) for name, line in content.helplines.items() if not rows.overdue(line, today)],
    )  # fmt: skip


@pages.get("/facts/{row}", EDITORS)
def fact(visit: Visit) -> Response:
    """Shows the form of a figure."""
    return _show(visit, _opened(visit, "facts"))


@pages.get("/helplines/{row}", EDITORS)
def helpline(visit: Visit) -> Response:
    """Shows the form of a helpline."""
    return _show(visit, _opened(visit, "helplines"))


@pages.post("/facts/{row}", EDITORS)
def save_fact(visit: Visit) -> Response:
    """Writes a figure to its file."""
    return _save(visit, "facts")


@pages.post("/helplines/{row}", EDITORS)
def save_helpline(visit: Visit) -> Response:
    """Writes a helpline to its file."""
    return _save(visit, "helplines")


def _opened(visit: Visit, table: rows.Table) -> Desk:
    name = str(visit.request.path_params["row"])
    if name not in getattr(visit.house.shelf.content(), table):
        raise Refusal(404, "There is none of this name. Look for it in the list.")
    try:
        text = visit.house.files.read(f"{table}.yml")
        now = rows.fields_of(text, table, name)
    except (NotWritten, rows.NotReadable) as error:
        raise Refusal(409, str(error)) from None
    return Desk(table, name, text, now, now, _mark(now))


def _save(visit: Visit, table: rows.Table) -> Response:
    opened = _opened(visit, table)
    why = " ".join(visit.said("why").split())[:WHY_LONGEST]
    # Whoever has looked at the row that came between goes on from that one.
    base = visit.said("seen") or visit.said("base")
    try:
        desk = Desk(**{**opened.__dict__, "fields": rows.posted(visit.form, table), "base": base, "why": why})
    except rows.NotWhole as error:
        return _show(visit, Desk(**{**opened.__dict__, "base": base, "why": why}), error.sentences, 422)
    if desk.stale:
        return _show(visit, desk, ["Nothing was saved: somebody changed it meanwhile. See both below."], 409)
    if desk.fields == desk.now:
        return to(f"/editor/{table}?said=same")
    content = visit.house.shelf.content()
    try:
        text = rows.text_of(desk.text, table, desk.name, desk.fields)
    except rows.NotReadable as error:
        raise Refusal(409, str(error)) from None
    faults = rows.checked(content, visit.house.shelf.faults(), text, table, desk.name, visit.house.today)
    if faults:
        return _show(visit, desk, faults, 422)
    if len(why) < WHY_LEAST:
        return _show(visit, desk, ["Nothing was saved. Say in a few words what you changed, and why."], 422)
    try:
        written = _write(visit, desk, text)
    except ChangedSince:
        return _show(visit, desk, ["The file was changed at this very moment. Choose Save again."], 409)
    except NotWritten as error:
        return _show(visit, desk, [str(error)], 503)
    return to(f"/editor/{table}?said={'not-in-git' if written.committed is False else 'saved'}")


def _write(visit: Visit, desk: Desk, text: str) -> Written:
    house, base = visit.house, hash_of(desk.text)
    before, after = (rows.lines_of(fields).splitlines() for fields in (desk.now, desk.fields))

    def noting(replaced: Replaced) -> None:
        detail: dict[str, Any] = {"file": desk.file, "why": desk.why, "before": base, "after": hash_of(text)}
        detail |= {"was": [x for x in before if x not in after], "is": [x for x in after if x not in before]}
        if replaced.known != "committed":  # nobody else keeps it
            detail["replaced"] = replaced.text
        house.audit.add(visit.name, SAVE, f"{desk.table}/{desk.name}", None, detail)

    return house.files.save(
        desk.file, text, base, house.author(visit.name), f"{desk.name}: {desk.why}", noting
    )  # fmt: skip


def _show(visit: Visit, desk: Desk, faults: list[str] | None = None, status: int = 200) -> Response:
    house = visit.house
    content, units = house.shelf.content(), house.shelf.units()
    beside: list[Row] = side_by_side(rows.lines_of(desk.now), rows.lines_of(desk.fields)) if desk.stale else []
    using = rows.users({name: unit.words for name, unit in units.items()}, content, desk.table, desk.name)
    return visit.page(
        "row.html", status, desk=desk, faults=faults or [], rows=beside, now=_mark(desk.now), labels=LABELS,
        hints=HINTS, texts=rows.TEXTS[desk.table], lists=rows.LISTS[desk.table], choices=rows.CHOICES[desk.table],
        nations=NATIONS, sources=content.sources, today=house.today.isoformat(),
        using=[(unit, title_of(unit, content)) for unit in using],
    )  # fmt: skip


def _mark(fields: dict[str, Any]) -> str:
    return hashlib.sha256(rows.lines_of(fields).encode()).hexdigest()
