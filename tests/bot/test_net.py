"""The net of danger: what it learns from, how it is cut to size, how its thresholds are chosen, what its file holds."""

from __future__ import annotations

import itertools
import json
from collections import Counter

import numpy as np
import pytest
import yaml

from bot import net as module
from bot import net_encoder, net_file, net_onnx, net_weights
from bot.encoder import Encoder
from bot.net import HEADS, LEVELS, Net, Row, chosen_on, folds, rows
from bot.net_features import cut, words
from bot.net_reads import MOST, Reader, asked, spellings, spelt

SAME_WORDS = 20  # of the unseen half, by chance: "i cant breathe" is written by everybody
FEW = 40  # messages a label, so that a test trains in a second


@pytest.fixture(scope="module")
def everything() -> list[Row]:
    return rows()


@pytest.fixture(scope="module")
def few(everything) -> list[Row]:
    taken: Counter = Counter()
    return [row for row in everything if taken.update([row.label]) or taken[row.label] <= FEW]


@pytest.fixture(scope="module")
def small(few) -> Net:
    return Net.fit(few, kept=3000)


def test_it_learns_every_level_advice_look_alikes_and_ordinary_questions(everything):
    counts = Counter(row.label for row in everything)
    assert set(counts) == {*LEVELS, "advice", "none", "nlu"}
    assert min(counts.values()) >= 500, counts


def test_it_never_learns_the_unseen_half_nor_what_is_left_out(everything):
    left = yaml.safe_load((module.ROOT / "data/safety/left_out.yml").read_text())["left_out"]
    ordinary = {row.text for row in everything if row.label == "nlu"}
    assert not ordinary & {text for name in ("reports", "verdicts", "cards", "declined") for text in left[name]}
    assert not {row.file for row in everything if row.label == "nlu"} & set(left["topics"])
    unseen = [path.read_text() for path in (module.ROOT / "tests/phrases/safety/unseen").glob("*.yml")]
    assert unseen
    learnt = {row.text for row in everything}
    assert sum(entry["text"] in learnt for text in unseen for entry in yaml.safe_load(text)["phrases"]) <= SAME_WORDS


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("He IS hot", ["he", "is", "hot"]),
        ("He CAN'T breathe", ["he", "cant", "~breathe"]),
        ("no fever but hot", ["no", "~fever", "but", "hot"]),
        ("not one two three four five six", ["not", "~one", "~two", "~thre", "~four", "~five", "six"]),
        ("feeel  sooo\nhot", ["fel", "so", "hot"]),
        ("38.4 or 38,4!", ["38.4", "or", "38,4"]),
        ("ａｂ", ["ab"]),
        ("ab" * 40, ["ab" * 15, "ab" * 15, "ab" * 10]),
        ("🙂?!", []),
    ],
)
def test_words_are_read_plainly(text, read):
    assert words(text) == read


def test_sentences_neighbours_and_windows_are_scored():
    assert cut("one. two! three").windows() == [["one"], ["two"], ["thre"], ["one", "two"], ["two", "thre"]]
    assert cut("one. two! three").single == 3
    long = [f"{letter}x" for letter in "abcdefghijklmnopqrstuvwyz"]
    assert cut(" ".join(long)).windows() == [long[at : at + 20] for at in range(6)]
    assert cut("?!").windows() == [[]]


def test_it_is_cut_to_size_and_hears_what_it_learnt(small, few):
    assert len(small.columns) <= 3000
    assert [len(terms) for terms in small.features.terms().values()] == [len(i) for i in small.features.idf.values()]
    scores = small.scores([row.text for row in few])
    danger = np.array([row.label in LEVELS for row in few])
    assert ((scores[:, 0] > 0) == danger).mean() >= 0.9
    assert np.isfinite(small.scores(["", "?!", "zzzz qqqq"])).all()


