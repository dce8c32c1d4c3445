"""From an editor's change to the words that patients get, in a browser: review, sign, publish, go back, withdraw."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from pyotp import TOTP

from service.web.settings import ROOT
from tests.browser.test_editor import PASSWORD, PHONE, REFUSED, TABLET, Office, house_of, office, unhindered
from tests.browser.test_team import reach
from tests.patience import within

__all__ = ["house_of", "office"]  # pytest finds fixtures by name

DRIVING = "topics/driving"
PATIENCE = 120_000  # milliseconds: reading and checking all of the content, where other suites run at the same time
REVIEWER = """reviewers:
  {name}: {{name: "Made up", role: "a nurse", body: B, number: "1", groups: [recovery, cards], emails: [x@example.org]}}
"""


@pytest.fixture
def clinic(office: Office) -> Iterator[Office]:
    """The office, whose list of reviewers and signatures are as before afterwards."""
    office.house.shelf.warm()  # nobody waits for it while signing in
    yield office
    (office.folder / "reviewers.yml").write_bytes((ROOT / "content" / "reviewers.yml").read_bytes())
    for file in (office.folder / "signatures").rglob("*.yml"):
        file.unlink()


def named(clinic: Office, name: str) -> None:
    """Puts somebody into the list of reviewers, in git, and has the pages read it all."""
    (clinic.folder / "reviewers.yml").write_text(REVIEWER.format(name=name), encoding="utf-8")
    clinic.git("commit", "-qam", "A reviewer")
    clinic.house.shelf.warm()
    assert clinic.house.shelf.faults() == []


def another_code(secret: str, used: str) -> str:
    """Returns a code that was not used yet, as soon as the telephone shows one."""
    while (code := TOTP(secret).at(datetime.now(UTC))) == used:
        time.sleep(1)
    return code


def presses(page: Page, control: str) -> None:
    reach(page, control)
    page.keyboard.press("Enter")


def test_from_a_change_to_the_words_of_patients_by_keyboard_on_a_tablet(clinic: Office) -> None:
    _, editor = clinic.signed_in("editor", path="/editor/topics/driving/edit")
    name, secret = clinic.person("reviewer")
    named(clinic, name)
    editor.set_default_timeout(PATIENCE)
    editor.fill("#lead", "Ask your team before you drive. Please do.")
    editor.fill("#why", "Plainer")
    editor.click("#save")
    editor.wait_for_url("**/editor/topics/driving?said=saved")

    reviewer = clinic.begin(clinic.address).page(f"/editor/login?next=/editor/review/{DRIVING}")
    reviewer.set_default_timeout(PATIENCE)
    used = TOTP(secret).now()
    for control, words in (("#name", name), ("#password", PASSWORD), ("#code", used)):
        reach(reviewer, control)
        reviewer.keyboard.type(words)
    reviewer.keyboard.press("Enter")
    reviewer.wait_for_url(f"{clinic.address}/editor/review/{DRIVING}")
    expect(reviewer.locator(".preview")).to_contain_text("Ask your team before you drive. Please do.")
    reach(reviewer, "input[name=evidence]")
    reviewer.keyboard.press("Space")
    reach(reviewer, "#password")
    reviewer.keyboard.type(PASSWORD)
    reach(reviewer, "#code")
    reviewer.keyboard.type(another_code(secret, used))
    presses(reviewer, "form[action$='/sign'] button")
    reviewer.wait_for_url("**/editor/review?said=signed")
    assert "evidence:" in (clinic.folder / "signatures" / "topics" / "driving.yml").read_text(encoding="utf-8")

    editor.goto(clinic.address + "/editor/publish")
    expect(editor.locator(f"section.change a[href='/editor/review/{DRIVING}']")).to_have_count(1)
    unhindered(editor, "publish")
    presses(editor, "form[action='/editor/publish'] button")
    editor.wait_for_url("**/editor/publish?said=published")
    published = time.monotonic()
    reviewer.goto(clinic.address + "/topics/driving")

    assert time.monotonic() - published < within(2)
    expect(reviewer.locator("main .answer")).to_contain_text("Ask your team before you drive. Please do.")
    expect(reviewer.locator("main .answer .label")).to_contain_text("Checked by a nurse")


def test_sent_back_changed_and_gone_back(clinic: Office) -> None:
    name, page = clinic.signed_in("reviewer", "editor", "lead", path="/editor/review")
    named(clinic, name)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{clinic.address}/editor/review/{DRIVING}")
    page.fill("#reason", "Say who decides.")
    page.click("form[action$='/send-back'] button")
    page.wait_for_url("**/editor/review?said=back")
    page.goto(clinic.address + "/editor/topics/driving/edit")
    expect(page.locator("main")).to_contain_text("Say who decides.")
    unhindered(page, "sent back")
    page.fill("#lead", "Your team decides with you.")
    page.fill("#why", "Who decides")
    page.click("#save")
    page.wait_for_url("**/editor/topics/driving?said=saved")
    expect(page.locator("main")).not_to_contain_text("Say who decides.")

    page.get_by_role("link", name="History").click()
    page.get_by_role("row").filter(has_text="All of it").get_by_role("link").click()
    unhindered(page, "a version")
    page.fill("#why", "Were better")
    page.get_by_role("button", name=re.compile("Put these words")).click()
    page.wait_for_url("**/editor/topics/driving?said=saved")

    assert clinic.text() == (ROOT / "content" / "topics/recovery/driving.md").read_text(encoding="utf-8")


def test_withdrawn_words_are_gone_at_once(clinic: Office) -> None:
    _, page = clinic.signed_in("editor", path="/editor/withdraw", expected=REFUSED)
    page.select_option("#topic", "driving")
    page.fill("#reason", "A wrong figure")
    page.get_by_role("button", name="Withdraw it now").click()
    page.wait_for_url("**/editor/withdraw?said=withdrawn")
    unhindered(page, "withdrawn")
    page.goto(clinic.address + "/topics/driving")

    expect(page.locator("main")).to_contain_text("The words on this are being checked")


@pytest.mark.parametrize("look", [{"viewport": TABLET}, {"viewport": PHONE, "color_scheme": "dark"}])
def test_none_of_these_pages_has_a_barrier(clinic: Office, look: dict[str, object]) -> None:
    name, page = clinic.signed_in("editor", "reviewer", "lead", expected=REFUSED, **look)
    named(clinic, name)
    page.set_default_timeout(PATIENCE)
    for path in ("review", "review?state=unsigned", f"review/{DRIVING}", "review/cards/urgent", "review/wording",
                 "review/eligibility", "publish", "publish/back", "withdraw", "topics/driving",
                 "topics/driving/history",
                 "facts", "facts/crs_any", "helplines", "helplines/nhs_111"):  # fmt: skip
        page.goto(f"{clinic.address}/editor/{path}")
        unhindered(page, f"{path} {look}")
    page.fill("#url", "http://example.org")
    page.click("button[type=submit]")
    expect(page.locator("#notice")).to_contain_text("https://")
    unhindered(page, f"a helpline with a fault {look}")
    page.goto(f"{clinic.address}/editor/review/{DRIVING}")
    page.fill("#password", "wrong")
    page.fill("#code", "000000")
    page.click("form[action$='/sign'] button")
    expect(page.locator("#notice")).to_contain_text("Not signed.")
    unhindered(page, f"not signed {look}")
