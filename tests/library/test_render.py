"""Tests of rendering: figures and helplines put in strictly, and a fingerprint that changes with the words alone."""

import os
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.library.blocks import to_text
from service.library.faults import ContentBroken
from service.library.read import read_content
from service.library.render import Rendered, fill_text, fingerprint_of, render


def rendered(small, name: str = "basics") -> Rendered:
    """Returns one topic of the folder, rendered."""
    content = read_content(small.folder)
    assert content.faults == []
    return render(content)[name]


def refusal(small, words: str) -> str:
    """Returns the fault of a topic with these words."""
    small.topic("basics", body=words)
    with pytest.raises(ContentBroken) as broken:
        render(read_content(small.folder))
    (fault,) = broken.value.faults
    assert fault.file == "topics/illness/basics.md"
    return fault.sentence


# Figures


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("{{ reaction }}", "68.5%"),
        ("{{ reaction.value }}", "68.5"),
        ("{{ youngest }}", "26"),
        ("{{ waiting }}", "4 to 6 hours"),
        ("{{reaction}}", "68.5%"),
        ("{{ reaction.in_100 }}", "about 69 in every 100 people (68.5%)"),
        ("{{ bad_reaction.in_100 }}", "about 1 in every 100 people (0.5%)"),
        ("{{ returned.in_100 }}", "40 in every 100 people (40%)"),
    ],
)
def test_a_figure_is_put_in(small, words, shown):
    small.topic("basics", body=f"It is {words}.")

    assert rendered(small).text == f"It is a treatment.\n\nIt is {shown}."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1.5", "about 2 in every 100 people (1.5%)"),
        ("2.5", "about 3 in every 100 people (2.5%)"),
        ("2.4", "about 2 in every 100 people (2.4%)"),
        ("99.4", "about 99 in every 100 people (99.4%)"),
        ("100", "100 in every 100 people (100%)"),
        ("0", "0 in every 100 people (0%)"),
    ],
)
def test_people_in_100_are_rounded_half_up(small, value, shown):
    small.swap("facts.yml", "value: 68.5", f"value: {value}")
    small.topic("basics", body="{{ reaction.in_100 }}")

    assert rendered(small).text.endswith(f"\n\n{shown}")


@pytest.mark.parametrize(("value", "whole"), [("0.4", 0), ("99.6", 100)])
def test_a_rare_thing_never_reads_as_never_nor_a_common_one_as_always(small, value, whole):
    small.swap("facts.yml", "value: 68.5", f"value: {value}")

    assert refusal(small, "{{ reaction.in_100 }}") == f"Reaction would read as {whole} in 100; use it without in_100."


@pytest.mark.parametrize("name", ["waiting", "youngest"])
def test_only_a_percentage_has_people_in_100(small, name):
    assert refusal(small, f"{{{{ {name}.in_100 }}}}") == (
        f"{name.capitalize()} is not a percentage, so it has no in_100. Write it without."
    )


def test_a_range_in_per_cent_has_no_people_in_100(small):
    small.swap("facts.yml", "value: 68.5", 'value: "60 to 70"')

    assert (
        refusal(small, "{{ reaction.in_100 }}")
        == "Reaction is not a percentage, so it has no in_100. Write it without."
    )


@pytest.mark.parametrize("name", ["nothing", "lipsum", "range", "none", "true", "Reaction"])
def test_an_unknown_name_is_an_error(small, name):
    assert refusal(small, f"{{{{ {name} }}}}") == f"'{name}' is undefined. Add it to facts.yml, or mend the name."


def test_an_unknown_helpline_is_an_error(small):
    assert refusal(small, "{{ helplines.nobody.phone }}") == (
        "There is no helpline 'nobody'. Add it to helplines.yml, or mend the name."
    )


def test_a_brace_that_is_not_closed_is_an_error(small):
    assert refusal(small, "Age {{ youngest") == "A {{ has no }}. Close it, or take it out."


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__ }}",
        "{{ reaction.__class__ }}",
        "{{ reaction._fact }}",
        "{{ 77 }}",
        "{{ 'seventy' }}",
        "{{ 1/0 }}",
        "{{ reaction + 1 }}",
        "{{ reaction() }}",
        "{{ reaction|length }}",
        "{{ reaction.colour }}",
        "{{ helplines }}",
        "{{ helplines.charity }}",
        "{{ helplines.items }}",
        "{{ helplines.charity.hours }}",
        "{{ }}",
    ],
)
def test_nothing_but_a_name_may_stand_between_braces(small, code):
    assert refusal(small, code) == f"{code} is not the name of a figure or a helpline. Write the id of one."


