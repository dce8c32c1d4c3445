"""Trying it: one question to the words as they stand in the files, with topic, confidence and why. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import TemplateError
from starlette.responses import Response

from service.bot.client import BotDown
from service.bot.office import LONGEST_TEXT, Reading
from service.editor.door import ANYBODY, Pages, Visit
from service.editor.phrase_desk import PhraseDesk
from service.editor.preview import Looked, look
from service.library.phrases import same
from service.safety.net import Net, NetBroken
from service.safety.urgent import Finding, Urgent

SHOWN = 5
BOT_DOWN = "The bot did not answer. Try again in a minute."
LEVELS = {
    "emergency": "An emergency: patients get the card that says to call 999.",
    "urgent": "Urgent: patients get the card that says to call their team.",
    "crisis": "A crisis: patients get the card with somebody to talk to.",
}
FRAMES = {
    "now": "It is read as happening now.",
    "look_ahead": "It is read as asked ahead, so the card comes with an answer.",
    "book": "It is read as a question from the book, so an answer comes with a line for whom it is happening to.",
}
pages = Pages()


@dataclass(frozen=True)
class Tried:
    """What comes of a text. ``danger``: by the rules of the files; ``heard``: the level the trained net hears, or "";
    ``looked``: the topic's words as they stand; ``learnt``: the intent whose phrases hold the very text, or "".
    """

    reading: Reading
    danger: Finding | None
    heard: str
    looked: Looked | None
    learnt: str

    @property
    def why(self) -> list[str]:
        """Why the bot decided so, a sentence each."""
        reading = self.reading
        best, sure = reading.ranking[0][0] if reading.ranking else "", reading.confidence
        limits = f"It answers from {reading.answer:.2f}, asks back from {reading.clarify:.2f}."
        told = [f"How sure it is: {sure:.2f}. {limits}"]
        if reading.intent not in (best, "clarify", "unsure"):
            told.append("It is not what it is nearest to: other words in the text decided.")
        if reading.blocking:
            words = ", ".join(reading.blocking)
            told.append(
                f"Words of this kind are not dealt with by the nearest topic: {words}. So it does not answer alone."
            )
        if self.learnt:
            told.append(f"These very words are a phrase of '{self.learnt}'.")
        return told


@pages.get("/try", ANYBODY)
def form(visit: Visit) -> Response:
    """Shows where to ask."""
    return _show(visit, "", None, "")


@pages.post("/try", ANYBODY)
def ask(visit: Visit) -> Response:
    """Shows what comes of a question."""
    text = visit.said("text").strip()[:LONGEST_TEXT]
    if not text:
        return _show(visit, "", None, "Write a question first.", 422)
    try:
        tried = _tried(visit, text)
    except BotDown:
        return _show(visit, text, None, BOT_DOWN, 503)
    return _show(visit, text, tried, "")


def _tried(visit: Visit, text: str) -> Tried:
    house = visit.house
    (reading,) = house.bot.read([text])
    content = house.shelf.content()
    file = house.shelf.files().get(reading.intent)
    looked = look(house.files.read(file), file, content) if file else None
    phrases = PhraseDesk(house, visit.name).all()
    learnt = next((name for name, own in phrases.items() if same(text) in map(same, own)), "")
    try:
        danger = Urgent.from_data(content.urgent).assess(text)
    except (ValueError, TemplateError):  # faults of the file, which the checks name
        danger = None
    return Tried(reading, danger, _heard(visit, text), looked, learnt)


def _heard(visit: Visit, text: str) -> str:
    try:
        heard = Net.load(visit.house.settings.var_dir / "model" / "net.npz").hear(text)
    except (NetBroken, OSError):
        return ""
    return str(heard.level) if heard.level else ""


def _show(visit: Visit, text: str, tried: Tried | None, notice: str, status: int = 200) -> Response:
    topics = visit.house.shelf.content().topics
    return visit.page(
        "try.html", status, text=text, tried=tried, notice=notice, shown=SHOWN, levels=LEVELS, frames=FRAMES,
        titles={name: topic.front.title for name, topic in topics.items()}, longest=LONGEST_TEXT,
    )  # fmt: skip
