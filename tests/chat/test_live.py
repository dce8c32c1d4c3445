"""Tests of live mode: only what is signed today is served, and what is not leaves no word of itself anywhere."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service import __main__ as service_main
from service.chat.app import create
from service.chat.served import NotFit
from service.library import versions
from tests.chat.conftest import Start, settings_for
from tests.chat.decided import answers, close, offered, topic
from tests.chat.person import LABEL, Person, phones, problem
from tests.chat.signed import ENDS, LINE, ROLE, UNTIL, Clock
from tests.service_bot.rasa import Rasa

HELD = "crs"
FIXED_LINE = "The words on this are being checked, so I cannot show them just now."


def held_line(turn: dict[str, Any], name: str | None) -> None:
    """Asserts that a turn is the fixed line with helplines, and nothing of a topic."""
    assert (turn["outcome"], turn["topic"], turn["choices"]) == ("unavailable", name, [])
    first, people = turn["replies"]
    assert (first["type"], people["type"]) == ("text", "helplines")
    assert first["text"].startswith(FIXED_LINE)
    assert "999" in phones(first["blocks"]) or "999" in first["text"]
    assert people["helplines"]


@contextmanager
def stored(var: Path) -> Iterator[dict[str, Any]]:
    """Gives the published fixed words to change, and puts them back in the place of the old."""
    folder = versions.current(var)
    assert folder
    path = folder / versions.FIXED
    fixed = json.loads(path.read_text(encoding="utf-8"))
    yield fixed
    new = path.with_suffix(".new")
    new.write_text(json.dumps(fixed), encoding="utf-8")
    new.replace(path)


def title_of(client: TestClient, name: str) -> str:
    """Returns a topic's title as it is published, served or not."""
    library = client.app.state.chat.serving._library  # type: ignore[attr-defined]
    return str(library.published().topics[name]["title"])


def test_live_does_not_start_on_unsigned_words(published: Path, rasa: Rasa) -> None:
    with pytest.raises(NotFit) as refused:
        create(settings_for(published, rasa, MODE="live"))
    for part in ("cards/crisis, cards/emergency, cards/urgent, wording", "service.library sign cards/crisis"):
        assert part in str(refused.value)


