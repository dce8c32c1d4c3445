"""Somebody who asks for a verdict on one person gets kind fixed words, who to ask, and topics; never the verdict."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from service.library.find import NotPublished
from tests import stored
from tests.chat.conftest import Start
from tests.chat.decided import UNSURE, answers, topic
from tests.chat.person import Person, phones
from tests.service_bot.rasa import Rasa

MEDICINES = "Do not start, stop or change any medicine, paracetamol included, before you have spoken to your team."
VERDICTS = {
    "should I stop my steroids?": ("medicines", True),
    "are my bloods OK?": ("low_blood_counts", False),
    "my neutrophils are 0.4, is that bad": ("low_blood_counts", False),
    "would you have it if you were me?": ("second_opinion", False),
    "what dose of keppra should I be on": ("medicines", True),
    "Hb 88\nWCC 0.9\nNeut 0.3\nPlt 17": ("low_blood_counts", False),
}


def offered(turn: dict[str, Any]) -> list[str]:
    """Returns the topics a turn offers, in order."""
    return [c["id"].removeprefix("topic:") for c in turn["choices"] if c["id"].startswith("topic:")]


@pytest.mark.parametrize(("text", "general", "medicine"), [(k, *v) for k, v in VERDICTS.items()], ids=list(VERDICTS))
def test_a_verdict_is_declined_with_who_to_ask_and_a_general_topic(
    person: Person, rasa: Rasa, text: str, general: str, medicine: bool
) -> None:
    rasa.directive, rasa.ranking = UNSURE
    turn = person.ask(text)
    assert turn["outcome"] == "advice_declined"
    assert general in offered(turn)
    assert turn["topic"] == offered(turn)[0]
    assert answers(turn) == []
    said = " ".join(reply["text"] for reply in turn["replies"])
    assert "24-hour number" in said
    assert "your own team" in said
    assert (MEDICINES in said) is medicine
    assert "999" in phones(turn["replies"])
    assert turn["choices"][-1]["id"] == "flow:handoff"


def test_the_best_guess_of_the_bot_comes_first_and_its_answer_is_not_given(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = topic("crs", 0.97)
    turn = person.ask("should I stop my steroids?")
    assert turn["outcome"] == "advice_declined"
    assert offered(turn)[:2] == ["crs", "medicines"]
    assert answers(turn) == []
    assert len(rasa.asked) == 1


def test_a_guess_that_is_chance_is_not_offered(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = {"outcome": "unsure"}, [("crs", 0.05)]
    assert "crs" not in offered(person.ask("should I stop my steroids?"))


def test_a_verdict_is_declined_while_rasa_is_stopped(person: Person, rasa: Rasa) -> None:
    rasa.stop()
    turn = person.ask("should I stop my steroids?")
    assert turn["outcome"] == "advice_declined"
    assert offered(turn)[0] == "medicines"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("should I stop my steroids, he is having a seizure", "emergency"),
        ("my temperature is 38.4, should I take my antibiotics early", "urgent"),
        ("should I stop my tablets, I want to die", "crisis"),
    ],
)
def test_a_danger_sign_wins(person: Person, text: str, outcome: str) -> None:
    turn = person.ask(text)
    assert turn["outcome"] == outcome
    assert [reply["type"] for reply in turn["replies"]] == ["card"]


def test_a_sign_that_is_only_asked_about_is_led_by_what_to_do_now(person: Person) -> None:
    turn = person.ask("Can steroids cause seizures? Should I stop my steroids?")
    assert turn["outcome"] == "advice_declined"
    assert turn["replies"][0]["text"].startswith("If this is happening now")


@pytest.mark.parametrize(
    "text",
    [
        "can you have paracetamol after CAR-T",
        "what blood tests do they do",
        "do people get steroids",
        "can I drive",
        "can I take my other medicines",
        "who decides when the aciclovir is stopped",
        "what does MRD negative mean",
    ],
)
def test_a_general_question_stays_a_question(person: Person, rasa: Rasa, text: str) -> None:
    rasa.directive, rasa.ranking = topic("driving")
    turn = person.ask(text)
    assert (turn["outcome"], answers(turn)) == ("answered", ["driving"])


def test_what_was_typed_is_not_said_again(person: Person) -> None:
    turn = person.ask("Hb 88 WCC 0.9 Neut 0.3 Plt 17, signed Zebedee")
    assert turn["outcome"] == "advice_declined"
    assert "Zebedee" not in json.dumps(turn)
    assert "0.9" not in json.dumps(turn)


def test_it_is_stored_and_drawn_again(person: Person) -> None:
    person.ask("should I stop my steroids?")
    said = person.history()
    assert [message["from"] for message in said] == ["person", "bot"]
    assert said[1]["outcome"] == "advice_declined"


def test_rules_that_do_not_work_leave_the_last_good_ones_in_force(start: Start, tmp_path: Path) -> None:
    person = Person(start())
    fixed = stored.fixed(tmp_path / "var")
    data = json.loads(fixed.read_text(encoding="utf-8"))
    data["advice"] = {"kinds": []}
    fixed.with_suffix(".new").write_text(json.dumps(data), encoding="utf-8")
    fixed.with_suffix(".new").replace(fixed)
    assert person.ask("should I stop my steroids?")["outcome"] == "advice_declined"


@pytest.mark.parametrize(("rules", "said"), [(None, "lacks advice"), ({}, "to_check")])
def test_without_rules_the_service_does_not_start(
    start: Start, tmp_path: Path, published: Path, rules: Any, said: str
) -> None:
    data = json.loads(stored.fixed(published).read_text(encoding="utf-8"))
    del data["advice"]
    if rules is not None:
        data["advice"] = rules
    var = tmp_path / "var"
    shutil.copytree(published, var)
    stored.fixed(var).write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises((ValueError, NotPublished), match=said):
        start()
