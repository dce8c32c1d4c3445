"""Tests of telling two questions apart: both halves must stand as questions, and nothing else is split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.chat.split import halves


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("can I drive and when can I go back to work?", "can I drive?", "when can I go back to work?"),
        ("What is CRS? And how long will I be in hospital?", "What is CRS?", "how long will I be in hospital?"),
        ("will i lose my hair? can i have visitors", "will i lose my hair?", "can i have visitors"),
        ("whats crs and hows it treated", "whats crs?", "hows it treated"),
        ("who decides and how long is the wait", "who decides?", "how long is the wait"),
        ("is there a helpline, and also can i get train fares", "is there a helpline?", "can i get train fares"),
        ("My dad has ALL. Can he drive? And is he allowed visitors?", "My dad has ALL. Can he drive?",
         "is he allowed visitors?"),
        ("What is CRS??? , what is ICANS", "What is CRS?", "what is ICANS"),
        ("WHAT IS CRS AND WHAT IS ICANS", "WHAT IS CRS?", "WHAT IS ICANS"),
        ("what is it? how is it given? who pays for it?", "what is it?", "how is it given? who pays for it?"),
        ("what is crs but is it common", "what is crs?", "is it common"),
    ],
)  # fmt: skip
def test_two_questions_are_told_apart(typed: str, first: str, second: str) -> None:
    assert halves(typed) == (first, second)


@pytest.mark.parametrize(
    "typed",
    [
        "what about nausea and vomiting",
        "can me and my wife stay nearby",
        "My dad has ALL. Can he drive?",
        "what do relapsed and refractory mean?",
        "what is CRS and how to treat it",
        "i am tired and can i exercise",
        "is it true and why",
        "can you tell me what CRS is and how long it lasts",
        "how and when will i know",
        "can i eat and drink and swim",
        "Can I drive? My dad asks.",
        "Can I drive? Thanks and bye",
        "what is the difference between crs and icans",
        "what should i do and not do",
        "hello",
        "???",
        "",
        "and",
        "can you and will you",
    ],
)
def test_one_question_is_left_whole(typed: str) -> None:
    assert halves(typed) is None


@given(st.lists(st.sampled_from(["what is", "can i", "and", "?", ".", ",", "drive", "crs", "\n", "é"]), max_size=40))
def test_halves_hold_the_typed_words_in_order_and_nothing_else(parts: list[str]) -> None:
    typed = " ".join(parts)
    found = halves(typed)
    if found:
        first, second = (half.removesuffix("?").strip() for half in found)
        assert first.strip("? .,") and second.strip("? .,")
        assert second in typed[typed.index(first) + len(first) :]


def test_the_longest_message_is_told_apart_at_once() -> None:
    assert halves("what is it and " * 66) is not None
    assert halves("what what " * 100) is None
    assert halves("and " * 250) is None
