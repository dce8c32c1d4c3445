"""Tests of the door: no page and no hand-made request does for a role what it may not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.routing import Mount

from service.web.accounts import ROLES
from tests.editor.conftest import PASSWORD, Office, Person

ALL = frozenset(ROLES)
# Who may do what, written down here a second time on purpose.
MATRIX = {
    ("GET", ""): ALL,
    ("GET", "/login"): None,
    ("POST", "/login"): None,
    ("POST", "/sign-out"): ALL,
    ("GET", "/sessions"): ALL,
    ("POST", "/sessions/end"): ALL,
    ("POST", "/sessions/end-all"): ALL,
    ("GET", "/topics"): ALL,
    ("GET", "/topics/{topic}"): ALL,
    ("GET", "/topics/{topic}/edit"): {"editor"},
    ("POST", "/topics/{topic}/draft"): {"editor"},
    ("POST", "/topics/{topic}/save"): {"editor"},
    ("POST", "/topics/{topic}/throw-away"): {"editor"},
    ("GET", "/audit"): {"reviewer", "lead"},
    ("GET", "/review"): ALL,
    ("GET", "/review/{unit:path}"): ALL,
    ("POST", "/review/{unit:path}/sign"): {"reviewer"},
    ("POST", "/review/{unit:path}/send-back"): {"reviewer"},
    ("GET", "/publish"): ALL,
    ("POST", "/publish"): {"editor", "lead"},
    ("GET", "/publish/back"): {"lead"},
    ("POST", "/publish/back"): {"lead"},
    ("GET", "/withdraw"): ALL,
    ("POST", "/withdraw"): ALL,
    ("POST", "/withdraw/restore"): {"reviewer", "lead"},
    ("GET", "/topics/{topic}/history"): ALL,
    ("GET", "/topics/{topic}/history/{version}"): ALL,
    ("POST", "/topics/{topic}/roll-back"): {"editor"},
    ("GET", "/words/{fingerprint}"): ALL,
    ("GET", "/facts"): ALL,
    ("GET", "/helplines"): ALL,
    ("GET", "/facts/{row}"): {"editor"},
    ("POST", "/facts/{row}"): {"editor"},
    ("GET", "/helplines/{row}"): {"editor"},
    ("POST", "/helplines/{row}"): {"editor"},
    ("GET", "/phrases"): ALL,
    ("GET", "/phrases/{intent}"): ALL,
    ("POST", "/phrases/{intent}/add"): {"editor"},
    ("POST", "/phrases/{intent}/move"): {"editor"},
    ("POST", "/phrases/{intent}/remove"): {"editor"},
    ("GET", "/retrain"): ALL,
    ("POST", "/retrain/start"): {"editor", "lead"},
    ("POST", "/retrain/switch"): {"editor", "lead"},
    ("POST", "/retrain/back"): {"editor", "lead"},
    ("GET", "/try"): ALL,
    ("POST", "/try"): ALL,
    ("GET", "/insight"): ALL,
    ("GET", "/insight/{name}.csv"): ALL,
    ("GET", "/asked"): ALL,
    ("POST", "/asked/assign"): {"editor"},
    ("POST", "/asked/out-of-scope"): {"editor"},
    ("POST", "/asked/set-aside"): {"editor"},
    ("POST", "/asked/new"): {"editor"},
    ("POST", "/asked/new-topic"): {"editor"},
}
REFUSED = (401, 403)


def routes(office: Office) -> dict[tuple[str, str], Any]:
    """Returns the endpoint of every route below /editor but the files of style and script."""
    found = {}
    for part in office.app.routes:
        own = getattr(getattr(part, "original_router", None), "routes", [part])
        for route in own:
            if route.path.startswith("/editor") and not isinstance(route, Mount):
                found.update({(method, route.path.removeprefix("/editor")): route.endpoint for method in route.methods})
    return found


def address(path: str) -> str:
    return "/editor" + re.sub(r"\{\w+(:path)?\}", "basics", path)


def test_every_route_is_in_the_matrix_and_says_its_roles(office: Office) -> None:
    assert {key: getattr(endpoint, "roles", "none said") for key, endpoint in routes(office).items()} == MATRIX


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_it_may_and_nothing_else(office: Office, role: str) -> None:
    person = Person(office, "cat", role)
    person.signs_in()
    before = office.text()
    for (method, path), roles in MATRIX.items():
        if roles is None or path in ("/sign-out", "/sessions/end-all"):
            continue
        data = {"csrf": person.csrf(), "why": "Mine", "title": "Mine"} if method == "POST" else None
        answer = person.browser.request(method, address(path), data=data)
        assert (answer.status_code in REFUSED) == (role not in roles), f"{role}: {method} {path}"
    if role != "editor":
        assert office.text() == before and office.house.drafts.of() == []


def test_roles_are_those_the_account_has_now(office: Office, ann: Person) -> None:
    office.house.accounts.close("ann")
    office.clock.move(seconds=60)
    again = Person(office, "ann", "reviewer")
    again.signs_in()

    assert again.browser.get("/editor/topics/basics/edit").status_code == 403


def test_every_page_but_the_login_page_needs_a_login(office: Office) -> None:
    browser = office.browser()
    for (method, path), roles in MATRIX.items():
        answer = browser.request(method, address(path), data={"csrf": "x"} if method == "POST" else None)
        if method == "GET" and roles:
            assert answer.status_code == 303 and answer.headers["location"].startswith("/editor/login"), path
        elif roles:
            assert answer.status_code == 401, path
    assert browser.get("/editor/login").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8081"},
        {"origin": "", "sec-fetch-site": "cross-site"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_forms_of_other_sites_are_refused(office: Office, ann: Person, headers: dict[str, str]) -> None:
    form, before = ann.form(), office.text()
    for path in ("draft", "save", "throw-away"):
        assert (
            ann.sends(f"/topics/basics/{path}", {**form, "body": "Theirs.", "why": "X"}, **headers).status_code == 403
        )
    assert ann.sends("/sessions/end-all", None, **headers).status_code == 403
    assert ann.signs_in(browser=office.browser(**headers)).status_code == 403
    assert office.text() == before and office.house.drafts.of() == []


@pytest.mark.parametrize("site", [None, "cross-site", "same-site", "none"])
def test_a_form_that_does_not_say_that_it_is_ours_is_refused(office: Office, ann: Person, site: str | None) -> None:
    csrf = ann.csrf()
    del ann.browser.headers["origin"]
    headers = {"sec-fetch-site": site} if site else {}

    assert ann.browser.post("/editor/sign-out", data={"csrf": csrf}, headers=headers).status_code == 403
    assert (
        ann.browser.post("/editor/sign-out", data={"csrf": csrf}, headers={"sec-fetch-site": "same-origin"}).status_code
        == 303
    )


def test_a_form_needs_what_its_own_session_gave_it(office: Office, ann: Person, bob: Person) -> None:
    form = ann.form()
    for csrf in ("", "x", bob.csrf(), "ü"):
        answer = ann.browser.post("/editor/topics/basics/draft", data={**form, "csrf": csrf, "body": "Mine."})
        assert answer.status_code == 403
    assert office.house.drafts.of() == []


def test_a_body_that_is_too_large_or_has_too_many_fields_is_refused(ann: Person) -> None:
    csrf = ann.csrf()
    large = ann.browser.post("/editor/topics/basics/draft", data={"csrf": csrf, "body": "x" * 600_000})
    many = ann.browser.post("/editor/topics/basics/draft", content="&".join(f"a{n}=1" for n in range(600)))

    assert (large.status_code, many.status_code) == (413, 400)


def test_pages_are_never_kept_or_found(office: Office, ann: Person) -> None:
    for path in ("/editor/login", "/editor/topics", "/editor/topics/basics/edit", "/editor/topics/none"):
        headers = ann.browser.get(path).headers
        assert headers["cache-control"] == "no-store" and headers["x-robots-tag"] == "noindex"
        assert "unsafe" not in headers["content-security-policy"]


def test_no_page_holds_script_or_style_of_its_own(office: Office, ann: Person) -> None:
    lead = Person(office, "lea", "lead", "editor")
    lead.signs_in()
    own = ("/topics/basics/edit", "/topics/basics/history", "/review/topics/basics", "/facts/youngest")
    shared = (
        "/login",
        "/topics",
        "/topics/basics",
        "/sessions",
        "/audit",
        "/review",
        "/publish",
        "/withdraw",
        "/facts",
    )
    for path in (*own, *shared, "/helplines", "/helplines/charity"):
        page = lead.browser.get(f"/editor{path}").text
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page), path
        assert PASSWORD not in page and lead.secret not in page
