"""Tests of the decision: rankings, bands, qualifiers, and the file that holds the model."""

import json

import numpy as np
import pytest

from bot.decide import (
    ANSWER,
    CLARIFY,
    DIRECTIONS,
    THRESHOLDS,
    UNSURE,
    Ranking,
    Settings,
    Thresholds,
    TopicModel,
    decide,
)
from bot.evaluate import MOST_REFUSED, MOST_UNFORESEEN, MOST_WRONG
from bot.qualifiers import Qualifiers

LIMITS = Thresholds(answer=0.6, clarify=0.2, calibration=(0.0, 1.0, 1.0))
SETTINGS = Settings(strength=30, word_strength=1, words=4, sharpness=8, temperature=1.7)
WORDS = ("driving a car", "hair loss", "fever at night")
LABELS = ("a",) * 5 + ("b",) * 4 + ("c",) * 3
QUALIFIERS = Qualifiers.of(
    {
        "subject": ["obe-cel"],
        "qualifiers": {
            "pregnant": {"words": ["pregnant", "expecting a baby"], "covered_by": ["pregnancy"], "own": "pregnancy"},
            "stranger": {"words": ["tamoxifen"], "covered_by": []},
            "young": {"words": [], "patterns": [r"\b[1-9] year old"], "covered_by": ["children"], "own": "children"},
        },
    }
)


def unit(random: np.random.RandomState, count: int, size: int = 16) -> np.ndarray:
    vectors = random.normal(size=(count, size)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def texts(labels) -> list[str]:
    return [f"{WORDS['abc'.index(label)]} {number}0" for number, label in enumerate(labels)]


def fitted(seed: int = 0, labels: tuple[str, ...] = LABELS, settings: Settings = SETTINGS) -> TopicModel:
    return TopicModel.fit(texts(labels), unit(np.random.RandomState(seed), len(labels)), labels, settings)


def ranking(best: str, score: float = 9.0, share: float = 0.9) -> Ranking:
    return Ranking([(best, share), ("crs", (1 - share) / 2), ("driving", (1 - share) / 2)], score)


def test_ranking_sums_to_one_and_is_sorted_for_any_vector():
    random = np.random.RandomState(1)
    models = [fitted(seed) for seed in range(3)]
    for vector in unit(random, 200):
        for model in models:
            found = model.rank("hair and a car", vector)
            shares = [share for _, share in found.shares]
            assert sum(shares) == pytest.approx(1, abs=1e-5)
            assert shares == sorted(shares, reverse=True) and min(shares) >= 0
            assert sorted(name for name, _ in found.shares) == model.names


@pytest.mark.parametrize("vector", [np.zeros(16, np.float32), np.full(16, 1000, np.float32)])
@pytest.mark.parametrize("text", ["", "?!", "zzzz qqqq", "fever " * 200])
def test_ranking_is_finite_for_empty_and_extreme_input(text, vector):
    found = fitted().rank(text, vector)
    assert np.isfinite([found.score, *(share for _, share in found.shares)]).all()


def test_training_phrase_ranks_first():
    model, vectors = fitted(), unit(np.random.RandomState(0), len(LABELS))
    for text, vector, name in zip(texts(LABELS), vectors, LABELS, strict=True):
        assert model.rank(text, vector).shares[0][0] == name


def test_words_alone_decide_where_the_vector_says_nothing():
    model, nothing = fitted(), np.zeros(16, np.float32)
    assert [model.rank(words, nothing).shares[0][0] for words in WORDS] == ["a", "b", "c"]
    assert model.rank("hare losss", nothing).shares[0][0] == "b"  # parts of words forgive a misspelling


@pytest.mark.parametrize(
    "labels", [("a", "b", "c"), ("a",) * 400 + ("b",) + ("c",) * 2, ("c", "a", "b", "a", "c", "a")]
)
def test_nearest_is_the_most_similar_of_the_intents_own_examples(labels):
    # With no more dimensions than directions nothing is lost by looking along the directions.
    model, vector = fitted(labels=labels), unit(np.random.RandomState(7), 1)[0]
    cosines = unit(np.random.RandomState(0), len(labels)) @ vector
    expected = [cosines[[label == name for label in labels]].max() for name in model.names]
    assert model._nearest(vector) == pytest.approx(expected, abs=1e-5)


def test_where_sentences_differ_least_examples_are_not_compared():
    random = np.random.RandomState(3)
    vectors = unit(random, 300, DIRECTIONS) @ np.linalg.qr(random.normal(size=(384, DIRECTIONS)))[0].T
    vectors = vectors.astype(np.float32)
    model = TopicModel.fit(texts(("a", "b") * 150), vectors, ("a", "b") * 150, SETTINGS)
    assert model.examples.shape == (300, DIRECTIONS)
    for vector in vectors[:20]:  # they lie along the directions kept, so their own similarity is whole
        assert model._nearest(vector).max() == pytest.approx(1, abs=1e-4)


def test_each_opinion_counts_by_its_setting():
    model, vector = fitted(), unit(np.random.RandomState(0), 1)[0]  # an example of a
    without = fitted(settings=Settings(30, 1, 0, 8, 1.7))
    assert model.rank("fever at night", vector).shares != without.rank("fever at night", vector).shares
    assert without.rank("fever at night", vector) == without.rank("hair loss", vector)
    flatter = fitted(settings=Settings(30, 1, 4, 8, 17)).rank("", vector).shares[0][1]
    assert flatter < model.rank("", vector).shares[0][1]


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(1.0, ANSWER), (0.6, ANSWER), (np.nextafter(0.6, 0), CLARIFY), (0.2, CLARIFY), (np.nextafter(0.2, 0), UNSURE)],
)
def test_band_begins_exactly_at_its_threshold(confidence, expected):
    assert LIMITS.band(confidence) == expected


