"""What was said in the panel: kept, rated, downloaded, printed; never markup and never lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Service
from tests.browser.conftest import ask as visit_ask
from tests.browser.websites import EXAMPLE, ICON, NEAR, Begin, ask, inside, launcher, opened, stored

pytestmark = pytest.mark.usefixtures("websites")


def test_the_conversation_survives_a_reload_of_the_page_around(visit: Begin) -> None:
    page = visit(ICON).at(NEAR)
    ask(opened(page), "What is CRS?")
    page.reload()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    panel = opened(page)
    expect(panel.locator("li.person p")).to_have_text(["What is CRS?"])
    ask(panel, "chest pain")
    assert stored(page) == ["What is CRS?", "chest pain"]


def test_where_storage_is_blocked_the_panel_works_and_keeps_what_was_said_while_it_stands(visit: Begin) -> None:
    visitor = visit(ICON)
    blocked = "{get() { throw new DOMException('blocked', 'SecurityError'); }}"
    visitor.context.add_init_script(f"Object.defineProperty(window, 'sessionStorage', {blocked});")
    page = visitor.at(EXAMPLE)
    panel = opened(page)
    ask(panel, "What is CRS?")
    panel.locator("#close").click()
    expect(launcher(page)).to_be_focused()
    panel = opened(page)
    ask(panel, "chest pain")
    expect(panel.locator("li.person p")).to_have_text(["What is CRS?", "chest pain"])


def test_a_restart_of_the_service_loses_and_doubles_nothing(visit: Begin, service: Service) -> None:
    page = visit((*ICON, "ERR_")).at(NEAR)
    panel = opened(page)
    ask(panel, "What is CRS?")
    service.stop()
    ask(panel, "chest pain")
    expect(panel.locator("li.failed .notice")).to_have_text("Not sent. Check your connection and try again.")
    assert panel.locator("li.failed a[href='tel:999']").count() == 1
    service.start()
    panel.locator("li.failed button").click()
    panel.locator(".card-emergency").wait_for()
    assert panel.locator("li.failed").count() == 0
    assert stored(page) == ["What is CRS?", "chest pain"]
    page.reload()
    expect(opened(page).locator("li.person p")).to_have_text(["What is CRS?", "chest pain"])


def test_thumbs_are_sent_once_each_can_be_changed_and_never_stand_under_a_card(visit: Begin) -> None:
    page = visit((*ICON, "ERR_")).at(EXAMPLE)
    panel = opened(page)
    ask(panel, "What is CRS?")
    ask(panel, "chest pain")
    ask(panel, "a person please")
    assert panel.locator(".thumbs").count() == 2
    thumbs = panel.locator(".thumbs").first
    sent: list[Any] = []
    page.on("request", lambda r: sent.append(r.post_data_json) if r.url.endswith("/feedback") else None)
    thumbs.locator("button", has_text="No").click()
    expect(thumbs.locator("[role=status]")).to_have_text("Thank you. That helps us to make the answers better.")
    expect(thumbs.locator("[aria-pressed=true]")).to_have_text("No")
    thumbs.locator("button", has_text="Yes").click()
    expect(thumbs.locator("[aria-pressed=true]")).to_have_text("Yes")
    assert sent == [{"turn": 1, "helpful": False}, {"turn": 1, "helpful": True}]
    page.route("**/feedback", lambda route: route.abort())
    thumbs.locator("button", has_text="No").click()
    expect(thumbs.locator("[role=status]")).to_have_text("That could not be sent. Please try again.")
    expect(thumbs.locator("[aria-pressed=true]")).to_have_text("Yes")


def test_what_was_said_is_downloaded_whole_and_sent_nowhere(visit: Begin) -> None:
    page = visit(ICON).at(EXAMPLE)
    panel = opened(page)
    expect(panel.locator("#take-along")).to_be_hidden()
    ask(panel, "What is CRS?")
    ask(panel, "chest pain")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    with page.expect_download() as download:
        panel.locator("#download-talk").click()
    assert download.value.suggested_filename == "obe-cel-questions-and-answers.txt"
    text = download.value.path().read_text(encoding="utf-8")
    assert asked == []
    assert text.index("What is CRS?") < text.index("CRS (cytokine release syndrome)") < text.index("chest pain")
    assert "Not yet checked by a clinician" in text and "Call 999 now" in text and "999" in text
    source = panel.locator(".sources a").first
    assert source.get_attribute("href") in text
    for left_out in ("Was this helpful?", "Add questions", "You can also ask", "\n\n\n"):
        assert left_out not in text


def test_print_prints_what_was_said_and_no_controls(visit: Begin) -> None:
    page = visit().page("/widget/panel?site=example")
    visit_ask(page, "What is CRS?")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator("#print-talk").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(page.locator("article.answer")).to_be_visible()
    expect(page.locator(".sources li").first).to_be_visible()
    for control in ("#text", "#print-talk", ".thumbs button", "#close", ".add-questions"):
        expect(page.locator(control).first).to_be_hidden()
    assert "Was this helpful?" not in page.locator("#transcript").inner_text()


def test_what_a_person_types_is_never_markup_and_scripts_take_no_strings(visit: Begin) -> None:
    page = visit((*ICON, "TrustedHTML")).at(EXAMPLE)
    panel = opened(page)
    typed = '<img src=x onerror="window.hacked=1"><b>bold</b> & 3 < 4 > 2'
    ask(panel, typed)
    expect(panel.locator("li.person p")).to_have_text(typed)
    assert panel.locator("li.person img, li.person b").count() == 0
    refused = "() => { try { document.body.innerHTML = '<p>'; return 'taken'; } catch (error) { return error.name; } }"
    assert inside(page).evaluate(refused) == "TypeError"
    assert inside(page).evaluate("window.hacked") is None
