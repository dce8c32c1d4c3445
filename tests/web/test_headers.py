"""Tests of the headers, the origins and the last resort, on the smallest application there is."""

from __future__ import annotations

import logging

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from service.web.headers import SameOrigin, SecurityHeaders, allowed_origins
from service.web.problems import LastResort, Problem


@pytest.mark.parametrize(
    ("public", "origin"),
    [
        ("https://example.org", "https://example.org"),
        ("https://Example.ORG", "https://example.org"),
        ("https://example.org:443", "https://example.org"),
        ("http://example.org:80", "http://example.org"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("http://example.org:443", "http://example.org:443"),
    ],
)
def test_our_origin_is_spelt_as_browsers_spell_it(public: str, origin: str) -> None:
    assert allowed_origins(public, 8080) == {origin, "http://127.0.0.1:8080", "http://localhost:8080"}


def echo(_: Request) -> Response:
    return PlainTextResponse("here")


def broken(_: Request) -> Response:
    raise KeyError("private words")


def half(_: Request) -> Response:
    def chunks():  # type: ignore[no-untyped-def]
        yield b"half"
        raise KeyError("private words")

    return StreamingResponse(chunks())


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route(path, endpoint)
        for path, endpoint in (("/api/x", echo), ("/static/x", echo), ("/broken/{word}", broken), ("/half", half))
    ]
    app = Starlette(routes=routes)
    app.add_middleware(SameOrigin, ours=frozenset({"https://ours"}), refusal=lambda m: PlainTextResponse(f"{m}", 403))
    app.add_middleware(LastResort, answer=lambda: Problem(503, "Call somebody.").response())
    app.add_middleware(SecurityHeaders, public_url="http://ours", preview=False)
    return TestClient(app)


def test_static_files_may_be_cached_and_answers_may_not(client: TestClient) -> None:
    assert "no-store" not in client.get("/static/x").headers.get("cache-control", "")
    assert client.get("/api/x").headers["cache-control"] == "no-store"


def test_what_is_signed_off_may_be_indexed(client: TestClient) -> None:
    assert "x-robots-tag" not in client.get("/api/x").headers


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://ours", 200), (None, 200), ("https://theirs", 403), ("null", 403), ("HTTPS://OURS", 403)],
)
def test_only_our_origin_or_none_may_call(client: TestClient, origin: str | None, status: int) -> None:
    assert client.get("/api/x", headers={"Origin": origin} if origin else {}).status_code == status


@pytest.mark.parametrize(
    ("site", "origin", "status"),
    [
        ("same-origin", None, 200),
        ("none", None, 200),
        (None, None, 200),
        ("cross-site", None, 403),
        ("same-site", None, 403),
        ("anything", None, 403),
        ("same-origin", "https://theirs", 403),
        ("cross-site", "https://ours", 200),
    ],
)
def test_a_browser_that_says_another_site_calls_is_refused(
    client: TestClient, site: str | None, origin: str | None, status: int
) -> None:
    headers = {name: value for name, value in (("Sec-Fetch-Site", site), ("Origin", origin)) if value}
    assert client.get("/api/x", headers=headers).status_code == status
    assert client.get("/static/x", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ("http://ours/there?a=b%20c#d", "/there?a=b%20c"),
        ("//theirs/there", "/there"),
        ("https://theirs//theirs", "/theirs"),
        ("https://theirs", "/"),
        ("/there", "/there"),
    ],
)
def test_a_redirect_stays_on_this_host(there: str, said: str) -> None:
    app = Starlette(routes=[Route("/go", lambda _: RedirectResponse(there))])
    app.add_middleware(SecurityHeaders, public_url="http://ours", preview=False)
    assert TestClient(app, follow_redirects=False).get("/go").headers["location"] == said


def test_the_last_resort_answers_with_headers_and_logs_the_route_only(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = client.get("/broken/private-words")
    assert response.status_code == 503
    assert response.json() == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "Call somebody.",
    }
    assert response.headers["x-content-type-options"] == "nosniff"
    ours = [record for record in caplog.records if record.name == "service.web.problems"]
    assert [record.getMessage() for record in ours] == ["unexpected KeyError at /broken/{word}"]
    assert ours[0].exc_info is None


def test_an_answer_that_began_is_not_followed_by_another(client: TestClient) -> None:
    with pytest.raises(KeyError):
        client.get("/half")
