"""History of a topic: every version of its file, who made it and why, and one step back to any of them."""

from __future__ import annotations

from starlette.responses import Response

from service.editor.door import ANYBODY, EDITORS, Pages, Refusal, Visit, to
from service.editor.files import ChangedSince, NotWritten, Replaced, hash_of
from service.editor.house import SAVE
from service.editor.pages_topics import topic_file
from service.editor.past import Past, Version, blob_of
from service.editor.preview import look
from service.library.archive import find, of_unit
from service.library.changes import readable
from service.library.side import side_by_side
from service.library.versions import Refused
from service.records.conversations import Records
from service.web.checked import short

WHY_LEAST, WHY_LONGEST = 3, 300
# What happened to a topic besides its versions, as the audit table calls it.
ACTS = ("sign", "send back", "withdraw", "restore")
pages = Pages()


@pages.get("/topics/{topic}/history", ANYBODY)
def history(visit: Visit) -> Response:
    """Shows the versions of a topic, what was done with it, and what of it was published."""
    name, file = topic_file(visit)
    house = visit.house
    entries = house.audit.entries(unit=f"topics/{name}")
    versions = Past(house.settings.content_dir).versions(file, [e for e in entries if e.action == SAVE])
    try:
        published = of_unit(house.settings.var_dir, f"topics/{name}")
    except Refused as refused:
        raise Refusal(503, str(refused)) from None
    return visit.page(
        "history.html", name=name, file=file, versions=versions, now=blob_of(_read(visit, file)),
        acts=[entry for entry in reversed(entries) if entry.action in ACTS],
        published=[(kept, short(kept.fingerprint)) for kept in published],
    )  # fmt: skip


@pages.get("/topics/{topic}/history/{version}", ANYBODY)
def version(visit: Visit) -> Response:
    """Shows one version beside the file as it is now, as patients would see it, and the step back."""
    return _show(visit)


@pages.post("/topics/{topic}/roll-back", EDITORS)
def roll_back(visit: Visit) -> Response:
    """Writes the text of an earlier version to the file, as a new change of whoever asks for it."""
    house, (name, file) = visit.house, topic_file(visit)
    found, text = _found(visit, visit.said("version"))
    why = " ".join(visit.said("why").split())[:WHY_LONGEST]
    if visit.said("base") != hash_of(_read(visit, file)):
        return _show(visit, "Nothing was changed: somebody changed the file since you looked. Look again.", 409)
    if found.blob == blob_of(_read(visit, file)):
        return to(f"/editor/topics/{name}?said=same")
    looked = look(text, file, house.shelf.content())
    if looked.faults:
        return _show(visit, "Nothing was changed: these words have faults today. They are named below.", 422)
    if len(why) < WHY_LEAST:
        return _show(visit, "Nothing was changed. Say in a few words why.", 422)
    fingerprint = looked.shown.fingerprint if looked.shown else None

    def noting(replaced: Replaced) -> None:
        detail = {
            "file": file, "why": why, "before": visit.said("base"), "after": hash_of(text), "text": text,
            "back to": found.id,
        }  # fmt: skip
        if replaced.known != "committed":  # nobody else keeps it
            detail["replaced"] = replaced.text
        house.audit.add(visit.name, SAVE, f"topics/{name}", fingerprint, detail)

    try:
        written = house.files.save(
            file, text, visit.said("base"), house.author(visit.name), f"back to an earlier version: {why}", noting
        )  # fmt: skip
    except ChangedSince:
        return _show(visit, "Nothing was changed: somebody changed the file at this moment. Look again.", 409)
    except NotWritten as error:
        return _show(visit, str(error), 503)
    return to(f"/editor/topics/{name}?said={'not-in-git' if written.committed is False else 'saved'}")


@pages.get("/words/{fingerprint}", ANYBODY)
def words(visit: Visit) -> Response:
    """Shows words that were ever published, by the first digits of their fingerprint, and how many got them."""
    try:
        kept = find(visit.house.settings.var_dir, str(visit.request.path_params["fingerprint"]))
    except Refused as refused:
        raise Refusal(404, str(refused)) from None
    records = Records(visit.house.engine)
    return visit.page(
        "words.html",
        kept=[(one, list(readable(one.words)), sum(records.who_saw(one.fingerprint).values())) for one in kept],
    )


def _found(visit: Visit, wanted: str) -> tuple[Version, str]:
    name, file = topic_file(visit)
    past = Past(visit.house.settings.content_dir)
    saves = visit.house.audit.entries(SAVE, f"topics/{name}")
    version = next((one for one in past.versions(file, saves) if one.id == wanted), None)
    text = past.text(version) if version else None
    if version is None or text is None:
        raise Refusal(404, "There is no such version. Look at the list of them.")
    return version, text


def _show(visit: Visit, notice: str = "", status: int = 200) -> Response:
    name, file = topic_file(visit)
    found, text = _found(visit, visit.said("version") or str(visit.request.path_params.get("version", "")))
    now = _read(visit, file)
    return visit.page(
        "version.html", status, notice=notice, name=name, version=found, base=hash_of(now),
        same=found.blob == blob_of(now), rows=[row for row in side_by_side(text, now) if not row.same],
        looked=look(text, file, visit.house.shelf.content()), may_edit=visit.may("editor"), why=visit.said("why"),
    )  # fmt: skip


def _read(visit: Visit, file: str) -> str:
    try:
        return visit.house.files.read(file)
    except NotWritten as error:
        raise Refusal(409, str(error)) from None
