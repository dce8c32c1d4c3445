"""Tests of signing: who may, what voids a sign-off and what brings it back, and that nothing but signing counts."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from service.library.sign import DUE, NotSigned, sign
from service.library.signatures import ACTION, signoffs
from service.library.signoff import now_standing, unsigned
from service.web.accounts import Refused, new_secret
from tests.library.office import BODY, PASSWORDS, WRITER, Office

TOPIC, FILE = "topics/basics", "topics/illness/basics.md"


def rows(office: Office, unit: str = TOPIC) -> list[dict[str, object]]:
    """Returns the rows of a signature file, to be changed by hand."""
    return YAML(typ="safe").load(office.file(unit))


def put(office: Office, signatures: list[dict[str, object]], unit: str = TOPIC) -> None:
    """Writes a signature file by hand."""
    office.file(unit).parent.mkdir(parents=True, exist_ok=True)
    YAML(typ="safe").dump(signatures, office.file(unit))


def both(office: Office, unit: str = TOPIC) -> None:
    """Two people sign."""
    office.sign(unit, "ann")
    office.sign(unit, "bob")


def test_nothing_is_signed_at_first(office: Office) -> None:
    found = signoffs(office.content(), office.folder, office.audit)

    assert len(found) == 15
    assert all(signoff == unsigned(signoff["fingerprint"]) for signoff in found.values())


def test_one_reviewer_who_wrote_nothing_of_it_signs_a_topic(office: Office) -> None:
    signature = office.sign(TOPIC, "ann", evidence=["trial"], note="Read twice.", next_review=date(2028, 1, 31))

    assert office.signoff() == {
        "status": "signed",
        "role": "consultant",
        "on": "2027-03-01",
        "next_review": "2028-01-31",
        "fingerprint": signature.fingerprint,
    }
    assert (signature.authors, signature.evidence, signature.note) == ([WRITER], ["trial"], "Read twice.")
    assert office.status("topics/other") == "unsigned"


def test_two_people_sign_and_the_earlier_review_counts(office: Office) -> None:
    office.small.topic("basics", body=BODY + " More.")  # not committed: nobody knows who wrote it
    office.sign(TOPIC, "ann", next_review=date(2028, 2, 1))
    assert office.status() == "unsigned"
    office.now += timedelta(days=1)
    office.sign(TOPIC, "bob", next_review=date(2028, 1, 1))

    signoff = office.signoff()

    assert (signoff["status"], signoff["role"]) == ("signed", "consultant, nurse")
    assert (signoff["on"], signoff["next_review"]) == ("2027-03-02", "2028-01-01")


@pytest.mark.parametrize(
    ("unit", "file", "old", "new"),
    [
        (TOPIC, FILE, "back, for", "back for"),
        (TOPIC, "facts.yml", "value: 40,", "value: 41,"),
        (TOPIC, "helplines.yml", "08088 010 444", "08088 010 445"),
        (TOPIC, "sources.yml", "A journal", "Another journal"),
        ("helplines/charity", "helplines.yml", "08088 010 444", "08088 010 445"),
        ("cards/urgent", "urgent.yml", "Call the number on", "Call the number, on"),
        ("cards/pl/urgent", "urgent_languages.yml", "na numer 24", "pod numer 24"),
        ("wording", "wording.yml", "Words for greeting.", "Words, for greeting."),
        ("eligibility", "eligibility.yml", "From a certain age.", "From a certain age on."),
        ("timeline", "timeline.yml", "It may change.", "It may, perhaps, change."),
    ],
)
def test_a_change_voids_a_sign_off_and_changing_back_restores_it(
    office: Office, unit: str, file: str, old: str, new: str
) -> None:
    both(office, unit)
    before = office.signoff(unit)
    assert before["status"] == "signed"

    office.small.swap(file, old, new)
    changed = office.signoff(unit)
    office.small.swap(file, new, old)

    assert changed == {**unsigned(changed["fingerprint"]), "status": "changed"}
    assert changed["fingerprint"] != before["fingerprint"]
    assert office.signoff(unit) == before


def test_changed_words_can_be_signed_anew_and_both_sign_offs_stay(office: Office) -> None:
    old = office.sign(TOPIC, "ann")
    office.small.swap(FILE, "back, for", "back for")
    office.commit("bob@example.org")

    new = office.sign(TOPIC, "ann")

    assert [row["fingerprint"] for row in rows(office)] == [old.fingerprint, new.fingerprint]
    assert new.authors == ["bob"]  # only who changed it since
    assert office.status() == "signed"


@pytest.mark.parametrize("email", ["ann@example.org", "ANN@EXAMPLE.ORG"])
def test_the_author_alone_cannot_sign(office: Office, email: str) -> None:
    office.small.swap(FILE, "back, for", "back for")
    office.commit(email)

    assert office.sign(TOPIC, "ann").authors == ["ann", WRITER]
    assert office.status() == "unsigned"
    office.sign(TOPIC, "bob")
    assert office.status() == "signed"


def test_somebody_who_is_not_the_author_signs_alone(office: Office) -> None:
    office.small.swap(FILE, "back, for", "back for")
    office.commit("ann@example.org")

    office.sign(TOPIC, "bob")

    assert office.signoff()["role"] == "nurse"


def test_the_author_of_a_fact_alone_cannot_sign_the_topic_that_uses_it(office: Office) -> None:
    office.small.swap("facts.yml", "value: 40,", "value: 41,")
    office.commit("ann@example.org")

    office.sign(TOPIC, "ann")

    assert office.status() == "unsigned"


def test_the_author_does_not_sign_alone_by_signing_again_or_by_leaving_an_address_out(office: Office) -> None:
    office.small.swap(FILE, "back, for", "back for")
    office.commit("ann@example.org")
    office.sign(TOPIC, "ann", next_review=office.today + timedelta(days=30))
    office.sign(TOPIC, "ann")
    assert office.status() == "unsigned"

    office.small.swap("reviewers.yml", "Ann@example.org", "other@example.org")

    assert office.status() == "unsigned"


def test_an_address_that_is_added_later_makes_an_author_of_the_reviewer(office: Office) -> None:
    office.sign(TOPIC, "ann")
    assert office.status() == "signed"

    office.small.swap("reviewers.yml", "Ann@example.org", f"Ann@example.org, {WRITER}")

    assert office.status() == "unsigned"


@pytest.mark.parametrize("unit", ["cards/emergency", "cards/pl/crisis", "wording", "helplines/charity"])
def test_cards_wording_and_helplines_need_two_whoever_wrote_them(office: Office, unit: str) -> None:
    office.sign(unit, "ann")
    assert office.status(unit) == "unsigned"
    office.sign(unit, "bob")

    assert office.signoff(unit)["role"] == "consultant, nurse"


def test_without_git_two_must_sign(office: Office) -> None:
    shutil.rmtree(office.folder / ".git")

    assert office.sign(TOPIC, "ann").authors is None
    assert office.status() == "unsigned"
    office.sign(TOPIC, "bob")
    assert office.status() == "signed"


def test_a_copied_signature_file_does_not_count(office: Office) -> None:
    both(office)
    both(office, "cards/urgent")
    office.file("topics/other").parent.mkdir(exist_ok=True)
    for unit in ("topics/other", "cards/emergency", "wording"):
        shutil.copy(office.file(TOPIC), office.file(unit))
    assert [office.status(unit) for unit in ("topics/other", "cards/emergency", "wording")] == ["unsigned"] * 3

    fingerprint = office.signoff("topics/other")["fingerprint"]
    put(office, [{**row, "fingerprint": fingerprint} for row in rows(office)], "topics/other")

    assert office.status("topics/other") == "unsigned"


@pytest.mark.parametrize(
    "changed",
    [
        {"reviewer": "bob"},
        {"authors": []},
        {"authors": None},
        {"at": "2027-02-28T12:00:30+00:00"},
        {"evidence": ["trial"]},
        {"note": "All of it is right."},
        {"next_review": "2030-01-01"},
        {"entry": 1},
        {"entry": 999},
        {"fingerprint": "sha256:" + "0" * 64},
        {"approved": True},
        {"next_review": "soon"},
    ],
    ids=str,
)
def test_a_signature_changed_by_hand_does_not_count(office: Office, changed: dict[str, object]) -> None:
    office.sign(TOPIC, "bob")  # entry 1
    put(office, [])
    office.sign(TOPIC, "ann")
    assert office.signoff()["role"] == "consultant"

    put(office, [{**row, **changed} for row in rows(office)])

    assert office.status() == "unsigned"


def test_a_signature_written_by_hand_does_not_count(office: Office) -> None:
    office.sign("topics/other", "ann")
    row = rows(office, "topics/other")[0]
    fingerprint = office.signoff()["fingerprint"]

    put(office, [{**row, "fingerprint": fingerprint, "entry": number} for number in range(3)])

    assert office.status() == "unsigned"


@pytest.mark.parametrize("text", ["{", "- 1", "x: y", "[[]]", "\x00", "- {entry: 1}"])
def test_a_file_that_cannot_be_read_signs_nothing_and_is_said_when_somebody_signs(office: Office, text: str) -> None:
    office.sign(TOPIC, "ann")
    office.file().write_text(text)

    assert office.status() == "unsigned"
    with pytest.raises(NotSigned, match=r"signatures/topics/basics.yml is not as it was written. Take its last good"):
        office.draft()


def test_one_person_twice_is_not_two(office: Office) -> None:
    office.sign("cards/urgent", "ann")
    put(office, rows(office, "cards/urgent") * 2, "cards/urgent")
    assert office.status("cards/urgent") == "unsigned"

    office.now += timedelta(days=330)
    office.sign("cards/urgent", "ann")

    assert office.status("cards/urgent") == "unsigned"


def test_a_reviewer_who_is_no_longer_one_does_not_count(office: Office) -> None:
    office.sign(TOPIC, "cat")
    assert office.status() == "signed"

    office.small.swap("reviewers.yml", "groups: [illness]", "groups: [medicine]")
    assert office.status() == "unsigned"
    office.small.write("reviewers.yml", "reviewers: {}\n")

    assert office.status() == "unsigned"


def test_nothing_counts_once_the_audit_was_changed_by_hand(office: Office, tmp_path: Path) -> None:
    office.sign(TOPIC, "ann")
    with sqlite3.connect(tmp_path / "records" / "records.db") as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE audit SET actor = 'bob'")

    assert office.status() == "unsigned"
    with pytest.raises(NotSigned, match="The audit table was changed by hand"):
        office.draft("topics/other")


def test_nothing_counts_without_the_audit_it_was_noted_in(office: Office, tmp_path: Path) -> None:
    office.sign(TOPIC, "ann")

    elsewhere = Office(office.small, tmp_path / "elsewhere")

    assert office.status() == "signed"
    assert elsewhere.status() == "unsigned"


def test_the_clock_passing_the_date_ends_it_across_the_clock_change(office: Office) -> None:
    office.sign(TOPIC, "ann", next_review=date(2027, 10, 31))  # clocks go back that night, at 1 o'clock UTC
    signoff = office.signoff()

    def standing(*at: int) -> str:
        office.now = datetime(*at, tzinfo=UTC)  # type: ignore[arg-type,misc]
        return now_standing(signoff, office.today)["status"]

    assert standing(2027, 10, 30, 22, 59, 59) == "signed"
    assert standing(2027, 10, 30, 23, 0) == "expired"  # midnight in London, while it is still summer time
    assert standing(2027, 10, 31, 1, 30) == "expired"
    assert office.signoff() == signoff  # nobody did anything


def test_a_sign_off_past_its_date_is_not_brought_back_by_one_of_two(office: Office) -> None:
    both(office, "wording")
    office.now += timedelta(days=400)
    office.sign("wording", "ann")

    assert now_standing(office.signoff("wording"), office.today)["status"] == "expired"
    office.sign("wording", "bob")
    assert now_standing(office.signoff("wording"), office.today)["status"] == "signed"


def test_it_can_be_signed_again_when_it_is_due_and_not_before(office: Office) -> None:
    office.sign(TOPIC, "ann")
    office.now += timedelta(days=365) - DUE - timedelta(days=1)
    with pytest.raises(NotSigned, match="There is nothing to sign: ann signed these words until 2028-02-29"):
        office.sign(TOPIC, "ann")
    office.now += timedelta(days=1)

    office.sign(TOPIC, "ann", next_review=date(2029, 1, 1))

    assert office.signoff()["next_review"] == "2029-01-01"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reviewer": "dan"}, "dan is not in reviewers.yml."),
        ({"reviewer": "cat", "unit": "cards/urgent"}, "cat may not sign cards/urgent: reviewers.yml does not name"),
        ({"reviewer": "cat", "unit": "timeline"}, "cat may not sign timeline"),
        ({"unit": "topics/none"}, "There is nothing of the name topics/none."),
        ({"unit": "../wording"}, "There is nothing of the name ../wording."),
        ({"next_review": date(2027, 3, 1)}, "The next review must be after 2027-03-01 and not after 2029-03-01."),
        ({"next_review": date(2029, 3, 2)}, "The next review must be after 2027-03-01 and not after 2029-03-01."),
        ({"evidence": ["trial", "hearsay"]}, "sources.yml has no hearsay."),
        ({"note": "x" * 1001}, "A note has 1000 characters at most."),
    ],
    ids=str,
)
def test_what_speaks_against_a_sign_off_is_said_before_the_password(
    office: Office, given: dict[str, object], said: str
) -> None:
    with pytest.raises(NotSigned) as refused:
        office.draft(**{"unit": TOPIC, "reviewer": "ann", **given})  # type: ignore[arg-type]

    assert said in str(refused.value)


def test_two_years_from_a_leap_day_end_on_the_28th(office: Office) -> None:
    office.now = datetime(2028, 2, 29, 12, tzinfo=UTC)

    assert office.draft(next_review=date(2030, 2, 28)).next_review == date(2030, 2, 28)
    with pytest.raises(NotSigned):
        office.draft(next_review=date(2030, 3, 1))


def test_content_with_a_fault_cannot_be_signed(office: Office) -> None:
    office.small.topic("other", body="Wait 10 days.")

    with pytest.raises(NotSigned, match="The content has 1 faults"):
        office.draft()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", ""),
        (PASSWORDS["ann"], "000000"),
        (PASSWORDS["ann"], ""),
        ("wrong password", None),
        (PASSWORDS["bob"], None),
    ],
)
def test_nobody_signs_without_password_and_code(office: Office, password: str, code: str | None) -> None:
    draft = office.draft()
    typed = office.code("ann") if code is None else code

    with pytest.raises(Refused):
        sign(draft, password, typed, office.accounts, office.folder, office.audit)

    assert not office.file().exists()
    assert office.audit.entries() == []


def test_a_code_signs_once(office: Office) -> None:
    first, second = office.draft(), office.draft("topics/other")
    code = office.code("ann")
    sign(first, PASSWORDS["ann"], code, office.accounts, office.folder, office.audit)

    with pytest.raises(Refused):
        sign(second, PASSWORDS["ann"], code, office.accounts, office.folder, office.audit)

    assert office.status("topics/other") == "unsigned"


def test_a_reviewer_without_an_account_or_with_a_closed_one_cannot_sign(office: Office) -> None:
    office.accounts.close("ann")

    with pytest.raises(Refused):
        office.sign(TOPIC, "ann")


def test_an_account_that_is_not_a_reviewers_cannot_sign(office: Office) -> None:
    office.accounts.close("ann")
    office.secrets["ann"] = new_secret()
    office.accounts.add("ann", ["editor", "lead"], PASSWORDS["ann"], office.secrets["ann"], office.code("ann"))

    with pytest.raises(NotSigned, match="The account ann is not one of a reviewer"):
        office.sign(TOPIC, "ann")

    assert office.audit.entries() == []


def test_what_is_signed_is_what_was_shown(office: Office) -> None:
    draft = office.draft()
    office.small.swap(FILE, "back, for", "back for")

    sign(draft, PASSWORDS["ann"], office.code("ann"), office.accounts, office.folder, office.audit)

    assert office.status() == "changed"
    office.small.swap(FILE, "back for", "back, for")
    assert office.status() == "signed"


def test_the_audit_keeps_the_words_and_the_next_draft_shows_them_beside_the_new(office: Office) -> None:
    office.sign(TOPIC, "ann")
    entry = office.audit.entries(ACTION)[0]
    old = office.draft(reviewer="bob").unit.words
    office.small.swap(FILE, "back, for", "back for")

    draft = office.draft(reviewer="bob")

    assert (entry.actor, entry.unit, entry.detail["authors"]) == ("ann", TOPIC, [WRITER])
    assert entry.detail["words"] == old
    assert draft.before == old
    assert draft.before != draft.unit.words


def test_two_who_sign_at_the_same_time_both_stay(office: Office) -> None:
    drafts = [office.draft("cards/urgent", name) for name in ("ann", "bob")]

    for draft in drafts:
        name = draft.reviewer
        sign(draft, PASSWORDS[name], office.code(name), office.accounts, office.folder, office.audit)

    assert office.status("cards/urgent") == "signed"
