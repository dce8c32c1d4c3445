"""How the pages look: width, targets, contrast, what stays in view, paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, ask

Begin = Callable[..., Visit]
PAGES = [
    "/topics",
    "/topics?q=fever",
    "/topics?q=qwertz",
    "/topics/crs",
    "/topics/risk_of_death",
    "/topics/nothing",
    "/timeline",
]
QUESTIONS = [
    "What is CRS?",
    "go through the criteria",
    "next",
    "qwertz",
    "a person please",
    "chest pain",
    "I have a fever",
    "I want to die",
]
NO_404 = ("Failed to load resource",)  # what the console says of the unknown topic

# Controls under 44 px. Links inside text are excepted: those with other words beside them; but not the numbers of
# cards and helplines, which somebody dials with shaking hands.
SMALL = """() => [...document.querySelectorAll('a, button, textarea, input, summary, [role=option]')].filter(
  control => {
  const ticked = control.matches('[type=checkbox], [type=radio]');
  const box = (ticked ? control.closest('label') : control).getBoundingClientRect();
  if (!box.width || control.closest('.hidden') || control.matches('.skip')) return false;
  const around = control.parentElement.closest('p, li, span');
  const dialled = control.matches('.card .phone, .card [href^="sms:"], .helplines .phone, footer .phone');
  const inText = control.matches('a') && !dialled && around && around.textContent.trim() !== control.textContent.trim();
  return !inText && box.height < 43.9;
}).map(control => control.outerHTML.slice(0, 80))"""

# Text under 4.5:1, and edges of controls under 3:1, from the colours the browser computed.
FAINT = """() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((m, n) => n - m);
    return (x + 0.05) / (y + 0.05);
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
      if (colour[3] !== 0) throw new Error('a half transparent background');
    }
    return [255, 255, 255];
  };
  const faint = [], pairs = new Set();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = words.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.getClientRects().length || element.closest('.hidden')) continue;
    const ink = parse(getComputedStyle(element).color), ground = behind(element);
    pairs.add(`${ink} on ${ground}`);
    const r = ratio(ink, ground);
    if (r < 4.5) faint.push(`${r.toFixed(2)} ${ink} on ${ground}: ${node.data.trim().slice(0, 40)}`);
  }
  for (const control of document.querySelectorAll('textarea, input[type=search], .card, .buttons button')) {
    if (!control.getClientRects().length) continue;
    const edge = parse(getComputedStyle(control).borderTopColor);
    const r = ratio(edge, behind(control.parentElement));
    if (r < 3) faint.push(`${r.toFixed(2)} edge of ${control.outerHTML.slice(0, 60)}`);
  }
  return {faint, pairs: pairs.size};
}"""


def busy_chat(visitor: Visit) -> Page:
    """Returns the chat after one of each kind of answer, with suggestions open and a message that was not sent."""
    page = visitor.page()
    for question in QUESTIONS:
        ask(page, question)
    page.route("**/messages", lambda route: route.abort())
    ask(page, "is it ill or tired")
    page.unroute("**/messages")
    ask(page, "is it ill or tired")
    page.locator("#text").press_sequentially("fever")
    page.locator("#suggestions li").first.wait_for()
    page.keyboard.press("ArrowDown")
    return page


def too_wide(page: Page) -> Any:
    return page.evaluate(
        "() => document.documentElement.scrollWidth > innerWidth ? document.documentElement.scrollWidth : 0"
    )


# 320 x 256 is a screen of 1280 x 1024 at 400 %.
@pytest.mark.parametrize("height", [568, 256])
def test_nothing_scrolls_sideways_at_320_pixels(visit: Begin, height: int) -> None:
    visitor = visit((*NO_404, "ERR_FAILED"), viewport={"width": 320, "height": height})
    page = visitor.page()
    assert too_wide(page) == 0
    page = busy_chat(visitor)
    page.locator("summary").first.click()
    assert too_wide(page) == 0
    for path in PAGES:
        page.goto(visitor.site + path)
        assert too_wide(page) == 0, path


def test_letters_twice_as_large_do_not_scroll_sideways(visit: Begin) -> None:
    visitor = visit(viewport={"width": 640, "height": 800})
    page = visitor.page()
    ask(page, "chest pain")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert too_wide(page) == 0


def test_every_control_is_44_pixels_high_by_touch(visit: Begin) -> None:
    for width in (390, 320):
        size = {"width": width, "height": 844}
        visitor = visit((*NO_404, "ERR_FAILED"), viewport=size, has_touch=True, is_mobile=True)
        page = busy_chat(visitor)
        assert page.evaluate(SMALL) == []
        for path in PAGES:
            page.goto(visitor.site + path)
            assert page.evaluate(SMALL) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_aa_contrast(visit: Begin, scheme: str) -> None:
    visitor = visit((*NO_404, "ERR_FAILED"), color_scheme=scheme)
    page = busy_chat(visitor)
    found = page.evaluate(FAINT)
    assert found["faint"] == []
    assert found["pairs"] >= 10, "too few pairs of colours were looked at"
    page.click("#delete button")
    page.locator("#notice p").wait_for()
    assert page.evaluate(FAINT)["faint"] == []
    for path in PAGES:
        page.goto(visitor.site + path)
        assert page.evaluate(FAINT)["faint"] == [], path


@pytest.mark.parametrize("size", [(320, 568), (320, 256), (1280, 900)])
def test_what_has_the_focus_is_seen_and_never_under_the_composer(visit: Begin, size: tuple[int, int]) -> None:
    page = visit(viewport={"width": size[0], "height": size[1]}).page()
    for question in ("What is CRS?", "a person please", "I have a fever"):
        ask(page, question)
    page.reload()
    page.locator(".card-urgent").wait_for()
    page.evaluate("scrollTo(0, 0)")
    visited = 0
    for _ in range(80):
        page.keyboard.press("Tab")
        state = page.evaluate("""() => {
          const focus = document.activeElement;
          if (focus === document.body) return null;
          const box = focus.getBoundingClientRect(), composer = document.getElementById('composer');
          const bar = composer.getBoundingClientRect();
          const style = getComputedStyle(focus);
          return {what: focus.outerHTML.slice(0, 80), inside: composer.contains(focus),
            covered: box.bottom > bar.top + 1 && box.top < bar.bottom - 1,
            // Of a text box, Chromium brings the line with the caret into view.
            out: (focus.matches('textarea') ? box.top + 40 : box.bottom) > innerHeight + 1 || box.top < -1,
            ring: parseFloat(style.outlineWidth)};
        }""")
        if state is None:
            break
        visited += 1
        assert state["inside"] or not state["covered"], state
        assert not state["out"], state
        assert state["ring"] >= 3, state
    assert visited > 20


def test_the_box_is_in_view_after_every_answer_on_a_small_phone(visit: Begin) -> None:
    page = visit(viewport={"width": 320, "height": 568}).page()
    for question in QUESTIONS:
        ask(page, question)
        expect(page.locator("#text")).to_be_in_viewport(ratio=1)
        expect(page.locator("#composer [type=submit]")).to_be_in_viewport(ratio=1)
        # What was answered is seen too: at least half of the screen is left for it.
        assert page.locator("#composer").bounding_box()["y"] > 284


def test_a_notice_is_seen_on_a_small_phone(visit: Begin) -> None:
    page = visit(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True).page()
    for question in QUESTIONS[:2]:
        ask(page, question)
    page.locator("#delete button").tap()
    expect(page.locator("#notice")).to_have_text("This conversation is deleted.")
    expect(page.locator("#notice")).to_be_focused()
    notice, composer = page.locator("#notice").bounding_box(), page.locator("#composer").bounding_box()
    assert notice["y"] >= 0 and notice["y"] + notice["height"] <= composer["y"]


def test_danger_cards_differ_without_colour(visit: Begin) -> None:
    page = visit(forced_colors="active").page()
    looks = {}
    for question, level in (("chest pain", "emergency"), ("I have a fever", "urgent"), ("I want to die", "crisis")):
        ask(page, question)
        card = page.locator(f".card-{level}")
        style = "s => { const c = getComputedStyle(s); return [c.borderTopWidth, c.borderLeftWidth, c.borderTopStyle] }"
        looks[level] = (card.locator("h2").inner_text(), *card.evaluate(style))
    assert len({look[1:] for look in looks.values()}) == 3
    assert looks["emergency"][0] == "Call 999 now"
    assert all(float(look[1].removesuffix("px")) >= 6 for look in looks.values())


def test_nothing_moves_by_itself(visit: Begin) -> None:
    page = visit().page()
    ask(page, "chest pain")
    moving = """() => [...document.querySelectorAll('*')].filter(e => {
      const s = getComputedStyle(e);
      return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === 'smooth';
    }).length"""
    assert page.evaluate(moving) == 0


def test_a_topic_prints_its_words_numbers_and_addresses_and_nothing_else(visit: Begin) -> None:
    page = visit().page("/topics/risk_of_death")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("article > .label")).to_be_visible()
    expect(page.locator("article .phone").first).to_be_visible()
    expect(page.locator("footer .phone").first).to_be_visible()
    for address in page.locator(".address").all():
        expect(address).to_be_visible()
        assert address.inner_text().startswith("https://")
    assert page.locator(".address").count() >= 3
    for gone in page.locator("nav, form, button, .numbers").all():
        expect(gone).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert "died from a stroke" not in page.content()


def test_the_pages_have_one_heading_a_language_and_named_controls(visit: Begin) -> None:
    visitor = visit(NO_404)
    for path in ("/", *PAGES):
        page = visitor.page(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == "en-GB"
        unnamed = """() => [...document.querySelectorAll('button, textarea, input:not([type=hidden]), a')]
          .filter(c => !c.textContent.trim() && !c.labels?.length).map(c => c.outerHTML)"""
        assert page.evaluate(unnamed) == [], path
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids)), path
        page.close()
