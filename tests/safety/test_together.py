"""Signs put together from ideas: near each other, in one sentence, in any order unless one is asked for."""

import pytest

from service.safety.phrases import BadPhrase, Found
from service.safety.plain_text import Speller, Words
from service.safety.together import Rule, combine, read_rule

KNOWN = {"no": 1, "wake": 1, "dad": 1, "phone": 1}


def words(text: str) -> Words:
    return Speller({}).words(text)


def ideas(text: Words) -> list[Found]:
    return [Found(word, at, at + 1) for at, word in enumerate(text.words) if word in KNOWN]


def holds(rule: str, text: str) -> bool:
    read = words(text)
    return bool(combine([read_rule("sign", rule, KNOWN)], ideas(read), read))


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        ("no wake", "no way to wake", True),
        ("no wake", "wake at all no", True),
        ("no > wake", "wake at all no", False),
        ("no wake", "no one two three four five wake", False),
        ("no wake +5", "no one two three four five wake", True),
        ("no wake", "no. wake", False),
        ("no wake &dad", "no wake", False),
        ("no wake &dad", "dad is there but no wake", True),
        ("no wake -phone", "no wake for the phone", False),
        ("dad wake", "dad isnt that wake", False),
    ],
)
def test_rule_holds_where_its_ideas_stand_near(rule: str, text: str, found: bool) -> None:
    assert holds(rule, text) is found


@pytest.mark.parametrize("text", ["no sleep", "no -sleep", "-phone", "&sleep no"])
def test_rule_with_an_unknown_idea_or_none_is_refused(text: str) -> None:
    with pytest.raises(BadPhrase):
        read_rule("sign", text, KNOWN)


def test_rule_is_read_with_all_its_marks() -> None:
    rule = read_rule("sign", "no > wake &dad -phone +6", KNOWN)
    assert rule == Rule("sign", ("no", "wake"), frozenset({"dad"}), frozenset({"phone"}), 6, True)
