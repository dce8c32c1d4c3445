"""The real application with the repository's content and a stand-in for Rasa, and a Chromium that looks at it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from service.chat.app import create
from service.chat.served import utc
from service.library.publish import publish
from service.safety.urgent import Urgent
from service.web.settings import ROOT, Settings
from tests.browser import rasa

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running service."""
    var = tmp_path_factory.mktemp("var")
    publish(ROOT / "content", var, Urgent.from_data)
    with running(var) as address:
        yield address


@contextmanager
def running(var: Path, clock: Callable[[], datetime] = utc, **given: str) -> Iterator[str]:
    """Gives the address of a service that runs on what is published in a folder."""
    bot = rasa.start()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "VAR_DIR": str(var),
        "PORT": str(port),
        "BOT_URL": f"http://127.0.0.1:{bot.server_port}",
        "RATE_LIMIT": "100000",
        **given,
    }
    with serving(create(Settings.read(environment), clock), port) as address:
        yield address
    bot.shutdown()


@contextmanager
def serving(app: Any, port: int) -> Iterator[str]:
    """Serves an application on a port of this machine; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the service did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium with a new profile."""
    if not Path(CHROMIUM).exists() and not shutil.which("chromium"):
        pytest.fail(f"{CHROMIUM} is missing, so the pages were not tested. Install Debian's package chromium.")
    with sync_playwright() as playwright:
        found = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A visitor's browser: opens pages and keeps what went wrong in them."""

    site: str
    context: BrowserContext
    faults: list[str] = field(default_factory=list)
    # Parts of console errors the test brings about itself, such as a connection it cuts.
    expected: tuple[str, ...] = ()

    def page(self, path: str = "/") -> Page:
        """Returns a page of the site, loaded."""
        page = self.context.new_page()
        page.on("console", lambda said: self._note(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.goto(self.site + path)
        return page

    def _note(self, fault: str) -> None:
        if not any(part in fault for part in self.expected):
            self.faults.append(fault)

    def guard(self, route: Route) -> None:
        """Lets requests to the site pass, and notes every other."""
        if urlsplit(route.request.url).netloc == urlsplit(self.site).netloc:
            route.fallback()
        else:
            self._note(f"outside request: {route.request.url}")
            route.abort()


@pytest.fixture
def visit(site: str, chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Makes visitors; afterwards none of their pages had a console error, a CSP violation or an outside request."""
    visits: list[Visit] = []

    def begin(expected: tuple[str, ...] = (), **options: Any) -> Visit:
        context = chromium.new_context(**{"viewport": {"width": 390, "height": 844}, **options})
        context.set_default_timeout(10_000)
        made = Visit(site, context, expected=expected)
        context.route("**/*", made.guard)
        visits.append(made)
        return made

    yield begin
    for made in visits:
        made.context.close()
    faults = [fault for made in visits for fault in made.faults]
    assert not faults, "\n".join(faults)


def ask(page: Page, question: str) -> None:
    """Types a question, sends it with Enter and waits for what comes back."""
    lines = page.locator("#transcript > li.bot, #transcript > li.failed")
    before = lines.count()
    page.fill("#text", question)
    page.press("#text", "Enter")
    lines.nth(before).wait_for()


def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds, asked from outside the page; fails after ten seconds."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)
