"""Plants a fault of every kind the check knows in one folder, and reads what an editor sees: each, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.library.check import HONEST_FORM
from tests.library.conftest import Small, helpline

ROOT = Path(__file__).resolve().parents[2]
ILLNESS = "topics/illness"
TYPED = "is typed. Put the figure in facts.yml and write {{ its_id }}."
NO_FILE = "This file is missing. Bring it back from git."

# Topics of one fault each: body, front matter, and what is said of it.
TOPICS: dict[str, tuple[str, dict[str, str], str]] = {
    "alone": ("A.", {"related": "[alone]"}, "'related' names this topic itself. Take it out there."),
    "away": ("A.", {"related": "[nowhere]"}, "Topic nowhere does not exist. Mend 'related' or 'follow_ups'."),
    "after": ("A.", {"follow_ups": "{why: gone}"}, "Topic gone does not exist. Mend 'related' or 'follow_ups'."),
    "brand": ("A.", {"title": '"Aucatzyl?"'}, "The title holds the brand name. Say obe-cel."),
    "rumour": ("A.", {"sources": "[rumour]"}, "Source rumour is not in sources.yml. Add it there, or name another."),
    "nothing": ("A.", {"evidence": "none"}, f"Start a topic without evidence with: {HONEST_FORM}"),
    "unsaid": (
        "A.",
        {"sources": "[]"},
        "'sources' is empty. Name a source, or set 'evidence: none' and use the honest form.",
    ),
    "digits": ("It takes 10 days.", {}, f"'10' {TYPED}"),
    "amount": ("Half of the people.", {}, f"'Half of' {TYPED}"),
    "numbers": (
        "A.\n\n::: numbers\nB.\n:::",
        {},
        "Only a topic with 'sensitive: true' may have a numbers block. Set that, or remove the block.",
    ),
    "open_block": (
        "A.\n\n::: numbers\nB.",
        {"sensitive": "true"},
        "The numbers block is not closed. Write '::: numbers' and ':::' on lines of their own, once.",
    ),
    "survival": (
        "{{ alive }} lived.",
        {},
        "alive is a survival figure. It may stand only between '::: numbers' and ':::'. Move it there.",
    ),
    "unnamed": (
        "Age {{ youngest }}.",
        {"sources": "[trial]"},
        "youngest comes from rules, which 'sources' does not name. Name it there.",
    ),
    "nobody": ("Age {{ nobody }}.", {}, "'nobody' is undefined. Add it to facts.yml, or mend the name."),
    "sum": ("{{ 1 + 1 }}", {}, "{{ 1 + 1 }} is not the name of a figure or a helpline. Write the id of one."),
    "brace": ("Age {{ youngest.", {}, "A {{ has no }}. Close it, or take it out."),
    "no_line": (
        "{{ helplines.nobody.phone }}",
        {},
        "There is no helpline 'nobody'. Add it to helplines.yml, or mend the name.",
    ),
    "silent": ("{{ helplines.silent.phone }}", {}, "Helplines.silent has no number. Add one, or use its name."),
    "no_share": (
        "{{ youngest.in_100 }}",
        {},
        "Youngest is not a percentage, so it has no in_100. Write it without.",
    ),
    "tiny_share": ("{{ tiny.in_100 }}", {}, "Tiny would read as 0 in 100; use it without in_100."),
    "bold": ("A **bold** word.", {}, "Bold is not allowed in an answer. Write it in plain words."),
    "html": (
        "A <b>bold</b> word.",
        {},
        "'<b>' is HTML or half a link, which is not allowed in an answer. Write it in plain words.",
    ),
    "heading": ("# A", {}, "Headings have one level. Write them with ##."),
    "nested": ("- a\n  - b", {}, "Bullet list cannot stand here. Move or remove it."),
    "counted": (
        "A.\n\n26. That is the age.",
        {},
        "Steps start at 1, not at 26. Begin the line with a word, or count from 1.",
    ),
    "noted": ("> - a", {}, "A note holds sentences only. Write it without lists and headings."),
    "picture": (
        "![Drip](https://x.org/a.png)",
        {},
        "A picture must be one of this service's own. Write its address as /name.",
    ),
    "lost_link": (
        "See [this](topic:nowhere).",
        {},
        "The link to topic nowhere leads nowhere. Mend its id, or take it out.",
    ),
    "unsafe": (
        "See [this](http://x.org).",
        {},
        "The link to http://x.org is not https, mailto, tel, sms or topic. Use one of these.",
    ),
    "wordless": ("See [](topic:basics).", {}, "The link to topic:basics has no words. Write them between [ and ]."),
    "verdict": (
        "You are eligible.",
        {},
        "'You are eligible' is a verdict or a false figure. Say who decides, or what is known.",
    ),
    "driving": (
        "You can drive now.",
        {},
        "'You can drive' clears somebody to drive. Say that the team tells them when.",
    ),
    "waits": ("It is harmless.", {}, "'harmless' reassures without seeing anybody. Say who to call."),
    "safe": (
        "It works safely.",
        {},
        "'safely' promises safety. Say of what, who decides it, or what is not known.",
    ),
    "cure": (
        "It cures people.",
        {},
        "'cures' promises a cure. Say 'hope of a cure for some', or that it is not one.",
    ),
    "diagnosis": (
        "It sounds like sepsis.",
        {},
        "'sounds like sepsis' diagnoses. Describe the sign, and say who to call.",
    ),
    "promise": ("It always works.", {}, "'always works' promises what nobody can. Say of whom it is known."),
    "order": (
        "Stop taking your steroids.",
        {},
        "'Stop taking your steroids' gives an order about a medicine. Say to speak to the team first.",
    ),
    "doctor": (
        "We are doctors.",
        {},
        "'We are doctors' lets the service pass for a clinician or the NHS. Say that it is a computer program.",
    ),
    "device": (
        "This chat detects it.",
        {},
        "'This chat detects' claims what makes a medical device. Say what the service shows instead.",
    ),
    "blame": (
        "He committed suicide.",
        {},
        "'committed suicide' blames. Say 'died by suicide', or 'end their life'.",
    ),
}
REVIEWERS = """reviewers:
  ann: {name: "A", role: "consultant", body: B, number: "1", groups: [illness], emails: [ann@example.org]}
  Bob: {name: "B", role: "nurse", body: B, number: "2", groups: [illness], emails: [bob@example.org]}
  cat: {name: "C", role: "nurse", body: B, number: "3", groups: [attic], emails: [cat@example.org]}
  dan: {name: "D", role: "nurse", body: B, number: "1", groups: [cards], emails: [dan@example.org]}
  eve: {name: "E", role: "nurse", body: B, number: "5", groups: [cards], emails: [eve]}
  fay: {name: "F", role: "nurse", body: B, number: "6", groups: [cards], emails: [Ann@example.org]}
  gil: {name: "G", body: B, number: "7", groups: [cards], emails: [gil@example.org]}
