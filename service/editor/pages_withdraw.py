"""Taking words off the air at once, and asking for them back."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from service.editor.door import ANYBODY, Pages, Refusal, Visit, to
from service.editor.pages_publish import NOT_NOTED
from service.editor.review import title_of
from service.library.blocks import to_blocks
from service.library.find import Library, NotPublished
from service.library.render import fill_text
from service.library.versions import Refused
from service.library.withdrawn import ALL, restore, withdraw, withdrawals
from service.records.conversations import RecordsDown
from service.web.accounts import Role

# Whoever sees that words do harm takes them away; that they may come back is for others to say.
RESTORERS: frozenset[Role] = frozenset({"reviewer", "lead"})
ALSO = ("timeline", "eligibility")
REASON_LONGEST = 300
NOTICES = {
    "withdrawn": "Withdrawn. The next answer no longer has these words.",
    "restored": "Noted. The next publish brings it back; until then it stays withdrawn.",
    "not-noted": NOT_NOTED,
}
pages = Pages()


@pages.get("/withdraw", ANYBODY)
def withdrawing(visit: Visit) -> Response:
    """Shows what is withdrawn, what patients get in its place, and the form."""
    return _show(visit, NOTICES.get(visit.asked("said"), ""))


@pages.post("/withdraw", ANYBODY)
def withdraw_it(visit: Visit) -> Response:
    """Takes a topic, the timeline, the criteria or everything off the air."""
    name, reason = visit.said("topic").strip(), " ".join(visit.said("reason").split())[:REASON_LONGEST]
    known = _served(visit)
    if known and name not in (*known, ALL):  # without a store nothing is known, and anything may be withdrawn
        return _show(visit, "Nothing was withdrawn. Choose from the list.", 422)
    if not name or len(reason) < 3:
        return _show(visit, "Nothing was withdrawn. Choose from the list, and say why in a few words.", 422)
    try:
        withdraw(visit.house.settings.var_dir, name, reason, visit.name)
    except Refused as refused:
        return _show(visit, str(refused), 422)
    return to(f"/editor/withdraw?said={_noted(visit, 'withdraw', name, {'reason': reason}, 'withdrawn')}")


@pages.post("/withdraw/restore", RESTORERS)
def ask_back(visit: Visit) -> Response:
    """Notes that the next publish may bring it back."""
    name = visit.said("topic")
    try:
        restore(visit.house.settings.var_dir, name, visit.name)
    except Refused:
        raise Refusal(404, "It is not withdrawn. Look at the list of what is.") from None
    return to(f"/editor/withdraw?said={_noted(visit, 'restore', name, {}, 'restored')}")


def _noted(visit: Visit, action: str, name: str, detail: dict[str, Any], said: str) -> str:
    unit = name if name in (*ALSO, ALL) else f"topics/{name}"
    try:
        visit.house.audit.add(visit.name, action, unit, detail=detail)
    except RecordsDown:
        return "not-noted"
    return said


def _served(visit: Visit) -> list[str]:
    """Returns what is published and can be withdrawn; empty where the store cannot be read."""
    try:
        return [*Library(visit.house.settings.var_dir).published().topics, *ALSO]
    except NotPublished:
        return []


def _show(visit: Visit, notice: str, status: int = 200) -> Response:
    content, away = visit.house.shelf.content(), withdrawals(visit.house.settings.var_dir).entries
    instead = to_blocks(fill_text(str(content.wording["not_served"]), content))

    def title(name: str) -> str:
        unit = name if name in ALSO else f"topics/{name}"
        return "Everything but cards and helplines" if name == ALL else title_of(unit, content)

    return visit.page(
        "withdraw.html", status, notice=notice, away=[(name, title(name), entry) for name, entry in away.items()],
        served=[(name, title(name)) for name in [*_served(visit), ALL] if name not in away], instead=instead,
        chosen=visit.said("topic") or visit.asked("topic"), reason=visit.said("reason"), longest=REASON_LONGEST,
        may_restore=visit.may(*RESTORERS),
    )  # fmt: skip
