"""Tests of the sentence encoder: vectors of unit length that depend on nothing but their text."""

import shutil
import sys

import numpy as np
import pytest

from bot import encoder, net_weights
from bot.encoder import DIMENSIONS, WEIGHTS, Encoder
from bot.packaged import TOKENIZER, ModelFileChanged, model_file

TEXTS = [
    "what is crs",
    "How long does it take before the cells work, and how would I know?",
    "crs",
    "",
    "🙂🙂 ❤️",
    "ñandú ﷺ",
]


@pytest.fixture(scope="module")
def made() -> Encoder:
    return Encoder()


def test_vectors_have_384_numbers_of_unit_length(made):
    vectors = made.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS) and vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_vectors(made):
    assert made.encode([]).shape == (0, DIMENSIONS)


def test_vector_is_the_same_whatever_the_neighbours_in_the_batch(made):
    together = made.encode([*TEXTS, "x" * 1000])
    for text, vector in zip(TEXTS, together[: len(TEXTS)], strict=True):
        assert np.array_equal(made.encode([text])[0], vector)
    assert np.array_equal(made.encode(TEXTS[::-1])[::-1], together[: len(TEXTS)])


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "🙂", "👩‍👩‍👧" * 50, "a" * 1000, "what is crs " * 83, "\x00", "漢" * 1000, "؟" * 1000]
)
def test_any_text_gives_a_finite_vector_of_unit_length(made, text):
    (vector,) = made.encode([text])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_words_after_the_longest_length_do_not_matter(made):
    start = "when can I drive " * 60
    assert np.array_equal(*made.encode([start, start + "and what about crs"]))


def test_like_questions_are_nearer_than_unlike_ones(made):
    crs, same, other = made.encode(["what is cytokine release syndrome", "what does CRS mean", "can I take my dog"])
    assert crs @ same > crs @ other + 0.1


@pytest.mark.parametrize("constant", ["WEIGHTS", "TOKENIZER"])
def test_changed_model_file_is_refused(constant, tmp_path, monkeypatch):
    package, name, digest = getattr(encoder, constant)
    copy = tmp_path / f"copy_of_{package}" / name
    copy.parent.mkdir(parents=True)
    (tmp_path / f"copy_of_{package}" / "__init__.py").touch()
    shutil.copy(model_file(package, name, digest), copy)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(encoder, constant, (f"copy_of_{package}", name, digest))
    assert Encoder().encode(["the unchanged copy is accepted"]).shape == (1, DIMENSIONS)
    with copy.open("r+b") as file:
        file.seek(1000)
        byte = file.read(1)
        file.seek(1000)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ModelFileChanged) as raised:
        Encoder()
    assert str(raised.value).startswith(f"copy_of_{package}/{name}: SHA-256 is ")
    assert str(raised.value).endswith(f", expected {digest}. Reinstall the bot's packages.")
    sys.modules.pop(f"copy_of_{package}", None)


def test_installed_model_files_are_those_measured():
    for package, name, digest in (WEIGHTS, TOKENIZER, net_weights.WEIGHTS):
        assert model_file(package, name, digest).is_file()
