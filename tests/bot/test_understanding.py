"""Tests of how well the trained model understands phrases it was never trained on, at the thresholds it serves with."""

import tarfile
from collections import Counter

import pytest
import yaml

from bot.decide import ANSWER, Thresholds, TopicModel, band
from bot.encoder import Encoder
from bot.evaluate import cases, held_out, settings, shares, training_phrases
from bot.importer import ROOT, topic_ids

PLAIN = ROOT / "tests/phrases/plain.yml"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def limits() -> Thresholds:
    chosen = settings()
    return Thresholds(chosen["answer"], chosen["clarify"], chosen["nearest"])


@pytest.fixture(scope="module")
def served(model_file, tmp_path_factory) -> TopicModel:
    """Returns the classifier out of the model file that is served."""
    with tarfile.open(model_file) as archive:
        (member,) = [m for m in archive.getmembers() if m.name.endswith("topics.npz")]
        data = archive.extractfile(member)
        assert data
        path = tmp_path_factory.mktemp("served") / "topics.npz"
        path.write_bytes(data.read())
    return TopicModel.load(path)


def test_every_topic_has_ten_held_out_phrases():
    counts = Counter(held_out()[1])
    assert len(topic_ids()) >= 133
    assert {topic: counts[topic] for topic in topic_ids() if counts[topic] < 10} == {}


def test_held_out_phrases_get_their_topic(served, encoder, limits, record_property):
    phrases, wanted = held_out()
    found = shares(list(cases(served, encoder.encode(phrases), wanted, True)), limits)
    record_property("held_out", str(found))
    assert found["right"] >= 0.80, found
    assert found["wrong"] <= 0.05, found


def test_every_plain_question_gets_its_topic_at_once(served, encoder, limits):
    questions = yaml.safe_load(PLAIN.read_text())["questions"]
    assert len(questions) == 40
    wrong = []
    for question in questions:
        ranking, nearest = served.rank(encoder.encode([question["text"]])[0])
        best, confidence = ranking[0]
        if best != question["topic"] or band(confidence, nearest[best], limits) != ANSWER:
            wrong.append(f"{question['text']} is {question['topic']}, not {best} with {confidence:.2f}")
    assert wrong == []


def words(phrase: str) -> str:
    """Returns the phrase without case, marks and runs of white space."""
    return " ".join("".join(c if c.isalnum() else " " for c in phrase.casefold().replace("'", "")).split())


def test_no_measured_phrase_was_trained_on():
    trained = {words(phrase) for phrase in training_phrases()[0]}
    plain = [question["text"] for question in yaml.safe_load(PLAIN.read_text())["questions"]]
    copied = {phrase for phrase in [*held_out()[0], *plain] if words(phrase) in trained}
    assert sorted(copied) == []
