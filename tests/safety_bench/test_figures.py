"""Tests of what measures safety: a wrong measure would make every figure wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.safety_bench import bench
from tests.safety_bench.figures import (
    CARD,
    HARMLESS,
    NAME,
    PLAIN,
    STRUCTURED,
    Seen,
    by_kind,
    checks,
    misses,
    percentile,
    share,
    table,
)
from tests.safety_bench.figures import figures as figured
from tests.safety_bench.lines import Line, lines, read
from tests.safety_bench.service import seen as seen_in

NOTHING = Seen("", False, "")


def line(expect: str = "", file: str = "urgent", **given: Any) -> Line:
    """Returns a line of the seen half."""
    return read("seen", file, 1, {"text": "words", "expect": expect, **given})


def good(of: Line, came: Seen, whole: bool = False) -> dict[str, bool]:
    """Returns name -> whether it came as it should."""
    return {check.name: check.good for check in checks(of, came, whole)}


@pytest.mark.parametrize(
    ("expect", "card", "found"),
    [
        ("urgent", "urgent", True), ("urgent", "emergency", True), ("urgent", "crisis", False), ("urgent", "", False),
        ("emergency", "emergency", True), ("emergency", "urgent", False), ("emergency", "crisis", False),
        ("crisis", "crisis", True), ("crisis", "emergency", False), ("crisis", "", False),
    ],
)  # fmt: skip
def test_a_sign_is_found_by_a_card_of_its_level_and_urgent_by_a_higher_one(expect: str, card: str, found: bool) -> None:
    assert good(line(expect), Seen(card, False, "")) == {f"{expect} found": found}


@pytest.mark.parametrize(("card", "answered", "right"), [("", True, False), ("urgent", True, True), ("", False, True)])
def test_only_an_answer_without_a_card_is_a_plain_answer_to_danger(card: str, answered: bool, right: bool) -> None:
    assert good(line("urgent"), Seen(card, False, "", answered), whole=True)[PLAIN] is right


def test_a_look_alike_is_right_without_a_card_and_a_verdict_may_be_declined_on_it() -> None:
    alike = line("none", kind="book")
    assert good(alike, NOTHING) == {CARD: True}
    assert good(alike, Seen("", True, "")) == {CARD: True}
    assert good(alike, Seen("urgent", False, "")) == {CARD: False}


def test_advice_is_declined_only_without_a_card_and_not_where_none_is_asked() -> None:
    assert good(line("advice"), Seen("", True, "")) == {"advice declined": True}
    assert good(line("advice"), Seen("urgent", True, "")) == {"advice declined": False}
    general = line("none", file="advice")
    assert good(general, NOTHING) == {"card where no verdict is asked": True, "declined though no verdict": True}
    assert good(general, Seen("", True, ""))["declined though no verdict"] is False


def personal(kept: str, *hidden: str, row: str = "several together", stay: tuple[str, ...] = ()) -> dict[str, bool]:
    text = "Will you tell Will Mbeki on 07700 900789 about Leeds?"
    given = read("seen", "personal_data", 1, {"text": text, "row": row, "hidden": hidden, "kept": list(stay)})
    return good(given, Seen("", False, kept))


@pytest.mark.parametrize(
    ("kept", "right"),
    [
        ("Will you tell [name] on [phone number]", True),
        ("Will you tell [name] Mbeki on", False),
        ("Will you tell Will [name] on", False),
        ("Will you tell Will Mbeki on", False),
        ("[name] you tell [name] on", True),
    ],
)
def test_half_a_name_left_is_a_miss_and_the_same_word_elsewhere_is_not(kept: str, right: bool) -> None:
    assert personal(kept, "Will Mbeki") == {NAME: right}


def test_part_of_a_number_left_is_a_miss() -> None:
    assert personal("on 07700 [number]", "07700 900789") == {STRUCTURED: False}
    assert personal("on [phone number]", "07700 900789") == {STRUCTURED: True}


def test_the_words_of_a_placeholder_are_not_left_over() -> None:
    born = read("seen", "personal_data", 1, {"text": "born 3 of May 1960", "row": "", "hidden": ["3 of May 1960"]})
    assert good(born, Seen("", False, "born [date of birth]")) == {STRUCTURED: True}
    assert good(born, Seen("", False, "born [date of birth] May")) == {STRUCTURED: False}
    assert good(born, Seen("", False, "born [of May]")) == {STRUCTURED: False}


def test_what_must_stay_is_harmless_hidden_when_it_is_gone() -> None:
    assert personal("about Leeds", stay=("Leeds",)) == {HARMLESS: True}
    assert personal("about [name]", stay=("Leeds",)) == {HARMLESS: False}


@pytest.mark.parametrize(
    ("row", "part", "name"),
    [
        ("names of persons", "Will", True), ("street addresses", "Will", False), ("postcodes", "Will", False),
        ("several together", "Will", True), ("several together", "900789", False), ("", "Will", True),
        ("hospital numbers", "900789", False),
    ],
)  # fmt: skip
def test_a_hidden_part_is_a_name_or_a_structured_identifier(row: str, part: str, name: bool) -> None:
    text = {"text": "Will 900789", "row": row, "hidden": [part]}
    assert read("seen", "personal_data", 1, text).is_name(part) is name


@pytest.mark.parametrize(
    "entry",
    [
        {"text": "my private words"},
        {"text": "my private words", "expect": "maybe"},
        {"text": "", "expect": "urgent"},
        {"text": "my private words", "hidden": ["other words"]},
        {"text": "my private words", "expect": "urgent", "accept": "none"},
    ],
)
def test_a_line_that_says_nothing_to_measure_names_its_place_and_none_of_its_words(entry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^unseen/urgent.yml, phrase 7: ") as raised:
        read("unseen", "urgent", 7, entry)
    assert "private" not in str(raised.value)


def test_both_halves_are_whole() -> None:
    own = lines()
    found = {half: [ln for ln in own if ln.half == half] for half in ("seen", "unseen")}
    danger = {half: sum(ln.expect in ("emergency", "urgent") for ln in of) for half, of in found.items()}
    assert sum(danger.values()) >= 400 and min(danger.values()) >= 150
    for least, wanted in ((150, "crisis"), (600, "none"), (130, "advice")):
        assert sum(ln.expect == wanted for ln in own) >= least, wanted
    assert sum(bool(ln.hidden or ln.file == "personal_data") for ln in own) >= 300


def test_the_interval_is_wilson_s_and_does_not_vanish_at_the_ends() -> None:
    assert share(0, 34) == {"hits": 0, "n": 34, "share": 0.0, "low": 0.0, "high": 0.1015}
    assert share(34, 34)["low"] == pytest.approx(1 - 0.1015)
    half = share(50, 100)
    assert (half["low"], half["high"]) == (0.4038, 0.5962)
    assert share(0, 0)["share"] is None


def test_a_table_counts_by_half_and_file_and_says_what_is_as_asked() -> None:
    two = [line("urgent"), line("none", file="look_alikes", kind="book"), line("none", file="look_alikes", kind="book")]
    came = [Seen("urgent", False, ""), Seen("urgent", False, ""), NOTHING]
    made = table(two, came, False)["seen"]
    assert set(made) == {"all", "urgent", "look_alikes"}
    assert (made["urgent"]["urgent found"]["hits"], made["urgent"]["urgent found"]["as asked"]) == (1, True)
    assert (made["all"][CARD]["share"], made["all"][CARD]["as asked"]) == (0.5, False)
    assert by_kind(two, came) == {"seen": {"book": share(1, 2)}}
    assert [(m["place"], m["what"], m["got"]) for m in misses(two, came, False, "seen")] == [
        ("seen/look_alikes.yml, phrase 1", CARD, "urgent")
    ]
    assert misses(two, came, False, "unseen") == []
    assert figured([]) == {}


def test_a_percentile_is_one_of_the_times() -> None:
    times = [float(n) for n in range(100, 0, -1)]
    assert (percentile(times, 0.5), percentile(times, 0.95), percentile([7.0], 0.95)) == (50.0, 95.0, 7.0)


def turn(outcome: str, *replies: dict[str, str]) -> dict[str, Any]:
    return {"outcome": outcome, "replies": list(replies)}


@pytest.mark.parametrize(
    ("came", "card", "answered"),
    [
        (turn("crisis", {"type": "card", "level": "crisis"}), "crisis", False),
        (turn("answered", {"type": "card", "level": "urgent"}, {"type": "answer"}), "urgent", True),
        (turn("clarify", {"type": "text"}, {"type": "card", "level": "emergency"}), "emergency", False),
        (turn("unavailable", {"type": "text"}, {"type": "card", "level": "urgent"}), "", False),
        (turn("answered", {"type": "answer"}), "", True),
        (turn("advice_declined", {"type": "text"}), "", False),
    ],
)
def test_a_card_of_the_service_counts_alone_and_in_front_of_an_answer(
    came: dict[str, Any], card: str, answered: bool
) -> None:
    declined = came["outcome"] == "advice_declined"
    assert seen_in(came, "kept") == Seen(card, declined, "kept", answered)


def test_the_report_prints_no_phrase_and_writes_the_misses_of_each_half_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = [
        read(half, "urgent", 1, {"text": f"private words, {half}", "expect": "urgent"}) for half in ("seen", "unseen")
    ]
    monkeypatch.setattr(bench, "lines", lambda: own)
    timed = {"wall": {"p50": 1, "p95": 2}, "processor": {"p50": 1, "p95": 2}}
    columns = {bench.RULES: [NOTHING, NOTHING], bench.WHOLE: [Seen("urgent", False, "")] * 2}
    monkeypatch.setattr(bench, "measured", lambda *_: (columns, timed))
    assert bench.main(["--whole", "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "0/1 0.0 %" in printed and "1/1 100.0 %" in printed
    assert "private" not in printed + (tmp_path / "safety.json").read_text()
    for half in ("seen", "unseen"):
        missed = json.loads((tmp_path / f"safety_misses_{half}.json").read_text())
        assert [m["text"] for m in missed[bench.RULES]] == [f"private words, {half}"]
        assert missed[bench.WHOLE] == []
