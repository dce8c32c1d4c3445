"""What people ask and got no good answer to: by likeness, each to become a phrase, a stranger's question or a topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from service.bot.client import BotDown
from service.editor.door import ANYBODY, EDITORS, Pages, Visit, to
from service.editor.files import ABSENT, ChangedSince, NotWritten, Replaced, hash_of
from service.editor.house import SAVE
from service.editor.likeness import groups
from service.editor.phrase_desk import PhraseDesk
from service.library.commands_content import OTHER_INTENTS
from service.library.new_topic import NotATopic, new_topic
from service.library.phrase_files import OUT_OF_SCOPE, NotAPhrase, checked, tidy
from service.library.phrases import same
from service.records.asked import How, Question

MOST = 300  # questions looked at, the newest
AT_ONCE = 20  # groups on a page
NOTICES = {
    "phrase": "It is a phrase of that topic now. The bot knows it after it is trained again.",
    "out_of_scope": "It is marked as out of scope. The bot knows it after it is trained again.",
    "set_aside": "It is set aside.",
    "new_topic": "The topic's two files are made. Nothing can be published until somebody has written the answer.",
}
BOT_DOWN = "The bot did not answer, so the questions are not grouped by likeness now."
WORDS = {"unsure": "Not sure", "clarify": "Asked back"}
pages = Pages()


@dataclass(frozen=True)
class Group:
    """Questions that are like each other, their heart first; ``guess``: the topic that the bot came nearest to."""

    questions: list[Question]
    guess: str


@pages.get("/asked", ANYBODY)
def asked(visit: Visit) -> Response:
    """Shows the questions that nobody has handled yet, twenty groups at once."""
    return _show(visit, NOTICES.get(visit.asked("said"), ""))


@pages.post("/asked/assign", EDITORS)
def assign(visit: Visit) -> Response:
    """Makes the question a phrase of a topic."""
    return _done(visit, "phrase", lambda: _phrase(visit, visit.said("to")))


@pages.post("/asked/out-of-scope", EDITORS)
def out_of_scope(visit: Visit) -> Response:
    """Marks the question as one that this service does not answer."""
    return _done(visit, "out_of_scope", lambda: _phrase(visit, OUT_OF_SCOPE))


@pages.post("/asked/set-aside", EDITORS)
def set_aside(visit: Visit) -> Response:
    """Takes the questions off the list, and does nothing else."""
    return _done(visit, "set_aside", lambda: None)


@pages.post("/asked/new", EDITORS)
def new(visit: Visit) -> Response:
    """Shows the form for a new topic of these questions."""
    return _form(visit, "")


@pages.post("/asked/new-topic", EDITORS)
def make(visit: Visit) -> Response:
    """Makes both files of a new topic: one to be written, and one with the question as its first phrase."""
    try:
        _make(visit)
    except (NotATopic, NotAPhrase) as error:
        return _form(visit, str(error), 422)
    except NotWritten as error:
        return _form(visit, str(error), 503)
    except ChangedSince:
        return _form(visit, "Somebody made a topic of this name just now. Choose another one.", 409)
    visit.house.asked.handle(_turns(visit), "new_topic", visit.name)
    return to("/editor/asked?said=new_topic")


def _make(visit: Visit) -> None:
    house, desk = visit.house, PhraseDesk(visit.house, visit.name)
    name, group = visit.said("name").strip(), visit.said("group")
    if group not in house.shelf.content().groups:
        raise NotATopic("Choose a group from the list.")
    # Words of small talk, of flows and of what the bot sets by itself are no topics.
    text = new_topic(name, visit.said("title"), {*house.shelf.files(), *OTHER_INTENTS, *WORDS, *desk.all()})
    checked(visit.said("phrase"), desk.all())  # both files or none
    file, why = f"topics/{group}/{name}.md", "A new topic, to be written"

    def noting(_: Replaced) -> None:
        detail = {"file": file, "why": why, "before": ABSENT, "after": hash_of(text), "text": text}
        house.audit.add(visit.name, SAVE, f"topics/{name}", None, detail)

    house.files.save(file, text, ABSENT, house.author(visit.name), why, noting)
    desk.make(name, visit.said("phrase"))


def _phrase(visit: Visit, intent: str) -> None:
    desk = PhraseDesk(visit.house, visit.name)
    if same(tidy(visit.said("phrase"))) not in map(same, desk.all().get(intent, [])):  # else it is there already
        desk.add(intent, visit.said("phrase"))


def _done(visit: Visit, how: How, work: Callable[[], None]) -> Response:
    try:
        work()
    except NotAPhrase as error:
        return _show(visit, str(error), 422)
    except NotWritten as error:
        return _show(visit, str(error), 503)
    handled = visit.house.asked.handle(_turns(visit), how, visit.name)
    visit.house.audit.add(visit.name, "question handled", None, None, {"how": how, "questions": handled})
    return to(f"/editor/asked?said={how}")


def _turns(visit: Visit) -> list[int]:
    return [int(turn) for turn in visit.form.get("turn", []) if turn.isdecimal() and len(turn) < 16]


def _show(visit: Visit, notice: str, status: int = 200) -> Response:
    house, grouped = visit.house, True
    questions = house.asked.open(MOST)
    try:
        found = _grouped(questions, visit)
    except BotDown:
        found, grouped = [Group([question], question.topic or "") for question in questions], False
    first = int(visit.asked("from")) if visit.asked("from").isdecimal() else 0
    topics = house.shelf.content().topics
    return visit.page(
        "asked.html", status, groups=found[first : first + AT_ONCE], count=len(questions), most=MOST,
        titles={name: topic.front.title for name, topic in topics.items()}, words=WORDS,
        notice=notice or ("" if grouped else BOT_DOWN), may_edit=visit.may("editor"), first=first,
        later=first + AT_ONCE if len(found) > first + AT_ONCE else 0,
        typed=_typed(visit) if status == 422 else {},
    )  # fmt: skip


def _typed(visit: Visit) -> dict[int, str]:
    """Returns what stood in the form that was refused, by its first question."""
    return {turn: visit.said("phrase") for turn in _turns(visit)[:1]}


def _grouped(questions: list[Question], visit: Visit) -> list[Group]:
    if not questions:
        return []
    readings = visit.house.bot.read([question.text for question in questions])
    topics = visit.house.shelf.content().topics
    found = []
    for places in groups(readings):
        ranking = readings[places[0]].ranking
        guess = next((name for name, _ in ranking if name in topics), "")
        found.append(Group([questions[place] for place in places], guess))
    return found


def _form(visit: Visit, notice: str, status: int = 200) -> Response:
    groups_ = visit.house.shelf.content().groups
    return visit.page(
        "asked_new.html", status, notice=notice, turns=_turns(visit),
        typed={name: visit.said(name) for name in ("phrase", "title", "name", "group")},
        groups={name: group.title for name, group in groups_.items()},
    )  # fmt: skip
