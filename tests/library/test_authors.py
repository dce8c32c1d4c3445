"""Tests of authorship: whoever changed the words or what they draw on is named, and doubt is no author."""

import subprocess

import pytest

from service.library.authors import authors
from tests.library.office import WRITER, git

FILES = ("topics/illness/basics.md", "wording.yml", "facts.yml")


def emails(office, since=None, files=FILES):
    found = authors(office.folder, files, since)
    return None if found is None else found.emails


def head(office):
    return git(office.folder, "rev-parse", "HEAD").strip()


def test_everybody_who_ever_changed_the_words_is_an_author(office):
    office.small.swap("topics/illness/basics.md", "back, for", "back for")
    office.commit("Ann@Example.org")

    assert emails(office) == {WRITER, "ann@example.org"}
    assert authors(office.folder, FILES, None).commit == head(office)


def test_who_changed_a_shared_file_that_the_words_draw_on_is_an_author(office):
    office.small.swap("facts.yml", "value: 40,", "value: 41,")
    office.commit("bob@example.org")

    assert emails(office) == {WRITER, "bob@example.org"}


def test_who_changed_another_file_is_none(office):
    office.small.swap("helplines.yml", "08088 010 444", "08088 010 445")
    office.small.swap("topics/illness/other.md", "Other words.", "More words.")
    office.commit("bob@example.org")

    assert emails(office) == {WRITER}


def test_only_changes_since_the_last_sign_off_count(office):
    since = head(office)
    assert emails(office, since) == set()
    office.small.swap("topics/illness/basics.md", "back, for", "back for")
    office.commit("bob@example.org")

    assert emails(office, since) == {"bob@example.org"}


@pytest.mark.parametrize("since", ["f" * 40, "HEAD", "--all", "", "not a commit"])
def test_a_commit_that_is_not_in_this_history_leaves_all_of_it(office, since):
    assert emails(office, since) == {WRITER}


def test_a_commit_of_another_branch_leaves_all_of_this_one(office):
    git(office.folder, "checkout", "--quiet", "-b", "aside")
    office.commit("bob@example.org")
    aside = head(office)
    git(office.folder, "checkout", "--quiet", "-")

    assert emails(office, aside) == {WRITER}


def test_who_commits_for_another_and_who_is_named_beside_them_are_authors(office):
    office.small.swap("topics/illness/basics.md", "back, for", "back for")
    office.commit("dan@example.org", "eve@example.org", "Words\n\nCo-authored-by: Fay <Fay@example.org>")

    assert emails(office) == {WRITER, "dan@example.org", "eve@example.org", "fay@example.org"}


def test_a_topic_that_moved_keeps_its_authors(office):
    git(office.folder, "mv", "topics/illness/basics.md", "topics/illness/gone.md")
    office.commit("bob@example.org")
    (office.folder / "topics/medicine").mkdir()
    git(office.folder, "mv", "topics/illness/gone.md", "topics/medicine/basics.md")
    office.commit("cat@example.org")

    assert emails(office, files=("topics/medicine/basics.md",)) == {WRITER, "bob@example.org", "cat@example.org"}


def test_a_change_that_came_by_a_merge_has_its_author(office):
    git(office.folder, "checkout", "--quiet", "-b", "aside")
    office.small.swap("topics/illness/basics.md", "back, for", "back for")
    office.commit("dan@example.org")
    git(office.folder, "checkout", "--quiet", "-")
    office.small.swap("topics/illness/other.md", "Other words.", "More words.")
    office.commit("bob@example.org")
    git(office.folder, "-c", "user.name=X", "-c", "user.email=eve@example.org", "merge", "--quiet", "aside")

    assert emails(office) == {WRITER, "dan@example.org"}


def test_a_change_made_inside_a_merge_has_the_author_of_the_merge(office):
    git(office.folder, "checkout", "--quiet", "-b", "aside")
    office.small.swap("topics/illness/other.md", "Other words.", "More words.")
    office.commit("dan@example.org")
    git(office.folder, "checkout", "--quiet", "-")
    office.commit("bob@example.org")
    git(office.folder, "-c", "user.name=X", "-c", "user.email=x@x", "merge", "--quiet", "--no-commit", "aside")
    office.small.swap("topics/illness/basics.md", "back, for", "back for")
    office.commit("eve@example.org")

    assert emails(office) == {WRITER, "eve@example.org"}


@pytest.mark.parametrize("file", ["topics/illness/basics.md", "facts.yml", "reviewers.yml"])
def test_a_change_that_is_not_committed_has_no_known_author(office, file):
    with (office.folder / file).open("a", encoding="utf-8") as written:
        written.write("\n")

    assert emails(office) is None


def test_a_change_hidden_from_git_status_is_still_seen(office):
    git(office.folder, "update-index", "--assume-unchanged", FILES[0])
    office.small.swap(FILES[0], "back, for", "back for")

    assert git(office.folder, "status", "--short") == ""
    assert emails(office) is None


def test_a_file_that_git_ignores_has_no_known_author(office):
    office.small.write(".gitignore", "new.md\n")
    office.commit(WRITER)
    office.small.write("topics/illness/new.md", "x")

    assert emails(office, files=("topics/illness/new.md",)) is None


def test_without_git_nobody_is_known(small):
    assert authors(small.folder, FILES, None) is None


def test_a_history_that_is_cut_off_tells_nobody(office, tmp_path):
    office.commit("bob@example.org")
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{office.folder}", tmp_path / "cut"], check=True)

    assert authors(tmp_path / "cut", FILES, None) is None


def test_an_environment_that_points_elsewhere_is_not_followed(office, tmp_path, monkeypatch):
    git(tmp_path, "init", "--quiet", "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere" / ".git"))

    assert emails(office) == {WRITER}


def test_a_replaced_commit_is_not_believed(office):
    office.small.swap("topics/illness/basics.md", "back, for", "back for")
    office.commit("bob@example.org")
    true = head(office)
    git(office.folder, "-c", "user.name=X", "-c", "user.email=x@example.org", "commit", "--quiet", "--amend",
        "--author=X <x@example.org>", "-m", "Words")  # fmt: skip
    git(office.folder, "replace", true, head(office))
    git(office.folder, "reset", "--quiet", "--hard", true)

    assert emails(office) == {WRITER, "bob@example.org"}
