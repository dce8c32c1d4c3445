"""The chat where something is lost: the connection, an answer, the conversation, storage; and deleting."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from uuid import uuid4

from playwright.sync_api import Error, Route, expect

from tests.browser.conftest import ask, until
from tests.browser.talking import CUT, KEPT, Begin, last, said_by_person


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
