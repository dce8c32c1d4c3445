"""Verdicts on one person are recognised, general questions are let through, and broken rules name their fault."""

from __future__ import annotations

import copy
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from service.library.phrases import read_phrases
from service.safety.advice import AdviceRules, AdviceRulesBroken

ROOT = Path(__file__).parents[2]
# 64 of 65 and 15 of 15 of the half that the rules may be built on. How they do on the other half is for the bench.
LEAST_SEEN = 0.96
# Of the rounds of fresh phrases; they were 67, 65, 59, 73 and 67 % at first sight, one after the other.
LEAST_ROUNDS = 0.92
# 91 of 15,467 training phrases ask for a verdict by these rules; most of them truly do.
MOST_TRAINING = 0.008


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


DATA = read(ROOT / "content" / "advice.yml")
RULES = AdviceRules.from_data(DATA)
SEEN = read(ROOT / "tests" / "phrases" / "safety" / "seen" / "advice.yml")["phrases"]
ROUNDS = read(Path(__file__).parent / "advice_rounds.yml")

MEDICINE = [
    "should I stop my steroids?",
    "can dad halve his keppra",
    "shud i restart my satins",
    "is it alright for me to take ibuprofen for my knee",
    "what dose of prednisolone should I be on",
    "gran takes warfarin, does she stay on it",
    "is posaconazole ok alongside my statins for me",
    "can I come off the brandnewazole early",
    "missed my ciclosporin this morning, what do I do",
]
RESULTS = [
    "are my bloods OK?",
    "her ferritin has doubled, should we worry",
    "shouldn't his counts have recovered by now",
    "is 0.4 neutrophils bad",
    "my neutrophils are 0.4",
    "Mum's ferritin was 3,900 on Friday. Should we be worried?",
    "hameoglobin 79 do i need a tranfusion",
]
DECIDE = [
    "would you have it?",
    "if it was your mum, what would you do",
    "should my husband accept the offer",
    "was the registrar right to put my infusion back",
    "have they made the wrong call about dad",
    "am I daft to say no to the lumbar puncture",
    "would mum be better off with a transplant",
    "should we skip the bridging chemo",
]
DIAGNOSE = ["does he have icans", "is what I've got CRS", "could my lump be the leukaemia back"]
PASTED = ["FBC\nHb 88\nWCC 0.9\nNeut 0.3\nPlt 17", "Sodium 129, ALT 88, CRP 54"]
GENERAL = [
    "can you have paracetamol after CAR-T",
    "what blood tests do they do",
    "do people get steroids",
    "can I drive",
    "can I take paracetamol",
    "can I take my other medicines",
    "who decides when the aciclovir is stopped",
    "when can I stop taking my tablets",
    "what does MRD negative mean",
    "what is a normal platelet count",
    "am I eligible for obe-cel",
    "am I too old at 71",
    "what are my chances",
    "is obe-cel safe",
    "who can I ring about my tablets",
    "how do I know if I have icans",
    "can the leukaemia come back",
    "have the nurses got the wrong number for me",
    "should the hospital have given me an alert card",
    "do I carry on with my usual medicines",
    "can I put off the transplant assessment appointment",
    "is the ward right next to the car park",
    "is it good, the hospital food? would you have it haha",
    "",
]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("medicine", text) for text in MEDICINE),
        *(("results", text) for text in RESULTS),
        *(("decide", text) for text in DECIDE),
        *(("diagnose", text) for text in DIAGNOSE),
        *(("pasted_results", text) for text in PASTED),
    ],
)
def test_a_verdict_is_recognised_with_its_kind(kind: str, text: str) -> None:
    advice = RULES.assess(text)
    assert advice is not None
    assert advice.kind == kind
    assert advice.topics


@pytest.mark.parametrize("text", GENERAL)
def test_a_general_question_is_let_through(text: str) -> None:
    assert RULES.assess(text) is None


@pytest.mark.parametrize("text", MEDICINE)
def test_a_medicine_is_noticed(text: str) -> None:
    advice = RULES.assess(text)
    assert advice is not None
    assert advice.medicine


def test_a_medicine_in_pasted_results_is_noticed_and_none_where_there_is_none() -> None:
    with_one, without = RULES.assess("Hb 88 Neut 0.3 on aciclovir 400mg"), RULES.assess("Hb 88 Neut 0.3")
    assert with_one is not None and without is not None
    assert (with_one.medicine, without.medicine) == (True, False)


