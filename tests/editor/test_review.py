"""Tests of review: what a reviewer is shown is what they sign, and only signing signs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.editor.conftest import PASSWORD, Office, Person

BASICS = "topics/illness/basics.md"
UNIT = "topics/basics"
GROUPS = "[illness, medicine, cards, helplines, wording, eligibility, timeline]"
REVIEWERS = f"""reviewers:
  rea: {{name: "Rea", role: "a consultant", body: B, number: "1", groups: {GROUPS}, emails: [rea@example.org]}}
  ron: {{name: "Ron", role: "a nurse", body: B, number: "2", groups: {GROUPS}, emails: [ron@example.org]}}
"""


@pytest.fixture
def clinic(office: Office) -> Office:
    """The folder in git, with two people in reviewers.yml."""
    office.small.write("reviewers.yml", REVIEWERS)
    office.small.topic("basics", body="It came back, for {{ returned }} of people.")
    return office.in_git()


def reviewer(office: Office, name: str, *more: str) -> Person:
    person = Person(office, name, "reviewer", *more)
    person.signs_in()
    return person


@pytest.fixture
def rea(clinic: Office) -> Person:
    return reviewer(clinic, "rea")


@pytest.fixture
def ron(clinic: Office) -> Person:
    return reviewer(clinic, "ron")


def shown(person: Person, unit: str = UNIT) -> dict[str, Any]:
    """Returns what the page of a unit would send when somebody signs."""
    found = re.search(r'name="fingerprint" value="([^"]+)"', person.sees(f"/review/{unit}"))
    assert found
    return {"fingerprint": found[1]}


def signs(person: Person, unit: str = UNIT, form: dict[str, Any] | None = None, **given: Any) -> Any:
    form = form or shown(person, unit)
    csrf = person.csrf()
    person.office.clock.move(seconds=30)
    data = {"password": PASSWORD, "code": person.code(), "next_review": later(365), "csrf": csrf, **form, **given}
    return person.browser.post(f"/editor/review/{unit}/sign", data=data)


def later(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def state(office: Office, topic: str = "basics") -> str:
    return office.house.shelf.states()[topic]


def test_what_waits_is_listed_and_what_is_signed_is_not(clinic: Office, rea: Person) -> None:
    assert 'href="/editor/review/topics/basics"' in rea.sees("/review")

    assert signs(rea).headers["location"] == "/editor/review?said=signed"

    assert 'href="/editor/review/topics/basics"' not in rea.sees("/review")
    assert 'href="/editor/review/topics/basics"' in rea.sees("/review", state="signed")


def test_signing_keeps_evidence_note_and_date(clinic: Office, rea: Person) -> None:
    assert signs(rea, evidence=["trial"], note="Read twice.", next_review=later(300)).status_code == 303

    signature = clinic.house.shelf.signatures().counting(clinic.house.shelf.units()[UNIT])[0]
    assert (signature.reviewer, signature.evidence, signature.note) == ("rea", ["trial"], "Read twice.")
    assert signature.next_review == date.fromisoformat(later(300))
    assert state(clinic) == "signed"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"password": "wrong"}, 403),
        ({"code": "000000"}, 403),
        ({"next_review": ""}, 422),
        ({"next_review": "2020-01-01"}, 422),
        ({"next_review": later(800)}, 422),
        ({"evidence": ["nowhere"]}, 422),
        ({"fingerprint": "sha256:" + "0" * 64}, 409),
    ],
)
def test_what_is_not_right_signs_nothing_and_keeps_what_was_typed(
    clinic: Office, rea: Person, given: dict[str, Any], status: int
) -> None:
    answer = signs(rea, **{"note": "My note.", **given})

    assert answer.status_code == status
    assert ">My note.</textarea>" in answer.text and PASSWORD not in answer.text
    assert state(clinic) == "unsigned" and clinic.house.audit.entries("sign") == []


def test_wrong_passwords_here_lock_the_account_too(clinic: Office, rea: Person) -> None:
    for _ in range(5):
        assert signs(rea, password="wrong").status_code == 403

    assert signs(rea).status_code == 403
    assert state(clinic) == "unsigned"


def test_words_that_changed_meanwhile_are_not_signed(clinic: Office, rea: Person) -> None:
    form = shown(rea)
    clinic.small.swap("facts.yml", "value: 40,", "value: 41,")

    answer = signs(rea, form=form)

    assert answer.status_code == 409 and "changed after you opened them" in answer.text
    assert state(clinic) == "unsigned"


def test_a_change_shows_beside_what_was_signed_with_its_figure_marked(clinic: Office, rea: Person) -> None:
    signs(rea)
    clinic.small.swap("facts.yml", "value: 40,", "value: 41,")
    page = rea.sees(f"/review/{UNIT}")

    table = page.split("both-sides")[1].split("</table>")[0]
    assert '<mark class="figure">40%</mark>' in table and '<mark class="figure">41%</mark>' in table
    assert state(clinic) == "changed"
    assert 'href="https://example.org/trial" target="_blank"' in page


def test_who_wrote_the_words_here_cannot_approve_them_alone(clinic: Office, ron: Person) -> None:
    rea = reviewer(clinic, "rea", "editor")
    form = {**rea.form(), "body": "Other words.", "why": "Mine"}
    assert rea.sends("/topics/basics/save", form).status_code == 303

    assert signs(rea).status_code == 303
    assert state(clinic) == "unsigned"
    assert "needs another" in ron.sees("/review")

    assert signs(ron).status_code == 303
    assert state(clinic) == "signed"


def test_who_became_a_reviewer_later_is_still_the_author(clinic: Office) -> None:
    """Their change has the address that the pages give an account without one."""
    clinic.small.write("reviewers.yml", "reviewers: {}\n")
    clinic.git("commit", "-qam", "Nobody")
    rea = reviewer(clinic, "rea", "editor")
    assert rea.sends("/topics/basics/save", {**rea.form(), "body": "Other words.", "why": "Mine"}).status_code == 303
    assert clinic.git("log", "-1", "--format=%ae") == "rea@editor.invalid"
    clinic.small.write("reviewers.yml", REVIEWERS)
    clinic.git("commit", "-qam", "Both")

    signs(rea)

    assert state(clinic) == "unsigned"


def test_cards_need_two(clinic: Office, rea: Person, ron: Person) -> None:
    assert "need two reviewers" in rea.sees("/review/cards/urgent")
    signs(rea, "cards/urgent")
    assert "Signed by one, needs another" in rea.sees("/review/cards/urgent")
    signs(ron, "cards/urgent")

    assert '<span class="state">Signed</span>' in rea.sees("/review/cards/urgent")


def test_who_is_not_named_for_the_words_can_do_neither(clinic: Office) -> None:
    sam = reviewer(clinic, "sam")
    page = sam.sees(f"/review/{UNIT}")
    fingerprint = clinic.house.shelf.units()[UNIT].fingerprint

    assert "does not name you" in page and 'name="password"' not in page
    assert signs(sam, form={"fingerprint": fingerprint}).status_code == 422
    assert state(clinic) == "unsigned"


def test_nothing_is_signed_while_the_content_has_faults(clinic: Office, rea: Person) -> None:
    form = shown(rea)
    clinic.small.topic("other", body="You will be fine.")

    assert "verdict" in rea.sees("/review")
    assert signs(rea, form=form).status_code == 422
    assert state(clinic) == "unsigned"


def test_sent_back_words_carry_the_reason_until_they_change(clinic: Office, rea: Person, ann: Person) -> None:
    answer = rea.sends(f"/review/{UNIT}/send-back", {**shown(rea), "reason": "Too <b>hard</b> to read."})
    assert answer.headers["location"] == "/editor/review?said=back"

    assert "Too &lt;b&gt;hard&lt;/b&gt; to read." in ann.sees("/topics/basics")
    assert "Too &lt;b&gt;hard&lt;/b&gt; to read." in ann.sees("/topics/basics/edit")
    assert "Sent back by rea" in ann.sees("/review")
    assert clinic.house.audit.entries("send back")[0].detail == {"reason": "Too <b>hard</b> to read."}

    clinic.small.topic("basics", body="Other words.")
    assert "Too &lt;b&gt;" not in ann.sees("/topics/basics") and "Sent back by" not in ann.sees("/review")


def test_sending_back_asks_why(clinic: Office, rea: Person) -> None:
    answer = rea.sends(f"/review/{UNIT}/send-back", {**shown(rea), "reason": " . "})

    assert answer.status_code == 422
    assert clinic.house.sent_back.of() == []


@pytest.mark.parametrize("unit", ["topics/none", "../reviewers", "none", ""])
def test_there_is_no_page_for_what_is_not_there(clinic: Office, rea: Person, unit: str) -> None:
    assert rea.browser.get(f"/editor/review/{unit}").status_code in (307, 404)
