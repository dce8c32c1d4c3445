"""Hides what identifies a person by its shape: numbers and email addresses here, the rest beside. Rules only.

Where a rule must choose, it hides: "missed" costs a person's privacy, "hidden too much" costs one word of a question.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import phonenumbers
from stdnum import luhn
from stdnum.gb import nhs

from service.safety.addresses import hide_addresses
from service.safety.aloud import hide_said_aloud
from service.safety.birth import hide_dates_of_birth
from service.safety.links import hide_links
from service.safety.papers import PUBLIC, hide_handles, hide_papers
from service.safety.said import BREAK, GAP, IS, NUMBER, hide_said, only_digits

_I = re.IGNORECASE

# Each begins where a run of its letters begins, so that a long run is read once.
_TLD = "(?:com|co|org|net|uk|eu|ie|info|gov|ac|pl|de|fr|es|it)"
EMAIL = re.compile(
    rf"(?<![\w.+%'-])[\w.+%'-]+ ?@ ?(?:[\w-]+(?: ?\. ?[\w-]+)*(?:\.[a-z]{{2,}}| ?[.,] ?{_TLD}\b)|[\w-]+\.[\w.-]+)"
    # "lou@gmail": no hour and no dose stands so close to the sign
    r"|(?<![\w.+%'-])(?=[\w.+%'-]*[a-z]{2})[\w.+%'-]+@[a-z][\w-]+",
    _I,
)
_DIGIT = re.compile(r"\d")
LEAST_DIGITS = 7  # of a phone number
_FIGURE_WORD = "(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine)"
_MARK = "(?:dot|underscore|dash|hyphen|plus)"
_HOST = (
    "gmail|googlemail|hotmail|outlook|yahoo|icloud|aol|btinternet|proton(?:mail)?|talktalk|virginmedia|ntlworld"
    "|blueyonder|plusnet"
)
# The sign left out or mistyped: "kevb#gmail.com".
EMAIL_NO_SIGN = re.compile(rf"(?<![\w.+-])(?!www\.)[\w.+-]{{2,}}?[#\"'\u00a3]?(?:{_HOST})\.(?:com|co\.uk|net)\b", _I)
_HOST_END = re.compile(r"(?:mail|look|oo|cloud|aol|net|talk|media|world|yonder)\.co", _I)
_AT_OR_DOT = re.compile(r"\b(?:at|dot)\b", _I)
EMAIL_IN_WORDS = re.compile(
    r"(?:(?<![\w.+-])(?=[\w.+-]*[\d._+])|(?:(?<=email )|(?<=email is )|(?<=email address is )|(?<=write to )"
    r"|(?<=contact )|(?<=mail )))"
    r"[\w.+-]+"
    r" ?(?:\bat\b|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk|co|eu|ie|info)\b|"
    r"(?<![\w.+-])[\w.+-]+ ?[\[({<]\s?at\s?[\])}>] ?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b|"
    r"\A\w+ at [\w-]+(?:\.[\w-]+)*\.(?:com|org|net|uk)\s*\Z|"
    r"(?<![\w.+-])[\w.+-]+ ?(?:\bat\b|\(at\)|\[at\]) ?[\w-]+(?: ?(?:\bdot\b|\(dot\)|\[dot\]) ?\w+)* ?(?:\bdot\b"
    r"|\(dot\)|\[dot\]) ?(?:com|co|org|net|uk|info|eu|ie|gov|ac)\b"
    rf"|(?<![\w.+-])[\w.+-]+(?: ?\(?\b{_MARK}\b\)? ?[\w+-]+)* ?[\[(]?\bat\b[\])]? ?(?:{_HOST}|live|me|sky|nhs|doctors)"
    r"(?: ?[\[(]?(?:\.|\bdot\b)[\])]? ?[a-z]{2,6}){1,2}\b"
    # Without its end, where the word "email" says what it is
    rf"|(?:(?<=email )|(?<=email is )|(?<=email address is ))[\w.+-]+(?: {_MARK} [\w+-]+)* at (?:{_HOST})\b"
    rf"|(?<![\w.+-])[\w.+-]+(?: {_MARK} [\w+-]+)* at (?:{_HOST})\b(?= (?:is |was |thats |that's )?(?:my|his|her"
    rf"|the) e-?mail)",
    _I,
)

# An unbroken number first: what stands behind it, as the month it ends, is no part of it.
CARD = re.compile(
    rf"(?<!\d)(?:\d{{13,19}}|(?:\d{{4}}{BREAK}){{3}}\d{{1,7}}|\d{{4}}{GAP}\d{{6}}{GAP}\d{{4,5}}"
    rf"|(?:\d{GAP}?){{12,18}}\d)(?!\d)"
)
FOURS = re.compile(rf"(?<!\d)\d{{4}}(?:{BREAK}\d{{4}}){{3}}(?!\d)")
# Unbroken or in threes, beside whatever; in any other grouping only if no digit stands beside it.
_ABROAD = r"(?<!\d)(?<!\+44)(?<!\+44[ -])(?<!0044)(?<!0044[ -])(?<!\(0\))(?<!\(0\) )"  # the rest of a phone number
TEN_DIGITS = re.compile(
    rf"{_ABROAD}(?:\d{{10}}|\d{{3}}{BREAK}{{0,3}}\d{{3}}{BREAK}{{0,3}}\d{{4}}"
    rf"|(?<!\d[ -])(?:\d{GAP}?){{9}}\d(?!{GAP}\d))(?!\d)"
)
NHS_SAID = re.compile(
    r"\b(?:n\.?h\.?s\.?|national health(?: service)?|chi|health (?:and|&) care|h ?& ?c)[ -]?(?:n[a-z]{1,6}|id|#)?"
    rf"{IS}(?:[a-z]+ ){{0,3}}?(\d(?:(?:{GAP}|[,/:]){{0,2}}\d){{8,10}})(?!\d)",
    _I,
)

_PLUS = r"(?:\+|\b00|\bplus )"
_NO_DATE = r"(?!(?:0?[1-9]|[12]\d|3[01])[-. ](?:0?[1-9]|1[0-2])[-. ](?:\d{4}|\d\d)\b)"
PHONE = re.compile(
    rf"(?<![\w.]){_PLUS} ?\(?\d{{1,3}}\)?(?:{GAP}{{0,2}}\(?\d\)?){{6,12}}(?!\d)"
    rf"|(?<![\w.,]){_NO_DATE}\(?0\)?{GAP}?(?:[1-9]\)?)(?:{GAP}{{0,2}}[(]?\d[)]?){{8,9}}(?!\d)",
)
# Without its nought, in the groups of a mobile number.
PHONE_SHORT = re.compile(r"(?<![\w.,+/-])7(?:\d{9}|\d{3}[ -]\d{6}|\d{3}[ -]\d{3}[ -]\d{3}|\d{4}[ -]\d{5})(?![\d.])")
PHONE_SAID = re.compile(
    r"\b(?:(?:tele)?phone|mobile|mob|tel|cell|landline|whats ?app|"
    r"(?:call|ring|text|phone|reach|contact) (?:me|us|him|her|them|my \w+|back)(?: back)?(?: (?:on|at))?|my (?:home "
    r"|work )?number)"
    rf"{IS}(?:\bon\b )?(\+?\(?\d(?:{GAP}{{0,2}}[()]?\d){{5,12}})(?!\d)",
    _I,
)
EXTENSION_ALONE = re.compile(r"\b(?:extension|extn|ext)\b[ .:]{0,2}(?:no\.? |number |is )?(\d{3,6})(?![\d/])", _I)
# Figures and words mixed: "485 triple seven 3456".
MIXED = re.compile(
    rf"(?<![\w.,])(?:(?:\d+|{_FIGURE_WORD}) ){{1,8}}(?:double|triple|treble) (?:\d|{_FIGURE_WORD})"
    rf"(?: (?:(?:double|triple|treble) )?(?:\d+|{_FIGURE_WORD}))*(?![\w.])",
    _I,
)
EXTENSION = re.compile(r"\[phone number\](?:[ ,(]{0,3}(?:(?:extension|extn|ext)\b|x)[ .:]{0,2}\d{1,6}\)?)", _I)
# A nought is often typed as the letter, a one as a small L: "o7700 9oo123".
PHONE_LETTERS = re.compile(r"(?<![\w.])(?=[\d .-]*[ol])[o0]7(?:[ .-]?[ol\d]){9}(?!\w)", _I)
_SPOKEN = rf"(?:(?:(?:double|triple|treble) )?{_FIGURE_WORD})"
_TENS = "(?:ten|eleven|twelve|[a-z]{3,5}teen|twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
# "07700/900/123": ten or eleven digits, which no row of times or dates has.
PHONE_STROKES = re.compile(r"(?<![\w/.,])(?=(?:[ /,]{0,3}\d){10,11}(?![\w/]))0\d{2,4}(?: ?[/,] ?\d{3,6}){1,2}")
# In two parts: "01632 then 960555", "starts 07700 and the rest is 900 345".
PHONE_PARTS = re.compile(
    rf"(?<![\w.,])0\d{{2,4}},? (?:and |then |the |rest |last |bit |part |is |followed by "
    rf"|it'?s ){{1,5}}\d(?:{GAP}?\d){{4,8}}(?!\d)",
    _I,
)
# A mobile number that goes on in words, or on the next line: "07700 nine hundred 461".
PHONE_GOES_ON = re.compile(
    rf"(?<![\w.,])(?:07\d{{2,3}}(?:[ ,-]{{1,2}}(?:and )?(?:{_SPOKEN}|{_TENS}|\d{{1,6}}(?![\d.]))){{2,10}}\b"
    rf"|0\d{{2,4}} ?\n ?\d{{3}}{GAP}?\d{{3,4}}(?!\d)|0\d{{2,4}} ?\d{{3,4}} ?\n ?\d{{3,4}}(?!\d))",
    _I,
)
_NOUGHT = re.compile(r"0\d\d")
# "NHS no begins 485 then 777 then 3456"
THEN = re.compile(
    r"\b(?:nhs|phone|mobile|number|num|call|ring|text|tel)\b[^\d\n]{0,25}"
    r"((?=(?:(?:,? (?:and )?then )?\d){10,11}(?!\d))\d{3,6}(?:,? (?:and )?then \d{3,6}){1,3})(?!\d)",
    _I,
)
PHONE_END = re.compile(
    r"\b(?:phones?|mobile|mob|tel(?:ephone)?|cell|landline|number)(?: number| no)? (?:that )?"
    r"(?:end(?:s|ing)?|starts?|starting|begins?)(?: in| with| on)? (\d[\d ]{1,9}\d)(?![\d/])",
    _I,
)
SPOKEN_NUMBER = re.compile(
    rf"\b{_SPOKEN}(?:[ ,-]{{1,2}}{_SPOKEN}){{7,15}}\b"
    # As a phone number begins, whatever is said together behind it: "oh seven seven hundred nine hundred one"
    rf"|\b(?:zero|oh|o|nought)(?:[ ,-]{{1,2}}{_SPOKEN}){{3,6}}[ ,-]{{1,2}}\d(?:{GAP}?\d){{4,7}}(?!\d)"
    rf"|\b(?:zero|oh|o|nought|plus four)[ ,-]{{1,2}}{_SPOKEN}"
    rf"(?:[ ,-]{{1,2}}(?:and )?(?:{_SPOKEN}|{_TENS}|\d{{2,6}}(?![\d.]))){{4,15}}\b",
    _I,
)
_VALUE = {w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine".split())}
_VALUE |= {"oh": "0", "o": "0", "nought": "0"}

# Also those with letters that are never given out: they stand in examples, and people mistype.
NI = re.compile(r"\b[A-Z]{2}[ .\n-]?(?:[O\d]\d[ .\n-]?(?:\d{2}[ .\n-]?){2}|\d{3}[ .-]\d{3}[ .-])[A-D]\b", _I)
NI_SAID = re.compile(
    rf"\b(?:nat(?:ional)? ins(?:urance)?|n\.?i\.?n?o?)(?: (?:number|no|num))?{IS}"
    r"((?:[A-Z]{2})?(?:[ .-]?\d){6}[ .-]?[A-D]?)\b",
    _I,
)

HOSPITAL_SAID = re.compile(
    r"\b(?:(?:hos[pital]{3,7}|hosp|h|patients?|pt|pat|mrn|unit|district|clinic|medical records?|record"
    r"|case(?: ?notes?)?|chart"
    r"|pas|crn|x-?ray|scan|accession|pathology|christie|marsden|king'?s|uclh|freeman|beatson|addenbrooke'?s|barts|guy'?s"
    rf"|epic|mychart|trust|lab|[kxs])(?:'s)?[ .-]{{0,2}}{NUMBER}|mrn|crn|sample|lab ref)(?:'s)?"
    rf"{IS}({PUBLIC}(?=[a-z0-9/ .-]*\d{{3}}|(?:\d ?){{6}})"
    r"[a-z]{0,4}[ /-]?\d(?:[ /.-]?\d|[a-z](?=\d)){2,11}[a-z]?)(?!\w)",
    _I,
)
# A second number told with the first: "NHS / hosp no: 943 476 5919 / 0456123"
NUMBER_BESIDE = re.compile(r"(?<=\[NHS number\])(\s*(?:[/,;&+]|and|or)\s*)[a-z]{0,4}-?\d{4,9}[a-z]?\b(?![/.]\d)", _I)
# Nobody asks about a figure this long, but for money and cells, and those end in noughts.
LONG_NUMBER = re.compile(
    r"(?<![\w.,/\u00a3$-])(?<!pmid )(?<!pmid: )(?!20\d{6}\b)(?!\d*0000)\d{7,20}\b(?! ?(?:cells|units|people|pounds|%))",
    _I,
)
# The second: a letter, and figures one by one, as they are read off a wristband.
HOSPITAL = re.compile(rf"\b{PUBLIC}(?:[A-Z]{{1,4}}-?\d{{6,9}}[A-Z]?|[A-Z] ?\d(?: \d){{5,8}})\b", _I)
# "1234567 is my hospital number"
SAID_AFTER = re.compile(
    r"\b([a-z]{0,3}\d[\d /-]{4,13}\d[a-z]?)(?=[ ,]{1,2}(?:is|was|that'?s|thats)? ?(?:my|his|her|their|the|mum'?s"
    r"|dad'?s) "
    r"(?:home |work |new |old |other )?(nhs|hospital|patient|mrn|(?:tele|smart)?phone|fone|mobile|tel\b|landline|cell"
    r"|number|ni\b|national))",
    _I,
)


def hide_identifiers(text: str, public_numbers: Collection[str] = ()) -> str:
    """Returns the text with every identifier replaced by what it is. ``public_numbers``: digits of helplines, kept."""
    digits = bool(_DIGIT.search(text))
    text = EMAIL.sub("[email]", text) if "@" in text else text
    text = EMAIL_IN_WORDS.sub("[email]", text) if _AT_OR_DOT.search(text) else text
    if ".co" in text and _HOST_END.search(text):
        text = EMAIL_NO_SIGN.sub("[email]", text)
    text = hide_handles(hide_links(text))
    text = SPOKEN_NUMBER.sub(_spoken, hide_said_aloud(text))
    text = _hide_numbers(text, public_numbers) if digits else hide_dates_of_birth(text)
    return hide_addresses(text)


def _hide_numbers(text: str, public: Collection[str]) -> str:
    text = MIXED.sub(_mixed, text) if "le " in text.lower() else text
    text = FOURS.sub("[card number]", CARD.sub(_card, text))
    text = hide_said(NHS_SAID, "[NHS number]", text)
    text = TEN_DIGITS.sub(lambda found: "[NHS number]" if nhs.is_valid(_bare(found[0])) else found[0], text)
    text = hide_said(NI_SAID, "[NI number]", NI.sub("[NI number]", text))
    text = SAID_AFTER.sub(_by_what_follows, text)
    text = hide_said(HOSPITAL_SAID, "[hospital number]", text)
    text = hide_papers(text)
    text = _hide_phones(hide_dates_of_birth(text), public)
    text = NUMBER_BESIDE.sub(r"\1[hospital number]", HOSPITAL.sub("[hospital number]", text))
    return LONG_NUMBER.sub(lambda found: found[0] if found[0] in public else "[number]", text)


def _hide_phones(text: str, public: Collection[str]) -> str:
    def hide(found: re.Match[str]) -> str:
        return found[0] if only_digits(found[0]) in public else "[phone number]"

    text = PHONE_SHORT.sub(hide, PHONE.sub(hide, PHONE_LETTERS.sub("[phone number]", text)))
    text = hide_said(THEN, "[number]", text) if "then" in text else text
    if _NOUGHT.search(text):
        text = PHONE_PARTS.sub(hide, PHONE_STROKES.sub(hide, PHONE_GOES_ON.sub(hide, text)))
    text = hide_said(PHONE_END, "[phone number]", hide_said(PHONE_SAID, "[phone number]", text, public), public)
    text = hide_said(EXTENSION_ALONE, "[phone number]", EXTENSION.sub("[phone number]", text))
    if len(_DIGIT.findall(text)) < LEAST_DIGITS:
        return text
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, "GB"))):
        if only_digits(match.raw_string) not in public:
            text = f"{text[: match.start]}[phone number]{text[match.end :]}"
    return text


def _card(found: re.Match[str]) -> str:
    return "[card number]" if luhn.is_valid(_bare(found[0])) else found[0]


def _by_what_follows(found: re.Match[str]) -> str:
    after = found[2].lower()
    if after == "nhs":
        return "[NHS number]"
    if after in ("hospital", "patient", "mrn"):
        return "[hospital number]"
    return "[NI number]" if after in ("ni", "national") else "[phone number]"


def _spoken(found: re.Match[str]) -> str:
    return "[NHS number]" if nhs.is_valid(_figures(found[0])) else "[phone number]"


def _mixed(found: re.Match[str]) -> str:
    return _spoken(found) if len(_figures(found[0])) >= LEAST_DIGITS else found[0]


def _figures(said: str) -> str:
    """Returns the digits that are said in words or typed."""
    digits, times = "", 1
    for word in re.findall(r"[a-z]+|\d+", said.lower()):
        times = {"double": 2, "triple": 3, "treble": 3}.get(word, 0) or times
        if word in _VALUE or word.isdecimal():
            value = _VALUE.get(word, word)
            digits, times = digits + value[:1] * times + value[1:], 1
    return digits


def _bare(text: str) -> str:
    """Returns the digits as plain ones: those of another script are digits too."""
    return "".join(str(int(digit)) for digit in only_digits(text))