def test_a_score_is_the_best_of_the_windows_own(small):
    alone = [small.scores([text])[0] for text in ("he cannot breathe", "the ward has a cafe", "thank you")]
    together = small.scores(["The ward has a cafe. He cannot breathe! Thank you"])[0]
    assert (together >= np.max(alone, 0) - 1e-5).all()


def test_its_file_holds_plain_arrays_that_fit_together(small, few, few_read, tmp_path):
    path = tmp_path / "net.npz"
    checks = net_file.checks(few)
    np.savez_compressed(path, **net_file.arrays(small, few_read, net_file.kept(), checks))
    with np.load(path, allow_pickle=False) as data:
        assert data["heads"].tolist() == list(HEADS)
        for kind in ("word", "part"):
            count = len(bytes(data[f"{kind}_terms"]).decode().split("\n"))
            assert len(data[f"{kind}_idf"]) == count
            assert data[f"{kind}_columns"].shape == (count, len(HEADS))
        texts = bytes(data["check_texts"]).decode().split("\0")
        assert texts == checks
        assert len(texts) >= 12
        assert np.allclose(data["check_scores"], small.scores(texts))
        assert data["check_read"].shape == (len(texts), len(HEADS))
        assert bytes(data["encoder"]) == few_read.model
        assert len(bytes(data["plain"]).decode().split("\n")) == len(bytes(data["usual"]).decode().split("\n"))


def test_groups_of_one_author_stay_together(everything):
    own = folds(everything)
    together: dict[str, set[int]] = {}
    for row, fold in zip(everything, own, strict=True):
        if row.label in (*LEVELS, "none"):
            together.setdefault(row.file, set()).add(int(fold))
    assert {len(found) for found in together.values()} == {1}
    assert set(own.tolist()) == set(range(module.FOLDS))


@pytest.fixture(scope="module")
def few_read(few, small) -> Reader:
    return module.reader(few, small)


def test_the_encoder_learns_what_is_wanted_also_in_int8(few, few_read):
    labels = np.array([row.label for row in few])
    scores = few_read.scores([words(row.text) for row in few])
    danger = np.isin(labels, LEVELS)
    # So few messages teach it little; chance would be a half.
    right = (scores[danger, 0][:, np.newaxis] > scores[~danger, 0]).mean()
    assert right >= 0.8
    assert few_read.scores([[], ["zzzz"] * 200]).shape == (2, len(HEADS))


def test_untuned_it_is_the_encoder_of_the_bot():
    """The layers written here, in ONNX and (the last) in TensorFlow, make what the packaged model makes of a text."""
    plain, text = net_weights.packaged(), "he cannot speak and his hands shake"
    head = {"head.w": np.eye(net_weights.WIDTH, dtype=np.float32), "head.b": np.zeros(net_weights.WIDTH, np.float32)}
    (given,) = net_encoder.below(plain, [text])
    last = net_encoder._Layers({**plain, **head}).scores(
        given[np.newaxis].astype(np.float32), np.ones((1, len(given)), np.float32)
    )
    packaged = Encoder().encode([text])[0]
    for made in (Reader(net_onnx.int8({**plain, **head}), {}).scores([text.split()])[0], np.array(last)[0]):
        assert made @ packaged / np.linalg.norm(made) > 0.98


def test_a_word_is_read_as_it_is_usually_spelt():
    usual = spellings(["Feeling ill", "I'm feeling it, he can't", "cant cant", "feeling well", "wel well"])
    assert usual["feling"] == "feeling"
    assert usual["cant"] == "can't"
    assert usual["wel"] == "well"
    assert spelt(words("NOT FEEELING wellll, cant"), usual) == "not feeling well can't"


def test_only_what_the_words_leave_in_doubt_is_read_and_the_most_dangerous_first():
    heads, text = ("danger", "advice"), cut("a b. c d. e f. g h. i j")
    scores = np.array([[-9, -9], [0, -9], [-9, 3], [5, -9], [-4, -4]] + [[-9, -9]] * 4)
    assert asked(scores, heads, text) == [3, 1, 2]
    assert asked(np.full((9, 2), -9.0), heads, text) == []
    assert asked(np.full((1, 2), 9.0), heads, cut("?!")) == []  # no words, nothing to read


