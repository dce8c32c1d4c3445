"""The chat in a real browser: what a patient does, with JavaScript and without."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from playwright.sync_api import Error, Page, Route, expect

from tests.browser.conftest import Visit, ask, until

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


def test_a_question_gets_its_answer_without_a_reload(visit: Begin) -> None:
    page = visit().page()
    page.evaluate("window.same = true")
    ask(page, "What is CRS?")
    assert page.evaluate("window.same")
    assert page.locator("li.person > *").all_inner_texts() == ["You said", "What is CRS?"]
    answer = page.locator("article.answer")
    assert answer.get_attribute("data-topic") == "crs"
    expect(answer.locator(".label")).to_have_text("Not yet checked by a clinician")
    expect(answer.locator(".label")).to_be_visible()
    assert answer.locator("details.sources a").first.get_attribute("href").startswith("https://")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text")).to_have_value("")


def test_the_page_says_at_once_that_it_is_a_computer_and_who_to_call(visit: Begin) -> None:
    page = visit().page()
    expect(page.locator(".not-a-nurse")).to_be_in_viewport()
    expect(page.locator(".not-a-nurse")).to_contain_text("computer program, not a nurse")
    assert page.locator("footer a[href='tel:999']").count() == 1
    expect(page.locator("#text")).to_be_in_viewport()
    expect(page.locator("#composer [type=submit]")).to_be_in_viewport()


def test_the_chat_works_without_javascript(visit: Begin) -> None:
    page = visit(java_script_enabled=False).page()
    page.fill("#text", "What is CRS?")
    page.click("#composer [type=submit]")
    expect(page.locator("#latest article.answer h2")).to_have_text("What is CRS?")
    choice = page.locator("#choices button").first
    label = choice.inner_text()
    choice.click()
    expect(page.locator("#latest article.answer h2")).to_have_text(label)
    assert page.locator("li.person p").all_inner_texts() == ["What is CRS?", label]
    page.fill("#text", "my dad has chest pain")
    page.click("#composer [type=submit]")
    expect(page.locator("#latest .card-emergency h2")).to_have_text("Call 999 now")
    page.click("#delete button")
    expect(page.locator("#notice")).to_have_text("This conversation is deleted.")
    assert page.locator("li.person").count() == 0


def test_a_refused_message_without_javascript_keeps_its_words_and_says_who_to_call(visit: Begin) -> None:
    page = visit(CUT, java_script_enabled=False).page()
    page.fill("#text", "word " * 300)
    page.click("#composer [type=submit]")
    expect(page.locator("#notice")).to_contain_text("under 1,000 characters")
    expect(page.locator("#notice")).to_be_in_viewport()
    assert page.locator(".who-to-call a[href='tel:999']").count() == 1
    assert page.input_value("#text").startswith("word word")


class Shape(HTMLParser):
    """The tags, attributes and words of a piece of HTML, without its white space."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, sorted(a for a in attrs if a[0] not in ("id", "value"))))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and self.parts and isinstance(self.parts[-1], str) and not self.parts[-1].startswith("/"):
            self.parts[-1] += f" {words}"
        elif words:
            self.parts.append(words)


def test_the_script_draws_the_same_as_the_templates(visit: Begin) -> None:
    with_script, without = visit().page(), visit(java_script_enabled=False).page()
    for question in (
        "What is CRS?", "a person please", "qwertz", "go through the criteria", "next", "stop",
        "chest pain", "I have a fever", "I want to die",
    ):  # fmt: skip
        ask(with_script, question)
        # What only a script can do, and so only it offers (test_team.py, test_people.py, test_widget.py).
        last(with_script).evaluate(
            "line => line.querySelectorAll('.add-questions, .copy, .thumbs').forEach(part => part.remove())"
        )
        without.fill("#text", question)
        without.click("#composer [type=submit]")
        drawn = last(with_script).evaluate("line => line.outerHTML")
        rendered = without.locator("#latest").evaluate("line => line.outerHTML")
        assert Shape(drawn).parts == Shape(rendered).parts, question


def test_a_card_takes_the_focus_and_is_announced_once(visit: Begin) -> None:
    page = visit().page()
    page.evaluate(LISTEN)
    for question, level in (("chest pain", "emergency"), ("I have a fever", "urgent"), ("I want to die", "crisis")):
        page.evaluate("window.announced = []")
        ask(page, question)
        title = last(page).locator(f".card-{level} h2")
        expect(title).to_be_focused()
        expect(title).to_be_in_viewport()
        said = page.evaluate("window.announced")
        assert len(said) == 1
        # The focus on the heading reads the title; the region reads the rest.
        assert said[0].startswith(last(page).locator(".card > p").first.inner_text().replace("\n", " ")[:8])
        page.locator("#text").focus()
    assert page.locator(":focus").get_attribute("id") == "text"


