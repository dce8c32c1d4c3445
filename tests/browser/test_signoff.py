"""Tests of the line that says who checked an answer, in live mode: in the chat, on its page and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, ask, running
from tests.chat.signed import ENDS, LINE, Clock, publish_signed

MARK = re.compile("[0-9a-f]{12}")
FIXED_LINE = "The words on this are being checked"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service in live mode, on sign-offs of these tests."""
    var = tmp_path_factory.mktemp("signed")
    publish_signed(var)
    with running(var, Clock(), MODE="live") as address:
        yield address


def shown(page: Page, part: str) -> str:
    """Returns the line of a part of the page, after checking that it can be seen and that its words are marked."""
    place = page.locator(part).last
    line = place.locator("p.label")
    expect(line).to_be_visible()
    assert MARK.fullmatch(place.get_attribute("data-fingerprint") or "")
    return line.inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_says_who_checked_it_and_until_when(visit: Callable[..., Visit], scripts: bool) -> None:
    page = visit(java_script_enabled=scripts, viewport={"width": 320, "height": 700}).page()
    page.fill("#text", "what happens step by step?")
    page.click("#composer button[type=submit]")
    expect(page.locator("article.answer")).to_be_visible()

    assert shown(page, "article.answer") == LINE
    assert shown(page, "section.timeline") == LINE.replace("1 December 2028", "1 January 2028")
    assert ENDS["timeline"] == "2028-01-01"
    assert "Not yet checked" not in page.content()
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_card_has_its_line_after_its_last_word(visit: Callable[..., Visit]) -> None:
    page = visit().page()
    ask(page, "she has a fever")
    assert shown(page, "section.card").startswith("Checked by a consultant haematologist on 1 January 2027.")
    assert page.evaluate("document.querySelector('section.card').lastElementChild.className") == "label"


def test_what_is_not_signed_gives_the_fixed_line_and_people(visit: Callable[..., Visit]) -> None:
    # A page that is not served answers 404, which the browser notes.
    visitor = visit(expected=("404",))
    page = visitor.page()
    ask(page, "what is crs?")
    last = page.locator("#transcript > li.bot").last
    expect(last).to_contain_text(FIXED_LINE)
    expect(last.locator("ul.helplines a.phone").first).to_be_visible()
    assert page.locator("article.answer").count() == 0
    own = visitor.page("/topics/crs")
    expect(own.locator("main")).to_contain_text(FIXED_LINE)
    expect(own.locator("main ul.helplines a.phone").first).to_be_visible()


def test_the_printed_page_has_the_line_and_the_first_digits(visit: Callable[..., Visit]) -> None:
    page = visit().page("/topics/pathway")
    page.emulate_media(media="print")
    assert shown(page, "article.answer") == LINE
    digits = page.locator("p.fingerprint")
    expect(digits).to_be_visible()
    assert digits.inner_text() == page.locator("article.answer").get_attribute("data-fingerprint")
