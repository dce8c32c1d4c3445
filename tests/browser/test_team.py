"""The criteria and the questions for the team in a real browser: by keyboard on a small phone, on paper, as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, ask
from tests.browser.test_look import FAINT, SMALL, too_wide

Begin = Callable[..., Visit]
PHONE = {"width": 320, "height": 568}
OWN = "Can my sister be there?"
STORED = "sessionStorage.getItem('questions')"
CUT = ("ERR_FAILED", "Failed to load resource")


def reach(page: Page, control: str, keys: int = 80) -> None:
    """Presses Tab until the control has the focus."""
    for _ in range(keys):
        page.keyboard.press("Tab")
        if page.evaluate("control => document.activeElement.matches(control)", control):
            return
    pytest.fail(f"{control} cannot be reached with the Tab key")


def listed(page: Page) -> list[str]:
    return page.locator("#team-list li > span:first-child").all_inner_texts()


def opened(page: Page) -> None:
    """Opens the list."""
    page.click("#team-open button")
    expect(page.locator("#team")).to_be_visible()


def with_two(page: Page) -> list[str]:
    """Puts the first two questions of an answer on the list; returns them."""
    ask(page, "What is CRS?")
    page.locator(".add-questions summary").last.click()
    boxes = page.locator(".add-questions").last.locator("input")
    boxes.first.wait_for()
    boxes.nth(0).check()
    boxes.nth(1).check()
    return [boxes.nth(0).input_value(), boxes.nth(1).input_value()]


def test_the_criteria_by_keyboard_on_a_small_phone(visit: Begin) -> None:
    page = visit(viewport=PHONE).page()
    ask(page, "go through the criteria")
    line = page.locator("#transcript > li.bot").last
    expect(line.locator(".step")).to_have_text("Part 1 of 10")
    expect(page.locator("#choices p")).to_have_text("Where next?")
    assert page.locator("#choices button").all_inner_texts() == ["Next", "Stop"]
    page.locator("#text").focus()
    for reached in ("Talk to a person", "Stop", "Next"):
        page.keyboard.press("Shift+Tab")
        assert page.locator(":focus").inner_text() == reached
    page.keyboard.press("Enter")
    expect(page.locator("#transcript .step").last).to_have_text("Part 2 of 10")
    expect(page.locator("#text")).to_be_focused()
    assert page.locator("#choices button").all_inner_texts() == ["Next", "Back", "Stop"]
    label = page.locator("#transcript .criteria").last.locator(".label")
    expect(label).to_have_text("Not yet checked by a clinician")
    assert too_wide(page) == 0
    ask(page, "stop")
    expect(page.locator("#transcript > li.bot").last).to_contain_text("We have stopped here")


def test_a_step_is_announced_with_its_number_words_and_choices(visit: Begin) -> None:
    page = visit().page()
    ask(page, "go through the criteria")
    ask(page, "next")
    said = page.locator("#announcer").inner_text()
    assert said.startswith("Age Part 2 of 10.")
    assert "Questions for your team" in said
    assert "Where next?: Next Back Stop" in said


def test_the_walk_is_drawn_again_after_a_reload(visit: Begin) -> None:
    page = visit().page()
    ask(page, "go through the criteria")
    ask(page, "next")
    page.reload()
    expect(page.locator("#transcript .step").last).to_have_text("Part 2 of 10")
    expect(page.locator("#choices p")).to_have_text("Where next?")
    assert page.locator("#choices button").all_inner_texts() == ["Next", "Back", "Stop"]
    assert page.locator(".criteria .add-questions").count() == 2


def test_nothing_of_the_list_is_there_before_the_first_message(visit: Begin) -> None:
    page = visit().page()
    expect(page.locator("#team-open")).to_be_hidden()
    expect(page.locator("#team")).to_be_hidden()
    assert page.evaluate("sessionStorage.length") == 0
    ask(page, "What is CRS?")
    expect(page.locator("#team-open button")).to_have_text("Questions for my team")
    assert page.evaluate(STORED) is None


def test_questions_are_collected_changed_and_removed_by_keyboard_on_a_small_phone(visit: Begin) -> None:
    page = visit(viewport=PHONE).page()
    ask(page, "What is CRS?")
    page.evaluate("document.querySelector('#transcript').firstElementChild.scrollIntoView()")
    page.locator(".name a").focus()
    reach(page, ".add-questions summary")
    page.keyboard.press("Enter")
    page.locator(".add-questions input").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#team-said")).to_have_text("Added to your list.")
    expect(page.locator("#team-open button")).to_have_text("Questions for my team (1)")
    first = page.locator(".add-questions input").first.input_value()
    reach(page, "#team-open button")
    page.keyboard.press("Enter")
    expect(page.locator("#team-title")).to_be_focused()
    expect(page.locator("#team-title")).to_be_in_viewport()
    assert listed(page) == [first]
    reach(page, "#team-text")
    page.keyboard.type(OWN)
    page.keyboard.press("Enter")
    assert listed(page) == [first, OWN]
    assert page.input_value("#team-text") == ""
    page.locator("#team-title").focus()
    reach(page, "#team-list li:nth-child(2) button")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type(" And my brother?")
    page.keyboard.press("Enter")
    assert listed(page) == [first, f"{OWN} And my brother?"]
    assert page.evaluate("document.activeElement.textContent") == "Edit"
    page.keyboard.press("Enter")
    page.keyboard.type(" Not this.")
    page.keyboard.press("Escape")
    assert listed(page) == [first, f"{OWN} And my brother?"]
    page.locator("#team-title").focus()
    reach(page, "#team-list li:first-child button:last-child")
    page.keyboard.press("Enter")
    expect(page.locator("#team-title")).to_be_focused()
    assert listed(page) == [f"{OWN} And my brother?"]
    assert not page.locator(".add-questions input").first.is_checked()
    reach(page, "#team-close")
    page.keyboard.press("Enter")
    expect(page.locator("#team")).to_be_hidden()
    expect(page.locator("#team-open button")).to_be_focused()
    assert too_wide(page) == 0


def test_the_questions_of_a_criterion_can_be_taken_along(visit: Begin) -> None:
    page = visit().page()
    ask(page, "go through the criteria")
    ask(page, "next")
    shown = page.locator(".criteria").last.locator(".ask-team li").all_inner_texts()
    page.locator(".add-questions summary").last.click()
    boxes = page.locator(".criteria").last.locator(".add-questions input")
    boxes.first.wait_for()
    assert [box.input_value() for box in boxes.all()] == shown
    boxes.last.check()
    page.locator(".add-questions button").last.click()
    expect(page.locator("#team-title")).to_be_focused()
    assert listed(page) == shown[-1:]


def test_a_question_stands_once_and_is_only_words(visit: Begin) -> None:
    page = visit().page()
    two = with_two(page)
    opened(page)
    odd = '<img src=x onerror=alert(1)> & "quotes"?'
    for typed in (two[0], odd, odd, "   "):
        page.fill("#team-text", typed)
        page.press("#team-text", "Enter")
    assert listed(page) == [*two, odd]
    assert page.locator("#team img").count() == 0
    page.reload()
    page.locator(".add-questions").wait_for()
    opened(page)
    assert listed(page) == [*two, odd]
    page.click(".add-questions summary")
    page.locator(".add-questions input").first.wait_for()
    assert page.locator(".add-questions input:checked").count() == 2


def test_nothing_of_the_list_is_sent_anywhere(visit: Begin) -> None:
    page = visit().page()
    with_two(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    opened(page)
    page.fill("#team-text", OWN)
    page.press("#team-text", "Enter")
    page.click("#team-list button >> nth=0")
    page.keyboard.press("Enter")
    with page.expect_download():
        page.click("#team-download")
    page.click("#team-list li:first-child button >> nth=1")
    assert [url for url in sent if not url.startswith("blob:")] == []


def test_the_list_is_downloaded_as_plain_text(visit: Begin, tmp_path: Path) -> None:
    page = visit(accept_downloads=True).page()
    two = with_two(page)
    opened(page)
    page.fill("#team-text", "Größe – “quoted”?")
    page.press("#team-text", "Enter")
    with page.expect_download() as download:
        page.click("#team-download")
    assert download.value.suggested_filename == "questions-for-my-team.txt"
    file = tmp_path / "list.txt"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[0] == "Questions for my team"
    assert lines[2:5] == [f"1. {two[0]}", f"2. {two[1]}", "3. Größe – “quoted”?"]
    assert "24-hour number" in lines[6]


def test_the_list_prints_alone_with_who_to_call(visit: Begin) -> None:
    page = visit().page()
    two = with_two(page)
    opened(page)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.click("#team-print")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert listed(page) == two
    expect(page.locator("#team-title")).to_be_visible()
    expect(page.locator("footer .phone").first).to_be_visible()
    for gone in page.locator("#transcript, #composer, #team button, #team form, .team-note").all():
        expect(gone).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#transcript")).to_be_visible()


def test_an_empty_list_says_so_and_offers_nothing_to_print(visit: Begin) -> None:
    page = visit().page()
    ask(page, "What is CRS?")
    opened(page)
    expect(page.locator("#team-empty")).to_be_visible()
    expect(page.locator("#team-print")).to_be_hidden()
    expect(page.locator("#team-download")).to_be_hidden()
    expect(page.locator("#team .phone")).to_be_visible()


@pytest.mark.parametrize("way", ["#delete button", "#start-again"])
def test_deleting_and_starting_again_empty_the_list(visit: Begin, way: str) -> None:
    page = visit().page()
    with_two(page)
    opened(page)
    assert page.evaluate(STORED)
    page.click(way)
    page.locator("#notice p").wait_for()
    expect(page.locator("#team")).to_be_hidden()
    expect(page.locator("#team-open")).to_be_hidden()
    assert page.evaluate("sessionStorage.length") == 0
    ask(page, "What is CRS?")
    expect(page.locator("#team-open button")).to_have_text("Questions for my team")


def test_questions_that_could_not_be_fetched_can_be_fetched_again(visit: Begin) -> None:
    page = visit(CUT).page()
    ask(page, "What is CRS?")
    page.route("**/api/v1/topics/*", lambda route: route.abort())
    page.click(".add-questions summary")
    expect(page.locator(".failed-questions p")).to_have_text("The questions could not be fetched.")
    page.unroute("**/api/v1/topics/*")
    page.click(".failed-questions button")
    page.locator(".add-questions input").first.wait_for()
    expect(page.locator(".failed-questions")).to_have_count(0)


def test_without_javascript_the_button_lists_the_suggested_questions(visit: Begin) -> None:
    page = visit(java_script_enabled=False).page()
    expect(page.locator("#team-open")).to_be_hidden()
    page.fill("#text", "What is CRS?")
    page.click("#composer [type=submit]")
    page.click("#team-open button")
    expect(page.locator("#latest")).to_contain_text("These are questions you could take to your team.")
    expect(page.locator("#latest h3")).to_have_text("What is CRS?")
    assert page.locator("#latest li").count() >= 1
    expect(page.locator("#team")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_has_contrast_targets_and_no_sideways_scrolling(visit: Begin, scheme: str) -> None:
    page = visit(viewport=PHONE, color_scheme=scheme, has_touch=True, is_mobile=True).page()
    ask(page, "go through the criteria")
    with_two(page)
    opened(page)
    page.fill("#team-text", "W" * 120)
    page.press("#team-text", "Enter")
    page.locator("#team-list button").first.click()
    assert page.evaluate(FAINT)["faint"] == []
    assert page.evaluate(SMALL) == []
    assert too_wide(page) == 0
