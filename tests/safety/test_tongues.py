"""Danger in other languages: found in the words people type, in their language, and never in English."""

import random
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from service.safety.tongues import BadTongues, Heard, Tongues, bare, forms, with_tongue, words_of
from service.safety.urgent import NOTHING, Finding
from tests.patience import within

ROOT = Path(__file__).parents[2]


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


LANGUAGES = read(ROOT / "content" / "urgent_languages.yml")["languages"]
TONGUES = Tongues.from_data(LANGUAGES)
LEVEL_OF = {"fever": "urgent", "suicide": "crisis"}  # every other sign of the sentences is an emergency
SAID = [
    (language, LEVEL_OF.get(sign, "emergency"), text)
    for language, signs in read(Path(__file__).parent / "tongues.yml").items()
    for sign, texts in signs.items()
    for text in texts
]
ASKED_FOR = ("pl", "ro", "pa", "pa-Latn", "ur", "ur-Latn", "pt", "es", "ar", "bn", "gu", "it", "fr", "cy")
# The same spoken language in the same letters: either card serves.
ALIKE = {"pa-Latn": {"pa-Latn", "ur-Latn"}}


@pytest.mark.parametrize(("language", "level", "text"), SAID, ids=[text for *_, text in SAID])
def test_a_sign_is_found_with_its_level_and_language(language: str, level: str, text: str) -> None:
    heard = TONGUES.hear(text)
    assert heard is not None
    assert heard.level == level
    assert heard.language in ALIKE.get(language, {language})


@pytest.mark.parametrize("language", ASKED_FOR)
def test_every_language_has_four_sentences_a_sign_and_three_cards(language: str) -> None:
    signs = read(Path(__file__).parent / "tongues.yml")[language]
    assert {"breathing", "chest_pain", "seizure", "bleeding", "fever", "suicide"} <= set(signs)
    assert min(len(texts) for texts in signs.values()) >= 4
    assert set(LANGUAGES[language]["cards"]) == {"emergency", "urgent", "crisis"}


@pytest.mark.parametrize(
    "change", ["upper", "no accents", "full width", "NFD", "invisible", "stretched", "in a letter"]
)
def test_a_sign_is_found_however_it_is_typed(change: str) -> None:
    missed = []
    for language, level, text in SAID:
        latin = text.isascii() or "LATIN" in unicodedata.name(text[0], "")
        changed = {
            "upper": text.upper() if language != "tr" else text,
            "no accents": bare(text),
            "full width": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and latin else c for c in text),
            "NFD": unicodedata.normalize("NFD", text),
            "invisible": "\u200b".join(text) if latin else f"\u202b{text}\u202c",
            "stretched": text.replace("a", "aaa").replace("e", "ee") if latin else text,
            "in a letter": f"hello, my name is Sam. {text}. Thank you, how long does the infusion take?",
        }[change]
        heard = TONGUES.hear(changed)
        if heard is None or heard.level != level:
            missed.append((language, changed, heard))
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "nie mam gorączki", "mąż nie ma gorączki", "bez gorączki", "nie chcę umrzeć", "nu am febră", "nu vreau să mor",
        "no tengo fiebre", "sin fiebre desde ayer", "no quiero morir", "no me duele el pecho", "não tenho febre",
        "não quero morrer", "non ho la febbre", "non voglio morire", "je n'ai pas de fièvre", "je ne veux pas mourir",
        "elle n'a pas mal à la poitrine", "does gen i ddim gwres uchel", "does dim twymyn", "ليس عندي حمى",
        "لا أريد أن أموت", "مجھے بخار نہیں ہے", "میں مرنا نہیں چاہتا", "mujhe bukhar nahi hai", "ਮੈਨੂੰ ਬੁਖਾਰ ਨਹੀਂ ਹੈ",
        "mainu bukhar nahi hai", "আমার জ্বর নেই", "আমি মরতে চাই না", "મને તાવ નથી", "मुझे बुखार नहीं है", "ateşim yok",
        "ölmek istemiyorum", "не хочу померти", "我没有发烧", "不想死", "ich habe kein Fieber",
        "ich will nicht sterben", "mi padre no puede hablar inglés", "mon père n'arrive pas à parler anglais",
        "mia madre non riesce a parlare inglese", "mama nie może mówić po angielsku",
        "والدي لا يستطيع الكلام بالإنجليزية", "abbu english bol nahi sakte", "j'ai hâte d'en finir avec la chimio",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert TONGUES.hear(text) is None


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("nie ma gorączki, ale nie może oddychać", ("emergency", "pl")),
        ("no, me duele el pecho", ("emergency", "es")),
        ("no tengo fiebre pero no puedo respirar", ("emergency", "es")),
        ("mam gorączkę i nie mogę oddychać", ("emergency", "pl")),
        ("tengo fiebre y quiero morir", ("crisis", "es")),
        ("quiero morir y me duele el pecho", ("emergency", "es")),
        ("bukhar nahi utra hai", ("urgent", "ur-Latn")),
        ("بخار نہیں اترا ہے", ("urgent", "ur")),
        ("তাপমাত্রা কমছে না, জ্বর কমছে না", ("urgent", "bn")),
        ("my husband says he mam gorączkę", ("urgent", "pl")),
    ],
)
def test_what_softens_one_sign_hides_no_other(text: str, heard: tuple[str, str]) -> None:
    assert TONGUES.hear(text) == heard


def english() -> list[str]:
    """Every phrase that the model trains on or is tested with; none of the unseen half."""
    files = [*(ROOT / "data/nlu").glob("*.yml"), *(ROOT / "tests/phrases").glob("*.yml")]
    files += [*(ROOT / "tests/phrases/safety/seen").glob("*.yml"), ROOT / "tests/safety/examples.yml"]
    lines = [line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "content/topics").glob("*/*.md")]
    return [line for line in lines if line] + [line for page in pages for line in page.splitlines() if line]


