"""Tests of the timeline: checked like a topic, published with figures and sources, drawn so that all words fit."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from service.library.check import check
from service.library.find import Library
from service.library.picture import EDGE, INDENT, TEXT, WIDTH, draw, lines, width
from service.library.publish import publish
from service.library.read import read_content
from service.library.timeline import render_timeline
from service.safety.urgent import Urgent

SVG = "{http://www.w3.org/2000/svg}"
FIRST = 'title: "First", kind: step, text: "You are {{ youngest }}.", topic: basics, sources: [rules]'


@pytest.fixture
def small(small):
    """The folder with figures in its timeline, each from a source of its step."""
    small.swap("timeline.yml", FIRST.replace("[rules]", "[trial]").replace("{{ youngest }}", "young"), FIRST)
    small.swap("timeline.yml", "It takes a while.", "It takes {{ waiting }}.")
    return small


def faults(small) -> list[str]:
    """Returns every fault of the folder as it is printed."""
    return [str(fault) for fault in check(read_content(small.folder))]


def rendered(small) -> dict:
    """Returns the timeline of the folder as it is published."""
    return render_timeline(read_content(small.folder))


def drawn(small, label: str = "Not checked") -> ElementTree.Element:
    """Returns the picture of the folder's timeline."""
    return ElementTree.fromstring(draw(rendered(small), label))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "You are {{ youngest }}.",
            "You are 26.",
            "step 1: '26.' is typed. Put the figure in facts.yml and write {{ its_id }}.",
        ),
        (
            "You are {{ youngest }}.",
            "It takes ten days.",
            "step 1: 'ten days' is typed. Put the figure in facts.yml and write {{ its_id }}.",
        ),
        ("You are {{ youngest }}.", "You are {{ nobody }}.", "'nobody' is undefined. Add it to facts.yml, or mend"
         " the name."),
        (
            "You are {{ youngest }}.",
            "{{ waiting }} then.",
            "step 1: waiting comes from trial, which 'sources' does not name. Name it there.",
        ),
        (
            "You are {{ youngest }}.",
            "{{ alive }} live.",
            "step 1: alive is a survival figure. It may stand only between '::: numbers' and ':::'. Move it there.",
        ),
        (
            "You are {{ youngest }}.",
            "You will be cured.",
            "step 1: 'You will be cured' is a verdict or a false figure. Say who decides, or what is known.",
        ),
        (
            "You are {{ youngest }}.",
            "See [this](topic:basics).",
            "The picture holds plain sentences only, without links and lists. Take them out.",
        ),
        (
            "You are {{ youngest }}.",
            "Pseudohypoparathyroidism-like.",
            "The word Pseudohypoparathyroidism-like. is too long for the picture. Write a shorter one.",
        ),
        (FIRST, FIRST.replace("[rules]", "[rumour]"), "step 1: Source rumour is not in sources.yml. Add it there,"
         " or name another."),
        (
            FIRST,
            FIRST.replace("[rules]", "[]").replace(" {{ youngest }}", " well"),
            "step 1: 'sources' is empty. Name a source, or set 'evidence: none' and use the honest form.",
        ),
        (FIRST, FIRST.replace("basics", "nowhere"), "step 1: topic nowhere does not exist. Mend 'topic'."),
        (
            FIRST,
            FIRST.replace("kind: step", "kind: leap"),
            "'steps.0.kind' is wrong: input should be 'step' or 'infusion'. Mend it.",
        ),
        (FIRST, FIRST + ", day: 1", "'steps.0.day' is not a known key. Mend its name, or remove it."),
        ('note: "It may change."', "", "'note' is missing. Add it."),
        (
            'note: "It may change."',
            'note: "In 7 days."',
            "title, lead and note: '7' is typed. Put the figure in facts.yml and write {{ its_id }}.",
        ),
        ("group: illness", "group: nothing", "title, lead and note: Group nothing is not in wording.yml. Add it"
         " there, or use another."),
    ],
)  # fmt: skip
def test_a_fault_of_the_timeline_is_named_with_its_place(small, old, new, fault):
    small.swap("timeline.yml", old, new)

    assert f"timeline.yml: {fault}" in faults(small)


def test_a_folder_without_a_timeline_has_that_one_fault(small):
    (small.folder / "timeline.yml").unlink()
    assert faults(small) == ["timeline.yml: This file is missing. Bring it back from git."]

    small.write("timeline.yml", "{}\n")
    assert "timeline.yml: 'steps' is missing. Add it." in faults(small)


def test_a_topic_can_name_the_timeline_as_its_picture_and_nothing_else(small, tmp_path):
    small.topic("basics", picture="timeline")
    small.topic("other")
    publish(small.folder, tmp_path / "var", Urgent.from_data)
    topics = Library(tmp_path / "var").published().topics
    assert (topics["basics"]["picture"], topics["other"]["picture"]) == ("timeline", None)

    file = small.topic("basics", picture="cat")
    assert f"{file}: 'picture' is wrong: input should be 'timeline'. Mend it." in faults(small)


