"""Tests of redaction: each kind of personal data is taken out, and ordinary questions stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.safety.redact import redact


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


@given(st.text(max_size=300))
def test_any_text_is_redacted_without_an_error_and_only_once(typed: str) -> None:
    once = redact(typed)
    assert "@example.org" not in redact(f"{typed} jo@example.org")
    assert isinstance(once, str)