def test_no_english_sentence_is_taken_for_danger_in_another_language() -> None:
    lines = english()
    assert len(lines) > 15_000
    assert [(line, heard) for line in lines if (heard := TONGUES.hear(line))] == []


@pytest.mark.parametrize(
    "text",
    [
        "temperature 38.4", "my temperature is 39", "mam has a temperature", "he has convulsions", "a convulsion",
        "i am 38 with grade 2 crs", "38 degrees in here", "turn the tap on", "does it fit", "she is confused",
        "suicide", "suicidal thoughts", "disorientated", "delirious", "haemorrhage", "hemoragging", "infarct", "sans",
    ],
)  # fmt: skip
def test_english_words_of_danger_are_left_to_the_english_rules(text: str) -> None:
    assert TONGUES.hear(text) is None


def test_two_hundred_characters_take_less_than_a_millisecond() -> None:
    texts = [(text * 200)[:200] for _, _, text in random.Random(1).sample(SAID, 60)]
    texts += [line[:200] for line in english() if len(line) > 150][:60]
    taken = []
    for text in texts:
        best = min(_seconds(text) for _ in range(5))
        taken.append(best)
    taken.sort()
    assert taken[len(taken) // 2] < 0.001


def _seconds(text: str) -> float:
    began = time.perf_counter()
    TONGUES.hear(text)
    return time.perf_counter() - began


@pytest.mark.parametrize(
    "piece", ["a", "nie ", "no puedo ", "لا ما ", "سانس نہیں ", "不", "শ্বাস ", ", ", "quiero no ", "chce umrzeć "]
)
def test_16_kilobytes_of_anything_are_read_in_time(piece: str) -> None:
    text = "me duele el pecho. " + (piece * 16_000)[:16_000]
    assert _seconds(text) < within(1)
    assert TONGUES.hear(text) is not None


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=400))
def test_nothing_typed_breaks_it(text: str) -> None:
    assert TONGUES.hear(text) is None or isinstance(TONGUES.hear(text), Heard)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(SAID), st.sampled_from(["My name is Sam.", "Hello!", "I live in Leeds.", "12345\n", "obe-cel;"]))
def test_whole_sentences_around_it_never_hide_a_sign(said: tuple[str, str, str], sentence: str) -> None:
    heard = TONGUES.hear(f"{sentence} {said[2]}. {sentence}")
    assert heard is not None
    assert heard.level == said[1]


@pytest.mark.parametrize(
    ("finding", "heard", "together"),
    [
        (NOTHING, None, NOTHING),
        (NOTHING, Heard("urgent", "pl"), Finding("urgent", "now", (), "pl")),
        (Finding("urgent", "now", ("a",)), None, Finding("urgent", "now", ("a",))),
        (Finding("urgent", "now", ("a",)), Heard("emergency", "pl"), Finding("emergency", "now", (), "pl")),
        (Finding("emergency", "now", ("a",)), Heard("urgent", "pl"), Finding("emergency", "now", ("a",), "pl")),
        (Finding("emergency", "now", ("a",)), Heard("crisis", "pl"), Finding("emergency", "now", ("a",), "pl")),
        (Finding("crisis", "now", ("a",)), Heard("emergency", "pl"), Finding("emergency", "now", (), "pl")),
        (Finding("crisis", "now", ("a",)), Heard("urgent", "pl"), Finding("crisis", "now", ("a",), "pl")),
        (Finding("emergency", "book", ("a",)), Heard("urgent", "pl"), Finding("urgent", "now", (), "pl")),
        (Finding("urgent", "look_ahead", ("a",)), Heard("urgent", "pl"), Finding("urgent", "now", (), "pl")),
    ],
)
def test_the_higher_level_wins_and_the_language_is_kept(
    finding: Finding, heard: Heard | None, together: Finding
) -> None:
    assert with_tongue(finding, heard) == together


def test_words_are_bare() -> None:
    assert words_of("Żółć, GORĄCZKA 38,5!") == ["zolc", ",", "goraczka", "38", "5", "!"]
    assert words_of("والصدر") == words_of("صدر")
    assert words_of("بخار ۳۹") == ["بخار", "39"]
    assert words_of("我发烧") == ["我", "发", "烧"]


def test_spellings_of_a_phrase() -> None:
    assert forms("(a|b) c(|d)") == ["a c", "a cd", "b c", "b cd"]


@pytest.mark.parametrize("text", ["(a", "a)", "a|b", "*", "*a", "a*b", "(a|b|c|d|e|f|g|h)" * 4])
def test_what_is_no_phrase_is_refused(text: str) -> None:
    with pytest.raises(BadTongues):
        forms(text)


GOOD = {"signs": {"urgent": {"fever": ["gorączka"]}}, "everyday": [], "not_before": [], "not_after": []}


@pytest.mark.parametrize(
    "broken",
    [
        {"signs": {"severe": {"fever": ["x"]}}}, {"signs": {"urgent": {"fever": ["..."]}}}, {"signs": None},
        {"signs": {"urgent": ["x"]}}, {"everyday": None}, {"not_before": ["!"]}, {"signs": {"urgent": {"fever": [1]}}},
    ],
)  # fmt: skip
def test_broken_words_are_refused_with_their_language(broken: dict[str, Any]) -> None:
    assert Tongues.from_data({"pl": GOOD}).hear("gorączka") == ("urgent", "pl")
    with pytest.raises(BadTongues, match=r"^pl: "):
        Tongues.from_data({"pl": {**GOOD, **broken}})