def test_confidence_rises_with_share_and_score_and_stays_between_0_and_1():
    random = np.random.RandomState(3)
    for share, score, more, higher in random.uniform(0.01, 1, (500, 4)) * (0.5, 20, 0.5, 20):
        lower = LIMITS.confidence(ranking("a", score - 10, share))
        assert 0 < lower <= LIMITS.confidence(ranking("a", score - 10 + higher, share + more)) <= 1
    assert LIMITS.confidence(ranking("a", 1e6)) <= 1 and LIMITS.confidence(ranking("a", -1e6, 0.0)) >= 0


@pytest.mark.parametrize(
    ("best", "score", "expected"),
    [
        ("driving", 9, "driving"),
        ("driving", 0, CLARIFY),
        ("driving", -9, UNSURE),
        ("out_of_scope", 0, "out_of_scope"),  # a stranger need not be recognised for certain
        ("out_of_scope", -9, UNSURE),
        ("follow_up_why", 9, "follow_up_why"),
        ("follow_up_why", 0, CLARIFY),
        ("follow_up_why", -9, UNSURE),
        ("thanks", 9, "thanks"),
        ("thanks", 0, UNSURE),
    ],
)
def test_decision_without_a_qualifier(best, score, expected):
    assert decide("any words", ranking(best, score), LIMITS, QUALIFIERS).intent == expected


@pytest.mark.parametrize("text", ["can I take it while PREGNANT?", "my wife's expecting a baby"])
def test_qualifier_with_a_topic_of_its_own_offers_that_topic_beside_the_best(text):
    decision = decide(text, ranking("medicines"), LIMITS, QUALIFIERS)
    assert decision.intent == CLARIFY
    assert [name for name, _ in decision.ranking][:2] == ["medicines", "pregnancy"]


def test_qualifier_of_a_stranger_refuses():
    assert decide("side effects of tamoxifen", ranking("side_effects"), LIMITS, QUALIFIERS).intent == UNSURE
    assert decide("tamoxifen for my 7 year old", ranking("side_effects"), LIMITS, QUALIFIERS).intent == UNSURE


def test_a_message_that_names_the_subject_is_no_strangers():
    decision = decide("is tamoxifen like Obe-cel", ranking("side_effects"), LIMITS, QUALIFIERS)
    assert (decision.intent, decision.ranking[0][0]) == (CLARIFY, "side_effects")


def test_qualifier_the_topic_deals_with_blocks_nothing():
    assert decide("im pregnant", ranking("pregnancy"), LIMITS, QUALIFIERS).intent == "pregnancy"
    assert decide("my 7 year old", ranking("children"), LIMITS, QUALIFIERS).intent == "children"
    assert decide("my 7-year-old", ranking("driving"), LIMITS, QUALIFIERS).intent == CLARIFY
    assert decide("im 47 year olds", ranking("driving"), LIMITS, QUALIFIERS).intent == "driving"


def test_qualifier_is_a_whole_word():
    assert decide("tamoxifenish unpregnant", ranking("driving"), LIMITS, QUALIFIERS).intent == "driving"


def test_kept_thresholds_stand_on_the_curve_they_were_chosen_on():
    kept = json.loads(THRESHOLDS.read_text())
    limits = Thresholds.read()
    point = next(p for p in kept["answer_curve"] if p["answer"] == limits.answer)
    assert point["wrong"] <= MOST_WRONG and point["unforeseen_answered"] <= MOST_UNFORESEEN
    lower = [p for p in kept["answer_curve"] if p["answer"] < limits.answer]
    assert all(p["wrong"] > MOST_WRONG or p["unforeseen_answered"] > MOST_UNFORESEEN for p in lower)
    point = next(p for p in kept["clarify_curve"] if p["clarify"] == limits.clarify)
    assert point["refused"] <= MOST_REFUSED
    assert all(p["refused"] > MOST_REFUSED for p in kept["clarify_curve"] if p["clarify"] > limits.clarify)


def test_saved_model_comes_back_equal_and_ranks_the_same(tmp_path):
    model = fitted()
    model.save(tmp_path / "topics.npz")
    loaded = TopicModel.load(tmp_path / "topics.npz")
    assert loaded.names == model.names
    for name in ("weights", "bias", "directions", "examples", "starts", "mix"):
        assert np.array_equal(getattr(loaded, name), getattr(model, name))
    for vector in unit(np.random.RandomState(5), 20):
        assert loaded.rank("fever in the car", vector) == model.rank("fever in the car", vector)


def test_model_file_with_a_pickle_is_refused_and_runs_nothing(tmp_path):
    ran = tmp_path / "ran"

    class Trap:
        def __reduce__(self):
            return (ran.write_text, ("pickle was run",))

    np.savez(tmp_path / "topics.npz", names=np.array([Trap()], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        TopicModel.load(tmp_path / "topics.npz")
    assert not ran.exists()


def test_damaged_or_missing_model_file_is_refused(tmp_path):
    path = tmp_path / "topics.npz"
    with pytest.raises(OSError, match="No such file"):
        TopicModel.load(path)
    fitted().save(path)
    whole = path.read_bytes()
    for part in (whole[: len(whole) // 2], b"", b"not a model"):
        path.write_bytes(part)
        with pytest.raises((OSError, ValueError)):
            TopicModel.load(path)