def test_the_seen_half_is_told_apart() -> None:
    for expected in ("advice", "none"):
        texts = [p["text"] for p in SEEN if p["expect"] == expected]
        right = [text for text in texts if (RULES.assess(text) is not None) == (expected == "advice")]
        assert len(right) / len(texts) >= LEAST_SEEN, set(texts) - set(right)


@pytest.mark.parametrize("name", ROUNDS)
def test_the_rounds_of_fresh_phrases_are_told_apart(name: str) -> None:
    asked, general = ROUNDS[name]["advice"], ROUNDS[name]["none"]
    missed = [text for text in asked if RULES.assess(text) is None]
    assert len(missed) / len(asked) <= 1 - LEAST_ROUNDS, missed
    assert [text for text in general if RULES.assess(text)] == []
    assert len(asked) >= 30
    assert len(general) >= 10


def test_hardly_any_training_phrase_is_declined() -> None:
    phrases = [
        p for file in sorted((ROOT / "data" / "nlu").glob("*.yml")) for ps in read_phrases(file).values() for p in ps
    ]
    declined = [phrase for phrase in phrases if RULES.assess(phrase)]
    assert len(phrases) > 15_000
    assert len(declined) / len(phrases) <= MOST_TRAINING


@given(st.text(max_size=400) | st.text("0123456789 .,\nhbneutplt", max_size=400))
@settings(deadline=None)
def test_any_text_is_assessed(text: str) -> None:
    advice = RULES.assess(text)
    assert advice is None or advice.kind


@pytest.mark.parametrize("text", MEDICINE + RESULTS + DECIDE)
def test_case_and_a_sentence_before_or_after_change_nothing(text: str) -> None:
    for said in (text.upper(), f"Hello there. {text}", f"{text}\nThank you so much."):
        assert RULES.assess(said) is not None, said


def test_a_long_message_takes_milliseconds() -> None:
    long = ("should I stop my aciclovir if neutrophils are 0.4 or is it ok " * 20)[:1000]
    RULES.assess(long)
    began = time.perf_counter()
    for _ in range(10):
        RULES.assess(long)
    assert (time.perf_counter() - began) / 10 < 0.05


def broken(change: Any) -> str:
    """Returns the fault that a change of the rules is refused with."""
    data = copy.deepcopy(DATA)
    change(data)
    with pytest.raises(AdviceRulesBroken) as fault:
        AdviceRules.from_data(data)
    return str(fault.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.pop("to_check"), "advice rules: to_check"),
        (lambda d: d.pop("parts"), "parts"),
        (lambda d: d["parts"].pop("medicine"), "parts: medicine: missing"),
        (lambda d: d["parts"].update(deal=["(a|b"]), "phrase '(a|b'"),
        (lambda d: d["parts"].update(deal=["{nothing} ok"]), "no list 'nothing'"),
        (lambda d: d["parts"].update(deal=[" "]), "parts: deal: expected words"),
        (lambda d: d["classes"].update(anybody=["best friend"]), "classes: anybody: 'best friend'"),
        (lambda d: d["classes"].update(other=["mum"]), "classes: other: 'mum'"),
        (lambda d: d.update(kinds=[]), "kinds: expected a list"),
        (lambda d: d["kinds"].append(d["kinds"][0]), "kinds: each needs an id of its own"),
        (lambda d: d["kinds"][0].pop("row"), "row must say"),
        (lambda d: d["kinds"][0].update(topics=[]), "topics: expected a list"),
        (lambda d: d["kinds"][0].update(rules=[]), "rules: expected a list"),
        (lambda d: d["kinds"][0].update(rules=[{"unless": ["deal"]}]), "a rule needs 'together' or 'anywhere'"),
        (lambda d: d["kinds"][0].update(rules=[{"anywhere": ["nothing"]}]), "no part 'nothing'"),
        (lambda d: d["kinds"][0].update(rules=[{"all": ["deal"]}]), "a rule is made of"),
    ],
)
def test_broken_rules_name_their_fault(change: Any, said: str) -> None:
    assert said in broken(change)


def test_rules_that_are_no_mapping_are_refused() -> None:
    with pytest.raises(AdviceRulesBroken):
        AdviceRules.from_data([])  # type: ignore[arg-type]
