"""Tests of the drafts: one a person and topic, and never one over a change that was not seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.records.conversations import connect
from service.records.drafts import Drafts, Overtaken


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(connect(f"sqlite:///{tmp_path / 'records.db'}"))


def test_a_draft_is_kept_and_changed(drafts: Drafts) -> None:
    first = drafts.put("driving", "ann", "One.", "base", 0)
    drafts.put("driving", "ann", "Two.", "base", first.number)

    found = drafts.find("driving", "ann")
    assert found and (found.text, found.base, found.number) == ("Two.", "base", 2)
    assert drafts.find("driving", "bob") is None and drafts.find("crs", "ann") is None


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_change_that_was_not_seen_is_not_written_over(drafts: Drafts, number: int) -> None:
    drafts.put("driving", "ann", "One.", "base", 0)
    drafts.put("driving", "ann", "Two.", "base", 1)

    with pytest.raises(Overtaken):
        drafts.put("driving", "ann", "Three.", "base", number)
    assert not drafts.remove("driving", "ann", number)
    assert [draft.text for draft in drafts.of()] == ["Two."]


def test_of_many_at_once_one_is_kept(drafts: Drafts) -> None:
    drafts.put("driving", "ann", "One.", "base", 0)

    def put(number: int) -> bool:
        try:
            drafts.put("driving", "ann", f"Of {number}.", "base", 1)
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(put, range(6))) == 1


def test_everybody_has_drafts_of_their_own(drafts: Drafts) -> None:
    for who in ("bob", "ann"):
        drafts.put("driving", who, f"Of {who}.", "base", 0)
    drafts.put("crs", "ann", "Of ann.", "base", 0)

    assert [(draft.topic, draft.who) for draft in drafts.of("driving")] == [("driving", "ann"), ("driving", "bob")]
    assert drafts.remove("driving", "bob", 1)
    assert [(draft.topic, draft.who) for draft in drafts.of()] == [("crs", "ann"), ("driving", "ann")]
