"""Tests of what other people's websites load: versions, sizes, who may frame the panel, and sites that may not."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from base64 import b64encode
from hashlib import sha256, sha384
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from service.library import versions
from service.web import __main__ as web_command
from service.web import loader
from tests import stored
from tests.chat.conftest import Start

PANEL = "/widget/panel?site=example"
NOT_FRAMED = [
    "/", "/topics", "/topics/crs", "/timeline", "/timeline.svg", "/static/chat.js", "/widget/v1/embed.js",
    "/widget/theme/example.css", "/widget/panel?site=nobody", "/widget/panel",
]  # fmt: skip
LARGEST_LOADER, LARGEST_PANEL = 8 * 1024, 60 * 1024  # bytes, gzipped


def policy(response: Response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in parts}


def given(response: Response) -> dict[str, object]:
    """Returns what was put into a loader."""
    (line,) = re.findall(r"^  const given = (\{.*\});$", response.text, re.MULTILINE)
    return dict(json.loads(line))


def change_fixed(tmp_path: Path, **sites: str) -> None:
    """Publishes other values of the example site's ``preview`` and the launcher's words, as publishing would."""
    file = stored.fixed(tmp_path / "var")
    fixed = json.loads(file.read_text())
    fixed["sites"]["example"] |= sites
    fixed["ui"]["widget_open"] = "Ask about obe-cel"
    file.write_text(json.dumps(fixed))
    pointer = versions.pointer(tmp_path / "var")
    versions.replace(pointer, pointer.read_text())  # a new pointer is what a running service looks out for


def test_the_newest_loader_may_be_loaded_by_any_page_for_an_hour(client: TestClient) -> None:
    response = client.get("/widget/v1/embed.js")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=3600"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in response.headers
    made = given(response)
    assert set(made) == {"words", "sites", "call"}
    assert set(made["sites"]) == {"example"}
    assert {"label": "999", "tel": "999"} in [part for line in made["call"] for part in line]


def test_a_version_is_named_by_its_bytes_and_never_changes(start: Start, tmp_path: Path) -> None:
    client = start()
    before = client.get("/widget/v1/embed.js").content
    version = sha256(before).hexdigest()[:12]
    exact = client.get(f"/widget/{version}/embed.js")
    assert exact.content == before
    assert exact.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert exact.headers["access-control-allow-origin"] == "*"
    change_fixed(tmp_path)
    after = client.get("/widget/v1/embed.js")
    assert given(after)["words"]["open"] == "Ask about obe-cel"
    assert client.get(f"/widget/{version}/embed.js").content == before
    (tmp_path / "var" / "widget" / f"{version}.js").write_bytes(b"alert(1)")
    assert client.get(f"/widget/{version}/embed.js").status_code == 404


@pytest.mark.parametrize("version", ["0" * 12, "v2", "..%2f..%2ffixed", "%2e%2e", "V1", "0" * 13])
def test_there_is_no_other_version(client: TestClient, version: str) -> None:
    assert client.get(f"/widget/{version}/embed.js").status_code == 404


def test_the_loader_and_the_panel_are_small(client: TestClient) -> None:
    def size(address: str) -> int:
        response = client.get(address)
        assert response.status_code == 200, address
        return len(gzip.compress(response.content))

    assert size("/widget/v1/embed.js") <= LARGEST_LOADER
    page = client.get(PANEL).text
    wanted = {PANEL, *re.findall(r'(?:href|src)="(/(?:static|widget)/[^"]+)"', page)}
    for found in wanted.copy():
        wanted |= imported(client, found)
    assert {"/static/chat.js", "/static/panel.js", "/static/words.js", "/widget/theme/example.css"} <= wanted
    assert sum(size(address) for address in wanted) <= LARGEST_PANEL


def imported(client: TestClient, script: str) -> set[str]:
    """Returns the modules that a module names, and those that they name."""
    if not script.endswith(".js"):
        return set()
    found = {f"/static/{name}" for name in re.findall(r'from "\./([a-z_]+\.js)"', client.get(script).text)}
    return found.union(*(imported(client, other) for other in found))


def test_only_the_pages_of_a_site_may_frame_its_panel(client: TestClient) -> None:
    response = client.get(PANEL)
    assert response.status_code == 200
    assert policy(response)["frame-ancestors"] == "http://127.0.0.1:8090 http://localhost:8090"
    assert "x-frame-options" not in response.headers
    everywhere = policy(client.get("/"))
    assert everywhere["frame-ancestors"] == "'none'"
    assert {**policy(response), "frame-ancestors": "'none'"} == everywhere


@pytest.mark.parametrize("path", NOT_FRAMED)
def test_nothing_else_may_be_framed(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert policy(response)["frame-ancestors"] == "'none'"
    assert response.headers["x-frame-options"] == "DENY"


def test_the_example_page_may_frame_the_panel_from_whatever_port_it_has(start: Start) -> None:
    client = start(EXAMPLE_PORT="9123", PUBLIC_URL="https://chat.example.org")
    framers = policy(client.get(PANEL))["frame-ancestors"].split()
    assert {"http://127.0.0.1:9123", "http://localhost:9123", "http://chat.example.org:9123"} <= set(framers)
    assert all(origin.startswith("http://") and "*" not in origin for origin in framers)


@pytest.mark.parametrize("key", ["nobody", "", "__proto__", "example;", "Example", "../example"])
def test_an_unknown_site_has_no_panel_no_colours_and_no_conversation(client: TestClient, key: str) -> None:
    panel = client.get("/widget/panel", params={"site": key})
    assert panel.status_code == 404
    assert "This website is not set up" in panel.text
    assert key not in panel.text or key in ("", "nobody", "Example")
    assert client.get(f"/widget/theme/{key}.css").status_code == 404
    if key:
        assert client.post("/api/v1/conversations", json={"site": key}).status_code == 422


def test_a_site_that_wants_only_checked_words_shows_nothing_in_preview(start: Start, tmp_path: Path) -> None:
    client = start()
    assert client.get(PANEL).status_code == 200
    change_fixed(tmp_path, preview="no")
    assert client.get(PANEL).status_code == 404
    assert client.get("/widget/theme/example.css").status_code == 404
    assert given(client.get("/widget/v1/embed.js"))["sites"] == {}
    refused = client.post("/api/v1/conversations", json={"site": "example"})
    assert refused.status_code == 422
    assert "site" in refused.json()["detail"]


def test_a_site_s_own_words_come_before_ours_and_only_there(client: TestClient) -> None:
    own, ours = "You opened this from the example charity", "Hello. I can answer questions about obe-cel"
    (there,) = client.post("/api/v1/conversations", json={"site": "example"}).json()["replies"]
    (here,) = client.post("/api/v1/conversations", json={}).json()["replies"]
    assert there["text"].index(own) < there["text"].index(ours)
    assert own not in here["text"]
    page = client.get(PANEL).text
    assert "You opened this from the example charity" in page and ours in page
    assert own not in client.get("/").text


def test_the_token_names_the_site(client: TestClient) -> None:
    opened = client.post("/api/v1/conversations", json={"site": "example"}).json()
    tokens = client.app.state.chat.tokens
    assert tokens.read(opened["token"]).site == "example"
    assert tokens.read(client.post("/api/v1/conversations", json={}).json()["token"]).site == ""


def test_the_colours_are_a_stylesheet(client: TestClient) -> None:
    response = client.get("/widget/theme/example.css")
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert "--accent: #5b2a86;" in response.text


def test_the_command_prints_the_snippet_its_hash_and_the_policy_lines(
    published: Path,
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(published / versions.PUBLISHED, tmp_path / versions.PUBLISHED)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PUBLIC_URL", "https://chat.example.org")
    assert web_command.main(["site", "example"]) == 0
    said = capsys.readouterr().out
    content = client.get("/widget/v1/embed.js").content
    version, integrity = sha256(content).hexdigest()[:12], b64encode(sha384(content).digest()).decode()
    source = "https://chat.example.org/widget"
    assert f'<script src="{source}/v1/embed.js" data-site="example" async></script>' in said
    assert f'src="{source}/{version}/embed.js" data-site="example" integrity="sha384-{integrity}"' in said
    assert '<a href="https://chat.example.org/" data-obe-cel-questions>Questions about obe-cel</a>' in said
    assert "script-src https://chat.example.org\n" in said
    assert "frame-src https://chat.example.org tel: sms: mailto:\n" in said
    # The version it printed is kept, so that it is served also after other words were published.
    assert loader.kept(tmp_path, version) == content


def test_the_command_says_which_sites_there_are(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAR_DIR", str(published))
    assert web_command.main(["site", "nobody"]) == 1
    assert capsys.readouterr().err.strip().endswith("Those are: example.")


def test_a_folder_that_takes_no_version_does_not_stop_the_loader(start: Start, tmp_path: Path) -> None:
    client = start()
    (tmp_path / "var" / "widget").write_text("a file where the folder would be")
    assert client.get("/widget/v1/embed.js").status_code == 200
