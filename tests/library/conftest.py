"""A small content folder that has no fault, made anew for each test, with ways to spoil it."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar

import pytest
from ruamel.yaml import YAML

from service.library import read
from service.library.wording import Errors, Wording
from service.safety.frames import SOFTENERS
from tests.library.office import Office

SOURCES = """
trial: {title: "The trial", publisher: "A journal", date: "2024", url: "https://example.org/trial"}
rules: {title: "The rules", publisher: "An office", date: "undated", url: null}
"""
FACTS = """
youngest: {value: 26, unit: "", of_whom: "youngest age", kind: rule, tag: STORED, source: [rules]}
reaction: {value: 68.5, unit: "%", of_whom: "people with the reaction", kind: rate, tag: STORED, source: [trial]}
bad_reaction: {value: 0.5, unit: "%", of_whom: "people with the bad reaction", kind: rate, tag: STORED, source: [trial]}
returned: {value: 40, unit: "%", of_whom: "people whose illness came back", kind: rate, tag: STORED, source: [trial]}
waiting: {value: "4 to 6", unit: hours, of_whom: "one collection", kind: time, tag: STORED, source: [trial]}
alive: {value: 61.1, unit: "%", of_whom: "people alive after a year", kind: survival, tag: STORED, source: [trial]}
"""
GROUPS = """groups:
  medicine: {title: "The medicine", medicine: true}
  illness: {title: "Illness", medicine: false}
"""
UI = """ui:
  send: "Send"
  open_always: "Always"
  open_until: "Until {time}"
  opens: "{day} {time}"
  opens_unsure: "{day} {time}, perhaps before"
  open_bank_holiday: "Holiday"
  open_unknown: "Unknown"
  closed: "Closed"
  clock_am: "{hour} am"
  clock_pm: "{hour} pm"
  clock_noon: "midday"
  clock_midnight: "midnight"
  today: "today"
  tomorrow: "tomorrow"
  weekdays: "Mon Tue Wed Thu Fri Sat Sun"
  months: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
"""
DANGER = """
to_check: ["All of it."]
cards:
  emergency: {title: "Call now", body: "Call [999](tel:999)."}
  urgent: {title: "Call your team", body: "Call the number on your card."}
  crisis: {title: "Talk to someone", body: "Call [116 123](tel:116123)."}
same: {fever: [feaver]}
words: {person: [mum, dad]}
signs:
  - {id: fit, level: emergency, row: "fits", phrases: ["having a fit"]}
  - {id: fever, level: urgent, row: "fever", phrases: [fever]}
  - {id: crisis, level: crisis, row: "thoughts", phrases: ["end it all"]}
softeners:
""" + "".join(f"  {kind}: [softener{number}]\n" for number, kind in enumerate(SOFTENERS))
TONGUES = """
to_check: ["All of it."]
languages:
  pl:
    name: "Polish"
    dir: ltr
    to_check: ["Every word.", "By a clinician."]
    everyday: [mam]
    not_before: ["nie mam"]
    not_after: []
    signs:
      urgent: {fever: ["gorączk*", "(wysoka|duża) temperatura"]}
    cards:
      emergency: {title: "Teraz 999", body: "Dzwoń [999](tel:999)."}
      urgent: {title: "Dzwoń", body: "Dzwoń na numer 24 godziny."}
      crisis: {title: "Porozmawiaj", body: "Dzwoń [0800 144 88 48](tel:+448001448848)."}
  so: {name: "Somali", dir: ltr, to_check: ["All."], everyday: [], not_before: [], not_after: [],
    signs: {urgent: {fever: [qandho]}}}
"""
ADVICE = """
to_check: ["All of it."]
endings: [mab]
same: {should: [shud]}
classes: {anybody: [mum, dad]}
words: {who: [i, anybody]}
parts:
  ask: ["should {who} stop"]
  medicine: [anymedicine, tablets]
kinds:
  - {id: medicine, row: "should I stop?", topics: [basics], rules: [{together: [ask], anywhere: [medicine]}]}
"""
STEPS = """steps:
- title: "Age"
  sources: [rules]
  ask_your_team: ["How does my age count?"]
  to_check: []
  body: |
    From a certain age.
