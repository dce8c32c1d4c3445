"""Tests of the list of topics, a topic's page, the audit page, and the content behind them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from service.editor.door import page
from service.library.signatures import Signatures
from service.library.signoff import SignOff
from tests.editor.conftest import Office, Person

BASICS = "topics/illness/basics.md"


def shown(page: str) -> list[str]:
    return re.findall(r'<li><a href="/editor/topics/(\w+)"', page)


@pytest.fixture
def lead(office: Office) -> Person:
    """A lead, signed in."""
    person = Person(office, "lea", "lead")
    person.signs_in()
    return person


def test_topics_are_found_by_words_group_and_state(office: Office, lead: Person) -> None:
    office.small.topic("driving", "When you may be driven.", group="medicine", title='"When can I drive?"')
    office.small.topic("broken", "It is {{ nothing }}.", evidence="none", to_check='["One.", "Two."]')

    assert shown(lead.sees("/topics")) == ["basics", "broken", "driving"]
    assert shown(lead.sees("/topics", q="DRIVE when")) == ["driving"]
    assert shown(lead.sees("/topics", group="illness")) == ["basics", "broken"]
    assert shown(lead.sees("/topics", state="broken")) == ["broken"]
    assert shown(lead.sees("/topics", state="unsigned")) == ["basics", "driving"]
    assert "No topic is like that" in lead.sees("/topics", q="<b>qwertz")
    listed = lead.sees("/topics")
    assert "Not signed: 2. Has faults: 1." in listed and "2 to check" in listed and "No checked evidence" in listed


def test_a_file_changed_by_hand_is_seen_at_the_next_look(office: Office, lead: Person) -> None:
    assert "Plain words." in lead.sees("/topics/basics")
    office.small.swap(BASICS, "Plain words.", "Words of a developer.")
    assert "Words of a developer." in lead.sees("/topics/basics")
    office.small.swap("facts.yml", "68.5", "70.5")
    office.small.topic("basics", "It is {{ reaction }}.")
    assert "It is 70.5%." in lead.sees("/topics/basics")
    (office.small.folder / BASICS).unlink()
    office.small.topic("other")
    assert shown(lead.sees("/topics")) == ["other"]


def test_reading_again_what_changed_is_the_same_as_reading_all(office: Office) -> None:
    from service.library.read import read_content

    shelf = office.house.shelf
    shelf.states()
    for words in ("It is {{ reaction }}.", "It is {{ nothing }}.", "Plain."):
        office.small.topic("basics", words)
        assert shelf.content() == read_content(office.small.folder)
    office.small.write(BASICS, "no keys")
    assert shelf.content() == read_content(office.small.folder)
    assert "basics" not in shelf.states()


def test_signed_words_say_so_until_one_of_them_changes(
    office: Office, lead: Person, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = office.house.shelf.unit("basics")
    monkeypatch.setattr(Signatures, "signoff", lambda _, unit: standing(unit.fingerprint))

    def standing(fingerprint: str) -> SignOff:
        told = {"role": "nurse", "on": "2026-01-01", "next_review": "2099-01-01", "fingerprint": fingerprint}
        return {"status": "signed" if signed and fingerprint == signed.fingerprint else "changed", **told}

    assert '<p class="label">nurse 1 January 2026</p>' in lead.sees("/topics/basics")
    assert shown(lead.sees("/topics", state="signed")) == ["basics"]
    assert (
        "Words for preview_label."
        in ann.sends("/topics/basics/draft", {**ann.form(), "body": "X.", "fragment": "1"}).text
    )
    office.small.swap(BASICS, "Plain words.", "Plain words!")
    assert "Words for preview_label." in lead.sees("/topics/basics")
    assert shown(lead.sees("/topics", state="changed")) == ["basics"]


def test_only_editors_are_offered_to_edit(office: Office, lead: Person, ann: Person) -> None:
    assert "Edit these words" in ann.sees("/topics/basics")
    assert "Edit these words" not in lead.sees("/topics/basics")
    assert "/editor/audit" in lead.sees("/topics") and "/editor/audit" not in ann.sees("/topics")


def test_figures_of_a_sensitive_topic_are_shown_apart(office: Office, lead: Person) -> None:
    office.small.topic("basics", "Open.\n\n::: numbers\nIt is {{ alive }}.\n:::\n", sensitive="true")

    first, after = lead.sees("/topics/basics").split("After a yes to the figures")

    assert "61.1%" not in first and "61.1%" in after


def test_the_audit_page_shows_who_did_what_and_no_whole_texts(office: Office, lead: Person, ann: Person) -> None:
    ann.sends("/topics/basics/save", {**ann.form(), "body": "Other words.", "why": "Shorter <b>"})

    seen = lead.sees("/audit")

    assert "why: Shorter &lt;b&gt;" in seen and "Other words." not in seen
    assert "no entry was changed by hand" in seen
    rows = re.findall(r'<th scope="row">(\d+)</th>', seen)
    assert rows == sorted(rows, key=int, reverse=True)
    only = lead.sees("/audit", who="ann", action="save", about="basics")
    assert len(re.findall('scope="row"', only)) == 1
    assert "There is no such entry" in lead.sees("/audit", who="nobody")


def test_older_entries_are_a_page_away(office: Office, lead: Person) -> None:
    for number in range(120):
        office.house.audit.add("ann", "test", detail={"number": number})

    newest = lead.sees("/audit")
    older = re.search(r'href="\?([^"]*before=\d+)"', newest)

    assert older and "number: 119" in newest and "number: 0<" not in newest
    assert "number: 0<" in lead.browser.get(f"/editor/audit?{older[1].replace('&amp;', '&')}").text


def test_the_audit_page_says_when_somebody_changed_an_entry(office: Office, lead: Person) -> None:
    with office.house.engine.begin() as db:
        db.execute(text("DROP TRIGGER audit_no_update"))
        db.execute(text("UPDATE audit SET actor = 'nobody'"))

    assert "An entry was changed by hand" in lead.sees("/audit")


def test_a_page_of_nobody_has_no_menu(office: Office) -> None:
    made = page(office.house, None, "refused.html", 404, sentence="Nothing here.").body.decode()

    assert "<nav" not in made and "Sign out" not in made
