"""Tests of the phrase check: each fault of a phrase file, and what counts as the same phrase."""

from pathlib import Path

import pytest

from service.library.phrases import LEAST, check_phrases, read_phrases, same


def write(folder: Path, name: str, phrases: list[str], intent: str | None = None) -> None:
    """Writes a phrase file."""
    lines = "".join(f"    - {phrase}\n" for phrase in phrases)
    (folder / f"{name}.yml").write_text(
        f'version: "3.1"\nnlu:\n- intent: {intent or name}\n  examples: |\n{lines or "    "}\n', encoding="utf-8"
    )


def many(word: str) -> list[str]:
    """Returns just enough phrases, all different."""
    return [f"{word} question {number}" for number in range(LEAST)]


def faults(folder: Path, topics: list[str], others: tuple[str, ...] = ()) -> list[str]:
    """Returns the faults as they are printed."""
    return [str(fault) for fault in check_phrases(folder, topics, others)]


def test_phrases_without_a_fault_have_none(tmp_path):
    write(tmp_path, "crs", many("fever"))
    write(tmp_path, "greeting", many("hello"))

    assert faults(tmp_path, ["crs"], ("greeting",)) == []


def test_a_topic_without_phrases_is_named(tmp_path):
    assert faults(tmp_path, ["crs"]) == ["crs.yml: Topic crs has no phrases. Write at least 25."]


def test_too_few_phrases_are_counted(tmp_path):
    write(tmp_path, "crs", many("fever")[1:])

    assert faults(tmp_path, ["crs"]) == ["crs.yml: There are 24 phrases. Write at least 25."]


def test_a_file_without_topic_is_named(tmp_path):
    write(tmp_path, "crs", many("fever"))

    assert faults(tmp_path, []) == ["crs.yml: No topic is called crs. Rename or remove the file."]


def test_phrases_of_another_intent_are_a_fault(tmp_path):
    write(tmp_path, "crs", many("fever"), intent="icans")

    assert faults(tmp_path, ["crs"]) == [
        "crs.yml: The file must hold phrases of the intent crs and of no other. Move the others.",
        "crs.yml: There are 0 phrases. Write at least 25.",
    ]


@pytest.mark.parametrize("phrase", ["/crs", "what is [crs](illness)", "what is {crs}"])
def test_rasa_markup_in_a_phrase_is_a_fault(tmp_path, phrase):
    write(tmp_path, "crs", [*many("fever"), phrase])

    assert faults(tmp_path, ["crs"]) == [f"crs.yml: '{phrase}' holds Rasa markup. Write it as a person types it."]


def test_a_phrase_twice_in_one_file_is_a_fault(tmp_path):
    write(tmp_path, "crs", [*many("fever"), "What's CRS?", "whats crs"])

    assert faults(tmp_path, ["crs"]) == ["crs.yml: 'whats crs' stands also in crs.yml. Keep it in one place."]


def test_a_phrase_in_two_topics_is_a_fault(tmp_path):
    write(tmp_path, "crs", [*many("fever"), "what is it"])
    write(tmp_path, "icans", [*many("brain"), "What is it?!"])

    assert faults(tmp_path, ["crs", "icans"]) == [
        "icans.yml: 'What is it?!' stands also in crs.yml. Keep it in one place."
    ]


@pytest.mark.parametrize(
    "text", ["nlu: [", "words", "[]", "nlu: 5\n", "nlu:\n- intent: crs\n", "nlu:\n- intent: crs\n  examples: [a]\n", ""]
)
def test_a_file_that_holds_no_phrases_is_named(tmp_path, text):
    (tmp_path / "crs.yml").write_text(text)

    (fault,) = faults(tmp_path, ["crs"])

    assert fault.startswith("crs.yml: This is not a readable phrase file. Mend this: ")


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    (tmp_path / "crs.yml").write_bytes("nlu: café".encode("latin-1"))

    (fault,) = faults(tmp_path, ["crs"])

    assert fault.startswith(
        "crs.yml: This is not a readable phrase file. Mend this: 'utf-8' codec can't decode byte 0xe9"
    )


def test_phrases_are_read_as_typed(tmp_path):
    write(tmp_path, "crs", ["on", "09:00 - is it late?", "- dash", "what’s #1"])

    assert read_phrases(tmp_path / "crs.yml") == {"crs": ["on", "09:00 - is it late?", "- dash", "what’s #1"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [("What's CRS?", "whats crs"), ("what’s  crs", "what's crs"), ("CAR-T", "car t"), ("a_b", "A b")],
)
def test_case_and_signs_do_not_make_another_phrase(one, other):
    assert same(one) == same(other)


@pytest.mark.parametrize(("one", "other"), [("day 1", "day 10"), ("is it safe", "it is safe"), ("café", "cafe")])
def test_other_words_make_another_phrase(one, other):
    assert same(one) != same(other)
