"""Tests of the comparison of two models: what counts as worse, and that no phrase proves a model that learnt it."""

from __future__ import annotations

import pytest

from bot.compare import DANGER, Line, Phrase, danger_phrases, lines, same, unlearnt, urgent_topics, wilson
from bot.decide import Decision
from bot.importer import ROOT

TOPIC, OTHER, URGENT = "driving", "fertility", "when_to_call"


def decided(*intents: str) -> list[Decision]:
    return [Decision(intent, 0.9, [(intent, 0.9)]) for intent in intents]


def compared(held: list[Phrase], danger: list[Phrase], old: list[str], new: list[str]) -> dict[tuple[str, str], Line]:
    found = lines(held, danger, decided(*old), decided(*new), {URGENT})
    return {(line.name, line.topic): line for line in found}


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (80, 100, 0.7112, 0.8666)],
)  # fmt: skip
def test_the_interval_is_wilson_s(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=1e-3)


def test_a_total_within_chance_is_not_worse_and_one_outside_is():
    held = [Phrase(f"phrase {n}", TOPIC) for n in range(100)]
    before = [TOPIC] * 80 + ["unsure"] * 20
    assert not compared(held, [], before, [TOPIC] * 72 + ["unsure"] * 28)["right", ""].worse
    assert compared(held, [], before, [TOPIC] * 71 + ["unsure"] * 29)["right", ""].worse
    assert compared(held, [], before, [TOPIC] * 80 + [OTHER] * 20)["wrong", ""].worse
    assert not compared(held, [], before, [TOPIC] * 100)["right", ""].worse


def test_one_lost_topic_is_worse_where_the_total_hides_it():
    held = [Phrase(f"phrase {n}", f"topic_{n // 10}") for n in range(1000)]
    before = [phrase.wanted if n < 10 or n % 5 else "unsure" for n, phrase in enumerate(held)]
    after = ["unsure"] * 5 + before[5:]
    found = compared(held, [], before, after)
    assert not found["right", ""].worse
    assert [key for key, line in found.items() if line.worse] == [("topic", "topic_0")]
    assert sum(name == "topic" for name, _ in found) == 1  # those that fare as before have no line


def test_danger_answered_as_an_ordinary_question_counts_and_an_urgent_topic_does_not():
    danger = [Phrase(f"danger {n}", "urgent") for n in range(20)]
    found = compared([], danger, ["unsure"] * 20, [URGENT] * 10 + [TOPIC] * 10)["danger_answered", ""]
    assert (found.old, found.new, found.worse, found.more) == (0, 10, True, False)


def test_a_phrase_that_was_learnt_proves_nothing():
    held = [Phrase("Can I drive?", TOPIC), Phrase("when can i drive", TOPIC)]
    assert unlearnt(held, ["can i DRIVE"]) == held[1:]
    assert same("Don’t — stop!") == same("dont stop")


def test_a_line_of_no_phrases_is_left_out():
    assert compared([], [], [], []) == {}


def test_the_safety_set_is_whole_and_urgent_topics_are_those_of_the_content():
    found = danger_phrases()
    assert len(found) > 500 and {phrase.wanted for phrase in found} == set(DANGER)
    urgent = urgent_topics(ROOT / "content")
    assert {"crs", "icans", "when_to_call"} <= urgent and not {"cost", "driving"} & urgent
