"""Tests of the units: everything a reader gets belongs to one, and what changes for readers changes its fingerprint."""

import pytest

from service.library.check import check
from service.library.read import read_content
from service.library.render import render
from service.library.units import units
from tests.library.office import BODY

FIXED = {"wording", "eligibility", "timeline"}
CARDS = {f"cards/{which}{level}" for which in ("", "pl/") for level in ("emergency", "urgent", "crisis")}
LINES = {f"helplines/{name}" for name in ("emergency", "charity", "dialled", "silent")}


def fingerprints(small):
    content = read_content(small.folder)
    assert check(content) == []
    return {name: unit.fingerprint for name, unit in units(content).items()}


@pytest.fixture
def folder(small):
    small.topic("basics", body=BODY)
    small.topic("other", body="Other words.")
    small.swap("urgent.yml", "Call [999](tel:999).", "Call {{ helplines.emergency.phone }}.")
    return small


def test_every_word_of_the_folder_is_a_unit(folder):
    assert fingerprints(folder).keys() == {"topics/basics", "topics/other"} | CARDS | LINES | FIXED


def test_the_fingerprint_of_a_topic_is_that_of_its_rendering(folder):
    content = read_content(folder.folder)
    rendered = render(content)

    assert {name: unit.fingerprint for name, unit in units(content).items() if name.startswith("topics/")} == {
        f"topics/{name}": topic.fingerprint for name, topic in rendered.items()
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("topics/illness/basics.md", "back, for", "back for", {"topics/basics"}),
        ("facts.yml", "value: 40,", "value: 41,", {"topics/basics"}),
        ("facts.yml", "people whose illness came back", "people who were ill again", {"topics/basics"}),
        ("facts.yml", "value: 68.5,", "value: 68.6,", set()),
        ("sources.yml", "A journal", "Another journal", {"topics/basics", "topics/other", "timeline"}),
        ("helplines.yml", "08088 010 444", "08088 010 445", {"topics/basics", "helplines/charity"}),
        ("helplines.yml", "2026-01-31", "null", {"helplines/dialled"}),
        ("helplines.yml", "2026-01-31", "2026-02-01", set()),  # dialled again: readers see no other words
        ("urgent.yml", "Call now", "Call, now", {"cards/emergency"}),
        ("urgent.yml", "Call the number on your card.", "Call the number, on your card.", {"cards/urgent"}),
        ("urgent.yml", "feaver", "fevver", set()),
        ("urgent_languages.yml", "Porozmawiaj", "Porozmawiaj z kimś", {"cards/pl/crisis"}),
        ("wording.yml", "Words for greeting.", "Words, for greeting.", {"wording"}),
        ("wording.yml", 'send: "Send"', 'send: "Send it"', {"wording"}),
        ("wording.yml", 'title: "Illness"', 'title: "The illness"', {"wording"}),
        ("wording.yml", "not yet checked", "not checked yet", {"wording", "topics/basics"}),
        ("eligibility.yml", "From a certain age.", "From a certain age on.", {"eligibility"}),
        ("eligibility.yml", "How does my age count?", "How is my age counted?", {"eligibility"}),
        ("timeline.yml", "It may change.", "It may, perhaps, change.", {"timeline"}),
        ("timeline.yml", "You are young.", "You are younger.", {"timeline"}),
    ],
)
def test_a_change_for_readers_changes_those_units_and_no_other(folder, file, old, new, changed):
    before = fingerprints(folder)

    folder.swap(file, old, new)
    after = fingerprints(folder)

    assert {name for name in before if before[name] != after[name]} == changed


def test_white_space_and_line_ends_change_nothing(folder):
    before = fingerprints(folder)

    folder.swap("topics/illness/basics.md", "It came back,", "It  came\nback,")

    assert fingerprints(folder) == before


def test_a_unit_names_the_files_it_rests_on_its_own_first_and_who_may_sign_it(folder):
    found = units(read_content(folder.folder))

    assert found["topics/basics"].files == (
        "topics/illness/basics.md", "wording.yml", "sources.yml", "facts.yml", "helplines.yml",
    )  # fmt: skip
    assert found["topics/other"].files == ("topics/illness/other.md", "wording.yml", "sources.yml")
    assert found["cards/emergency"].files == ("urgent.yml", "helplines.yml")
    assert found["cards/urgent"].files == ("urgent.yml",)
    assert found["cards/pl/urgent"].files == ("urgent_languages.yml",)
    assert found["helplines/charity"].files == ("helplines.yml",)
    assert {found[name].group for name in ("topics/basics", "cards/pl/urgent", "helplines/charity", *FIXED)} == {
        "illness", "cards", "helplines", *FIXED,
    }  # fmt: skip
