"""Tests of reading: YAML 1.2 keeps text as text, and every fault of shape is one exact sentence."""

from dataclasses import replace
from datetime import date

from service.library.read import read_content, read_yaml


def sentences(small) -> list[str]:
    """Returns the faults of the folder as they are printed."""
    return [str(fault) for fault in read_content(small.folder).faults]


def test_a_folder_without_a_fault_is_read_whole(small):
    content = read_content(small.folder)

    assert content.faults == []
    assert list(content.topics) == ["basics"]
    assert content.topics["basics"].group == "illness"
    assert content.topics["basics"].file == "topics/illness/basics.md"
    assert content.facts["reaction"].value == 68.5
    assert content.facts["youngest"].value == 26
    assert content.helplines["dialled"].verified_on == date(2026, 1, 31)
    assert content.groups["medicine"].medicine is True
    assert "groups" not in content.wording


def test_words_that_yaml_1_1_would_change_stay_text(tmp_path):
    file = tmp_path / "x.yml"
    file.write_text("a: on\nb: off\nc: yes\nd: no\ne: 09:00\nf: 0808 808 00 00\ng: 12:30:45\nh: y\n")

    assert read_yaml(file) == {
        "a": "on",
        "b": "off",
        "c": "yes",
        "d": "no",
        "e": "09:00",
        "f": "0808 808 00 00",
        "g": "12:30:45",
        "h": "y",
    }


def test_a_phone_number_without_quotes_never_turns_into_another_number(small):
    small.swap("helplines.yml", '"08088 010 444"', "08088010444")

    assert sentences(small) == ["helplines.yml: charity: 'phone' is wrong: input should be a valid string. Mend it."]
    assert "charity" not in read_content(small.folder).helplines


def test_opening_hours_without_quotes_stay_as_typed(small):
    small.swap("helplines.yml", 'name: "Silent"\n  for_whom: "Anyone."', "name: on\n  for_whom: 09:00")

    content = read_content(small.folder)

    assert content.faults == []
    assert (content.helplines["silent"].name, content.helplines["silent"].for_whom) == ("on", "09:00")


def test_a_missing_file_is_named(small):
    for name in (
        "sources.yml",
        "facts.yml",
        "helplines.yml",
        "urgent.yml",
        "urgent_languages.yml",
        "advice.yml",
        "wording.yml",
    ):
        (small.folder / name).unlink()

    assert sentences(small) == [
        "sources.yml: This file is missing. Bring it back from git.",
        "facts.yml: This file is missing. Bring it back from git.",
        "helplines.yml: This file is missing. Bring it back from git.",
        "urgent.yml: This file is missing. Bring it back from git.",
        "urgent_languages.yml: This file is missing. Bring it back from git.",
        "advice.yml: This file is missing. Bring it back from git.",
        "wording.yml: This file is missing. Bring it back from git.",
    ]


def test_a_folder_without_topics_says_which_setting_to_look_at(small):
    (small.folder / "topics/illness/basics.md").unlink()

    assert sentences(small) == ["topics: There is no topic here. Check CONTENT_DIR."]


def test_broken_yaml_says_where(small):
    small.write("sources.yml", "trial: [1\n")

    assert sentences(small) == [
        'sources.yml: This is not readable YAML. Mend this: while parsing a flow sequence in "<unicode string>",'
        " line 1,"
        " column 8: trial: [1 ^ (line: 1) expected ',' or ']', but got '<stream end>' in \"<unicode string>\", "
    ]


def test_a_name_used_twice_is_broken_yaml_and_neither_is_taken(small):
    small.write("sources.yml", "trial: 1\ntrial: 2\n")

    content = read_content(small.folder)

    assert content.sources == {}
    assert 'found duplicate key "trial"' in content.faults[0].sentence


def test_a_day_that_does_not_exist_is_a_fault_and_no_crash(small):
    small.swap("helplines.yml", "2026-01-31", "2026-13-31")

    assert sentences(small) == ["helplines.yml: This is not readable YAML. Mend this: month must be in 1..12"]


