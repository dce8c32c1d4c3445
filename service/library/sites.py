"""The websites that show the chat: read, checked to the contrast of their colours, and published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from jinja2 import TemplateError
from pydantic import Field, ValidationError

from service.library.blocks import NotABlock, to_blocks, to_text, topics_linked
from service.library.faults import Fault
from service.library.read import sentences_of
from service.library.render import fill_text
from service.library.shapes import Content, Strict
from service.library.words import offences

KEY = re.compile(r"[a-z0-9_-]{1,64}")
# A charity's page is served over https; plain http only to try it on this machine.
ORIGIN = re.compile(r"https://[a-z0-9.-]+(:[1-9][0-9]{0,4})?|http://(127\.0\.0\.1|localhost)(:[1-9][0-9]{0,4})?")
COLOUR = r"^#[0-9a-f]{6}$"
# The colours of page.css that a site's own stand beside; a test holds the two together.
OURS = {
    "light": {
        "sheet": "#ffffff", "mine": "#e2ede8", "note": "#f4eddf",
        "ink": "#211e1a", "soft": "#575148", "line": "#857d71", "focus": "#211e1a",
        "emergency": "#a11420", "urgent": "#8a4a00", "crisis": "#4b3a8f",
    },
    "dark": {
        "sheet": "#22201c", "mine": "#23362f", "note": "#302a20",
        "ink": "#f2eee7", "soft": "#bdb5a8", "line": "#8d8578", "focus": "#ffffff",
        "emergency": "#ff8f89", "urgent": "#f0b45c", "crisis": "#b9abf6",
    },
}  # fmt: skip
WORDS, EDGES = 4.5, 3.0  # WCAG 2.2 AA: words on what is behind them, and the edges of controls
PAIRS = (
    *(("accent", behind, WORDS) for behind in ("paper", "sheet", "mine", "note")),
    ("on_accent", "accent", WORDS),
    *((ink, "paper", WORDS) for ink in ("ink", "soft")),
    *((edge, "paper", EDGES) for edge in ("line", "focus", "emergency", "urgent", "crisis")),
)


class Palette(Strict):
    """A site's own colours, as ``#rrggbb`` in small letters."""

    accent: str = Field(pattern=COLOUR)
    on_accent: str = Field(pattern=COLOUR)
    paper: str = Field(pattern=COLOUR)


class Colours(Strict):
    """By day and in the dark."""

    light: Palette
    dark: Palette


class Site(Strict):
    """One website: who, from where exactly, how it looks and what it says first."""

    name: str = Field(min_length=1)
    origins: list[str] = Field(min_length=1)
    colours: Colours
    greeting: str | None
    helplines_first: list[str]
    preview: Literal["allowed", "no"]


def contrast(one: str, other: str) -> float:
    """Returns the contrast of two ``#rrggbb`` colours as WCAG measures it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def check_sites(content: Content) -> Iterator[Fault]:
    """Yields what is wrong with the sites, each as a sentence for whoever writes the file."""
    for key, written in content.sites.items():
        yield from (Fault(f"sites/{key}.yml", sentence) for sentence in _site(key, written, content))


def _site(key: str, written: Mapping[str, Any], content: Content) -> Iterator[str]:
    if not KEY.fullmatch(key):
        yield "The file's name is the site's key: small letters, digits, - and _, at most 64."
    try:
        site = Site.model_validate(written)
    except ValidationError as error:
        yield from sentences_of(error)
        return
    for origin in site.origins:
        if not ORIGIN.fullmatch(origin):
            yield f"origin {origin}: write it as https://www.example.org, without a path, * or capitals."
    for name in site.helplines_first:
        if name not in content.helplines:
            yield f"helpline {name} is not in helplines.yml."
    yield from _pale(site.colours)
    yield from offences(f"{site.name}\n\n{site.greeting or ''}")
    yield from _greeting(site, content)


def _pale(colours: Colours) -> Iterator[str]:
    """Yields pairs of colours that some readers could not tell apart."""
    for scheme, palette in (("light", colours.light), ("dark", colours.dark)):
        known = {**OURS[scheme], **palette.model_dump()}
        for front, behind, least in PAIRS:
            # Cut, not rounded: 4.496 is less than 4.5 and must not read as if it were not.
            ratio = int(contrast(known[front], known[behind]) * 100) / 100
            if ratio < least:
                yield (
                    f"colours.{scheme}: {front} {known[front]} on {behind} {known[behind]} has a contrast of {ratio}"
                    f" to 1. WCAG AA needs {least:g} to 1."
                )


def _greeting(site: Site, content: Content) -> Iterator[str]:
    try:
        linked = topics_linked(to_blocks(fill_text(site.greeting or "", content)))
    except (TemplateError, NotABlock, ValueError) as error:
        yield f"greeting: {error}."
        return
    for name in sorted(linked - content.topics.keys()):
        yield f"greeting: the link to topic {name} leads nowhere."


def sites_published(content: Content) -> dict[str, dict[str, Any]]:
    """Returns the sites by key, as JSON: their greetings rendered to blocks and text. The sites have no fault."""
    published = {}
    for key, written in content.sites.items():
        site = Site.model_validate(written)
        blocks = to_blocks(fill_text(site.greeting or "", content))
        published[key] = {**site.model_dump(), "greeting": {"blocks": blocks, "text": to_text(blocks)}}
    return published


def theme(colours: Mapping[str, Mapping[str, str]]) -> str:
    """Returns the stylesheet of a site's published colours, for screens; paper stays black on white."""
    light, dark = (
        " ".join(f"--{name.replace('_', '-')}: {colours[scheme][name]};" for name in Palette.model_fields)
        for scheme in ("light", "dark")
    )
    return (
        f"@media screen {{ :root {{ {light} }} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
    )
