"""Tests of the decision: rankings, bands, and the file that holds the model."""

import numpy as np
import pytest

from bot.decide import ANSWER, CLARIFY, UNSURE, Thresholds, TopicModel, band

LIMITS = Thresholds(answer=0.55, clarify=0.25, nearest=0.45)


def unit(random: np.random.RandomState, count: int, size: int = 16) -> np.ndarray:
    vectors = random.normal(size=(count, size)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def fitted(seed: int = 0, labels: tuple[str, ...] = ("a",) * 5 + ("b",) * 4 + ("c",) * 3) -> TopicModel:
    return TopicModel.fit(unit(np.random.RandomState(seed), len(labels)), labels, 30, 8)


def test_ranking_sums_to_one_and_is_sorted_for_any_vector():
    random = np.random.RandomState(1)
    models = [fitted(seed) for seed in range(3)]
    for vector in unit(random, 500):
        for model in models:
            ranking, nearest = model.rank(vector)
            shares = [share for _, share in ranking]
            assert sum(shares) == pytest.approx(1, abs=1e-5)
            assert shares == sorted(shares, reverse=True) and min(shares) >= 0
            assert sorted(name for name, _ in ranking) == model.names == sorted(nearest)
            assert all(-1.001 <= similarity <= 1.001 for similarity in nearest.values())


def test_ranking_is_finite_for_a_vector_of_zeros_and_for_a_long_one():
    for vector in (np.zeros(16, np.float32), np.full(16, 1000, np.float32)):
        assert np.isfinite([share for _, share in fitted().rank(vector)[0]]).all()


def test_training_phrase_is_its_own_nearest_and_ranks_first():
    model = fitted()
    for vector, name in zip(model.examples, "aaaaabbbbccc", strict=True):
        ranking, nearest = model.rank(vector)
        assert ranking[0][0] == name
        assert nearest[name] == pytest.approx(1, abs=1e-5)


def test_nearest_similarity_is_the_best_of_the_intents_own_phrases():
    model, vector = fitted(), unit(np.random.RandomState(7), 1)[0]
    _, nearest = model.rank(vector)
    cosines = model.examples @ vector
    assert nearest == pytest.approx({"a": max(cosines[:5]), "b": max(cosines[5:9]), "c": max(cosines[9:])}, abs=1e-5)


@pytest.mark.parametrize(
    ("confidence", "nearest", "expected"),
    [
        (0.55, 0.45, ANSWER),
        (1.0, 1.0, ANSWER),
        (np.nextafter(0.55, 0), 1.0, CLARIFY),
        (1.0, np.nextafter(0.45, 0), CLARIFY),
        (0.25, -1.0, CLARIFY),
        (np.nextafter(0.25, 0), 1.0, UNSURE),
        (0.0, 1.0, UNSURE),
    ],
)
def test_band_begins_exactly_at_its_threshold(confidence, nearest, expected):
    assert band(confidence, nearest, LIMITS) == expected


def test_band_never_falls_as_confidence_or_similarity_rises():
    order, random = {UNSURE: 0, CLARIFY: 1, ANSWER: 2}, np.random.RandomState(3)
    for confidence, nearest, more, nearer in random.uniform(0, 1, (2000, 4)):
        lower = order[band(confidence, nearest, LIMITS)]
        assert order[band(min(1, confidence + more), min(1, nearest + nearer), LIMITS)] >= lower


@pytest.mark.parametrize("labels", [("a", "b", "c"), ("a", "a", "b", "b"), ("a",) * 40 + ("b",) + ("c",) * 2])
def test_intents_with_fewer_than_three_phrases_are_ranked(labels):
    model = fitted(labels=labels)
    for vector, name in zip(model.examples, labels, strict=True):
        ranking, nearest = model.rank(vector)
        assert sum(share for _, share in ranking) == pytest.approx(1, abs=1e-5)
        assert nearest[name] == pytest.approx(1, abs=1e-5)


def test_saved_model_comes_back_equal_and_ranks_the_same(tmp_path):
    model = fitted()
    model.save(tmp_path / "topics.npz")
    loaded = TopicModel.load(tmp_path / "topics.npz")
    assert loaded.names == model.names and loaded.sharpness == model.sharpness
    for name in ("weights", "bias", "examples", "rows"):
        assert np.array_equal(getattr(loaded, name), getattr(model, name))
    for vector in unit(np.random.RandomState(5), 20):
        assert loaded.rank(vector) == model.rank(vector)


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