def test_a_day_that_does_not_exist_in_a_topic_is_a_fault_and_no_crash(small):
    small.topic("basics", title="2026-13-31")

    assert (
        sentences(small)[0]
        == "topics/illness/basics.md: The keys are not readable YAML. Mend this: month must be in 1..12"
    )


def test_yaml_that_names_a_python_object_makes_none(small):
    small.write("sources.yml", "trial: !!python/object/apply:os.getcwd []\n")

    content = read_content(small.folder)

    assert content.sources == {}
    assert "could not determine a constructor for the tag" in content.faults[0].sentence


def test_a_list_where_names_belong_is_named(small):
    small.write("facts.yml", "- a\n- b\n")

    assert sentences(small) == ["facts.yml: This file must hold names with values. Write each as 'name: value'."]


def test_an_empty_file_is_named(small):
    small.write("urgent.yml", "")

    assert sentences(small) == ["urgent.yml: This file must hold names with values. Write each as 'name: value'."]


def test_a_name_that_is_a_number_is_named_and_left_out(small):
    small.write("sources.yml", 'trial: {title: "T", publisher: "P", date: "d", url: null}\n111: {}\n')

    content = read_content(small.folder)

    assert [str(fault) for fault in content.faults] == ["sources.yml: The name 111 is not text. Write it in quotes."]
    assert list(content.sources) == ["trial"]


def test_groups_without_names_are_a_fault_and_no_crash(small):
    text = (small.folder / "wording.yml").read_text(encoding="utf-8")

    small.write("wording.yml", "groups:\n" + text[text.index("service_name") :])

    assert sentences(small) == ["wording.yml: 'groups' must hold names with values. Write each as 'name: value'."]


def test_an_unknown_key_of_a_table_is_named_with_its_row(small):
    small.swap("sources.yml", 'date: "2024"', 'date: "2024", colour: red')

    assert sentences(small) == ["sources.yml: trial: 'colour' is not a known key. Mend its name, or remove it."]


def test_a_missing_key_of_a_table_is_named_with_its_row(small):
    small.swap("facts.yml", "tag: STORED, source: [rules]", "source: [rules]")

    assert sentences(small) == ["facts.yml: youngest: 'tag' is missing. Add it."]


def test_a_wrong_type_is_named_with_its_row(small):
    small.swap("sources.yml", 'title: "The trial"', "title: 7")

    assert sentences(small) == ["sources.yml: trial: 'title' is wrong: input should be a valid string. Mend it."]


def test_a_figure_from_memory_cannot_be_a_fact(small):
    small.swap("facts.yml", "tag: STORED, source: [rules]", "tag: RECALL, source: [rules]")

    assert sentences(small) == [
        "facts.yml: youngest: 'tag' is wrong: input should be 'SEED', 'STORED' or 'SEED+STORED'. Mend it."
    ]


def test_a_fact_without_a_source_is_a_fault(small):
    small.swap("facts.yml", "source: [rules]", "source: []")

    assert sentences(small) == [
        "facts.yml: youngest: 'source' is wrong: list should have at least 1 item after validation, not 0. Mend it."
    ]


def test_an_unknown_key_of_a_topic_is_named(small):
    file = small.topic("basics", colour="red")

    assert sentences(small) == [f"{file}: 'colour' is not a known key. Mend its name, or remove it."]


def test_a_missing_key_of_a_topic_is_named(small):
    file = small.topic("basics")
    small.swap(file, "urgency: none\n", "")

    assert sentences(small) == [f"{file}: 'urgency' is missing. Add it."]


def test_wrong_values_of_a_topic_are_all_named(small):
    file = small.topic(
        "basics", nations="[france]", urgency="high", sensitive="perhaps", follow_ups="{whither: basics}"
    )

    assert sentences(small) == [
        f"{file}: 'follow_ups.whither.[key]' is wrong: input should be 'why', 'how_long', 'how_common', 'what_to_do',"
        " 'when', 'where', 'who', 'age', 'children' or 'more'. Mend it.",
        f"{file}: 'nations.0' is wrong: input should be 'england', 'scotland', 'wales' or 'northern_ireland'. Mend it.",
        f"{file}: 'urgency' is wrong: input should be 'none', 'urgent' or 'emergency'. Mend it.",
        f"{file}: 'sensitive' is wrong: input should be a valid boolean, unable to interpret input. Mend it.",
    ]


