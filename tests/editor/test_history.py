"""Tests of history: no version is lost, and going back is a change like any other."""

from __future__ import annotations

import re
from typing import Any

from tests.editor.conftest import Office, Person

BASICS = "topics/illness/basics.md"


def saves(person: Person, body: str, why: str = "Plainer") -> None:
    answer = person.sends("/topics/basics/save", {**person.form(), "body": body, "why": why})
    assert answer.status_code == 303 and "said=" in answer.headers["location"]


def versions(person: Person) -> list[str]:
    return re.findall(r'href="/editor/topics/basics/history/([\w-]+)"', person.sees("/topics/basics/history"))


def goes_back(person: Person, version: str, **given: str) -> Any:
    page = person.sees(f"/topics/basics/history/{version}")
    base = re.search(r'name="base" value="(\w+)"', page)
    assert base
    return person.sends(
        "/topics/basics/roll-back", {"version": version, "base": base[1], "why": "Were better", **given}
    )


def test_every_version_says_who_and_why(office: Office, ann: Person, bob: Person) -> None:
    office.in_git()
    saves(ann, "First words.", "Simpler")
    saves(bob, "Second words.", "Simpler still")

    page = ann.sees("/topics/basics/history")

    assert len(versions(ann)) == 3
    assert re.findall(r"<td>(\w+)</td><td>([^<]*)</td>", page) == [
        ("bob", "basics: Simpler still"),
        ("ann", "basics: Simpler"),
        ("dev", "All of it"),
    ]
    assert page.count("In the file now") == 1 and page.index("In the file now") < page.index("basics: Simpler still")


def test_one_version_stands_beside_the_file_of_now(office: Office, ann: Person) -> None:
    office.in_git()
    saves(ann, "Other words.")

    page = ann.sees(f"/topics/basics/history/{versions(ann)[-1]}")

    assert '<mark class="words">Plain</mark> words.' in page and '<mark class="words">Other</mark> words.' in page
    assert "Plain words." in page.split('class="preview"')[1]


def test_one_step_goes_back_and_is_a_new_change(office: Office, ann: Person, bob: Person) -> None:
    office.in_git()
    first = office.text()
    saves(ann, "Other words.")

    answer = goes_back(bob, versions(bob)[-1])

    assert answer.headers["location"] == "/editor/topics/basics?said=saved"
    assert office.text() == first
    assert office.git("log", "-1", "--format=%an %s") == "bob basics: back to an earlier version: Were better"
    entry = office.house.audit.entries("save", "topics/basics")[-1]
    assert (entry.actor, entry.detail["text"]) == ("bob", first)
    assert len(versions(ann)) == 3


def test_what_was_done_with_a_topic_stands_beside_its_versions(office: Office, ann: Person) -> None:
    ann.sends("/publish", {"seen": re.findall(r'name="seen" value="(\w+)"', ann.sees("/publish"))[0]})
    lea = Person(office, "lea", "lead")
    lea.signs_in()
    ann.sends("/withdraw", {"topic": "basics", "reason": "A wrong dose"})
    lea.sends("/withdraw/restore", {"topic": "basics"})

    page = ann.sees("/topics/basics/history")

    assert "ann, withdraw: A wrong dose" in page and "lea, restore</li>" in page


def test_without_git_the_audit_table_keeps_the_versions(office: Office, ann: Person) -> None:
    first = office.text()
    saves(ann, "First words.")
    saves(ann, "Second words.")

    kept = versions(ann)
    assert [name.partition("-")[0] for name in kept] == ["saved", "saved", "before"]
    assert goes_back(ann, kept[-1]).status_code == 303
    assert office.text() == first


def test_what_a_developer_did_not_commit_is_a_version_too(office: Office, ann: Person) -> None:
    office.in_git()
    office.small.swap(BASICS, "It is a treatment.", "It is one treatment.")
    by_hand = office.text()
    saves(ann, "Other words.")

    kept = [name for name in versions(ann) if name.startswith("before-")]

    assert len(kept) == 1 and "Changed outside these pages" in ann.sees("/topics/basics/history")
    assert goes_back(ann, kept[0]).status_code == 303 and office.text() == by_hand


def test_nobody_goes_back_over_a_change_they_did_not_see(office: Office, ann: Person) -> None:
    office.in_git()
    saves(ann, "Other words.")
    office.small.swap(BASICS, "Other words.", "By hand.")

    answer = goes_back(ann, versions(ann)[-1], base="0" * 64)

    assert answer.status_code == 409 and "By hand." in office.text()


def test_an_old_version_with_a_fault_of_today_stays_old(office: Office, ann: Person) -> None:
    office.small.topic("basics", body="It takes {{ waiting }}.")
    office.in_git()
    saves(ann, "Other words.")
    text = office.text("facts.yml")
    office.small.write("facts.yml", "\n".join(line for line in text.splitlines() if "waiting" not in line) + "\n")

    answer = goes_back(ann, versions(ann)[-1])

    assert answer.status_code == 422 and "waiting" in answer.text
    assert "Other words." in office.text()


def test_going_back_asks_why_and_for_a_version_that_is_there(office: Office, ann: Person) -> None:
    office.in_git()
    saves(ann, "Other words.")
    before = office.text()

    assert goes_back(ann, versions(ann)[-1], why=" ").status_code == 422
    for wrong in ("HEAD", "../../facts", "saved-99", ""):
        assert ann.sends("/topics/basics/roll-back", {"version": wrong, "base": "x", "why": "Mine"}).status_code == 404
    assert office.text() == before


def test_a_topic_that_moved_keeps_its_past(office: Office, ann: Person) -> None:
    office.in_git()
    saves(ann, "Other words.")
    (office.small.folder / "topics" / "medicine").mkdir()
    office.git("mv", BASICS, "topics/medicine/basics.md")
    office.git("commit", "-qm", "Moved")

    assert len(versions(ann)) == 3
    assert goes_back(ann, versions(ann)[-1]).status_code == 303
    assert "Plain words." in office.text("topics/medicine/basics.md")


def test_what_patients_got_can_be_read_again(office: Office, ann: Person) -> None:
    for words in ("Plain words.", "Other words."):
        office.small.topic("basics", body=words)
        seen = re.search(r'name="seen" value="(\w+)"', ann.sees("/publish"))
        assert seen and ann.sends("/publish", {"seen": seen[1]}).status_code == 303

    digits = re.findall(r'href="/editor/words/(\w+)"', ann.sees("/topics/basics/history"))

    assert len(digits) == 2
    assert "Other words." in ann.sees(f"/words/{digits[0]}") and "Plain words." in ann.sees(f"/words/{digits[1]}")
    assert ann.browser.get("/editor/words/000000000000").status_code == 404