def test_an_answer_is_announced_once_and_does_not_take_the_focus(visit: Begin) -> None:
    page = visit().page()
    page.evaluate(LISTEN)
    ask(page, "What is CRS?")
    (said,) = page.evaluate("window.announced")
    assert said.startswith("What is CRS?")
    assert "Not yet checked by a clinician" in said
    assert "You can also ask:" in said
    expect(page.locator("#text")).to_be_focused()


def test_nothing_is_stored_before_the_first_message(visit: Begin) -> None:
    visitor = visit()
    asked: list[str] = []
    visitor.context.on("request", lambda request: asked.append(request.method))
    page = visitor.page()
    page.goto(page.url + "topics")
    page.go_back()
    page.locator("#text").press_sequentially("fever")
    page.locator("#suggestions li").first.wait_for()
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert stored == [0, 0, ""]
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert set(asked) == {"GET"}
    page.press("#text", "Escape")
    ask(page, "What is CRS?")
    assert set(page.evaluate(KEPT)) == {"conversation", "token"}
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 1, ""]
    assert visitor.context.cookies() == []


def test_a_reload_keeps_the_conversation(visit: Begin) -> None:
    page = visit().page()
    ask(page, "What is CRS?")
    ask(page, "is it ill or tired")
    page.reload()
    page.locator("li.person").nth(1).wait_for()
    assert page.locator("li.person p").all_inner_texts() == ["What is CRS?", "is it ill or tired"]
    expect(page.locator("#choices p")).to_have_text("Choose one")
    assert page.locator("#choices button").count() == 2
    expect(page.locator("#delete")).to_be_visible()
    ask(page, "chest pain")
    assert said_by_person(page) == ["What is CRS?", "is it ill or tired", "chest pain"]


def test_a_topic_page_and_back_keeps_the_conversation(visit: Begin) -> None:
    page = visit().page()
    ask(page, "What is CRS?")
    page.click("article.answer .more a")
    page.wait_for_url("**/topics/crs")
    page.click("header nav a >> nth=0")
    page.locator("article.answer[data-topic=crs]").wait_for()


def test_an_ended_conversation_is_opened_again_and_the_message_sent_again(visit: Begin, site: str) -> None:
    page = visit(CUT).page()
    ask(page, "What is CRS?")
    before = page.evaluate(KEPT)
    bearer = {"Authorization": f"Bearer {before['token']}"}
    assert page.request.delete(f"{site}/api/v1/conversations/{before['conversation']}", headers=bearer).status == 204
    ask(page, "a person please")
    assert last(page).locator("section.people").count() == 1
    assert page.evaluate(KEPT)["conversation"] != before["conversation"]
    assert said_by_person(page) == ["a person please"]


def test_a_message_whose_answer_was_lost_is_tried_again_and_stored_once(visit: Begin) -> None:
    page = visit(CUT).page()
    ask(page, "What is CRS?")
    sent: list[str] = []

    def lose_first_answer(route: Route) -> None:
        sent.append(route.request.post_data_json["message_id"])
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose_first_answer)
    ask(page, "a person please")
    expect(page.locator("li.failed .notice")).to_have_text("Not sent. Check your connection and try again.")
    assert page.locator("li.failed a[href='tel:999']").count() == 1
    page.click("li.failed button")
    last(page).locator("section.people").wait_for()
    assert page.locator("li.failed").count() == 0
    assert len(sent) == 2 and len(set(sent)) == 1
    assert said_by_person(page) == ["What is CRS?", "a person please"]


def test_a_first_message_that_found_no_connection_is_not_lost(visit: Begin) -> None:
    page = visit(CUT).page()
    page.route("**/conversations", lambda route: route.abort())
    ask(page, "What is CRS?")
    page.unroute("**/conversations")
    page.click("li.failed button")
    page.locator("article.answer").wait_for()
    assert said_by_person(page) == ["What is CRS?"]


