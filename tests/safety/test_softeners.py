"""General grammar around a danger sign: what denies it, lays it in the past or on a thing, and what never does."""

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from service.safety.urgent import Urgent

RULES = YAML(typ="safe").load((Path(__file__).parents[2] / "content" / "urgent.yml").read_text(encoding="utf-8"))
URGENT = Urgent.from_data(json.loads(json.dumps(RULES)))

# Each pair: the softened words, and words close to them that must keep their card.
PAIRS = [
    # denied, with the scope of the denial
    ("no fever, chills, cough or diarrhoea", "no fever, chills all night"),
    ("no fits, no confusion and no headaches so far", "no fits but she is confused"),
    ("he did not hit his head, he landed on his bottom", "he did not shout, he hit his head"),
    ("bleeding: none", "bleeding: since this morning"),
    ("no trouble with his breathing", "he has trouble with his breathing"),
    ("no rash, breathing easy", "no rash, he cant breathe"),
    ("the bleeding they warned us about never happened", "the bleeding has started again"),
    ("they ruled out sepsis, sepsis was ruled out", "they said it is sepsis"),
    ("free of fever and pain", "fever and pain"),
    ("he isn't tired or muddled", "he is tired and muddled"),
    ("seizure free and well", "had a seizure, was well before"),
    # long past
    ("my mum has epilepsy and had a fit in 1990", "i had a fit in 1990 and have chest pain now"),
    ("She had two seizures. That was in 1987.", "She had two seizures. That was today."),
    ("seizure 20 yrs ago can i have obe-cel", "chemo 20 yrs ago, had a seizure"),
    ("had malaria in 2003, fever and sweats", "had my transplant in 2003, fever and sweats"),
    ("as a girl she used to faint in church", "she used to sleep well, now we cant wake her"),
    ("he collapsed playing rugby at school, thirty years ago", "he left school thirty years ago. he has collapsed"),
    # an animal, a thing, a story, a feeling
    ("our spaniel has had a fever", "the dog bit me and i have a fever"),
    ("the dog had a seizure at the vets, he was shaking all over", "i was walking the dog and had a seizure"),
    ("my car has a temperature warning light", "in the car he has a temperature"),
    ("my phone is unresponsive", "i dropped my phone, dad is unresponsive"),
    ("the tumble dryer is burning hot", "the tumble dryer is on and he is burning hot"),
    ("a character in Casualty has a brain bleed, heavy bleeding", "watching Casualty my husband had heavy bleeding"),
    ("my jaw dropped when they said remission", "his face dropped on one side"),
    # asked in general
    ("does levetiracetam prevent seizures", "does levetiracetam work, she is having seizures"),
    ("what is a tonic clonic seizure", "what is a seizure, i have one now"),
    ("which mechanisms are thought to explain seizures", "i cannot explain it, i feel not right"),
    # figures of speech
    ("he is shaking his head at me", "he is shaking all over"),
    ("overdosed on easter eggs", "overdosed on her tablets"),
    ("I had a fit when I saw the price", "she had a fit when she stood up"),
    ("the waiting room was so cold", "i am so cold in the waiting room"),
    ("collapsed into bed after the wedding", "collapsed in the bathroom"),
    ("cannot breathe a word of it", "cannot breathe"),
    ("i lost the will to live in this queue", "i lost the will to live"),
    ("i want this to be over so i can go home", "i want it all to be over"),
    # numbers
    ("clause 38.4 of the policy", "38.4"),
    ("paid 38.50 for parking", "his temp was 38.50"),
    ("car-t in china for forty thousand", "temperature of forty"),
    # distress alone
    ("im so scared for my husband, cant cope with all this", "cant cope with life, i want to die"),
    ("i feel hopeless about the result", "i feel worthless and want to end it"),
    ("suicide prevention leaflet", "suicide is all i think about"),
]


def card(text: str) -> bool:
    finding = URGENT.assess(text)
    return finding.level is not None and finding.frame in {"now", "look_ahead"}


@pytest.mark.parametrize("text", [softened for softened, _ in PAIRS])
def test_softened_words_show_no_card(text: str) -> None:
    assert not card(text), URGENT.assess(text)


@pytest.mark.parametrize("text", [sign for _, sign in PAIRS])
def test_a_sign_beside_them_keeps_its_card(text: str) -> None:
    assert card(text)


@pytest.mark.parametrize("softened", [softened for softened, _ in PAIRS])
@pytest.mark.parametrize("sign", ["He cant breathe.", "Dad has slurred speech today."])
def test_softened_words_swallow_no_sign_in_another_sentence(softened: str, sign: str) -> None:
    for text in (f"{softened}. {sign}", f"{sign} {softened}"):
        assert URGENT.assess(text).level == "emergency", text
        assert URGENT.assess(text).frame == "now", text
