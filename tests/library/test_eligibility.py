"""Tests of the criteria of the walk-through: read, checked as strictly as topics, rendered and published."""

import json

import pytest

from service.library.check import check
from service.library.faults import ContentBroken
from service.library.publish import publish
from service.library.read import read_content
from tests import stored

FILE = "eligibility.yml"
BODY = "From a certain age."


def faults(small) -> list[str]:
    return [str(fault) for fault in check(read_content(small.folder))]


def published(small, tmp_path) -> list[dict]:
    """Returns the published steps."""
    publish(small.folder, tmp_path / "var", lambda data: data)
    return json.loads(stored.fixed(tmp_path / "var").read_text(encoding="utf-8"))["eligibility"]


def test_steps_are_read_in_their_order(small):
    content = read_content(small.folder)
    assert [step.title for step in content.criteria] == ["Age", "Who decides"]
    assert content.criteria[1].ask_your_team == ["Who decides?", "When?"]
    assert faults(small) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("steps: []", "This file must hold 'steps' with at least one step, and nothing else. Mend that."),
        ("other: []", "This file must hold 'steps' with at least one step, and nothing else. Mend that."),
        ("steps: {a: b}", "This file must hold 'steps' with at least one step, and nothing else. Mend that."),
        ("- a", "This file must hold names with values. Write each as 'name: value'."),
    ],
)
def test_a_file_without_steps_is_a_fault(small, text, sentence):
    small.write(FILE, text)
    assert faults(small) == [f"{FILE}: {sentence}"]


def test_a_missing_file_is_a_fault(small):
    (small.folder / FILE).unlink()
    assert faults(small) == [f"{FILE}: This file is missing. Bring it back from git."]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('- title: "Age"\n  sources', "- sources", "'title' is missing. Add it."),
        ('- title: "Age"\n', "- title: Age\n  verdict: maybe\n", "'verdict' is not a known key. Mend its name, or"
         " remove it."),
        ("sources: [rules]\n  ask_your_team: [\"How", "sources: []\n  ask_your_team: [\"How", "'sources' is wrong:"),
        ('["How does my age count?"]', "[]", "'ask_your_team' is wrong:"),
    ],
)  # fmt: skip
def test_a_step_of_another_shape_is_a_fault_and_the_others_are_read(small, old, new, sentence):
    small.swap(
        FILE, f"- {old}" if old.startswith("title") else old, f"- {new}" if new.startswith("title") else new or "- "
    )
    found = [fault for fault in faults(small) if fault.startswith(f"{FILE}: Step 1: {sentence}")]
    assert len(found) == 1
    assert [step.title for step in read_content(small.folder).criteria] == ["Who decides"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("From age 26 on.", "'26' is typed. Put the figure in facts.yml and write {{ its_id }}."),
        ("It takes two weeks.", "'two weeks' is typed. Put the figure in facts.yml and write {{ its_id }}."),
        ("From age {{ oldest }}.", "'oldest' is undefined. Add it to facts.yml, or mend the name."),
        ("It is {{ alive }}.", "alive is a survival figure, which only a numbers block may hold. Take it out."),
        ("It is {{ reaction }}.", "reaction comes from trial, which 'sources' does not name. Name it there."),
        ("See [more](topic:nothing).", "the link to topic nothing leads nowhere. Mend its id, or take it out."),
        ("It is **bold**.", "bold is not allowed in an answer. Write it in plain words."),
        ("You are eligible.", "'You are eligible' is a verdict or a false figure. Say who decides, or what is known."),
        (
            "Are they old enough?",
            "It asks the reader something. Say what the criterion means; questions go under 'ask_your_team'.",
        ),
    ],
)
def test_what_is_wrong_in_the_words_of_a_step_is_named(small, words, sentence):
    small.swap(FILE, BODY, words)
    assert f"{FILE}: Step 1: {sentence}" in faults(small)


