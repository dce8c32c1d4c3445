"""Review: what waits for a reviewer, what changed since it was signed, and Sign or Send back."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from starlette.responses import Response

from service.editor.door import ANYBODY, Pages, Refusal, Visit, to
from service.editor.pages_topics import WORDS
from service.editor.preview import Shown, shown_as
from service.editor.review import WAITING, Line, Seen, lines, seen
from service.library.render import render_topic
from service.library.sign import NOTE_LONGEST, NotSigned, prepare_unit, sign
from service.library.signatures import needs_two
from service.web.accounts import Refused, Role

REVIEWERS: frozenset[Role] = frozenset({"reviewer"})
STATES = {**WORDS, WAITING: "Signed by one, needs another"}
REASON_LEAST, REASON_LONGEST = 3, 1000
YEAR = timedelta(days=365)
NOTICES = {
    "signed": "Signed. The next publish brings it to patients.",
    "back": "Sent back. The editors see your reason beside these words.",
}
OTHERS = "These words changed after you opened them, so nothing was signed or sent back. Look at them again."
pages = Pages()


@pages.get("/review", ANYBODY)
def review(visit: Visit) -> Response:
    """Shows what waits for a reviewer; ``all`` also what is signed, ``state`` leaves out the others."""
    found = lines(visit.house, visit.name)
    wanted, mine = visit.asked("state"), visit.may("reviewer") and not visit.asked("all")
    shown = [
        line
        for line in found
        if (not wanted or line.state == wanted) and (line.mine or not mine) and (wanted or line.state != "signed")
    ]
    counts = Counter(line.state for line in found)
    return visit.page(
        "review.html", lines=shown, words=STATES, counts=[(name, counts[name]) for name in STATES if counts[name]],
        wanted=wanted, mine=mine, notice=NOTICES.get(visit.asked("said"), ""), faults=visit.house.shelf.faults(),
    )  # fmt: skip


@pages.get("/review/{unit:path}", ANYBODY)
def one(visit: Visit) -> Response:
    """Shows one unit: what changed, its sources, and the two forms for a reviewer."""
    return _show(visit, _opened(visit))


@pages.post("/review/{unit:path}/sign", REVIEWERS)
def sign_off(visit: Visit) -> Response:
    """Signs the words that were shown, by password and code."""
    house, opened = visit.house, _opened(visit)
    unit = opened.line.unit
    if visit.said("fingerprint") != unit.fingerprint:
        return _show(visit, opened, OTHERS, 409)
    try:
        next_review = date.fromisoformat(visit.said("next_review"))
    except ValueError:
        return _show(visit, opened, "Not signed. Write the date of the next review as a day, month and year.", 422)
    try:
        draft = prepare_unit(
            house.shelf.content(), house.shelf.faults(), house.settings.content_dir, house.audit, unit.id, unit,
            visit.name, next_review, house.today, visit.form.get("evidence", []), visit.said("note"),
        )  # fmt: skip
        sign(
            draft, visit.said("password"), visit.said("code"), house.accounts, house.settings.content_dir, house.audit
        )  # fmt: skip
    except (NotSigned, Refused) as error:
        return _show(visit, opened, f"Not signed. {error}", 403 if isinstance(error, Refused) else 422)
    return to("/editor/review?said=signed")


@pages.post("/review/{unit:path}/send-back", REVIEWERS)
def send_back(visit: Visit) -> Response:
    """Tells the editors why these words are not signed."""
    opened, reason = _opened(visit), visit.said("reason").strip()
    unit = opened.line.unit
    if visit.said("fingerprint") != unit.fingerprint:
        return _show(visit, opened, OTHERS, 409)
    if not REASON_LEAST <= len(reason) <= REASON_LONGEST:
        return _show(visit, opened, f"Not sent. Say why, in {REASON_LONGEST} characters at most.", 422)
    visit.house.audit.add(visit.name, "send back", unit.id, unit.fingerprint, {"reason": reason})
    visit.house.sent_back.add(unit.id, unit.fingerprint, visit.name, reason)
    return to("/editor/review?said=back")


def _opened(visit: Visit) -> Seen:
    found = seen(visit.house, str(visit.request.path_params["unit"]), visit.name)
    if found is None:
        raise Refusal(404, "There is nothing of this name to review, or a fault in its file hides it. See the list.")
    return found


def _show(visit: Visit, opened: Seen, notice: str = "", status: int = 200) -> Response:
    house, unit = visit.house, opened.line.unit
    content = house.shelf.content()
    topic = content.topics.get(unit.id.removeprefix("topics/")) if unit.id.startswith("topics/") else None
    shown: Shown | None = None
    if topic:
        signoff, live = house.shelf.signoffs().get(topic.id), house.settings.mode == "live"
        shown = shown_as(render_topic(topic, content), content, topic.front.sensitive, signoff, live)
    typed = {name: visit.said(name) for name in ("note", "reason")}
    typed["next_review"] = visit.said("next_review") or (house.today + YEAR).isoformat()
    return visit.page(
        "review_unit.html", status, opened=opened, line=opened.line, unit=unit, topic=topic, shown=shown,
        notice=notice, states=STATES, typed=typed, read=visit.form.get("evidence", []), two=needs_two(unit),
        earliest=(house.today + timedelta(days=1)).isoformat(), longest=NOTE_LONGEST, reason_longest=REASON_LONGEST,
        hindrance=_hindrance(visit, opened.line), signed=opened.signatures,
    )  # fmt: skip


def _hindrance(visit: Visit, line: Line) -> str:
    """Returns why whoever looks cannot sign this, or ""."""
    if not visit.may("reviewer"):
        return "Only a reviewer can sign or send back."
    if visit.house.shelf.faults():
        return "Nothing can be signed while the content has faults. The list of what to review names them."
    if not line.mine:
        return "The list of reviewers does not name you for these words, so you cannot sign them."
    return ""
