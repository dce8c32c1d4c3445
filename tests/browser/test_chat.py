"""The chat in a real browser: what a patient does, with JavaScript and without."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import ask
from tests.browser.talking import CUT, KEPT, LISTEN, Begin, last, said_by_person


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
