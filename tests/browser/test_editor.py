"""The editor's pages in a real browser: by keyboard, on a tablet, without JavaScript, and without a barrier."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pyotp import TOTP

from service.chat.app import create
from service.editor.app import attach
from service.editor.house import House
from service.web.accounts import new_secret
from service.web.settings import ROOT, Settings
from tests.browser.axe import broken
from tests.browser.conftest import Visit, serving, until
from tests.browser.test_look import FAINT, SMALL, too_wide
from tests.browser.test_team import reach

TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 320, "height": 568}
PASSWORD = "seven quiet herons"
REFUSED = ("Failed to load resource",)  # what the console says of an answer such as 409
NUMBERS = count(1)  # no name twice in one database
DRIVING = "topics/recovery/driving.md"


@dataclass
class Office:
    """The running service over a copy of the content, in git; browsers of people with accounts."""

    address: str
    house: House
    folder: Path
    begin: Callable[..., Visit]

    def text(self, file: str = DRIVING) -> str:
        return (self.folder / file).read_text(encoding="utf-8")

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.folder), "-c", "user.name=dev", "-c", "user.email=dev@example.org"]
        return subprocess.run([*command, *arguments], check=True, capture_output=True, text=True).stdout.strip()

    def person(self, *roles: str) -> tuple[str, str]:
        """Returns name and secret of a new account, whose codes of now and of the next half minute are not used."""
        name, secret = f"person_{next(NUMBERS)}", new_secret()
        earlier = TOTP(secret).at(datetime.now(UTC) - timedelta(seconds=30))
        self.house.accounts.add(name, list(roles), PASSWORD, secret, earlier)
        return name, secret

    def signed_in(self, *roles: str, path: str = "/editor/topics", **options: Any) -> tuple[str, Page]:
        """Returns a new person's name and their browser, signed in, on a page."""
        name, secret = self.person(*roles)
        page = self.begin(self.address, **options).page(f"/editor/login?next={path}")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.fill("#code", TOTP(secret).now())
        page.click("main button")
        page.wait_for_url(self.address + path)
        return name, page


@pytest.fixture(scope="module")
def house_of(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House, Path]]:
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(published, folder / "var")
    shutil.copytree(ROOT / "content", folder / "content")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {"VAR_DIR": str(folder / "var"), "CONTENT_DIR": str(folder / "content"), "PORT": str(port)}
    settings = Settings.read({**given, "BOT_URL": "http://127.0.0.1:9"})
    app = create(settings)
    attach(app, settings)
    app.state.editor.shelf.warm()  # which takes its time where all suites run at once
    with serving(app, port) as address:
        yield address, app.state.editor, folder / "content"


@pytest.fixture
def office(house_of: tuple[str, House, Path], chromium: Browser) -> Iterator[Office]:
    """The office as it opens each day: the content as committed, no drafts."""
    address, house, folder = house_of
    visits: list[Visit] = []

    def begin(site: str, expected: tuple[str, ...] = (), **options: Any) -> Visit:
        context = chromium.new_context(**{"viewport": TABLET, **options})
        context.set_default_timeout(60_000)
        visits.append(Visit(site, context, expected=expected))
        context.route("**/*", visits[-1].guard)
        return visits[-1]

    shutil.copy(ROOT / "content" / DRIVING, folder / DRIVING)
    shutil.rmtree(folder / ".git", ignore_errors=True)
    opened = Office(address, house, folder, begin)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All of it"]):
        opened.git(*arguments)
    for draft in house.drafts.of():
        house.drafts.remove(draft.topic, draft.who, draft.number)
    yield opened
    for made in visits:
        made.context.close()
    faults = [fault for made in visits for fault in made.faults]
    assert not faults, "\n".join(faults)


def unhindered(page: Page, state: str) -> None:
    """Asserts that nothing on the page as it stands is a barrier, too wide, too small or too faint."""
    assert broken(page) == [], state
    assert not too_wide(page), state
    assert page.evaluate(SMALL) == [], state
    assert page.evaluate(FAINT)["faint"] == [], state


