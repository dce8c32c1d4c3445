"""Danger in another language: its card first and the English one below, whatever else is down."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from ruamel.yaml import YAML

from service.web.settings import ROOT
from tests import stored
from tests.chat.conftest import Start
from tests.chat.person import LABEL, Person, phones
from tests.service_bot.rasa import Rasa

LANGUAGES = YAML(typ="safe").load((ROOT / "content/urgent_languages.yml").read_text(encoding="utf-8"))["languages"]
WITH_CARDS = [code for code, words in LANGUAGES.items() if words.get("cards")]
FEVER = {
    "pl": "mąż ma gorączkę", "ro": "soția are febră", "pa": "ਮੈਨੂੰ ਬੁਖਾਰ ਹੈ", "pa-Latn": "mainu bukhar hai",
    "ur": "مجھے بخار ہے", "ur-Latn": "mujhe bukhar hai", "pt": "o meu marido tem febre", "es": "mi mujer tiene fiebre",
    "ar": "عندي حمى", "bn": "আমার জ্বর", "gu": "મને તાવ છે", "it": "ho la febbre", "fr": "j'ai de la fièvre",
    "cy": "mae gen i dwymyn", "hi": "मुझे बुखार है", "tr": "ateşim var", "uk": "у мене висока температура",
    "zh": "我发烧了", "de": "ich habe Fieber",
}  # fmt: skip


def two_cards(turn: dict[str, Any], level: str, language: str) -> dict[str, Any]:
    """Returns the first card, after checking that the same card in English stands below it."""
    spoken, english = turn["replies"]
    assert turn["outcome"] == level
    assert [(card["type"], card["level"], card["label"]) for card in turn["replies"]] == [("card", level, LABEL)] * 2
    assert (spoken["lang"], "lang" in english) == (language, False)
    assert spoken["title"] != english["title"]
    assert spoken["urgency"] == english["urgency"]
    assert set(phones(spoken["blocks"])) <= set(phones(english["blocks"]))
    return dict(spoken)


@pytest.mark.parametrize("language", WITH_CARDS)
def test_the_card_comes_in_the_language_and_in_english(person: Person, language: str) -> None:
    turn = person.ask(FEVER[language])
    card = two_cards(turn, "urgent", language)
    assert card["dir"] == ("rtl" if language in ("ar", "ur") else "ltr")
    assert [choice["id"] for choice in turn["choices"]] == ["topic:when_to_call"]


@pytest.mark.parametrize("language", WITH_CARDS)
def test_every_card_says_whom_to_call(language: str) -> None:
    cards = LANGUAGES[language]["cards"]
    assert "(tel:999)" in cards["emergency"]["body"].split("\n\n")[0]
    assert {"(tel:111)", "(tel:999)"} <= {
        f"(tel:{n})" for n in ("111", "999") if f"(tel:{n})" in cards["urgent"]["body"]
    }
    assert "24" in cards["urgent"]["title"] + cards["urgent"]["body"] or language == "pl" or language == "uk"
    assert "(tel:116123)" in cards["crisis"]["body"].split("\n\n")[0]
    # Two groups of digits would change places between letters that run from right to left.
    assert LANGUAGES[language]["dir"] == "ltr" or "116 123" not in cards["crisis"]["body"]


@pytest.mark.parametrize(
    ("text", "level", "language"),
    [
        ("nie mogę oddychać", "emergency", "pl"),
        ("quiero morir", "crisis", "es"),
        ("chest pain, gorączka", "emergency", "pl"),
        ("i want to die, tengo fiebre", "crisis", "es"),
        ("what if i get a fever? tengo fiebre", "urgent", "es"),
    ],
)
def test_the_higher_level_of_both_wins(person: Person, text: str, level: str, language: str) -> None:
    two_cards(person.ask(text), level, language)


def test_a_language_without_cards_gets_the_english_one(person: Person) -> None:
    turn = person.ask("waxaan qabaa qandho")
    (card,) = turn["replies"]
    assert (turn["outcome"], card["level"], "lang" in card) == ("urgent", "urgent", False)


def test_an_english_sign_gets_the_english_card_alone(person: Person) -> None:
    (card,) = person.ask("she has a fever")["replies"]
    assert "lang" not in card


def test_both_cards_come_without_store_words_database_or_rasa(start: Start, rasa: Rasa, tmp_path: Path) -> None:
    person = Person(start())
    rasa.stop()
    for path in (stored.store(tmp_path / "var"), stored.fixed(tmp_path / "var"), tmp_path / "var/records.db"):
        path.unlink()
    two_cards(person.send(text="لا أستطيع التنفس").json(), "emergency", "ar")
    person.token = "wrong"
    two_cards(person.send(text="no puedo respirar").json(), "emergency", "es")


def test_a_long_message_over_the_limit_gets_both_cards(start: Start) -> None:
    person = Person(start(RATE_LIMIT="1"))
    two_cards(person.send(text="słowo " * 1500 + ". nie mogę oddychać").json(), "emergency", "pl")


def test_both_cards_are_kept_for_the_history(person: Person) -> None:
    said = person.ask("mam gorączkę")
    assert person.history()[-1]["replies"] == said["replies"]


def test_the_page_names_language_and_direction_of_the_card_only(start: Start) -> None:
    page = start().post("/chat", data={"message_id": str(uuid4()), "text": "لا أستطيع التنفس"}).text
    assert page.count('data-level="emergency"') == 2
    assert page.count('data-level="emergency" lang="ar" dir="rtl"') == 1
    assert page.count('<p class="label" lang="en-GB" dir="ltr">') == 1
    assert page.index('lang="ar"') < page.index("Call 999 now")
