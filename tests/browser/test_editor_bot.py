"""The pages about the bot in a browser: no barrier in any state, all by keyboard, and a training that is watched."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from service.editor.phrase_desk import PhraseDesk
from service.editor.training import Training
from service.records.conversations import Records, TurnRecord, utc_now
from service.web.settings import ROOT
from tests.browser.test_editor import (  # noqa: F401 - fixtures
    PHONE,
    REFUSED,
    TABLET,
    Office,
    house_of,
    office,
    unhindered,
)
from tests.editor.bot_double import BotDouble
from tests.editor.test_retrain import LINE, NEW, OLD

WAITING = """
import json, sys, time
from pathlib import Path
print(json.dumps({"step": "train"}), flush=True)
while not Path(sys.argv[1], "go").exists():
    time.sleep(0.05)
Path(sys.argv[1], "result.json").write_text(sys.argv[2])
print(json.dumps({"result": {}}), flush=True)
"""


@pytest.fixture
def bot(office: Office) -> Office:  # noqa: F811
    """The office with phrases, a bot that knows some of them, and questions without an answer."""
    phrases = office.folder.parent / "data" / "nlu"
    shutil.rmtree(phrases, ignore_errors=True)
    shutil.copytree(ROOT / "data" / "nlu", phrases)
    known = {name: own[:3] for name, own in PhraseDesk(office.house, "").all().items()}
    office.house.bot = office.house.training.bot = BotDouble(known)  # type: ignore[assignment]
    records = Records(office.house.engine)
    records.erase("asked-1")
    records.open("asked-1", "site")
    for number, text in enumerate(
        ("may i bring my parrot to the ward", "may i bring my parrot to the ward please", "when is tea"), 1
    ):
        told = {"replies": [], "choices": []}
        turn = TurnRecord(number, f"asked-{number}", text, told, "unsure", None, None, 0.2, utc_now())
        records.add("asked-1", turn)
    records.rate("asked-1", 3, False, "this did not help")
    return office


def becomes(monkeypatch: pytest.MonkeyPatch, bot: Office, **changed: Any) -> Path:
    """Makes trainings wait for a file ``go`` in the folder that is returned, and then come to this line."""
    training = bot.house.training
    for folder, name in ((training.model, OLD), (training.made, NEW)):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"a model")
        (folder / "model.json").write_text(json.dumps({"file": name, "sha256": "", "net": "", "inputs": name}))
    (training.made / "result.json").unlink(missing_ok=True)
    (training.made / "go").unlink(missing_ok=True)
    lines = [{**LINE, "worse": False, **changed}, {**LINE, "name": "topic", "topic": "driving", "worse": False}]
    worse = any(line["worse"] for line in lines)
    told = {"file": NEW, "of": OLD, "lines": lines, "worse": worse, "seconds": 41.0, "phrases": 15000}

    def command(own: Training, _: Path) -> list[str]:
        return [sys.executable, "-c", WAITING, str(own.made), json.dumps(told)]

    monkeypatch.setattr(Training, "_command", command)
    return training.made


def test_no_page_about_the_bot_has_a_barrier(bot: Office) -> None:
    for look in ({"viewport": TABLET}, {"viewport": PHONE, "color_scheme": "dark"}):
        _, page = bot.signed_in("editor", "lead", expected=REFUSED, **look)
        for path in ("/phrases", "/phrases/driving", "/phrases/driving?confused=1", "/phrases/nothing", "/asked",
                     "/retrain", "/try", "/insight", "/insight?weeks=52"):  # fmt: skip
            page.goto(f"{bot.address}/editor{path}")
            unhindered(page, f"{path} {look}")
        page.goto(f"{bot.address}/editor/phrases/driving")
        page.fill("#phrase", "?!")
        page.locator("#phrase").press("Enter")
        expect(page.locator(".notice")).to_contain_text("A phrase has")
        unhindered(page, f"a refused phrase {look}")
        page.goto(f"{bot.address}/editor/asked")
        page.get_by_role("button", name="New topic").first.click()
        expect(page.locator("h1")).to_have_text("New topic")
        unhindered(page, f"a new topic {look}")
        for text in ("when can i drive", "I have a fever and shivers now"):
            page.goto(f"{bot.address}/editor/try")
            page.fill("#text", text)
            page.locator("#text").press("Enter")
            expect(page.locator("#bot-title")).to_be_visible()
            unhindered(page, f"tried {text} {look}")


def test_a_question_becomes_a_phrase_by_keyboard(bot: Office) -> None:
    _, page = bot.signed_in("editor", path="/editor/asked")
    field = page.get_by_label("As a phrase").first
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("are parrots allowed")
    page.keyboard.press("Tab")
    page.keyboard.type("Can I drive")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("It is a phrase of that topic now")

    held = [name for name, own in PhraseDesk(bot.house, "").all().items() if "are parrots allowed" in own]
    assert len(held) == 1
    expect(page.get_by_text("my parrot to the ward please")).to_have_count(0)


@pytest.mark.parametrize("worse", [False, True])
def test_a_training_is_watched_and_its_table_has_no_barrier(
    bot: Office, monkeypatch: pytest.MonkeyPatch, worse: bool
) -> None:
    made = becomes(monkeypatch, bot, **({"new": 50, "worse": True} if worse else {}))
    for number, look in enumerate(({"viewport": TABLET}, {"viewport": PHONE, "color_scheme": "dark"})):
        _, page = bot.signed_in("lead", path="/editor/retrain", **look)
        if number == 0:
            page.get_by_role("button", name="Train again").click()
            expect(page.locator("progress")).to_be_visible()
            unhindered(page, f"under way {look}")
            (made / "go").touch()
        expect(page.get_by_role("table")).to_be_visible(timeout=60_000)  # without a key being pressed
        unhindered(page, f"the table {look}")
        expect(page.get_by_role("button", name="Switch the new model on")).to_have_count(0 if worse else 1)
    if not worse:
        page.get_by_role("button", name="Switch the new model on").click()
        expect(page.get_by_text("It answers now.")).to_be_visible()
        unhindered(page, "switched")