def test_eight_seconds_without_an_answer_show_who_to_call_and_try_again(visit: Begin) -> None:
    visitor = visit(CUT)
    visitor.context.clock.install()
    page = visitor.page()
    page.route("**/messages", lambda route: None)
    page.fill("#text", "What is CRS?")
    page.press("#text", "Enter")
    expect(page.locator("li.person .sending")).to_have_text("Sending…")
    # Opened, the message itself on its way. The page's own clock stands and its policy forbids polling by text.
    until(lambda: page.evaluate("sessionStorage.length") == 1)
    visitor.context.clock.fast_forward(7000)
    assert page.locator("li.failed").count() == 0
    visitor.context.clock.fast_forward(1100)
    expect(page.locator("li.failed .notice")).to_have_text("No answer came. Here is who you can call.")
    assert page.locator("li.failed a[href='tel:999']").count() == 1
    page.unroute("**/messages")
    page.click("li.failed button")
    page.locator("article.answer").wait_for()
    assert said_by_person(page) == ["What is CRS?"]


def test_a_gateway_error_that_is_no_json_ends_at_a_person_too(visit: Begin) -> None:
    page = visit(CUT).page()
    page.route("**/messages", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    ask(page, "What is CRS?")
    expect(page.locator("li.failed button")).to_have_text("Try again")
    assert page.locator("li.failed a[href='tel:999']").count() == 1
    assert "Bad gateway" not in page.locator("main").inner_text()


def test_a_refused_message_shows_the_reason_and_who_to_call_and_goes_back_into_the_box(visit: Begin) -> None:
    page = visit(CUT).page()
    long = ("word " * 300).strip()
    ask(page, long)
    expect(page.locator("li.failed .notice")).to_contain_text("under 1,000 characters")
    assert page.locator("li.failed .card a[href='tel:999']").count() == 1
    assert page.locator("li.failed button").count() == 0
    expect(page.locator("#text")).to_have_value(long)


def test_too_many_messages_can_be_tried_again(visit: Begin) -> None:
    page = visit(CUT).page()
    problem = {"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": "Please wait a moment."}
    body = json.dumps(problem)
    page.route(
        "**/messages", lambda r: r.fulfill(status=429, body=body, content_type="application/problem+json"), times=1
    )
    ask(page, "What is CRS?")
    expect(page.locator("li.failed .notice")).to_have_text("Please wait a moment.")
    page.click("li.failed button")
    page.locator("article.answer").wait_for()


def test_a_long_message_with_a_danger_sign_at_its_end_still_gets_the_card(visit: Begin) -> None:
    page = visit().page()
    ask(page, "word " * 300 + "and now he has chest pain")
    expect(last(page).locator(".card-emergency h2")).to_be_focused()


def test_two_messages_sent_at_once_each_get_their_answer_in_order(visit: Begin) -> None:
    page = visit().page()
    for question in ("What is CRS?", "chest pain"):
        page.fill("#text", question)
        page.press("#text", "Enter")
    page.locator("li.bot .card-emergency").wait_for()
    page.locator("li.bot .answer").wait_for()
    lines = page.locator("#transcript > li").evaluate_all("all => all.map(line => line.className)")
    assert lines == ["bot", "person", "bot", "person", "bot"]
    assert sorted(said_by_person(page)) == ["What is CRS?", "chest pain"]


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


def test_deleting_clears_everything(visit: Begin, site: str) -> None:
    page = visit().page()
    expect(page.locator("#delete")).to_be_hidden()
    ask(page, "is it ill or tired")
    kept = page.evaluate(KEPT)
    page.click("#delete button")
    expect(page.locator("#notice")).to_have_text("This conversation is deleted.")
    assert page.locator("#transcript > li").count() == 1
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    expect(page.locator("#choices")).to_be_hidden()
    expect(page.locator("#delete")).to_be_hidden()
    bearer = {"Authorization": f"Bearer {kept['token']}"}
    body = {"message_id": str(uuid4()), "text": "hello"}
    address = f"{site}/api/v1/conversations/{kept['conversation']}"
    assert page.request.get(f"{address}/messages", headers=bearer).status == 404
    assert page.request.post(f"{address}/messages", headers=bearer, data=body).status == 404
    page.reload()
    assert page.locator("#transcript > li").count() == 1


def test_deleting_that_fails_says_so_and_can_be_tried_again(visit: Begin) -> None:
    page = visit(CUT).page()
    ask(page, "What is CRS?")
    page.route("**/conversations/*", lambda route: route.abort(), times=1)
    page.click("#delete button")
    expect(page.locator("#notice")).to_contain_text("Not sent.")
    assert page.evaluate("sessionStorage.length") == 1
    page.click("#delete button")
    expect(page.locator("#notice")).to_have_text("This conversation is deleted.")


def test_a_message_under_way_does_not_open_a_new_conversation_after_the_deletion(visit: Begin) -> None:
    page = visit(CUT).page()
    ask(page, "What is CRS?")
    opened: list[str] = []
    page.on("request", lambda r: opened.append(r.url) if r.url.endswith("/conversations") else None)
    waiting: list[Route] = []
    gone = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "There is nothing here."}

    def hold(route: Route) -> None:
        waiting.append(route)

    def delete_slowly(route: Route) -> None:
        deleted = route.fetch()
        with suppress(Error):  # a message that was taken back can no longer be answered
            waiting[0].fulfill(status=404, body=json.dumps(gone), content_type="application/problem+json")
        time.sleep(0.3)
        route.fulfill(response=deleted)

    page.route("**/messages", hold)
    page.route("**/conversations/*", delete_slowly)
    page.fill("#text", "a person please")
    page.press("#text", "Enter")
    page.locator(".sending").wait_for()
    page.click("#delete button")
    expect(page.locator("#notice")).to_have_text("This conversation is deleted.")
    assert page.locator("#transcript > li").count() == 1
    assert page.evaluate("sessionStorage.length") == 0
    assert opened == []


