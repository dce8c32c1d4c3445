"""Tests of the blocks: what each Markdown construct becomes, what is refused, and that no word or number is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.library.blocks import NotABlock, link, spans_text, telephone, to_blocks, to_text, topics_linked

KINDS = {"p", "h", "list", "steps", "note", "table", "image"}


def refusal(markdown: str) -> str:
    """Returns why the Markdown is refused."""
    with pytest.raises(NotABlock) as refused:
        to_blocks(markdown)
    return str(refused.value)


# What each construct becomes


def test_a_paragraph_keeps_its_words_and_joins_its_lines():
    assert to_blocks("One line\nand another.\n\nNext.") == [{"p": ["One line and another."]}, {"p": ["Next."]}]


def test_a_heading_is_a_string():
    assert to_blocks("## What happens next") == [{"h": "What happens next"}]


def test_a_list_holds_spans():
    assert to_blocks("- one\n- [two](topic:crs)") == [
        {"list": [["one"], [{"topic": {"label": "two", "topic": "crs"}}]]}
    ]


def test_steps_are_an_ordered_list():
    assert to_blocks("1. Call.\n2. Wait.") == [{"steps": [["Call."], ["Wait."]]}]


def test_each_paragraph_of_a_quotation_is_a_note():
    assert to_blocks("> First.\n>\n> Second.") == [{"note": ["First."]}, {"note": ["Second."]}]


def test_a_table_has_a_head_and_rows():
    assert to_blocks("| Sign | Call |\n|---|---|\n| Fever | [now](tel:999) |") == [
        {"table": {"head": ["Sign", "Call"], "rows": [["Fever", "now"]]}}
    ]


def test_a_picture_of_our_own_keeps_its_description():
    assert to_blocks("![A drip](/static/drip.png)") == [{"image": {"src": "/static/drip.png", "alt": "A drip"}}]


def test_nothing_gives_no_block():
    assert to_blocks("") == []


def test_a_phone_number_is_a_span_to_dial():
    assert to_blocks("Call [0808 808 00 00](tel:+448088080000) now.") == [
        {"p": ["Call ", {"phone": {"label": "0808 808 00 00", "tel": "+448088080000"}}, " now."]}
    ]


@pytest.mark.parametrize("url", ["https://nice.org.uk/ta1116", "mailto:a@b.org", "sms:85258"])
def test_safe_links_keep_their_address(url):
    assert to_blocks(f"[here]({url})") == [{"p": [{"link": {"label": "here", "url": url}}]}]


def test_a_label_over_two_lines_keeps_its_space():
    assert to_blocks("[call\nus](topic:when)") == [{"p": [{"topic": {"label": "call us", "topic": "when"}}]}]


def test_what_looks_like_a_definition_of_a_link_stays_words():
    assert to_text(to_blocks("[5]: 8 weeks")) == "[5]: 8 weeks"


# What is refused


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("A **bold** word", "bold is not allowed in an answer. Write it in plain words"),
        ("An *important* word", "italics is not allowed in an answer. Write it in plain words"),
        ("`code`", "code inline is not allowed in an answer. Write it in plain words"),
        ("```\ncode\n```", "a code block is not allowed in an answer. Write it in plain words"),
        ("    code", "an indented block is not allowed in an answer. Write it in plain words"),
        ("a\n\n---\n\nb", "hr is not allowed in an answer. Write it in plain words"),
        ("a\\\nb", "hardbreak is not allowed in an answer. Write it in plain words"),
        ("# Title", "headings have one level. Write them with ##"),
        ("### Smaller", "headings have one level. Write them with ##"),
        ("Title\n===", "headings have one level. Write them with ##"),
        ("- a\n  - b", "bullet list cannot stand here. Move or remove it"),
        ("1. a\n   1. b", "ordered list cannot stand here. Move or remove it"),
        ("- a\n\n  b", "paragraph cannot stand here. Move or remove it"),
        ("-", "list item cannot stand here. Move or remove it"),
        ("> - a", "a note holds sentences only. Write it without lists and headings"),
        ("> ## a", "a note holds sentences only. Write it without lists and headings"),
        ("[**b**](topic:x)", "bold is not allowed in an answer. Write it in plain words"),
        ("see ![A drip](/drip.png)", "image is not allowed in an answer. Write it in plain words"),
    ],
)
def test_markdown_that_no_block_can_carry_is_refused(markdown, sentence):
    assert refusal(markdown) == sentence


@pytest.mark.parametrize("html", ["<b>", "</b>", "<script>", '<img src="x">', "<br/>", "<https://x.org>"])
def test_html_is_refused_and_never_shown_as_letters(html):
    assert (
        refusal(f"Words {html} words")
        == f"'{html}' is HTML or half a link, which is not allowed in an answer. Write it in plain words"
    )


def test_an_html_comment_is_refused():
    assert refusal("Words <!-- a secret --> words") == (
        "'<!--' is HTML or half a link, which is not allowed in an answer. Write it in plain words"
    )


@pytest.mark.parametrize(
    "source", ["https://x.org/a.png", "http://x.org/a.png", "//x.org/a.png", "a.png", "data:image/png,x"]
)
def test_a_picture_from_outside_is_refused(source):
    assert refusal(f"![Drip]({source})") == "a picture must be one of this service's own. Write its address as /name"


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "http://x.org",
        "//x.org",
        "crs",
        "file:///etc",
        "#a",
        "",
    ],
)
def test_a_link_that_is_not_safe_is_refused(target):
    assert (
        refusal(f"[here]({target})")
        == f"the link to {target} is not https, mailto, tel, sms or topic. Use one of these"
    )


@pytest.mark.parametrize("target", ["tel:+44 808", "topic:a b", "https://x.org/a b"])
def test_half_a_link_is_refused_and_never_shown_as_brackets(target):
    assert (
        refusal(f"[here]({target})")
        == f"']({target})' is HTML or half a link, which is not allowed in an answer. Write it in plain words"
    )


def test_a_link_without_words_is_refused():
    assert refusal("Press [](topic:crs)") == "the link to topic:crs has no words. Write them between [ and ]"


def test_a_line_that_starts_with_a_figure_does_not_lose_it():
    assert refusal("26. That is the age.") == "steps start at 1, not at 26. Begin the line with a word, or count from 1"


def test_a_comparison_sign_at_the_start_of_a_line_does_not_get_lost_in_a_note():
    assert refusal("A share of blasts\n> 20% counts as high.") == (
        "a note starts with words, not with '> 20% counts a'; write 'more than' for the sign"
    )


def test_a_safe_link_holds_no_second_line():
    with pytest.raises(NotABlock) as refused:
        link("here", "https://x.org\njavascript:x")

    assert (
        str(refused.value)
        == "the link to https://x.org\njavascript:x is not https, mailto, tel, sms or topic. Use one of these"
    )


# Numbers to dial


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("999", "999"),
        ("111", "111"),
        ("116 123", "116123"),
        ("18000", "18000"),
        ("0800 1111", "08001111"),
        ("0808 808 00 00", "+448088080000"),
        ("08088 010 444", "+448088010444"),
        ("+44 303 303 0303", "+443033030303"),
    ],
)
def test_a_uk_number_is_given_as_it_is_dialled(number, dialled):
    assert telephone(number) == dialled


@pytest.mark.parametrize("number", ["0808 1", "call us", "", "998", "0000 000 0000"])
def test_a_number_that_cannot_exist_is_refused(number):
    with pytest.raises(ValueError) as refused:
        telephone(number)

    assert str(refused.value) == f"{number} is not a valid UK phone number. Write it as people dial it"


# Plain text


def test_plain_text_keeps_every_word_and_number():
    blocks = to_blocks(
        "Less than <5% of cells, ≤ 20%, 68.5%.\n\n## Day 10 ± 2\n\n- 100 × 10\n- [0808 808 00 00](tel:+448088080000)"
        "\n\n1. Call [999](tel:999).\n2. Then rest.\n\n> A note of [38 °C](topic:fever)."
        "\n\n| Day | Who |\n|---|---|\n| 1 | 7 of 127 |"
        "\n\n![A drip stand](/drip.png)"
    )

    assert to_text(blocks) == (
        "Less than <5% of cells, ≤ 20%, 68.5%.\n\nDay 10 ± 2\n\n- 100 × 10\n- 0808 808 00 00\n\n"
        "1. Call 999.\n2. Then rest.\n\nA note of 38 °C.\n\nDay; Who\n1; 7 of 127\n\nA drip stand"
    )


def test_topics_are_found_wherever_the_api_can_carry_a_link():
    blocks = to_blocks(
        "[a](topic:one)\n\n- [b](topic:two)\n\n1. [c](topic:three)\n\n> [d](topic:four) [e](https://x.org)"
    )

    assert topics_linked(blocks) == {"one", "two", "three", "four"}


def test_spans_are_read_aloud_by_their_labels():
    assert spans_text(["Call ", {"phone": {"label": "111", "tel": "111"}}, "."]) == "Call 111."


# For any text


@given(st.text(alphabet="ab1 \n\n-*_#>|[](){}<>!`:.\\/&;0~=+\"'\t≤%", max_size=80))
def test_any_markdown_gives_known_blocks_or_one_kind_of_error(markdown):
    try:
        blocks = to_blocks(markdown)
    except NotABlock as refused:
        assert str(refused)
    else:
        assert all(len(block) == 1 and set(block) <= KINDS for block in blocks)
        assert "](" not in to_text(blocks)


FIGURE = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "<", ">", "≤", "≥", "±", "< ", "> ", "about "]),
    st.one_of(st.integers(0, 99_999).map(str), st.floats(0, 999).map(lambda x: f"{x:.1f}"), st.just("42,500")),
    st.sampled_from(["%", " %", " °C", "°", " × 10", " million", " mg/m²", " days", "–14 days", ""]),
    st.sampled_from(["", " & more", " ± 2", " (95% CI 8.0–22.1)", " > 20%"]),
)


@given(
    st.lists(FIGURE, min_size=1, max_size=4),
    st.sampled_from(["Text {}.", "- item {}", "1. step {}", "> note {}", "## {}"]),
)
def test_figures_units_and_comparison_signs_survive_to_blocks_and_text(figures, shape):
    words = ", then ".join(figures)

    text = to_text(to_blocks(shape.format(f"x {words} y")))

    assert f"x {words} y" in re.sub(r"\s+", " ", text)
