"""Tests of publishing: all or nothing, the old words kept, each unit with the sign-off it was given."""

import hashlib
import json
from pathlib import Path

import pytest

from service.library.changes import signed_units
from service.library.faults import ContentBroken
from service.library.find import Library
from service.library.publish import publish
from service.library.read import read_content
from service.library.signoff import SignOff
from service.library.units import Unit, units
from service.library.versions import Refused
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from tests import stored


@pytest.fixture
def var(small, tmp_path) -> Path:
    """A folder to publish the small content into; nothing is in it yet."""
    return tmp_path / "var"


def bytes_of(var: Path) -> dict[str, str]:
    """Returns every published file -> what it holds, as a hash; the archive and the locks are left out."""
    files = [path for path in sorted(var.rglob("*")) if path.is_file() and path.name not in ("words.db", "lock")]
    return {str(path.relative_to(var)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def leads(var: Path) -> dict[str, str]:
    """Returns topic -> lead as the service would find it now."""
    return {name: topic["lead"] for name, topic in Library(var).published().topics.items()}


def test_publishing_names_the_topics_and_makes_a_version_of_two_files(small, var):
    small.topic("another")

    done = publish(small.folder, var, Urgent.from_data)

    assert done.topics == ["another", "basics"]
    files = ["published/current", f"published/{done.version}/content.db", f"published/{done.version}/fixed.json"]
    assert sorted(bytes_of(var)) == sorted(files)


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

    fixed = json.loads(stored.fixed(var).read_text(encoding="utf-8"))

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

    assert bytes_of(var) == {}


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


def test_a_version_stays_as_it_was_when_the_next_one_is_published(small, var):
    publish(small.folder, var, Urgent.from_data)
    first = bytes_of(var)
    small.topic("basics", lead='"Second words."')

    publish(small.folder, var, Urgent.from_data)
    second = bytes_of(var)

    assert leads(var) == {"basics": "Second words."}
    del first["published/current"]
    assert first.items() <= second.items()
    assert len(second) == 5


# Sign-off


def signed(unit: Unit) -> SignOff:
    """Returns a sign-off over the words of a unit, as whoever checks signatures hands it in."""
    return {
        "status": "signed",
        "role": "a role",
        "on": "2026-11-01",
        "next_review": "2027-11-01",
        "fingerprint": unit.fingerprint,
    }


def test_what_nobody_signed_is_unsigned_everywhere(small, var):
    publish(small.folder, var, Urgent.from_data)

    stood = signed_units(Library(var).published().topics, Library(var).fixed().data)

    assert {"topics/basics", "cards/urgent", "cards/pl/urgent", "wording", "timeline", "eligibility"} <= stood.keys()
    assert stood.keys() == units(read_content(small.folder)).keys()
    assert {signoff["status"] for signoff in stood.values()} == {"unsigned"}


def test_every_unit_keeps_the_sign_off_it_was_given(small, var):
    given = {name: signed(unit) for name, unit in units(read_content(small.folder)).items()}
    publish(small.folder, var, Urgent.from_data, signoffs=given)

    assert signed_units(Library(var).published().topics, Library(var).fixed().data) == given


def test_a_sign_off_over_other_words_counts_as_changed(small, var):
    own = units(read_content(small.folder))
    given = {name: signed(unit) for name, unit in own.items()}
    given["topics/basics"] = signed(own["cards/urgent"])  # somebody copied another unit's
    given["cards/crisis"] = {**given["cards/crisis"], "fingerprint": "sha256:" + "0" * 64}
    publish(small.folder, var, Urgent.from_data, signoffs=given)

    stood = signed_units(Library(var).published().topics, Library(var).fixed().data)

    assert {name for name, signoff in stood.items() if signoff["status"] == "changed"} == {
        "topics/basics",
        "cards/crisis",
    }
    assert stood["topics/basics"] == {
        "status": "changed",
        "role": None,
        "on": None,
        "next_review": None,
        "fingerprint": own["topics/basics"].fingerprint,
    }


def test_going_live_is_refused_where_a_card_or_the_wording_is_not_signed(small, var):
    publish(small.folder, var, Urgent.from_data)
    before = bytes_of(var)

    with pytest.raises(Refused) as refused:
        publish(small.folder, var, Urgent.from_data, live=True)

    assert str(refused.value).startswith(
        "In live mode these must be signed as they stand: cards/crisis, cards/emergency, cards/urgent, wording."
    )
    assert bytes_of(var) == before


def test_going_live_needs_no_more_than_the_cards_and_the_wording(small, var):
    own = units(read_content(small.folder))
    needed = ("cards/crisis", "cards/emergency", "cards/urgent", "wording")

    publish(small.folder, var, Urgent.from_data, signoffs={name: signed(own[name]) for name in needed}, live=True)

    assert leads(var) == {"basics": "It is a treatment."}
