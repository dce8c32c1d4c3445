"""Tests of the flows through the API and the page without JavaScript: the criteria, and questions for the team."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.library.blocks import to_text
from service.library.read import read_content
from service.records.conversations import Records, RecordsDown
from service.web.settings import ROOT
from tests import stored
from tests.chat.conftest import Start
from tests.chat.person import LABEL, Person
from tests.chat.test_pages import Form, send
from tests.service_bot.rasa import Rasa

STEPS = read_content(ROOT / "content").criteria
LAST = len(STEPS)


def choices(turn: dict[str, Any]) -> list[str]:
    return [choice["id"] for choice in turn["choices"]]


def at(person: Person, rasa: Rasa, step: Any, choice: str = "flow:next") -> dict[str, Any]:
    """Returns the turn for a choice when the bot says that step."""
    rasa.directive = {"criteria": step}
    return person.choose(choice)


# The criteria


@pytest.mark.parametrize("name", ["eligibility", "next", "back", "stop"])
def test_a_choice_of_the_walk_is_decided_by_the_bot(person: Person, rasa: Rasa, name: str) -> None:
    turn = at(person, rasa, 2, f"flow:{name}")
    assert rasa.asked[-1] == {"conversation": person.opened["conversation"], "choice": f"flow_{name}"}
    assert (turn["outcome"], turn["topic"], turn["replies"][0]["step"]) == ("flow", None, 2)


def test_every_step_has_its_words_its_label_and_its_sources(person: Person, rasa: Rasa, published: Path) -> None:
    fixed = json.loads(stored.fixed(published).read_text())["eligibility"]
    assert LAST == len(fixed) >= 8
    for number, (step, words) in enumerate(zip(STEPS, fixed, strict=True), 1):
        turn = at(person, rasa, number)
        (reply,) = turn["replies"]
        assert (reply["type"], reply["step"], reply["of"], reply["title"]) == ("criteria", number, LAST, step.title)
        assert reply["ask_your_team"] == step.ask_your_team
        assert (reply["label"], reply["signoff"]["status"]) == (LABEL, "unsigned")
        assert [source["id"] for source in reply["sources"]] == step.sources
        assert reply["fingerprint"] == words["fingerprint"]
        assert reply["text"].startswith(f"Part {number} of {LAST}.\n\n{to_text(reply['blocks'])}\n\n")
        assert all(f"- {question}" in reply["text"] for question in step.ask_your_team)
    assert len({words["fingerprint"] for words in fixed}) == LAST


def test_the_choices_fit_the_step(person: Person, rasa: Rasa) -> None:
    assert choices(at(person, rasa, 1)) == ["flow:next", "flow:stop"]
    assert choices(at(person, rasa, 2)) == ["flow:next", "flow:back", "flow:stop"]
    assert choices(at(person, rasa, LAST)) == ["flow:back", "flow:stop"]
    labels = [choice["label"] for choice in at(person, rasa, 2)["choices"]]
    assert labels == ["Next", "Back", "Stop"]


def test_a_step_beyond_what_is_published_is_the_last_one(person: Person, rasa: Rasa) -> None:
    turn = at(person, rasa, LAST + 3)
    assert (turn["replies"][0]["step"], choices(turn)) == (LAST, ["flow:back", "flow:stop"])


def test_typed_words_get_the_step_the_bot_says(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = {"criteria": 3}, [("flow_next", 0.97)]
    turn = person.ask("next")
    assert (turn["outcome"], turn["replies"][0]["step"], turn["confidence"]) == ("flow", 3, 0.97)


@pytest.mark.parametrize("choice", ["flow:next", "flow:back", "flow:stop"])
def test_outside_a_walk_plain_words_come_with_an_offer_to_start(person: Person, rasa: Rasa, choice: str) -> None:
    rasa.directive, rasa.ranking = {"flow": "none"}, [("flow_next", 1.0)]
    turn = person.choose(choice)
    (reply,) = turn["replies"]
    assert (turn["outcome"], reply["type"]) == ("flow", "text")
    assert reply["text"].startswith("We are not going through anything step by step just now.")
    assert turn["choices"] == [
        {"id": "flow:eligibility", "label": "Go through the criteria one by one"},
        {"id": "flow:handoff", "label": "Talk to a person"},
    ]


def test_outside_a_walk_what_may_have_been_meant_is_offered_too(person: Person, rasa: Rasa) -> None:
    ranking = [("flow_stop", 0.8), ("stopping_or_refusing", 0.18), ("crs", 0.01)]
    rasa.directive, rasa.ranking = {"flow": "none"}, ranking
    assert choices(person.ask("i want to stop")) == ["flow:eligibility", "flow:handoff", "topic:stopping_or_refusing"]


def test_stopping_says_who_decides_and_leads_on(person: Person, rasa: Rasa) -> None:
    rasa.directive = {"flow": "stopped"}
    turn = person.choose("flow:stop")
    assert "Specialists decide" in turn["replies"][0]["text"]
    assert choices(turn)[:2] == ["flow:questions", "flow:eligibility"]
    assert "topic:how_to_get_referred" in choices(turn)


def test_next_after_the_last_step_says_that_it_was_the_last(person: Person, rasa: Rasa) -> None:
    rasa.directive = {"flow": "end"}
    turn = person.choose("flow:next")
    assert turn["replies"][0]["text"].startswith("That was the last part")
    assert choices(turn) == ["flow:back", "flow:stop", "flow:questions"]


@pytest.mark.parametrize("directive", [{"criteria": 0}, {"criteria": -1}, {"criteria": "2"}, {"criteria": True},
                                       {"criteria": None}, {"flow": "nothing"}, {"flow": 1}])  # fmt: skip
def test_a_directive_of_another_form_is_a_broken_bot(person: Person, rasa: Rasa, directive: dict[str, Any]) -> None:
    rasa.directive = directive
    assert person.choose("flow:next")["outcome"] == "unavailable"


def test_a_red_flag_breaks_in_and_the_walk_goes_on_after_it(person: Person, rasa: Rasa) -> None:
    at(person, rasa, 2)
    asked = len(rasa.asked)
    turn = person.ask("next, and he has chest pain and cannot breathe")
    assert (turn["outcome"], [reply["type"] for reply in turn["replies"]]) == ("emergency", ["card"])
    assert len(rasa.asked) == asked
    assert at(person, rasa, 3)["replies"][0]["step"] == 3


@pytest.mark.parametrize("behaviour", ["status 500", "empty body", "closed connection", "empty directives"])
def test_a_broken_bot_costs_the_step_and_never_a_person(person: Person, rasa: Rasa, behaviour: str) -> None:
    rasa.behaviour = behaviour
    turn = person.choose("flow:eligibility")
    assert turn["outcome"] == "unavailable"
    assert [reply["type"] for reply in turn["replies"]] == ["text", "card", "helplines"]
    assert any(choice.startswith("topic:") for choice in choices(turn))


def test_without_the_store_a_walk_ends_at_a_person(start: Start, tmp_path: Path) -> None:
    client = start()
    stored.store(tmp_path / "var").unlink()
    person = Person(client)
    assert person.choose("flow:eligibility")["outcome"] == "unavailable"
    assert person.choose("flow:questions")["outcome"] == "unavailable"


def test_the_transcript_holds_the_words_of_the_button(person: Person, rasa: Rasa) -> None:
    at(person, rasa, 1, "flow:eligibility")
    at(person, rasa, 2)
    person.choose("flow:handoff")
    said = [message for message in person.history() if message["from"] == "person"]
    assert [m["text"] for m in said] == ["Go through the criteria one by one", "Next", "Talk to a person"]
    assert person.history()[3]["replies"][0]["step"] == 2


def test_the_topic_about_who_can_have_it_offers_the_walk_and_others_do_not(person: Person) -> None:
    turn = person.choose("topic:who_is_eligible")
    assert turn["choices"][-1] == {"id": "flow:eligibility", "label": "Go through the criteria one by one"}
    assert len([choice for choice in choices(turn) if choice.startswith("topic:")]) == 3
    assert "flow:eligibility" not in choices(person.choose("topic:crs"))


def test_an_answer_in_the_middle_of_a_walk_offers_to_go_on(person: Person, rasa: Rasa) -> None:
    go_on = {"id": "flow:next", "label": "Go on with the criteria"}
    assert go_on not in person.choose("topic:age_limit")["choices"]
    at(person, rasa, 2)
    turn = person.choose("topic:age_limit")
    assert (turn["outcome"], turn["choices"][-1]) == ("answered", go_on)
    rasa.directive = {"answer": "crs"}
    assert person.ask("what is crs")["choices"][-1] == go_on
    assert person.ask("my dad has chest pain")["choices"] == []
    for _ in range(3):
        turn = person.choose("topic:crs")
    assert go_on not in turn["choices"]


def test_after_the_last_step_or_a_stop_nothing_offers_to_go_on(person: Person, rasa: Rasa) -> None:
    at(person, rasa, LAST)
    assert "flow:next" not in choices(person.choose("topic:crs"))
    at(person, rasa, 2)
    rasa.directive = {"flow": "stopped"}
    person.choose("flow:stop")
    assert "flow:next" not in choices(person.choose("topic:crs"))


def test_an_answer_comes_without_the_choice_while_the_records_are_down(
    start: Start, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(start())
    at(person, rasa, 2)

    def down(*_: object) -> None:
        raise RecordsDown("gone")

    monkeypatch.setattr(Records, "reply", down)
    turn = person.choose("topic:crs")
    assert (turn["outcome"], "flow:next" in choices(turn)) == ("answered", False)


def test_the_words_ask_nothing_and_give_no_verdict() -> None:
    told = "\n".join(f"{step.title}\n{step.body}" for step in STEPS)
    assert "?" not in told
    assert "I will not ask about you" in told
    assert not re.search(r"\byou (are|qualify|would be|may be) (not )?(eligible|suitable)", told)
    sentences = [s for s in re.split(r"(?<=[.!?:])\s+|\n", re.sub(r"\]\([^)]*\)|\{\{|\}\}", "", told)) if s]
    assert [s for s in sentences if len(s.split()) > 20] == []


# Questions for my team


def test_before_anything_was_answered_there_are_no_questions_and_a_way_to_some(person: Person) -> None:
    turn = person.choose("flow:questions")
    assert (turn["outcome"], choices(turn)) == ("flow", ["flow:eligibility"])
    assert turn["replies"][0]["text"].startswith("I can suggest questions for your team once")


def test_the_questions_of_what_was_talked_about_are_listed_once_each(person: Person, rasa: Rasa) -> None:
    for choice in ("topic:crs", "topic:driving", "topic:crs"):
        person.choose(choice)
    at(person, rasa, 2)
    rasa.directive = {"outcome": "unsure"}
    person.ask("what about parking")
    turn = person.choose("flow:questions")
    (reply,) = turn["replies"]
    assert (turn["outcome"], reply["type"]) == ("flow", "text")
    content = read_content(ROOT / "content")
    wanted = {content.topics[topic].front.title: content.topics[topic].front.questions for topic in ("crs", "driving")}
    wanted[STEPS[1].title] = STEPS[1].ask_your_team
    lists = [block["list"] for block in reply["blocks"] if "list" in block]
    assert [block["h"] for block in reply["blocks"] if "h" in block] == list(wanted)
    assert [[question for (question,) in asked] for asked in lists] == list(wanted.values())
    assert reply["blocks"][-1] == {"note": [LABEL]}
    assert all(reply["text"].count(f"- {question}") == 1 for asked in wanted.values() for question in asked)


def test_typed_words_for_the_questions_get_them_too(person: Person, rasa: Rasa) -> None:
    person.choose("topic:crs")
    rasa.directive, rasa.ranking = {"flow": "questions"}, [("flow_questions", 0.9)]
    assert person.ask("what should i ask my team")["replies"][0]["text"].startswith("These are questions")


def test_somebody_elses_questions_are_not_listed(client: TestClient, person: Person) -> None:
    Person(client).choose("topic:crs")
    assert person.choose("flow:questions")["replies"][0]["text"].startswith("I can suggest questions")


def test_questions_while_the_records_are_down_end_at_a_person(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person(start())
    person.choose("topic:crs")

    def down(*_: object) -> None:
        raise RecordsDown("gone")

    monkeypatch.setattr(Records, "turns", down)
    assert person.choose("flow:questions")["outcome"] == "unavailable"


# Without JavaScript


def test_the_walk_and_the_questions_work_without_javascript(client: TestClient, rasa: Rasa) -> None:
    hidden = re.compile(r'<form id="team-open"[^>]*hidden')
    before = client.get("/")
    assert hidden.search(before.text)
    rasa.directive = {"criteria": 2}
    page = send(client, before, choice="flow:eligibility")
    assert f'<p class="step">Part 2 of {LAST}</p>' in page.text
    assert f'<h2>{STEPS[1].title}</h2>\n<p class="label">{LABEL}</p>' in page.text
    assert f"<li>{STEPS[1].ask_your_team[0]}</li>" in page.text
    assert "Where next?" in page.text
    assert Form(page).choices == ["flow:next", "flow:back", "flow:stop"]
    assert not hidden.search(page.text)
    asked = send(client, page, choice="flow:questions")
    assert "These are questions you could take to your team." in asked.text
    assert asked.text.count(f"<li>{STEPS[1].ask_your_team[0]}</li>") == 2
