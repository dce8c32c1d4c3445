"""Tests of signing in and out: what the cookie is, when a session ends, and what is noted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from service.web.accounts import WRONG_TRIES
from service.web.sessions import browser_of
from tests.editor.conftest import Office, Person
from tests.library.conftest import Small

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


def inside(person: Person) -> bool:
    return person.browser.get("/editor/topics").status_code == 200


def test_name_password_and_code_open_the_door(office: Office) -> None:
    ann = Person(office, "ann", "editor")
    assert not inside(ann)

    answer = ann.signs_in()

    assert answer.headers["location"] == "/editor/topics"
    cookie = answer.headers["set-cookie"]
    assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower() and "path=/" in cookie.lower()
    assert "max-age" not in cookie.lower() and "expires" not in cookie.lower()
    assert inside(ann)


def test_over_https_the_cookie_is_for_this_host_alone(tmp_path: Path) -> None:
    office = Office(Small(tmp_path / "content"), tmp_path, PUBLIC_URL="https://words.example.org")
    ann = Person(office, "ann", "editor")

    cookie = ann.signs_in().headers["set-cookie"]

    assert cookie.startswith("__Host-editor=") and "Secure" in cookie and "domain" not in cookie.lower()
    assert inside(ann)


def test_the_database_holds_no_token(office: Office, ann: Person) -> None:
    token = ann.browser.cookies["editor"]
    assert len(token) == 22
    with office.house.engine.connect() as db:
        rows = str(db.execute(text("SELECT * FROM sessions")).all())

    assert token not in rows


def test_wrong_ones_get_one_sentence_and_no_cookie(office: Office) -> None:
    ann = Person(office, "ann", "editor")
    answers = [ann.signs_in(password="wrong"), ann.signs_in(name="nobody"), ann.signs_in(code="000000")]

    assert {answer.status_code for answer in answers} == {403}
    assert all("do not fit together" in a.text and "set-cookie" not in a.headers for a in answers)
    assert not inside(ann)


def test_wrong_tries_lock_the_account(office: Office) -> None:
    ann = Person(office, "ann", "editor")
    for _ in range(WRONG_TRIES):
        ann.signs_in(password="wrong")

    assert ann.signs_in().status_code == 403


def test_one_address_cannot_try_without_end(office: Office) -> None:
    browser = office.browser()
    form = {"name": "nobody", "password": "x", "code": "1"}
    statuses = [browser.post("/editor/login", data=form).status_code for _ in range(25)]

    assert statuses[:20] == [403] * 20 and statuses[-1] == 429


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/editor/topics/basics/edit", "/editor/topics/basics/edit"),
        ("https://evil.example", "/editor/topics"),
        ("//evil.example", "/editor/topics"),
        ("/editor/../topics", "/editor/topics"),
        ("/editor//evil.example", "/editor/topics"),
        ("/topics", "/editor/topics"),
        ("/editor\\evil", "/editor/topics"),
    ],
)
def test_signing_in_leads_on_to_our_own_pages_only(office: Office, asked: str, led: str) -> None:
    assert Person(office, "ann", "editor").signs_in(next=asked).headers["location"] == led


def test_a_session_ends_an_hour_after_its_last_use(office: Office, ann: Person) -> None:
    for _ in range(3):
        office.clock.move(minutes=59)
        assert inside(ann)
    office.clock.move(minutes=60)

    assert not inside(ann)


def test_a_session_ends_twelve_hours_after_it_began(office: Office, ann: Person) -> None:
    for _ in range(14):
        office.clock.move(minutes=50)
        assert inside(ann)
    office.clock.move(minutes=20)

    assert not inside(ann)


def test_signing_out_ends_the_session_and_not_just_the_cookie(office: Office, ann: Person) -> None:
    kept = ann.browser.cookies["editor"]
    assert ann.sends("/sign-out").status_code == 303

    ann.browser.cookies.set("editor", kept)
    assert not inside(ann)


def test_the_list_shows_every_browser_and_each_can_be_ended(office: Office, ann: Person) -> None:
    tablet = office.browser(**{"user-agent": SAFARI})
    ann.signs_in(browser=tablet)
    page = ann.sees("/sessions")
    assert "Safari on iPad" in page and "(this one)" in page
    other = next(o.id for o in office.house.sessions.of("ann") if o.browser == "Safari on iPad")

    ann.sends("/sessions/end", {"id": other})

    assert inside(ann) and tablet.get("/editor/topics").status_code == 303


def test_nobody_ends_the_session_of_another(office: Office, ann: Person, bob: Person) -> None:
    of_ann = office.house.sessions.of("ann")[0].id

    bob.sends("/sessions/end", {"id": of_ann})

    assert inside(ann)


def test_signing_out_everywhere_ends_all_of_ones_own(office: Office, ann: Person, bob: Person) -> None:
    tablet = office.browser()
    ann.signs_in(browser=tablet)

    ann.sends("/sessions/end-all")

    assert not inside(ann) and tablet.get("/editor/topics").status_code == 303
    assert inside(bob)


def test_signing_in_again_ends_the_session_of_this_browser(office: Office, ann: Person) -> None:
    old = ann.browser.cookies["editor"]
    ann.signs_in()

    assert ann.browser.cookies["editor"] != old
    assert len(office.house.sessions.of("ann")) == 1


def test_a_closed_account_is_out_and_stays_out_when_it_is_made_anew(office: Office, ann: Person) -> None:
    office.house.accounts.close("ann")
    assert not inside(ann)
    office.clock.move(seconds=90)

    Person(office, "ann", "editor")

    assert not inside(ann)


def test_signing_in_and_out_is_noted(office: Office, ann: Person) -> None:
    ann.sends("/sign-out")

    assert [entry.action for entry in office.house.audit.entries()] == ["sign in", "sign out"]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPad"),
        (FIREFOX.replace("Firefox", "Chrome/140 Edg"), "Edge on Windows"),
        ("", "A browser"),
        ("<script>", "A browser"),
    ],
)
def test_browsers_have_everyday_names(agent: str, name: str) -> None:
    assert browser_of(agent) == name
