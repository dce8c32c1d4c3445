"""The pages around the panel: what foreign ones cannot do, and what single-page apps, copies and no script do to it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from service.chat.tokens import Tokens
from tests.browser.conftest import Service, until
from tests.browser.websites import EXAMPLE, FOREIGN, ICON, NEAR, OTHER, Begin, ask, inside, launcher, opened

pytestmark = pytest.mark.usefixtures("websites")


def test_a_foreign_page_cannot_frame_read_or_post(visit: Begin, site: str) -> None:
    visitor = visit(("frame-ancestors", "CORS", "Failed to load", "Failed to fetch", "target origin", "ERR_"))
    visitor.hosts = (site.removeprefix("http://"),)
    for path in ("/", "/frame"):
        page = visitor.at(FOREIGN + path)
        if path == "/":
            launcher(page).click()
        frame = page.locator("iframe")
        frame.wait_for(state="attached")
        until(lambda page=page: len(page.frames) == 2)
        page.wait_for_timeout(500)
        assert page.frame_locator("iframe").locator("#text").count() == 0
    read = f"""async () => {{
      const tries = {{
        page: () => fetch('{site}/widget/panel?site=example').then(answer => answer.text()),
        opened: () => fetch('{site}/api/v1/conversations', {{method: 'POST', body: '{{}}'}}).then(a => a.text()),
        blind: () => fetch('{site}/api/v1/conversations', {{method: 'POST', body: '{{}}', mode: 'no-cors'}}),
        topics: () => fetch('{site}/api/v1/topics').then(answer => answer.text()),
      }};
      const got = {{}};
      for (const [name, attempt] of Object.entries(tries)) {{
        got[name] = await attempt().then(() => 'read', () => 'kept out');
      }}
      return got;
    }}"""
    assert page.evaluate(read) == {"page": "kept out", "opened": "kept out", "blind": "kept out", "topics": "kept out"}
    # What such a post would be answered, were it read: nothing was opened.
    refused = page.request.post(f"{site}/api/v1/conversations", data={}, headers={"Origin": FOREIGN})
    assert refused.status == 403


def test_the_page_around_cannot_look_into_the_chat_or_speak_for_it(visit: Begin, site: str) -> None:
    page = visit((*ICON, "Blocked a frame", "target origin")).at(EXAMPLE)
    panel = opened(page)
    ask(panel, "What is CRS?")
    tried = page.evaluate("""() => {
      const frame = document.querySelector('obe-cel-questions').shadowRoot.querySelector('iframe');
      const attempt = look => { try { return String(look()); } catch (error) { return error.name; } };
      return [frame.contentDocument, attempt(() => frame.contentWindow.document),
        attempt(() => frame.contentWindow.sessionStorage)].map(String);
    }""")
    assert tried == ["null", "SecurityError", "SecurityError"]
    # A message that does not come from the panel closes nothing.
    page.evaluate("postMessage({'obe-cel': 'close'}, '*')")
    page.wait_for_timeout(200)
    expect(panel.locator("#text")).to_be_visible()


def test_two_sites_never_mix(visit: Begin, service: Service) -> None:
    visitor = visit(ICON)
    page = visitor.at(NEAR)
    panel = opened(page)
    ask(panel, "What is CRS?")
    first = inside(page).evaluate("({...sessionStorage})")
    colour = panel.locator("#composer button[type=submit]").evaluate(
        "button => getComputedStyle(button).backgroundColor"
    )
    visitor.hosts = (*visitor.hosts, OTHER.removeprefix("http://"))
    page.goto(OTHER)
    panel = opened(page)
    assert panel.locator("li.person").count() == 0
    assert "example charity" not in panel.locator("#transcript").inner_text()
    assert panel.locator("#composer button[type=submit]").evaluate(
        "button => getComputedStyle(button).backgroundColor"
    ) not in (colour, "rgba(0, 0, 0, 0)")
    ask(panel, "chest pain")
    second = inside(page).evaluate("({...sessionStorage})")
    tokens = Tokens(service.settings.secret_key)
    found = {name: tokens.read(json.loads(kept)["token"]).site for name, kept in (first | second).items()}
    assert found == {"conversation example": "example", "conversation other": "other"}
    page.goto(NEAR)
    panel = opened(page)
    expect(panel.locator("li.person p")).to_have_text(["What is CRS?"])


def test_the_snippet_twice_on_a_page_is_one_launcher(visit: Begin) -> None:
    visitor = visit(ICON)
    page = visitor.at(OTHER + "/twice")
    expect(launcher(page)).to_have_count(1)
    page.evaluate(
        """src => {
      const again = document.createElement('script');
      Object.assign(again, {src});
      again.dataset.site = 'other';
      document.head.append(again);
      return new Promise(done => again.addEventListener('load', done));
    }""",
        f"{visitor.site}/widget/v1/embed.js",
    )
    expect(launcher(page)).to_have_count(1)
    expect(page.locator("a[data-obe-cel-questions]").first).to_be_hidden()


NEW_BODY = """() => {
  history.pushState({}, '', '/somewhere');
  const body = document.createElement('body');
  body.append(document.createElement('main'));
  document.documentElement.replaceChild(body, document.body);
}"""

ALL_ELSE = "for (const child of [...document.documentElement.children]) if (child !== document.body) child.remove()"


def test_an_app_that_changes_its_whole_body_keeps_the_panel_and_what_was_said(visit: Begin) -> None:
    page = visit(ICON).at(EXAMPLE)
    panel = opened(page)
    ask(panel, "What is CRS?")
    page.evaluate(NEW_BODY)
    # Nothing is loaded again: there is no storage here that would bring the words back.
    expect(panel.locator("li.person p")).to_have_text(["What is CRS?"])
    expect(launcher(page)).to_have_count(1)


def test_an_app_that_throws_the_launcher_out_gets_it_back_with_what_was_said(visit: Begin) -> None:
    page = visit(ICON).at(NEAR)
    panel = opened(page)
    ask(panel, "What is CRS?")
    page.evaluate(NEW_BODY)
    page.evaluate(ALL_ELSE)
    expect(launcher(page)).to_have_count(1)
    expect(panel.locator("li.person p")).to_have_text(["What is CRS?"])


@pytest.mark.parametrize("key", ["nobody", ""])
def test_an_unknown_site_keeps_its_plain_link(visit: Begin, site: str, key: str) -> None:
    visitor = visit(ICON)
    page = visitor.at(FOREIGN + f"/unknown{key}")
    page.wait_for_load_state("networkidle")
    expect(launcher(page)).to_have_count(0)
    link = page.locator("a[data-obe-cel-questions]")
    expect(link).to_be_visible()
    assert link.get_attribute("href") == f"{site}/"


def test_without_javascript_the_link_leads_to_the_chat(visit: Begin) -> None:
    page = visit(ICON, java_script_enabled=False).at(EXAMPLE)
    page.click("a[data-obe-cel-questions]")
    page.fill("#text", "What is CRS?")
    page.click("#composer button[type=submit]")
    expect(page.locator("#latest article.answer h2")).to_have_text("What is CRS?")
