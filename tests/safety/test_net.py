"""The second net hears words and meaning wherever they stand, other sentences change nothing, broken files fail."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.safety.net import LEVELS, Net, NetBroken
from tests.patience import within
from tests.safety import left_out, small_net

WORDS = "fever pain dad cannot breathe since tea ward leaflet parking coffee biscuit nurse lovely shaking 38.4".split()
# None of their words is known to the nets of these tests: they leave no doubt.
SENTENCES = ["We ate at four.", "It stands on floor three.", "Thank you for this!", "Are trains late?"]


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Net:
    return Net.load(small_net.write(tmp_path_factory.mktemp("net") / "net.npz"))


@pytest.fixture(scope="module")
def random_net(tmp_path_factory: pytest.TempPathFactory) -> Net:
    """A net of random weights for words, pairs, parts and meaning: what holds for it holds for any."""
    return by_chance(tmp_path_factory.mktemp("random"))


@pytest.fixture(scope="module")
def unread_net(tmp_path_factory: pytest.TempPathFactory) -> Net:
    """The same, but it reads nothing for its meaning."""
    return by_chance(tmp_path_factory.mktemp("unread"), floors=np.full(2, 1e9))


def by_chance(folder: Path, **more: Any) -> Net:
    chance = np.random.RandomState(1)
    pairs = [f"{a} {b}" for a in WORDS for b in WORDS]
    parts = sorted({f" {word} "[at : at + size] for word in WORDS for size in (2, 3, 4) for at in range(len(word))})
    model, tokenizer = small_net.encoder({word: (3 * chance.randn(5)).tolist() for word in WORDS})
    changed: dict[str, Any] = {
        "check_texts": small_net.bytes_of(""), "check_scores": np.full((1, 5), small_net.BIAS),
        "check_read": np.zeros((1, 5)), "encoder": model, "tokenizer": tokenizer,
    }  # fmt: skip
    for kind, terms in (("word", [*WORDS, *pairs]), ("part", parts)):
        changed[f"{kind}_terms"] = small_net.bytes_of("\n".join(terms))
        changed[f"{kind}_idf"] = 1 + 8 * chance.rand(len(terms))
        changed[f"{kind}_columns"] = 4 * chance.randn(len(terms), 5)
    return Net.load(small_net.write(folder / "net.npz", **{**changed, **more}))


@pytest.fixture(scope="module")
def doubting_net(tmp_path_factory: pytest.TempPathFactory) -> Net:
    """A net of random weights for words and meaning that reads every word it knows, and nothing else."""
    chance = np.random.RandomState(2)
    model, tokenizer = small_net.encoder({word: (4 * chance.randn(5)).tolist() for word in WORDS})
    low = np.full(5, -6.0)
    return Net.load(
        small_net.write(
            tmp_path_factory.mktemp("doubting") / "net.npz",
            check_texts=small_net.bytes_of(""), check_scores=low[None], check_read=np.zeros((1, 5)), bias=low,
            encoder=model, tokenizer=tokenizer, floors=np.full(2, -5.9), thresholds=np.full(5, 9.0),
            read_thresholds=np.full(5, -1.0), word_terms=small_net.bytes_of("\n".join(WORDS)),
            word_idf=np.ones(len(WORDS)), word_columns=1 + chance.rand(len(WORDS), 5),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("tepiko", "urgent"),
        ("my dad is flurple", "emergency"),
        ("grimbol.", "crisis"),
        ("nothing of it", None),
        ("", None),
        ("?!", None),
        ("TEPPIKOO", "urgent"),
        ("te'piko", "urgent"),
        ("te´piko", "urgent"),
        ("ｔｅｐｉｋｏ", "urgent"),
        ("tepiko and then flurple", "emergency"),
        ("it is vaguely so", "emergency"),  # danger sure, level not: the highest
        ("verdikto", None),
    ],
)
def test_words_are_heard_however_they_are_written(net: Net, text: str, level: str | None) -> None:
    assert net.hear(text).level == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("no flurple", None),
        ("he is not a flurple", None),
        ("not even one of flurple", "emergency"),  # beyond reach
        ("not well but flurple", "emergency"),
        ("not well. flurple", "emergency"),  # another sentence
        ("flurple not", "emergency"),
    ],
)
def test_a_word_that_is_denied_is_another_word(net: Net, text: str, level: str | None) -> None:
    assert net.hear(text).level == level


def test_advice_is_heard_apart_from_danger(net: Net) -> None:
    assert net.hear("verdikto please").advice
    assert not net.hear("flurple").advice


def test_the_margin_is_how_far_above_the_threshold(net: Net) -> None:
    assert net.hear("tepiko").margin == pytest.approx(small_net.BIAS + small_net.WEIGHT * small_net.STRENGTH)
    assert net.hear("nothing").margin == pytest.approx(small_net.BIAS)


@pytest.mark.parametrize("before", [0, 3, 19, 24, 200])
@pytest.mark.parametrize("after", [0, 5, 300])
def test_words_in_a_long_message_without_a_stop_are_heard(net: Net, before: int, after: int) -> None:
    assert net.hear("and then " * before + "flurple" + " and so on" * after).level == "emergency"


def test_a_word_without_spaces_is_read_in_pieces(net: Net) -> None:
    assert net.hear("ab" * 4000 + " flurple").level == "emergency"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("gravelly", "emergency"),  # its words alone would not do
        ("GRAVELLLY", "emergency"),  # read as it is usually spelt
        ("flurple mildly", None),  # its words alone would do
        ("We had tea. gravelly so. The ward is quiet.", "emergency"),
        ("flurple mildly. flurple", "emergency"),
    ],
)
def test_where_its_words_leave_doubt_it_is_read_for_its_meaning(net: Net, text: str, level: str | None) -> None:
    assert net.hear(text).level == level


def test_what_its_words_leave_no_doubt_of_is_not_read(tmp_path: Path) -> None:
    sure = Net.load(small_net.write(tmp_path / "net.npz", floors=np.array([9.0, 9.0])))
    assert sure.hear("gravelly").level is None
    assert sure.hear("flurple mildly").level == "emergency"


def test_of_many_windows_the_most_dangerous_are_read_and_the_rest_stand_by_their_words(net: Net) -> None:
    assert net.hear("flurple mildly. " * (small_net.MOST // 2)).level is None  # seven windows, pairs among them
    assert net.hear("flurple mildly. " * (small_net.MOST + 1)).level == "emergency"


message = st.lists(st.sampled_from(WORDS), min_size=1, max_size=70).map(" ".join)
neutral = st.lists(st.sampled_from(SENTENCES), max_size=6).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(message=message, before=neutral, after=neutral)
def test_whole_sentences_before_and_after_never_remove_a_card_of_the_words(
    unread_net: Net, message: str, before: str, after: str
) -> None:
    alone, among = unread_net.hear(message), unread_net.hear(f"{before} {message}. {after}")
    assert among.margin >= alone.margin - 1e-6
    if alone.level and alone.margin > 1e-6:
        assert among.level and LEVELS.index(among.level) <= LEVELS.index(alone.level)
    assert among.advice or not alone.advice


sentences = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join), min_size=1, max_size=3)


@settings(max_examples=300, deadline=None)
@given(message=st.one_of(message, sentences.map(". ".join)), before=neutral, after=neutral)
def test_neutral_sentences_never_take_the_place_of_what_is_read(
    doubting_net: Net, message: str, before: str, after: str
) -> None:
    alone, among = doubting_net.hear(message), doubting_net.hear(f"{before} {message}. {after}")
    assert among.margin >= alone.margin - 1e-6
    if alone.level and alone.margin > 1e-6:
        assert among.level and LEVELS.index(among.level) <= LEVELS.index(alone.level)


def test_what_has_no_words_is_not_read(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "_encoder", None)
    assert net.hear("?!").level is None


@settings(max_examples=200, deadline=None)
@given(message=message, spaces=st.integers(1, 4))
def test_case_spaces_and_doubled_letters_change_nothing(random_net: Net, message: str, spaces: int) -> None:
    doubled = "".join(letter * 2 if letter.isalpha() else letter for letter in message)
    for same in (message.upper(), message.replace(" ", " " * spaces), doubled):
        assert random_net.hear(same) == random_net.hear(message)


@settings(max_examples=300, deadline=None)
@given(text=st.text())
def test_any_text_at_all_is_read(random_net: Net, text: str) -> None:
    assert np.isfinite(random_net.hear(text).margin)


@pytest.mark.parametrize("piece", ["a ", "a", "fever pain. ", "dad cannot breathe ", "\n", "38.4", "é", "x. "])
def test_16_kb_of_anything_is_read_in_time(random_net: Net, piece: str) -> None:
    text = (piece * 16_000)[:16_000]
    began = time.perf_counter()
    random_net.hear(text)
    assert time.perf_counter() - began < within(0.5)  # 0.03 on a quiet machine


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"check_scores": np.zeros((2, 5))}, "check texts"),
        ({"word_idf": np.ones(3)}, "differ in number"),
        ({"heads": np.array(["danger"])}, "another version"),
        ({"format": 99}, "another version"),
        ({"bias": None}, "bias"),
        ({"word_columns": np.array([{"a": 1}])}, "allow_pickle"),
        ({"check_texts": small_net.bytes_of("one only")}, "check texts"),
        ({"check_read": np.ones((2, 5))}, "check texts"),
        ({"encoder": small_net.bytes_of("no model")}, "net.npz"),
        ({"tokenizer": small_net.bytes_of("{}")}, "net.npz"),
        ({"usual": small_net.bytes_of("one only")}, "zip"),
        ({"floors": None}, "floors"),
        ({"floors": np.zeros(1)}, "limits"),
        ({"thresholds": np.zeros(4)}, "limits"),
        ({"read_thresholds": np.full(5, np.nan)}, "limits"),
        ({"most": 0}, "limits"),
        ({"favour": np.zeros(2)}, "net.npz"),
        ({"bias": np.zeros(4)}, "net.npz"),
        ({"shape": np.zeros(5, int)}, "net.npz"),
    ],
)
def test_a_file_that_is_not_right_is_refused(tmp_path: Path, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(NetBroken, match=why):
        Net.load(small_net.write(tmp_path / "net.npz", **changed))


def test_a_missing_or_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.npz"
    with pytest.raises(NetBroken):
        Net.load(path)
    for data in (b"", b"no file of arrays", small_net.write(path).read_bytes()[:-50]):
        path.write_bytes(data)
        with pytest.raises(NetBroken):
            Net.load(path)


def test_what_the_net_does_not_learn_is_what_the_rules_find() -> None:
    """The rules change more often than this list; when too much differs, `python -m tests.safety.left_out` mends it."""
    listed, found = left_out.read(), left_out.found_by_rules(left_out.phrases()[::8])
    known = {text for texts in listed.values() for text in texts}
    for name in ("cards", "declined"):
        missing = [text for text in found[name] if text not in known]
        assert len(missing) <= 0.4 * len(found[name]), missing
    by_text = ("reports", "verdicts", "cards", "declined")
    assert {text for name in by_text for text in listed[name]} <= set(left_out.phrases())