def test_the_command_says_in_one_sentence_why_live_does_not_start(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(service_main.logs, "begin", lambda: None)
    monkeypatch.setenv("MODE", "live")
    monkeypatch.setenv("VAR_DIR", str(published))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/records.db")
    assert service_main.main() == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("The service did not start: MODE is live, but no sign-off counts for")


@pytest.mark.parametrize("unit", ["cards/crisis", "wording"])
def test_one_card_or_the_wording_without_a_sign_off_is_enough_to_refuse(
    start: Start, signed_var: Path, tmp_path: Path, unit: str
) -> None:
    shutil.copytree(signed_var, tmp_path / "var")
    with stored(tmp_path / "var") as fixed:
        (fixed if unit == "wording" else fixed["cards"]["crisis"])["signoff"]["status"] = "changed"
    with pytest.raises(NotFit, match=f"for the published {unit}: sign"):
        start(Clock(), MODE="live")


def test_a_signed_answer_carries_who_checked_it_until_when_and_its_fingerprint(live: TestClient, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = topic("driving")
    turn = Person(live).ask("can i drive")
    (answer,) = turn["replies"]
    assert answer["signoff"] == {
        "status": "signed", "role": ROLE, "on": "2027-01-01", "next_review": ENDS["topics/driving"],
    }  # fmt: skip
    assert answer["label"] == LINE.replace("1 December 2028", "28 March 2027")
    same = live.get("/api/v1/topics/driving").json()
    page = live.get("/topics/driving").text
    assert {key: same[key] for key in ("signoff", "label", "fingerprint", "sources")} == {
        key: answer[key] for key in ("signoff", "label", "fingerprint", "sources")
    }
    assert f'<p class="label">{answer["label"]}</p>' in page
    short = answer["fingerprint"].removeprefix("sha256:")[:12]
    assert f'data-fingerprint="{short}"' in page and f'<p class="fingerprint">{short}</p>' in page


def test_cards_timeline_and_criteria_carry_their_sign_off_too(live: TestClient, rasa: Rasa) -> None:
    person = Person(live)
    (card,) = person.ask("i want to die")["replies"]
    assert (card["label"], card["signoff"]["role"]) == (LINE, ROLE)
    timeline = person.choose("topic:pathway")["replies"][1]
    assert (timeline["type"], timeline["signoff"]["next_review"]) == ("timeline", ENDS["timeline"])
    rasa.directive = {"criteria": 1}
    step = person.choose("flow:eligibility")["replies"][0]
    assert (step["type"], step["signoff"]["next_review"]) == ("criteria", ENDS["eligibility"])
    picture = live.get("/timeline.svg").text
    assert "Checked by a" in picture and LABEL not in picture


def test_live_pages_have_no_preview_label_and_may_be_indexed(live: TestClient) -> None:
    for path in ("/", "/topics", "/topics/driving", "/timeline", "/topics?q=driving", "/api/v1/topics/driving"):
        page = live.get(path)
        assert page.status_code == 200, path
        assert LABEL not in page.text, path
        assert "x-robots-tag" not in page.headers, path
    assert Person(live).opened["mode"] == "live"


@pytest.mark.parametrize("choice", [f"topic:{HELD}", f"numbers:{HELD}"])
def test_a_choice_of_what_is_not_signed_gets_the_fixed_line(live: TestClient, choice: str) -> None:
    person = Person(live)
    held_line(person.choose(choice), HELD)
    asked = person.history()[0]
    assert title_of(live, HELD) not in asked["text"]


def test_a_question_about_what_is_not_signed_gets_the_fixed_line(live: TestClient, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = topic(HELD)
    held_line(Person(live).ask("what is crs"), HELD)


def test_did_you_mean_offers_only_what_is_served(live: TestClient, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = close((HELD, 0.4), ("icans", 0.3), ("driving", 0.2))
    assert offered(Person(live).ask("which one is it")) == ["icans", "driving"]


def test_two_questions_answer_the_half_that_is_served(live: TestClient, rasa: Rasa) -> None:
    rasa.by_text["can i drive?"] = topic("driving")
    rasa.by_text["what is crs"] = topic(HELD)
    turn = Person(live).ask("can i drive? what is crs")
    assert answers(turn) == ["driving"]
    assert HELD not in offered(turn)


def test_no_page_and_no_answer_holds_a_word_of_what_is_not_signed(live: TestClient) -> None:
    title, paths = title_of(live, HELD), ["/", "/topics", "/topics?q=crs", "/timeline", f"/topics/{HELD}"]
    listed = live.get("/api/v1/topics").json()["topics"]
    assert len(listed) > 100 and HELD not in [found["topic"] for found in listed]
    assert HELD not in [found["topic"] for found in live.get("/api/v1/suggest?q=what is crs").json()["suggestions"]]
    assert not [found["topic"] for found in listed if HELD in found["related"]]
    paths += [found["page"] for found in listed] + [f"/api/v1/topics/{found['topic']}" for found in listed]
    for path in paths:
        page = live.get(path).text
        assert title not in page, path
        assert f"/topics/{HELD}" not in page and f'"topic": "{HELD}"' not in page and f'"topic":"{HELD}"' not in page
    # a link to it is only its words
    spans = [block for block in live.get("/api/v1/topics/side_effects").json()["blocks"] if "CRS" in str(block)]
    assert spans and "icans" in str(spans)


def test_the_page_of_what_is_not_signed_says_so_and_who_to_ask(live: TestClient) -> None:
    page = live.get(f"/topics/{HELD}")
    assert page.status_code == 404
    assert FIXED_LINE in page.text and 'class="helplines"' in page.text and "tel:999" in page.text
    error = problem(live.get(f"/api/v1/topics/{HELD}"), 404)
    assert error["detail"].startswith(FIXED_LINE)


@pytest.mark.parametrize(
    ("name", "last", "first"),
    [
        ("driving", "2027-03-27T23:59:59", "2027-03-28T00:00:00"),
        ("work_and_study", "2027-03-28T22:59:59", "2027-03-28T23:00:00"),
        ("travel", "2027-10-30T22:59:59", "2027-10-30T23:00:00"),
        ("icans", "2027-10-31T23:59:59", "2027-11-01T00:00:00"),
    ],
)
def test_an_answer_expires_at_midnight_in_london_with_nobody_doing_anything(
    live: TestClient, clock: Clock, name: str, last: str, first: str
) -> None:
    person = Person(live)
    clock.set(last)
    assert answers(person.choose(f"topic:{name}")) == [name]
    assert live.get(f"/topics/{name}").status_code == 200
    clock.set(first)
    held_line(person.choose(f"topic:{name}"), name)
    assert live.get(f"/topics/{name}").status_code == 404


def test_when_to_call_past_its_date_still_comes_with_its_card(live: TestClient, clock: Clock, rasa: Rasa) -> None:
    clock.set("2028-01-02T12:00:00")
    person = Person(live)
    ahead = person.ask("what if i get a fever?")
    assert [reply["type"] for reply in ahead["replies"]] == ["card", "text", "helplines"]
    rasa.directive, rasa.ranking = topic("driving")
    held = person.ask("can car-t cause seizures?")
    assert "If this is happening now" in held["replies"][0]["text"]


def test_timeline_and_criteria_past_their_date_are_nowhere(live: TestClient, clock: Clock, rasa: Rasa) -> None:
    clock.set("2028-01-02T12:00:00")
    person = Person(live)
    assert [reply["type"] for reply in person.choose("topic:pathway")["replies"]] == ["answer"]
    assert "flow:eligibility" not in [c["id"] for c in person.choose("topic:who_is_eligible")["choices"]]
    rasa.directive = {"criteria": 1}
    held_line(person.choose("flow:eligibility"), None)
    rasa.directive = {"flow": "none"}
    held_line(person.choose("flow:next"), None)
    problem(live.get("/timeline.svg"), 404)
    assert live.get("/timeline").status_code == 404
    assert FIXED_LINE in live.get("/timeline").text
    for path in ("/topics", "/topics/pathway"):
        assert 'href="/timeline"' not in live.get(path).text


def test_an_expired_card_is_still_shown_and_alarms_once_a_day(
    live: TestClient, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    assert live.get("/readyz").json()["alarms"] == []
    clock.set("2028-02-02T12:00:00")
    caplog.set_level(logging.ERROR)
    person = Person(live)
    card = person.ask("she has a fever")["replies"][0]
    assert (card["level"], card["signoff"]["status"]) == ("urgent", "expired")
    assert card["label"] == (
        "Checked by a consultant haematologist on 1 January 2027. A new check was due by 1 February 2028."
    )
    ready = live.get("/readyz")
    said = "cards/urgent is past its review (2028-02-01) and still shown"
    assert (ready.status_code, ready.json()["ready"], ready.json()["alarms"]) == (200, True, [said])
    assert [record.getMessage() for record in caplog.records].count(f"sign-off: {said}") == 1
    clock.set("2028-02-03T12:00:00")
    live.get("/readyz")
    assert [record.getMessage() for record in caplog.records].count(f"sign-off: {said}") == 2


def test_expired_wording_is_still_shown_and_alarms(live: TestClient, clock: Clock) -> None:
    clock.set("2028-03-02T12:00:00")
    assert len(live.get("/readyz").json()["alarms"]) == 2
    assert "A new check was due by 1 March 2028." in live.get("/").text


def test_a_card_in_another_language_comes_only_where_it_is_signed_itself(live: TestClient, clock: Clock) -> None:
    person = Person(live)
    (english,) = person.ask("لا أستطيع التنفس")["replies"]
    assert (english["level"], "lang" in english) == ("emergency", False)
    polish, english = person.ask("nie mogę oddychać")["replies"]
    assert (polish["lang"], polish["label"], english["level"]) == ("pl", LINE, "emergency")
    assert polish["fingerprint"] != english["fingerprint"]
    clock.set("2028-12-01T00:00:00")  # the Polish card ends, the English one is still shown
    (english,) = person.ask("nie mogę oddychać")["replies"]
    assert ("lang" in english, english["signoff"]["status"]) == (False, "expired")


def test_helplines_are_those_signed_also_past_their_date(live: TestClient, clock: Clock) -> None:
    clock.set("2027-06-02T12:00:00")
    shown = {line["id"] for line in live.get("/api/v1/helplines").json()["helplines"]}
    assert "leukaemia_care" in shown and "blood_cancer_uk" not in shown
    people = Person(live).choose("flow:handoff")["replies"][1]["helplines"]
    assert {line["id"] for line in people} <= shown


def test_everything_past_its_date_leaves_cards_and_people(live: TestClient, clock: Clock) -> None:
    clock.set(f"{UNTIL}T12:00:00")
    assert live.get("/api/v1/topics").json() == {"topics": []}
    assert FIXED_LINE in live.get("/topics").text
    assert live.get("/").status_code == 200
    person = Person(live)
    assert person.ask("she has a fever")["outcome"] == "urgent"
    held_line(person.choose("topic:driving"), "driving")
    ready = live.get("/readyz").json()
    assert (ready["ready"], ready["checks"]["store"], len(ready["alarms"])) == (True, True, 4)


def test_no_signed_helpline_means_none_and_alarms(start: Start, signed_var: Path, tmp_path: Path) -> None:
    client = start(Clock(), signed_var, MODE="live")
    with stored(tmp_path / "var") as fixed:
        for line in fixed["helplines"]:
            line["signoff"]["status"] = "unsigned"
    assert client.get("/api/v1/helplines").json() == {"helplines": []}
    assert [reply["type"] for reply in Person(client).choose("flow:handoff")["replies"]] == ["text"]
    assert client.get("/readyz").json()["alarms"] == ["no helpline is signed, so none is shown"]


@pytest.mark.parametrize("how", ["published unsigned", "edited by hand"])
def test_new_words_without_a_sign_off_leave_the_last_good_ones_in_force(
    start: Start, signed_var: Path, tmp_path: Path, how: str
) -> None:
    client = start(Clock(), signed_var, MODE="live")
    with stored(tmp_path / "var") as fixed:
        fixed["ui"]["tagline"] = "Other words"
        if how == "published unsigned":
            fixed["signoff"]["status"] = "unsigned"
    page = client.get("/").text
    assert "Other words" not in page and "Answers about a new leukaemia treatment" in page
    said = "wording was published without a sign-off, so the fixed words before it stay in force"
    assert client.get("/readyz").json()["alarms"] == [said]
    assert client.get("/readyz").json()["ready"] is True
    with stored(tmp_path / "var") as fixed:
        fixed["ui"]["tagline"] = "Answers about a new leukaemia treatment, with their sources"
        fixed["signoff"]["status"] = "signed"
    assert client.get("/readyz").json()["alarms"] == []


@pytest.mark.parametrize("mode", ["live", "preview"])
def test_words_of_another_form_cost_nobody_a_card(start: Start, signed_var: Path, tmp_path: Path, mode: str) -> None:
    client = start(Clock(), signed_var, MODE=mode)
    person = Person(client)
    with stored(tmp_path / "var") as fixed:
        fixed["eligibility"] = [{"signoff": {"status": "signed"}}]
    assert person.ask("she has a fever")["replies"][0]["label"] == LINE.replace("1 December", "1 February")
    assert client.get("/").status_code == 200
    folder = versions.current(tmp_path / "var")
    assert folder
    (data,) = (
        sqlite3.connect(folder / versions.STORE).execute("SELECT data FROM topics WHERE id = 'driving'").fetchone()
    )
    spoiled = json.loads(data)
    spoiled["signoff"] = {"status": "signed", "fingerprint": spoiled["fingerprint"]}
    with sqlite3.connect(folder / versions.STORE) as database:
        database.execute("UPDATE topics SET data = ? WHERE id = 'driving'", (json.dumps(spoiled),))
    os.utime(folder / versions.STORE)
    assert person.ask("she has a fever")["outcome"] == "urgent"
    turn = person.choose("topic:icans")
    assert turn["outcome"] == "unavailable" and "card" in [reply["type"] for reply in turn["replies"]]


def test_preview_serves_all_and_labels_what_is_not_signed_now(on_signed: dict[str, TestClient], clock: Clock) -> None:
    client = on_signed["preview"]
    lines = {found["topic"]: found["label"] for found in client.get("/api/v1/topics").json()["topics"]}
    assert (lines[HELD], lines["icans"]) == (LABEL, LINE.replace("1 December 2028", "1 November 2027"))
    assert client.get("/topics/icans").headers["x-robots-tag"] == "noindex"
    clock.set("2027-11-01T00:00:00")
    found = client.get("/api/v1/topics/icans").json()
    assert (found["label"], found["signoff"]["status"]) == (LABEL, "expired")
    assert client.get("/readyz").json()["alarms"] == []
    two = Person(client).ask("لا أستطيع التنفس")["replies"]
    assert [card["label"] for card in two] == [LABEL, LINE]
