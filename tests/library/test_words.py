"""Tests of the words no answer may use: what must be caught, what must pass, and where they are looked for."""

import pytest

from service.library.check import check
from service.library.read import read_content
from service.library.words import RULES, offences, sentences

# words of the rule's advice -> sentences that must be caught
CAUGHT = {
    "is a verdict or a false figure": [
        "You are eligible for obe-cel.",
        "At 71 you are not eligible.",
        "Then you will be fine.",
        "You’re okay now.",
        "You'll be all right.",
        "You are clearly suitable.",
        "You would be a good candidate.",
        "You do not qualify.",
        "You meet all the criteria.",
        "Don't worry about a fever.",
        "Do not panic.",
        "There is no need to ring.",
        "It passed, and there is no need to call.",
        "You don't have to call anyone.",
        "It is nothing to worry about.",
    ],
    "reassures without seeing anybody": [
        "Wait and see.",
        "It can wait until morning.",
        "37.9 is fine.",
        "A reading of 36 degrees is normal.",
        "Your temperature is normal.",
        "Your results are fine.",
        "That's completely normal after CAR-T.",
        "It is ok to stay at home with a fever.",
        "A little shivering is harmless.",
        "Rest, and see how you feel.",
    ],
    "clears somebody to drive": [
        "You can drive after 8 weeks.",
        "After that you may start driving.",
        "People are allowed to drive by then.",
        "It is fine to drive.",
        "You will soon be back on the road.",
        "You can drive after 8 weeks, so ask your team.",
        "You did not have a fit, so you can drive.",
    ],
    "promises safety": [
        "Obe-cel is safe.",
        "It is the safest CAR-T treatment.",
        "You can eat this safely.",
        "It is not new, it is safe.",
        "It is safe, ask your team.",
        "If you feel well, it is safe to travel.",
    ],
    "promises a cure": [
        "Obe-cel cures leukaemia.",
        "It will cure you.",
        "Some people are cured.",
        "It is a curative treatment.",
        "It is not chemotherapy, it is a cure.",
        "The trial did not last long, but it cured people.",
    ],
    "diagnoses": [
        "This chat can diagnose CRS.",
        "We diagnose infections.",
        "That sounds like you have an infection.",
        "It looks like ICANS.",
        "You probably have CRS.",
        "Your diagnosis is sepsis.",
    ],
    "promises what nobody can": [
        "It always works.",
        "We guarantee a place.",
        "There is no risk.",
        "It has no side effects.",
        "It is a wonder drug.",
        "Everyone has both infusions.",
        "You will get a second infusion.",
    ],
    "gives an order about a medicine": [
        "Stop your steroids.",
        "Take paracetamol and wait.",
        "If you have a fever, take two paracetamol.",
        "You should stop taking the tablets.",
        "Please double your dose.",
        "You can skip a dose.",
        "If you get a fever:\n\n- take paracetamol\n- rest",
    ],
    "lets the service pass for a clinician or the NHS": [
        "I am a nurse.",
        "We are your medical team.",
        "This service is part of the NHS.",
        "Our doctors wrote this.",
        "In our opinion it works.",
    ],
    "claims what makes a medical device": [
        "We assess your symptoms.",
        "This chat will monitor you.",
        "This page calculates your day 10.",
        "I can interpret your results.",
    ],
    "blames": ["He committed suicide."],
}
PASS = [
    # what is known, whose decision it is, or a "not" of the same clause
    "It is not a cure.",
    "Remission is not the same as a cure.",
    "NHS England says that it could offer hope of a cure for some people.",
    "Both have been described as a possible cure for some people.",
    "Is it a cure?",
    "Nobody can say whether it is safe.",
    "Ask your team which foods are safe.",
    "Your team tells you when it is safe to travel.",
    "Before you go home, check these:\n\n- you can move about",
    "Before you go home:\n\n- you can move about safely",
    "Many people feel less safe at home.",
    "Obe-cel is under additional safety monitoring.",
    "That does not mean:\n\n- it is safe\n- it is a cure",
    "Is it safe to fly?",
    "You cannot drive yet.",
    "You can drive once your team says so.",
    "When can I drive?",
    "Your team decides whether you are eligible.",
    "If you are eligible, your consultant applies.",
    "This chat cannot tell you whether you qualify.",
    "Nobody here can diagnose anything.",
    "Doctors diagnose ALL with blood and marrow tests.",
    "Help with costs after your diagnosis.",
    "It is normal to feel afraid.",
    "It is fine to ask why.",
    "That is normal funding.",
    "Do not wait and see: call now.",
    "Remission means that your blood counts are normal.",
    "Do not start, stop or change any medicine, paracetamol included, before you have spoken to your team.",
    "Do not:\n\n- stop your steroids",
    "Ask before you take any medicine.",
    "Take your medicines with you.",
    "Should I stop my steroids?",
    "Nobody can guarantee a place.",
    "Not everyone has both infusions.",
    "Be careful of trials that promise a miracle cure.",
    "I am a computer program, not a nurse or a doctor.",
    "It is not part of the NHS.",
    "This service never calculates a date.",
    "Your team will monitor you.",
    "Someone died by suicide.",
]
SENTENCES = [(advice, sentence) for advice, caught in CAUGHT.items() for sentence in caught]


