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
    ("blackout curtains in the ward", "she had a blackout in the ward"),
    ("power black out in our road", "he blacked out in our road"),
    ("my phone is unresponsive", "i dropped my phone, dad is unresponsive"),
    ("the tumble dryer is burning hot", "the tumble dryer is on and he is burning hot"),
    ("a character in Casualty has a brain bleed, heavy bleeding", "watching Casualty my husband had heavy bleeding"),
    ("my jaw dropped when they said remission", "his face dropped on one side"),
    # asked in general
    ("does levetiracetam prevent seizures", "does levetiracetam work, she is having seizures"),
    ("what is a tonic clonic seizure", "what is a seizure, i have one now"),
    ("which mechanisms are thought to explain seizures", "i cannot explain it, i feel not right"),
    # told of: the news, a label, a lesson, somebody's work
    ("read in the paper that a man had a stroke", "read in the paper that a man had a stroke, dad has had a stroke"),
    ("a pilot had a heart attack, on the news", "headache, on the news they said ring 111"),
    ("in the film she finds bruises up her arms", "we watched the film and she finds bruises up her arms today"),
    ("case report: patient presented with aphasia", "the case report is here, my mum has aphasia"),
    ("the label has a black box with seizures", "the label says nothing and he is having a seizure"),
    ("quiz question: which illness gives a fever and rash", "doing the crossword, sudden severe headache"),
    ("I am writing exam questions, e.g. patient with aphasia", "I am writing exam questions and my speech is slurred"),
    ("author here, my heroine gets confused", "author here, I get confused and shaky today"),
    # denied within the sign, in a list and by other words
    ("his face isn't drooping", "his face is drooping"),
    ("none of the kids have had chicken pox", "one of the kids has chicken pox"),
    ("not so much as a nosebleed", "so much blood from a nosebleed"),
    ("i answered no to fever on the form", "i said no to going in, fever"),
    ("pressure fine, chest clear", "pressure on my chest"),
    # over, in a year
    ("diagnosed in 2016 because of bruises", "diagnosed in 2016, covered in bruises"),
    ("chemo 10 yrs ago, high fever, the lot, cured", "chemo 10 yrs ago, high fever"),
    ("slipped disc 2011, terrible pain then", "slipped disc 2011, terrible pain today"),
    # figures of speech
    ("i have gold fever", "he has a high fever"),
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


@pytest.mark.parametrize(
    ("drawn", "sign"),
    [
        ("\U0001f912 since last night", "fever"),
        ("mum is \U0001f975 then \U0001f976", "fever"),
        ("\U0001fa78 when i brush my teeth", "bruise_bleed"),
        ("\U0001f92e all day", "sickness"),
        ("he's \U0001f635\u200d\U0001f4ab every time he gets up", "faint_heart"),
        ("\U0001f321\ufe0f says 101", "reading"),
        ("\U0001f4a9\U0001f4a9\U0001f4a9\U0001f4a9 nonstop since yesterday", "sickness"),
    ],
)
def test_a_picture_of_a_sign_is_read_as_the_sign(drawn: str, sign: str) -> None:
    found = URGENT.assess(drawn)
    assert found.frame == "now"
    assert sign in found.signs


@pytest.mark.parametrize("text", ["so many forms \U0001f635", "the parking here \U0001f4a9", "thank you \U0001f60a"])
def test_a_picture_that_is_no_sign_gives_no_card(text: str) -> None:
    assert URGENT.assess(text).level is None
