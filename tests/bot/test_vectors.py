"""Kept vectors: the same as computed ones, computed once, and never of another encoder or a damaged file."""

from __future__ import annotations

import numpy as np
import pytest

from bot import vectors
from bot.vectors import encoded


class Counting:
    """Gives each text a vector of its letters, and notes what it was asked for."""

    def __init__(self, name="one"):
        self.name, self.asked = name, []

    def encode(self, texts):
        self.asked += texts
        return np.array([[len(text), *map(ord, text[:3].ljust(3))] for text in texts], np.float32).reshape(-1, 4)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "vectors.npz"


def test_only_new_phrases_are_computed_and_all_come_back_in_order(file):
    first, again = Counting(), Counting()
    encoded(first, ["fever", "driving", "fever"], file)
    assert first.asked == ["fever", "driving"]
    texts = ["work", "driving", "fever", "work"]
    found = encoded(again, texts, file)
    assert again.asked == ["work"]
    assert np.array_equal(found, Counting().encode(texts)) and found.dtype == np.float32


def test_without_a_file_nothing_is_kept(tmp_path):
    encoder = Counting()
    encoded(encoder, ["fever"])
    encoded(encoder, ["fever"])
    assert encoder.asked == ["fever", "fever"] and not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", ["another encoder", "cut", "empty", "no archive"])
def test_what_cannot_be_trusted_is_computed_anew(file, damage):
    encoded(Counting("two" if damage == "another encoder" else "one"), ["fever", "driving"], file)
    whole = file.read_bytes()
    if damage != "another encoder":
        file.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "no archive": b"words"}[damage])
    encoder = Counting()
    found = encoded(encoder, ["fever"], file)
    assert encoder.asked == ["fever"] and np.array_equal(found, Counting().encode(["fever"]))
    assert encoded(last := Counting(), ["fever"], file) is not None and last.asked == []


def test_the_oldest_go_first_and_no_half_file_stays(file, monkeypatch):
    monkeypatch.setattr(vectors, "MOST", 2)
    for text in ("a", "b", "c"):
        encoded(Counting(), [text], file)
    encoder = Counting()
    encoded(encoder, ["b", "c"], file)
    assert encoder.asked == []
    encoded(encoder, ["a"], file)
    assert encoder.asked == ["a"] and [path.name for path in file.parent.iterdir()] == [file.name]


def test_no_words_stand_in_the_file(file):
    encoded(Counting(), ["patient words"], file)
    assert b"patient" not in file.read_bytes()
