"""How the timeline looks: on a narrow phone, in the dark, on paper, and whether every word stays inside the picture."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, ask
from tests.browser.test_look import FAINT, SMALL, too_wide

Begin = Callable[..., Visit]
ASKED = "what happens step by step?"

# Words of the picture that leave its paper, its words column or touch the line above, from the boxes as drawn.
MISPLACED = """() => {
  const paper = document.querySelector('.paper').getBBox(), wrong = [];
  let above = null;
  for (const line of document.querySelectorAll('tspan')) {
    const text = line.parentElement.getBBox(), box = line.getBoundingClientRect();
    const right = line.getStartPositionOfChar(0).x + line.getComputedTextLength();
    if (right > paper.width - 4 || text.x < 4 || text.y < 0 || text.y + text.height > paper.height) {
      wrong.push(`outside: ${line.textContent}`);
    }
    if (above && box.top < above.top + 10) wrong.push(`on the line above: ${line.textContent}`);
    above = box;
  }
  for (const mark of document.querySelectorAll('.step, .infusion')) {
    const box = mark.getBoundingClientRect();
    for (const line of document.querySelectorAll('tspan')) {
      const words = line.getBoundingClientRect();
      const beside = words.left >= box.right || words.right <= box.left;
      const apart = beside || words.top >= box.bottom || words.bottom <= box.top;
      if (!apart) wrong.push(`under a mark: ${line.textContent}`);
    }
  }
  return {wrong, lines: document.querySelectorAll('tspan').length};
}"""

# Contrast of the picture's words and marks with its paper, from the colours the browser computed.
CONTRAST = """() => {
  const light = colour => colour.match(/[\\d.]+/g).map(Number).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const paper = getComputedStyle(document.querySelector('.paper')).fill;
  const least = (query, key) => Math.min(...[...document.querySelectorAll(query)].map(
    e => ratio(getComputedStyle(e)[key], paper)));
  return {paper: light(paper), words: least('text', 'fill'), marks: least('.step, .infusion, .line', 'stroke')};
}"""

# The lightness (0 to 1) of the paper of a picture in a screenshot: the middle of its left edge.
LIGHTNESS = """async address => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const [r, g, b] = canvas.getImageData(4, Math.floor(image.height / 2), 1, 1).data;
  return (r + g + b) / 765;
}"""


def told(visitor: Visit) -> tuple[Page, Locator]:
    """Returns the chat after the question whose answer has the timeline, and the timeline in it."""
    page = visitor.page()
    ask(page, ASKED)
    section = page.locator("section.timeline")
    expect(section).to_have_count(1)
    section.locator("img").evaluate("image => image.decode()")  # the strict policy of scripts forbids polling by text
    return page, section


def lightness(visitor: Visit, picture: Locator) -> float:
    """Returns how light the paper of a shown picture is, 0 to 1."""
    shot = base64.b64encode(picture.screenshot()).decode()
    blank = visitor.context.new_page()
    light = float(blank.evaluate(LIGHTNESS, f"data:image/png;base64,{shot}"))
    blank.close()
    return light


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_the_letters_are_at_least_16_pixels_and_nothing_scrolls_sideways(visit: Begin, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 800})
    picture = visitor.page("/timeline.svg")
    smallest, own_width = picture.evaluate("""() => [
      Math.min(...[...document.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize))),
      document.documentElement.viewBox.baseVal.width]""")
    page, section = told(visitor)
    section.locator("summary").first.click()
    assert too_wide(page) == 0
    shown = [section.locator("img").evaluate("i => i.clientWidth")]
    page.goto(visitor.site + "/timeline")
    assert too_wide(page) == 0
    shown.append(page.locator("img").evaluate("i => i.clientWidth"))
    for wide in shown:
        assert smallest * wide / own_width >= 16, (wide, smallest)
        assert wide <= width


@pytest.mark.parametrize("font", ["", "DejaVu Sans", "Liberation Sans", "DejaVu Serif", "sans-serif"])
def test_every_word_stays_inside_the_picture(visit: Begin, font: str) -> None:
    page = visit().page("/timeline.svg")
    if font:
        page.evaluate("f => document.documentElement.style.setProperty('font-family', f)", f'"{font}"')
    found = page.evaluate(MISPLACED)
    assert found["wrong"] == []
    assert found["lines"] > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_can_be_read_by_day_and_in_the_dark(visit: Begin, scheme: Any) -> None:
    visitor = visit(color_scheme=scheme)
    contrast = visitor.page("/timeline.svg").evaluate(CONTRAST)
    assert contrast["words"] >= 4.5
    assert contrast["marks"] >= 3
    assert (contrast["paper"] > 0.5) is (scheme == "light")
    # as a picture in a page it takes the reader's choice too
    page, section = told(visitor)
    assert (lightness(visitor, section.locator("img")) > 0.5) is (scheme == "light")
    assert page.evaluate(FAINT)["faint"] == []
    page.goto(visitor.site + "/timeline")
    assert page.evaluate(FAINT)["faint"] == []


def test_on_paper_the_words_come_first_then_the_picture_whole_and_light(visit: Begin) -> None:
    visitor = visit(color_scheme="dark", viewport={"width": 718, "height": 1047})
    page = visitor.page("/timeline")
    expect(page.locator("#print")).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    picture, steps = page.locator("img"), page.locator("ol.steps")
    expect(steps.locator("li")).to_have_count(7)
    expect(steps).to_be_visible()
    expect(page.locator(".label").first).to_be_visible()
    for gone in page.locator("nav, form, button").all():
        expect(gone).to_be_hidden()
    box, words = picture.bounding_box(), steps.bounding_box()
    assert box and words and box["y"] > words["y"]
    assert box["height"] <= 1047, "longer than a sheet of A4 between its margins"
    assert page.evaluate("getComputedStyle(document.querySelector('.both img')).breakBefore") == "page"
    # black on white, also for somebody who reads in the dark
    assert lightness(visitor, picture) > 0.95
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_picture_has_words_for_those_who_do_not_see_it(visit: Begin) -> None:
    page, section = told(visit())
    assert len(section.locator("img").get_attribute("alt") or "") > 20
    section.locator("summary").first.press("Enter")
    expect(section.locator("ol.steps li")).to_have_count(7)
    expect(section.locator("ol.steps li").nth(5)).to_contain_text("day 10, give or take 2 days")
    expect(section.locator("ol.steps")).to_be_visible()
    announced = page.locator("#announcer").text_content() or ""
    assert "give or take 2 days" in announced


def test_the_words_come_also_where_the_picture_does_not(visit: Begin) -> None:
    visitor = visit(("ERR_FAILED",))
    page = visitor.page()
    page.route("**/timeline.svg", lambda route: route.abort())
    ask(page, ASKED)
    expect(page.locator("section.timeline img")).to_have_attribute(
        "alt", page.locator("img").get_attribute("alt") or "-"
    )
    page.locator("section.timeline summary").first.click()
    expect(page.locator("section.timeline ol.steps li").first).to_contain_text("Referral")


def test_without_javascript_it_looks_the_same(visit: Begin) -> None:
    with_script = told(visit())[1]
    page = visit(java_script_enabled=False).page()
    page.fill("#text", ASKED)
    page.click("#composer [type=submit]")
    without = page.locator("section.timeline")
    bare = "s => s.innerHTML.replace(/\\s+/g, '').replace(/<!--.*?-->/g, '')"
    assert "".join((without.inner_html()).split()) == with_script.evaluate(bare)


def test_controls_of_the_timeline_are_44_pixels_high(visit: Begin) -> None:
    visitor = visit(viewport={"width": 320, "height": 800}, has_touch=True, is_mobile=True)
    page, _ = told(visitor)
    assert page.evaluate(SMALL) == []
    page.goto(visitor.site + "/timeline")
    assert page.evaluate(SMALL) == []


def test_a_reload_shows_the_timeline_again(visit: Begin) -> None:
    page, section = told(visit())
    before = section.inner_html()
    page.reload()
    page.locator("section.timeline").wait_for()
    assert page.locator("section.timeline").inner_html() == before
