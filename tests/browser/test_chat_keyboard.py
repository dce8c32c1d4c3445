"""Choices, suggestions and keys of the chat, by keyboard and by touch."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import ask
from tests.browser.talking import Begin, said_by_person


def test_a_choice_is_asked_and_the_focus_returns_to_the_box(visit: Begin) -> None:
    page = visit().page()
    ask(page, "is it ill or tired")
    choice = page.locator("#choices button").first
    label = choice.inner_text()
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("article.answer h2")).to_have_text(label)
    assert said_by_person(page)[-1] == label


def test_by_touch_a_choice_does_not_bring_up_the_keyboard(visit: Begin) -> None:
    page = visit(has_touch=True, is_mobile=True).page()
    ask(page, "is it ill or tired")
    page.locator("#choices button").first.tap()
    page.locator("article.answer").wait_for()
    expect(page.locator("li.person").last).to_be_focused()


def test_a_topic_link_in_an_answer_is_asked_in_the_conversation(visit: Begin) -> None:
    page = visit().page()
    ask(page, "What is CRS?")
    page.locator("article.answer a[href='/topics/when_to_call']").first.click()
    page.locator("article.answer[data-topic=when_to_call]").wait_for()
    assert page.url.endswith("/")
    expect(page.locator("#text")).to_be_focused()


def test_suggestions_are_chosen_by_keyboard(visit: Begin) -> None:
    visitor = visit()
    asked: list[str] = []
    visitor.context.on("request", lambda r: asked.append(r.url) if "/suggest?" in r.url else None)
    page = visitor.page()
    box, options = page.locator("#text"), page.locator("#suggestions li")
    box.press_sequentially("fe")
    page.wait_for_timeout(400)
    assert asked == []
    box.press_sequentially("ver", delay=20)
    options.first.wait_for()
    assert len(asked) == 1
    expect(page.locator("#suggested")).to_contain_text("Suggested questions: ")
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(box).to_have_value("fever")
    box.press_sequentially("s")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    chosen = page.locator("#suggestions [aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    question = chosen.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("article.answer h2")).to_have_text(question)
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    assert said_by_person(page) == [question]


def test_a_suggestion_is_chosen_by_touch(visit: Begin) -> None:
    page = visit(has_touch=True, is_mobile=True).page()
    page.locator("#text").press_sequentially("fever")
    option = page.locator("#suggestions li").first
    question = option.inner_text()
    option.tap()
    expect(page.locator("article.answer h2")).to_have_text(question)


def test_enter_sends_and_shift_enter_makes_a_new_line(visit: Begin) -> None:
    page = visit().page()
    page.locator("#text").press_sequentially("What is")
    page.keyboard.press("Shift+Enter")
    page.locator("#text").press_sequentially("CRS?")
    assert page.input_value("#text") == "What is\nCRS?"
    assert page.locator("li.person").count() == 0
    page.keyboard.press("Enter")
    page.locator("li.person").wait_for()


def test_an_empty_message_is_not_sent_and_opens_nothing(visit: Begin) -> None:
    page = visit().page()
    page.fill("#text", "   ")
    page.press("#text", "Enter")
    page.click("#composer [type=submit]")
    page.wait_for_timeout(300)
    assert page.locator("li.person").count() == 0
    assert page.evaluate("sessionStorage.length") == 0
