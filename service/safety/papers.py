"""Hides numbers of a person's papers, bookings and accounts, and the names they use elsewhere. Rules only."""

from __future__ import annotations

import re

from stdnum import iban

from service.safety.said import GAP, IS, NUMBER, hide_said

_I = re.IGNORECASE
# A trial or a NICE document is no person.
PUBLIC = r"(?!(?:nct|ta|isrctn|eudract|pl|plgb|emea|hst|ng|qs|cd|gmc|ukca)[ -]?\d)"
_OWNER = r"(?:my|his|her|their|our|mum'?s|dad'?s)"
# "Trial" and "study" are asked about with figures too, so these need the word for a number as well.
REFERENCE = re.compile(
    r"\b(?:(?:ref(?:erence)?|ubrn|booking|appointment|appt|referral|letter|trial|study|subject|participant"
    rf"|member(?:ship)?|policy|claim|sample|donor|barcode|wristband|prescription|file|folder|complaint|crime|incident|order"
    r"|ticket|pals|invoice|receipt|customer|client|pension|payroll|staff|employee|student|login|log-?in|access"
    rf"|verification|activation|security|one[- ]time|tracking|case|job|insurance|loyalty)(?:'s)?[ -]?{NUMBER}"
    rf"|(?:{_OWNER}|booking|appointment|referral|letter|your) ref(?:erence)?\b|ubrn)"
    rf"{IS}({PUBLIC}(?=[a-z0-9/ -]*\d{{2}}|(?:[a-z/-]*\d){{4}})(?=\S{{3}})[a-z0-9]+(?:[/-][a-z0-9]+"
    rf"| \d[\d-]+){{0,4}})(?!\w)",
    _I,
)
PAPERS = re.compile(
    r"\b(?:passport|(?:driv(?:ing|er'?s?) )?licen[cs]e|residence permit|visa|(?:car|vehicle) reg(?:istration)?"
    r"|brp|biometric(?: residence)?(?: permit| card)?|(?:id|identity) card"
    rf"|number ?plate|reg(?:istration)? plate|blue badge|bus pass|rail ?card)(?: {NUMBER})?{IS}"
    r"((?:[a-z]{1,3}[ -](?=\d{3}))?(?=[a-z]*\d)[a-z0-9]{2,}(?:[ -]\d(?=[ -]\d{3}))?(?:[ -](?=[a-z]*\d"
    r"|[a-z]{3}\b)[a-z0-9]{3,}){0,3})(?!\w)",
    _I,
)
ACCOUNT = re.compile(
    rf"\b(?:sort(?: ?code)?|s/c|(?:bank )?(?:account|acct?|a/c)\b\.?(?: {NUMBER})?){IS}\d(?:{GAP}?\d){{5,9}}(?!\d)"
    rf"|\b(?:sort(?: ?code)?|s/c){IS}\d\d/\d\d/\d\d(?![\d/])|\bsc{IS}\d{{6}}(?!\d| ?units)",
    _I,
)
ACCOUNT_PAIR = re.compile(rf"(?<!\d)\d\d{GAP}?\d\d{GAP}?\d\d ?[/,;|&+]? ?(?:and )?\d{{8}}(?!\d)", _I)
# A reference of letters and strokes is one without the word for a number: "ref: HAEM/26/04417".
_LETTERS_AND_STROKES = "[a-z][a-z0-9]*(?:[/-][a-z0-9]+){1,4}"
REFERENCE_ALONE = re.compile(
    rf"\bref(?:erence)?\b(?: {NUMBER})?{IS}"
    rf"({PUBLIC}(?=[a-z0-9/-]*\d{{2}})(?:{_LETTERS_AND_STROKES}|\d+(?:[/-]\d+){{2,4}}|\d{{2,}}[/-]\d{{4,}}"
    rf"|[a-z]{{0,4}}\d{{5,}}(?:[/-]\d+)?))(?![\w-])",
    _I,
)
_PLATE = r"(?!cd\d)(?:[a-z]{2}\d{2} ?[a-z]{3}|[a-z]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-z]|[a-z]{1,3}\d{4})"
CAR = re.compile(
    rf"\b(?:reg(?:istration)?|plates?|(?:car|van|vehicle)(?: (?:number|no))?)(?: {NUMBER})?{IS}({_PLATE})(?!\w)", _I
)
# The shape given out since 2001, in capitals; "CD19 CAR" and what NICE writes look like it.
CAR_ALONE = re.compile(
    r"\b(?!CD|TA|NG|QS|HS|IL|PD|DR)[A-HJ-PR-Y]{2}(?:0[1-9]|[1256]\d|7\d) ?(?!CAR|AND|THE|FOR)[A-HJ-PR-Z]{3}\b(?!-)"
)
# In small letters where something is driven or parked: "i park a lk19 xyz".
CAR_NEAR = re.compile(
    r"\b(?:park(?:ed|ing)?|driv(?:e|es|ing)|car|van|vehicle|motor|bay|nissan|ford|vauxhall|toyota|honda|bmw"
    r"|audi|kia|hyundai|skoda|fiat|volvo|renault|peugeot|citroen|mercedes|vw|volkswagen|mazda|suzuki|dacia|tesla)\b[^.\d\n]{0,25}?\b"
    r"((?!cd|ta|ng|qs|hs|il|pd|dr|on|at|to|in|is|of|or|by)[a-hj-pr-y]{2}(?:0[1-9]|[1256]\d|7\d) ?"
    r"(?!car|and|the|for|but|can|was|has|how|are|you|not|its|his|her|our|day|any|yes|who|why|now|all|bus)[a-hj-pr-z]{3})\b",
    _I,
)
_PLATE_BEGINS = re.compile(r"[A-Za-z]{2}\d\d ?[A-Za-z]{3}")
# The shape of a driving licence: a surname, six figures, initials.
LICENCE = re.compile(r"\b[a-z]{2,5}9{0,3}[ -]?\d{6}[ -]?[a-z][a-z9][ -]?\d[ -]?[a-z]{2}\b", _I)
# What stands on a letter or round a wrist, whatever it is called.
ON_PAPER = re.compile(
    r"\b(?:bar ?code|wrist ?band|bracelet|name ?band|label|(?:on|from) (?:my|his|her|the"
    r"|their) (?:\w+ )?(?:letter|form|card))"
    rf"(?: (?:it )?(?:says|said|reads|has))?{IS}"
    rf"({PUBLIC}(?=(?:[ /-]?[a-z]*\d){{6}})(?:[a-z]{{1,3}}\d? )?[a-z0-9]+(?:[ /-]\d+){{0,4}})(?!\w)",
    _I,
)
_FOUR_DIGITS = re.compile(r"\d\D?\d\D?\d\D?\d")  # fewer stand on no paper
_NO_COUNT = "(?!cells?|counts?|platelets?|plts|neut|white|red|blood|doses?|ferritin|temp|lucky|wbc|hb|crp|favourite)"
# Whose it is says that it is one: "my kings no. 482913".
OWN_NUMBER = re.compile(
    rf"\b{_OWNER}(?: {_NO_COUNT}[a-z][a-z'-]+){{0,2}} {NUMBER}(?:'s)?{IS}"
    rf"((?! ?0[1-9])(?!\s){PUBLIC}[a-z]{{0,4}}[ /-]?(?=(?:[/-]?\d){{5}})\d+(?:[/-]\d+){{0,4}}[a-z]?)(?![\w/]| \d)",
    _I,
)
# Cards and certificates; "certificate 28 days" is none.
CARDS = re.compile(
    r"\b(?:permit|library card|freedom pass|travel ?card|oyster(?: card)?|certificate|season ticket|discount card)"
    rf"(?:'s)?(?: {NUMBER})?{IS}((?:[a-z]{{2,3}} )?"
    rf"(?=(?:[ -]?[a-z]*\d){{4}})[a-z0-9]+(?:[ -][a-z]*\d[a-z0-9]*){{0,3}})(?!\w)",
    _I,
)
# Letters and figures mixed: "rail ref ABX99QWE", "quote HAEM 2098/24".
MIXED_REFERENCE = re.compile(
    rf"\b(?:ref(?:erence)?|booking|confirmation|quot(?:e|ing))\b(?: {NUMBER})?{IS}"
    rf"({PUBLIC}(?=[a-z]*\d)(?=\d*[a-z])(?=[a-z]*\d[a-z]*\d)[a-z0-9]{{6,}}"
    rf"|(?-i:[A-Z]{{2,5}}) \d{{3,}}[/-]\d{{2,}})(?![\w/-])",
    _I,
)
OWN_HANDLE = re.compile(r"\b(?:my \w+ is|i'?m|i am|find me|me) @([a-z][\w.]{2,}\w)", _I)
HANDLE_BEFORE = re.compile(
    r"(?<![\w.@])(?=[a-z.]*[\d_])([a-z][\w.]{3,})(?= on (?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|facebook|fb"
    r"|twitter|discord"
    r"|skype|reddit|youtube|telegram)\b)",
    _I,
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", _I)
CARD_END = re.compile(
    r"\b(?:card|visa|mastercard|amex|debit|credit)\b[^.\d]{0,20}\bend(?:s|ing)(?: in| with)? (\d{4})(?![\d/])", _I
)
SECURITY_CODE = re.compile(rf"\b(?:cvv|cvc|cv2|security code|pin(?: number| code)?){IS}(\d{{3,6}})(?!\d)", _I)
CARD_EXPIRY = re.compile(
    rf"\b(?:exp(?:ir\w*)?(?: date)?|valid (?:to|thru|until|from)){IS}(\d\d ?[/-] ?(?:20)?\d\d)(?![\d/-])",
    _I,
)
PO_BOX = re.compile(r"\bp\.? ?o\.? ?box (?:number |no\.? )?\d+", _I)
# Names of one's own choosing. Behind a network's name a plain word is a word: "facebook is down".
HANDLE = re.compile(
    r"\b(?:(?:user ?name|handle|gamer ?tag|log ?in(?: name)?)(?: is|:)\s*@?(?!(?:not|no|on|the|a)\b)([\w.-]*\w)"
    r"|(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|facebook|fb|twitter|discord|skype|reddit|youtube|g ?mail|hotmail"
    r"|yahoo|outlook)(?: name| account)?"
    r"(?: is|:)?\s(?=@|[a-z.]*[\d_])@?([\w.-]*\w))|(?<![\w.@])@(?=[a-z.]*[\d_])([\w.]{3,})",
    _I,
)
# "insta is priyankapatel.leuk", "my snap is kayleighr": one's own, so a plain word too.
_NETWORK = "(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|facebook|fb|twitter|discord|skype|reddit|youtube|telegram)"
# One of these stands in whatever the two rules below find; looking for them first saves the time.
_NETWORKS = tuple("insta snap tik facebook twitter discord skype reddit youtube telegram user handle tag fb ig".split())
HANDLE_DOTTED = re.compile(
    rf"\b{_NETWORK}(?: name| account| handle| id)?(?: is|:| -|=)? ?@?([a-z]\w*\.(?!(?:com|co|org|net|uk)\b)[a-z]\w*)",
    _I,
)
_NO_HANDLE = (
    "(?!(?:\\w+ed|not|no|on|the|a|an|down|full|private|broken|working|hacked|open|public|gone|locked|where|how|so|really|just|my"
    "|called|for|and|or|if|is|it|please|pls|to|too|i|with|about|but|in|at|when|wrong|invalid|taken|that|this|there|ok"
    "|okay|under|thanks|thank|cheers|what|better|also|still|very|always|all|only|who|you|your|we|they|he|she)\\b)"
)
HANDLE_OWN = re.compile(
    rf"\b(?:(?:my|his|her|our) (?:{_NETWORK}(?: name| account| handle| user ?name| id)?|user ?name|handle|gamer ?tag)"
    rf"(?: is|'?s|:|=)+|(?:add|find|follow|message|dm) (?:me|us|him|her) on {_NETWORK}(?: as|:| at| -|,)?)"
    rf" @?{_NO_HANDLE}([a-z][\w.]{{3,}})(?<!\.)",
    _I,
)
INITIALS = re.compile(
    r"\b[Ii]nitials?(?: are| is|:)* ([A-Z](?:\.? ?[A-Z]){1,3}\b\.?|[a-z](?:\.? [a-z]|\.[a-z]){1,3}\b\.?)(?![\w'])"
)


def hide_papers(text: str) -> str:
    """Returns a text that has digits with the numbers of papers, bookings and accounts replaced."""
    text = IBAN.sub(lambda found: "[account number]" if iban.is_valid(found[0]) else found[0], text)
    text = ACCOUNT_PAIR.sub("[account number]", text)
    text = ACCOUNT.sub("[account number]", text)
    text = hide_said(SECURITY_CODE, "[security code]", text)
    text = hide_said(CARD_END, "[card number]", text)
    text = hide_said(CARD_EXPIRY, "[card number]", text) if "[card number]" in text else text
    text = CAR_ALONE.sub("[ID number]", hide_said(CAR, "[ID number]", text))
    text = LICENCE.sub("[ID number]", text)
    if _PLATE_BEGINS.search(text):
        text = hide_said(CAR_NEAR, "[ID number]", text)
    text = hide_said(MIXED_REFERENCE, "[reference number]", hide_said(CARDS, "[ID number]", text))
    text = PO_BOX.sub("[address]", text)
    text = hide_said(REFERENCE_ALONE, "[reference number]", hide_said(REFERENCE, "[reference number]", text))
    text = hide_said(PAPERS, "[ID number]", text)
    if not _FOUR_DIGITS.search(text):
        return text
    return hide_said(ON_PAPER, "[reference number]", hide_said(OWN_NUMBER, "[number]", text))


def hide_handles(text: str) -> str:
    """Returns the text with initials and the names people use elsewhere replaced."""

    def hide(found: re.Match[str]) -> str:
        name = found[1] or found[2] or found[3]
        return found[0].replace(name, "[name]").replace("@[", "[")

    text = HANDLE.sub(hide, hide_said(OWN_HANDLE, "[name]", text) if "@" in text else text)
    low = text.lower()
    if any(network in low for network in _NETWORKS):
        text = hide_said(HANDLE_OWN, "[name]", hide_said(HANDLE_DOTTED, "[name]", text))
        text = HANDLE_BEFORE.sub("[name]", text)
    return hide_said(INITIALS, "[name]", text)
