"""Hides identifiers that were spoken or spelled out: a postcode, an NI number, a name or a house letter by letter."""

from __future__ import annotations

import re

from service.safety.addresses import AREAS, SURE_STREET

_I = re.IGNORECASE
_FIGURE = "(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|\\d)"
_NUMBER = (
    "(?:(?:twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight"
    "|nine))?|one hundred(?: and \\w+)?|ten|eleven|twelve|[a-z]{3,5}teen|one|two|three|four|five|six|seven|eight|nine)"
)
# The last two letters are never C, I, K, M, O or V, as in every postcode.
POSTCODE = re.compile(
    rf"\b([A-Z](?: ?[A-Z])?) (?:{_FIGURE}(?: ?{_FIGURE})?(?: [A-HJKPSTUW])?|{_NUMBER}),? {_FIGURE}"
    r" (?:[ABD-HJLNP-UW-Z] [ABD-HJLNP-UW-Z]|(?-i:[ABD-HJLNP-UW-Z]{2}))\b",
    _I,
)
NI = re.compile(
    rf"\b[A-Z][ -]?[A-Z](?:[ -]{{1,2}}{_FIGURE}){{6}}[ -]{{1,2}}[A-D]\b|\b[A-Z] [A-Z](?:[ -]?\d){{6}} ?[A-D]\b", _I
)
# "Number nine Mafeking Street"; without the word, a street needs its capital.
_SAID = rf"(?i:(?:house |flat )?(?:number|no\.?) {_NUMBER})"
_NAMED = r"(?:[A-Z][\w'\u2019-]+ ){1,3}"
STREET = re.compile(
    rf"\b{_SAID},? (?:the )?(?:[\w'\u2019-]+ ){{1,2}}?(?i:{SURE_STREET})\b"
    rf"|\b{_SAID},? (?:the )?{_NAMED}(?:Way|Drive|Court|Hill|Place|View|Walk|Rise|Row|St|Dr|Park|Square)\b"
    rf"|\b(?i:{_NUMBER}),? {_NAMED}(?i:{SURE_STREET})\b"
)
# "It is spelt k o w a l": a name letter by letter.
SPELT = re.compile(
    r"\b(?:spelt|spelled|spelling|spell(?:s|ing)? (?:it|that)|surname|name)(?: is| as| it| that|:|,|-)* "
    r"([a-z](?:[ .,-]{1,2}(?:double )?[a-z]){2,}\b)(?!['\u2019\w])",
    _I,
)

# One of these stands in all that is found here; looking for them first saves the time.
_STREET_WORDS = (
    "number", "no.", "street", "road", " rd", "avenue", " ave", "lane", "cres", "terr", "gardens", "gdn", "grove",
    "mews", "boulevard", "close", "cul-de", "parade", "villas",
)  # fmt: skip
_ONE_LETTER = re.compile(r"(?:^| )[b-hj-zB-HJ-Z][ .,-]")


def hide_said_aloud(text: str) -> str:
    """Returns the text with what is spelled or spoken replaced; a sum of money or a figure alone stays."""
    low = text.lower()
    if any(word in low for word in _STREET_WORDS):
        text = STREET.sub("[address]", text)
    if not _ONE_LETTER.search(text):
        return text
    text = NI.sub("[NI number]", text)
    text = POSTCODE.sub(_if_an_area, text)
    return SPELT.sub(lambda found: found[0].replace(found[1], "[name]"), text)


def _if_an_area(found: re.Match[str]) -> str:
    return "[postcode]" if found[1].replace(" ", "").upper() in AREAS else found[0]