@pytest.mark.parametrize(("advice", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_words_that_could_hurt_are_caught_once(advice, sentence):
    (said,) = offences(sentence)

    assert f" {advice}" in said


@pytest.mark.parametrize("sentence", PASS)
def test_true_and_needed_words_pass(sentence):
    assert list(offences(sentence)) == []


def test_every_rule_is_proved():
    assert {rule.advice.partition(".")[0] for rule in RULES} == set(CAUGHT)


@pytest.mark.parametrize("words", ["You are eligible. It is not so.", "It is not so.\n\nYou are eligible."])
def test_a_neighbouring_sentence_excuses_nothing(words):
    assert list(offences(words)) == [
        "'You are eligible' is a verdict or a false figure. Say who decides, or what is known."
    ]


def test_every_offence_of_a_sentence_is_named_once_and_in_words_to_find():
    assert [said.partition("' ")[0] for said in offences("It cures, it cures, and you can drive.")] == [
        "'you can drive",
        "'cures",
    ]


def test_markdown_is_read_as_it_is_heard():
    text = (
        "## One\n\nTwo [words](topic:crs). Three\nlines.\n\nThis means:\n\n- four\n- five. Six?\n\n> Seven\n\n1. Eight"
    )

    assert [s.replace("\t", " ") for s in sentences(text)] == [
        "One", "Two words.", "Three lines.", "This means:", "This means four", "This means five.", "Six?", "Seven",
        "Eight",
    ]  # fmt: skip


# Where they are looked for


def faults(small):
    return [str(fault) for fault in check(read_content(small.folder))]


@pytest.mark.parametrize(
    "front",
    [{"title": '"It is safe"'}, {"lead": '"It is safe"'}, {"questions": '["It is safe"]'}, {"body": "It is safe"}],
)
def test_every_part_of_a_topic_is_looked_at(small, front):
    small.topic("basics", **front)

    assert faults(small) == [
        "topics/illness/basics.md: 'safe' promises safety. Say of what, who decides it, or what is not known."
    ]


def test_figures_shown_only_after_a_yes_are_looked_at_too(small):
    small.topic("basics", body="A.\n\n::: numbers\nIt cures people.\n:::", sensitive="true")

    (fault,) = faults(small)
    assert "'cures' promises a cure" in fault


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("wording.yml", '"Words for greeting."', '"It is safe."', "wording.yml: greeting"),
        ("wording.yml", 'send: "Send"', 'send: "It is safe."', "wording.yml: ui.send"),
        ("wording.yml", '  empty: "Sorry."', '  empty: "It is safe."', "wording.yml: errors.empty"),
        ("urgent.yml", "Call the number on your card.", "It is safe.", "urgent.yml: cards.urgent.body"),
        ("urgent.yml", '"Talk to someone"', '"It is safe"', "urgent.yml: cards.crisis.title"),
        ("timeline.yml", '"A line."', '"It is safe."', "timeline.yml: alt"),
        ("timeline.yml", '"You are young."', '"It is safe."', "timeline.yml: step 1"),
        ("eligibility.yml", "Experts decide.", "It is safe.", "eligibility.yml: Step 2"),
        ("eligibility.yml", '"When?"', '"It is safe."', "eligibility.yml: Step 2"),
    ],
)
def test_fixed_words_are_looked_at(small, file, old, new, place):
    small.swap(file, old, new)

    assert faults(small) == [f"{place}: 'safe' promises safety. Say of what, who decides it, or what is not known."]


def test_what_is_said_of_a_helpline_is_looked_at(small):
    text = (small.folder / "helplines.yml").read_text(encoding="utf-8")
    small.write("helplines.yml", text.replace('for_whom: "Anyone."', 'for_whom: "It is safe."', 1))

    (fault,) = faults(small)
    assert fault.startswith("helplines.yml: emergency: 'safe' promises safety")
