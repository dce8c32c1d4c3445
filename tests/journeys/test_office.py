"""The editor in Chromium on the real stack, by keyboard on a tablet: from a change to the chat, from a question to its
answer, and what a damaging training comes to.

On a stack of its own whose content, phrases and models are copies. It trains twice, which takes a few minutes; it is
part of ``make prove``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pyotp import TOTP

from service.library.publish import publish
from service.records.conversations import connect
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.stack import Stack, free_port
from service.web.accounts import Accounts, new_secret
from service.web.settings import ROOT, Settings
from tests.browser.conftest import Visit, chromium  # noqa: F401 - a fixture
from tests.browser.test_team import reach
from tests.journeys.talk import Person

PASSWORD = "seven quiet herons"
TABLET = {"width": 820, "height": 1180}
LEAD = " Please ask them before you drive."
QUESTION = "wot abaht me mobility scooter on the ward like"
TOPIC = "accommodation"
REVIEWERS = """reviewers:
  rea: {name: "Made up", role: "a nurse", body: B, number: "1", groups: [recovery], emails: [rea@example.org]}
"""
LONGEST_TRAINING = 120.0  # seconds, on a machine that does nothing else
PATIENCE = 600.0  # so that a training that takes too long is measured, not cut
SWAPPED = 30  # topics whose phrases go to another one: a fifth of all


@dataclass
class Office:
    """The stack, browsers of people with accounts, and the folder of content and phrases."""

    stack: Stack
    browser: Browser
    folder: Path
    secrets: dict[str, str]
    used: dict[str, str] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.stack.settings.public_url

    def page(self, path: str) -> Page:
        """Returns a page in a browser of its own, on a tablet; what goes wrong in it is noted."""
        context = self.browser.new_context(viewport=TABLET)
        context.set_default_timeout(60_000)
        self.visits.append(Visit(self.address, context))
        context.route("**/*", self.visits[-1].guard)
        return self.visits[-1].page(path)

    def code(self, name: str) -> str:
        """Returns a code that was not used yet, as soon as the telephone shows one."""
        while (code := TOTP(self.secrets[name]).at(datetime.now(UTC))) == self.used.get(name):
            time.sleep(0.5)
        self.used[name] = code
        return code

    def signed_in(self, name: str, path: str) -> Page:
        """Returns somebody's browser, signed in by keyboard, on a page of the editor."""
        page = self.page(f"/editor/login?next={path}")
        for control, words in (("#name", name), ("#password", PASSWORD), ("#code", self.code(name))):
            types(page, control, words)
        page.keyboard.press("Enter")
        page.wait_for_url(self.address + path)
        return page

    def pids(self) -> list[int]:
        """Returns the processes of the stack."""
        return [part.process.pid for part in self.stack.parts if part.process]


def types(page: Page, control: str, words: str) -> None:
    reach(page, control)
    page.keyboard.type(words)


def presses(page: Page, control: str) -> None:
    reach(page, control)
    page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def office(stack: Stack, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:  # noqa: F811
    folder, var = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("var")
    for name in ("content", "data/nlu"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "content/reviewers.yml").write_text(REVIEWERS)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "All of it"]):
        subprocess.run(
            ["git", "-C", folder, "-c", "user.name=d", "-c", "user.email=d@example.org", *arguments], check=True
        )
    shutil.copytree(stack.settings.var_dir / "model", var / "model")
    given = {
        "PORT": str(free_port()), "BOT_URL": f"http://127.0.0.1:{free_port()}", "VAR_DIR": str(var),
        "CONTENT_DIR": str(folder / "content"), "RATE_LIMIT": "100000",
    }  # fmt: skip
    settings = Settings.read({**os.environ, **given})
    publish(settings.content_dir, var, Urgent.from_data, AdviceRules.from_data)
    secrets = {name: new_secret() for name in ("ann", "rea")}
    accounts = Accounts(connect(settings.database_url))
    earlier = datetime.now(UTC) - timedelta(seconds=30)
    accounts.add("ann", ["editor"], PASSWORD, secrets["ann"], TOTP(secrets["ann"]).at(earlier))
    accounts.add("rea", ["reviewer"], PASSWORD, secrets["rea"], TOTP(secrets["rea"]).at(earlier))
    with Stack(settings, given) as running:
        running.wait_until_ready()
        made = Office(running, chromium, folder, secrets)
        yield made
        for visit in made.visits:
            visit.context.close()
    faults = [fault for visit in made.visits for fault in visit.faults]
    assert not faults, "\n".join(faults)


def written(chat: Page, question: str) -> None:
    """Writes a question in the chat by keyboard."""
    chat.locator("#text").focus()
    chat.keyboard.type(question)


def sent(chat: Page) -> None:
    """Sends what is written and waits for what comes back."""
    lines = chat.locator("#transcript > li.bot")
    before = lines.count()
    chat.keyboard.press("Enter")
    lines.nth(before).wait_for()


