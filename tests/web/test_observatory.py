"""Every answer of every route, errors and files included, gets 100 points or more of the Mozilla HTTP Observatory.

The scoring table, with its source, stands in observatory.py: https://developer.mozilla.org/en-US/observatory/docs/
tests_and_scoring. Here it is first tried on answers with one fault each, so that it can be trusted with ours.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute
from httpx2 import Request, Response
from starlette.testclient import TestClient

from service.chat import api, health, pages
from service.chat.app import STATIC, create
from service.chat.conversation import Chat
from service.library.find import NotPublished
from service.web.headers import HEADERS
from service.web.limits import RateLimit
from tests.chat.conftest import settings_for
from tests.chat.person import JSON, OPEN, Person
from tests.service_bot.rasa import Rasa
from tests.web.observatory import score

GOOD = {**HEADERS, "Strict-Transport-Security": "max-age=31536000", "Content-Type": "text/html"}
POLICY = HEADERS["Content-Security-Policy"]
BEST = 130


def answer(page: str = "<p>words</p>", **changed: str | None) -> Response:
    """Returns an answer with our headers, some of them changed or left out."""
    headers = {**GOOD, **{name.replace("_", "-"): value for name, value in changed.items()}}
    kept = {name: value for name, value in headers.items() if value is not None}
    return Response(200, headers=kept, text=page, request=Request("GET", "https://ours.example/"))


def test_nothing_but_the_table_s_extra_points_is_added_to_100() -> None:
    assert score(answer()) == (BEST, [])


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({"Content_Security_Policy": None, "X_Frame_Options": None}, 100 - 25 - 20),
        ({"Content_Security_Policy": None}, 75),
        ({"Content_Security_Policy": POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")}, 80),
        ({"Content_Security_Policy": POLICY.replace("script-src 'self'", "script-src https:")}, 80),
        ({"Content_Security_Policy": POLICY.replace("script-src 'self'", "script-src http://cdn.example")}, 80),
        ({"Content_Security_Policy": POLICY.replace("default-src 'none'; ", "")}, 80),
        ({"Content_Security_Policy": POLICY.replace("script-src 'self'", "script-src 'unsafe-eval'")}, 110),
        ({"Content_Security_Policy": POLICY.replace("style-src 'self'", "style-src 'unsafe-inline'")}, 120),
        ({"Content_Security_Policy": POLICY.replace("'none'", "'self'", 1)}, 125),
        ({"Strict_Transport_Security": None}, 80),
        ({"Strict_Transport_Security": "max-age=3600"}, 120),
        ({"Strict_Transport_Security": "forever"}, 80),
        ({"X_Content_Type_Options": None}, 125),
        ({"Referrer_Policy": "unsafe-url"}, 120),
        ({"Referrer_Policy": None}, 125),
        ({"Cross_Origin_Resource_Policy": None}, 120),
        ({"Cross_Origin_Resource_Policy": "all"}, 115),
        ({"Access_Control_Allow_Origin": "*"}, 50),
        ({"Set_Cookie": "session=1"}, 60),
        ({"Set_Cookie": "session=1; Secure; SameSite=Lax"}, 70),
        ({"Set_Cookie": "session=1; Secure; HttpOnly; SameSite=Lax"}, 135),
        ({"Set_Cookie": "theme=1; Secure; SameSite=Sometimes"}, 80),
        ({"Location": "http://ours.example/"}, 80),
        ({"Location": "https://theirs.example/"}, 125),
        ({"Location": "/there"}, 130),
        ({"page": '<script src="http://cdn.example/x.js"></script>'}, 50),
        ({"page": '<script src="//cdn.example/x.js"></script>'}, 50),
        ({"page": '<script src="https://cdn.example/x.js"></script>'}, 125),
        ({"page": '<script src="https://cdn.example/x.js" integrity="sha256-x"></script>'}, 135),
        ({"page": '<script src="/static/x.js"></script>'}, 130),
    ],
)  # fmt: skip
def test_the_table_takes_its_points_for_each_fault(changed: dict[str, Any], points: int) -> None:
    assert score(answer(**changed))[0] == points


# Every route, and every error

SITE = "https://ours.example"
OF_THE_API = "openapi.json suggest?q=crs topics topics/crs helplines"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}


@pytest.fixture(scope="module")
def served(published: Path, one_rasa: Rasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application as an operator serves it: over https, by its public name."""
    var = tmp_path_factory.mktemp("public") / "var"
    shutil.copytree(published, var)
    app = create(settings_for(var, one_rasa, PUBLIC_URL=SITE))
    with TestClient(app, SITE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def public(served: TestClient, rasa: Rasa) -> TestClient:
    return served


def asked(client: TestClient) -> dict[str, Response]:
    """Returns one or more answers of every route, each under what was asked of it."""
    person = Person(client)
    path, auth = person.path, person.headers
    message = {"message_id": str(uuid4()), "text": "what is crs"}
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", OPEN, {"json": {}}),
        ("POST", f"{path}/messages", {"json": message, "headers": auth}),
        ("POST", f"{path}/messages", {"json": {**message, "text": "my dad has chest pain"}}),
        ("GET", f"{path}/messages", {"headers": auth}),
        ("POST", f"{path}/feedback", {"json": {"turn": 1, "helpful": True}, "headers": auth}),
        ("POST", "/chat", {"data": message}),
        ("POST", "/chat/delete", {"data": {"token": "x"}}),
        ("DELETE", path, {"headers": auth}),
    ]
    pages = "/ /topics /topics?q=fever /topics/crs /helplines /timeline /timeline.svg /healthz /readyz /metrics".split()
    calls += [("GET", each, {}) for each in pages]
    calls += [
        ("GET", f"/api/v1/{each}", {}) for each in "openapi.json suggest?q=crs topics topics/crs helplines".split()
    ]
    calls += [("GET", f"/static/{file.name}", {}) for file in sorted(STATIC.iterdir())]
    return {f"{method} {to} {n}": client.request(method, to, **more) for n, (method, to, more) in enumerate(calls)}


