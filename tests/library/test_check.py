"""Tests of the check: one for each rule, in the words an editor reads, and all faults at once."""

import pytest

from service.library.check import HONEST_FORM, check
from service.library.read import read_content


def faults(small) -> list[str]:
    """Returns every fault of the folder as it is printed."""
    return [str(fault) for fault in check(read_content(small.folder))]


def topic_fault(small, body: str = "Plain words.", **front: str) -> str:
    """Returns the single fault of a topic with this body and front matter, without its file."""
    file = small.topic("basics", body=body, **front)
    (fault,) = faults(small)
    assert fault.startswith(f"{file}: ")
    return fault.removeprefix(f"{file}: ")


def test_a_folder_without_a_fault_has_none(small):
    small.topic(
        "more", body="See [the basics](topic:basics). Age {{ youngest }} and CD19. Call {{ helplines.charity.phone }}."
    )

    assert faults(small) == []


def test_a_fault_of_shape_is_a_fault_of_the_check(small):
    small.swap("facts.yml", "tag: STORED, source: [rules]", "source: [rules]")

    assert faults(small) == ["facts.yml: youngest: 'tag' is missing. Add it."]


# Tables


def test_a_fact_from_an_unknown_source_is_a_fault(small):
    small.swap("facts.yml", "source: [rules]", "source: [rumour]")

    assert faults(small) == ["facts.yml: youngest: source rumour is not in sources.yml. Add it there, or name another."]


def test_a_source_without_a_safe_address_is_a_fault(small):
    small.swap("sources.yml", "https://example.org/trial", "http://example.org/trial")

    assert faults(small) == ["sources.yml: trial: write the address with https://."]


@pytest.mark.parametrize("number", ["0808 1", "call us"])
def test_an_impossible_phone_number_is_a_fault(small, number):
    small.swap("helplines.yml", "08088 010 444", number)

    assert faults(small) == [
        f"helplines.yml: charity: {number} is not a valid UK phone number. Write it as people dial it."
    ]


def test_a_helpline_without_a_safe_address_is_a_fault(small):
    small.swap("helplines.yml", "https://charity.org.uk", "charity.org.uk")

    assert faults(small) == ["helplines.yml: charity: write the address with https://."]


# Front matter


def test_a_topic_in_an_unknown_group_is_a_fault(small):
    small.topic("lost", group="attic")

    assert faults(small) == ["topics/attic/lost.md: Group attic is not in wording.yml. Add it there, or use another."]


def test_a_topic_from_an_unknown_source_is_a_fault(small):
    assert (
        topic_fault(small, sources="[trial, rumour]")
        == "Source rumour is not in sources.yml. Add it there, or name another."
    )


@pytest.mark.parametrize("keys", [{"related": "[nowhere]"}, {"follow_ups": "{why: nowhere}"}])
def test_a_topic_that_leads_to_an_unknown_topic_is_a_fault(small, keys):
    assert topic_fault(small, **keys) == "Topic nowhere does not exist. Mend 'related' or 'follow_ups'."


def test_a_topic_that_names_itself_as_related_is_a_fault(small):
    assert topic_fault(small, related="[basics]") == "'related' names this topic itself. Take it out there."


@pytest.mark.parametrize("brand", ["Aucatzyl", "AUCATZYL"])
def test_a_brand_in_a_title_is_a_fault(small, brand):
    assert topic_fault(small, title=f'"What is {brand}?"') == "The title holds the brand name. Say obe-cel."


def test_the_topic_about_names_may_name_the_brand(small):
    small.topic("names", title='"Is Aucatzyl the same?"')

    assert faults(small) == []


# Evidence


def test_a_topic_without_evidence_must_say_so(small):
    assert topic_fault(small, evidence="none") == f"Start a topic without evidence with: {HONEST_FORM}"


def test_a_topic_without_evidence_that_says_so_needs_no_source(small):
    small.topic("basics", body=f"{HONEST_FORM}\n\n- What now?", evidence="none", sources="[]")

    assert faults(small) == []


def test_a_topic_with_evidence_names_its_source(small):
    assert topic_fault(small, sources="[]") == (
        "'sources' is empty. Name a source, or set 'evidence: none' and use the honest form."
    )


# Figures


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("It takes 10 days", "10"),
        ("It was 68.5% there", "68.5"),
        ("About 42,500 people", "42,500"),
        ("Wait ten days", "ten days"),
        ("Two to three weeks", "three weeks"),
        ("Half of the people", "Half of"),
        ("In twenty per cent", "twenty per cent"),
        ("Seventy percent did", "Seventy percent"),
        ("A third of the people", "third of"),
        ("Two thirds of them", "thirds of"),
        ("It is one in three", "one in three"),
        ("Nine in ten did", "Nine in ten"),
    ],
)
def test_a_typed_figure_is_a_fault(small, words, typed):
    small.topic("basics", body=words)

    assert (
        f"topics/illness/basics.md: '{typed}' is typed. Put the figure in facts.yml and write {{{{ its_id }}}}."
        in faults(small)
    )


