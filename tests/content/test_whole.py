"""Tests of the content folder as a whole: no fault, nothing signed, and each kind carries what it must carry."""

import json
import re

from service.library.blocks import telephone, to_text
from service.library.check import check
from service.library.find import Library
from service.library.render import FactView

KNOWN_BY_ALL = {"999", "111", "116123"}
# levels.md: shown as they are although nobody has dialled them, because leaving them out is worse.
STATED_AS_THEY_ARE = {"18000", "08001111"}
CHARITIES = {
    "anthony_nolan",
    "blood_cancer_uk",
    "cancer_research_uk",
    "carers_uk",
    "leukaemia_care",
    "macmillan",
    "maggies",
    "mind",
    "samaritans",
    "shout",
    "teenage_cancer_trust",
    "young_lives_vs_cancer",
}
SENSITIVE = {"risk_of_death", "lasting_remission", "survival", "is_it_a_cure", "my_chances", "if_it_does_not_work"}
TEAM_LINE = re.compile(r"24-hour|call your team|call the treating team", re.IGNORECASE)


def phones(blocks) -> list[dict]:
    """Returns every phone span with the span after it, wherever it stands."""
    found = []
    for block in blocks:
        ((kind, value),) = block.items()
        for spans in value if kind in ("list", "steps") else [value] if kind in ("p", "note") else []:
            for span, after in zip(spans, [*spans[1:], ""], strict=True):
                if isinstance(span, dict) and "phone" in span:
                    found.append({**span["phone"], "after": after})
    return found


def test_the_content_has_no_fault(words):
    assert [str(fault) for fault in check(words.content)] == []


def test_there_is_content_and_every_topic_is_rendered(words):
    assert len(words.content.topics) >= 133
    assert set(words.rendered) == set(words.content.topics)
    assert all(topic.title and topic.lead and topic.text for topic in words.rendered.values())


def test_no_placeholder_is_left_on_any_surface(words):
    left = {place for place in words.everywhere if words.says(place, r"\{\{|\}\}|\{%|:::|\]\(")}

    assert left == set()
    assert not re.search(r"\{\{|:::", json.dumps(words.fixed_words["wording"]))


def test_nothing_in_the_repository_is_signed(words):
    signatures = words.folder / "signatures"

    assert [path.name for path in signatures.rglob("*")] == ["README.md"]
    assert words.content.reviewers == {}


def test_nobody_claims_to_have_dialled_a_number(words):
    assert {name: line.verified_on for name, line in words.content.helplines.items() if line.verified_on} == {}


def test_every_number_nobody_has_dialled_says_so_beside_it(words):
    silent = [
        (topic.id, phone["label"])
        for topic in words.rendered.values()
        for phone in phones(topic.all_blocks)
        if phone["tel"] not in KNOWN_BY_ALL | STATED_AS_THEY_ARE
        and not str(phone["after"]).startswith(" (we have not yet checked this number")
    ]
    shown = [phone["tel"] for topic in words.rendered.values() for phone in phones(topic.all_blocks)]

    assert silent == []
    assert len(set(shown) - KNOWN_BY_ALL) >= 5


def test_the_numbers_everybody_knows_never_carry_the_line(words):
    doubted = [
        (topic.id, phone["label"])
        for topic in words.rendered.values()
        for phone in phones(topic.all_blocks)
        if phone["tel"] in KNOWN_BY_ALL and "not yet checked" in str(phone["after"])
    ]

    assert doubted == []


def test_no_number_is_shown_that_is_not_a_helpline(words):
    lines = [line for line in words.content.helplines.values() if line.phone]
    known = {re.sub(r"\D", "", line.phone) for line in lines}
    dialled = {telephone(line.phone) for line in lines}
    fixed = [*words.fixed_words["cards"].values(), *words.fixed_words["wording"].values()]
    everything = [*(t.all_blocks for t in words.rendered.values()), *(text["blocks"] for text in fixed)]

    typed = {
        (place, found)
        for place, text in words.everywhere.items()
        for found in re.findall(r"(?<![\d.])(?:\+44|0)[\d ]{7,}\d", text)
        if re.sub(r"\D", "", found) not in known
    }

    assert typed == set()
    assert {phone["tel"] for blocks in everything for phone in phones(blocks)} <= dialled


def test_no_title_names_the_brand_but_the_topic_about_names(words):
    assert {t.id for t in words.rendered.values() if "aucatzyl" in t.title.lower()} == {"names"}


def test_every_page_about_the_medicine_carries_the_black_triangle_and_the_yellow_card(words):
    medicine = {topic.id for topic in words.rendered.values() if words.content.groups[topic.group].medicine}
    marked = {t.id for t in words.rendered.values() if re.search("▼.*Yellow Card", t.text)}

    assert {"what_is_obe_cel", "infusion_day", "side_effects", "crs"} <= medicine
    assert marked == medicine


