"""Tests of publishing: all or nothing, the old words kept, and a stop at any step leaves something whole to serve."""

import hashlib
import json
from pathlib import Path

import pytest

from service.library import publish as publishing
from service.library.faults import ContentBroken
from service.library.find import Library
from service.library.publish import publish
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent


@pytest.fixture
def var(small, tmp_path) -> Path:
    """A folder to publish the small content into; nothing is in it yet."""
    return tmp_path / "var"


def bytes_of(folder: Path) -> dict[str, str]:
    """Returns file name -> what it holds, as a hash."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def leads(var: Path) -> dict[str, str]:
    """Returns topic -> lead as the service would find it now."""
    return {name: topic["lead"] for name, topic in Library(var).published().topics.items()}


def test_publishing_names_the_topics_and_makes_two_files(small, var):
    small.topic("another")

    assert publish(small.folder, var, Urgent.from_data) == ["another", "basics"]
    assert sorted(bytes_of(var)) == ["content.db", "fixed.json"]


def test_what_is_published_is_what_is_rendered(small, var):
    small.topic(
        "basics",
        title='"From {{ youngest }}?"',
        body="a\n\n::: numbers\n{{ alive }} lived.\n:::",
        sensitive="true",
        questions='["Why {{ youngest }}?"]',
        related="[other]",
        nations="[england]",
        follow_ups="{why: other}",
    )
    small.topic("other")
    publish(small.folder, var, Urgent.from_data)

    topic = Library(var).published().topics["basics"]

    assert topic["title"] == "From 26?"
    assert topic["text"] == "It is a treatment.\n\na\n\nWords for elsewhere."
    assert topic["all_text"] == "It is a treatment.\n\na\n\n61.1% lived.\n\nWords for elsewhere."
    assert topic["questions"] == ["Why 26?"]
    assert topic["choices"] == ["other"]
    assert topic["follow_ups"] == {"why": "other"}
    assert (topic["sensitive"], topic["nations"], topic["urgency"], topic["evidence"]) == (
        True,
        ["england"],
        "none",
        "stored",
    )
    assert topic["fingerprint"].startswith("sha256:")


def test_topics_come_in_the_order_of_their_groups_then_titles(small, var):
    small.topic("drug", group="medicine", title='"Zebra?"')
    small.topic("early", title='"Ants?"')
    publish(small.folder, var, Urgent.from_data)

    assert list(Library(var).published().topics) == ["drug", "early", "basics"]


def test_the_fixed_words_hold_cards_wording_and_helplines(small, var):
    publish(small.folder, var, Urgent.from_data)

    fixed = json.loads((var / "fixed.json").read_text(encoding="utf-8"))

    assert fixed["wording"]["greeting"] == {"blocks": [{"p": ["Words for greeting."]}], "text": "Words for greeting."}
    assert set(fixed["cards"]) == {"emergency", "urgent", "crisis"}
    assert all(card["title"] and card["blocks"] and card["text"] for card in fixed["cards"].values())
    assert [line["id"] for line in fixed["helplines"]] == ["emergency", "charity", "dialled", "silent"]
    assert fixed["helplines"][2]["verified_on"] == "2026-01-31"
    assert (fixed["ui"]["send"], fixed["ui"]["opens"]) == ("Send", "{day} {time}")
    assert fixed["errors"]["broken"] == "Sorry."
    assert fixed["groups"]["medicine"] == {"title": "The medicine", "medicine": True}
    assert "wording" not in fixed["wording"]


def test_nothing_changes_on_a_fault(small, var):
    publish(small.folder, var, Urgent.from_data)
    before = bytes_of(var)
    small.topic("basics", body="Wait 10 days.", lead='"New."')

    with pytest.raises(ContentBroken) as broken:
        publish(small.folder, var, Urgent.from_data)

    assert str(broken.value) == (
        "topics/illness/basics.md: '10' is typed. Put the figure in facts.yml and write {{ its_id }}."
    )
    assert bytes_of(var) == before


def test_nothing_is_made_where_the_first_publishing_has_a_fault(small, var):
    small.topic("basics", body="**Bold**")

    with pytest.raises(ContentBroken):
        publish(small.folder, var, Urgent.from_data)

    assert not var.exists()


def test_broken_advice_rules_are_a_fault_and_nothing_changes(small, var):
    publish(small.folder, var, Urgent.from_data, AdviceRules.from_data)
    before = bytes_of(var)
    small.swap("advice.yml", "parts:", "pars:")

    with pytest.raises(ContentBroken) as broken:
        publish(small.folder, var, Urgent.from_data, AdviceRules.from_data)

    assert str(broken.value) == "advice.yml: parts: expected names with lists"
    assert bytes_of(var) == before


def test_broken_danger_rules_are_a_fault_and_nothing_changes(small, var):
    publish(small.folder, var, Urgent.from_data)
    before = bytes_of(var)
    small.write("urgent.yml", (small.folder / "urgent.yml").read_text(encoding="utf-8").replace("\nsigns:", "\nsings:"))

    with pytest.raises(ContentBroken) as broken:
        publish(small.folder, var, Urgent.from_data)

    assert str(broken.value) == "urgent.yml: signs: missing"
    assert bytes_of(var) == before


def test_the_previous_words_are_kept_beside_the_new_ones(small, var):
    publish(small.folder, var, Urgent.from_data)
    first = bytes_of(var)
    small.topic("basics", lead='"Second words."')

    publish(small.folder, var, Urgent.from_data)
    second = bytes_of(var)

    assert leads(var) == {"basics": "Second words."}
    assert sorted(second) == ["content.db", "content.db.previous", "fixed.json", "fixed.json.previous"]
    assert second["content.db.previous"] == first["content.db"]
    assert second["fixed.json.previous"] == first["fixed.json"]


def test_a_stop_between_the_two_files_leaves_both_whole_and_the_next_publishing_ends_it(small, var, monkeypatch):
    publish(small.folder, var, Urgent.from_data)
    small.topic("basics", lead='"Second words."')
    switch = publishing._switch

    def stop_at_the_store(partial: Path) -> None:
        if partial.name.startswith("content.db"):
            raise KeyboardInterrupt
        switch(partial)

    with monkeypatch.context() as stopping:
        stopping.setattr(publishing, "_switch", stop_at_the_store)
        with pytest.raises(KeyboardInterrupt):
            publish(small.folder, var, Urgent.from_data)

    assert leads(var) == {"basics": "It is a treatment."}
    assert Library(var).fixed().data["wording"]["greeting"]["text"] == "Words for greeting."
    publish(small.folder, var, Urgent.from_data)
    assert leads(var) == {"basics": "Second words."}
    assert not [name for name in bytes_of(var) if name.endswith(".partial")]


def test_a_half_written_file_is_ignored_and_then_written_over(small, var):
    publish(small.folder, var, Urgent.from_data)
    (var / "content.db.partial").write_bytes(b"half a sto")
    (var / "content.db.partial-journal").write_bytes(b"half a journal")
    (var / "content.db.previous.partial").write_bytes(b"half a copy")
    (var / "fixed.json.partial").write_text('{"urgent": ')

    assert leads(var) == {"basics": "It is a treatment."}
    small.topic("basics", lead='"Second words."')
    publish(small.folder, var, Urgent.from_data)
    assert leads(var) == {"basics": "Second words."}
