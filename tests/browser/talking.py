"""What the tests of the chat look at: the last line, what is kept, what was stored, what was announced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import Visit

Begin = Callable[..., Visit]
KEPT = "JSON.parse(sessionStorage.getItem('conversation'))"
LISTEN = """() => {
  window.announced = [];
  const region = document.getElementById('announcer');
  new MutationObserver(() => region.textContent && window.announced.push(region.textContent))
    .observe(region, {childList: true, characterData: true, subtree: true});
}"""
CUT = ("ERR_FAILED", "Failed to load resource")  # what the console says of a connection the test cuts


def last(page: Page) -> Any:
    return page.locator("#transcript > li").last


def said_by_person(page: Page) -> list[str]:
    """Returns what the service stored as typed, from its history."""
    kept = page.evaluate(KEPT)
    address = f"/api/v1/conversations/{kept['conversation']}/messages"
    bearer = {"Authorization": f"Bearer {kept['token']}"}
    messages = page.request.get(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + address, headers=bearer)
    return [message["text"] for message in messages.json()["messages"] if message["from"] == "person"]