"""


def phrases(name: str, count: int = 25, intent: str | None = None, also: str = "") -> str:
    """Returns a phrase file whose phrases stand nowhere else, but for ``also``."""
    said = "".join(f"    - {name} question {number}\n" for number in range(count - bool(also)))
    return f"nlu:\n- intent: {intent or name}\n  examples: |\n{said}" + (f"    - {also}\n" if also else "")


def check(small: Small) -> tuple[int, list[str]]:
    """Runs the command as an editor does; returns its code and the lines that it printed."""
    environment = {**os.environ, "CONTENT_DIR": str(small.folder), "VAR_DIR": str(small.folder.parent / "var")}
    command = [sys.executable, "-m", "service.library", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


@pytest.fixture
def spoilt(small: Small) -> Small:
    """The folder without a fault, with phrases beside it and two topics more that lend their phrases to faults."""
    for name in ("basics", "second", "third"):
        small.write(f"../data/nlu/{name}.yml", phrases(name))
    small.topic("second")
    small.topic("third")
    return small


def append(small: Small, file: str, text: str) -> None:
    """Writes more at the end of a file."""
    small.write(file, (small.folder / file).read_text(encoding="utf-8") + text)


def expect(found: list[str], planted: list[str]) -> None:
    """Compares the whole output with all that was planted: nothing is lost, nothing is said besides."""
    *lines, last = found
    assert lines == sorted(planted)
    assert last.endswith(f" topics, {len(planted)} faults.")


def plant_tables(small: Small) -> list[str]:
    """Spoils sources, facts, helplines and reviewers; returns what the check must say."""
    append(
        small,
        "sources.yml",
        'plain: {title: "A", publisher: "B", date: "2024", url: "http://example.org"}\n'
        'colourful: {title: "A", publisher: "B", date: "2024", url: null, colour: red}\n'
        'undated: {title: "A", publisher: "B", url: null}\n'
        'numbered: {title: 5, publisher: "B", date: "2024", url: null}\n'
        '7: {title: "A", publisher: "B", date: "2024", url: null}\n',
    )
    append(
        small,
        "facts.yml",
        'tiny: {value: 0.2, unit: "%", of_whom: "some", kind: rate, tag: STORED, source: [trial]}\n'
        'rumoured: {value: 2, unit: "", of_whom: "some", kind: rate, tag: STORED, source: [rumour]}\n'
        'recalled: {value: 2, unit: "", of_whom: "some", kind: rate, tag: RECALL, source: [trial]}\n'
        'homeless: {value: 2, unit: "", of_whom: "some", kind: rate, tag: STORED, source: []}\n',
    )
    append(
        small,
        "helplines.yml",
        helpline("short", phone='"0808 1"')
        + helpline("open", url='"charity.org.uk"')
        + helpline("worried", for_whom='"Do not worry."')
        + helpline("someday", verified_on='"someday"'),
    )
    small.write("reviewers.yml", REVIEWERS)
    at_least_one = "is wrong: list should have at least 1 item after validation, not 0. Mend it."
    return [
        "sources.yml: plain: write the address with https://.",
        "sources.yml: colourful: 'colour' is not a known key. Mend its name, or remove it.",
        "sources.yml: undated: 'date' is missing. Add it.",
        "sources.yml: numbered: 'title' is wrong: input should be a valid string. Mend it.",
        "sources.yml: The name 7 is not text. Write it in quotes.",
        "facts.yml: rumoured: source rumour is not in sources.yml. Add it there, or name another.",
        "facts.yml: recalled: 'tag' is wrong: input should be 'SEED', 'STORED' or 'SEED+STORED'. Mend it.",
        f"facts.yml: homeless: 'source' {at_least_one}",
        "helplines.yml: short: 0808 1 is not a valid UK phone number. Write it as people dial it.",
        "helplines.yml: open: write the address with https://.",
        "helplines.yml: worried: 'Do not worry' is a verdict or a false figure. Say who decides, or what is known.",
        "helplines.yml: someday: 'verified_on' is wrong: input should be a valid date or datetime, input is too short."
        " Mend it.",
        "reviewers.yml: Bob: write the id in small letters, figures and _, as the name of the account.",
        "reviewers.yml: cat: there is no group attic. Mend 'groups'.",
        "reviewers.yml: dan: ann has the same registration number. Name a person once.",
        "reviewers.yml: eve: eve is not an email address. Mend it.",
        "reviewers.yml: fay: Ann@example.org belongs to ann already. Name a person once.",
        "reviewers.yml: gil: 'role' is missing. Add it.",
    ]


def plant_fixed(small: Small) -> list[str]:
    """Spoils the fixed wording, cards, advice, walk-through and timeline; returns what the check must say."""
    small.swap("wording.yml", 'unsure: "Words for unsure."\n', "")
    append(small, "wording.yml", 'joke: "Ha."\n')
    for name, words in {
        "greeting": "**Hello**",
        "hello": "[this](topic:nowhere)",
        "thanks": "{{ alive }} lived",
        "goodbye": "Age {{ nobody }}",
        "clarify": "It is a cure.",
    }.items():
        small.swap("wording.yml", f'"Words for {name}."', f'"{words}"')
    small.swap("wording.yml", "  illness:", '  broken: {title: "Broken"}\n  illness:')
    small.swap("urgent.yml", "Call the number on your card.", "See [this](topic:nowhere).")
    small.swap("urgent.yml", "{id: fit, level: emergency", "{id: fit, level: severe")
    small.swap("advice.yml", "topics: [basics]", "topics: [basics, nowhere]")
    small.swap("advice.yml", 'row: "should I stop?", ', "")
    small.swap("eligibility.yml", "From a certain age.", "How old are you?")
    append(
        small,
        "eligibility.yml",
        '- {title: "Aucatzyl", sources: [rumour], ask_your_team: ["Why 10?"], to_check: [], body: "A."}\n'
        '- {title: "A", sources: [rules], ask_your_team: ["Why?"], to_check: [], body: "{{ reaction }} of people."}\n'
        '- {title: "A", sources: [rules], to_check: [], body: "A."}\n',
    )
    small.swap("timeline.yml", "You are young.", "You are young for 10 days.")
    small.swap("timeline.yml", 'It takes a while.", topic: basics', 'It takes a while.", topic: nowhere')
    return [
        "wording.yml: 'unsure' is missing. Add it.",
        "wording.yml: 'joke' is not a known key. Mend its name, or remove it.",
        "wording.yml: greeting: bold is not allowed in an answer. Write it in plain words.",
        "wording.yml: hello: the link to topic nowhere leads nowhere. Mend its id, or take it out.",
        "wording.yml: thanks: alive is a survival figure, which only a numbers block may hold. Take it out.",
        "wording.yml: goodbye: 'nobody' is undefined. Add it to facts.yml, or mend the name.",
        "wording.yml: clarify: 'cure' promises a cure. Say 'hope of a cure for some', or that it is not one.",
        "wording.yml: broken: 'medicine' is missing. Add it.",
        "urgent.yml: cards.urgent: the link to topic nowhere leads nowhere. Mend its id, or take it out.",
        "urgent.yml: signs: fit: level must be one of emergency, urgent, crisis, found 'severe'."
        " Mend it, and check again.",
        "advice.yml: Topic nowhere does not exist. Mend 'topics' of medicine.",
        "advice.yml: kinds: medicine: row must say what is asked, found None. Mend it, and check again.",
        "eligibility.yml: Step 1: It asks the reader something. Say what the criterion means; questions go under"
        " 'ask_your_team'.",
        "eligibility.yml: Step 3: The title holds the brand name. Say obe-cel.",
        "eligibility.yml: Step 3: Source rumour is not in sources.yml. Add it there, or name another.",
        f"eligibility.yml: Step 3: '10' {TYPED}",
        "eligibility.yml: Step 4: reaction comes from trial, which 'sources' does not name. Name it there.",
        "eligibility.yml: Step 5: 'ask_your_team' is missing. Add it.",
        f"timeline.yml: step 1: '10' {TYPED}",
        "timeline.yml: step 2: topic nowhere does not exist. Mend 'topic'.",
    ]


def plant_tongues(small: Small) -> list[str]:
    """Spoils the danger words of other languages, a language a fault; returns what the check must say."""
    append(
        small,
        "urgent_languages.yml",
        "".join(
            f'  {code}: {{name: "A", dir: ltr, to_check: ["All."], everyday: [], not_before: [], not_after: [],'
            f" signs: {{urgent: {{fever: {said}}}}}{more}}}\n"
            for code, said, more in (
                ("Somali", "[qandho]", ""),
                ("aa", "[]", ""),
                ("ab", '["..."]', ""),
                ("ac", '["a|b"]', ""),
                ("ad", f'["{" ".join(["(a|b|c|d)"] * 6)}"]', ""),
                ("ae", "[fever]", ", cards: {emergency: {title: A, body: A}, urgent: {title: A, body: A}}"),
                ("af", "[fever]", ", colour: red"),
            )
        )
        + "notes: none\n",
    )
    small.swap("urgent_languages.yml", "Dzwoń [999](tel:999).", "Dzwoń [112](tel:112).")
    small.swap("urgent_languages.yml", "Dzwoń na numer 24 godziny.", "**Dzwoń** [111](tel:999).")
    return [
        f"urgent_languages.yml: {said}"
        for said in (
            "Somali: write a language code such as pl or pa-Latn.",
            "aa: 'signs.urgent.fever' is empty. Write at least one phrase.",
            "ab: 'signs.urgent.fever' holds a phrase without words. Write some, or remove it.",
            "ac: 'signs.urgent.fever': 'a|b' is no phrase. Write (a|b), word*, a_b and ... only.",
            f"ad: 'signs.urgent.fever': '{' '.join(['(a|b|c|d)'] * 6)}' stands for more than 2000 spellings."
            " Write it as several.",
            "ae: 'cards.crisis' is missing. Add it.",
            "af: 'colour' is not a known key. Mend its name, or remove it.",
            "pl: 'cards.emergency': 112 is not the number of a helpline. Mend it, or add the helpline.",
            "pl: 'cards.urgent': bold is not allowed in an answer. Write it in plain words.",
            "pl: 'cards.urgent': the words of the link to 999 say another number. Make both the same.",
            "It must hold 'to_check' and 'languages', and nothing else. Mend that.",
        )
    ]


def plant_topics(small: Small) -> list[str]:
    """Writes a topic for each fault of a topic; returns what the check must say."""
    planted = []
    for name, (body, front, said) in TOPICS.items():
        planted.append(f"{small.topic(name, body=body, **front)}: {said}")
        small.write(f"../data/nlu/{name}.yml", phrases(name))
    small.topic("lost", group="attic")
    small.topic("third", group="medicine")
    small.topic("coloured", colour="red")
    small.topic("urgent", urgency="high")
    small.swap(small.topic("hurried"), "urgency: none\n", "")
    small.write(f"{ILLNESS}/void.md", "no keys")
    small.write(f"{ILLNESS}/dated.md", "---\ntitle: 2026-13-01\n---\nA.\n")
    (small.folder / ILLNESS / "latin.md").write_bytes(b"---\n\xe9")
    small.write("../data/nlu/lost.yml", phrases("lost"))
    return [
        *planted,
        "topics/attic/lost.md: Group attic is not in wording.yml. Add it there, or use another.",
        "topics/medicine/third.md: Topic third stands in two groups. Remove one of the files.",
        f"{ILLNESS}/coloured.md: 'colour' is not a known key. Mend its name, or remove it.",
        f"{ILLNESS}/urgent.md: 'urgency' is wrong: input should be 'none', 'urgent' or 'emergency'. Mend it.",
        f"{ILLNESS}/hurried.md: 'urgency' is missing. Add it.",
        f"{ILLNESS}/void.md: Start the file with its keys between two lines of three dashes.",
        f"{ILLNESS}/dated.md: The keys are not readable YAML. Mend this: month must be in 1..12",
        f"{ILLNESS}/latin.md: This file cannot be read as UTF-8. Save it as such: 'utf-8' codec can't decode byte 0xe9"
        " in position 4: unexpected end of data",
    ]


def plant_beside(small: Small) -> list[str]:
    """Spoils phrases and a signature; returns what the check must say."""
    for name, text in {
        "few": phrases("few", 24),
        "stranger": phrases("stranger"),
        "markup": phrases("markup", also="what is [this](that)"),
        "copied": phrases("copied", also="Basics question 3"),
        "mixed": phrases("mixed") + phrases("other").removeprefix("nlu:\n"),
        "unread": "nlu: 5\n",
    }.items():
        small.write(f"../data/nlu/{name}.yml", text)
        if name != "stranger":
            small.topic(name)
    small.topic("speechless")
    small.write("signatures/topics/basics.yml", "- {reviewer: ann}\n")
    return [
        "data/nlu/few.yml: There are 24 phrases. Write at least 25.",
        "data/nlu/stranger.yml: No topic is called stranger. Rename or remove the file.",
        "data/nlu/markup.yml: 'what is [this](that)' holds Rasa markup. Write it as a person types it.",
        "data/nlu/copied.yml: 'Basics question 3' stands also in basics.yml. Keep it in one place.",
        "data/nlu/mixed.yml: The file must hold phrases of the intent mixed and of no other. Move the others.",
        "data/nlu/unread.yml: This is not a readable phrase file. Mend this: 'int' object is not iterable.",
        "data/nlu/speechless.yml: Topic speechless has no phrases. Write at least 25.",
        "signatures/topics/basics.yml: signatures/topics/basics.yml is not as it was written."
        " Take its last good version from git, or remove it and sign again.",
    ]


def test_a_folder_without_a_fault_passes(spoilt: Small) -> None:
    assert check(spoilt) == (0, ["3 topics, 0 faults."])


def test_every_planted_fault_is_named_with_its_file_and_what_to_do(spoilt: Small) -> None:
    planted = [
        fault
        for plant in (plant_tables, plant_fixed, plant_tongues, plant_topics, plant_beside)
        for fault in plant(spoilt)
    ]

    code, found = check(spoilt)

    assert len(set(planted)) == len(planted) > 100
    expect(found, planted)
    assert code == 1


def test_files_that_cannot_be_used_at_all_are_named_too(spoilt: Small) -> None:
    """These faults hide all others of their file, so they have a folder of their own."""
    (spoilt.folder / "advice.yml").unlink()
    (spoilt.folder / "reviewers.yml").unlink()
    spoilt.write("eligibility.yml", "steps: []\n")
    spoilt.write("urgent_languages.yml", "- a\n")
    (spoilt.folder / "urgent.yml").write_bytes(b"to_check: \xe9\n")
    spoilt.swap("timeline.yml", "It takes a while.", "See [more](topic:basics).")

    code, found = check(spoilt)

    expect(
        found,
        [
            f"advice.yml: {NO_FILE}",
            f"reviewers.yml: {NO_FILE}",
            "eligibility.yml: This file must hold 'steps' with at least one step, and nothing else. Mend that.",
            "urgent_languages.yml: This file must hold names with values. Write each as 'name: value'.",
            "urgent_languages.yml: It must hold 'to_check' and 'languages', and nothing else. Mend that.",
            "urgent.yml: This is not readable YAML. Mend this: 'utf-8' codec can't decode byte 0xe9 in position 10:"
            " invalid continuation byte",
            "timeline.yml: The picture holds plain sentences only, without links and lists. Take them out.",
        ],
    )
    assert code == 1
