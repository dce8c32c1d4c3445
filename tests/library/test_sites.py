"""Tests of the websites' files: what may stand in them, and the contrast of their colours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from service.library.check import check
from service.library.publish import publish
from service.library.read import read_content
from service.library.sites import OURS, contrast, theme
from service.web.settings import ROOT
from tests import stored
from tests.library.conftest import Small

SITE = """
name: "Charity"
origins: ["https://www.charity.test"]
colours:
  light: {accent: "#1c594d", on_accent: "#ffffff", paper: "#faf7f2"}
  dark: {accent: "#92d4c3", on_accent: "#0e231d", paper: "#171613"}
greeting: "Welcome. Call {{ helplines.emergency.phone }} in an emergency."
helplines_first: [charity]
preview: allowed
"""
FILE = "sites/charity.yml"


def faults(small: Small) -> list[str]:
    return [str(fault) for fault in check(read_content(small.folder))]


def test_a_site_is_published_with_its_greeting_rendered(small: Small, tmp_path: Path) -> None:
    small.write(FILE, SITE)
    assert faults(small) == []
    publish(small.folder, tmp_path / "var", lambda _: None)
    fixed = json.loads(stored.fixed(tmp_path / "var").read_text())
    assert fixed["sites"]["charity"]["greeting"]["text"] == "Welcome. Call 999 in an emergency."
    assert fixed["sites"]["charity"]["origins"] == ["https://www.charity.test"]


def test_content_without_sites_is_whole(small: Small) -> None:
    assert faults(small) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://www.charity.test", "http://www.charity.test", "origin http://www.charity.test: write it as"),
        ("https://www.charity.test", "https://*.charity.test", "origin https://*.charity.test: write it as"),
        ("https://www.charity.test", "https://www.charity.test/", "origin https://www.charity.test/: write it as"),
        ("https://www.charity.test", "https://www.Charity.test", "origin https://www.Charity.test: write it as"),
        ("https://www.charity.test", "https://a.test; script-src *", "origin https://a.test; script-src *: write it"),
        ('["https://www.charity.test"]', "[]", "'origins' is wrong"),
        ("[charity]", "[nobody]", "helpline nobody is not in helplines.yml."),
        ("preview: allowed", "preview: maybe", "'preview' is wrong"),
        ("#1c594d", "#1C594D", "'colours.light.accent' is wrong"),
        ("#1c594d", "red; }", "'colours.light.accent' is wrong"),
        ("helplines.emergency.phone", "helplines.nobody.phone", "greeting: "),
        ("Welcome.", "Welcome to [this](topic:nothing).", "greeting: the link to topic nothing leads nowhere."),
        ("Welcome.", "Welcome, this cures you.", "'cures' "),
        ('name: "Charity"', "", "'name' is missing."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_file(small: Small, old: str, new: str, said: str) -> None:
    small.write(FILE, SITE.replace(old, new))
    found = faults(small)
    assert found and all(fault.startswith(f"{FILE}: ") for fault in found)
    assert any(said in fault for fault in found), found


def test_a_file_that_is_no_yaml_is_one_fault(small: Small) -> None:
    small.write(FILE, "name: [")
    (fault,) = faults(small)
    assert fault.startswith(f"{FILE}: This is not readable YAML")


def test_a_key_that_could_not_stand_in_an_address_is_a_fault(small: Small) -> None:
    small.write("sites/A Charity.yml", SITE)
    (fault,) = faults(small)
    assert "small letters" in fault


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('accent: "#1c594d"', 'accent: "#8a8a8a"', "on_accent #ffffff on accent #8a8a8a has a contrast of 3.45 to 1."),
        ('on_accent: "#0e231d"', 'on_accent: "#ffffff"', "on_accent #ffffff on accent #92d4c3 has a contrast of 1.6"),
        ('paper: "#faf7f2"', 'paper: "#777777"', "light: ink #211e1a on paper #777777 has a contrast of 3.7"),
    ],
)  # fmt: skip
def test_pale_colours_are_refused_with_their_ratio(small: Small, old: str, new: str, said: str) -> None:
    small.write(FILE, SITE.replace(old, new))
    assert any(said in fault and "WCAG AA needs" in fault for fault in faults(small)), faults(small)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_ours_are_those_of_the_page(scheme: str) -> None:
    css = (ROOT / "service/chat/static/page.css").read_text()
    parts = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    on_page = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", parts[{"light": 0, "dark": 1}[scheme]]))
    assert {name: on_page[name] for name in OURS[scheme]} == OURS[scheme]


def test_the_theme_sets_the_colours_for_screens_only() -> None:
    colours = read_content(ROOT / "content").sites["example"]["colours"]
    css = theme(colours)
    assert css.count("@media screen") == css.count("@media") == 2
    assert "--on-accent: #ffffff;" in css
    assert set(re.findall(r"#[0-9a-f]{6}", css)) == {c for scheme in colours.values() for c in scheme.values()}
