"""Tests of how well the trained model understands phrases it was never trained on, at the thresholds it serves with."""

import tarfile
from collections import Counter

import pytest
import yaml

from bot.decide import Thresholds, TopicModel, decide
from bot.encoder import Encoder
from bot.evaluate import cases, held_out, shares, training_phrases
from bot.importer import ROOT, topic_ids
from bot.qualifiers import Qualifiers

PLAIN = ROOT / "tests/phrases/plain.yml"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def limits() -> Thresholds:
    return Thresholds.read()


@pytest.fixture(scope="module")
def qualifiers() -> Qualifiers:
    return Qualifiers.read()


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


def measured(served, encoder, limits, qualifiers, phrases, wanted) -> dict:
    return shares(list(cases(served, phrases, encoder.encode(phrases), wanted, True)), limits, qualifiers)


def test_held_out_phrases_get_their_topic(served, encoder, limits, qualifiers, record_property):
    found = measured(served, encoder, limits, qualifiers, *held_out())
    record_property("held_out", str(found))
    assert found["right"] >= 0.75, found
    assert found["right"] + found["asked"] * found["asked_offers_it"] >= 0.93, found
    assert found["wrong"] <= 0.02, found


@pytest.mark.parametrize(("file", "least"), [("out_of_scope", 0.85), ("near_out_of_scope", 0.70)])
def test_strangers_are_refused(served, encoder, limits, qualifiers, file, least):
    phrases = yaml.safe_load((ROOT / f"tests/phrases/{file}.yml").read_text())["phrases"]
    found = measured(served, encoder, limits, qualifiers, phrases, ["out_of_scope"] * len(phrases))
    assert found["out_of_scope_refused"] >= least, found


def test_look_alikes_are_not_taken_for_the_topic_they_sound_like(served, encoder, limits, qualifiers):
    entries = yaml.safe_load((ROOT / "tests/phrases/look_alikes.yml").read_text())["look_alikes"]
    vectors = encoder.encode([entry["text"] for entry in entries])
    taken = [
        f"{entry['text']} is not {entry['not']}"
        for entry, vector in zip(entries, vectors, strict=True)
        if decide(entry["text"], served.rank(entry["text"], vector), limits, qualifiers).intent == entry["not"]
    ]
    assert len(taken) <= 0.05 * len(entries), taken


def test_every_plain_question_gets_its_topic_at_once(served, encoder, limits, qualifiers):
    questions = yaml.safe_load(PLAIN.read_text())["questions"]
    assert len(questions) == 40
    wrong = []
    for question in questions:
        vector = encoder.encode([question["text"]])[0]
        decision = decide(question["text"], served.rank(question["text"], vector), limits, qualifiers)
        if decision.intent != question["topic"]:
            wrong.append(f"{question['text']} is {question['topic']}, not {decision}")
    assert wrong == []


def test_no_topic_blocks_its_own_training_phrases_often(qualifiers):
    topics = set(topic_ids())
    phrases = [(t, i) for t, i in zip(*training_phrases(), strict=True) if i in topics]
    blocked = [text for text, intent in phrases if qualifiers.blocking(text, intent)]
    assert len(blocked) <= 0.01 * len(phrases), blocked


def test_qualifiers_name_topics_there_are(qualifiers):
    named = {topic for q in qualifiers.all for topic in [*q.covered_by, q.own] if topic}
    assert named - set(topic_ids()) == set()


def words(phrase: str) -> str:
    """Returns the phrase without case, marks and runs of white space."""
    return " ".join("".join(c if c.isalnum() else " " for c in phrase.casefold().replace("'", "")).split())


def test_no_measured_phrase_was_trained_on():
    trained = {words(phrase) for phrase in training_phrases()[0]}
    plain = [question["text"] for question in yaml.safe_load(PLAIN.read_text())["questions"]]
    copied = {phrase for phrase in [*held_out()[0], *plain] if words(phrase) in trained}
    assert sorted(copied) == []