def kept(page: Page) -> None:
    """Waits until the draft is kept and checked."""
    expect(page.locator("#state")).to_contain_text("The draft is saved.")


def test_no_page_of_the_editor_has_a_barrier(office: Office) -> None:
    for look in ({"viewport": TABLET}, {"viewport": PHONE, "color_scheme": "dark"}):
        _, page = office.signed_in("editor", "lead", expected=REFUSED, **look)
        topic = "/editor/topics/driving"
        for path in ("/editor/topics", "/editor/topics?q=qwertz", topic, "/editor/topics/risk_of_death",
                     f"{topic}/edit", "/editor/sessions", "/editor/audit", "/editor/topics/nothing"):  # fmt: skip
            page.goto(office.address + path)
            unhindered(page, f"{path} {look}")
        page.goto(f"{office.address}{topic}/edit")
        page.fill("#body", "You will be fine. " + " ".join(["word"] * 30) + ".")
        kept(page)
        page.locator("#figures summary").click()
        unhindered(page, f"with faults {look}")
        page.click("#save")
        expect(page.locator("#notice")).to_contain_text("Mend what stands under Checks")
        unhindered(page, f"not saved {look}")


def test_signing_in_has_no_barrier_also_when_it_fails(office: Office) -> None:
    page = office.begin(office.address, expected=REFUSED, viewport=PHONE).page("/editor/login")
    unhindered(page, "sign in")
    for name in ("name", "password", "code"):
        page.fill(f"#{name}", "wrong")
    page.click("main button")
    expect(page.get_by_role("alert")).to_contain_text("do not fit together")
    unhindered(page, "not signed in")


def test_checks_and_preview_follow_while_somebody_types(office: Office) -> None:
    _, page = office.signed_in("editor", path="/editor/topics/driving/edit")
    page.locator("#body").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nYou can drive again in 3 weeks. {{ no_such }} <b>x</b>")

    expect(page.locator("#checks")).to_contain_text("'3' is typed")
    expect(page.locator("#checks")).to_contain_text("clears somebody to drive")
    expect(page.locator("#checks")).to_contain_text("no_such")
    expect(page.locator("#body")).to_be_focused()
    page.fill("#body", "Ask your team. See [tiredness](topic:tiredness).")
    expect(page.locator("#preview .answer")).to_contain_text("Ask your team. See tiredness.")
    expect(page.locator("#preview .answer .label")).to_have_text("Not yet checked by a clinician")
    expect(page.locator("#preview a[href='/topics/tiredness']")).to_have_count(1)
    kept(page)
    page.reload()
    expect(page.locator("#body")).to_have_value("Ask your team. See [tiredness](topic:tiredness).")
    assert "Ask your team. See" not in office.text()


def test_the_preview_is_what_patients_get(office: Office) -> None:
    _, page = office.signed_in("editor", path="/editor/topics/driving/edit")
    shown = page.locator("#preview .answer > p:not(.label):not(.more), #preview .answer li").all_inner_texts()
    page.goto(office.address + "/topics/driving")
    served = page.locator("main .answer > p:not(.label):not(.fingerprint):not(.print-page)").all_inner_texts()

    assert len(served) > 5
    assert set(served) <= set(shown)


def test_the_whole_way_by_keyboard_on_a_tablet(office: Office) -> None:
    name, secret = office.person("editor")
    page = office.begin(office.address).page("/editor")
    for control, words in (("#name", name), ("#password", PASSWORD), ("#code", TOTP(secret).now())):
        reach(page, control)
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/editor/topics")
    reach(page, "#q")
    page.keyboard.type("insurer drive")
    page.keyboard.press("Enter")
    expect(page.locator(".states a")).to_have_count(1)
    reach(page, ".states a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/editor/topics/driving")
    reach(page, "a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/editor/topics/driving/edit")
    reach(page, "#lead")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Please ask.")
    kept(page)
    reach(page, "#why")
    page.keyboard.type("A kinder ending")
    reach(page, "#save")
    page.keyboard.press("Enter")
    page.wait_for_url("**/editor/topics/driving?said=saved")

    expect(page.get_by_role("status")).to_contain_text("Saved.")
    assert "Please ask." in office.text()
    assert office.git("log", "-1", "--format=%an %s") == f"{name} driving: A kinder ending"
    changes = office.git("diff", "--numstat", "HEAD~1", "HEAD").split()
    assert changes[:2] == ["1", "1"]


