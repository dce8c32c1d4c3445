"""Training the bot again from the browser: progress, the table of old against new, the switch and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.responses import Response

from service.bot.client import BotDown
from service.editor.door import ANYBODY, Pages, Visit, to
from service.editor.phrase_desk import faults, folder_of
from service.editor.training import NotDone
from service.library.faults import Fault
from service.web.accounts import Role

TRAINERS: frozenset[Role] = frozenset({"editor", "lead"})
FAULTS_SHOWN = 20
NOTICES = {
    "started": "The training has begun. You can leave this page; it goes on.",
    "switched": "The new model answers now. Conversations that are going on were not interrupted.",
    "back": "The model before answers again.",
}
# What a line of the comparison counts.
WORDS = {
    "right": "Questions that get their topic",
    "wrong": "Questions that get a wrong topic",
    "asked": "Questions that get a question back",
    "refused": "Questions that get no answer",
    "other_right": "Small talk and follow-ups understood",
    "stranger_answered": "Questions out of scope that get an answer",
    "danger_answered": "Danger signs that the bot alone would answer as an ordinary question",
}
STEPS = {"train": "Learning the phrases", "measure": "Trying phrases it did not learn", "compare": "Comparing"}
pages = Pages()


@pages.get("/retrain", ANYBODY)
def retrain(visit: Visit) -> Response:
    """Shows how the training stands, and what came of the last one."""
    return _show(visit, NOTICES.get(visit.asked("said"), ""))


@pages.post("/retrain/start", TRAINERS)
def start(visit: Visit) -> Response:
    """Begins a training, if the phrases have no fault."""
    if found := faults(visit.house):
        said = f"The phrases have {len(found)} faults, so nothing was trained. Mend them first."
        return _show(visit, said, 422, found[:FAULTS_SHOWN])
    return _done(visit, "started", lambda: visit.house.training.start(folder_of(visit.house)))


@pages.post("/retrain/switch", TRAINERS)
def switch(visit: Visit) -> Response:
    """Takes the new model into service, if it did nothing worse."""
    return _done(visit, "switched", visit.house.training.switch)


@pages.post("/retrain/back", TRAINERS)
def back(visit: Visit) -> Response:
    """Takes the model before into service again."""
    return _done(visit, "back", visit.house.training.go_back)


def _done(visit: Visit, said: str, work: Callable[[], None]) -> Response:
    training, before = visit.house.training, visit.house.training.in_force()
    try:
        work()
    except NotDone as error:
        return _show(visit, str(error), 409)
    detail = {"model": training.in_force(), "before": before}
    visit.house.audit.add(visit.name, f"training {said}", None, None, detail)
    return to(f"/editor/retrain?said={said}")


def _show(visit: Visit, notice: str, status: int = 200, found: Sequence[Fault] = ()) -> Response:
    training, state = visit.house.training, visit.house.training.state()
    try:
        served = visit.house.bot.model()
    except BotDown:
        served = ""
    percent, seconds = training.progress() if state == "running" else (0, 0)
    content = visit.house.shelf.content()
    return visit.page(
        "retrain.html", status, notice=notice, state=state, result=training.result() if state == "done" else None,
        error=training.error, percent=percent, seconds=seconds, step=STEPS[training.step], words=WORDS, served=served,
        in_force=training.in_force(), may=visit.may("editor", "lead"), may_switch=training.may_switch(),
        may_go_back=training.may_go_back(), faults=found,
        titles={name: topic.front.title for name, topic in content.topics.items()},
    )  # fmt: skip
