"""Tests of editing: the draft is kept, nothing of anybody is lost, the file is what a developer would have typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.editor.conftest import Office, Person, fields

BASICS = "topics/illness/basics.md"


def changed(person: Person, **values: Any) -> dict[str, Any]:
    return {**person.form(), **values}


def saves(person: Person, **values: Any) -> Any:
    return person.sends("/topics/basics/save", changed(person, **{"why": "Plainer words", **values}))


def test_what_is_typed_is_kept_as_a_draft_and_the_file_stays(ann: Person, office: Office) -> None:
    before = office.text()

    answer = ann.sends("/topics/basics/draft", changed(ann, body="Other words."))

    assert answer.status_code == 303
    assert office.text() == before
    assert ann.form()["body"] == ["Other words."]
    assert "Other words." in ann.sees("/topics/basics/edit").split('class="preview"')[1]
    assert "Draft of ann" in ann.sees("/topics")


def test_saving_writes_what_a_developer_would_have_typed(ann: Person, office: Office) -> None:
    old = office.text()
    office.small.write(BASICS, old.replace("related: []\n", "related: [] # none yet\n# sorted\n"))
    before = office.text()

    answer = saves(ann, body="Other words.", why="Shorter")

    assert answer.headers["location"] == "/editor/topics/basics?said=saved"
    assert office.text() == before.replace("Plain words.", "Other words.")
    assert "Shorter" in str(office.house.audit.entries("save", "topics/basics")[-1].detail)
    assert office.house.drafts.of() == []


def test_saving_commits_with_the_editor_as_author(ann: Person, office: Office) -> None:
    office.in_git()

    saves(ann, body="Other words.", why="Shorter")

    assert office.git("log", "-1", "--format=%an %ae %s", "--", ".") == "ann ann@editor.invalid basics: Shorter"
    assert office.git("status", "--porcelain") == ""
    assert office.git("show", "--name-only", "--format=", "HEAD") == BASICS


def test_a_reviewer_who_edits_is_known_to_git_by_the_address_of_reviewers_yml(ann: Person, office: Office) -> None:
    office.small.write(
        "reviewers.yml",
        "reviewers:\n  ann: {name: Ann, role: nurse, body: NMC, number: '1', groups: [illness], emails: [Ann@h.uk]}\n",
    )
    office.in_git()

    saves(ann, body="Other words.")

    assert office.git("log", "-1", "--format=%ae") == "Ann@h.uk"


def test_what_a_developer_did_not_commit_gets_no_other_name(ann: Person, office: Office) -> None:
    office.in_git()
    office.small.swap(BASICS, "It is a treatment.", "It is one treatment.")

    answer = saves(ann, body="Other words.")

    assert answer.headers["location"].endswith("said=not-in-git")
    assert office.git("log", "-1", "--format=%s") == "All of it"
    assert "It is one treatment." in office.text() and "Other words." in office.text()
    assert "It is one treatment." in office.house.audit.entries("save")[-1].detail["replaced"]


def test_a_save_that_could_not_be_committed_is_committed_by_the_next(ann: Person, bob: Person, office: Office) -> None:
    office.in_git()
    lock = office.small.folder / ".git" / "index.lock"
    lock.touch()
    assert saves(ann, body="First words.").headers["location"].endswith("not-in-git")
    lock.unlink()

    assert saves(bob, body="Second words.").headers["location"].endswith("said=saved")

    assert office.git("log", "-2", "--format=%an").split() == ["bob", "ann"]
    assert "+First words." in office.git("show", "HEAD~1")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"body": "You will be fine."}, "verdict"),
        ({"body": "It takes 3 weeks."}, "&#39;3&#39; is typed"),
        ({"body": "It is {{ nothing_such }}."}, "nothing_such"),
        ({"sources": ["nowhere"]}, "Source nowhere is not in sources.yml"),
        ({"sources": [""]}, "&#39;sources&#39; is empty"),
        ({"nations": []}, "nations"),
        ({"evidence": "hearsay"}, "evidence"),
        ({"body": "A **bold** word."}, "not allowed"),
    ],
)
def test_words_with_a_fault_are_kept_but_not_saved_to_the_file(
    ann: Person, office: Office, values: dict[str, Any], said: str
) -> None:
    before = office.text()

    answer = saves(ann, **values)

    assert answer.status_code == 422
    assert said in answer.text.split('id="checks"')[1]
    assert office.text() == before
    assert office.house.drafts.find("basics", "ann")


def test_lengths_are_shown_and_nobody_is_held_to_them(ann: Person) -> None:
    long = " ".join(["word"] * 25) + "."

    fragment = ann.sends("/topics/basics/draft", changed(ann, body=long, fragment="1")).text

    assert "25 words: word word" in fragment
    assert saves(ann, body=long).status_code == 303


def test_saving_asks_why(ann: Person, office: Office) -> None:
    before = office.text()

    answer = saves(ann, body="Other words.", why=" ")

    assert answer.status_code == 422 and "Say in a few words" in answer.text
    assert office.text() == before


def test_the_second_editor_is_told_sees_both_and_loses_nothing(ann: Person, bob: Person, office: Office) -> None:
    office.in_git()
    of_bob = changed(bob, body="Words of bob.")
    bob.sends("/topics/basics/draft", of_bob)
    assert "bob is changing this topic too" in ann.sees("/topics/basics/edit")
    assert saves(ann, body="Words of ann.").status_code == 303

    refused = bob.sends("/topics/basics/save", {**bob.form(), "why": "Mine"})

    assert refused.status_code == 409
    assert "ann saved it on" in refused.text
    assert "Words of <mark" in refused.text and "ann" in refused.text.split("both-sides")[1]
    assert "Words of ann." in office.text()
    assert fields(refused.text)["body"] == ["Words of bob."]

    seen = refused.text.split('name="seen" value="')[1].split('"')[0]
    assert bob.sends("/topics/basics/save", {**fields(refused.text), "seen": seen, "why": "Ours"}).status_code == 303
    assert "Words of bob." in office.text()
    assert "Words of ann." in office.git("show", "HEAD~1:" + BASICS)


def test_a_file_changed_underneath_is_never_overwritten(ann: Person, office: Office) -> None:
    form = changed(ann, body="Mine.")
    office.small.swap(BASICS, "Plain words.", "By hand.")

    answer = ann.sends("/topics/basics/save", {**form, "why": "Mine"})

    assert answer.status_code == 409
    assert "changed outside these pages" in answer.text
    assert "By hand." in office.text() and "Mine." not in office.text()
    assert office.house.audit.entries("save") == []


def test_having_seen_one_version_does_not_cover_the_next(ann: Person, office: Office) -> None:
    form = changed(ann, body="Mine.")
    office.small.swap(BASICS, "Plain words.", "By hand.")
    first = ann.sends("/topics/basics/save", {**form, "why": "Mine"}).text
    seen = first.split('name="seen" value="')[1].split('"')[0]
    office.small.swap(BASICS, "By hand.", "By hand again.")

    answer = ann.sends("/topics/basics/save", {**fields(first), "seen": seen, "why": "Mine"})

    assert answer.status_code == 409
    assert "By hand again." in office.text()


def test_two_windows_of_one_editor_do_not_overwrite_each_other(ann: Person, office: Office) -> None:
    one, two = changed(ann, body="One."), changed(ann, body="Two.")
    assert ann.sends("/topics/basics/draft", one).status_code == 303

    answer = ann.sends("/topics/basics/draft", two)

    assert answer.status_code == 409 and "Two windows" in answer.text
    assert "One." in office.house.drafts.find("basics", "ann").text
    assert fields(answer.text)["body"] == ["Two."]
    assert ann.sends("/topics/basics/draft", fields(answer.text)).status_code == 303
    assert "Two." in office.house.drafts.find("basics", "ann").text


def test_the_fragment_keeps_the_number_of_a_form_that_was_overtaken(ann: Person) -> None:
    one, two = changed(ann, body="One."), changed(ann, body="Two.", fragment="1")
    ann.sends("/topics/basics/draft", one)

    answer = ann.sends("/topics/basics/draft", two)

    assert answer.status_code == 409
    assert '<input id="number" value="0">' in answer.text


def test_a_draft_is_thrown_away_only_as_it_was_seen(ann: Person, office: Office) -> None:
    ann.sends("/topics/basics/draft", changed(ann, body="One."))
    ann.sends("/topics/basics/draft", changed(ann, body="Two."))

    assert ann.sends("/topics/basics/throw-away", {"number": "1"}).status_code == 409
    assert office.house.drafts.find("basics", "ann")
    assert ann.sends("/topics/basics/throw-away", {"number": "2"}).status_code == 303
    assert office.house.drafts.of() == []


def test_nothing_changed_makes_no_draft_no_save_and_no_commit(ann: Person, office: Office) -> None:
    office.in_git()
    assert saves(ann).headers["location"].endswith("said=same")

    assert office.house.drafts.of() == [] and office.house.audit.entries("save") == []
    assert office.git("log", "--format=%s") == "All of it"


def test_what_is_typed_is_never_html(ann: Person) -> None:
    nasty = "<script>alert(1)</script> {{ 7*7 }} {% raw %}"

    page = ann.sends("/topics/basics/draft", changed(ann, body=nasty, title=nasty, lead=nasty, fragment="1")).text

    assert "<script>alert" not in page and "49" not in page


def test_keys_that_the_form_does_not_show_stay(ann: Person, office: Office) -> None:
    office.small.topic("basics", flow="eligibility")

    assert saves(ann, body="Other words.").status_code == 303
    assert "flow: eligibility" in office.text()


def test_an_audit_table_that_cannot_be_written_keeps_the_file_as_it_is(
    ann: Person, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.records.conversations import RecordsDown

    def down(*_: object, **__: object) -> None:
        raise RecordsDown("test")

    form, before = changed(ann, body="Other words.", why="Shorter"), office.text()
    csrf = ann.csrf()
    monkeypatch.setattr(office.house.audit, "add", down)

    answer = ann.browser.post("/editor/topics/basics/save", data={**form, "csrf": csrf})

    assert answer.status_code == 503
    assert office.text() == before


def test_a_file_whose_keys_cannot_be_read_is_said_to_be_so(ann: Person, office: Office) -> None:
    office.small.write(BASICS, "---\ntitle: [\n---\n\nWords.\n")

    assert ann.browser.get("/editor/topics/basics/edit").status_code == 409
    assert "cannot be read" in ann.sees("/topics") or "not readable" in ann.sees("/topics")
    assert ann.browser.get("/editor/topics/basics").status_code == 200


def test_there_is_no_way_out_of_the_folder(ann: Person) -> None:
    for name in ("..%2f..%2freviewers", "nothing", "basics.md", "%2e%2e"):
        assert ann.browser.get(f"/editor/topics/{name}/edit").status_code == 404
