"""The chat on other people's websites: opened, used by keyboard, closed; and what their pages cannot do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser import hosts
from tests.browser.conftest import Visit

Begin = Callable[..., Visit]
EXAMPLE = f"http://127.0.0.1:{hosts.EXAMPLE}"
OTHER = f"http://localhost:{hosts.OTHER}"
FOREIGN = f"http://127.0.0.1:{hosts.FOREIGN}"
ICON = ("favicon.ico", "Failed to load resource")


@pytest.fixture(scope="module", autouse=True)
def websites(site: str) -> Iterator[None]:
    """The websites of hosts.py, running."""
    pages = {
        "/": hosts.embedding(site, "other"),
        "/twice": hosts.embedding(site, "other", hosts.embedding(site, "other")),
    }
    foreign = {
        "/": hosts.embedding(site, "example"),
        "/frame": hosts.PLAIN.format(f'<iframe src="{site}/widget/panel?site=example" title="f"></iframe>'),
    }
    servers = [hosts.example(site), hosts.plain(hosts.OTHER, pages), hosts.plain(hosts.FOREIGN, foreign)]
    yield
    for server in servers:
        server.shutdown()
        server.server_close()


def launcher(page: Page) -> Any:
    return page.locator("obe-cel-questions button.launcher")


def opened(page: Page) -> FrameLocator:
    """Opens the panel with the mouse and returns what is in it, once it answers."""
    launcher(page).click()
    panel = page.frame_locator("obe-cel-questions iframe")
    expect(panel.locator("#close")).to_be_visible()
    return panel


def ask(panel: FrameLocator, question: str) -> None:
    """Types a question in the panel and waits for what comes back."""
    lines = panel.locator("#transcript > li.bot, #transcript > li.failed")
    before = lines.count()
    panel.locator("#text").fill(question)
    panel.locator("#text").press("Enter")
    lines.nth(before).wait_for()


def test_the_example_page_opens_the_chat_under_a_strict_policy(visit: Begin) -> None:
    visitor = visit(ICON)
    asked: list[str] = []
    visitor.context.on("request", lambda request: asked.append(request.url))
    page = visitor.at(EXAMPLE)
    expect(launcher(page)).to_have_text("Questions about obe-cel")
    expect(page.locator("a[data-obe-cel-questions]")).to_be_hidden()
    assert [url for url in asked if url.startswith(visitor.site)] == [f"{visitor.site}/widget/v1/embed.js"]
    assert visitor.context.cookies() == []
    panel = opened(page)
    expect(panel.locator("#text")).to_be_focused()
    expect(panel.locator("#transcript")).to_contain_text("example charity's page")
    ask(panel, "What is CRS?")
    expect(panel.locator("article.answer h2")).to_have_text("What is CRS?")
    assert visitor.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