@pytest.mark.parametrize("code", ["{% set x = 1 %}", "{# a note #}", "{% for a in [1] %}{% endfor %}"])
def test_template_commands_are_refused(small, code):
    assert refusal(small, code) == f"{code[:2]} is not the name of a figure or a helpline. Write the id of one."


# Helplines


def test_a_number_nobody_has_dialled_says_so_and_gives_the_address(small):
    small.topic("basics", body="{{ helplines.charity.name }}: {{ helplines.charity.phone }}.")

    topic = rendered(small)

    assert topic.text.endswith("Charity: 08088 010 444 (not yet checked: charity.org.uk).")
    assert topic.blocks[1]["p"][1:] == [
        {"phone": {"label": "08088 010 444", "tel": "+448088010444"}},
        " (not yet checked: ",
        {"link": {"label": "charity.org.uk", "url": "https://charity.org.uk"}},
        ").",
    ]


def test_a_number_nobody_has_dialled_says_so_without_an_address_too(small):
    small.swap("helplines.yml", 'url: "https://charity.org.uk"', "url: null")
    small.topic("basics", body="{{ helplines.charity.phone }}")

    assert rendered(small).text.endswith("\n\n08088 010 444 (not yet checked)")


def test_a_number_somebody_has_dialled_stands_alone(small):
    small.topic("basics", body="{{ helplines.dialled.phone }}")

    assert rendered(small).text.endswith("\n\n0800 144 88 48")


@pytest.mark.parametrize("number", ["999", "111", "116 123"])
def test_the_numbers_everybody_knows_never_carry_the_line(small, number):
    small.swap("helplines.yml", '"999"', f'"{number}"')
    small.topic("basics", body="{{ helplines.emergency.phone }}")

    assert rendered(small).text.endswith(f"\n\n{number}")


def test_a_helpline_without_a_number_cannot_be_dialled(small):
    assert refusal(small, "{{ helplines.silent.phone }}") == "Helplines.silent has no number. Add one, or use its name."


def test_a_helpline_with_an_impossible_number_is_a_fault(small):
    small.swap("helplines.yml", '"08088 010 444"', '"call us"')

    assert (
        refusal(small, "{{ helplines.charity.phone }}")
        == "Call us is not a valid UK phone number. Write it as people dial it."
    )


# What a topic holds


def test_figures_are_put_into_title_lead_and_questions_too(small):
    small.topic(
        "basics", title='"From {{ youngest }}?"', lead='"Age {{ youngest }}."', questions='["Why {{ youngest }}?"]'
    )

    topic = rendered(small)

    assert (topic.title, topic.lead, topic.questions) == ("From 26?", "Age 26.", ["Why 26?"])
    assert topic.blocks[0] == {"p": ["Age 26."]}


def test_figures_of_a_sensitive_topic_are_not_among_its_open_words(small):
    small.topic("basics", body="Before.\n\n::: numbers\n{{ alive }} lived.\n:::\n\nAfter.", sensitive="true")

    topic = rendered(small)

    assert topic.text == "It is a treatment.\n\nBefore.\n\nAfter."
    assert to_text(topic.all_blocks) == "It is a treatment.\n\nBefore.\n\n61.1% lived.\n\nAfter."


def test_a_topic_of_some_nations_ends_with_a_note_for_the_others(small):
    small.topic("basics", nations="[england]")

    assert rendered(small).blocks[-1] == {"note": ["Words for elsewhere."]}


def test_a_topic_about_the_medicine_ends_with_the_black_triangle(small):
    small.topic("drug", group="medicine")

    assert rendered(small, "drug").blocks[-1] == {"note": ["▼ A new medicine."]}
    assert "▼" not in rendered(small, "basics").text


def test_sources_are_whole_and_in_order(small):
    assert [(s["id"], s["title"], s["url"]) for s in rendered(small).sources] == [
        ("trial", "The trial", "https://example.org/trial"),
        ("rules", "The rules", None),
    ]


def test_every_fault_of_rendering_is_named_at_once(small):
    small.topic("basics", body="{{ one }}")
    small.topic("other", body="**Two**")

    with pytest.raises(ContentBroken) as broken:
        render(read_content(small.folder))

    assert str(broken.value) == (
        "topics/illness/basics.md: 'one' is undefined. Add it to facts.yml, or mend the name.\n"
        "topics/illness/other.md: Bold is not allowed in an answer. Write it in plain words."
    )


