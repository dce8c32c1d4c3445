"""Hides postcodes and street addresses; towns, hospitals and countries stay."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_DIGIT = re.compile(r"\d|postcode")
# With ZZ, which the NHS gives to people without an address.
AREAS = frozenset(
    (
        "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN"
        " EX FK FY G GIR GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK"
        " ML N"
        " NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ"
        " TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ZZ"
    ).split()
)
# The last two letters are never C, I, K, M, O or V (Royal Mail), so "B12 5mg" stays a vitamin.
POSTCODE = re.compile(
    r"\b([A-Z]{1,3})\d[A-Z\d]?(?:[ \u00a0-]{0,2}|[.\n](?!\d(?:st|nd|rd|th)\b))\d[ABD-HJLNP-UW-Z]{2}\b", _I
)
# With a space in its first half, or letter by letter. "So 1 2nd infusion" is none.
POSTCODE_APART = re.compile(
    r"\b([A-Z]{1,2}) \d[A-Z\d]?[ -]{1,2}(?!\d(?:st|nd|rd|th)\b)\d[ABD-HJLNP-UW-Z]{2}\b"
    r"|\b([A-Z](?: [A-Z])?) \d(?: [A-Z\d])? \d [A-Z] [A-Z]\b",
    _I,
)
# Behind the word any that looks half right: people mistype it, and a nought looks like an O.
POSTCODE_SAID = re.compile(
    r"(\b(?:post? ?co\w{0,2}d?e?s?|po[st]{1,2}[oc]{1,2}de?|zip(?: code)?|pcode)\b(?:'?s| is| was|:| -| =| area)*\s*)"
    r"(?=[a-z ]{1,3}\d|[a-z]{1,2}[o\d]|0[a-z]\d)([a-z0]{1,2} ?[\do][a-z\d]?(?:[ -]{0,2}[\do] ?[a-z\d]{2})?)\b",
    _I,
)
OUTWARD_SAID = re.compile(
    r"\b((?:post ?|p)code(?: (?:is|area|(?:starts?|begins?)(?: with)?))?|(?:live|living|lives|based|flat"
    r"|house) (?:in|near|at))"
    r" ([A-Z]{1,2})\d[A-Z\d]?\b(?![ -]?\d)",
    _I,
)
# "From the SA2 area"
OUTWARD_AREA = re.compile(r"(\bthe) ([A-Z]{1,2})\d[A-Z\d]?(?= (?:area|postcode|post code)\b)", _I)

# Words that stand in no street's name: "2 people live so close" and "in Leeds and can drive" are no addresses.
_NOT_STREET = (
    r"(?!(?:children|grandchildren|kids|grandkids|sisters|brothers|relatives|others|family|hospitals|nurses|days?|weeks?|months?|years?|hours?|minutes?|mins?|miles?|km|mg|ml|times?|people|patients|friends|in|on|of"
    r"|out|to|for|and|or|is|are|the|a|at|per|percent|infusions?|cells?|doses?|tablets?|pills?|cycles?|nd|rd|th|after"
    r"|before|from|but|with|if|no|not|can|cant|can't|cannot|could|will|would|should|my|his|her|their|our|we|i|he|she"
    r"|they|you|it|this|that|when|while|so|very|too|by|up|down|off|away|home|own|have|has|had|was|were|be|been|do|does"
    r"|did|go|going|get|got|please|then|than|more|less|about|around|over|as|an|any|some|each|every|live|lives|who)\b)"
)
_STREET_WORDS = rf"(?:{_NOT_STREET}[a-z'\u2019-]+\.? ){{1,4}}?"
SURE_STREET = (
    "(?:street|road|rd|avenue|ave|lane|crescent|cres|terrace|terr|gardens|gdns|gdn|grove|mews|boulevard|close"
    "|cul-de-sac|parade|villas|brae|wynd|vennel|spinney"
    # and how people mistype them
    "|steet|stret|streat|srteet|sreet|raod|roda|avenu|avneue|laen|cresent|cresant|crescnt|cresecnt|terace|terrase|gardns"
    "|clsoe)"
)
_MAYBE_STREET = (
    "(?:st|drive|dr|way|place|pl|hill|park|square|sq|walk|row|green|view|court|ct|rise|house|cottages?|wharf|quay"
    "|gate|fields?|meadows?"
    "|mount|bank|vale|loan|lodge|cottage|farm|barn|manor|forge|mill|buildings|ln|cl|circus|croft"
    "|heights|end|crest|hollow|ridge|glade|dell|corner|chase|garth|brow|orchard|paddock|copse|path"
    "|esplanade|strand|yard|alley|passage|common)"
)
_NO_MORE = rf"(?! (?i:{SURE_STREET}|{_MAYBE_STREET})\b)"
_STREET_FIRST = r"(?:heol|ffordd|stryd|l[o\u00f4]n|maes|clos|cwrt|rue|via|calle|ulica)"
_FLAT = r"(?:(?:flat|apartment|apt|unit|room|house|plot|block|lodge|bungalow) ?\d{0,4}(?:/\d{1,3})?[a-z]?,? ?)"
_NUMBER = r"\b\d{1,4} ?[a-z]?(?:[-/]\d{1,4})?,? "
_TOWN = r"(?:,? ?\[postcode\])?"
ADDRESS = re.compile(rf"(?:\b{_FLAT})?{_NUMBER}{_STREET_WORDS}{SURE_STREET}\b{_NO_MORE}\.?{_TOWN}", _I)
ADDRESS_CAPITAL = re.compile(
    rf"(?:\b(?i:{_FLAT}))?{_NUMBER}(?:[A-Z][A-Za-z'\u2019.-]+ ){{1,4}}?(?=[A-Z])(?i:{_MAYBE_STREET})\b{_NO_MORE}"
)
# In small letters "st" and "dr" end an address only where the line does: "22 high st".
ADDRESS_ALONE = re.compile(
    rf"^(?:{_FLAT})?\d{{1,4}} ?[a-z]?,? {_STREET_WORDS}{_MAYBE_STREET}\.?(?=\s*(?:$|,|\[))", _I | re.MULTILINE
)
_LIVES = (
    r"(\b(?:(?:my|his|her|our|their|home|postal) address(?: (?:is|:))?|(?:i'?m|we'?re|i am|we are) (?:on|at)"
    r"|(?:live|lives|living|staying|stay|home is|moved)"
    r" (?:at|on|to|in)|address[: ])\W{0,2}(?:the )?)"
)
ADDRESS_SAID = re.compile(
    rf"{_LIVES}((?:{_FLAT})?(?:\d{{1,4}} ?[a-z]?,? {_STREET_WORDS}(?:{SURE_STREET}|{_MAYBE_STREET})"
    rf"|{_STREET_WORDS}{SURE_STREET})\b{_NO_MORE})",
    _I,
)
ADDRESS_WELSH = re.compile(rf"{_NUMBER}{_STREET_FIRST}(?: [a-z'\u2019-]+){{1,3}}", _I)
_HOME = (
    r"\b(?:(?:my|his|her|our|their|home|postal) address(?: for [\w ]{1,20}?)?(?: (?:is|was|now))*|(?:live|lives"
    r"|living|stay|staying|lodging) at|home is|address:|(?:send|sent|post|posted|deliver|delivered)(?: (?:it|them))? to"
    r"|(?:we'?re|we are) at)"
)
NUMBER_SAID = re.compile(
    rf"({_HOME}\W{{1,3}}(?:(?:house |flat )?(?:number|no\.?|nr) )?)"
    rf"(\d{{1,4}} ?[a-z]?\b,? (?:the )?{_NOT_STREET}[a-z'\u2019-]+(?: {_NOT_STREET}[a-z'\u2019-]+)?)",
    _I,
)
_HOUSE_CALLED = (
    r"\b(?:house|cottage|bungalow|farm|block|building)(?:'?s)? (?:name(?:'?s| is)?|is called|called|is named)"
)
# "My house is called fairview": in small letters, up to a word that no name has.
HOUSE_CALLED = re.compile(
    rf"({_HOUSE_CALLED}:? )((?:the )?{_NOT_STREET}[a-z'\u2019-]+(?: {_NOT_STREET}[a-z'\u2019-]+)?)", _I
)
# "Number 42 the crescent", "no 27 wetherby drive": the word before says that it is a house.
NUMBERED = re.compile(
    rf"\b(?:number|no\.?|nr) \d{{1,4}}[a-z]?,? (?:the (?:{_NOT_STREET}[a-z'\u2019-]+ )?"
    rf"|(?:{_NOT_STREET}[a-z'\u2019-]+ ){{1,2}})"
    rf"(?:{SURE_STREET}|{_MAYBE_STREET})\b{_NO_MORE}",
    _I,
)
# "7 high st morley": streets that every town has, where the short word can be no saint.
HIGH_STREET = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:upper |lower |old |new |north |south |east |west )?(?:high|main|church|station|mill"
    r"|market|bridge"
    r"|queens?|kings?|victoria|albert|chapel|castle|park|school|george|duke|union|wellington"
    r"|york) st\b(?! [a-z]+'?s\b)",
    _I,
)
_OLD_HOUSE = (
    r"\bthe (?:old |new )?(?:vicarage|rectory|forge|bakery|mill|barn|school ?house|manse|post office|chapel|coach house"
    r"|stables|granary|dairy|smithy|lodge|gatehouse|farmhouse)"
)
HOUSE_AND_STREET = re.compile(rf"{_OLD_HOUSE},? (?:{_NOT_STREET}[a-z'\u2019-]+ ){{1,2}}{SURE_STREET}\b", _I)
# "34 Oakfield, Hexham is my house"
ADDRESS_AFTER = re.compile(
    r"\b(?:\d{1,4}[a-z]?|(?:number )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,5}teen"
    r"|(?:twenty|thirty|forty|fifty|sixty)(?:[ -][a-z]{3,5})?)),? "
    rf"(?:{_NOT_STREET}[a-z'\u2019-]+,? ){{1,4}}(?=(?:is |was |thats |that's |- )(?:where (?:i|we|he|she) lives?"
    r"|(?:my|our|his|her|mums?|dads?|the) (?:house|home|flat|addres+)\b))",
    _I,
)
# "Sandy lane number 4", "at 5 dale view": in small letters, by the word beside them.
STREET_NUMBER = re.compile(rf"\b(?:{_NOT_STREET}[a-z'\u2019-]+ ){{1,2}}{SURE_STREET},? number \d{{1,4}}[a-z]?\b", _I)
AT_VIEW = re.compile(
    rf"(\bat )(\d{{1,4}}[a-z]? (?:{_NOT_STREET}[a-z'\u2019-]+ ){{1,2}}(?:drive|view|way|place|court|rise|row"
    rf"|walk|croft|garth"
    r"|mount|brow|chase|heights|paddock|orchard|wharf|quay))\b",
    _I,
)
# "5, the crescent": the stop says that a house is counted. "Number 52 on street Alderman", as other tongues put it.
NUMBER_AND_THE = re.compile(
    rf"\b\d{{1,4}}[a-z]?, ?the {SURE_STREET}\b{_NO_MORE}"
    r"|\bhouse (?:number|no\.?|nr) \d{1,4}[a-z]?,? (?:on|in|at) (?:the )?"
    r"(?:street|road|avenue|lane)(?: [A-Z][a-z'\u2019-]+)?",
    _I,
)
# A home that cares for many is still where somebody lives.
CARE_HOME = re.compile(
    r"(?:\b(?i:room|flat|bed) \d{1,3}[a-z]?,? (?i:at |in )?)?"
    r"(?:\b(?!(?:The|A|An|My|Our|His|Her|Their|Any|In|At|From) )[A-Z][\w'\u2019-]+ ){1,3}"
    r"(?i:care|nursing|residential|rest) (?i:home)\b(?:,? (?i:room|flat|bed) \d{1,3}[a-z]?)?"
)
PITCH = re.compile(r"\b(?:caravan|chalet|pitch|berth|mooring)(?: number| no\.?)? \d{1,4}[a-z]?\b", _I)
# "My address is The Old Forge, Duckpond Row": what has capitals, up to the second comma.
HOUSE_SAID = re.compile(
    rf"((?i:{_HOME}|{_HOUSE_CALLED})\W{{1,3}})"
    r"(?!(?i:mrs?|ms|miss|dr|prof)\b|[A-Z]{2,}\b(?! [A-Z]))"
    rf"((?:\d{{1,4}}[a-z]?,? )?(?:[A-Z][\w'\u2019-]*[ ]?){{1,4}}(?:, (?:[A-Z][\w'\u2019-]*"
    rf" ?){{1,3}})?(?<! ))"
)
# Without a number, where both words have capitals and no hospital stands in such a street.
STREET_ALONE = re.compile(
    r"(?:\b(?:house|flat|door) number \d{1,4}[a-z]?,? (?:on |in |at )?)?\b(?:[A-Z][\w'\u2019-]+ ){1,3}(?:Avenue"
    r"|Crescent|Close"
    r"|Terrace|Lane|Grove|Mews|Cottages?|Cul-de-sac)\b(?! (?:Hospital|Surgery|Clinic|Centre|Ward))|\b\d{1,4}[a-z]?,? "
    r"(?!Norway|Galway|Midway|Gateway|Highway|Railway)[A-Z][a-z]{3,}(?:gate|way)\b"
    r"|^(?:[Nn]o\.? ?)?\d{1,3}[a-z]?,? The [A-Z][a-z]+\b",
    re.MULTILINE,
)
NUMBER_AFTER = re.compile(r"\[address\],? (?:house |flat )?(?:number|no\.?|nr) ?\d{1,4}[a-z]?\b", _I)
FLAT_ALONE = re.compile(
    r"\b(?:flat|apartment|apt) ?\d{1,4}(?:/\d{1,3})?[a-z]?,? (?=\[address\])"
    r"|\b(?:flat|apartment|apt) \d{1,4}(?:/\d{1,3})?[a-z]?\b",
    _I,
)


# What stands beside an address and is a part of it: "The Old Forge, [address]", "[address], Mill Brow".
_HOUSE_NAME = (
    r"(?:(?:[A-Z][\w'\u2019-]+ ){1,3}(?i:cottage|house|farm|lodge|barn|court|villa|bungalow)|"
    r"(?:[Tt]he )?(?:[A-Z][\w'\u2019-]+ ){0,3}(?:"
    + "|".join(
        "House Cottage Forge Farm Barn Lodge Court Hall Mill Manor Rectory Vicarage Bungalow Croft Villa Grange Stables"
        " Mews Towers? Oaks? Heights Point Gables Nook Orchard Chapel School Paddock Willows Cottages Flats Apartments"
        " Buildings?".split()
    )
    + "))"
)
BESIDE = re.compile(
    rf"\b{_HOUSE_NAME},? (?=\[address\])|(?<=\[address\]), (?:[A-Z][\w'\u2019-]+ ){{1,2}}(?=[A-Z])"
    rf"(?i:{SURE_STREET}|{_MAYBE_STREET})\b"
)


# One of these stands in what is told without a figure; looking for them first saves the time.
_HOME_TOLD = ("house", "home", "addres", "live", "cottage", "farm", "bungalow", "building", "block", "flat", "the old ")


def hide_addresses(text: str) -> str:
    """Returns the text with postcodes and street addresses replaced; towns stay."""
    if " home" in text.lower():
        text = CARE_HOME.sub("[address]", text)
    if not _DIGIT.search(text):
        if _home_told(text.lower()):
            text = HOUSE_AND_STREET.sub(
                "[address]", HOUSE_CALLED.sub(_after_cue, ADDRESS_AFTER.sub("[address] ", text))
            )
        return BESIDE.sub(
            "", STREET_ALONE.sub("[address]", HOUSE_SAID.sub(_after_cue, ADDRESS_SAID.sub(_after_cue, text)))
        )
    text = POSTCODE_APART.sub(_postcode, POSTCODE.sub(_postcode, text))
    text = OUTWARD_SAID.sub(_outward, POSTCODE_SAID.sub(lambda found: f"{found[1]}[postcode]", text))
    text = OUTWARD_AREA.sub(_outward, text)
    low = text.lower()
    text = STREET_NUMBER.sub("[address]", text) if " number " in low else text
    text = AT_VIEW.sub(_after_cue, text) if "at " in low else text
    text = HIGH_STREET.sub("[address]", HOUSE_AND_STREET.sub("[address]", NUMBERED.sub("[address]", text)))
    text = ADDRESS.sub("[address]", PITCH.sub("[address]", NUMBER_AND_THE.sub("[address]", text)))
    text = ADDRESS_CAPITAL.sub("[address]", text)
    text = ADDRESS_ALONE.sub("[address]", text)
    text = ADDRESS_SAID.sub(_after_cue, text)
    text = HOUSE_SAID.sub(_after_cue, ADDRESS_WELSH.sub("[address]", text))
    text = NUMBER_SAID.sub(_after_cue, text)
    if _home_told(low):
        text = HOUSE_CALLED.sub(_after_cue, ADDRESS_AFTER.sub("[address] ", text))
    text = NUMBER_AFTER.sub("[address]", STREET_ALONE.sub("[address]", text))
    text = _with_what_is_beside(text)
    return FLAT_ALONE.sub(lambda found: "" if found[0].endswith((" ", ",")) else "[address]", text)


def _home_told(low: str) -> bool:
    return any(word in low for word in _HOME_TOLD)


def _with_what_is_beside(text: str) -> str:
    return BESIDE.sub("", text) if "[address]" in text else text


def _after_cue(found: re.Match[str]) -> str:
    return f"{found[1]}[address]"


def _postcode(found: re.Match[str]) -> str:
    is_one = next(group for group in found.groups() if group).replace(" ", "").upper() in AREAS
    return "[postcode]" if is_one else found[0]


def _outward(found: re.Match[str]) -> str:
    return f"{found[1]} [postcode]" if found[2].upper() in AREAS else found[0]
