"""The audit table as a page: who did what, newest first, and whether anybody changed it by hand."""

from __future__ import annotations

from starlette.responses import Response

from service.editor.door import Pages, Visit
from service.records.audit import Entry
from service.web.accounts import Role

READERS: frozenset[Role] = frozenset({"reviewer", "lead"})
AT_ONCE = 100
NOT_TOLD = ("text", "replaced", "words")  # whole texts; the history of the topic shows them
pages = Pages()


@pages.get("/audit", READERS)
def audit(visit: Visit) -> Response:
    """Shows a hundred entries, those before ``before`` where that is given, of one person, action or subject."""
    house = visit.house
    entries = house.audit.entries()
    wanted = {name: visit.asked(name).strip() for name in ("who", "action", "about")}
    before = int(visit.asked("before")) if visit.asked("before").isdecimal() else len(entries) + 1
    found = [entry for entry in reversed(entries) if entry.id < before and _fits(entry, wanted)]
    shown = found[:AT_ONCE]
    return visit.page(
        "audit.html", entries=[(entry, _told(entry)) for entry in shown], wanted=wanted, whole=house.audit.whole(),
        people=sorted({entry.actor for entry in entries}), actions=sorted({entry.action for entry in entries}),
        older=shown[-1].id if len(found) > AT_ONCE else 0,
    )  # fmt: skip


def _fits(entry: Entry, wanted: dict[str, str]) -> bool:
    return (
        wanted["who"] in ("", entry.actor)
        and wanted["action"] in ("", entry.action)
        and wanted["about"] in (entry.unit or "")
    )


def _told(entry: Entry) -> list[tuple[str, str]]:
    """Returns what else an entry says; hashes by their first digits."""
    told = (
        (name, value) for name, value in entry.detail.items() if name not in NOT_TOLD and value not in (None, "", [])
    )
    return [
        (name, ", ".join(map(str, value)) if isinstance(value, list) else _short(name, value)) for name, value in told
    ]


def _short(name: str, value: object) -> str:
    return str(value)[:12] if name in ("before", "after", "commit") else str(value)
