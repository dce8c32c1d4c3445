"""Tests of words that hold a hazard of docs/hazards.yml: what the cards say, and what rules and ages are told with."""

import json
import re

import pytest

from service.library.blocks import to_text

BODY = ["emergency", "urgent"]
NO_NATION_OF_ITS_OWN = {"licence", "rest_of_uk"}  # about the whole UK, and about the other nations


def dialled(card) -> list[str]:
    """Returns the numbers of a card in the order they stand."""
    return re.findall(r'"tel": "(\d+)"', json.dumps(card["blocks"]))


def words_of(words, level: str) -> str:
    """Returns a card as it is read."""
    card = words.fixed_words["cards"][level]
    return f"{card['title']}\n{to_text(card['blocks'])}"


def test_the_urgent_card_says_what_to_do_if_nobody_answers(words):
    text = words_of(words, "urgent")

    assert "If nobody answers" in text
    after = text.partition("If nobody answers")[2]
    assert all(way in after for way in ("111", "A&E", "999", "Northern Ireland"))
    assert "Call your hospital's 24-hour cancer line." in text.partition("If nobody answers")[0]
    assert {"111", "999"} <= set(dialled(words.fixed_words["cards"]["urgent"]))


@pytest.mark.parametrize("level", [*BODY, "crisis"])
def test_every_card_speaks_to_the_ill_person_and_to_whoever_is_with_them(words, level):
    assert re.search(r"\byou or the person (who is ill|you are worried about)", words_of(words, level))


@pytest.mark.parametrize("level", BODY)
def test_a_card_about_the_body_ends_with_the_one_sentence_about_medicines(words, level):
    text = words_of(words, level).strip()

    assert text.endswith(
        "Do not start, stop or change any medicine, paracetamol included, before you have spoken to your team."
    )
    assert len(re.findall(r"medicine|paracetamol|tablet", text)) == 2  # and says nothing else about them


def test_the_crisis_card_begins_with_lines_that_are_always_open_in_every_nation(words):
    lines = {re.sub(r"\D", "", line.phone): line for line in words.content.helplines.values() if line.phone}
    numbers = dialled(words.fixed_words["cards"]["crisis"])
    always = "24 hours a day, every day"

    assert numbers[:2] == ["116123", "999"]
    assert [(lines[n].hours, len(lines[n].nations)) for n in numbers[:2]] == [(always, 4)] * 2
    # whose hours we do not know: for the young, and for the deaf on the way to 999
    assert {n for n in numbers if lines[n].hours != always} <= {"08001111", "18000"}


def test_the_crisis_card_has_a_line_for_children_and_asks_nothing(words):
    text = words_of(words, "crisis")

    assert "Childline is for children and young people" in text
    assert "08001111" in dialled(words.fixed_words["cards"]["crisis"])
    assert "?" not in text


@pytest.mark.parametrize("topic", ["under_26", "age_limit", "children"])
def test_whoever_is_too_young_is_told_of_another_treatment_and_whom_to_ask(words, topic):
    text = words.topics[topic]

    assert "tisagenlecleucel" in text
    assert re.search(
        r"\b(ask|only) your (team|specialist|consultant|child's specialist)|for your specialist team", text, re.I
    )


def test_rules_and_funding_are_said_to_be_those_of_england(words):
    rules = [
        t for t in words.rendered.values() if t.group in ("eligibility", "access") and t.id not in NO_NATION_OF_ITS_OWN
    ]
    note = words.content.wording["elsewhere"]

    assert len(rules) >= 15
    assert [topic.id for topic in rules if note not in topic.text] == []
    assert "England" in words.topics["licence"] and "Scotland" in words.topics["rest_of_uk"]
    assert words.says("step 1", "England")


def test_an_old_no_of_nice_is_called_an_earlier_draft(words):
    text = words.topics["nice_decision"]
    old = [
        (place, sentence)
        for place, sentence in words.sentences(words.everywhere)
        if re.search(r"NICE (does not|did not|has not) (recommend|approve)|not recommended", sentence, re.I)
    ]

    assert "That was an earlier draft. The final guidance has replaced it." in text
    assert old == []
