"""Tests of what people ask: each question without an answer finds its place, and is then off the list."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from service.library.check import HONEST_FORM, check
from service.library.read import read_content
from service.records.conversations import Records, TurnRecord, utc_now
from service.records.tables import HandledRow
from tests.editor.conftest import Office, Person
from tests.editor.test_phrases import FILE, file, phrases  # noqa: F401 - a fixture


def ask(office: Office, *turns: tuple[str, str], at: Any = None, of: str = "c1") -> Records:
    """Stores a conversation of (text, outcome)."""
    records = Records(office.house.engine)
    records.open(of, "site")
    for number, (text, outcome) in enumerate(turns, 1):
        told = {"replies": [], "choices": []}
        records.add(of, TurnRecord(number, f"{of}-{number}", text, told, outcome, None, None, 0.2, at or utc_now()))
    return records


def turns(page: str) -> list[list[str]]:
    """Returns the questions of each form on the page."""
    return [re.findall(r'name="turn" value="(\d+)"', form) for form in re.findall(r"<form.*?</form>", page, re.DOTALL)][
        1:
    ]


@pytest.fixture
def asked(phrases: Office) -> Office:  # noqa: F811
    records = ask(
        phrases, ("is my dog allowed in", "unsure"), ("is my dog allowed in there", "clarify"),
        ("what is it", "answered"), ("when is lunch", "unsure"), ("it was bad", "answered"),
    )  # fmt: skip
    records.rate("c1", 5, False, "no help")
    records.rate("c1", 3, True, None)
    return phrases


def test_unsure_clarified_and_thumbs_down_are_listed_by_likeness(asked: Office, ann: Person) -> None:
    page = ann.sees("/asked")

    assert sorted(turns(page)) == [["2", "1"], ["4"], ["5"]]
    assert "2 questions are like this" in page and "Comment: no help" in page and "4 to look at" in page
    assert "what is it" not in re.sub(r"<option.*?</option>", "", page)


def test_a_question_becomes_a_phrase_and_leaves_the_list(asked: Office, ann: Person) -> None:
    answer = ann.sends("/asked/assign", {"turn": ["1", "2"], "phrase": "are dogs allowed", "to": "basics"})

    assert answer.status_code == 303 and file(asked) == FILE + "    - are dogs allowed\n"
    assert sorted(turns(ann.sees("/asked"))) == [["4"], ["5"]]
    entry = asked.house.audit.entries("question handled")[-1]
    assert (entry.actor, entry.detail) == ("ann", {"how": "phrase", "questions": 2})


def test_a_stranger_s_question_is_marked_out_of_scope(asked: Office, ann: Person) -> None:
    ann.sends("/asked/out-of-scope", {"turn": ["4"], "phrase": "when is lunch"})

    assert file(asked, "out_of_scope").endswith("    - when is lunch\n")
    assert sorted(turns(ann.sees("/asked"))) == [["2", "1"], ["5"]]


def test_a_phrase_that_is_there_already_is_not_added_again(asked: Office, ann: Person) -> None:
    assert ann.sends("/asked/assign", {"turn": ["4"], "phrase": "What is it?", "to": "basics"}).status_code == 303
    assert file(asked) == FILE


def test_a_refused_phrase_leaves_the_question_on_the_list(asked: Office, ann: Person) -> None:
    answer = ann.sends("/asked/assign", {"turn": ["4"], "phrase": "lunch of [name]", "to": "basics"})

    assert answer.status_code == 422 and 'value="lunch of [name]"' in answer.text
    assert sorted(turns(answer.text)) == [["2", "1"], ["4"], ["5"]] and file(asked) == FILE


def test_set_aside_changes_no_file(asked: Office, ann: Person) -> None:
    ann.sends("/asked/set-aside", {"turn": ["1", "2", "4", "5", "99", "x"]})

    assert "There is nothing to look at" in ann.sees("/asked") and file(asked) == FILE


def test_a_new_topic_has_two_files_that_the_checks_refuse_until_written(asked: Office, ann: Person) -> None:
    form = {"turn": ["4"], "phrase": "when is lunch", "title": 'Is there "lunch"?', "name": "lunch", "group": "illness"}
    assert "when is lunch" in ann.sends("/asked/new", form).text
    before = check(read_content(asked.small.folder))
    assert ann.sends("/asked/new-topic", form).status_code == 303

    content = read_content(asked.small.folder)
    found = [fault for fault in check(content) if fault not in before]
    assert content.topics["lunch"].front.title == 'Is there "lunch"?'
    assert {fault.file for fault in found} == {"topics/illness/lunch.md"}
    assert any(HONEST_FORM in fault.sentence for fault in found)
    assert "    - when is lunch\n" in file(asked, "lunch")
    assert "25" in ann.sees("/phrases/lunch") and sorted(turns(ann.sees("/asked"))) == [["2", "1"], ["5"]]
    assert "Lunch" in ann.sees("/topics/lunch/edit") or "lunch" in ann.sees("/topics/lunch/edit")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "basics"}, {"name": "../x"}, {"name": "unsure"}, {"name": "greeting"}, {"name": "Lunch"}, {"name": ""},
        {"group": "../.."}, {"group": "none"}, {"title": ""}, {"title": "{{ alive }}"}, {"phrase": "what is it"},
    ],
)  # fmt: skip
def test_a_new_topic_that_cannot_be_makes_no_file(asked: Office, ann: Person, wrong: dict[str, str]) -> None:
    form = {"turn": "4", "phrase": "when is lunch", "title": "Lunch?", "name": "lunch", "group": "illness"}
    before = sorted(asked.small.folder.parent.rglob("*.[my][dm]*"))

    assert ann.sends("/asked/new-topic", {**form, **wrong}).status_code == 422
    assert sorted(asked.small.folder.parent.rglob("*.[my][dm]*")) == before
    assert ["4"] in turns(ann.sees("/asked"))


def test_what_was_done_is_forgotten_with_the_conversation(asked: Office, ann: Person) -> None:
    ann.sends("/asked/set-aside", {"turn": ["1", "4"]})
    with asked.house.engine.connect() as db:
        assert db.execute(select(func.count()).select_from(HandledRow)).scalar() == 2
    Records(asked.house.engine).erase("c1")

    with asked.house.engine.connect() as db:
        assert db.execute(select(func.count()).select_from(HandledRow)).scalar() == 0


def test_counts_and_thumbs_outlive_the_sweep(asked: Office) -> None:
    counts, thumbs = asked.house.asked.counts(), asked.house.asked.thumbs()
    assert sum(count.turns for count in counts) == 5 and sorted(t.helpful for t in thumbs) == [False, True]
    swept = Records(asked.house.engine).sweep(timedelta(seconds=-60))

    assert swept == ["c1"] and asked.house.asked.open(9) == []
    assert (asked.house.asked.counts(), asked.house.asked.thumbs()) == (counts, thumbs)


def test_without_the_bot_each_question_stands_alone(asked: Office, ann: Person) -> None:
    asked.house.bot.down = True  # type: ignore[attr-defined]

    assert sorted(turns(ann.sees("/asked"))) == [["1"], ["2"], ["4"], ["5"]]


def test_what_was_typed_is_never_markup(asked: Office, ann: Person) -> None:
    ask(asked, ('<img src=x onerror="a">', "unsure"), of="c2")
    page = ann.sees("/asked")
    assert "&lt;img src=x" in page and "<img" not in page
