"""Reaching a person in a real browser: who is open, and what one could say, made on this device from no typed word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, ask
from tests.browser.test_look import FAINT, SMALL, too_wide

Begin = Callable[..., Visit]
PHONE = {"width": 320, "height": 568}
HELLO = (
    "Hello. I have been reading about obe-cel, a CAR T-cell treatment for leukaemia. I would like to talk to someone."
)
READ, WISH = "I have read about:", "What I would most like to talk about is:"


def said(page: Page) -> list[str]:
    """Returns the lines of what one could say."""
    return page.locator(".summary .say").last.locator("p, li").all_inner_texts()


def handed_over(page: Page) -> None:
    """Reads one answer, types something that is nobody's business and asks for a person."""
    ask(page, "What is CRS?")
    ask(page, "zebra crossings")
    ask(page, "a person please")


def test_what_one_could_say_names_what_was_read_and_nothing_typed(visit: Begin) -> None:
    page = visit().page()
    handed_over(page)
    expect(page.locator(".summary h2")).to_have_text("What you could say")
    title = page.locator("article.answer > h2").first.inner_text()
    assert said(page) == [HELLO, READ, title, WISH]
    assert "zebra" not in page.locator(".summary").inner_text()
    page.reload()
    page.locator(".summary button").wait_for()
    assert said(page) == [HELLO, READ, title, WISH]
    expect(page.locator(".summary")).to_have_count(1)


def test_the_words_are_copied_by_keyboard(visit: Begin) -> None:
    visitor = visit()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visitor.site)
    page = visitor.page()
    handed_over(page)
    page.locator(".summary button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".summary [role=status]")).to_have_text("Copied.")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines == [HELLO, READ, f"- {said(page)[2]}", WISH]


def test_where_copying_is_not_allowed_the_words_are_marked(visit: Begin) -> None:
    visitor = visit()
    visitor.context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page = visitor.page()
    handed_over(page)
    page.locator(".summary button").click()
    expect(page.locator(".summary [role=status]")).to_contain_text("The words are marked.")
    marked = page.evaluate("getSelection().toString()")
    assert all(line in marked for line in said(page))


def test_without_javascript_the_same_words_stand_there(visit: Begin) -> None:
    with_script = visit().page()
    handed_over(with_script)
    page = visit(java_script_enabled=False).page()
    for question in ("What is CRS?", "zebra crossings", "a person please"):
        page.fill("#text", question)
        page.click("#composer [type=submit]")
    assert said(page) == said(with_script)
    expect(page.locator(".summary button")).to_have_count(0)
    shown = ".people li strong, .people li .standing, .people li .phone"
    assert page.locator(shown).all_inner_texts() == with_script.locator(shown).all_inner_texts()


def test_three_failures_offer_a_person_who_can_be_had_with_a_tap(visit: Begin) -> None:
    page = visit().page()
    for number, question in enumerate(("qwe", "asd", "zxc"), 1):
        ask(page, question)
        expect(page.locator('#choices button[value="flow:handoff"]')).to_have_count(int(number == 3))
    page.click('#choices button[value="flow:handoff"]')
    page.locator(".summary").wait_for()
    assert said(page) == [HELLO, WISH]


def test_everybody_on_the_page_of_helplines_can_be_reached(visit: Begin) -> None:
    page = visit().page("/helplines")
    for line in page.locator(".helplines li").all():
        expect(line.locator('a[href^="tel:"], a[href^="sms:"], a[href^="https:"]').first).to_be_visible()
    always = page.locator(".helplines li", has_text="Samaritans").first
    expect(always.locator(".standing")).to_have_text("Open now, day and night")
    expect(always.locator("a.phone")).to_have_attribute("href", "tel:116123")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_people_and_words_are_easy_to_see_and_to_tap_on_a_small_phone(visit: Begin, scheme: str) -> None:
    visitor = visit(viewport=PHONE, color_scheme=scheme)
    page = visitor.page()
    handed_over(page)
    for shown in (page, visitor.page("/helplines")):
        assert too_wide(shown) == 0
        assert shown.evaluate(FAINT)["faint"] == []
        assert shown.evaluate(SMALL) == []
