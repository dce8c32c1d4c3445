"""Editing a topic: a draft that saves itself, both versions where somebody else changed it, and the file in the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from service.editor.door import EDITORS, Pages, Refusal, Visit, to
from service.editor.files import ChangedSince, NotWritten, Replaced, hash_of
from service.editor.form import (
    EVIDENCE,
    FOLLOW_UPS,
    NATIONS,
    URGENCIES,
    Fields,
    NotReadable,
    fields_of,
    posted,
    text_of,
)
from service.editor.house import SAVE
from service.editor.pages_topics import topic_file
from service.editor.preview import Looked, look
from service.library.side import Row, side_by_side
from service.records.drafts import Draft, Overtaken

WHY_LONGEST = 300
KEPT = "The draft is saved."
SPARE = 3  # empty lines for another source or related topic
pages = Pages()


@dataclass(frozen=True)
class Other:
    """Another version beside one's own: whose, since when, and both side by side."""

    kind: str  # file | window | draft
    who: str
    at: datetime | None
    rows: list[Row]


@dataclass(frozen=True)
class Desk:
    """One topic open for one editor: what the file holds now, and what they typed."""

    name: str
    file: str
    now: str  # the file's text
    text: str  # the editor's
    base: str  # hash of what they started from
    number: int  # of their draft; 0 for none
    why: str = ""

    @property
    def stale(self) -> bool:
        """Whether somebody changed the file since."""
        return self.base != hash_of(self.now)


@pages.get("/topics/{topic}/edit", EDITORS)
def edit(visit: Visit) -> Response:
    """Shows the form, with the editor's draft where they have one."""
    return _show(visit, _opened(visit), KEPT if visit.asked("said") == "draft" else "")


@pages.post("/topics/{topic}/draft", EDITORS)
def draft(visit: Visit) -> Response:
    """Saves the draft; answers with the whole page, or with what changed on it where the page's own script asks."""
    desk = _sent(visit)
    template = "fragment.html" if visit.said("fragment") else "edit.html"
    try:
        kept = _keep(visit, desk)
    except Overtaken:
        return _both_windows(visit, desk, template)
    if template == "edit.html" and not kept.stale:
        return to(f"/editor/topics/{desk.name}/edit?said=draft#checks")
    return _show(visit, kept, KEPT, template=template)


@pages.post("/topics/{topic}/save", EDITORS)
def save(visit: Visit) -> Response:
    """Writes the file, if it has no fault and is still what the editor started from, or what they have seen since."""
    desk = _sent(visit)
    try:
        kept = _keep(visit, desk)
    except Overtaken:
        return _both_windows(visit, desk, "edit.html")
    if kept.text == kept.now:
        visit.house.drafts.remove(kept.name, visit.name, kept.number)
        return to(f"/editor/topics/{kept.name}?said=same")
    if kept.stale:
        return _show(visit, kept, "Nothing was saved to the file yet: somebody changed it. See both versions.", 409)
    looked = look(kept.text, kept.file, visit.house.shelf.content())
    if looked.faults:
        return _show(visit, kept, "Not saved to the file yet. Mend what stands under Checks first.", 422, looked=looked)
    if len(kept.why) < 3:
        return _show(visit, kept, "Not saved to the file yet. Say in a few words what you changed, and why.", 422)
    return _write(visit, kept, looked)


@pages.post("/topics/{topic}/throw-away", EDITORS)
def throw_away(visit: Visit) -> Response:
    """Removes the editor's draft, if it is still the one they saw."""
    name, _ = topic_file(visit)
    number = visit.said("number")
    if not visit.house.drafts.remove(name, visit.name, int(number) if number.isdecimal() else 0):
        raise Refusal(409, "The draft was changed in another window, so it was kept. Go back and look at it.")
    return to(f"/editor/topics/{name}?said=thrown")


def _write(visit: Visit, desk: Desk, looked: Looked) -> Response:
    house = visit.house
    after, fingerprint = hash_of(desk.text), looked.shown.fingerprint if looked.shown else None

    def noting(replaced: Replaced) -> None:
        detail = {"file": desk.file, "why": desk.why, "before": desk.base, "after": after, "text": desk.text}
        if replaced.known != "committed":  # nobody else keeps it
            detail["replaced"] = replaced.text
        house.audit.add(visit.name, SAVE, f"topics/{desk.name}", fingerprint, detail)

    try:
        author = house.author(visit.name)
        written = house.files.save(desk.file, desk.text, desk.base, author, desk.why, noting)
    except ChangedSince:
        now = _read(visit, desk.file)
        return _show(visit, Desk(**{**desk.__dict__, "now": now}), "Somebody changed it just now. See both.", 409)
    except NotWritten as error:
        return _show(visit, desk, str(error), 503)
    house.drafts.remove(desk.name, visit.name, desk.number)
    return to(f"/editor/topics/{desk.name}?said={'not-in-git' if written.committed is False else 'saved'}")