def test_an_address_with_a_question_mark_asks_nothing(small):
    small.swap(FILE, BODY, "See [the rules](https://example.org/rules?id=ten).")
    assert faults(small) == []


def test_an_unknown_source_and_the_brand_in_a_title_are_faults(small):
    small.swap(FILE, '- title: "Age"\n  sources: [rules]', '- title: "Age for Aucatzyl"\n  sources: [gossip]')
    assert faults(small) == [
        f"{FILE}: Step 1: Source gossip is not in sources.yml. Add it there, or name another.",
        f"{FILE}: Step 1: The title holds the brand name. Say obe-cel.",
    ]


def test_a_figure_typed_into_a_question_is_a_fault(small):
    small.swap(FILE, "How does my age count?", "Is 26 the limit?")
    assert faults(small) == [f"{FILE}: Step 1: '26' is typed. Put the figure in facts.yml and write {{{{ its_id }}}}."]


def test_a_fault_publishes_nothing(small, tmp_path):
    before = published(small, tmp_path)
    small.swap(FILE, BODY, "From age 26 on.")
    with pytest.raises(ContentBroken, match="'26' is typed"):
        publish(small.folder, tmp_path / "var", lambda data: data)
    assert json.loads(stored.fixed(tmp_path / "var").read_text(encoding="utf-8"))["eligibility"] == before


def test_steps_are_published_with_figures_links_and_sources(small, tmp_path):
    small.swap(FILE, BODY, "From age {{ youngest }}. See [basics](topic:basics).")
    small.swap(FILE, "How does my age count?", "Does {{ youngest }} count?")
    first, second = published(small, tmp_path)
    assert first["blocks"] == [{"p": ["From age 26. See ", {"topic": {"label": "basics", "topic": "basics"}}, "."]}]
    assert first["text"] == "From age 26. See basics."
    assert first["ask_your_team"] == ["Does 26 count?"]
    assert first["sources"] == [
        {"id": "rules", "title": "The rules", "publisher": "An office", "date": "undated", "url": None}
    ]
    assert (second["title"], second["ask_your_team"]) == ("Who decides", ["Who decides?", "When?"])
    assert "to_check" not in first


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FILE, BODY, "From another age."),
        (FILE, "How does my age count?", "How much does my age count?"),
        (FILE, '"Age"', '"Your age"'),
        ("sources.yml", "An office", "Another office"),
    ],
)
def test_a_change_of_any_word_changes_the_fingerprint_of_its_step(small, tmp_path, file, old, new):
    before = [step["fingerprint"] for step in published(small, tmp_path)]
    small.swap(file, old, new)
    after = [step["fingerprint"] for step in published(small, tmp_path)]
    assert before[0] != after[0]
    assert len(set(before)) == 2
    assert (before[1] == after[1]) == (file == FILE)


def test_a_changed_figure_changes_the_fingerprint(small, tmp_path):
    small.swap(FILE, BODY, "From age {{ youngest }}.")
    (before, _) = (step["fingerprint"] for step in published(small, tmp_path))
    small.swap("facts.yml", "value: 26", "value: 27")
    (after, _) = (step["fingerprint"] for step in published(small, tmp_path))
    assert before != after


def test_a_topic_may_offer_the_walk_and_nothing_else(small):
    plain = small.topic("basics")
    assert read_content(small.folder).topics["basics"].front.flow is None
    small.topic("basics", flow="eligibility")
    assert read_content(small.folder).topics["basics"].front.flow == "eligibility"
    small.topic("basics", flow="lottery")
    assert f"{plain}: 'flow'" in [fault.split(" is wrong")[0] for fault in faults(small)]


def test_offering_the_walk_is_part_of_a_topics_fingerprint(small):
    from service.library.render import render

    before = render(read_content(small.folder))["basics"].fingerprint
    small.topic("basics", flow="eligibility")
    assert render(read_content(small.folder))["basics"].fingerprint != before
