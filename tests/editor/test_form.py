"""Tests of the form: a file goes into fields and back without losing a comment, a quote or a key."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.editor.form import CONTROL, FOLLOW_UPS, NATIONS, Fields, NotReadable, fields_of, posted, text_of
from service.web.settings import ROOT

FILES = sorted((ROOT / "content" / "topics").glob("*/*.md"))
TYPED = """---
# Kept by hand.
title: 'What is it?' # the question
lead: "A treatment."
sources: # all of them
- trial # the first
# and
- rules
related: []
follow_ups: {why: basics, when: basics}
questions: []
nations: [england]
urgency: none
sensitive: false
evidence: stored
to_check: ["All of it."]
flow: eligibility # a key that the form does not show
---

Words.
"""


def differing(old: str, new: str) -> list[str]:
    """Returns the lines that one of two texts has; a comment keeps its column, so runs of spaces count as one."""
    lines = ({re.sub(" +", " ", line) for line in text.splitlines()} for text in (old, new))
    return sorted(set.symmetric_difference(*lines))


def test_every_topic_stays_byte_for_byte_where_nothing_changed() -> None:
    for file in FILES[:: 1 + len(FILES) // 40]:
        text = file.read_text(encoding="utf-8")
        assert text_of(text, fields_of(text)) == text, file


def test_one_changed_field_changes_one_line_of_every_topic() -> None:
    for file in FILES[:: 1 + len(FILES) // 20]:
        text = file.read_text(encoding="utf-8")
        fields = replace(fields_of(text), questions=["Is it so?"])
        made = text_of(text, fields)
        assert fields_of(made) == fields
        assert all(line.startswith("questions:") for line in differing(text, made)), file


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"title": "Why?"}, ["title: \"Why?\" # the question", "title: 'What is it?' # the question"]),
        ({"sources": ["trial"]}, ["- rules"]),
        ({"sources": ["trial", "rules", "more"]}, ["- more"]),
        ({"related": ["basics"]}, ["related: [basics]", "related: []"]),
        ({"follow_ups": {"why": "basics"}}, ["follow_ups: {why: basics, when: basics}", "follow_ups: {why: basics}"]),
        ({"sensitive": True}, ["sensitive: false", "sensitive: true"]),
        ({"body": "Other words."}, ["Other words.", "Words."]),
    ],
)  # fmt: skip
def test_comments_quotes_and_order_stay(values: dict[str, object], lines: list[str]) -> None:
    made = text_of(TYPED, replace(fields_of(TYPED), **values))

    assert differing(TYPED, made) == sorted(lines)


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(deadline=None, max_examples=20)
@given(WORDS, WORDS, WORDS, st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=3))
@example("?0", "?x", "?", ["?0"], ["?x y"])
def test_whatever_is_typed_comes_back_the_same(
    title: str, lead: str, body: str, some: list[str], more: list[str]
) -> None:
    form = {
        "title": [title], "lead": [lead], "body": [body], "sources": some, "related": more,
        "questions": ["\n".join(some)], "to_check": ["\r\n".join(more)], "nations": ["wales"], "urgency": ["none"],
        "evidence": ["stored"], "sensitive": ["yes"], "follow_up_why": [title],
    }  # fmt: skip
    fields = posted(form)

    assert fields_of(text_of(TYPED, fields)) == fields


def test_control_characters_and_empty_lines_are_left_out() -> None:
    fields = posted({"title": [" a\x00b\r\nc "], "body": ["one\r\n\r\ntwo\x07 "], "sources": ["", " x ", "\u2028"]})

    assert (fields.title, fields.body, fields.sources) == ("a b c", "one\n\ntwo", ["x"])
    assert not CONTROL.search("ordinary – words, ü, 🙂\n\t")


def test_a_form_says_all_kinds_there_are() -> None:
    form = {f"follow_up_{kind}": ["basics"] for kind in FOLLOW_UPS} | {"nations": [*NATIONS, "france"]}

    assert list(posted(form).follow_ups) == list(FOLLOW_UPS)
    assert posted(form).nations == list(NATIONS)


@pytest.mark.parametrize(
    "text",
    [
        "No keys.\n",
        "---\ntitle: [\n---\nx\n",
        "---\n- a\n---\nx\n",
        "---\ntitle: 3\n---\nx\n",
        "---\nsources: a\n---\nx\n",
    ],
)
def test_a_file_that_no_form_can_show_says_so(text: str) -> None:
    with pytest.raises(NotReadable):
        fields_of(text)


def test_missing_keys_are_written() -> None:
    made = text_of('---\ntitle: "A"\n---\nWords.\n', Fields(title="A", body="Words.", sources=["trial"]))

    assert fields_of(made) == Fields(title="A", body="Words.", sources=["trial"])
    assert "sources: [trial]\n" in made and "to_check: []\n" in made
