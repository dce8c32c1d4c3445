"""Words no answer may use, sentence by sentence: verdicts, reassurance, promises, orders about medicines.

Each rule stands for hazards of ``docs/hazards.yml``. A rule is about one clause: "it is not a cure" passes, and
"do not worry, it is a cure" does not, because the "not" is said of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.library.faults import Fault
from service.library.shapes import Content

NOT = r"\b(?:not|no|nobody|no one|none|never|cannot|nor|neither|without)\b|n't\b"
CONDITION = r"\b(?:if|whether|until|unless|before|once)\b"
TEAM = r"\b(?:team|doctors?|consultants?|specialists?|nurses?|hospitals?|experts?)\b"
SAYS = r"\b(?:says?|tells?|told|decides?|checks?|agrees?)\b"
TEAM_DECIDES = (
    rf"\b(?:until|when|once|if|unless|whether)\b[^.]{{0,80}}{TEAM}[^.]{{0,80}}{SAYS}"
    rf"|{TEAM}[^.]{{0,80}}{SAYS}[^.]{{0,80}}\b(?:when|whether|if)\b"
)
READING = (
    r"\b(?:this|that|it|your (?:temperature|reading|fever|result|blood count)s?|degrees|\d)(?: is| are|'s)"
    r" (?:perfectly |quite |completely |probably |only |just |usually )*"
)
NAMES = r"(?:CRS|ICANS|HLH|sepsis|infection|relapse|stroke)"
MEDICINE = (
    r"(?:steroids?|dexamethasone|prednisolone|paracetamol|ibuprofen|aspirin|antibiotics?|anticonvulsants?|levetiracetam"
    r"|keppra|aciclovir|co-trimoxazole|painkillers?|tablets?|pills?|medicines?|medication|drugs?|doses?)"
)
FIGURE = "is a verdict or a false figure. Say who decides, or what is known."


def _either(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """Words that offend, and what to do about them.

    ``unless``: what makes them true when it is said before them in their clause; ``anywhere``: or anywhere in the
    sentence; ``asked``: in a question they do no harm.
    """

    found: re.Pattern[str]
    advice: str
    unless: re.Pattern[str] | None = None
    anywhere: re.Pattern[str] | None = None
    asked: bool = False


RULES = (
    Rule(  # H22, H23
        _either(
            r"(?<!if )(?<!whether )\byou(?: are| will be|'re|'ll be| would be| should be)"
            r"(?: not| probably| clearly| now)* (?:(?:in)?eligible|fine|ok|okay|all right|alright|safe|out of danger"
            r"|cured|(?:un)?suitable|entitled|an? (?:good |suitable )?candidate)\b",
            r"(?<!if )(?<!whether )\byou (?:do not |don't |probably |clearly )*"
            r"(?:qualify\b|(?:meet|fit) (?:all )?the criteria\b)",
            r"\bmonths? of extra life\b|\bextra months\b",
        ),
        FIGURE,
    ),
    Rule(  # H02, H03: these hold a "not" of their own, so another one excuses nothing
        _either(
            r"\b(?:don't|do not) (?:worry|panic)\b|\bno need to (?:call|ring|phone|worry|panic)\b",
            r"\byou (?:do not|don't) (?:need|have) to (?:call|ring|phone)\b|\byou need not (?:call|ring|phone)\b",
            r"\bnothing to worry about\b|\brest assured\b",
        ),
        FIGURE,
    ),
    Rule(  # H28
        _either(
            r"\b(?:you|they|patients|people) (?:can|may|could|are (?:able|allowed|free|fit) to) "
            r"(?:now |then |start |begin |usually |safely )*(?:to )?driv(?:e|ing)\b",
            r"\b(?:safe|fine|ok|okay|all right) to (?:start )?driv(?:e|ing)\b|\bdrive again\b"
            r"|\bback (?:on the road|to driving|behind the wheel)\b",
        ),
        "clears somebody to drive. Say that the team tells them when.",
        unless=_either(NOT),
        anywhere=_either(TEAM_DECIDES),
        asked=True,
    ),
    Rule(  # H02, H03, H30
        _either(
            r"\bwait and see\b|\b(?:can|could) wait (?:until|till|for)\b|\bharmless\b|\bnothing serious\b",
            r"\bsee how (?:it|you|things) (?:goes?|feels?)\b",
            rf"{READING}(?:normal|mild|expected)(?=\W*$|[,;:]| (?:and|after|at|for|in|now|with)\b)",
            rf"{READING}(?:fine|ok|okay|all right)\b(?! to (?:ask|say|show|tell|feel|want|cry)\b)",
        ),
        "reassures without seeing anybody. Say who to call.",
        unless=_either(NOT, r"\b(?:if|whether|means?|explains?)\b"),
        asked=True,
    ),
    Rule(
        _either(r"\bsafe(?:ly|r|st)?\b"),
        "promises safety. Say of what, who decides it, or what is not known.",
        unless=_either(NOT, CONDITION, r"\b(?:feel(?:s|ing)?|ask)\b"),
        anywhere=_either(TEAM_DECIDES),
        asked=True,
    ),
    Rule(  # H32
        _either(r"\b(?:cures?|cured|curing|curative|curable)\b"),
        "promises a cure. Say 'hope of a cure for some', or that it is not one.",
        unless=_either(NOT, r"\b(?:hopes?|hoping|possible|possibly|whether|miracle)\b"),
        asked=True,
    ),
    Rule(  # H58, and what would make this a medical device
        _either(
            r"\bdiagnos(?:e|es|ing)\b|\byour diagnosis is\b",
            rf"\b(?:sounds|looks|seems) like (?:you have |you've |an? )*{NAMES}\b",
            r"\byou (?:probably|clearly|certainly|definitely|seem to|appear to) have (?!to\b)",
        ),
        "diagnoses. Describe the sign, and say who to call.",
        unless=_either(NOT, TEAM),
        asked=True,
    ),
    Rule(  # H27, H32
        _either(
            r"\b(?:always|definitely) works?\b|\bguarantee[sd]?\b|\brisk-?free\b|\bno (?:risks?|side effects)\b",
            r"\b(?:wonder|miracle) (?:drug|treatment|cure)s?\b|\bgame[- ]changer\b",
            r"\b(?:completely|totally|100%) effective\b",
            r"\b(?:everyone|everybody|all (?:patients|people)|you will) (?:always )?(?:has|have|gets?|receives?)"
            r" (?:both (?:infusions|doses)|two infusions|a second infusion)\b",
        ),
        "promises what nobody can. Say of whom it is known.",
        unless=_either(NOT, r"\b(?:warns?|careful|avoid|wary|says there is)\b"),
        asked=True,
    ),
    Rule(  # H29, H30
        _either(
            r"(?:^|[;:,\t]\s?|\bplease |\bthen |\band |\byou (?:should|can|may|must|could|need to|have to) )"
            r"(?:stop|start|restart|take|skip|miss|halve|double|increase|reduce|lower|change|switch)(?: taking)?"
            rf" (?:(?:your|the|this|a|an|any|all|some|two|more|extra|dose of|of)\s)*{MEDICINE}\b"
            r"(?! (?:with you|along|to)\b)",
        ),
        "gives an order about a medicine. Say to speak to the team first.",
        unless=_either(NOT, r"\b(?:before|ask)\b"),
        asked=True,
    ),
    Rule(  # H58
        _either(
            r"\b(?:I am|I'm|we are|we're) (?:an? |the |your |all )*(?:real |trained )?"
            r"(?:nurses?|doctors?|clinicians?|human|person|medical team|care team|NHS)\b",
            r"\bthis (?:chat|chatbot|service|page|program|website)(?: is|'s) (?:part of|(?:run|approved) by) the NHS\b",
            r"\bour (?:nurses?|doctors?|clinicians?|medical opinion|medical advice)\b|\bin our opinion\b",
        ),
        "lets the service pass for a clinician or the NHS. Say that it is a computer program.",
        unless=_either(NOT),
    ),
    Rule(  # what would make this a medical device
        _either(
            r"\b(?:we|I|this (?:chat|chatbot|service|page|program|website|tool)) (?:can |will |could |shall |also )?"
            r"(?:analyses?|assess(?:es)?|interprets?|calculates?|detects?|monitors?|triages?|examines?|predicts?)\b",
        ),
        "claims what makes a medical device. Say what the service shows instead.",
        unless=_either(NOT),
        asked=True,
    ),
    Rule(  # H11
        _either(r"\bcommit(?:s|ted|ting)? suicide\b"),
        "blames. Say 'died by suicide', or 'end their life'.",
    ),
)

_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_MARKS = re.compile(r"^\s*(?:#+|>|:::\s*\w*)\s*")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_END = re.compile(r"(?<=[.!?])[\"”')]*\s+")
_CLAUSE = re.compile(
    r"[,;:()–—]|\b(?:but|because|so|yet|although|though|while)\b|\band (?=(?:it|you|we|they|this|that|obe-cel)\b)",
    re.IGNORECASE,
)


def offences(text: str) -> Iterator[str]:
    """Yields what is wrong with the words of a text in Markdown, one sentence for an editor each; in order, once."""
    yield from dict.fromkeys(fault for sentence in sentences(text) for fault in _offences(sentence))


def fixed_offences(content: Content) -> Iterator[Fault]:
    """Yields the same for the fixed words: wording, cards, helplines and what is said of the picture."""
    cards = content.urgent.get("cards")
    for file, place, text in [
        *(("wording.yml", *said) for said in _strings(content.wording)),
        *(("urgent.yml", *said) for said in _strings(cards, "cards")),
        *(("helplines.yml", name, f"{line.name}\n\n{line.for_whom}") for name, line in content.helplines.items()),
        *([("timeline.yml", "alt", content.timeline.alt)] if content.timeline else []),
    ]:
        yield from (Fault(file, f"{place}: {said}") for said in offences(text))


def _strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yields every text of nested keys with its place, as ``errors.empty``."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, f"{place}.{key}" if place else str(key))


def sentences(text: str) -> Iterator[str]:
    """Yields the sentences of a text in Markdown, links as their words; an item of a list with the line before it."""
    opening = ""
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|#+|>)\s)", text.replace("’", "'")):
        item = _ITEM.match(paragraph)
        line = " ".join(_MARKS.sub("", _ITEM.sub("", _LINK.sub(r"\1", part))) for part in paragraph.splitlines())
        said = [s.strip() for s in _END.split(line.strip()) if s.strip()]
        if not said:
            continue
        if item:
            said[0] = f"{opening}{said[0]}"
        else:
            # "This does not mean:" is said of each item that follows.
            opening = said[-1][:-1] + "\t" if said[-1].endswith(":") else ""
        yield from said


def _offences(sentence: str) -> Iterator[str]:
    question = sentence.rstrip("\"”')").endswith("?")
    taken: list[tuple[int, int]] = []
    for rule in RULES:
        if (rule.asked and question) or (rule.anywhere and rule.anywhere.search(sentence)):
            continue
        for match in rule.found.finditer(sentence):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue  # one fault for one word: the first rule says the most
            if rule.unless and rule.unless.search(_clause(sentence, match)):
                continue
            taken.append(match.span())
            yield f"'{match[0].strip(' ,;:')}' {rule.advice}"


def _clause(sentence: str, match: re.Match[str]) -> str:
    """Returns what stands before the words found, in their clause."""
    starts = [pause.end() for pause in _CLAUSE.finditer(sentence) if pause.end() <= match.start()]
    return sentence[starts[-1] if starts else 0 : match.start()]