def test_the_timeline_is_published_with_its_figures_and_all_its_sources(small, tmp_path):
    publish(small.folder, tmp_path / "var", Urgent.from_data)

    timeline = Library(tmp_path / "var").fixed().data["timeline"]

    assert timeline["text"] == "1. First. You are 26.\n2. Then. It takes 4 to 6 hours.\n\nIt may change."
    assert [(s["title"], s["kind"], s["text"], s["topic"]) for s in timeline["steps"]] == [
        ("First", "step", "You are 26.", "basics"),
        ("Then", "infusion", "It takes 4 to 6 hours.", "basics"),
    ]
    assert [source["id"] for source in timeline["sources"]] == ["rules", "trial"]
    assert timeline["opening"] == [{"p": ["All of it."]}]
    assert timeline["closing"] == [{"note": ["It may change."]}]


def test_a_timeline_of_the_medicine_in_one_nation_closes_like_its_topics(small):
    small.swap("timeline.yml", "group: illness", "group: medicine")
    small.swap("timeline.yml", "nations: [england, scotland, wales, northern_ireland]", "nations: [england]")

    assert rendered(small)["closing"] == [
        {"note": ["It may change."]},
        {"note": ["Words for elsewhere."]},
        {"note": ["▼ A new medicine."]},
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("timeline.yml", 'title: "First"', 'title: "Firstly"'),
        ("timeline.yml", "You are {{", "You may be {{"),
        ("timeline.yml", "kind: infusion", "kind: step"),
        ("timeline.yml", 'alt: "A line."', 'alt: "A row."'),
        ("timeline.yml", "It may change.", "It can change."),
        ("timeline.yml", "All of it.\"\nalt", "Some of it.\"\nalt"),
        ("facts.yml", "{value: 26", "{value: 27"),
        ("facts.yml", '"youngest age"', '"youngest age of all"'),
        ("sources.yml", '"The rules"', '"The new rules"'),
    ],
)  # fmt: skip
def test_whatever_a_reader_sees_changes_the_fingerprint(small, file, old, new):
    before = rendered(small)["fingerprint"]
    assert before == rendered(small)["fingerprint"]
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", before)

    small.swap(file, old, new)

    assert rendered(small)["fingerprint"] != before


def test_the_picture_shows_every_word_of_the_timeline_and_that_nobody_checked_it(small):
    picture = drawn(small)

    seen = ["".join(text.itertext()).strip() for text in picture.iter(f"{SVG}text")]
    told = [step[key] for step in rendered(small)["steps"] for key in ("title", "text")]
    assert seen == ["The way", "Not checked", *told, "It may change."]
    assert picture.find(f"{SVG}title").text == "The way"
    assert picture.find(f"{SVG}desc").text == rendered(small)["text"]


def test_a_step_is_a_ring_an_infusion_a_drop_and_one_line_joins_them(small):
    picture = drawn(small)

    line, drop = picture.findall(f"{SVG}path")
    (ring,) = picture.findall(f"{SVG}circle")
    assert (ring.get("class"), drop.get("class"), line.get("class")) == ("step", "infusion", "line")
    heights = [re.search(r"translate\(\d+ ([\d.]+)\)", mark.get("transform"))[1] for mark in (ring, drop)]
    assert re.findall(r"[\d.]+", line.get("d"))[1:] == heights
    assert float(heights[0]) < float(heights[1])


def test_a_picture_holds_no_script_no_link_and_nothing_from_elsewhere(small):
    small.swap("timeline.yml", 'title: "First"', 'title: "<script> & more"')
    picture = drawn(small)

    assert {element.tag.removeprefix(SVG) for element in picture.iter()} == {
        "svg", "title", "desc", "style", "rect", "path", "circle", "text", "tspan",
    }  # fmt: skip
    attributes = {name for element in picture.iter() for name in element.attrib}
    assert not {name for name in attributes if "href" in name or name.startswith("on") or name == "style"}
    assert "url(" not in picture.find(f"{SVG}style").text and "@import" not in picture.find(f"{SVG}style").text
    assert "&lt;script&gt;" in draw(rendered(small), "x")


def test_words_are_broken_at_spaces_into_lines_that_fit():
    words = "Most side effects start in the first few days, and some are serious. Ask your team."
    widest = (WIDTH - EDGE - INDENT) / TEXT

    broken = lines(words, widest)

    assert " ".join(broken) == words
    assert all(width(line) <= widest for line in broken)
    # no line could have taken the next word too
    for line, following in pairwise(broken):
        assert width(f"{line} {following.split()[0]}") > widest


def test_letters_we_have_no_width_for_count_as_the_widest():
    assert width("łż漢") == 3 * 1.0
    assert width("WWW") >= width("www") > width("iii")
