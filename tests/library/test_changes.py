"""Tests of what will change for patients, as a person reads it before publishing."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.library.changes import Change, Told, as_text, changes, told
from service.library.publish import prepare, publish, would_change
from service.library.read import read_content
from service.library.signoff import SignOff, unsigned
from service.library.units import units
from service.safety.urgent import Urgent
from tests.library.conftest import Small


@pytest.fixture
def var(small: Small, tmp_path: Path) -> Path:
    """A folder with the small content published."""
    small.topic(
        "other",
        body="You may not drive for {{ waiting }}. Read [more](topic:basics).\n\nThat is all.\n\nSome do not feel ill.",
    )
    publish(small.folder, tmp_path / "var", Urgent.from_data)
    return tmp_path / "var"


def after(small: Small, var: Path) -> dict[str, Change]:
    """Returns what publishing the content as it now is would change, by unit."""
    return {change.unit: change for change in would_change(prepare(small.folder, Urgent.from_data), var)}


def test_nothing_changes_where_nothing_was_changed(small: Small, var: Path) -> None:
    assert after(small, var) == {}
    assert as_text([]) == "Nothing changes for patients."


def test_the_first_publish_is_all_new(small: Small, tmp_path: Path) -> None:
    found = after(small, tmp_path / "empty")
    assert found.keys() == units(read_content(small.folder)).keys()
    assert {change.kind for change in found.values()} == {"new"}
    assert not (tmp_path / "empty").exists()
    assert "+ Plain words." in found["topics/basics"].lines
    assert as_text(list(found.values()), short=True) == f"All words are new here: {len(found)} units."


def test_a_changed_word_is_shown_in_its_line(small: Small, var: Path) -> None:
    small.swap("topics/illness/other.md", "That is all.", "That was all.")
    (change,) = after(small, var).values()
    assert (change.unit, change.kind, change.before, change.after) == ("topics/other", "words", "unsigned", "unsigned")
    assert change.lines == ["~ That [-is-]{+was+} all."]


def test_a_changed_figure_is_marked_wherever_it_is_used(small: Small, var: Path) -> None:
    small.swap("facts.yml", '"4 to 6", unit: hours', '"4 to 8", unit: days')
    found = after(small, var)
    assert found.keys() == {"topics/other"}
    lines = found["topics/other"].lines
    assert "!~ You may not drive for 4 to [-*6* *hours*-]{+*8* *days*+}. Read more." in lines
    assert "topics/other: words changed (unsigned) · figures or units differ" in as_text(list(found.values()))


def test_a_dropped_not_is_marked_like_a_figure(small: Small, var: Path) -> None:
    small.swap("topics/illness/other.md", "do not feel", "do feel")
    assert after(small, var)["topics/other"].lines == ["!~ Some do[- *not*-] feel ill."]


def test_lines_that_come_and_go_are_whole(small: Small, var: Path) -> None:
    small.swap(
        "topics/illness/other.md", "\n\nThat is all.", "\n\nThat is all.\n\nAsk your team.\n\nIt has {{ youngest }}."
    )
    lines = after(small, var)["topics/other"].lines
    assert "+ Ask your team." in lines
    assert "!+ It has 26." in lines


def test_where_a_link_leads_is_shown_although_its_words_stay(small: Small, var: Path) -> None:
    small.topic("another")
    publish(small.folder, var, Urgent.from_data)
    small.swap("topics/illness/other.md", "(topic:basics)", "(topic:another)")
    assert after(small, var)["topics/other"].lines == ["~ more -> [-basics-]{+another+}"]


def test_new_and_gone_topics_are_named_with_their_words(small: Small, var: Path) -> None:
    small.topic("third", body="New words.")
    (small.folder / "topics/illness/other.md").unlink()
    found = after(small, var)
    assert (found["topics/third"].kind, found["topics/third"].before) == ("new", None)
    assert "+ New words." in found["topics/third"].lines
    assert (found["topics/other"].kind, found["topics/other"].after) == ("gone", None)
    assert "- That is all." in found["topics/other"].lines


@pytest.mark.parametrize(
    ("file", "old", "new", "unit", "line"),
    [
        ("urgent.yml", "Call the number on your card.", "Call the number on a card.", "cards/urgent", "[-your-]{+a+}"),
        ("urgent_languages.yml", "Porozmawiaj", "Rozmawiaj", "cards/pl/crisis", "[-Porozmawiaj-]{+Rozmawiaj+}"),
        (
            "wording.yml",
            '"Words for greeting."',
            '"Good day."',
            "wording",
            "words.greeting: [-Words for greeting-]{+Good *day*+}",
        ),
        ("wording.yml", "Send", "Post", "wording", "ui.send: [-Send-]{+Post+}"),
        ("helplines.yml", "08088 010 444", "08088 010 445", "helplines/charity", "phone: 08088 010 [-*444*-]{+*445*+}"),
        (
            "eligibility.yml",
            "Experts decide.",
            "A panel decides.",
            "eligibility",
            "~ [-Experts decide-]{+A panel decides+}.",
        ),
        ("timeline.yml", "You are young.", "You are not old.", "timeline", "*not*"),
    ],
)
def test_every_kind_of_words_is_compared(
    small: Small, var: Path, file: str, old: str, new: str, unit: str, line: str
) -> None:
    small.swap(file, old, new)
    found = after(small, var)
    assert unit in found
    assert line in "\n".join(found[unit].lines)


def test_a_changed_sign_off_is_a_change_without_words(small: Small, var: Path) -> None:
    own = units(read_content(small.folder))["topics/other"]
    signed: SignOff = {**unsigned(own.fingerprint), "status": "signed", "next_review": "2027-11-01"}
    prepared = prepare(small.folder, Urgent.from_data, signoffs={"topics/other": signed})
    (change,) = would_change(prepared, var)
    assert change == Change("topics/other", "sign-off", [], "unsigned", "signed")
    assert as_text([change]) == "1 change for patients.\ntopics/other: sign-off changed (unsigned -> signed)"


def test_the_short_form_is_one_line_a_unit(small: Small, var: Path) -> None:
    small.swap("topics/illness/other.md", "That is all.", "That was all.")
    found = list(after(small, var).values())
    assert as_text(found, short=True) == "1 change for patients.\ntopics/other: words changed (unsigned)"
    assert as_text(found).endswith("\n    ~ That [-is-]{+was+} all.")


def test_words_that_are_lost_are_said(small: Small, var: Path) -> None:
    small.swap("topics/illness/other.md", "That is all.", "That was all.")
    (var / "published/words.db").unlink()
    lines = after(small, var)["topics/other"].lines
    assert lines[0] == "The words before are not at hand, so these are all words now."
    assert "+ That was all." in lines


def test_looking_changes_nothing(small: Small, var: Path) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in var.rglob("*") if path.is_file()}

    before = files()
    small.swap("topics/illness/other.md", "That is all.", "That was all.")
    assert after(small, var)
    assert files() == before


@pytest.mark.parametrize("number", [{"a": "x"}, {"a": ["x", {"b": None}]}, {"blocks": [], "text": ""}])
def test_words_of_any_shape_can_be_compared(number: dict[str, object]) -> None:
    old, new = told(unsigned("one"), number), Told(unsigned("two"), [])
    assert changes({"unit": old}, {"unit": new})[0].kind == "words"
