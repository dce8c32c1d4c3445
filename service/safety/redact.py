"""Takes personal data out of a message before it is stored, logged or sent to Rasa. A first, plain set of rules."""

from __future__ import annotations

import re

import phonenumbers
from stdnum.gb import nhs

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
# The last two letters are never C, I, K, M, O or V (Royal Mail), so "B12 5mg" stays a vitamin.
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
DATE_OF_BIRTH = re.compile(r"\b(?:born(?: on)?|dob|date of birth)\W{0,3}[\d][\w/. -]{4,16}\d\b", re.IGNORECASE)


def redact(text: str) -> str:
    """Returns the text with NHS numbers, phone numbers, email addresses, postcodes and dates of birth replaced.

    An NHS number is ten digits whose check digit is right; a phone number is one that is valid in the United Kingdom.
    """
    text = EMAIL.sub("[email]", text)
    text = TEN_DIGITS.sub(lambda found: "[NHS number]" if nhs.is_valid(found[0]) else found[0], text)
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, "GB"))):
        text = f"{text[: match.start]}[phone number]{text[match.end :]}"
    text = DATE_OF_BIRTH.sub("[date of birth]", text)
    return POSTCODE.sub("[postcode]", text)
