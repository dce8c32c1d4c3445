"""Publishing: what patients would find changed, the button, and the way back to the version before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import Response

from service.editor.door import ANYBODY, Pages, Refusal, Visit, to
from service.editor.house import House
from service.editor.review import title_of
from service.library import versions
from service.library.changes import KINDS, Change, Told, changes, standing, told
from service.library.faults import ContentBroken
from service.library.publish import mark_of, publish, rollback
from service.library.side import Row, side_by_side
from service.library.signoff import SignOff
from service.library.versions import Refused
from service.library.withdrawn import withdrawals
from service.records.conversations import RecordsDown
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.web.accounts import Role

# In live mode only signed words are served, so whoever publishes cannot bring unsigned ones to patients.
PUBLISHERS: frozenset[Role] = frozenset({"editor", "lead"})
LEADS: frozenset[Role] = frozenset({"lead"})
LONGEST_LIST = 40  # changes that are shown with all their words
NOT_NOTED = "It is done, but it could not be noted in the audit table. Keep a note of it, and tell whoever runs this."
NOTICES = {
    "published": "Published. The next answer has these words.",
    "back": "The version before is served again. The files are as they were: mend them before the next publish.",
    "not-noted": NOT_NOTED,
}
pages = Pages()


@dataclass(frozen=True)
class Shown:
    """One change for patients. ``rows``: both sides of words that differ; empty for one that is new, gone or signed."""

    change: Change
    title: str
    kind: str
    rows: list[Row]

    @property
    def figures(self) -> bool:
        """Whether a figure, a unit or a word such as "not" differs."""
        return any(line.startswith("!") for line in self.change.lines)


@pages.get("/publish", ANYBODY)
def publishing(visit: Visit) -> Response:
    """Shows what a publish would change for patients."""
    return _show(visit, NOTICES.get(visit.asked("said"), ""))


@pages.post("/publish", PUBLISHERS)
def publish_it(visit: Visit) -> Response:
    """Publishes what was shown, if it is still that."""
    house, settings = visit.house, visit.house.settings
    try:
        done = publish(
            settings.content_dir, settings.var_dir, Urgent.from_data, AdviceRules.from_data, signoffs=_signed(house),
            live=settings.mode == "live", seen=visit.said("seen"),
        )  # fmt: skip
    except Refused as refused:
        return _show(visit, str(refused), 409)
    except ContentBroken as broken:
        return _show(visit, f"Nothing was published. {' '.join(map(str, broken.faults[:5]))}", 422)
    detail = {"version": done.version, "units": [change.unit for change in done.changes], "back": done.back}
    return to(f"/editor/publish?said={_noted(visit, 'publish', detail, 'published')}")


@pages.get("/publish/back", LEADS)
def before(visit: Visit) -> Response:
    """Shows what going back to the version before would change for patients."""
    return _show_back(visit)


@pages.post("/publish/back", LEADS)
def go_back(visit: Visit) -> Response:
    """Serves the version before again, if the one served is still the one that was shown."""
    settings = visit.house.settings
    if visit.said("version") != _served(visit.house):
        return _show_back(visit, "Somebody published since you looked, so nothing was done. Look again.", 409)
    try:
        version, changed = rollback(settings.var_dir, live=settings.mode == "live")
    except Refused as refused:
        return _show_back(visit, str(refused), 409)
    detail = {"version": version, "units": [change.unit for change in changed]}
    return to(f"/editor/publish?said={_noted(visit, 'rollback', detail, 'back')}")


def _noted(visit: Visit, action: str, detail: dict[str, Any], said: str) -> str:
    """Notes what is done; returns what to say: it cannot be undone for want of a note."""
    try:
        visit.house.audit.add(visit.name, action, detail=detail)
    except RecordsDown:
        return "not-noted"
    return said


def _signed(house: House) -> dict[str, SignOff]:
    signatures = house.shelf.signatures()
    return {name: signatures.signoff(unit) for name, unit in house.shelf.units().items()}


def _served(house: House) -> str:
    return "".join(versions.trail(house.settings.var_dir)[:1])


def _show(visit: Visit, notice: str, status: int = 200) -> Response:
    house, var = visit.house, visit.house.settings.var_dir
    signed, units, faults = _signed(house), house.shelf.units(), house.shelf.faults()
    new = {name: told(signed[name], unit.words) for name, unit in units.items()}
    try:
        old = standing(var, versions.current(var))
    except Refused as refused:  # the archive of words cannot be used: publishing would fail as well
        raise Refusal(503, str(refused)) from None
    away = withdrawals(var).entries
    return visit.page(
        "publish.html", status, notice=notice, changes=[] if faults else _shown(visit, old, new), faults=faults,
        seen=mark_of(signed, var), served=when_made(_served(house)), live=house.settings.mode == "live",
        may_publish=visit.may(*PUBLISHERS), may_go_back=visit.may(*LEADS) and len(versions.trail(var)) > 1,
        coming=sorted(name for name, entry in away.items() if entry.wish is not None), longest=LONGEST_LIST,
        staying=sorted(name for name, entry in away.items() if entry.wish is None),
    )  # fmt: skip


def _show_back(visit: Visit, notice: str = "", status: int = 200) -> Response:
    var = visit.house.settings.var_dir
    try:
        earlier = versions.before(var)[0]
        old, new = standing(var, versions.current(var)), standing(var, versions.folder(var, earlier))
    except Refused as refused:
        raise Refusal(409, str(refused)) from None
    return visit.page(
        "publish_back.html", status, notice=notice, changes=_shown(visit, old, new), version=_served(visit.house),
        served=when_made(_served(visit.house)), earlier=when_made(earlier), longest=LONGEST_LIST,
    )  # fmt: skip


def _shown(visit: Visit, old: dict[str, Told], new: dict[str, Told]) -> list[Shown]:
    content = visit.house.shelf.content()
    return [
        Shown(change, title_of(change.unit, content), KINDS[change.kind], _rows(change, old, new))
        for change in changes(old, new)
    ]


def _rows(change: Change, old: dict[str, Told], new: dict[str, Told]) -> list[Row]:
    if change.kind != "words":
        return []
    sides = (old[change.unit].lines or [], new[change.unit].lines or [])
    return [row for row in side_by_side(*("\n".join(side) for side in sides)) if not row.same]


def when_made(version: str) -> datetime | None:
    """Returns when a version was published: UTC without a zone, None for no version."""
    name = versions.NAME.fullmatch(version)
    return datetime.strptime(version.partition("-")[2], "%Y%m%dT%H%M%SZ") if name else None  # noqa: DTZ007 - as records