def test_neighbours_never_take_the_place_of_a_sentence():
    text = cut(". ".join(f"{letter}x" for letter in "abcdefgh"))
    scores = np.array([[0.0, -9]] * 8 + [[9.0, -9]] * 7)
    assert asked(scores, ("danger", "advice"), text) == list(range(MOST))


def test_of_a_sentence_that_goes_on_no_two_windows_are_read_that_share_more_than_half():
    text = cut(" ".join(f"{letter}x" for letter in "abcdefghijklmnopqrstuvwyz" * 2))
    best = np.full((len(text.places), 2), 1.0)
    best[7, 0] = 5
    read = asked(best, ("danger", "advice"), text)
    assert read[0] == 7 and 1 < len(read) <= MOST
    for i, j in itertools.combinations(read, 2):
        assert abs(text.places[i][0] - text.places[j][0]) >= 10


@pytest.mark.parametrize("text", ["he cannot breathe. thank you", "the ward has a cafe", "far? chest pain now! so hot"])
def test_what_is_read_has_both_scores_and_the_best_counts(small, few_read, text):
    found = cut(text)
    alone = np.array([small.scores([" ".join(window)])[0] for window in found.windows()])
    at = asked(alone, HEADS, found)
    both = [alone[i] + few_read.scores([found.windows()[i]])[0] for i in at]
    wanted = np.max(both, 0) if both else np.full(len(HEADS), module.NOT_READ)
    assert np.allclose(small.scores([text], few_read)[0], wanted, atol=1e-3)


def test_a_text_none_of_whose_windows_is_read_gets_no_card(small, few_read):
    (scores,) = small.scores(["?!"], few_read)
    assert (scores == module.NOT_READ).all()


def test_thresholds_follow_their_rule():
    """Invented scores: danger is told from ordinary by its score alone."""
    found = [Row(str(i), "nlu", "topic") for i in range(1000)] + [Row(str(i), "none", "a") for i in range(100)]
    found += [Row("x", level, "b") for level in LEVELS for _ in range(50)] + [Row("y", "advice", "c")] * 50
    scores = np.full((len(found), len(HEADS)), -5.0)
    scores[:1000, 0] = np.linspace(-4, 2, 1000)
    scores[1000:1100, 0] = np.linspace(-4, 1, 100)
    scores[1100:1250, 0] = 3
    chosen = chosen_on(found, scores, module.MOST_READ)
    limits, curve = chosen["thresholds"], chosen["curve"]
    own = next(point for point in curve if point["danger"] == limits["danger"])
    assert own["ordinary"] <= module.MOST_ORDINARY and own["look_alikes"] <= module.MOST_READ
    before = curve[curve.index(own) - 1]
    assert before["ordinary"] > module.MOST_ORDINARY or before["look_alikes"] > module.MOST_READ
    assert [own[level] for level in LEVELS] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(("name", "most"), [("words", module.MOST_LOOK_ALIKES), ("read", module.MOST_READ)])
def test_the_thresholds_kept_are_those_of_their_curve(name, most):
    chosen = json.loads(module.THRESHOLDS.read_text())
    kept = chosen[name]
    assert list(kept["thresholds"]) == list(HEADS)
    own = next(point for point in kept["curve"] if point["danger"] == kept["thresholds"]["danger"])
    assert own["ordinary"] <= module.MOST_ORDINARY and own["look_alikes"] <= most
    assert f"{most} ({name})" in chosen["rule"]


def test_the_trained_file_is_small_and_of_this_version(model):
    path = model / "net.npz"
    assert path.stat().st_size < 30_000_000
    with np.load(path, allow_pickle=False) as data:
        assert int(data["format"]) == net_file.FORMAT
        assert data["thresholds"].tolist() == net_file.kept()["words"]
        assert data["read_thresholds"].tolist() == net_file.kept()["read"]
