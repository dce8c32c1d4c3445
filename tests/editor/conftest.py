"""The editor's pages over a small content folder in a git checkout, and people with accounts who use them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx import Response
from pyotp import TOTP
from starlette.testclient import TestClient

from service.editor.app import attach
from service.editor.house import House
from service.web.accounts import STEP, Accounts, new_secret
from service.web.headers import SecurityHeaders
from service.web.sessions import Sessions
from service.web.settings import Settings
from tests.library.conftest import Small

PASSWORD = "seven quiet herons"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
UI = ("sources", "page_link", "ask_your_team", "related", "send")
SITE = "http://127.0.0.1:8080"


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Person:
    """Somebody with an account and a browser."""

    def __init__(self, office: Office, name: str, *roles: str) -> None:
        self.office, self.name, self.secret = office, name, new_secret()
        office.house.accounts.add(name, list(roles), PASSWORD, self.secret, self.code())
        office.clock.move(seconds=STEP)
        self.browser = office.browser()

    def code(self) -> str:
        return TOTP(self.secret).at(self.office.clock.now)

    def signs_in(self, password: str = PASSWORD, browser: TestClient | None = None, **more: str) -> Response:
        self.office.clock.move(seconds=STEP)
        form = {"name": self.name, "password": password, "code": self.code(), **more}
        return (browser or self.browser).post("/editor/login", data=form)

    def sees(self, path: str, **asked: str) -> str:
        """Returns a page as text."""
        answer = self.browser.get(f"/editor{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.text

    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.browser.get("/editor/sessions").text)
        assert found
        return found[1]

    def sends(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Response:
        return self.browser.post(f"/editor{path}", data={"csrf": self.csrf(), **(data or {})}, headers=headers)

    def form(self, topic: str = "basics") -> dict[str, Any]:
        """Returns the fields of the form of a topic as a browser would send them."""
        return fields(self.sees(f"/topics/{topic}/edit"))


def fields(page: str) -> dict[str, Any]:
    """Returns what the form on an edit page holds."""
    inside = re.search(r'<form id="edit".*?</form>', page, re.DOTALL)
    assert inside, page
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", inside[0]):
        at = {key: unescape(value) for key, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if at.get("type") == "checkbox" and " checked" not in tag:
            continue
        found.setdefault(at["name"], []).append(at.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', inside[0], re.DOTALL):
        found[name] = [unescape(text)]
    for name, options in re.findall(r'<select[^>]*name="(\w+)">(.*?)</select>', inside[0], re.DOTALL):
        chosen = re.search(r"<option selected>([^<]*)", options)
        found[name] = [chosen[1] if chosen else ""]
    return found


class Office:
    """The pages, the folder behind them and the clock on the wall."""

    def __init__(self, small: Small, tmp_path: Path, **given: str) -> None:
        self.small, self.clock = small, Clock()
        own = "".join(f'  {name}: "{name}"\n' for name in UI)
        small.swap("wording.yml", 'ui:\n  send: "Send"\n', f'ui:\n{own}  checked: "[role] [on]"\n')
        small.write("reviewers.yml", "reviewers: {}\n")
        self.settings = Settings.read({"VAR_DIR": str(tmp_path / "var"), "CONTENT_DIR": str(small.folder), **given})
        self.app = FastAPI()
        # Hashing as slow as it must be in earnest would be most of the time of these tests.
        with patch("service.editor.house.Accounts", lambda engine: Accounts(engine, self.clock, QUICK)):
            attach(self.app, self.settings)
        self.app.add_middleware(SecurityHeaders, public_url=self.settings.public_url, preview=True)
        self.house: House = self.app.state.editor
        self.house.sessions = Sessions(self.house.engine, self.clock)

    def browser(self, **headers: str) -> TestClient:
        client = TestClient(self.app, base_url=self.settings.public_url, headers=headers, follow_redirects=False)
        client.headers.setdefault("origin", self.settings.public_url)
        return client

    def text(self, file: str = "topics/illness/basics.md") -> str:
        return (self.small.folder / file).read_text(encoding="utf-8")

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.small.folder), "-c", "user.name=dev", "-c", "user.email=dev@example.org"]
        return subprocess.run([*command, *arguments], check=True, capture_output=True, text=True).stdout.strip()

    def in_git(self) -> Office:
        """Puts the folder under git, with all of it committed."""
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-qm", "All of it")
        return self


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(Small(tmp_path / "content"), tmp_path)


@pytest.fixture
def ann(office: Office) -> Person:
    """An editor, signed in."""
    person = Person(office, "ann", "editor")
    assert person.signs_in().status_code == 303
    return person


@pytest.fixture
def bob(office: Office) -> Person:
    """Another editor, signed in."""
    person = Person(office, "bob", "editor")
    assert person.signs_in().status_code == 303
    return person
