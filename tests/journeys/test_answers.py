"""Journeys through the real stack: from a question to a sourced answer."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from service.ask import ask, readable
from service.stack import Stack
from service.web.settings import ROOT
from tests.journeys.talk import Person

PLAIN = YAML(typ="safe").load(ROOT / "tests/phrases/plain.yml")["questions"]


def test_forty_plain_questions_get_the_right_topic(stack: Stack) -> None:
    person = Person(stack.settings.port)
    turns = [(case, person.ask(case["text"])) for case in PLAIN]
    wrong = [(c["text"], c["topic"], t["outcome"], t["topic"]) for c, t in turns if t["topic"] != c["topic"]]
    not_answered = [(c["text"], t["outcome"]) for c, t in turns if t["outcome"] != "answered"]
    assert len(PLAIN) == 40
    assert wrong == []
    assert not_answered == []


def test_an_answer_carries_its_sources_its_sign_off_and_its_label(stack: Stack) -> None:
    turn = Person(stack.settings.port).ask("how far apart are the two infusions?")
    answer, picture = turn["replies"]
    assert (turn["outcome"], turn["topic"], turn["turn"]) == ("answered", "infusion_schedule", 1)
    assert "day 1" in answer["text"]
    assert "day 10" in answer["text"]
    assert answer["label"] == "Not yet checked by a clinician"
    assert answer["signoff"]["status"] == "unsigned"
    assert answer["fingerprint"].startswith("sha256:")
    assert {"id", "title", "publisher", "date", "url"} == set(answer["sources"][0])
    assert (picture["type"], picture["image"]["src"]) == ("timeline", "/timeline.svg")


def test_every_published_topic_can_be_chosen_and_answers_with_itself(stack: Stack) -> None:
    topics = sorted(path.stem for path in Path(stack.settings.content_dir).glob("topics/*/*.md"))
    person = Person(stack.settings.port)
    chosen = [person.choose(f"topic:{topic}") for topic in topics]
    assert len(topics) >= 133
    assert [turn["replies"][0]["topic"] for turn in chosen] == topics
    assert [turn["turn"] for turn in chosen] == list(range(1, len(topics) + 1))


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("hello", "smalltalk"),
        ("thank you so much", "smalltalk"),
        ("are you a real person?", "smalltalk"),
        ("can I talk to a human please", "handoff"),
        ("what is the best recipe for banana bread", "out_of_scope"),
        ("my dad has chest pain", "emergency"),
        ("his temp is 38.2", "urgent"),
        ("Czy mogę prowadzić samochód po terapii?", "out_of_scope"),
        ("mi padre no habla ingles y tiene leucemia", "out_of_scope"),
        ("এই চিকিৎসার পার্শ্বপ্রতিক্রিয়া কী?", "out_of_scope"),
        ("I don't want to be here any more", "crisis"),
    ],
)
def test_what_is_not_a_topic_has_its_own_outcome(stack: Stack, typed: str, outcome: str) -> None:
    assert Person(stack.settings.port).ask(typed)["outcome"] == outcome


def test_a_look_ahead_question_gets_the_card_and_when_to_call(stack: Stack) -> None:
    turn = Person(stack.settings.port).ask("what if I get a fever after I go home?")
    assert (turn["outcome"], turn["topic"]) == ("answered", "when_to_call")
    assert [reply["type"] for reply in turn["replies"]] == ["card", "answer"]


def test_a_book_question_gets_its_answer_led_by_one_line(stack: Stack) -> None:
    turn = Person(stack.settings.port).ask("can CAR-T cause seizures?")
    assert turn["outcome"] == "answered"
    assert [reply["type"] for reply in turn["replies"]] == ["text", "answer"]
    assert turn["replies"][0]["text"].startswith("If this is happening now")


@pytest.mark.parametrize(
    "typed", ["/crs", "  /crs", "\u200b/crs", "／crs", '/crs{"a": "b"}', "/restart", "/session_start"]
)
def test_a_typed_command_is_ordinary_text(stack: Stack, typed: str) -> None:
    person = Person(stack.settings.port)
    turn = person.ask(typed)
    assert person.last_status == 200
    assert turn["outcome"] in ("answered", "clarify", "unsure", "out_of_scope", "smalltalk")
    assert turn["confidence"] is not None
    assert turn["confidence"] < 1.0
    assert person.ask("what is CRS?")["topic"] == "crs"


def test_figures_about_dying_come_only_after_a_yes(stack: Stack) -> None:
    person = Person(stack.settings.port)
    before = person.ask("can the treatment kill you?")
    assert before["topic"] == "risk_of_death"
    assert "stroke" not in str(before["replies"])
    assert before["choices"][0]["id"] == "numbers:risk_of_death"
    assert "died from a stroke" in person.choose("numbers:risk_of_death")["replies"][0]["text"]


def test_deleting_removes_the_words_from_every_file(stack: Stack) -> None:
    person = Person(stack.settings.port)
    person.ask("my zebra umbrella question is about the side effects")
    assert _holding(stack.settings.var_dir, b"zebra umbrella") != []
    person.delete()
    assert person.last_status == 204
    person.history()
    assert person.last_status == 404
    assert _holding(stack.settings.var_dir, b"zebra umbrella") == []


def _holding(folder: Path, words: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


def test_no_log_holds_what_was_typed(stack: Stack) -> None:
    Person(stack.settings.port).ask("xylophone lantern what is CRS")
    logs = list((stack.settings.var_dir / "logs").glob("*.log"))
    assert len(logs) == 2
    assert [log.name for log in logs if b"xylophone" in log.read_bytes()] == []


def test_make_ask_prints_the_answer_with_its_sources(stack: Stack) -> None:
    said = readable(ask(stack.settings.port, "what are the side effects"))
    assert said.startswith("[answered, side_effects]")
    assert "Not yet checked by a clinician" in said
    assert "\nSources:\n- " in said


def test_ask_from_the_command_line_uses_the_running_service(stack: Stack) -> None:
    given = {**os.environ, "PORT": str(stack.settings.port)}
    command = [str(ROOT / ".venv/bin/python"), "-m", "service.ask", 'what\'s "CRS"?']
    printed = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=True).stdout
    assert printed.startswith("[answered, crs]")
