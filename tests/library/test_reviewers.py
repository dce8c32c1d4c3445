"""Tests of reviewers.yml: who may sign is named whole, once, and for groups there are."""

import pytest

from service.library.check import check
from service.library.read import read_content
from tests.library.office import REVIEWERS


def faults(small):
    return [str(fault) for fault in check(read_content(small.folder))]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('role: "nurse", ', "", "bob: 'role' is missing. Add it."),
        ('name: "Bob"', 'name: ""', "bob: 'name' is wrong: string should have at least 1 character."),
        ("emails: [bob@example.org]", "emails: []", "bob: 'emails' is wrong: list should have at least 1 item"),
        ("groups: [illness]", "groups: []", "cat: 'groups' is wrong: list should have at least 1 item"),
        ("groups: [illness]", "groups: [illnes]", "cat: there is no group illnes. Mend 'groups'."),
        ("groups: [illness]", "group: [illness]", "cat: 'group' is not a known key. Mend its name, or remove it."),
        ('number: "2"', 'number: "1"', "bob: ann has the same registration number. Name a person once."),
        ('number: "2"', 'number: " 1 "', "bob: ann has the same registration number. Name a person once."),
        ("bob@example.org", "ANN@example.org", "bob: ANN@example.org belongs to ann already. Name a person once."),
        ("bob@example.org", "bob", "bob: bob is not an email address. Mend it."),
        ("  bob:", "  Bob:", "Bob: write the id in small letters, figures and _, as the name of the account."),
        ("reviewers:", "people:", "This file must hold 'reviewers', and nothing else. Write {} where none is."),
    ],
)
def test_what_is_wrong_with_a_reviewer_is_named(small, old, new, said):
    small.write("reviewers.yml", REVIEWERS)
    assert faults(small) == []

    small.swap("reviewers.yml", old, new)

    assert any(fault.startswith(f"reviewers.yml: {said}") for fault in faults(small)), faults(small)


@pytest.mark.parametrize("text", ["", "[]", "reviewers: []\n", "reviewers: 1\n", "reviewers:\n"])
def test_a_file_of_another_shape_is_a_fault(small, text):
    small.write("reviewers.yml", text)

    assert len(faults(small)) == 1
    assert faults(small)[0].startswith("reviewers.yml: ")


def test_a_missing_file_is_a_fault(small):
    (small.folder / "reviewers.yml").unlink()

    assert faults(small) == ["reviewers.yml: This file is missing. Bring it back from git."]