def test_from_a_change_to_the_chat_by_keyboard_on_a_tablet(office: Office) -> None:
    processes, model = office.pids(), (office.stack.settings.var_dir / "model/model.json").read_text()
    chat = office.page("/")
    written(chat, "when can I drive")
    sent(chat)
    assert LEAD.strip() not in chat.locator("article.answer").last.inner_text()

    editor = office.signed_in("ann", "/editor/topics/driving/edit")
    reach(editor, "#lead")
    editor.keyboard.press("Control+End")
    editor.keyboard.type(LEAD)
    types(editor, "#why", "Say it in the first sentence")
    expect(editor.locator("#state")).to_contain_text("The draft is saved.")
    presses(editor, "#save")
    editor.wait_for_url("**/editor/topics/driving?said=saved")

    reviewer = office.signed_in("rea", "/editor/review/topics/driving")
    expect(reviewer.locator(".preview")).to_contain_text(LEAD.strip())
    reach(reviewer, "input[name=evidence]")
    reviewer.keyboard.press("Space")
    types(reviewer, "#password", PASSWORD)
    types(reviewer, "#code", office.code("rea"))
    presses(reviewer, "form[action$='/sign'] button")
    reviewer.wait_for_url("**/editor/review?said=signed")

    written(chat, "when can I drive")  # so that it is sent as soon as somebody published
    editor.goto(office.address + "/editor/publish")
    presses(editor, "form[action='/editor/publish'] button")
    editor.wait_for_url("**/editor/publish?said=published")
    published = time.monotonic()
    chat.bring_to_front()
    waited = time.monotonic() - published
    sent(chat)
    answer = chat.locator("article.answer").last
    expect(answer).to_contain_text(LEAD.strip())
    expect(answer.locator(".label")).to_contain_text("Checked by a nurse")
    assert waited < 2, waited
    # Without training, and nothing was started again.
    assert office.pids() == processes
    assert (office.stack.settings.var_dir / "model/model.json").read_text() == model


def trained(page: Page) -> float:
    """Presses "Train again" and watches until its table stands there; returns the seconds it took."""
    presses(page, "form[action$='/start'] button")
    began = time.monotonic()
    expect(page.locator("progress")).to_be_visible()
    seen = set()
    while page.locator("progress").count():
        assert time.monotonic() - began < PATIENCE
        seen.add(page.locator("progress").get_attribute("value") if page.locator("progress").count() else None)
        page.wait_for_timeout(500)
    took = time.monotonic() - began
    assert len(seen - {None}) > 3, f"the progress stood still: {seen}"
    expect(page.get_by_role("table")).to_be_visible()
    return took


def test_from_a_question_without_an_answer_to_its_answer_and_back(office: Office) -> None:
    port = office.stack.settings.port
    person, walking = Person(port), Person(port)
    before = person.ask(QUESTION)
    assert before["outcome"] in ("unsure", "clarify"), before
    walk = [walking.choose("flow:eligibility"), walking.choose("flow:next")]

    page = office.signed_in("ann", "/editor/asked")
    group = page.locator("section.asked", has_text=QUESTION)
    field_id, select_id = (group.locator(kind).get_attribute("id") for kind in ("input[name=phrase]", "select"))
    reach(page, f"#{field_id}")
    page.keyboard.press("Tab")
    expect(page.locator(f"#{select_id}")).to_be_focused()
    page.keyboard.type(page.locator(f"#{select_id} option[value={TOPIC}]").inner_text())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("It is a phrase of that topic now")
    assert QUESTION in (office.folder / f"data/nlu/{TOPIC}.yml").read_text()

    page.goto(office.address + "/editor/retrain")
    took = trained(page)
    expect(page.get_by_text("Nothing is worse by more than chance.")).to_be_visible()
    assert person.ask(QUESTION)["outcome"] == before["outcome"]  # nothing is served that nobody switched on

    presses(page, "form[action$='/switch'] button")
    expect(page.get_by_text("It answers now.")).to_be_visible()
    after = person.ask(QUESTION)
    assert (after["outcome"], after["topic"]) == ("answered", TOPIC)
    walk.append(walking.choose("flow:next"))
    steps = [item["step"] for turn in walk for item in turn["replies"] if item["type"] == "criteria"]
    assert steps == [1, 2, 3]
    # What is served outlives the process that serves it.
    bot = next(part for part in office.stack.parts if part.name == "bot").process
    assert bot
    bot.kill()
    bot.wait()
    until = time.monotonic() + 120
    while person.ask(QUESTION)["outcome"] != "answered":
        office.stack.mend()
        assert time.monotonic() < until
        time.sleep(0.5)

    page.goto(office.address + "/editor/retrain")
    presses(page, "form[action$='/back'] button")
    expect(page.get_by_text("The model before answers again.")).to_be_visible()
    assert person.ask(QUESTION)["outcome"] == before["outcome"]
    assert took < LONGEST_TRAINING, took


def test_phrases_that_do_damage_are_refused_with_the_table_that_says_why(office: Office) -> None:
    files = sorted((office.folder / "data/nlu").glob("*.yml"))
    of_one = [path for path in files if re.findall(r"^- intent: (\w+)$", path.read_text(), re.M) == [path.stem]]
    moved = [path.read_text().partition("examples:")[2] for path in of_one[:SWAPPED]]
    for path, own in zip(of_one[:SWAPPED], [*moved[1:], moved[0]], strict=True):
        head, mark, _ = path.read_text().partition("examples:")
        path.write_text(head + mark + own)
    person = Person(office.stack.settings.port)

    page = office.signed_in("ann", "/editor/retrain")
    in_force = (office.stack.settings.var_dir / "model/model.json").read_text()
    trained(page)
    expect(page.get_by_role("alert")).to_contain_text("It cannot be switched on")
    worse = page.locator("tr.worse")
    assert worse.count() > 1 and "Worse" in worse.first.inner_text()
    expect(page.locator("tr.worse", has_text="Questions that get their topic")).to_have_count(1)
    expect(page.locator("form[action$='/switch']")).to_have_count(0)
    assert (office.stack.settings.var_dir / "model/model.json").read_text() == in_force
    assert person.ask("what is CRS?")["topic"] == "crs"