def test_topics_about_warning_signs_name_no_charity(words):
    names = {words.content.helplines[charity].name for charity in CHARITIES}
    named = {
        (topic.id, name)
        for topic in words.rendered.values()
        if topic.group == "warning_signs"
        for name in names
        if words.says(topic.id, rf"\b{re.escape(name)}\b")
    }

    assert words.content.helplines.keys() >= CHARITIES
    assert named == set()


def charity_first(text: str, charities: set[str]) -> bool:
    """Whether a charity stands in a text about symptoms before the team's line."""
    team = TEAM_LINE.search(text)
    places = [text.find(name) for name in charities if name in text]
    return bool(places) and (team is None or min(places) < team.start())


def test_no_topic_about_side_effects_offers_a_charity_to_call_before_the_teams_line(words):
    numbers = {words.content.helplines[charity].phone for charity in CHARITIES} - {None}
    assert charity_first("Call 08088 010 444. Or the 24-hour number on your card.", numbers)
    assert not charity_first("Call the 24-hour number on your card. To talk: 08088 010 444.", numbers)

    first = {
        topic.id
        for topic in words.rendered.values()
        if topic.group in ("side_effects", "warning_signs") and charity_first(to_text(topic.all_blocks), numbers)
    }

    assert first == set()


def holds(text: str, figure: str) -> bool:
    """Whether a text shows a figure with its unit, and not as the end of a longer one."""
    return re.search(rf"(?<![\d.]){re.escape(figure)}", text) is not None


def test_a_sensitive_figure_is_in_no_open_words_no_search_and_no_suggestion(words, published):
    published = Library(published).published()
    sensitive = [topic for topic in words.rendered.values() if words.content.topics[topic.id].front.sensitive]
    assert {topic.id for topic in sensitive} == SENSITIVE == set(words.numbers)

    figures = {
        str(FactView(name, fact, set())) for name, fact in words.content.facts.items() if fact.kind == "survival"
    }
    figures = {figure for figure in figures if re.search(r"\d", figure)} - {"1 person", "2 years"}
    assert len(figures) >= 9
    for topic in sensitive:
        numbers, seen = words.numbers[topic.id], words.open[topic.id]
        assert numbers and numbers not in seen
        # what stands in the numbers alone: its figures and every word that no open word begins like
        known = {word[:4] for word in re.findall(r"[a-z]+", seen.lower())}
        alone = {word for word in re.findall(r"[a-z]{5,}", numbers.lower()) if word[:4] not in known}
        shown = {figure for figure in figures if figure in numbers}
        assert alone
        assert topic.id == "risk_of_death" or shown
        found = {word for word in alone if topic.id in published.search(word, limit=200)}
        assert found == set(), topic.id
        # 49.5 is searched as 49 and 5, as any text with these would be: the longer part must find nothing
        assert {f for f in shown if topic.id in published.search(re.split(r"[. %]", f)[0], limit=200)} == set()
    # no survival figure in any open words, of whatever topic, card or button
    assert [(place, f) for place, text in words.open.items() for f in figures if holds(text, f)] == []
    assert holds("About 46 in every 100 people (46%) did.", "46%")
    assert not holds("It was 146%.", "46%")

    assert "died from a stroke" in words.numbers["risk_of_death"]
    assert {place for place, text in words.open.items() if "died from a stroke" in text} == set()
    assert "risk_of_death" not in published.search("stroke", limit=100)
    assert "risk_of_death" not in published.search("felix trial", limit=100)
    assert published.search("people die", limit=2)[0] == "risk_of_death"  # and not "diet", which begins alike
    assert words.rendered["bereavement"].title == "Someone died. Who can I talk to?"  # the reader's own loss
    titles = " ".join(topic.title for topic in words.rendered.values() if topic.id != "bereavement")
    assert not re.search(r"\bdied\b|\bsurviv", titles + " ".join(words.fixed.values()), re.IGNORECASE)


def test_survival_figures_stand_in_numbers_blocks_alone(words):
    names = {name for name, fact in words.content.facts.items() if fact.kind == "survival"}
    use = re.compile(r"\{\{\s*(" + "|".join(names) + r")\b")

    used = {}
    for topic in words.content.topics.values():
        before, numbers, after = topic.parts()
        front = topic.front
        assert not use.search("\n".join([front.title, front.lead, before, after, *front.questions])), topic.id
        if use.search(numbers):
            used[topic.id] = front.sensitive

    assert used == dict.fromkeys(SENSITIVE, True)