@pytest.mark.parametrize(
    "front", [{"title": '"Is it 10?"'}, {"lead": '"It is 10 days."'}, {"questions": '["Is it 10 days?"]'}]
)
def test_a_figure_typed_outside_the_body_is_a_fault_too(small, front):
    assert topic_fault(small, **front) == "'10' is typed. Put the figure in facts.yml and write {{ its_id }}."


def test_a_figure_typed_in_a_numbers_block_is_a_fault_too(small):
    assert topic_fault(small, body="a\n\n::: numbers\nIt was 61 here.\n:::", sensitive="true") == (
        "'61' is typed. Put the figure in facts.yml and write {{ its_id }}."
    )


def test_a_figure_cannot_be_hidden_between_braces(small):
    assert (
        topic_fault(small, body="See {{ 77 }} now.")
        == "{{ 77 }} is not the name of a figure or a helpline. Write the id of one."
    )


def test_names_that_hold_digits_and_the_numbers_of_steps_are_no_figures(small):
    small.topic("basics", body="1. CD19 and TA1116.\n2. The 24-hour number.\n3. [Call](https://example.org/2024).")

    assert faults(small) == []


def test_a_numbers_block_needs_a_sensitive_topic(small):
    assert topic_fault(small, body="a\n\n::: numbers\nb\n:::") == (
        "Only a topic with 'sensitive: true' may have a numbers block. Set that, or remove the block."
    )


@pytest.mark.parametrize(
    "body",
    [
        "a\n\n::: numbers\nb",
        "a\n\n::: numbers b :::",
        "::: numbers\na\n:::\n\n::: numbers\nb\n:::",
        "::: figures\na\n:::",
    ],
)
def test_a_numbers_block_that_is_not_one_whole_block_is_a_fault(small, body):
    assert topic_fault(small, body=body, sensitive="true") == (
        "The numbers block is not closed. Write '::: numbers' and ':::' on lines of their own, once."
    )


SURVIVAL = "alive is a survival figure. It may stand only between '::: numbers' and ':::'. Move it there."


@pytest.mark.parametrize("use", ["{{ alive }}", "{{ alive.value }}", "{{alive.in_100}}"])
@pytest.mark.parametrize("sensitive", ["true", "false"])
def test_a_survival_figure_among_open_words_is_a_fault(small, use, sensitive):
    assert topic_fault(small, body=f"{use} lived.", sensitive=sensitive) == SURVIVAL


@pytest.mark.parametrize("key", ["title", "lead"])
def test_a_survival_figure_in_title_or_lead_is_a_fault(small, key):
    assert topic_fault(small, **{key: '"{{ alive }} lived."'}, sensitive="true") == SURVIVAL


def test_a_survival_figure_in_a_question_to_take_along_is_a_fault(small):
    assert topic_fault(small, questions='["Why {{ alive }}?"]', sensitive="true") == SURVIVAL


def test_a_survival_figure_in_the_numbers_block_of_a_sensitive_topic_is_no_fault(small):
    small.topic("basics", body="a\n\n::: numbers\n{{ alive.in_100 }} lived.\n:::", sensitive="true")

    assert faults(small) == []


def test_a_figure_whose_source_the_topic_does_not_name_is_a_fault(small):
    assert topic_fault(small, body="Age {{ youngest }}.", sources="[trial]") == (
        "youngest comes from rules, which 'sources' does not name. Name it there."
    )


# Words and links


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("You are eligible.", "You are eligible"),
        ("you are not eligible", "you are not eligible"),
        ("Then you will be fine.", "you will be fine"),
        ("You are safe now", "You are safe"),
        ("You will be cured", "You will be cured"),
        ("Don't worry about it", "Don't worry"),
        ("There is no need to call", "no need to call"),
        ("You do not need to call", "You do not need to call"),
        ("many months of extra life", "months of extra life"),
        ("some extra months", "extra months"),
    ],
)
def test_a_verdict_or_a_false_figure_is_a_fault(small, words, verdict):
    assert (
        topic_fault(small, body=words)
        == f"'{verdict}' is a verdict or a false figure. Say who decides, or what is known."
    )


def test_a_verdict_in_the_lead_is_a_fault_too(small):
    assert "'You are eligible' is a verdict" in topic_fault(small, lead='"You are eligible."')


def test_a_link_in_the_body_that_leads_nowhere_is_a_fault(small):
    assert (
        topic_fault(small, body="See [this](topic:nowhere).")
        == "The link to topic nowhere leads nowhere. Mend its id, or take it out."
    )


