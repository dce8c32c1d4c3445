"""Tests of redaction: each kind of personal data is taken out, and ordinary questions stay as they are."""

from __future__ import annotations

import logging
import re
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from service.chat.app import public_numbers
from service.chat.language import english_words
from service.library.find import Library
from service.safety.name_kept import PROTECTED, PUBLIC_NAMES, kept_places
from service.safety.recogniser import Recogniser, load
from service.safety.redact import Redactor
from service.web.settings import ROOT

EXAMPLES = YAML(typ="safe").load((Path(__file__).parent / "personal_data.yml").read_text(encoding="utf-8"))
PLACEHOLDER = re.compile(r"\[[A-Za-z ]+\]")
BARE = Redactor()


def redact(text: str) -> str:
    return BARE.redact(text).text


@pytest.fixture(scope="module")
def library(published: Path) -> Library:
    return Library(published)


@pytest.fixture(scope="module")
def redactor(library: Library) -> Redactor:
    """The redactor as the service has it, its model loaded."""
    whole = Redactor(english_words(library, ROOT / "data" / "nlu"), public_numbers(library.fixed()))
    whole.recogniser.open()
    assert whole.recogniser.wait(60)
    return whole


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("write to jo.bloggs+x@nhs.example.org please", "write to [email] please"),
        ("my NHS number is 943 476 5919", "my NHS number is [NHS number]"),
        ("9434765919", "[NHS number]"),
        ("943-476-5919.", "[NHS number]."),
        ("ring me on 07911 123456", "ring me on [phone number]"),
        ("ring 020 7946 0018 or +44 7911 123456", "ring [phone number] or [phone number]"),
        ("I live at SW1A 1AA", "I live at [postcode]"),
        ("i live at m13 9pl, near you", "i live at [postcode], near you"),
        ("born on 12/03/1965", "[date of birth]"),
        ("dob: 12 March 1965 and ill", "[date of birth] and ill"),
        ("date of birth 12.3.65", "[date of birth]"),
    ],
)
def test_personal_data_is_taken_out(typed: str, kept: str) -> None:
    assert redact(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "what is obe-cel?",
        "is 38.4 a fever",
        "day 10 after the 2nd infusion",
        "I am 45 and 1.8 m tall",
        "vitamin B12 5mg a day",
        "is CD19 3mg",
        "410 million cells",
        "grade 3 CRS in 2.4% of 127 people",
        "call 999 or 111 or 116 123",
        "option 2 on 111",
        "TA1116 and TA975",
        "since 2024-05-01",
        "at 10:30 on 3 May",
        "ALL, MRD and Ph+",
        "1,000 or 10,000",
        "943 476 5918",
    ],
)
def test_ordinary_words_and_numbers_stay(typed: str) -> None:
    assert redact(typed) == typed


# Names, and everything together


@pytest.mark.parametrize("marked", EXAMPLES["hidden"])
def test_what_identifies_a_person_is_hidden(redactor: Redactor, marked: str) -> None:
    typed, secrets = re.sub(r"[{}]", "", marked), re.findall(r"{(.*?)}", marked)
    redacted = redactor.redact(typed)
    left = [
        word for secret in secrets for word in re.findall(r"[\w@'.-]{2,}", secret) if word not in ("the", "of", "Mrs")
    ]
    assert redacted.hidden
    shown = PLACEHOLDER.sub("", redacted.text)
    assert not [word for word in left if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", shown)]


@pytest.mark.parametrize("typed", EXAMPLES["kept"])
def test_harmless_words_stay(redactor: Redactor, typed: str) -> None:
    redacted = redactor.redact(typed)
    assert (redacted.text, redacted.hidden) == (typed, False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("my name is priya sharma and i have ALL", "my name is [name] and i have ALL"),
        ("im called Jo", "im called [name]"),
        ("its Priya here, is a fever normal", "its [name] here, is a fever normal"),
        ("Dr Patel and nurse Kelly said day 10", "Dr [name] and nurse [name] said day 10"),
        ("my son Tom has leukaemia", "my son [name] has leukaemia"),
        ("my son Harry has leukaemia, like Harry on the news", "my son [name] has leukaemia, like Harry on the news"),
        ("When can Tom's dad visit?", "When can [name]'s dad visit?"),
        ("Is it safe? Thanks, Gwen x", "Is it safe? Thanks, [name] x"),
        ("MY NAME IS PRIYA SHARMA", "MY NAME IS [name]"),
        ("Dr Patel works at St James's in Leeds", "Dr [name] works at St James's in Leeds"),
        ("i live at 12 Oak Road, Leeds LS9 7TF", "i live at [address], Leeds [postcode]"),
        ("NI number QQ 12 34 56 C", "NI number [NI number]"),
        ("my card 4111 1111 1111 1111 ends 12/27", "my card [card number] ends 12/27"),
        ("hospital number RX 551 0284", "hospital number [hospital number]"),
    ],
)
def test_the_rest_of_the_message_stays(redactor: Redactor, typed: str, kept: str) -> None:
    assert redactor.redact(typed).text == kept


def test_a_name_that_only_the_recogniser_knows_is_hidden(redactor: Redactor) -> None:
    typed = "The letter came from Zebedee Quillfeather about day 28."
    without = Redactor(redactor.known, redactor.public_numbers)
    assert without.redact(typed).text == typed
    assert redactor.redact(typed).text == "The letter came from [name] about day 28."


