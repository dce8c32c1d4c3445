"""Hides what identifies a person by its shape: numbers, email and postal addresses, dates of birth. Rules only.

Where a rule must choose, it hides: "missed" costs a person's privacy, "hidden too much" costs one word of a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import phonenumbers
from stdnum import luhn
from stdnum.gb import nhs

_GAP = r"[ \t\u00a0\u2007\u2009\u200a\u202f.\-\u2010-\u2014]"  # what people type between the groups of a number
_I = re.IGNORECASE
_IS = r"(?:\W{0,3}\b(?:is|was|are|=|it'?s|of|mine|also|here|number|no|num)\b){0,3}[\s:=#.(\-\u2013]{0,4}"

# Each begins where a run of its letters begins, so that a long run is read once.
EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]+ ?@ ?(?:[\w-]+(?: ?\. ?[\w-]+)*\.[a-z]{2,}|[\w-]+\.[\w.-]+)", _I)
_AT_OR_DOT = re.compile(r"\b(?:at|dot)\b", _I)
EMAIL_IN_WORDS = re.compile(
    r"(?<![\w.+-])[\w.+-]+ ?(?:\bat\b|\(at\)|\[at\]) ?[\w-]+(?: ?(?:\bdot\b|\(dot\)|\[dot\]) ?\w+)* ?(?:\bdot\b|\(dot\)|\[dot\]) ?(?:com|co|org|net|uk|info|eu|ie|gov|ac)\b"
    r"|(?<![\w.+-])[\w.+-]+(?: ?\(?\bdot\b\)? ?[\w+-]+)* ?[\[(]?\bat\b[\])]? ?"
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|aol|me|sky|btinternet|proton(?:mail)?|nhs|doctors)"
    r"(?: ?[\[(]?(?:\.|\bdot\b)[\])]? ?[a-z]{2,6}){1,2}\b",
    _I,
)

# An unbroken number first: what stands behind it, as the month it ends, is no part of it.
CARD = re.compile(
    rf"(?<!\d)(?:\d{{13,19}}|(?:\d{{4}}{_GAP}){{3}}\d{{1,7}}|\d{{4}}{_GAP}\d{{6}}{_GAP}\d{{4,5}}|(?:\d{_GAP}?){{12,18}}\d)(?!\d)"
)
FOURS = re.compile(rf"(?<!\d)\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
ACCOUNT = re.compile(
    rf"\b(?:sort ?code|account(?: number| no)?|acc(?:t)?(?: number| no)){_IS}\d(?:{_GAP}?\d){{5,9}}(?!\d)", _I
)

# Any grouping; a longer number beside it is not cut into one.
TEN_DIGITS = re.compile(rf"(?<!\d)(?:\d{{3}}{_GAP}{{0,3}}\d{{3}}{_GAP}{{0,3}}\d{{4}}|(?:\d{_GAP}?){{9}}\d)(?!\d)")
NHS_SAID = re.compile(
    rf"\b(?:(?:nhs|chi|health (?:and|&) care|h ?& ?c)[ -]?(?:number|no|num|id|#)?){_IS}(\d(?:{_GAP}{{0,2}}\d){{8,10}})(?!\d)",
    _I,
)

_PLUS = r"(?:\+|\b00)"
_NO_DATE = r"(?!(?:0?[1-9]|[12]\d|3[01])[-. ](?:0?[1-9]|1[0-2])[-. ](?:\d{4}|\d\d)\b)"
PHONE = re.compile(
    rf"(?<![\w.]){_PLUS} ?\(?\d{{1,3}}\)?(?:{_GAP}{{0,2}}\(?\d\)?){{6,12}}(?!\d)"
    rf"|(?<![\w.,]){_NO_DATE}\(?0\)?{_GAP}?(?:[1-9]\)?)(?:{_GAP}{{0,2}}[(]?\d[)]?){{8,9}}(?!\d)",
)
PHONE_SAID = re.compile(
    r"\b(?:(?:tele)?phone|mobile|mob|tel|cell|landline|whats ?app|"
    r"(?:call|ring|text|phone|reach|contact) (?:me|us|him|her|them|my \w+|back)(?: back)?(?: (?:on|at))?|my (?:home |work )?number)"
    rf"{_IS}(?:\bon\b )?(\+?\(?\d(?:{_GAP}{{0,2}}[()]?\d){{5,12}})(?!\d)",
    _I,
)
_SPOKEN = "(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|(?:double|triple) (?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine))"
SPOKEN_NUMBER = re.compile(rf"\b{_SPOKEN}(?:[ ,-]{{1,2}}{_SPOKEN}){{7,15}}\b", _I)
_VALUE = {w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine".split())}
_VALUE |= {"oh": "0", "o": "0", "nought": "0"}

# Also those with letters that are never given out: they stand in examples, and people mistype.
NI = re.compile(r"\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b", _I)
NI_SAID = re.compile(
    rf"\b(?:national insurance|n\.?i\.?n?o?)(?: (?:number|no|num))?{_IS}((?:[A-Z]{{2}})?[ -]?\d{{2}}[ -]?\d{{2}}[ -]?\d{{2}}[ -]?[A-D]?)\b",
    _I,
)

# A trial or a NICE document is no person.
_PUBLIC = r"(?!(?:nct|ta|isrctn|eudract|pl|plgb|emea|hst|ng|qs|cd|gmc|ukca)[ -]?\d)"
HOSPITAL_SAID = re.compile(
    r"\b(?:(?:hos[pital]{3,7}|patient|mrn|unit|district|clinic|medical record|record|case|chart|pas|crn|epic|mychart|trust)"
    r"(?:'s)?[ -]?(?:num\w*|nu[mb]\w+|no\.?|id|ref(?:erence)?|#)|mrn|crn|hosp(?:ital)?\.? ?(?:no\.?|num|id|#))"
    rf"{_IS}({_PUBLIC}(?=[a-z0-9/ -]*\d{{3}})[a-z]{{0,4}}[ /-]?\d(?:[ /-]?\d){{2,11}}[a-z]?)\b",
    _I,
)
HOSPITAL = re.compile(rf"\b{_PUBLIC}[A-Z]{{1,4}}-?\d{{6,9}}[A-Z]?\b", _I)
# "1234567 is my hospital number"
SAID_AFTER = re.compile(
    r"\b([a-z]{0,3}\d[\d /-]{4,13}\d[a-z]?)(?=[ ,]{1,2}(?:is|was|that'?s|thats)? ?(?:my|his|her|their|the|mum'?s|dad'?s) "
    r"(nhs|hospital|patient|mrn|phone|mobile|number|ni\b|national))",
    _I,
)

# With ZZ, which the NHS gives to people without an address.
_AREAS = frozenset(
    (
        "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN"
        " EX FK FY G GIR GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N"
        " NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ"
        " TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ZZ"
    ).split()
)
# The last two letters are never C, I, K, M, O or V (Royal Mail), so "B12 5mg" stays a vitamin.
POSTCODE = re.compile(r"\b([A-Z]{1,3})\d[A-Z\d]?[ \u00a0-]{0,2}\d[ABD-HJLNP-UW-Z]{2}\b", _I)
OUTWARD_SAID = re.compile(
    rf"\b(post ?code(?: (?:is|area))?|(?:live|living|lives|based|flat|house) (?:in|near|at)) ([A-Z]{{1,2}})\d[A-Z\d]?\b(?![ -]?\d)",
    _I,
)

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?: ?(?:st|nd|rd|th))?"
_YEAR = r"(?:(?:18|19|20)\d\d|['\u2019]?\d\d)"
_SPOKEN_DAY = (
    "(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_SPOKEN_YEAR = (
    "(?:nineteen|twenty|two thousand(?: and)?)(?:[ -](?:oh|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|ten|eleven|twelve|\\w+teen))?"
    "(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
)
_SEP = r" ?[/.\-\u2013, ] ?"
_DATE = (
    rf"(?:\d{{4}}{_SEP}\d{{1,2}}{_SEP}\d{{1,2}}|\d{{1,2}}{_SEP}\d{{1,2}}{_SEP}\d{{2,4}}|\d{{8}}|\d{{6}}"
    rf"|{_DAY}(?: of)?[ ,.\-/]{{0,2}}{_MONTH}\b(?:[ ,.\-/]{{1,2}}{_YEAR}|\d{{2,4}})?"
    rf"|{_MONTH}[ ,.\-/]{{1,2}}(?:the )?{_DAY}(?:[ ,.\-/]{{1,2}}(?:18|19|20)\d\d)?"
    rf"|{_SPOKEN_DAY}(?: day)?(?: of)? {_MONTH}(?:,? (?:in )?{_SPOKEN_YEAR}|,? {_YEAR})?|{_MONTH} (?:the )?{_SPOKEN_DAY}(?:,? {_SPOKEN_YEAR}|,? {_YEAR})?"
    rf"|{_MONTH},?(?: of)? (?:18|19|20)\d\d|(?:19|20)\d\d(?!s))(?![\d])"
)
_FILL = (
    r"(?:\W{0,3}\b(?:is|was|are|were|on|the|of|in|its|it's|my|his|her|their|back|way|d|for|this|birth)\b){0,4}\W{0,3}"
)
DATE_OF_BIRTH = re.compile(
    rf"(?<!if )(?<!people )(?<!those )(?<!anyone )(?<!everyone )(?<!children )(?<!someone )\b(?:born|dob|d\.\s?o\.\s?b\.?|d/o/b|date of (?:my |his |her )?birth|birth ?da(?:te|y)|b-?day){_FILL}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day )?{_DATE}",
    _I,
)
BIRTH_AFTER = re.compile(
    rf"\b{_DATE}(?=\W{{0,3}}(?:is|was|=)? ?(?:my|his|her|their|the)? ?(?:dob\b|d\.o\.b|date of birth|birth ?da(?:te|y)))",
    _I,
)
# A whole date of long ago, of nothing said to be done then, is somebody's date of birth.
LONG_AGO = re.compile(
    rf"(?<![\d/.-])(?:(?:0?[1-9]|[12]\d|3[01]) ?([/.-]) ?(?:0?[1-9]|1[0-2]) ?\1 ?(?:(?:19\d\d|200\d)|[3-9]\d)"
    rf"|{_DAY}(?: of)?[ ,-]{{1,2}}{_MONTH}[ ,-]{{1,2}}(?:19\d\d|200\d)|(?:19\d\d|200\d)-\d\d-\d\d"
    rf"|{_MONTH} {_DAY},? (?:19\d\d|200\d))(?![\d/.-])",
    _I,
)
_DONE_THEN = re.compile(
    r"(?:diagnos|transplant|treat|chemo|relaps|remission|since|surg|operat|admitted|infus|started|finished|approved|publish|scan|review"
    r"|biops|vaccin|jab|appointment|discharged|cells|result|bloods)\w*(?:\W+\w+){0,4}\W*\Z",
    _I,
)

_NOT_STREET = (
    r"(?!(?:days?|weeks?|months?|years?|hours?|minutes?|mins?|miles?|km|mg|ml|times?|people|patients|in|on|of|out|to|for|and|or|is|are"
    r"|the|a|at|per|percent|infusions?|cells?|doses?|tablets?|pills?|cycles?|nd|rd|th|after|before|from|but|with|if|no|not)\b)"
)
_STREET_WORDS = rf"(?:{_NOT_STREET}[a-z'\u2019.-]+ ){{1,4}}?"
_SURE_STREET = "(?:street|road|rd|avenue|ave|lane|crescent|cres|terrace|terr|gardens|gdns|gdn|grove|mews|boulevard|close|cul-de-sac|parade|villas)"
_MAYBE_STREET = (
    "(?:st|drive|dr|way|place|pl|hill|park|square|sq|walk|row|green|view|court|ct|rise|house|cottages?|wharf|quay|gate|fields?|meadows?"
    "|mount|bank|vale|wynd|brae|loan|vennel|lodge|cottage|farm|barn|manor|forge|mill|buildings|ln|cl|circus|croft|heights|end)"
)
_NO_MORE = rf"(?! (?i:{_SURE_STREET}|{_MAYBE_STREET})\b)"
_STREET_FIRST = r"(?:heol|ffordd|stryd|l[o\u00f4]n|maes|clos|cwrt|rue|via|calle|ulica)"
_FLAT = r"(?:(?:flat|apartment|apt|unit|room) ?\d{0,4}[a-z]?,? ?)"
_NUMBER = r"\b\d{1,4} ?[a-z]?(?:[-/]\d{1,4})?,? "
_TOWN = r"(?:,? ?\[postcode\])?"
ADDRESS = re.compile(rf"(?:\b{_FLAT})?{_NUMBER}{_STREET_WORDS}{_SURE_STREET}\b{_NO_MORE}\.?{_TOWN}", _I)
ADDRESS_CAPITAL = re.compile(
    rf"(?:\b(?i:{_FLAT}))?{_NUMBER}(?:[A-Z][A-Za-z'\u2019.-]+ ){{1,4}}?(?=[A-Z])(?i:{_MAYBE_STREET})\b{_NO_MORE}"
)
ADDRESS_SAID = re.compile(
    r"(\b(?:(?:my|his|her|our|their|home|postal) address(?: (?:is|:))?|(?:live|lives|living|staying|stay|home is|moved) (?:at|on|to|in)|address[: ])"
    rf"\W{{0,2}}(?:the )?)((?:{_FLAT})?(?:\d{{1,4}} ?[a-z]?,? )?{_STREET_WORDS}(?:{_SURE_STREET}|{_MAYBE_STREET})\b{_NO_MORE})",
    _I,
)
ADDRESS_WELSH = re.compile(rf"{_NUMBER}{_STREET_FIRST}(?: [a-z'\u2019-]+){{1,3}}", _I)
_HOME = r"\b(?:(?:my|his|her|our|their|home|postal) address(?: for [\w ]{1,20}?)?(?: (?:is|was|now))*|(?:live|lives|living) at|home is|address:)"
NUMBER_SAID = re.compile(
    rf"({_HOME}\W{{1,3}})(\d{{1,4}} ?[a-z]?\b,? (?:the )?{_NOT_STREET}[a-z'\u2019-]+(?: {_NOT_STREET}[a-z'\u2019-]+)?)",
    _I,
)
# "My address is The Old Forge, Duckpond Row": what has capitals, up to the second comma.
HOUSE_SAID = re.compile(
    rf"((?i:{_HOME})\W{{1,3}})((?:\d{{1,4}}[a-z]?,? )?(?:[A-Z][\w'\u2019-]*[ ]?){{1,4}}(?:, (?:[A-Z][\w'\u2019-]* ?){{1,3}})?(?<! ))"
)
FLAT_ALONE = re.compile(
    r"\b(?:flat|apartment|apt) ?\d{1,4}[a-z]?,? (?=\[address\])|\b(?:flat|apartment|apt) \d{1,4}[a-z]?\b", _I
)


def hide_identifiers(text: str, public_numbers: Collection[str] = ()) -> str:
    """Returns the text with every identifier replaced by what it is. ``public_numbers``: digits of helplines, kept."""
    digits = any(letter.isdigit() for letter in text)
    text = EMAIL.sub("[email]", text) if "@" in text else text
    text = EMAIL_IN_WORDS.sub("[email]", text) if _AT_OR_DOT.search(text) else text
    text = SPOKEN_NUMBER.sub(_spoken, text)
    if digits:
        return _hide_numbers(text, public_numbers)
    return _hide_addresses(DATE_OF_BIRTH.sub("[date of birth]", text))


def _hide_numbers(text: str, public: Collection[str]) -> str:
    text = FOURS.sub("[card number]", CARD.sub(_card, text))
    text = _said(NHS_SAID, "[NHS number]", text)
    text = TEN_DIGITS.sub(lambda found: "[NHS number]" if nhs.is_valid(_bare(found[0])) else found[0], text)
    text = _said(NI_SAID, "[NI number]", NI.sub("[NI number]", text))
    text = SAID_AFTER.sub(_by_what_follows, text)
    text = _said(HOSPITAL_SAID, "[hospital number]", text)
    text = BIRTH_AFTER.sub("[date of birth]", DATE_OF_BIRTH.sub("[date of birth]", text))
    text = LONG_AGO.sub(_long_ago, text)
    text = _hide_phones(text, public)
    text = ACCOUNT.sub("[account number]", text)
    text = HOSPITAL.sub("[hospital number]", text)
    text = OUTWARD_SAID.sub(_outward, POSTCODE.sub(_postcode, text))
    return _hide_addresses(text)


def _hide_phones(text: str, public: Collection[str]) -> str:
    def hide(found: re.Match[str]) -> str:
        return found[0] if _digits(found[0]) in public else "[phone number]"

    text = _said(PHONE_SAID, "[phone number]", PHONE.sub(hide, text), public=public)
    if sum(letter.isdigit() for letter in text) < 7:
        return text
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, "GB"))):
        if _digits(match.raw_string) not in public:
            text = f"{text[: match.start]}[phone number]{text[match.end :]}"
    return text


def _hide_addresses(text: str) -> str:
    text = ADDRESS.sub("[address]", text)
    text = ADDRESS_CAPITAL.sub("[address]", text)
    text = ADDRESS_SAID.sub(_after_cue("[address]"), text)
    text = HOUSE_SAID.sub(_after_cue("[address]"), ADDRESS_WELSH.sub("[address]", text))
    text = NUMBER_SAID.sub(_after_cue("[address]"), text)
    return FLAT_ALONE.sub(lambda found: "" if found[0].endswith((" ", ",")) else "[address]", text)


def _after_cue(placeholder: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{found[1]}{placeholder}"


def _said(rule: re.Pattern[str], placeholder: str, text: str, public: Collection[str] = ()) -> str:
    """Returns the text with the number of a rule replaced and its cue left."""

    def hide(found: re.Match[str]) -> str:
        if _digits(found[1]) in public:
            return found[0]
        return f"{found[0][: found.start(1) - found.start()]}{placeholder}{found[0][found.end(1) - found.start() :]}"

    return rule.sub(hide, text)


def _card(found: re.Match[str]) -> str:
    return "[card number]" if luhn.is_valid(_bare(found[0])) else found[0]


def _postcode(found: re.Match[str]) -> str:
    is_one = found[1].upper() in _AREAS
    return "[postcode]" if is_one else found[0]


def _outward(found: re.Match[str]) -> str:
    return f"{found[1]} [postcode]" if found[2].upper() in _AREAS else found[0]


def _by_what_follows(found: re.Match[str]) -> str:
    after = found[2].lower()
    if after == "nhs":
        return "[NHS number]"
    if after in ("hospital", "patient", "mrn"):
        return "[hospital number]"
    return "[NI number]" if after in ("ni", "national") else "[phone number]"


def _long_ago(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 60) : found.start()]
    return found[0] if _DONE_THEN.search(before) else "[date of birth]"


def _spoken(found: re.Match[str]) -> str:
    said = ""
    times = 1
    for word in re.findall(r"[a-z]+", found[0].lower()):
        times = {"double": 2, "triple": 3}.get(word, 0) or times
        if word in _VALUE:
            said, times = said + _VALUE[word] * times, 1
    return "[NHS number]" if nhs.is_valid(said) else "[phone number]"


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _bare(text: str) -> str:
    """Returns the digits as plain ones: those of another script are digits too."""
    return "".join(str(int(digit)) for digit in _digits(text))