def refused(client: TestClient) -> dict[str, Response]:
    """Returns answers that are errors, or no answer of a route at all."""
    person = Person(client)
    path, auth, evil = f"{person.path}/messages", person.headers, {"Origin": "https://evil.example"}
    etag = client.get("/static/page.css").headers["etag"]
    calls: list[tuple[int, str, str, dict[str, Any]]] = [
        (304, "GET", "/static/page.css", {"headers": {"If-None-Match": etag}}),
        (307, "GET", "/topics/", {}),
        (307, "GET", "/topics/", {"headers": {"Host": "evil.example"}}),
        (400, "POST", path, {"content": b"no json", "headers": {**auth, **JSON}}),
        (401, "POST", path, {"json": {}}),
        (403, "POST", path, {"json": {}, "headers": evil}),
        (403, "POST", "/chat", {"content": b"text=hello", "headers": {**evil, **FORM}}),
        (404, "GET", "/api/v1/topics/nothing", {}),
        (404, "GET", "/topics/nothing", {}),
        (404, "GET", "/nothing", {"headers": {"Accept": "text/html"}}),
        (404, "GET", "/static/nothing.js", {}),
        (404, "GET", "/static/%2e%2e/app.py", {}),
        (405, "PUT", OPEN, {}),
        (403, "OPTIONS", path, {"headers": {**evil, "Access-Control-Request-Method": "POST"}}),
        (405, "GET", "/chat", {"headers": {"Accept": "text/html"}}),
        (405, "POST", "/static/page.css", {}),
        (413, "POST", path, {"content": b"x" * 20_000, "headers": {**auth, **JSON}}),
        (413, "POST", "/chat", {"content": b"x" * 20_000, "headers": FORM}),
        (422, "POST", path, {"json": {"text": ""}, "headers": auth}),
        (422, "GET", f"{path}?after=x", {"headers": auth}),
    ]
    found = {}
    for number, (status, method, to, more) in enumerate(calls):
        response = client.request(method, to, **more)
        assert response.status_code == status, (method, to, response.status_code)
        found[f"{status} {method} {to} {number}"] = response
    return found


def below_100(answers: dict[str, Response]) -> dict[str, Any]:
    """Returns the answers that get fewer points than 100, or lose any at all, with the reasons."""
    scores = {name: score(response) for name, response in answers.items()}
    return {name: found for name, found in scores.items() if found[0] < 100 or found[1]}


def test_every_route_gets_100_points_or_more(public: TestClient) -> None:
    answers = asked(public)
    assert {r.status_code for r in answers.values()} <= {200, 201, 204, 401}
    assert below_100(answers) == {}
    asked_for = {(r.request.method, r.request.url.path) for r in answers.values()}
    routes = [route for room in (api, pages, health) for route in room.router.routes if isinstance(route, APIRoute)]
    assert len(routes) >= 19
    assert [(r.path, r.methods) for r in routes if not any(of(r, method, path) for method, path in asked_for)] == []


def of(route: APIRoute, method: str, path: str) -> bool:
    """Whether a route serves that call."""
    return method in route.methods and bool(route.path_regex.match(path))


def test_every_error_gets_100_points_or_more(public: TestClient) -> None:
    assert below_100(refused(public)) == {}


def test_a_client_that_sends_too_much_is_told_so_with_100_points(
    public: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public.app.state.rate_limit, "wait", RateLimit(1).wait)  # type: ignore[attr-defined]
    answers = {f"429 {n}": public.post(OPEN, json={}) for n in range(2)}
    answers["429 form"] = public.post("/chat", data={"text": "hello", "message_id": str(uuid4())})
    assert [r.status_code for r in answers.values()] == [201, 429, 429]
    assert below_100(answers) == {}


def test_what_breaks_says_so_with_100_points(public: TestClient, rasa: Rasa, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person(public)

    def fails(*_: Any) -> None:
        raise RuntimeError("broken")

    def unpublished(*_: Any) -> None:
        raise NotPublished("nothing is published")

    monkeypatch.setattr(Chat, "take", fails)
    monkeypatch.setattr(Chat, "published", unpublished)
    answers = {path: public.get(path) for path in ("/readyz", "/topics", "/api/v1/topics")}
    answers["unexpected"] = person.send(text="what is crs")
    assert {r.status_code for r in answers.values()} == {503}
    assert below_100(answers) == {}


def test_a_redirect_names_no_host_whatever_host_was_asked(public: TestClient) -> None:
    for host in ("ours.example", "evil.example", "evil.example:8080"):
        response = public.get("/topics/?q=a%20b", headers={"Host": host})
        assert (response.status_code, response.headers["location"]) == (307, "/topics?q=a%20b")
