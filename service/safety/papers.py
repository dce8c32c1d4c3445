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
    rf"|member(?:ship)?|policy|claim|sample|donor|barcode|wristband)(?:'s)?[ -]?{NUMBER}"
    rf"|(?:{_OWNER}|booking|appointment|referral|letter|your) ref(?:erence)?\b|ubrn)"
    rf"{IS}({PUBLIC}(?=[a-z0-9/ -]*\d{{2}})(?=\S{{3}})[a-z0-9]+(?:[/-][a-z0-9]+| \d[\d-]+){{0,4}})(?!\w)",
    _I,
)
PAPERS = re.compile(
    r"\b(?:passport|driv(?:ing|er'?s?) licen[cs]e|residence permit|visa|(?:car|vehicle) reg(?:istration)?"
    rf"|number ?plate|reg(?:istration)? plate|blue badge|bus pass|rail ?card)(?: {NUMBER})?{IS}"
    r"((?=[a-z]*\d)[a-z0-9]{2,}(?:[ -](?=[a-z]*\d|[a-z]{3}\b)[a-z0-9]{3,}){0,3})(?!\w)",
    _I,
)
ACCOUNT = re.compile(
    rf"\b(?:sort(?: ?code)?|s/c|(?:bank )?(?:account|acct?|a/c)\b\.?(?: {NUMBER})?){IS}\d(?:{GAP}?\d){{5,9}}(?!\d)", _I
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", _I)
CARD_END = re.compile(
    r"\b(?:card|visa|mastercard|amex|debit|credit)\b[^.\d]{0,20}\bend(?:s|ing)(?: in| with)? (\d{4})(?![\d/])", _I
)
SECURITY_CODE = re.compile(rf"\b(?:cvv|cvc|cv2|security code|pin(?: number| code)?){IS}(\d{{3,6}})(?!\d)", _I)
PO_BOX = re.compile(r"\bp\.? ?o\.? ?box (?:number |no\.? )?\d+", _I)
# Names of one's own choosing. Behind a network's name a plain word is a word: "facebook is down".
HANDLE = re.compile(
    r"\b(?:(?:user ?name|handle|gamer ?tag|log ?in(?: name)?)(?: is|:)\s*@?(?!(?:not|no|on|the|a)\b)([\w.-]*\w)"
    r"|(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|facebook|fb|twitter|discord|skype|reddit|youtube|g ?mail|hotmail"
    r"|yahoo|outlook)(?: name| account)?"
    r"(?: is|:)?\s(?=@|[a-z.]*[\d_])@?([\w.-]*\w))|(?<![\w.@])@(?=[a-z.]*[\d_])([\w.]{3,})",
    _I,
)
INITIALS = re.compile(
    r"\b[Ii]nitials?(?: are| is|:)* ([A-Z](?:\.? ?[A-Z]){1,3}\b\.?|[a-z](?:\.? [a-z]|\.[a-z]){1,3}\b\.?)(?![\w'])"
)


def hide_papers(text: str) -> str:
    """Returns a text that has digits with the numbers of papers, bookings and accounts replaced."""
    text = IBAN.sub(lambda found: "[account number]" if iban.is_valid(found[0]) else found[0], text)
    text = ACCOUNT.sub("[account number]", text)
    text = hide_said(SECURITY_CODE, "[security code]", text)
    text = hide_said(CARD_END, "[card number]", text)
    text = PO_BOX.sub("[address]", text)
    return hide_said(PAPERS, "[ID number]", hide_said(REFERENCE, "[reference number]", text))


def hide_handles(text: str) -> str:
    """Returns the text with initials and the names people use elsewhere replaced."""

    def hide(found: re.Match[str]) -> str:
        name = found[1] or found[2] or found[3]
        return found[0].replace(name, "[name]").replace("@[", "[")

    return hide_said(INITIALS, "[name]", HANDLE.sub(hide, text))