def test_fixed_words_are_as_strict_as_topics(small):
    content = read_content(small.folder)

    assert fill_text("Call {{ helplines.emergency.phone }}.", content) == "Call [999](tel:999)."
    with pytest.raises(Exception, match=r"^'nobody' is undefined. Add it to facts.yml, or mend the name$"):
        fill_text("{{ nobody }}", content)


# Fingerprints

BODY = "Café, {{ reaction }} and {{ helplines.charity.phone }}."


def fingerprint(small, **front: str) -> str:
    """Returns the fingerprint of the small topic with what is changed."""
    small.topic("basics", **({"body": BODY} | front))
    return rendered(small).fingerprint


def test_a_fingerprint_is_a_sha_256_with_its_name(small):
    name, digits = fingerprint(small).split(":")

    assert name == "sha256"
    assert len(digits) == 64
    assert set(digits) <= set("0123456789abcdef")


def test_the_fingerprint_format_does_not_change_by_accident():
    assert fingerprint_of({"title": "Café  ≤ 5 %", "body": [{"p": ["a\nb"]}]}) == (
        "sha256:5affe9b2d5812177cedf218940b6a55e134766fcffdb45d78090c385df9eedac"
    )


def test_composed_and_decomposed_letters_are_the_same_words(small):
    decomposed = unicodedata.normalize("NFD", BODY)
    assert decomposed != BODY

    assert fingerprint(small, body=decomposed) == fingerprint(small, body=unicodedata.normalize("NFC", BODY))


def test_runs_of_white_space_are_the_same_words(small):
    spaced = BODY.replace(" and", "   \tand").replace("Café, ", "Café,\n")

    assert fingerprint(small, body=spaced) == fingerprint(small)


@pytest.mark.parametrize(
    "changed",
    [
        {"body": BODY.replace("Café,", "Café")},
        {"body": BODY.replace("Café", "Cafe")},
        {"body": BODY + "\n\n::: numbers\nMore.\n:::\n", "sensitive": "true"},
        {"title": '"What was it?"'},
        {"lead": '"It is one treatment."'},
        {"questions": '["Another question?"]'},
        {"sources": "[rules, trial]"},
        {"sources": "[trial]"},
        {"nations": "[england]"},
    ],
)
def test_one_changed_word_or_comma_is_another_fingerprint(small, changed):
    assert fingerprint(small, **changed) != fingerprint(small)


def test_another_choice_is_another_fingerprint(small):
    before = fingerprint(small)
    small.topic("other")

    assert fingerprint(small, related="[other]") != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("facts.yml", "value: 68.5", "value: 68.6"),
        ("facts.yml", "people with the reaction", "people who had the reaction"),
        ("helplines.yml", "08088 010 444", "0808 808 00 00"),
        ("helplines.yml", 'name: "Charity"', 'name: "The charity"'),
        ("sources.yml", "The trial", "Another trial"),
        ("sources.yml", '"2024"', '"2025"'),
    ],
)
def test_a_changed_fact_helpline_or_source_is_another_fingerprint(small, file, old, new):
    before = fingerprint(small)

    small.swap(file, old, new)

    assert rendered(small).fingerprint != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("facts.yml", "value: 40", "value: 41"), ("helplines.yml", "0800 144 88 48", "0303 303 0303")],
)
def test_what_a_topic_does_not_use_leaves_its_fingerprint(small, file, old, new):
    before = fingerprint(small)

    small.swap(file, old, new)

    assert rendered(small).fingerprint == before


def test_points_to_check_are_for_editors_and_leave_the_fingerprint(small):
    assert fingerprint(small, to_check='["Ask a nurse."]') == fingerprint(small)


# For any figure

EXAMPLES = 300 if os.environ.get("PROVE") else 12
SIGNS = st.sampled_from(["<", ">", "≤", "≥", "±", "×", "about"])
UNITS = st.sampled_from(["%", "°C", "days", "× 10", "million cells", "mg/m²"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=EXAMPLES, deadline=None)
@given(sign=SIGNS, value=st.one_of(st.integers(0, 10**6), st.decimals(0, 999, places=1).map(float)), unit=UNITS)
def test_a_figure_its_unit_and_its_sign_survive_from_file_to_text(small, sign, value, unit):
    small.write(
        "facts.yml",
        f'level: {{value: {value}, unit: "{unit}", of_whom: "x", kind: rate, tag: STORED, source: [trial]}}\n',
    )
    small.topic("basics", body=f"It is {sign} {{{{ level }}}} here.\n\n- at {sign} {{{{ level }}}}\n")

    shown = f"{sign} {value}{'' if unit == '%' else ' '}{unit}"

    assert rendered(small).text == f"It is a treatment.\n\nIt is {shown} here.\n\n- at {shown}"