def test_a_topic_for_no_nation_is_a_fault(small):
    file = small.topic("basics", nations="[]")

    assert sentences(small) == [
        f"{file}: 'nations' is wrong: list should have at least 1 item after validation, not 0. Mend it."
    ]


def test_a_topic_without_front_matter_says_how_it_starts(small):
    small.write("topics/illness/basics.md", "Words and no keys.\n")

    assert sentences(small) == [
        "topics/illness/basics.md: Start the file with its keys between two lines of three dashes."
    ]


def test_front_matter_that_is_never_closed_says_how_it_starts(small):
    small.write("topics/illness/basics.md", '---\ntitle: "What?"\n')

    assert sentences(small) == [
        "topics/illness/basics.md: Start the file with its keys between two lines of three dashes."
    ]


def test_front_matter_that_holds_no_keys_is_named(small):
    small.write("topics/illness/basics.md", "---\njust words\n---\nBody.\n")

    (sentence,) = sentences(small)

    assert sentence.startswith("topics/illness/basics.md: 'keys' is wrong: input should be a valid dictionary")


def test_broken_front_matter_is_named(small):
    small.topic("basics", title='"never closed')

    (sentence,) = sentences(small)

    assert sentence.startswith(
        "topics/illness/basics.md: The keys are not readable YAML. Mend this: while parsing a block mapping"
    )


def test_a_topic_that_is_not_utf_8_is_named(small):
    (small.folder / "topics/illness/basics.md").write_bytes("---\ncafé\n".encode("latin-1"))

    assert sentences(small) == [
        "topics/illness/basics.md: This file cannot be read as UTF-8. Save it as such: 'utf-8' codec can't decode"
        " byte 0xe9 in"
        " position 7: invalid continuation byte"
    ]


def test_a_table_that_is_not_utf_8_is_named(small):
    (small.folder / "facts.yml").write_bytes("café: 1\n".encode("latin-1"))

    assert sentences(small) == [
        "facts.yml: This is not readable YAML. Mend this: 'utf-8' codec can't decode byte 0xe9 in position 3: invalid"
        " continuation byte"
    ]


def test_lines_that_end_the_windows_way_are_read_as_any_other(small):
    file = small.topic("basics", body="First.\n\n::: numbers\nSecond.\n:::\n\nThird.", sensitive="true")
    plain = read_content(small.folder).topics["basics"]

    small.write(file, (small.folder / file).read_text(encoding="utf-8").replace("\n", "\r\n"))
    content = read_content(small.folder)

    assert content.faults == []
    assert content.topics["basics"] == plain
    assert plain.parts() == ("First.\n\n", "Second.\n", "\n\nThird.\n")


def test_a_topic_in_two_groups_is_a_fault_and_the_first_is_kept(small):
    small.topic("basics", group="medicine", title='"Another?"')

    content = read_content(small.folder)

    assert [str(fault) for fault in content.faults] == [
        "topics/medicine/basics.md: Topic basics stands in two groups. Remove one of the files."
    ]
    assert content.topics["basics"].group == "illness"


def test_a_topic_that_cannot_be_read_leaves_the_others(small):
    small.write("topics/illness/broken.md", "no keys")

    content = read_content(small.folder)

    assert list(content.topics) == ["basics"]
    assert len(content.faults) == 1


def test_a_topic_without_numbers_block_is_all_before_it(small):
    topic = read_content(small.folder).topics["basics"]

    assert topic.parts() == ("Plain words.\n", "", "")
    assert replace(topic, body="::: numbers\nx\n:::\n").parts() == ("", "x\n", "\n")
