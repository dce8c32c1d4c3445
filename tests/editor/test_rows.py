"""Tests of the pages of figures and helplines: one row changes, all else in the file stays as it was typed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from service.editor.rows import Table, fields_of, text_of
from tests.editor.conftest import Office, Person, fields

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture
def topic(office: Office) -> Office:
    """A topic that uses a figure and a number."""
    office.small.topic("basics", body="It came back, for {{ returned.in_100 }}. Call {{ helplines.charity.phone }}.")
    return office


def form(person: Person, path: str) -> dict[str, Any]:
    page = person.sees(path)
    date = re.search(r'name="verified_on" value="([^"]*)"', page)
    return fields(page) | ({"verified_on": [unescape(date[1])]} if date else {})


def saves(person: Person, path: str, **values: Any) -> Any:
    return person.sends(path, {**form(person, path), "why": "A new page of theirs", **values})


@pytest.mark.parametrize("table", ["facts", "helplines"])
def test_every_row_of_the_project_goes_through_the_form_unchanged(table: Table) -> None:
    text = (CONTENT / f"{table}.yml").read_text(encoding="utf-8")
    names = re.findall(r"^(\w+):", text, re.MULTILINE)
    assert len(names) > 15

    for name in names[::9]:
        assert text_of(text, table, name, fields_of(text, table, name)) == text


def test_a_figure_of_the_project_changes_in_its_line_alone() -> None:
    text = (CONTENT / "facts.yml").read_text(encoding="utf-8")
    new = fields_of(text, "facts", "crs_any") | {"value": "70.5"}

    assert text_of(text, "facts", "crs_any", new) == text.replace("{value: 68.5, ", "{value: 70.5, ")


def test_a_helpline_of_the_project_changes_in_its_line_alone() -> None:
    text = (CONTENT / "helplines.yml").read_text(encoding="utf-8")
    day = datetime(2027, 3, 1, tzinfo=UTC).date()
    old = text.split("nhs_111:")[1]

    changed = text_of(text, "helplines", "nhs_111", fields_of(text, "helplines", "nhs_111") | {"verified_on": day})

    assert changed == text.replace(old, old.replace("verified_on: null", "verified_on: 2027-03-01", 1))


def test_a_figure_is_saved_committed_and_noted(topic: Office, ann: Person) -> None:
    topic.in_git()
    before = topic.text("facts.yml")

    answer = saves(ann, "/facts/returned", value="41")

    assert answer.headers["location"] == "/editor/facts?said=saved"
    assert topic.text("facts.yml") == before.lstrip().replace("value: 40,", "value: 41,")
    assert topic.git("log", "-1", "--format=%an %s") == "ann facts: returned: A new page of theirs"
    entry = topic.house.audit.entries("save", "facts/returned")[0]
    assert (entry.detail["was"], entry.detail["is"]) == (["value: 40"], ["value: 41"])
    assert "41 in every 100" in unescape(ann.sees("/topics/basics"))


def test_the_form_says_what_uses_it(topic: Office, ann: Person) -> None:
    assert 'href="/editor/review/topics/basics"' in ann.sees("/facts/returned")
    assert 'href="/editor/review/topics/basics"' in ann.sees("/helplines/charity")
    assert "Nothing uses it yet" in ann.sees("/facts/youngest")


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        ("/facts/returned", {"source": ["nowhere"]}, "nowhere is not in sources.yml"),
        ("/facts/returned", {"source": [""]}, "source"),
        ("/facts/returned", {"tag": "RECALL"}, "tag"),
        ("/facts/returned", {"kind": "guess"}, "kind"),
        ("/facts/returned", {"value": "many"}, "in_100"),
        ("/facts/returned", {"value": "41", "why": " "}, "Say in a few words"),
        ("/helplines/charity", {"phone": "call us"}, "charity"),
        ("/helplines/charity", {"phone": ""}, "no number"),
        ("/helplines/charity", {"url": "http://charity.org.uk"}, "https://"),
        ("/helplines/charity", {"verified_on": "soon"}, "a day, month and year"),
        ("/helplines/charity", {"verified_on": "2999-01-01"}, "has not come yet"),
    ],
)
def test_what_is_wrong_is_said_and_not_saved(
    topic: Office, ann: Person, path: str, values: dict[str, Any], said: str
) -> None:
    file = f"{path.split('/')[1]}.yml"
    before = topic.text(file)

    answer = saves(ann, path, **values)

    assert answer.status_code == 422 and said in unescape(answer.text.split('role="alert"')[1].split("</div>")[0])
    assert topic.text(file) == before and topic.house.audit.entries("save") == []


def test_two_editors_of_one_row_lose_nothing(topic: Office, ann: Person, bob: Person) -> None:
    mine = {**form(bob, "/facts/returned"), "value": "42", "why": "Mine"}
    saves(ann, "/facts/returned", value="41")

    refused = bob.sends("/facts/returned", mine)

    assert refused.status_code == 409 and "41" in refused.text.split("both-sides")[1]
    assert "value: 41," in topic.text("facts.yml")
    assert fields(refused.text)["value"] == ["42"]
    seen = refused.text.split('name="seen" value="')[1].split('"')[0]
    assert bob.sends("/facts/returned", {**fields(refused.text), "seen": seen}).status_code == 303
    assert "value: 42," in topic.text("facts.yml")


def test_editors_of_two_rows_do_not_disturb_each_other(topic: Office, ann: Person, bob: Person) -> None:
    mine = {**form(bob, "/facts/reaction"), "value": "69.5", "why": "Mine"}
    saves(ann, "/facts/returned", value="41")

    assert bob.sends("/facts/reaction", mine).status_code == 303
    assert "value: 41," in topic.text("facts.yml") and "value: 69.5," in topic.text("facts.yml")


def test_a_checked_number_loses_its_warning_and_leaves_the_list(topic: Office, ann: Person) -> None:
    today = datetime.now(UTC).date()
    assert "not yet checked" in ann.sees("/topics/basics")
    overdue = ann.sees("/helplines").split("<h2>Checked</h2>")[0]
    assert "/editor/helplines/charity" in overdue

    assert saves(ann, "/helplines/charity", verified_on=(today - timedelta(days=1)).isoformat()).status_code == 303

    assert "not yet checked" not in ann.sees("/topics/basics")
    page = ann.sees("/helplines")
    assert "/editor/helplines/charity" not in page.split("<h2>Checked</h2>")[0] and "/editor/helplines/charity" in page


@pytest.mark.parametrize(("days", "listed"), [(90, False), (91, True)])
def test_a_helpline_is_on_the_list_after_ninety_days(office: Office, ann: Person, days: int, listed: bool) -> None:
    day = office.house.today - timedelta(days=days)
    office.small.swap("helplines.yml", "verified_on: 2026-01-31", f"verified_on: {day}")

    assert ("/editor/helplines/dialled" in ann.sees("/helplines").split("<h2>Checked</h2>")[0]) == listed


def test_figures_are_found_by_their_words(ann: Person) -> None:
    page = ann.sees("/facts", q="bad reaction")

    assert "/editor/facts/bad_reaction" in page and "/editor/facts/returned" not in page
    assert ann.browser.get("/editor/facts/none").status_code == 404