def test_a_link_in_the_lead_that_leads_nowhere_is_a_fault(small):
    assert (
        topic_fault(small, lead='"See [this](topic:nowhere)."')
        == "The link to topic nowhere leads nowhere. Mend its id, or take it out."
    )


def test_a_link_in_the_numbers_block_that_leads_nowhere_is_a_fault(small):
    body = "a\n\n::: numbers\n[b](topic:nowhere)\n:::"

    assert (
        topic_fault(small, body=body, sensitive="true")
        == "The link to topic nowhere leads nowhere. Mend its id, or take it out."
    )


def test_markdown_no_block_can_carry_is_one_fault(small):
    assert topic_fault(small, body="A **bold** word.") == "Bold is not allowed in an answer. Write it in plain words."


def test_an_unknown_name_is_a_fault(small):
    assert topic_fault(small, body="{{ nobody }}") == "'nobody' is undefined. Add it to facts.yml, or mend the name."


# Fixed wording and cards


def test_a_missing_sentence_of_the_wording_is_a_fault(small):
    small.swap("wording.yml", 'unsure: "Words for unsure."\n', "")

    assert faults(small) == ["wording.yml: 'unsure' is missing. Add it."]


def test_an_unknown_sentence_of_the_wording_is_a_fault(small):
    small.write("wording.yml", (small.folder / "wording.yml").read_text() + 'joke: "Ha."\n')

    assert faults(small) == ["wording.yml: 'joke' is not a known key. Mend its name, or remove it."]


def test_missing_closing_lines_are_one_fault_and_no_crash(small):
    small.swap("wording.yml", 'black_triangle: "▼ A new medicine."\n', "")
    small.topic("drug", group="medicine")

    assert faults(small) == ["wording.yml: 'black_triangle' is missing. Add it."]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("**Hello**", "bold is not allowed in an answer. Write it in plain words"),
        ("{{ nobody }}", "'nobody' is undefined. Add it to facts.yml, or mend the name"),
        ("[this](topic:nowhere)", "the link to topic nowhere leads nowhere. Mend its id, or take it out"),
        ("{{ alive }} lived", "alive is a survival figure, which only a numbers block may hold. Take it out"),
    ],
)
def test_fixed_words_are_checked_like_topics(small, words, sentence):
    small.swap("wording.yml", '"Words for greeting."', f'"{words}"')
    small.swap("urgent.yml", "Call [999](tel:999).", words)

    assert faults(small) == [f"urgent.yml: cards.emergency: {sentence}.", f"wording.yml: greeting: {sentence}."]


@pytest.mark.parametrize("cards", ["cards: null", "cards: []", "cards: {emergency: words}", "signs: []"])
def test_cards_of_a_wrong_shape_are_left_to_the_danger_rules_and_crash_nothing(small, cards):
    small.write("urgent.yml", cards + "\n")

    assert faults(small) == []


# All at once


def test_all_faults_are_named_at_once_sorted_and_once(small):
    small.swap("facts.yml", "source: [rules]", "source: [rumour]")
    small.swap("helplines.yml", "08088 010 444", "0808 1")
    small.swap("wording.yml", '"Words for greeting."', '"**Hi**"')
    small.topic("basics", body="Wait 10 days, {{ nobody }}.", related="[nowhere]", title='"Aucatzyl?"')
    small.topic("other", body="- a\n  - b", sources="[rumour]")
    small.topic("third", body="{{ helplines.silent.phone }} and {{ 'x' }}")
    small.write("topics/illness/void.md", "no keys")

    assert faults(small) == [
        "facts.yml: youngest: source rumour is not in sources.yml. Add it there, or name another.",
        "helplines.yml: charity: 0808 1 is not a valid UK phone number. Write it as people dial it.",
        "topics/illness/basics.md: '10' is typed. Put the figure in facts.yml and write {{ its_id }}.",
        "topics/illness/basics.md: 'nobody' is undefined. Add it to facts.yml, or mend the name.",
        "topics/illness/basics.md: The title holds the brand name. Say obe-cel.",
        "topics/illness/basics.md: Topic nowhere does not exist. Mend 'related' or 'follow_ups'.",
        "topics/illness/other.md: Bullet list cannot stand here. Move or remove it.",
        "topics/illness/other.md: Source rumour is not in sources.yml. Add it there, or name another.",
        "topics/illness/third.md: {{ 'x' }} is not the name of a figure or a helpline. Write the id of one.",
        "topics/illness/void.md: Start the file with its keys between two lines of three dashes.",
        "wording.yml: greeting: bold is not allowed in an answer. Write it in plain words.",
    ]


def test_a_topic_offered_in_place_of_a_verdict_must_exist(small):
    small.swap("advice.yml", "topics: [basics]", "topics: [basics, nowhere]")

    assert faults(small) == ["advice.yml: Topic nowhere does not exist. Mend 'topics' of medicine."]
