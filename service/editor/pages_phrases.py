"""The phrases of a topic: what the bot learns it from. Adding, moving, taking out, and what they are confused with."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.responses import Response

from service.bot.client import BotDown
from service.editor.door import ANYBODY, EDITORS, Pages, Refusal, Visit, to
from service.editor.files import NotWritten
from service.editor.likeness import Confused, confusions
from service.editor.phrase_desk import PhraseDesk
from service.library.phrase_files import NotAPhrase
from service.library.phrases import LEAST

NOTICES = {
    "added": "The phrase is added. The bot knows it after it is trained again.",
    "moved": "The phrase is moved. The bot knows it after it is trained again.",
    "removed": "The phrase is taken out. The bot forgets it when it is trained again.",
}
BOT_DOWN = "The bot did not answer, so what is confused cannot be shown now. Try again in a minute."
pages = Pages()


@pages.get("/phrases", ANYBODY)
def all_of_them(visit: Visit) -> Response:
    """Shows how many phrases each topic has, and what else the bot recognises."""
    desk = PhraseDesk(visit.house, visit.name)
    counts = {intent: len(phrases) for intent, phrases in desk.all().items()}
    return visit.page(
        "phrases_all.html", counts=[(name, counts.get(name, 0)) for name in desk.intents()],
        titles=_titles(visit), least=LEAST, total=sum(counts.values()),
    )  # fmt: skip


@pages.get("/phrases/{intent}", ANYBODY)
def phrases(visit: Visit) -> Response:
    """Shows the phrases of one topic; with ``confused=1`` also the phrases of others that they are confused with."""
    return _show(visit, NOTICES.get(visit.asked("said"), ""))


@pages.post("/phrases/{intent}/add", EDITORS)
def add(visit: Visit) -> Response:
    """Adds a phrase."""
    intent = _intent(visit)
    return _done(visit, "added", lambda desk: desk.add(intent, visit.said("phrase")))


@pages.post("/phrases/{intent}/move", EDITORS)
def move(visit: Visit) -> Response:
    """Moves the chosen phrase to another topic."""
    intent = _intent(visit)
    return _done(visit, "moved", lambda desk: desk.move(intent, visit.said("phrase"), visit.said("to")))


@pages.post("/phrases/{intent}/remove", EDITORS)
def remove(visit: Visit) -> Response:
    """Takes the chosen phrase out."""
    intent = _intent(visit)
    return _done(visit, "removed", lambda desk: desk.remove(intent, visit.said("phrase")))


def _done(visit: Visit, said: str, work: Callable[[PhraseDesk], object]) -> Response:
    try:
        work(PhraseDesk(visit.house, visit.name))
    except NotAPhrase as error:
        return _show(visit, str(error), 422)
    except NotWritten as error:
        return _show(visit, str(error), 503)
    return to(f"/editor/phrases/{quote(_intent(visit))}?said={said}")


def _show(visit: Visit, notice: str, status: int = 200) -> Response:
    intent, desk = _intent(visit), PhraseDesk(visit.house, visit.name)
    everything = desk.all()
    own = everything.get(intent, [])
    found: list[Confused] | None = None
    if visit.asked("confused") and own:
        others = {name: theirs for name, theirs in everything.items() if name != intent}
        try:
            found = confusions(intent, own, others, visit.house.bot.read)
        except BotDown:
            notice, status = BOT_DOWN, 503
    return visit.page(
        "phrases.html", status, intent=intent, phrases=own, confused=found, notice=notice, titles=_titles(visit),
        intents=desk.intents(), least=LEAST, may_edit=visit.may("editor"),
        typed=visit.said("phrase") if status == 422 else "",
    )  # fmt: skip


def _titles(visit: Visit) -> dict[str, str]:
    topics = visit.house.shelf.content().topics
    return {name: topic.front.title for name, topic in topics.items()}


def _intent(visit: Visit) -> str:
    intent = str(visit.request.path_params["intent"])
    if intent not in PhraseDesk(visit.house, "").intents():
        raise Refusal(404, "There is no topic of this name. Look for it in the list of phrases.")
    return intent
