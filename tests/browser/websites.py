"""Other people's websites for the tests of the panel: running, opened, asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import FrameLocator, Page, expect

from tests.browser import hosts
from tests.browser.conftest import Visit

Begin = Callable[..., Visit]
# For the browser this is another site than the service, as on a real website: the frame is a process of its own. It has
# no storage, because Playwright turns storage by site off, so what needs that is tested at NEAR.
EXAMPLE = f"http://localhost:{hosts.EXAMPLE}"
NEAR = f"http://127.0.0.1:{hosts.EXAMPLE}"
OTHER = f"http://127.0.0.1:{hosts.OTHER}"
FOREIGN = f"http://127.0.0.1:{hosts.FOREIGN}"
ICON = ("favicon.ico", "Failed to load resource")


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


def inside(page: Page) -> Any:
    """Returns the panel's frame."""
    return next(frame for frame in page.frames if "/widget/panel" in frame.url)


def stored(page: Page) -> list[str]:
    """Returns what the service keeps as said by the person."""
    return list(
        inside(page).evaluate("""async () => {
      const {conversation, token} = JSON.parse(sessionStorage.getItem('conversation example'));
      const headers = {Authorization: `Bearer ${token}`};
      const answer = await fetch(`/api/v1/conversations/${conversation}/messages`, {headers});
      return (await answer.json()).messages.filter(({from}) => from === 'person').map(({text}) => text);
    }""")
    )