def test_start_again_begins_a_fresh_conversation(visit: Begin) -> None:
    page = visit().page()
    ask(page, "What is CRS?")
    before = page.evaluate(KEPT)["conversation"]
    page.click("#start-again")
    expect(page.locator("#notice")).to_have_text("This is a new conversation.")
    assert page.locator("#transcript > li").count() == 1
    assert page.evaluate("sessionStorage.length") == 0
    ask(page, "a person please")
    assert page.evaluate(KEPT)["conversation"] != before


def test_the_chat_works_where_storage_is_blocked(visit: Begin) -> None:
    visitor = visit()
    blocked = "{get() { throw new DOMException('blocked', 'SecurityError'); }}"
    visitor.context.add_init_script(f"Object.defineProperty(window, 'sessionStorage', {blocked});")
    page = visitor.page()
    ask(page, "What is CRS?")
    ask(page, "chest pain")
    assert last(page).locator(".card-emergency").count() == 1
    page.click("#delete button")
    expect(page.locator("#notice")).to_have_text("This conversation is deleted.")


def test_a_history_that_cannot_be_loaded_says_so_and_can_be_tried_again(visit: Begin) -> None:
    page = visit(CUT).page()
    ask(page, "What is CRS?")
    page.route("**/messages?after=0", lambda route: route.abort(), times=1)
    page.reload()
    expect(page.locator("#notice")).to_contain_text("What was said before could not be loaded.")
    page.click("#notice button")
    page.locator("article.answer").wait_for()
    expect(page.locator("#notice")).to_be_hidden()


def test_figures_of_a_sensitive_topic_appear_only_after_the_yes(visit: Begin) -> None:
    page = visit().page()
    ask(page, "can people die from it?")
    assert "died from a stroke" not in page.content()
    yes = page.locator("#choices button", has_text="Yes, show me the figures")
    yes.click()
    page.locator("article.answer").nth(1).wait_for()
    expect(page.locator("article.answer").nth(1)).to_contain_text("died from a stroke")


def test_figures_of_a_sensitive_topic_page_appear_only_after_the_yes(visit: Begin) -> None:
    page = visit(java_script_enabled=False).page("/topics/risk_of_death")
    assert "died from a stroke" not in page.content()
    page.click("text=Show the figures")
    expect(page.locator("article")).to_contain_text("died from a stroke")


def test_only_safe_links_are_drawn(visit: Begin) -> None:
    page = visit().page()
    spans = [
        {"link": {"label": "a script", "url": "javascript:alert(1)"}},
        {"link": {"label": "plain http", "url": "http://127.0.0.1/"}},
        {"topic": {"label": "elsewhere", "topic": "../../evil"}},
        {"phone": {"label": "a number", "tel": "999;ext=1"}},
        {"link": {"label": "good", "url": "https://example.org/"}},
        "<img src=x onerror=alert(1)>",
    ]
    text = {"type": "text", "text": "x", "blocks": [{"p": spans}, {"image": {"src": "//example.org/x", "alt": ""}}]}
    turn = {"turn": 1, "outcome": "answered", "topic": None, "replies": [text], "choices": []}
    page.route("**/messages", lambda route: route.fulfill(json=turn))
    ask(page, "What is CRS?")
    assert last(page).locator("a").evaluate_all("all => all.map(a => a.href)") == ["https://example.org/"]
    assert last(page).locator("img").count() == 0
    expect(last(page)).to_contain_text("<img src=x onerror=alert(1)>")
