"""Tests of publishing, going back and withdrawing in the pages: what was shown is what is done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from service.library.find import Library
from service.library.versions import trail
from service.library.withdrawn import withdrawals
from tests.editor.conftest import Office, Person


@pytest.fixture
def lea(office: Office) -> Person:
    """A lead, signed in."""
    person = Person(office, "lea", "lead")
    person.signs_in()
    return person


def var(office: Office) -> Path:
    return office.settings.var_dir


def seen(person: Person, page: str = "/publish", name: str = "seen") -> dict[str, str]:
    found = re.search(rf'name="{name}" value="([^"]*)"', person.sees(page))
    assert found
    return {name: found[1]}


def publishes(person: Person) -> Any:
    return person.sends("/publish", seen(person))


def body(office: Office) -> str:
    return str(Library(var(office)).published().topics["basics"]["text"])


def test_the_page_shows_what_changes_and_the_button_does_it(office: Office, ann: Person) -> None:
    assert "Nothing is published yet" in ann.sees("/publish")
    assert publishes(ann).headers["location"] == "/editor/publish?said=published"
    assert "Nothing changes." in ann.sees("/publish")
    office.small.topic("basics", body="Plain {{ waiting }} words.")

    page = ann.sees("/publish")
    assert "Figures or units differ" in page and '<mark class="figure">' in page
    assert "hours" not in body(office)

    assert publishes(ann).status_code == 303
    assert "4 to 6 hours" in body(office)
    entry = office.house.audit.entries("publish")[-1]
    assert (entry.actor, entry.detail["units"]) == ("ann", ["topics/basics"])


def test_what_was_not_shown_is_not_published(office: Office, ann: Person) -> None:
    publishes(ann)
    shown = seen(ann)
    office.small.topic("basics", body="Other words.")

    answer = ann.sends("/publish", shown)

    assert answer.status_code == 409 and "Something changed since you looked" in answer.text
    assert "Other words." not in body(office)
    assert ann.sends("/publish").status_code == 409


def test_a_fault_hides_the_button_and_stops_a_hand_made_request(office: Office, ann: Person) -> None:
    publishes(ann)
    shown = seen(ann)
    office.small.topic("basics", body="You will be fine.")

    assert "verdict" in ann.sees("/publish") and "Publish this" not in ann.sees("/publish")
    assert ann.sends("/publish", shown).status_code == 422
    assert len(trail(var(office))) == 1


def test_in_live_mode_unsigned_cards_are_not_published(office: Office, ann: Person) -> None:
    object.__setattr__(office.house.settings, "mode", "live")

    answer = publishes(ann)

    assert answer.status_code == 409 and "must be signed as they stand" in answer.text
    assert trail(var(office)) == []


def test_a_lead_goes_back_to_the_version_before(office: Office, ann: Person, lea: Person) -> None:
    publishes(ann)
    office.small.topic("basics", body="Other words.")
    publishes(ann)
    page = lea.sees("/publish/back")
    assert "Other" in page and "both-sides" in page

    answer = lea.sends("/publish/back", seen(lea, "/publish/back", "version"))

    assert answer.headers["location"] == "/editor/publish?said=back"
    assert "Plain words." in body(office)
    assert office.house.audit.entries("rollback")[-1].actor == "lea"
    assert lea.browser.get("/editor/publish/back").status_code == 409


def test_nobody_goes_back_from_a_version_they_did_not_see(office: Office, ann: Person, lea: Person) -> None:
    publishes(ann)
    office.small.topic("basics", body="Other words.")
    publishes(ann)
    shown = seen(lea, "/publish/back", "version")
    office.small.topic("basics", body="New words.")
    publishes(ann)

    assert lea.sends("/publish/back", shown).status_code == 409
    assert "New words." in body(office)


def test_an_editor_takes_words_off_the_air_and_sees_what_comes_in_their_place(office: Office, ann: Person) -> None:
    publishes(ann)
    page = ann.sees("/withdraw", topic="basics")
    assert 'value="basics" selected' in page and "Words for not_served." in page

    assert ann.sends("/withdraw", {"topic": "basics", "reason": "A wrong dose"}).status_code == 303

    assert Library(var(office)).withdrawn().covers("basics")
    entry = office.house.audit.entries("withdraw")[0]
    assert (entry.actor, entry.unit, entry.detail["reason"]) == ("ann", "topics/basics", "A wrong dose")
    assert "A wrong dose" in ann.sees("/withdraw")


@pytest.mark.parametrize(
    "form",
    [{"topic": "", "reason": "Wrong"}, {"topic": "none", "reason": "Wrong"}, {"topic": "basics", "reason": " ."}],
)
def test_what_is_not_said_clearly_withdraws_nothing(office: Office, ann: Person, form: dict[str, str]) -> None:
    publishes(ann)

    assert ann.sends("/withdraw", form).status_code == 422
    assert not withdrawals(var(office)).entries and office.house.audit.entries("withdraw") == []


def test_words_come_back_with_a_publish_after_a_lead_asked(office: Office, ann: Person, lea: Person) -> None:
    publishes(ann)
    ann.sends("/withdraw", {"topic": "all", "reason": "All of it is wrong"})
    assert "Ask for it back" not in ann.sees("/withdraw")
    assert ann.sends("/withdraw/restore", {"topic": "all"}).status_code == 403
    publishes(ann)
    assert withdrawals(var(office)).covers("basics")

    assert lea.sends("/withdraw/restore", {"topic": "all"}).status_code == 303
    assert withdrawals(var(office)).covers("basics")
    assert "Comes back with this publish: all." in ann.sees("/publish")

    publishes(ann)
    assert not withdrawals(var(office)).entries
    assert lea.sends("/withdraw/restore", {"topic": "all"}).status_code == 404
