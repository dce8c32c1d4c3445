"""Tests of stores changed by hand: words that are not those of their fingerprint are never served as signed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.library.changes import signed_units
from service.library.find import Library, NotPublished
from service.library.publish import publish
from service.library.read import read_content
from service.library.signoff import SignOff
from service.library.units import units
from service.safety.urgent import Urgent
from tests import stored
from tests.library.conftest import Small

Spoil = Callable[[dict[str, Any]], Any]


@pytest.fixture
def var(small: Small, tmp_path: Path) -> Path:
    """A folder with content published in which everything is signed."""
    small.topic(
        "basics",
        lead='"It is for people of {{ youngest }} or more."',
        body="Call {{ helplines.charity.phone }}.\n\n::: numbers\n{{ alive }} lived.\n:::",
        sensitive="true",
        flow="eligibility",
        questions='["Why?"]',
    )
    signed: dict[str, SignOff] = {
        name: {
            "status": "signed",
            "role": "r",
            "on": "2026-11-01",
            "next_review": "2027-11-01",
            "fingerprint": u.fingerprint,
        }
        for name, u in units(read_content(small.folder)).items()
    }
    publish(small.folder, tmp_path / "var", Urgent.from_data, signoffs=signed)
    return tmp_path / "var"


def changed(var: Path) -> list[str]:
    """Returns the units that are not served as signed."""
    library = Library(var)
    stood = signed_units(library.published().topics, library.fixed().data)
    assert {signoff["status"] for signoff in stood.values()} <= {"signed", "changed"}
    return sorted(name for name, signoff in stood.items() if signoff["status"] == "changed")


def test_what_nobody_touched_is_served_as_signed(var: Path) -> None:
    assert changed(var) == []


TOPIC: dict[str, Spoil] = {
    "title": lambda t: t.update(title="Is it a cure?"),
    "lead": lambda t: t.update(lead="It is for everybody."),
    "a block": lambda t: t["blocks"].__setitem__(0, {"p": ["It is a cure."]}),
    "a block more": lambda t: t["blocks"].append({"p": ["It is a cure."]}),
    "a block of both": lambda t: [t[key].append({"p": ["It is a cure."]}) for key in ("blocks", "all_blocks")],
    "the figures": lambda t: t["all_blocks"].pop(),
    "the text": lambda t: t.update(text="It is a cure."),
    "all text": lambda t: t.update(all_text="It is a cure."),
    "a source": lambda t: t["sources"][0].update(title="Another"),
    "a choice": lambda t: t["choices"].append("other"),
    "the flow": lambda t: t.update(flow=None),
    "a question": lambda t: t["questions"].append("Am I cured?"),
    "a figure": lambda t: t["facts"]["youngest"].update(value=18),
    "a helpline": lambda t: t["helplines"]["charity"].update(phone="0000"),
    "the fingerprint": lambda t: t.update(fingerprint="sha256:" + "0" * 64),
    "the sign-off's": lambda t: t["signoff"].update(fingerprint="sha256:" + "0" * 64),
}


@pytest.mark.parametrize("what", TOPIC)
def test_a_topic_changed_in_the_store_is_not_served_as_signed(var: Path, what: str) -> None:
    with sqlite3.connect(stored.store(var)) as database:
        (data,) = database.execute("SELECT data FROM topics WHERE id = 'basics'").fetchone()
        topic = json.loads(data)
        TOPIC[what](topic)
        assert topic != json.loads(data)
        database.execute("UPDATE topics SET data = ? WHERE id = 'basics'", (json.dumps(topic),))
    database.close()
    assert changed(var) == ["topics/basics"]
    signoff = Library(var).published().topics["basics"]["signoff"]
    assert (signoff["role"], signoff["on"], signoff["next_review"]) == (None, None, None)


FIXED: dict[str, tuple[Spoil, str]] = {
    "card": (lambda f: f["cards"]["urgent"].update(title="Wait and see"), "cards/urgent"),
    "card block": (lambda f: f["cards"]["urgent"]["blocks"].append({"p": ["Wait."]}), "cards/urgent"),
    "card text": (lambda f: f["cards"]["crisis"].update(text="Wait."), "cards/crisis"),
    "translated": (lambda f: f["tongues"]["cards"]["pl"]["crisis"].update(title="Czekaj"), "cards/pl/crisis"),
    "number": (lambda f: f["helplines"][1].update(phone="0000"), "helplines/charity"),
    "wording": (lambda f: f["wording"]["greeting"].update(text="Hello."), "wording"),
    "ui": (lambda f: f["ui"].update(send="Buy"), "wording"),
    "error": (lambda f: f["errors"].update(broken="Go away."), "wording"),
    "step": (lambda f: f["eligibility"][1].update(title="You decide"), "eligibility"),
    "timeline": (lambda f: f["timeline"]["steps"][0].update(text="You are old."), "timeline"),
}


@pytest.mark.parametrize("what", FIXED)
def test_fixed_words_changed_in_the_file_are_not_served_as_signed(var: Path, what: str) -> None:
    path = stored.fixed(var)
    fixed = json.loads(path.read_text(encoding="utf-8"))
    spoil, unit = FIXED[what]
    spoil(fixed)
    path.write_text(json.dumps(fixed), encoding="utf-8")
    assert changed(var) == [unit]


def test_a_change_while_the_service_runs_is_seen_at_the_next_call(var: Path) -> None:
    library = Library(var)
    assert library.published().topics["basics"]["signoff"]["status"] == "signed"
    with sqlite3.connect(stored.store(var)) as database:
        database.execute("UPDATE topics SET data = replace(data, 'It is for people', 'It cures people')")
    database.close()
    topic = library.published().topics["basics"]
    assert topic["lead"].startswith("It cures people")
    assert topic["signoff"]["status"] == "changed"


@pytest.mark.parametrize("lost", ["fingerprint", "signoff", "all_blocks", "facts"])
def test_a_topic_that_lacks_a_part_is_no_whole_store(var: Path, lost: str) -> None:
    with sqlite3.connect(stored.store(var)) as database:
        database.execute(f"UPDATE topics SET data = json_remove(data, '$.{lost}')")
    database.close()
    with pytest.raises(NotPublished, match=r"cannot be read \("):
        Library(var).published()


def test_cards_that_lack_a_part_are_no_whole_file(var: Path) -> None:
    path = stored.fixed(var)
    fixed = json.loads(path.read_text(encoding="utf-8"))
    del fixed["cards"]["urgent"]["signoff"]
    path.write_text(json.dumps(fixed), encoding="utf-8")
    with pytest.raises(NotPublished, match="is not whole"):
        Library(var)
