"""The timeline drawn as SVG: one column that is readable on a narrow phone, in the dark and on paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

WIDTH = 288  # units; a screen of 320 px shows them one to one, so that TEXT is at least 16 px there
TEXT, TITLE = 16.5, 18.5
LEADING = 1.32  # of the size
EDGE, MARK, INDENT = 8, 19, 42  # from the left: margin, middle of the marks, words of the steps
GAP = 18  # between steps
RADIUS = 9
DROP = "M0 -15 C5 -7 10 -2 10 5 A10 10 0 0 1 -10 5 C-10 -2 -5 -7 0 -15 Z"
# How wide letters are at most, in hundredths of their size: as in DejaVu Sans, the widest font a browser falls back to.
WIDTHS = {
    letter: wide
    for wide, letters in {
        30: "'ijlIJ’", 36: " ,./:;\\|f-", 42: "()[]t!r", 46: '"', 53: "sz?“”", 59: "cLkFvxyP",
        64: "aeoTYESbdghnpqu0123456789", 70: "ABCKRVXZ", 79: "DGHNOQU&", 86: "wM",
    }.items()
    for letter in letters
}  # fmt: skip
WIDEST, BOLD = 100, 1.16
# Colours are near those of page.css, and black on white by day, for browsers print a picture as by day. The paper is
# drawn too: the words are readable whatever page shows the picture.
STYLE = """
svg { color-scheme: light dark; font-family: system-ui, sans-serif; }
.paper { fill: #ffffff; } .ink { fill: #000000; } .soft { fill: #333333; } .title { font-weight: 700; }
.line { stroke: #857d71; } .step { fill: #ffffff; stroke: #1c594d; } .infusion { fill: #1c594d; stroke: #1c594d; }
@media screen and (prefers-color-scheme: dark) {
.paper { fill: #22201c; } .ink { fill: #f2eee7; } .soft { fill: #bdb5a8; }
.line { stroke: #8d8578; } .step { fill: #22201c; stroke: #92d4c3; } .infusion { fill: #92d4c3; stroke: #92d4c3; }
}
"""
# The picture may do nothing but show itself: no script, no request, and this one style.
CONTENT_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)


def draw(timeline: Mapping[str, Any], label: str) -> str:
    """Returns the SVG of a published timeline, marked with ``label``. Raises ``ValueError`` for a word too long."""
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "lang": "en-GB"})
    svg.set("aria-labelledby", "title desc")
    SubElement(svg, "title", id="title").text = timeline["title"]
    SubElement(svg, "desc", id="desc").text = timeline["text"]
    SubElement(svg, "style").text = STYLE
    paper = SubElement(svg, "rect", {"class": "paper", "width": str(WIDTH), "rx": "8"})
    line = SubElement(svg, "path", {"class": "line", "stroke-width": "3", "fill": "none"})
    top = _words(svg, timeline["title"], 12, TITLE, "ink title", EDGE)
    top = _words(svg, label, top + 2, TEXT, "soft", EDGE) + GAP
    marks = []
    for step in timeline["steps"]:
        marks.append(top + TITLE * LEADING / 2)
        _mark(svg, step["kind"], marks[-1])
        top = _words(svg, step["title"], top, TITLE, "ink title", INDENT)
        top = _words(svg, step["text"], top + 2, TEXT, "ink", INDENT) + GAP
    line.set("d", f"M{MARK} {marks[0]:.1f} V{marks[-1]:.1f}")
    height = _words(svg, timeline["note"], top, TEXT, "soft", EDGE) + 12
    paper.set("height", f"{height:.0f}")
    svg.set("viewBox", f"0 0 {WIDTH} {height:.0f}")
    svg.set("width", str(WIDTH))
    svg.set("height", f"{height:.0f}")
    return ElementTree.tostring(svg, encoding="unicode")


def _mark(svg: Element, kind: str, middle: float) -> None:
    place = {"transform": f"translate({MARK} {middle:.1f})", "stroke-width": "3", "class": kind}
    if kind == "infusion":
        SubElement(svg, "path", {**place, "d": DROP})
    else:
        SubElement(svg, "circle", {**place, "r": str(RADIUS)})


def _words(svg: Element, words: str, top: float, size: float, kind: str, left: int) -> float:
    """Writes words in lines below ``top``; returns where the next thing may begin."""
    text = SubElement(svg, "text", {"class": kind, "font-size": str(size)})
    widest = (WIDTH - EDGE - left) / (size * (BOLD if "title" in kind else 1))
    for line in lines(words, widest):
        # The letters hang below the middle of their line; a quarter of the size is left under them.
        SubElement(text, "tspan", {"x": str(left), "y": f"{top + size:.1f}"}).text = f"{line} "
        top += size * LEADING
    return top


def lines(words: str, widest: float) -> list[str]:
    """Returns the words in lines of at most ``widest`` times their size. Raises ``ValueError`` for a word too long."""
    broken: list[str] = []
    for word in words.split():
        if broken and width(f"{broken[-1]} {word}") <= widest:
            broken[-1] += f" {word}"
        elif width(word) <= widest:
            broken.append(word)
        else:
            raise ValueError(f"the word {word} is too long for the picture. Write a shorter one")
    return broken


def width(words: str) -> float:
    """Returns how wide words are at most, as a multiple of their size."""
    return sum(WIDTHS.get(letter, WIDEST) for letter in words) / 100