def test_every_helpline_may_be_asked_about(redactor: Redactor, library: Library) -> None:
    numbers = [line["phone"] for line in library.fixed().data["helplines"] if line["phone"]]
    assert len(numbers) > 5
    assert [number for number in numbers if redactor.redact(f"who answers on {number} please").hidden] == []


def test_a_placeholder_that_was_typed_is_nothing_hidden(redactor: Redactor) -> None:
    assert not redactor.redact("my name is [name], my number is [phone number]").hidden


@pytest.mark.parametrize("rule", [0, 1])
def test_looking_up_the_words_first_loses_no_name_that_is_kept(rule: int) -> None:
    whole = (PROTECTED, PUBLIC_NAMES)[rule]
    texts = [re.sub(r"[{}]", "", line) for line in EXAMPLES["hidden"]] + EXAMPLES["kept"]
    found = [[one.span() for one in whole.finditer(text)] for text in texts]
    assert any(found)
    assert [kept_places(text)[rule] for text in texts] == found


# Any text


def joined(parts: list[str]) -> str:
    return " ".join(parts)[:1000]


PIECES = st.lists(
    st.sampled_from([re.sub(r"[{}]", "", line) for line in EXAMPLES["hidden"]] + EXAMPLES["kept"])
    | st.text(max_size=40),
    max_size=6,
).map(joined)


@settings(deadline=None)
@given(st.text(max_size=1000) | PIECES)
def test_any_text_is_redacted_without_an_error_and_only_once(typed: str) -> None:
    once = BARE.redact(typed)
    assert BARE.redact(once.text).text == once.text
    assert once.hidden == (once.text != typed)


@settings(deadline=None)
@given(PIECES)
def test_with_the_recogniser_too_doing_it_again_changes_nothing(redactor: Redactor, typed: str) -> None:
    once = redactor.redact(typed).text
    assert redactor.redact(once).text == once


@settings(deadline=None)
@given(st.text(max_size=300))
def test_an_address_is_hidden_after_any_text(typed: str) -> None:
    assert "@example.org" not in redact(f"{typed} jo@example.org")


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(0, 1300))
def test_a_long_text_is_kept_no_longer_than_asked_and_nothing_is_cut_in_two(typed: str, before: int) -> None:
    long = f"{'a ' * (before // 2)}{typed} 07700 900123 {'b ' * 700}"
    kept = BARE.redact_start(long, 1000)
    assert len(kept.text) <= 1000
    assert "07700" not in kept.text


def test_short_names_that_grow_are_still_kept_within_the_length() -> None:
    assert len(BARE.redact_start("Dr Li, " * 140, 1000).text) <= 1000


# The model, and the time it takes


def test_only_the_recogniser_is_loaded() -> None:
    (document,) = load()(["Tom Harris lives in Leeds."])
    assert [(entity.text, entity.label_) for entity in document.ents] == [("Tom Harris", "PERSON"), ("Leeds", "GPE")]


def broken() -> Callable[[list[str]], Iterable[Any]]:
    raise OSError("no such model")


def failing() -> Callable[[list[str]], Iterable[Any]]:
    def read(texts: list[str]) -> Iterable[Any]:
        raise MemoryError(texts[0])

    return read


@pytest.mark.parametrize("loader", [broken, failing])
def test_without_a_working_model_the_rules_still_hide_and_the_log_says_so(
    loader: Any, caplog: pytest.LogCaptureFixture
) -> None:
    redactor = Redactor(recogniser=Recogniser(loader))
    with caplog.at_level(logging.ERROR):
        redactor.recogniser.open()
        redactor.recogniser.wait(10)
        for _ in range(2):
            assert redactor.redact("my name is Priya. Zebedee Quillfeather is here").text.startswith(
                "my name is [name]."
            )
    assert len(caplog.records) == 1
    assert "only the rules" in caplog.text
    assert "Quillfeather" not in caplog.text


SLOW = [
    "1-" * 500, "a.a" * 333, "7 Abc Abc Abc Abc " * 55, "Zxqvya Blorft " * 70, "12/3/65 " * 125, "(0" * 500, "@" * 1000,
    "my name is " * 90, "x at y dot " * 90,
]  # fmt: skip


@pytest.mark.parametrize("typed", SLOW)
def test_no_text_of_a_thousand_characters_takes_long(redactor: Redactor, typed: str) -> None:
    times = []
    for _ in range(5):
        began = time.thread_time()
        redactor.redact(typed[:1000])
        times.append((time.thread_time() - began) * 1000)
    assert min(times) < 60  # milliseconds of this thread; about 30 on an idle machine


def test_a_usual_message_takes_a_few_milliseconds(redactor: Redactor) -> None:
    typed = [re.sub(r"[{}]", "", line) for line in EXAMPLES["hidden"]] + EXAMPLES["kept"]
    times = []
    for line in typed:
        message = f"{line}. Is that normal after the second infusion? " * 4
        began = time.thread_time()
        redactor.redact(message[:200])
        times.append((time.thread_time() - began) * 1000)
    assert statistics.quantiles(times, n=20)[18] < 16  # half of it on an idle machine