- title: "Who decides"
  sources: [rules]
  ask_your_team: ["Who decides?", "When?"]
  to_check: ["Who decides."]
  body: |
    Experts decide.
"""
TIMELINE = """
title: "The way"
lead: "All of it."
alt: "A line."
note: "It may change."
sources: [trial]
group: illness
nations: [england, scotland, wales, northern_ireland]
to_check: ["All of it."]
steps:
  - {title: "First", kind: step, text: "You are young.", topic: basics, sources: [trial]}
  - {title: "Then", kind: infusion, text: "It takes a while.", topic: basics, sources: [trial]}
"""
FRONT = {
    "title": '"What is it?"',
    "lead": '"It is a treatment."',
    "sources": "[trial, rules]",
    "related": "[]",
    "follow_ups": "{}",
    "questions": "[]",
    "nations": "[england, scotland, wales, northern_ireland]",
    "urgency": "none",
    "sensitive": "false",
    "evidence": "stored",
    "to_check": "[]",
}


def helpline(name: str, **changed: str) -> str:
    """Returns a helpline as YAML; ``changed`` holds values as they are typed."""
    values = {
        "name": f'"{name.title()}"',
        "for_whom": '"Anyone."',
        "needs": "[feelings]",
        "nations": "[england]",
        "phone": "null",
        "text": "null",
        "email": "null",
        "url": "null",
        "hours": "null",
        "open": "null",
        "cost": "null",
        "tag": "STORED",
        "source": '"A page"',
        "verified_on": "null",
        "to_check": "[]",
    } | changed
    return f"{name}:\n" + "".join(f"  {key}: {value}\n" for key, value in values.items())


class Small:
    """A content folder on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("sources.yml", SOURCES)
        self.write("facts.yml", FACTS)
        self.write(
            "helplines.yml",
            helpline("emergency", phone='"999"')
            + helpline("charity", phone='"08088 010 444"', url='"https://charity.org.uk"')
            + helpline("dialled", phone='"0800 144 88 48"', verified_on="2026-01-31")
            + helpline("silent"),
        )
        fixed = {name: f"Words for {name}." for name in Wording.model_fields if name not in ("groups", "errors", "ui")}
        fixed |= {"unverified_number": "not yet checked", "black_triangle": "▼ A new medicine."}
        self.write(
            "wording.yml",
            GROUPS
            + "".join(f'{name}: "{words}"\n' for name, words in fixed.items())
            + "errors:\n"
            + "".join(f'  {name}: "Sorry."\n' for name in Errors.model_fields)
            + UI,
        )
        self.write("urgent.yml", DANGER)
        self.write("urgent_languages.yml", TONGUES)
        self.write("advice.yml", ADVICE)
        self.write("eligibility.yml", STEPS)
        self.write("timeline.yml", TIMELINE)
        self.write("reviewers.yml", "reviewers: {}\n")
        self.topic("basics")

    def write(self, file: str, text: str) -> None:
        """Writes a file of the folder as UTF-8."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def swap(self, file: str, old: str, new: str) -> None:
        """Replaces words that stand once in a file."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def topic(self, name: str, body: str = "Plain words.", group: str = "illness", **front: str) -> str:
        """Writes a topic whose front matter has no fault but what is given; returns its file."""
        keys = FRONT | front
        file = f"topics/{group}/{name}.md"
        self.write(file, "---\n" + "".join(f"{k}: {v}\n" for k, v in keys.items()) + f"---\n\n{body}\n")
        return file


class ReadOnce(YAML):
    """YAML that reads the same text once and then returns copies: hundreds of tests differ in one file of twelve."""

    known: ClassVar[dict[tuple[Any, ...], Any]] = {}

    def load(self, stream: Any) -> Any:
        key = (*self.typ, self.pure, stream)
        if key not in self.known:
            self.known[key] = super().load(stream)
        return deepcopy(self.known[key])


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Reading the same words again costs next to nothing in these tests; broken words are read each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "YAML", ReadOnce)
        yield


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A content folder without a fault."""
    return Small(tmp_path / "content")


@pytest.fixture
def office(small: Small, tmp_path: Path) -> Office:
    """Reviewers, accounts and an audit around that folder, which stands in git."""
    return Office(small, tmp_path / "records")
