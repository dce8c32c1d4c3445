"""Tests of how words and phrases belong together: each topic has both, and what measures is never what trains."""

import ast
from collections import Counter, defaultdict
from pathlib import Path
from typing import get_args

import pytest

from service.chat.schema import Outcome
from service.library.phrases import LEAST, check_phrases, read_phrases, same
from service.library.read import read_content, read_yaml
from service.library.shapes import FollowUp

ROOT = Path(__file__).resolve().parents[2]
TRAINING, HELD_OUT = ROOT / "data/nlu", ROOT / "tests/phrases"
HELD_OUT_LEAST = 8
PLAIN = "plain"  # one plain question a topic, for journeys; its file names the topic of each
NEAR_OUT = "near_out_of_scope"  # further questions nobody may answer, close to what topics answer
DIALOGUES = "dialogues"  # conversations of a few turns, for journeys
LOOK_ALIKES = "look_alikes"  # phrases that sound like a topic whose answer would be wrong
NOT_INTENTS = {PLAIN, NEAR_OUT, DIALOGUES, LOOK_ALIKES}
NEAR = 0.9


def topics() -> set[str]:
    """Returns the ids of all topics."""
    return {path.stem for path in (ROOT / "content/topics").glob("*/*.md")}


def constant(file: str, name: str) -> tuple[str, ...]:
    """Returns a constant of a module read as text, so that Rasa need not be there."""
    for node in ast.parse((ROOT / file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            return tuple(ast.literal_eval(node.value))
    raise AssertionError(f"{file} has no {name}")


OTHERS = constant("service/library/commands_content.py", "OTHER_INTENTS")


def others_of_the_bot() -> set[str]:
    """Returns the intents the bot knows besides topics."""
    kinds = ("SMALLTALK", "OUTCOMES", "FOLLOW_UPS", "WALK", "FLOWS")
    return {name for kind in kinds for name in constant("bot/importer.py", kind)}


def training() -> list[tuple[str, str]]:
    """Returns every training phrase with its intent."""
    return [(path.stem, phrase) for path in sorted(TRAINING.glob("*.yml")) for phrase in read_phrases(path)[path.stem]]


def held_out() -> list[tuple[str, str]]:
    """Returns every phrase that measures, with the file it stands in."""
    found = []
    for path in sorted(HELD_OUT.glob("*.yml")):
        if path.stem == DIALOGUES:
            continue
        data = read_yaml(path)
        listed = {PLAIN: "questions", LOOK_ALIKES: "look_alikes"}.get(path.stem)
        phrases = [entry["text"] for entry in data[listed]] if listed else data["phrases"]
        found += [(path.stem, phrase) for phrase in phrases]
    return found


def typed() -> list[tuple[str, str]]:
    """Returns what is typed in the dialogues, each text once; an opening question may stand in several."""
    dialogues = read_yaml(HELD_OUT / f"{DIALOGUES}.yml")["dialogues"]
    return [(DIALOGUES, text) for text in sorted({turn["text"] for d in dialogues for turn in d["turns"]})]


def near(one: str, other: str) -> bool:
    """Whether two phrases are so alike that knowing one is knowing the other."""
    first, second = same(one), same(other)
    a, b = set(first.split()), set(second.split())
    return first == second or (len(first.split()) >= 5 and len(a & b) / len(a | b) >= NEAR)


def test_there_are_topics_and_phrases():
    assert len(topics()) >= 133
    assert len(training()) >= LEAST * len(topics())
    assert len(held_out()) >= HELD_OUT_LEAST * len(topics())


def test_every_topic_has_enough_phrases_and_none_stands_twice():
    assert [str(fault) for fault in check_phrases(TRAINING, topics(), OTHERS)] == []


def test_every_intent_has_a_phrase_file():
    assert {path.stem for path in TRAINING.glob("*.yml")} == topics() | set(OTHERS)


def test_every_topic_has_held_out_phrases():
    lacking = sorted(name for name in topics() | set(OTHERS) if not (HELD_OUT / f"{name}.yml").is_file())

    assert lacking == []


def test_every_held_out_file_has_a_topic():
    assert sorted({path.stem for path in HELD_OUT.glob("*.yml")} - topics() - set(OTHERS) - NOT_INTENTS) == []


def test_the_questions_close_to_topics_say_that_no_topic_answers_them():
    data = read_yaml(HELD_OUT / f"{NEAR_OUT}.yml")

    assert set(data) == {"intent", "near", "phrases"}
    assert (data["intent"], data["near"]) == ("out_of_scope", True)
    assert "out_of_scope" in OTHERS
    assert len(data["phrases"]) >= LEAST
    assert all(isinstance(phrase, str) and phrase.strip() == phrase and phrase for phrase in data["phrases"])


def test_every_topic_has_look_alikes_that_belong_elsewhere():
    entries = read_yaml(HELD_OUT / f"{LOOK_ALIKES}.yml")["look_alikes"]

    assert {entry["not"] for entry in entries} == topics()
    assert min(Counter(entry["not"] for entry in entries).values()) >= 3
    assert {entry["wanted"] for entry in entries} <= topics() | {"out_of_scope"}
    assert [entry for entry in entries if entry["wanted"] == entry["not"]] == []


@pytest.mark.parametrize("name", sorted(topics() | set(OTHERS)))
def test_held_out_phrases_name_their_topic_and_are_enough(name):
    data = read_yaml(HELD_OUT / f"{name}.yml")

    assert set(data) == {"intent" if name in OTHERS else "topic", "phrases"}
    assert data.get("topic", data.get("intent")) == name
    assert len(data["phrases"]) >= HELD_OUT_LEAST
    assert all(isinstance(phrase, str) and phrase.strip() == phrase and phrase for phrase in data["phrases"])


def test_plain_questions_ask_for_topics_there_are():
    asked = [question["topic"] for question in read_yaml(HELD_OUT / f"{PLAIN}.yml")["questions"]]

    assert sorted(set(asked) - topics()) == []
    assert len(asked) >= 20


def test_no_held_out_phrase_is_a_near_copy_of_a_training_phrase():
    assert near("What IS c.r.s", "what is crs") is False
    assert near("What's CRS?", "whats crs")
    assert near("how long do i have to carry the card around for", "how long do i have to carry the card for")
    assert not near("is it safe", "is it very safe")
    holding = defaultdict(list)  # word -> the trained phrases with it
    for name, other in training():
        words = set(same(other).split()) or {""}
        for word in words:
            holding[word].append((name, other, words))

    copies = []
    for file, phrase in [*held_out(), *typed()]:
        words = set(same(phrase).split()) or {""}
        # Nine words in ten are shared, so one of the rarest is: of 10 words, a near phrase lacks one at most.
        rarest = sorted(words, key=lambda word: len(holding[word]))[: len(words) - int(NEAR * len(words)) + 1]
        alike = {
            (name, other)
            for word in rarest
            for name, other, others in holding[word]
            if len(words & others) >= NEAR * len(words) and near(phrase, other)
        }
        copies += [f"{file}.yml: '{phrase}' is nearly '{other}' of {name}" for name, other in sorted(alike)]

    assert copies == []


def test_no_held_out_phrase_stands_twice():
    seen: dict[str, str] = {}
    twice = []
    for file, phrase in held_out():
        if same(phrase) in seen:
            twice.append(f"{file}.yml: '{phrase}' stands also in {seen[same(phrase)]}.yml")
        seen[same(phrase)] = file

    assert twice == []


def test_the_service_and_the_bot_name_the_same_intents_that_are_no_topics():
    never_trained = {"clarify", "unsure"}
    of_the_bot = others_of_the_bot()

    assert never_trained <= of_the_bot
    assert set(OTHERS) == of_the_bot - never_trained
    assert list(OTHERS) == sorted(set(OTHERS))


def test_no_topic_has_the_name_of_another_intent():
    assert topics() & others_of_the_bot() == set()


def test_the_kinds_of_follow_up_are_those_the_bot_knows():
    known = {name.removeprefix("follow_up_") for name in constant("bot/importer.py", "FOLLOW_UPS")}

    # These two are answered from what was said; the others from a topic's front matter.
    assert known - {"again", "correction"} == set(get_args(FollowUp))


def test_every_kind_of_follow_up_leads_somewhere_from_several_topics():
    uses = Counter(kind for t in read_content(ROOT / "content").topics.values() for kind in t.front.follow_ups)

    assert {kind: uses[kind] for kind in get_args(FollowUp) if uses[kind] < 15} == {}
    assert sum(uses.values()) > 4 * len(topics())


def test_dialogues_have_the_form_their_journey_reads():
    dialogues = read_yaml(HELD_OUT / f"{DIALOGUES}.yml")["dialogues"]

    assert len(dialogues) >= 55
    for turn in (turn for dialogue in dialogues for turn in dialogue["turns"]):
        assert set(turn) == {"text", "outcome", "topics"}
        assert turn["outcome"] in get_args(Outcome)
        assert sorted(set(turn["topics"]) - topics()) == []
        assert bool(turn["topics"]) or turn["outcome"] != "answered"
