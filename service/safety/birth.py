"""Hides dates of birth: those that are said to be one, and whole dates of long ago. Dates of treatment stay."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_MONTH = (
    # The longer ones with their letters in any order, as they are mistyped
    "(?:jan(?:[aeury]{3,5})?|feb(?:[aeruy]{3,6})?|mar(?:ch)?|apr(?:il|li)?|may|june?|july?|aug(?:[ust]{3})?"
    "|sept?(?:[ebmr]{4,6})?|oct(?:[ober]{4})?|nov(?:[ebmr]{4,5})?|dec(?:[ebmr]{4,5})?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?: ?(?:st|nd|rd|th))?"
_YEAR = r"(?:(?:18|19|20)\d\d|['\u2019]?\d\d)"
_SPOKEN_DAY = (
    "(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    "|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_SPOKEN_YEAR = (
    "(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -](?:one|two|three|four|five|six|seven|eight"
    "|nine)\\b"
    "|(?:thirty|forty|fifty|sixty|seventy|eighty|ninety)\\b|(?:nineteen|twenty"
    "|two thousand(?: and)?)(?:[ -](?:oh|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|ten"
    "|eleven|twelve|\\w+teen))?"
    "(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
# Days with a name; with a year they are a date.
_FEAST = (
    r"(?:(?:christmas|boxing|new year'?s|valentine'?s|st \w+'?s|bonfire|easter|midsummer|may|ve|vj) (?:day|eve|night"
    r"|sunday|monday)|hallowe.?en|eid|diwali|easter)"
)
_SEP = r" ?[/.\-\u2013\u00b7, ] ?"
_ROMAN = "(?:x{0,1}i{1,3}|iv|vi{0,3}|i?x)"  # the months as they are written in Poland and Hungary
_DATE = (
    rf"(?:\d{{4}}{_SEP}\d{{1,2}}{_SEP}\d{{1,2}}|\d{{1,2}}{_SEP}\d{{1,2}}{_SEP}\d{{2,4}}|\d{{8}}|\d{{6}}"
    rf"|\d{{1,2}} ?[/.-] ?{_ROMAN} ?[/.-] ?(?:19|20)\d\d"
    rf"|{_DAY}(?: of)?[ ,.\-/]{{0,2}}{_MONTH}(?:[ ,.\-/]{{1,2}}{_YEAR}|\d{{2,4}}|\b)"
    rf"|(?:{_DAY}|{_SPOKEN_DAY})(?: day)? of the (?:{_DAY}|{_SPOKEN_DAY})(?:[ ,./-]{{1,2}}(?:{_YEAR}|{_SPOKEN_YEAR}))?"
    rf"|{_MONTH}[ ,.\-/]{{1,2}}(?:the )?{_DAY}(?:[ ,.\-/]{{1,2}}(?:18|19|20)\d\d)?"
    rf"|{_SPOKEN_DAY}(?: day)?(?: of)? {_MONTH}(?:,? (?:in )?{_SPOKEN_YEAR}|,? {_YEAR})?|{_MONTH} (?:the"
    rf" )?{_SPOKEN_DAY}(?:,? {_SPOKEN_YEAR}|,? {_YEAR})?"
    rf"|{_FEAST},? (?:in |of )?(?:(?:18|19|20)\d\d|['\u2019]\d\d)"
    rf"|{_MONTH},?(?: of)? (?:(?:18|19|20)\d\d|['\u2019]\d\d|[4-9]\d\b)|(?:19|20)\d\d(?!s)"
    rf"|(?<=born in )['\u2019]?[2-9]\d\b(?! [dwmy]))(?![\d])"
)
# Without a year, behind the word only: "birthday 12/5".
_SHORT = r"\d{1,2} ?[/-] ?\d{1,2}(?![\d/.-]| ?(?:d|days?|w|wks?|weeks?|months?|y|yrs?|years?|hours?|mins?|%|mg)\b)"
_FILL = (
    r"(?:\W{0,3}\b(?:is|was|are|were|on|the|of|in|its|it's|year|my|his|her|their|back|way|d|for|this"
    r"|birth)\b){0,4}\W{0,3}"
)
DATE_OF_BIRTH = re.compile(
    rf"(?<!if )(?<!people )(?<!those )(?<!anyone )(?<!everyone )(?<!children )(?<!someone )\b(?:born|dob"
    rf"|d[. ]\s?o[. ]\s?b\.?|d/o/b|date ?(?:of ?)?(?:my |his |her |the )?b(?:ir|ri)(?:th|ht)|birth ?da(?:te|y)|b-?day"
    r"|year of birth|yob)"
    rf"(?:['\u2019]?s)?{_FILL}(?:(?:mon|tues|wednes"
    rf"|thurs|fri|satur|sun)day )?(?:{_DATE}|{_SHORT})"
    rf"|\b(?:yob|year of birth|birth year)(?:'s| is| was|:|-)*\s*['\u2019]?\d\d(?!\d)"
    rf"|\b(?:18|19|20)\d\d baby\b(?:\W{{0,3}}{_DATE})?",
    _I,
)
# "My 60th is on 12 May": the age stays.
ANNIVERSARY = re.compile(
    r"(\b(?:my|his|her|mum'?s|dad'?s|husband'?s|wife'?s|son'?s|daughter'?s) (?:big )?(?:1[68]th|21st"
    r"|[3-9]\d(?:st|nd|rd|th))"
    rf"(?: birthday| bday)?(?:'?s| is| was)?(?: coming up)?(?: on)? (?:the )?){_DATE}",
    _I,
)
# How old one will be, and on which day: the age stays. A temperature is no age: "was 38 on 3 March".
AGED_ON = re.compile(
    rf"\b((?:turn(?:s|ed|ing)?|will (?:also )?be|['\u2019]ll be|(?:i|he|she)ll be|gonna be|going to be|becom(?:es?|ing)"
    rf"|(?:i|he|she|mum|dad) (?:was|is)(?! 3[5-9]| 4[0-2]) (?:only )?"
    r"|(?:i'?m|he'?s|she'?s)(?! 3[5-9]| 4[0-2])(?= \d\d on))"
    rf" ?\d\d? (?:years old )?(?:back )?(?:on )?(?:the )?){_DATE}",
    _I,
)
# A word of every rule above and below.
_BIRTH = re.compile(
    r"born|dob|yob|baby|\dth|\dst|turn|\d on|\bbe \d|becom|(?:was|is) \d\d"
    r"|\bd[. ]\s?o[. ]|d/o/b|birth|b-?day",
    _I,
)
BIRTH_AFTER = re.compile(
    rf"\b{_DATE}(?=\W{{0,3}}(?:is|was|=)? ?(?:my|his|her|their|the)? ?(?:dob\b|d\.o\.b|date of birth|birth ?da(?:te"
    rf"|y)))",
    _I,
)
_ONES = r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)\b)?"
# A whole date of long ago, of nothing said to be done then, is somebody's date of birth.
LONG_AGO = re.compile(
    rf"(?<![\d/.-])(?:(?:0?[1-9]|[12]\d|3[01]) ?([/.\u00b7-]) ?(?:0?[1-9]|1[0-2]) ?\1 ?(?:(?:19\d\d|200\d)|[3-9]\d)"
    # The month first, as in America; in Roman figures; and all of it in words
    r"|(?:0?[1-9]|1[0-2]) ?([/.-]) ?(?:1[3-9]|2\d|3[01]) ?\2 ?(?:19\d\d|200\d)"
    rf"|\d{{1,2}} ?[/.-] ?{_ROMAN} ?[/.-] ?(?:19\d\d|200\d)"
    rf"|(?:{_DAY}|{_SPOKEN_DAY})(?: o[f'\u2019]?)?,? {_MONTH},? nineteen[ -][a-z]+{_ONES}"
    rf"|{_SPOKEN_DAY} of the {_SPOKEN_DAY},? (?:nineteen )?(?:thirty|forty|fifty|sixty|seventy|eighty|ninety)\b{_ONES}"
    rf"|{_DAY}(?: of)?[ ,-]{{1,2}}{_MONTH}[ ,-]{{1,2}}(?:19\d\d|200\d|['\u2019][3-9]\d)|(?:19\d\d|200\d)-\d\d-\d\d"
    rf"|{_MONTH} {_DAY},? (?:19\d\d|200\d))(?![\d/.-])",
    _I,
)
_DONE_THEN = re.compile(
    r"(?:diagnos|transplant|treat|chemo|relaps|remission|since|surg|operat|admitted|infus|started|finished|approved"
    r"|publish|scan|review"
    r"|biops|vaccin|jab|appointment|discharged|cells|result|bloods)\w*(?:\W+\w+){0,4}\W*\Z",
    _I,
)


def hide_dates_of_birth(text: str) -> str:
    """Returns the text with every date of birth replaced."""
    if _BIRTH.search(text):
        text = ANNIVERSARY.sub(r"\1[date of birth]", text)
        text = AGED_ON.sub(r"\1[date of birth]", DATE_OF_BIRTH.sub("[date of birth]", text))
        low = text.lower()
        if "birth" in low or "dob" in low or "d.o.b" in low:
            text = BIRTH_AFTER.sub("[date of birth]", text)
    return LONG_AGO.sub(_long_ago, text)


def _long_ago(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 60) : found.start()]
    return found[0] if _DONE_THEN.search(before) else "[date of birth]"
