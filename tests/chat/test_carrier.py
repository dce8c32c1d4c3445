"""Tests of the words around what somebody wants to hear again."""

from __future__ import annotations

import pytest

from service.chat.carrier import subject_of


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("what did you say about driving?", "driving"),
        ("What did you tell me again about the alert card", "the alert card"),
        ("can you say again what you told me about crs", "crs"),
        ("sorry, what was it you said about driving again please", "driving"),
        ("could u tell us again what u said about vaccines", "vaccines"),
        ("you mentioned something about hair loss", "hair loss"),
        ("remind me what you said on work", "work"),
        ("remind me about vaccines", "vaccines"),
        ("can we go back to what you said about CRS?", "CRS"),
        ("what was that about a carer", "a carer"),
        ("repeat the bit where you said about driving", "driving"),
        ("please repeat the bit you told me about driving", "driving"),
        ("tell me again about how long i will wait", "how long i will wait"),
    ],
)
def test_the_words_around_are_taken_off(typed: str, asked: str) -> None:
    assert subject_of(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "say that again", "what did you say?", "what did you say about that?", "tell me again about it please",
        "what is crs", "tell me about driving", "can i go back to work", "when can we go back to the gym",
        "what did the nurse say about driving", "they told me about crs", "can you tell me about cost", "",
        "what do you say to people about dying", "my doctor said something about CRS",
    ],
)  # fmt: skip
def test_a_question_of_its_own_keeps_its_words(typed: str) -> None:
    assert subject_of(typed) is None


def test_the_longest_message_is_looked_at_at_once() -> None:
    assert subject_of("what did you say " * 58) is None
    assert subject_of(" " * 900 + "what did you say about crs") == "crs"