def test_saving_at_once_after_the_last_key_loses_nothing(office: Office) -> None:
    _, page = office.signed_in("editor", path="/editor/topics/driving/edit")
    page.fill("#why", "Quick")
    for words in ("One.", "Two.", "Three."):
        page.fill("#lead", f"Ask your team before you drive. {words}")
        page.wait_for_timeout(790)  # about when the draft is sent
    page.click("#save")
    page.wait_for_url("**/editor/topics/driving?said=saved")

    assert "Three." in office.text()


def test_two_editors_both_see_both_versions_and_lose_nothing(office: Office) -> None:
    first, one = office.signed_in("editor", path="/editor/topics/driving/edit")
    second, two = office.signed_in("editor", path="/editor/topics/driving/edit", expected=REFUSED)
    two.fill("#lead", "Not until your team says so. These are the words of the second.")
    kept(two)
    one.fill("#lead", "Not until your team says so. These are the words of the first.")
    expect(one.locator("#told")).to_contain_text(f"{second} is changing this topic too")
    unhindered(one, "somebody else too")
    one.fill("#why", "First")
    one.click("#save")
    one.wait_for_url("**/editor/topics/driving?said=saved")
    two.locator("#title").press_sequentially(" ")

    expect(two.locator("#told")).to_contain_text(f"{first} saved it on")
    two.fill("#why", "Second")
    two.click("#save")
    expect(two.locator("#notice")).to_contain_text("somebody changed it")
    unhindered(two, "both versions")
    assert "words of the first" in office.text()
    expect(two.locator("#lead")).to_have_value("Not until your team says so. These are the words of the second.")
    two.locator("input[name=seen]").check()
    two.click("#save")
    two.wait_for_url("**/editor/topics/driving?said=saved")
    assert "words of the second" in office.text()
    assert "words of the first" in office.git("show", f"HEAD~1:./{DRIVING}")


def test_two_windows_of_one_editor(office: Office) -> None:
    _, one = office.signed_in("editor", path="/editor/topics/driving/edit", expected=REFUSED)
    two = one.context.new_page()
    two.goto(one.url)
    one.fill("#lead", "Words of the first window.")
    kept(one)
    two.fill("#lead", "Words of the second window.")

    expect(two.locator("#state")).to_contain_text("another window")
    unhindered(two, "two windows")
    two.reload()
    expect(two.locator("#lead")).to_have_value("Words of the first window.")


def test_without_javascript_nothing_is_missing(office: Office) -> None:
    _, page = office.signed_in(
        "editor", path="/editor/topics/driving/edit", java_script_enabled=False, expected=REFUSED
    )
    page.fill("#lead", "You will be fine.")
    page.click(".saving button.plain")
    page.wait_for_url(re.compile("said=draft"))
    expect(page.locator("#checks")).to_contain_text("is a verdict")
    page.fill("#lead", "Ask your team.")
    page.fill("#why", "Short")
    page.click("#save")
    page.wait_for_url("**/editor/topics/driving?said=saved")
    page.goto(office.address + "/editor/sessions")
    page.get_by_role("button", name="Sign out everywhere").click()
    page.wait_for_url("**/editor/login")
    assert 'lead: "Ask your team."' in office.text()


def test_words_stay_when_the_session_ends_while_somebody_types(office: Office) -> None:
    name, page = office.signed_in("editor", path="/editor/topics/driving/edit", expected=REFUSED)
    office.house.sessions.close_all(name)
    page.fill("#lead", "Typed too late.")

    expect(page.locator("#state")).to_contain_text("You are signed out")
    expect(page.locator("#lead")).to_have_value("Typed too late.")
    until(lambda: office.house.drafts.of() == [])
