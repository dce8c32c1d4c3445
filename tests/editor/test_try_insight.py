"""Tests of Try it, which keeps nothing, and of Insight, which shows no small number."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.library.insight import FEW, FEWER, as_csv, table
from service.records.conversations import Records
from tests.editor.conftest import Office, Person
from tests.editor.test_asked import ask
from tests.editor.test_phrases import phrases  # noqa: F401 - a fixture

MARKED = "zanzibarquokka"


def test_trying_shows_topic_confidence_ranking_and_the_unpublished_words(phrases: Office, ann: Person) -> None:  # noqa: F811
    phrases.small.swap("topics/illness/basics.md", "It is a treatment.", "It is brand new wording.")
    page = ann.sends("/try", {"text": "what is it"}).text

    assert "It is brand new wording." in page and "It answers from 0.60, asks back from 0.20" in page
    assert "These very words are a phrase of &#39;basics&#39;." in page
    assert re.search(r'phrases/basics">What is it\?</a></th><td>[01]\.\d\d</td>', page)


def test_trying_a_danger_sign_shows_the_card_that_patients_get(phrases: Office, ann: Person) -> None:  # noqa: F811
    page = ann.sends("/try", {"text": "mum is having a fit"}).text
    assert "An emergency" in page and "fit" in page and "happening now" in page
    assert "The rules find none." in ann.sends("/try", {"text": "what is it"}).text


def test_trying_keeps_nothing_and_never_makes_markup(phrases: Office, ann: Person) -> None:  # noqa: F811
    page = ann.sends("/try", {"text": f"<b>{MARKED}</b>"}).text

    assert f"&lt;b&gt;{MARKED}" in page and f"<b>{MARKED}" not in page
    assert phrases.house.asked.open(9) == [] and MARKED not in str(phrases.house.audit.entries())
    assert not any(MARKED.encode() in p.read_bytes() for p in phrases.settings.var_dir.rglob("*") if p.is_file())


def test_trying_without_words_or_without_a_bot_says_so(phrases: Office, ann: Person) -> None:  # noqa: F811
    assert ann.sends("/try", {"text": " "}).status_code == 422
    phrases.house.bot.down = True  # type: ignore[attr-defined]
    assert ann.sends("/try", {"text": "what is it"}).status_code == 503


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(1, 12)), max_size=20))
def test_no_table_and_no_file_shows_a_small_number(counted: list[tuple[str, str, int]]) -> None:
    made = table(counted)
    true = {(row, col): sum(n for r, c, n in counted if (r, c) == (row, col)) for row, col, _ in counted}
    for row, cells in made.rows:
        for column, cell in zip(made.columns, cells, strict=True):
            number = true.get((row, column), 0)
            assert cell.shown == (FEWER if 0 < number < FEW else str(number))
    bars = {cell.bar for _, cells in made.rows for cell in cells if cell.hidden}
    assert len(bars) <= 1  # the length of a bar tells nothing either
    read = list(csv.reader(io.StringIO(as_csv("row", made, {}))))
    assert [line[1:] for line in read[1:]] == [[cell.shown for cell in cells] for _, cells in made.rows]


def test_a_spreadsheet_takes_no_name_for_a_formula() -> None:
    assert as_csv("t", table([("=1+1", "x", 9)]), {}).splitlines()[1].startswith("'=1+1,")


@pytest.fixture
def counted(phrases: Office) -> Office:  # noqa: F811
    ask(phrases, *[("what is it", "answered")] * 7, *[("what is this", "unsure")] * 3)
    records = Records(phrases.house.engine)
    for turn in range(1, 7):
        records.rate("c1", turn, turn != 6, None)
    return phrases


def test_insight_shows_each_number_with_its_bar_and_hides_small_ones(counted: Office, ann: Person) -> None:
    page = ann.sees("/insight")
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(ann.sees("/insight/outcomes.csv")))}

    assert (rows["Answered"][-1], rows["Not sure"][-1]) == ("7", FEWER) and len(rows["Answered"]) == 4
    assert "<td>7<svg" in page.replace("\n", "") and f"<td>{FEWER}<svg" in page.replace("\n", "")
    thumbs = ann.sees("/insight/helpful.csv").splitlines()
    assert thumbs == ["Topic,Helpful,Not helpful", f"(no topic),5,{FEWER}"]
    assert "style=" not in page and "<script" not in page


def test_insight_goes_back_as_far_as_asked_and_knows_its_tables(counted: Office, ann: Person) -> None:
    head = ann.sees("/insight/outcomes.csv", weeks="12").splitlines()[0]
    assert len(head.split(",")) == 13
    assert ann.browser.get("/editor/insight/nothing.csv").status_code == 404
    assert ann.sees("/insight", weeks="999999999") == ann.sees("/insight")