def _opened(visit: Visit) -> Desk:
    name, file = topic_file(visit)
    now = _read(visit, file)
    kept = visit.house.drafts.find(name, visit.name)
    if kept and kept.text == now:  # the service was stopped between saving it and forgetting the draft
        visit.house.drafts.remove(name, visit.name, kept.number)
        kept = None
    return _desk(name, file, now, kept)


def _desk(name: str, file: str, now: str, kept: Draft | None) -> Desk:
    if kept is None:
        return Desk(name, file, now, now, hash_of(now), 0)
    return Desk(name, file, now, kept.text, kept.base, kept.number)


def _sent(visit: Visit) -> Desk:
    """Returns what a form holds; keys that it does not show are those of the draft it came from, or of the file."""
    name, file = topic_file(visit)
    now, kept = _read(visit, file), visit.house.drafts.find(name, visit.name)
    # Whoever has looked at the version that came between goes on from that one.
    base = visit.said("seen") or visit.said("base")
    number = int(visit.said("number")) if visit.said("number").isdecimal() else 0
    try:
        text = text_of(kept.text if kept and kept.number == number else now, posted(visit.form))
    except NotReadable as error:
        raise Refusal(409, str(error)) from None
    return Desk(name, file, now, text, base, number, " ".join(visit.said("why").split())[:WHY_LONGEST])


def _keep(visit: Visit, desk: Desk) -> Desk:
    """Stores the draft. Raises ``Overtaken``."""
    if desk.number == 0 and desk.text == desk.now and not desk.stale:
        return desk  # nothing was typed
    kept = visit.house.drafts.put(desk.name, visit.name, desk.text, desk.base, desk.number)
    return Desk(**{**desk.__dict__, "number": kept.number})


def _both_windows(visit: Visit, desk: Desk, template: str) -> Response:
    """Shows what stands in the form beside the draft of another window; sent again, it takes the draft's place."""
    kept = visit.house.drafts.find(desk.name, visit.name)
    other = Other(
        "window", visit.name, kept.at if kept else None, side_by_side(kept.text if kept else desk.now, desk.text)
    )
    sentence = "You changed this draft in another window, so what stands in this form is not stored yet."
    if template == "fragment.html":  # the form stays as it is: only a person may decide between the two
        return _show(visit, desk, sentence, 409, template=template, others=[other])
    newer = Desk(**{**desk.__dict__, "number": kept.number if kept else 0})
    return _show(visit, newer, sentence, 409, others=[other])


def _others(visit: Visit, desk: Desk) -> list[Other]:
    """Returns the file where somebody changed it since, and the drafts of other editors."""
    found = []
    if desk.stale:
        saves = visit.house.audit.entries(SAVE, f"topics/{desk.name}")
        last = saves[-1] if saves and saves[-1].detail.get("after") == hash_of(desk.now) else None
        rows = side_by_side(desk.now, desk.text)
        found.append(Other("file", last.actor if last else "", last.at if last else None, rows))
    drafts = [kept for kept in visit.house.drafts.of(desk.name) if kept.who != visit.name]
    return found + [Other("draft", kept.who, kept.at, side_by_side(kept.text, desk.text)) for kept in drafts]


def _show(
    visit: Visit, desk: Desk, notice: str, status: int = 200, template: str = "edit.html",
    looked: Looked | None = None, others: list[Other] | None = None,
) -> Response:  # fmt: skip
    content = visit.house.shelf.content()
    try:
        fields = fields_of(desk.text)
    except NotReadable as error:
        raise Refusal(409, str(error)) from None
    return visit.page(
        template, status, notice=notice, desk=desk, fields=fields, looked=looked or look(desk.text, desk.file, content),
        others=[*(others or []), *_others(visit, desk)], now=hash_of(desk.now), lines=_lines(fields),
        sources=content.sources, topics=content.topics, facts=content.facts, helplines=content.helplines,
        kinds={"follow_ups": FOLLOW_UPS, "nations": NATIONS, "urgency": URGENCIES, "evidence": EVIDENCE},
    )  # fmt: skip


def _lines(fields: Fields) -> dict[str, list[str]]:
    return {name: [*getattr(fields, name), *[""] * SPARE] for name in ("sources", "related")}


def _read(visit: Visit, file: str) -> str:
    try:
        return visit.house.files.read(file)
    except NotWritten as error:
        raise Refusal(409, str(error)) from None
