"""The real application with the repository's content and a stand-in for Rasa, and a Chromium that looks at it."""

from __future__ import annotations

import shutil
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
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from service.chat.app import create
from service.chat.served import utc
from service.library.publish import publish
from service.safety.urgent import Urgent
from service.stack import free_port
from service.web.settings import ROOT, Settings
from tests.browser import hosts, rasa

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


expect.set_options(timeout=20_000)  # milliseconds: other suites may run at the same time


def content_with_sites(folder: Path) -> Path:
    """Returns a copy of the content with one more website, whose pages stand at ``hosts.OTHER``."""
    shutil.copytree(ROOT / "content", folder)
    example = (folder / "sites" / "example.yml").read_text(encoding="utf-8")
    lines = [line for line in example.splitlines() if not line.startswith(("name:", "origins:", "greeting:"))]
    own = ['name: "Another charity"', f'origins: ["http://127.0.0.1:{hosts.OTHER}"]', "greeting: null"]
    other = "\n".join([*own, *lines]).replace("#5b2a86", "#7a1f3d").replace("#d3b4f0", "#f3a9bf")
    (folder / "sites" / "other.yml").write_text(other, encoding="utf-8")
    return folder


@dataclass
class Service:
    """The application, serving on a thread."""

    settings: Settings
    clock: Callable[[], datetime] = utc
    server: uvicorn.Server | None = None
    thread: threading.Thread | None = None

    def start(self) -> None:
        """Opens the application anew and waits until it answers."""
        application = create(self.settings, self.clock)
        config = uvicorn.Config(application, port=self.settings.port, log_level="warning", timeout_graceful_shutdown=2)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        deadline = time.monotonic() + 20
        while not self.server.started:
            assert self.thread.is_alive() and time.monotonic() < deadline, "the service did not start"
            time.sleep(0.02)

    def stop(self) -> None:
        """Ends it; connections that are still open are cut."""
        assert self.server and self.thread
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive(), "the service did not end"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The running service, for tests that stop and start it."""
    var = tmp_path_factory.mktemp("var")
    publish(content_with_sites(tmp_path_factory.mktemp("content") / "content"), var, Urgent.from_data)
    with opened(var, EXAMPLE_PORT=str(hosts.EXAMPLE)) as service:
        yield service


@contextmanager
def running(var: Path, clock: Callable[[], datetime] = utc, **given: str) -> Iterator[str]:
    """Gives the address of a service that runs on what is published in a folder."""
    with opened(var, clock, **given) as service:
        yield service.settings.public_url


@contextmanager
def opened(var: Path, clock: Callable[[], datetime] = utc, **given: str) -> Iterator[Service]:
    """Gives a service that runs on what is published in a folder, with a stand-in for Rasa."""
    bot = rasa.start()
    environment = {
        "VAR_DIR": str(var),
        "PORT": str(free_port()),
        "BOT_URL": f"http://127.0.0.1:{bot.server_port}",
        "RATE_LIMIT": "100000",
        **given,
    }
    service = Service(Settings.read(environment), clock)
    service.start()
    yield service
    service.stop()
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
def site(service: Service) -> str:
    """The address of the running service."""
    return service.settings.public_url


@pytest.fixture(scope="session")
def websites(site: str) -> Iterator[None]:
    """The websites of hosts.py, running."""
    pages = {
        "/": hosts.embedding(site, "other"),
        "/twice": hosts.embedding(site, "other", hosts.embedding(site, "other")),
    }
    framing = f'<iframe src="{site}/widget/panel?site=example" title="f"></iframe>'
    foreign = {"/": hosts.embedding(site, "example"), "/frame": hosts.PLAIN.format(framing)}
    foreign |= {f"/unknown{key}": hosts.embedding(site, key) for key in ("nobody", "")}
    servers = [hosts.example(site), hosts.plain(hosts.OTHER, pages), hosts.plain(hosts.FOREIGN, foreign)]
    yield
    for server in servers:
        server.shutdown()
        server.server_close()


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
    hosts: tuple[str, ...] = ()  # origins of other people's pages that the test visits

    def page(self, path: str = "/") -> Page:
        """Returns a page of the site, loaded."""
        page = self.watched()
        page.goto(self.site + path)
        return page

    def at(self, address: str) -> Page:
        """Returns a page of somebody else, loaded; its own requests are no fault."""
        self.hosts = (*self.hosts, urlsplit(address).netloc)
        page = self.watched()
        page.goto(address)
        return page

    def watched(self) -> Page:
        """Returns an empty page whose errors are noted."""
        page = self.context.new_page()
        page.on("console", lambda said: self._note(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        return page

    def _note(self, fault: str) -> None:
        if not any(part in fault for part in self.expected):
            self.faults.append(fault)

    def guard(self, route: Route) -> None:
        """Lets requests to the site pass, and notes every other."""
        if urlsplit(route.request.url).netloc in (urlsplit(self.site).netloc, *self.hosts):
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
        context.set_default_timeout(30_000)
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
