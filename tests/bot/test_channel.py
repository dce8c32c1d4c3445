"""Tests of the channel's rules: what a person types is never a command, and what is not of the form is refused."""

import random
import sys
import unicodedata

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.channel import LONGEST_TEXT, RANKED, Refused, answer, message_from, ordinary

INTENTS = ["crs", "icans"]
ID = "abcdefgh12"
# What somebody might put before, between or behind slashes, visible or not.
PIECES = [
    "/",
    "／",
    " ",
    "\u3000",
    "\u00a0",
    "\t",
    "\n",
    "\r",
    "\v",
    "\x00",
    "\x1b",
    "\x7f",
    "\x85",
    "\u2028",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u202e",
    "\u2066",
    "\u061c",
    "\U000e0041",
    "\ud800",
    "\ufe0f",
    "\u034f",
    "\u0338",
    "crs",
    "{",
    '{"a":1}',
    "é",
    "ﬁ",
    "漢",
    "🙂",
    "\\",
    "restart",
    "EXTERNAL: ",
]


def refusal(body: object) -> str:
    with pytest.raises(Refused) as raised:
        message_from(body, INTENTS, CollectingOutputChannel())
    return str(raised.value)


def is_command(text: str) -> bool:
    """Returns whether Rasa would obey the text, or one that some normalisation makes of it."""
    sent = UserMessage(text).text or ""
    return any(form.startswith("/") for form in (text, sent, unicodedata.normalize("NFKC", sent).strip()))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/crs", "crs"),
        (' /crs{"a":1}', 'crs{"a":1}'),
        ("／crs", "crs"),
        ("\u200b/crs", "crs"),
        ("/\u200b/ /crs", "crs"),
        ("\u3000/crs", "crs"),
        ("\u202e/crs", "crs"),
        ("\x00/crs", "crs"),
        ("\n/crs", "crs"),
        ("\ud800/crs", "crs"),
        ("////", ""),
        ("\u200b", ""),
        ("what is crs/icans", "what is crs/icans"),
        ("first line\nsecond line", "first line\nsecond line"),
        ("naïve café 🙂 24/7", "naïve café 🙂 24/7"),
    ],
)
def test_text_loses_leading_slashes_and_invisible_characters_only(typed, read):
    assert ordinary(typed) == read


def test_no_character_before_or_behind_a_slash_makes_a_command():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in ("Lo", "Lu", "Ll", "Cn", "Co", "So") and not unicodedata.decomposition(
            character
        ):
            continue  # visible letters and signs, and what is not assigned: 1.1 million that would take minutes
        for typed in (character + "/crs", "/" + character + "/crs"):
            assert not is_command(ordinary(typed)), hex(code)


def test_no_mixture_of_slashes_spaces_and_invisible_characters_makes_a_command():
    chance = random.Random(0)
    for _ in range(20_000):
        typed = "".join(chance.choices(PIECES, k=chance.randint(0, 12)))
        read = ordinary(typed)
        assert not is_command(read), ascii(typed)
        assert ordinary(read) == read, ascii(typed)
        assert not any(unicodedata.category(c) in ("Cf", "Cs") or c == "\x00" for c in read), ascii(typed)


def test_text_becomes_a_message_without_a_parse():
    message = message_from({"conversation": ID, "text": " /crs "}, INTENTS, CollectingOutputChannel())
    assert (message.text, message.sender_id, message.input_channel) == ("crs", ID, "turn")
    assert not message.parse_data


def test_choice_becomes_a_message_parsed_as_that_intent():
    message = message_from({"conversation": ID, "choice": "crs"}, INTENTS, CollectingOutputChannel())
    assert message.text == ""
    assert message.parse_data["intent"] == {"name": "crs", "confidence": 1.0}


@pytest.mark.parametrize("body", [None, [], "text", 1, True, {"conversation": ID, "text": "a", "metadata": {}}])
def test_body_of_another_form_is_refused(body):
    assert refusal(body) == "the body is an object with conversation and either text or choice"


@pytest.mark.parametrize(
    "name",
    [None, 12345678, "short", "a" * 65, "has space1", "../../etc/passwd", "abcdefgh\n", "ünïcödé-1", ["abcdefgh"]],
)
def test_conversation_of_another_form_is_refused(name):
    assert refusal({"conversation": name, "text": "a"}) == "conversation is 8 to 64 letters, digits, - or _"
    assert refusal({"text": "a"}) == "conversation is 8 to 64 letters, digits, - or _"


@pytest.mark.parametrize(
    "rest", [{}, {"text": None}, {"text": 1}, {"text": ["a"]}, {"text": "a", "choice": "crs"}, {"choice": 1}]
)
def test_anything_but_one_text_or_one_choice_is_refused(rest):
    assert refusal({"conversation": ID, **rest}) == "either text or choice is a string"


@pytest.mark.parametrize("choice", ["", "/crs", "CRS", "crs ", "restart", "utter_crs"])
def test_unknown_choice_is_refused(choice):
    assert refusal({"conversation": ID, "choice": choice}) == "choice is not a known intent"


def test_text_has_one_to_a_thousand_characters():
    for text in ("", "a" * (LONGEST_TEXT + 1)):
        assert refusal({"conversation": ID, "text": text}) == "text has 1 to 1000 characters"
    for text in ("a", "a" * LONGEST_TEXT):
        assert message_from({"conversation": ID, "text": text}, INTENTS, CollectingOutputChannel()).text == text


def test_answer_holds_directives_intent_and_the_first_of_the_ranking():
    ranking = [{"name": f"i{n}", "confidence": 0.1, "extra": "left out"} for n in range(RANKED + 3)]
    parsed = {"text": "typed words", "intent": {"name": "i0"}, "intent_ranking": ranking}
    made = answer([{"custom": {"answer": "i0"}}, {"text": "not a directive"}], parsed)
    assert made["directives"] == [{"answer": "i0"}]
    assert made["ranking"] == [{"name": f"i{n}", "confidence": 0.1} for n in range(RANKED)]
    assert "typed words" not in str(made)
