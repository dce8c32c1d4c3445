"""Every number, unit and comparison sign of what is published arrives unchanged: on screen, in print, read aloud."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Visit

Begin = Callable[..., Visit]
PROVING = bool(os.environ.get("PROVE"))
# Topics with figures of each kind: rates, a table, doses, days and weeks, degrees, and figures after a yes.
SOME = ("crs", "driving", "when_to_call", "infusion_schedule", "risk_of_death", "under_26")
DIGITS = re.compile(r"\d[\d.,]*")
CLICK = """([choice, label]) => {
  const link = document.createElement('a');
  link.href = `/topics/${choice}`;
  link.textContent = label;
  document.getElementById('transcript').append(link);
  link.click();
  link.remove();
}"""


def squeezed(words: str) -> str:
    """Returns a text without any white space, so that only what is said counts and not how its lines are broken."""
    return "".join(words.split())


def spoken(block: Any) -> Iterator[str]:
    """Yields the words of blocks as the API gives them, in order."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, list):
        for part in block:
            yield from spoken(part)
    elif "label" in block:
        yield block["label"]
    elif "image" in block:
        return
    else:
        for part in block.values():
            yield from spoken(part)


def published(blocks: list[Any]) -> str:
    """Returns the words of an answer as the service sent them, squeezed: numbers, units, signs and all between."""
    return squeezed("".join(spoken(blocks)))


def read_aloud(session: CDPSession, answer: Any) -> str:
    """Returns the text of an answer as the browser gives it to a screen reader."""
    answer.evaluate("part => { window.looked = part; }")
    found = session.send("Runtime.evaluate", {"expression": "window.looked"})["result"]["objectId"]
    node = session.send("DOM.describeNode", {"objectId": found})["node"]["backendNodeId"]
    session.send("Accessibility.enable")
    told = {"backendNodeId": node}
    markers = session.send("Accessibility.queryAXTree", {**told, "role": "ListMarker"})["nodes"]
    numbers = {
        child for marker in markers for child in marker.get("childIds", [])
    }  # "2." before a step is the browser's
    nodes = session.send("Accessibility.queryAXTree", {**told, "role": "StaticText"})["nodes"]
    return "".join(part.get("name", {}).get("value", "") for part in nodes if part["nodeId"] not in numbers)


def topics(visitor: Visit) -> list[str]:
    """Returns the topics to look at: some, or all with PROVE."""
    every = [t["topic"] for t in visitor.context.request.get(f"{visitor.site}/api/v1/topics").json()["topics"]]
    assert set(SOME) <= set(every)
    return every if PROVING else list(SOME)


def test_figures_arrive_unchanged_in_the_panel_on_paper_and_for_screen_readers(visit: Begin) -> None:
    visitor = visit()
    page = visitor.page("/widget/panel?site=example")
    session = visitor.context.new_cdp_session(page)
    looked = 0
    for topic in topics(visitor):
        before = page.locator("article.answer").count()
        with page.expect_response("**/messages") as sent:
            page.evaluate(CLICK, [topic, topic])
        answer = sent.value.json()["replies"][0]
        shown = page.locator("article.answer").nth(before)
        expect(shown).to_have_attribute("data-topic", topic)
        looked += check(page, session, shown, answer, topic)
        yes = page.locator(f"#choices button[value='numbers:{topic}']")
        if yes.count():
            with page.expect_response("**/messages") as sent:
                yes.click()
            more = page.locator("article.answer").nth(before + 1)
            expect(more).to_have_attribute("data-topic", topic)
            looked += check(page, session, more, sent.value.json()["replies"][0], f"figures of {topic}")
    assert looked >= 40, "hardly any figure was looked at"


def check(page: Page, session: CDPSession, shown: Any, answer: Any, topic: str) -> int:
    """Compares an answer on its three surfaces with what the service sent; returns how many figures it has."""
    wanted = published(answer["blocks"])
    page.emulate_media(media="print")
    paper = shown.inner_text()
    page.emulate_media(media="screen")
    surfaces = {"screen": shown.inner_text(), "paper": paper, "aloud": read_aloud(session, shown)}
    for surface, words in surfaces.items():
        assert wanted in squeezed(words), f"{topic}, {surface}"
    return len(DIGITS.findall(wanted))


@pytest.mark.parametrize("path", ["", "?numbers=true"])
def test_figures_arrive_unchanged_on_the_topic_s_page(visit: Begin, path: str) -> None:
    visitor = visit()
    page = visitor.page("/topics")
    for topic in topics(visitor):
        api = f"{visitor.site}/api/v1/topics/{topic}{path}"
        wanted = published(visitor.context.request.get(api).json()["blocks"])
        page.goto(f"{visitor.site}/topics/{topic}{path}")
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            assert wanted in squeezed(page.locator("article").inner_text()), f"{topic}, {media}"
        page.emulate_media(media="screen")
