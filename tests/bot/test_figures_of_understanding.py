"""Tests of what measures understanding: a wrong measure would make every figure wrong."""

import random

import pytest

from tests.understanding.figures import Said, at_coverage, auroc, ours, share, stock, table, through_service, worst
from tests.understanding.questions import REFUSED, Question, held_out, patients

CRS = Question("what is crs", "held_out", "side_effects", frozenset({"crs"}))
STRANGER = Question("hip replacement", "far", "far", outcomes=frozenset(REFUSED))
LIKE = Question("crs of a car", "look_alikes", "stranger", outcomes=frozenset(REFUSED), wrong="crs")


def parsed(intent: str, *ranking: tuple[str, float]) -> dict:
    return {"intent": intent, "ranking": [list(pair) for pair in ranking]}


@pytest.mark.parametrize(
    ("intent", "first", "shown", "wrong", "refused"),
    [
        ("crs", 1, 1, 0, 0),
        ("icans", 0, 0, 1, 0),
        ("clarify", 0, 1, 0, 0),
        ("unsure", 0, 0, 0, 1),
        ("out_of_scope", 0, 0, 0, 1),
        ("thanks", 0, 0, 0, 0),
    ],
)
def test_shares_of_one_question(intent, first, shown, wrong, refused):
    said = ours(parsed(intent, ("icans", 0.5), ("thanks", 0.3), ("hlh", 0.1), ("crs", 0.05), ("driving", 0.01)))
    lines = table([CRS], [said])["held_out"]
    assert [lines[name]["share"] for name in ("first", "first_or_offered", "wrong_and_confident", "refused")] == [
        first, shown, wrong, refused,
    ]  # fmt: skip


def test_no_more_than_three_topics_count_as_offered():
    ranking = [(name, 0.2) for name in ("icans", "hlh", "driving", "crs")]
    assert table([CRS], [ours(parsed("clarify", *ranking))])["held_out"]["first_or_offered"]["share"] == 0


def test_a_stranger_is_right_when_refused_and_wrong_when_answered():
    for intent, right in (("out_of_scope", 1), ("unsure", 1), ("clarify", 0), ("crs", 0)):
        lines = table([STRANGER], [ours(parsed(intent, ("crs", 0.5)))])["far"]
        assert (lines["first"]["share"], lines["wrong_and_confident"]["share"]) == (right, int(intent == "crs"))
    taken = table([LIKE], [ours(parsed("crs", ("crs", 0.9)))])["look_alikes"]
    assert taken["taken_for_its_look_alike"]["share"] == 1


def test_the_stock_pipeline_offers_nothing_and_its_fallback_refuses():
    said = stock(parsed("nlu_fallback", ("crs", 0.2)))
    assert said == Said("", (), "unsure", "crs", 0.2)
    assert stock(parsed("crs", ("crs", 0.9))).answered == "crs"


def test_a_turn_of_the_service_counts_both_answers_and_what_not_sure_offers():
    turn = {"outcome": "answered", "answered": ["icans", "crs"], "offered": ["hlh"], "confidence": 0.8}
    assert through_service(turn) == Said("icans", ("crs",), "", "icans", 0.8)
    turn = {"outcome": "unsure", "answered": [], "offered": ["crs"], "confidence": 0.1}
    assert through_service(turn) == Said("", ("crs",), "unsure", "crs", 0.1)


def test_an_outcome_without_a_topic_is_right_where_the_question_may_end_so():
    either = Question("is my count bad", "dev", "D", frozenset({"crs"}), frozenset({"answered", "advice_declined"}))
    turn = {"outcome": "advice_declined", "answered": [], "offered": ["hlh"], "confidence": 0.0}
    for question, right in ((either, 1), (Question("q", "dev", "D", frozenset({"crs"})), 0)):
        lines = table([question], [through_service(turn)])["dev"]
        assert (lines["first"]["share"], lines["first_or_offered"]["share"]) == (right, right)
        assert lines["wrong_and_confident"]["share"] == 0


def test_share_has_an_interval_around_it_that_narrows_with_more_cases():
    few, many = share([True] * 8 + [False] * 2), share([True] * 800 + [False] * 200)
    assert few["share"] == many["share"] == 0.8
    assert few["low"] < many["low"] < 0.8 < many["high"] < few["high"]
    assert share([])["share"] is None and share([True] * 5) == {"share": 1.0, "low": 1.0, "high": 1.0, "n": 5}


def test_curve_counts_the_surest_first():
    said = [Said("crs", (), "", "crs", 0.9), Said("icans", (), "", "icans", 0.1)]
    assert at_coverage([CRS, CRS], said, ("held_out",)) == {
        "0.5": 1.0, "0.6": 1.0, "0.7": 1.0, "0.8": 0.5, "0.9": 0.5, "1.0": 0.5,
    }  # fmt: skip
    assert at_coverage([CRS], said[:1], ("dev",)) == {}
    strangers = [Said("", (), "out_of_scope", "out_of_scope", 0.9), Said("crs", (), "", "crs", 0.8)]
    assert at_coverage([STRANGER, STRANGER], strangers, ("far",))["1.0"] == 0.5


def test_auroc_is_the_share_of_pairs_in_order():
    rng = random.Random(0)
    known, strange = ([round(rng.random() + shift, 1) for _ in range(60)] for shift in (0.3, 0))
    pairs = [(k > s) + (k == s) / 2 for k in known for s in strange]
    assert auroc(known, strange) == pytest.approx(sum(pairs) / len(pairs))
    assert auroc([1, 2], [0, 0.5]) == 1 and auroc([1], [1]) == 0.5


def test_confusions_are_counted_by_pair():
    said = [Said("", (), "", "icans", 0.5)] * 2 + [Said("crs", (), "", "crs", 0.5)]
    assert worst([CRS] * 3, said) == [{"wanted": "crs", "taken_for": "icans", "times": 2}]


def test_every_held_out_set_is_measured_and_a_missing_file_of_questions_is_none(tmp_path):
    sets = {question.of for question in held_out()}
    assert sets == {"held_out", "far", "near", "look_alikes"}
    assert patients(tmp_path / "none.jsonl") == []
    row = (
        '{"text": "q", "group": "G", "outcomes": ["urgent"], "also_outcomes": [], "topics": ["crs"], "also_topics": []}'
    )
    (tmp_path / "some.jsonl").write_text(row)
    (question,) = patients(tmp_path / "some.jsonl")
    assert (question.of, question.topics) == ("dev_danger", {"crs"})
