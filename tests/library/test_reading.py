"""Tests of how hard words are to read, and of two versions side by side."""

from __future__ import annotations

import pytest

from service.library.reading import reading
from service.library.side import Row, Span, side_by_side

LONG = " ".join(["word"] * 21) + "."


def test_words_and_sentences_are_counted_as_they_are_read() -> None:
    found = reading(
        "It is {{ crs_any.in_100 }}. See [when to call](topic:when_to_call).", "## A heading\n\n- One item."
    )

    assert (found.words, found.sentences) == (3 + 4 + 2 + 2, 4)
    assert found.average == pytest.approx(11 / 4)
    assert not found.long


def test_sentences_over_twenty_words_are_named() -> None:
    found = reading(f"Short. {LONG} {LONG.removeprefix('word ')}")

    assert found.long == [(21, LONG)]


@pytest.mark.parametrize(("text", "crowded"), [("A. B. C.", 0), ("A. B. C. D.", 1), ("- A.\n- B.\n- C.\n- D.", 0)])
def test_paragraphs_over_three_sentences_are_counted(text: str, crowded: int) -> None:
    assert reading(text).long_paragraphs == crowded


def test_no_words_have_no_average() -> None:
    assert reading("").average == 0


def test_what_differs_is_marked_and_figures_apart() -> None:
    rows = side_by_side("Same.\n\nWait 5 days.\nGone.", "Same.\nWait 6 days, please.\n")

    assert rows[0] == Row([Span("Same.")], [Span("Same.")]) and rows[0].same
    assert Span("5", "figure") in rows[1].left and Span("6", "figure") in rows[1].right
    assert Span(", please", "words") in rows[1].right
    assert rows[2] == Row([Span("Gone.", "words")], None)


def test_nothing_is_lost_of_either_side() -> None:
    left, right = "A b.\nC 1 d.\nE.", "A x.\nE.\nF 2."
    rows = side_by_side(left, right)

    for side, text in (("left", left), ("right", right)):
        lines = ["".join(span.text for span in getattr(row, side)) for row in rows if getattr(row, side)]
        assert "\n".join(lines) == text
