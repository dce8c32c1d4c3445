"""Danger words of other languages: every fault is named, and what is published is what the rules and cards need."""

import json

import pytest

from service.library.check import check
from service.library.publish import publish
from service.library.read import read_content
from service.library.tongues import points_to_check
from service.safety.tongues import Tongues
from service.safety.urgent import Urgent
from tests import stored

FILE = "urgent_languages.yml"


def faults(small):
    return [str(fault) for fault in check(read_content(small.folder))]


def test_languages_without_a_fault(small):
    assert faults(small) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("urgent: {fever: [\"gor", "severe: {fever: [\"gor", "pl: 'signs.severe.[key]' is wrong: input should be"
         " 'emergency', 'urgent' or 'crisis'. Mend it."),
        ('["gorączk*", "(wysoka|duża) temperatura"]', "[]", "pl: 'signs.urgent.fever' is empty. Write at least one"
         " phrase."),
        ('"gorączk*"', '" "', "pl: 'signs.urgent.fever' holds a phrase without words. Write some, or remove it."),
        ('"gorączk*"', '"..."', "pl: 'signs.urgent.fever' holds a phrase without words. Write some, or remove it."),
        ('"nie mam"', '"*"', "pl: 'not_before' holds a phrase without words. Write some, or remove it."),
        ("(wysoka|duża)", "(wysoka|(duża)", "pl: 'signs.urgent.fever': '(wysoka|(duża) temperatura' is no phrase. Write"
         " (a|b), word*, a_b and ... only."),
        ("gorączk*", "*gorączk", "pl: 'signs.urgent.fever': '*gorączk' is no phrase. Write (a|b), word*, a_b and ..."
         " only."),
        ("gorączk*", "a|b", "pl: 'signs.urgent.fever': 'a|b' is no phrase. Write (a|b), word*, a_b and ... only."),
        ("[999](tel:999)", "[112](tel:112)", "pl: 'cards.emergency': 112 is not the number of a helpline. Mend it,"
         " or add the helpline."),
        ("[999](tel:999)", "[111](tel:999)", "pl: 'cards.emergency': the words of the link to 999 say another"
         " number. Make both the same."),
        ("24 godziny", "22 godziny", "pl: 'cards.urgent': 22 is not the number of a helpline. Mend it, or add the"
         " helpline."),
        ("24 godziny", "**24** godziny", "pl: 'cards.urgent': bold is not allowed in an answer. Write it in plain"
         " words."),
        ('"Teraz 999"', '"Teraz 998"', "pl: 'cards.emergency': 998 is not the number of a helpline. Mend it, or add"
         " the helpline."),
        ('"Teraz 999"', '""', "pl: 'cards.emergency.title' is wrong: string should have at least 1 character. Mend"
         " it."),
        ('["Every word.", "By a clinician."]', "[]", "pl: 'to_check' is wrong: list should have at least 1 item after"
         " validation, not 0. Mend it."),
        ('name: "Polish"', 'nome: "Polish"', "pl: 'name' is missing. Add it."),
        ("  so: {", "  Somali: {", "Somali: write a language code such as pl or pa-Latn."),
        ("languages:", "tongues:", "It must hold 'to_check' and 'languages', and nothing else. Mend that."),
    ],
)  # fmt: skip
def test_a_fault_is_named(small, old, new, sentence):
    small.swap(FILE, old, new)

    assert f"{FILE}: {sentence}" in faults(small)


def test_a_number_of_a_card_is_a_fault_once_no_helpline_has_it(small):
    small.swap("helplines.yml", '"0800 144 88 48"', "null")

    assert (
        f"{FILE}: pl: 'cards.crisis': +448001448848 is not the number of a helpline. Mend it, or add the helpline."
        in faults(small)
    )


def test_a_card_that_is_missing_is_a_fault(small):
    small.swap(FILE, '      crisis: {title: "Porozmawiaj", body: "Dzwoń [0800 144 88 48](tel:+448001448848)."}\n', "")

    assert faults(small) == [f"{FILE}: pl: 'cards.crisis' is missing. Add it."]


def test_a_phrase_of_too_many_spellings_is_a_fault(small):
    small.swap(FILE, "gorączk*", "(a|b|c|d|e|f|g|h)" * 4)

    (fault,) = faults(small)
    assert fault.endswith("stands for more than 2000 spellings. Write it as several.")


def test_what_is_published_works_and_holds_the_cards(small, tmp_path):
    publish(small.folder, tmp_path / "var", Urgent.from_data)

    tongues = json.loads(stored.fixed(tmp_path / "var").read_text(encoding="utf-8"))["tongues"]

    assert Tongues.from_data(tongues["words"]).hear("mam goraczke") == ("urgent", "pl")
    assert set(tongues["cards"]) == {"pl"}
    card = tongues["cards"]["pl"]["emergency"]
    assert {key: card[key] for key in ("lang", "dir", "title", "blocks", "text")} == {
        "lang": "pl",
        "dir": "ltr",
        "title": "Teraz 999",
        "blocks": [{"p": ["Dzwoń ", {"phone": {"label": "999", "tel": "999"}}, "."]}],
        "text": "Dzwoń 999.",
    }


def test_nothing_is_published_on_a_fault(small, tmp_path):
    small.swap(FILE, "[999](tel:999)", "[112](tel:112)")

    with pytest.raises(Exception, match="112 is not the number of a helpline"):
        publish(small.folder, tmp_path / "var", Urgent.from_data)

    assert not list((tmp_path / "var").rglob("*.db"))


def test_every_point_to_check_is_counted(small):
    assert points_to_check(read_content(small.folder)) == 4
