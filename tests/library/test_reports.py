"""Tests of the reports: what stands in each, in which order, and how it looks as text, CSV and on paper."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from service.library import __main__ as library
from service.library import commands_reports
from service.library.read import read_content
from service.library.reports import REPORTS, Past, Report, Row, reports
from service.library.reports_shown import as_csv, as_html, as_text
from service.library.signoff import SignOff
from service.library.units import units
from tests.library.conftest import Small, helpline
from tests.library.office import Office

TODAY = date(2027, 3, 1)
HONEST = "We have no checked information on this yet. Ask your team:\n\n- What now?"


@pytest.fixture
def filled(small: Small) -> Small:
    """A folder with topics of each urgency, in two groups."""
    small.topic("calm", body="Call {{ helplines.charity.phone }}.")
    small.topic("danger", urgency="emergency", to_check='["The dose.", "The name."]')
    small.topic("hurry", urgency="urgent")
    small.topic("drug", group="medicine", urgency="urgent", body=HONEST, evidence="none", sources="[]")
    return small


def report(small: Small, name: str, signoffs: dict[str, SignOff] | None = None, past: dict[str, Past] | None = None):
    """Returns one report of the folder on the day of the tests."""
    (made,) = reports(read_content(small.folder), signoffs or {}, TODAY, past, name)
    return made


def cells(made: Report) -> list[tuple[str, ...]]:
    """Returns the rows of a report without their words."""
    return [row.cells for row in made.rows]


def signed(small: Small, **ends: date) -> dict[str, SignOff]:
    """Returns sign-offs of all units until long after, but for topics with another end."""
    found: dict[str, SignOff] = {}
    for name, unit in units(read_content(small.folder)).items():
        end = ends.get(name.removeprefix("topics/"), TODAY + timedelta(days=61))
        found[name] = {
            "status": "signed",
            "role": "a nurse",
            "on": "2026-06-01",
            "next_review": end.isoformat(),
            "fingerprint": unit.fingerprint,
        }
    return found


# What stands in them


def test_due_names_what_ended_and_what_ends_within_sixty_days_the_earliest_first(filled: Small) -> None:
    days = {"calm": 60, "danger": 0, "hurry": 1, "drug": -5, "basics": 61}
    ends = {name: TODAY + timedelta(days=number) for name, number in days.items()}

    made = report(filled, "due", signed(filled, **ends))

    assert [(row[0], row[2], row[4]) for row in cells(made)] == [
        ("topics/drug", "expired", "-5"),
        ("topics/danger", "expired", "0"),
        ("topics/hurry", "due soon", "1"),
        ("topics/calm", "due soon", "60"),
    ]
    assert cells(made)[3] == ("topics/calm", "What is it?", "due soon", "2027-04-30", "60", "a nurse")


def test_what_was_never_signed_is_not_due(filled: Small) -> None:
    assert cells(report(filled, "due")) == []


def test_numbers_names_what_nobody_dialled_to_call_or_to_text(filled: Small) -> None:
    more = helpline("texted", hours='"9 to 5"', text='{to: "85258", word: "HELLO"}')
    filled.write("helplines.yml", (filled.folder / "helplines.yml").read_text(encoding="utf-8") + more)

    assert cells(report(filled, "numbers")) == [
        ("charity", "Charity", "08088 010 444", "", "A page"),
        ("emergency", "Emergency", "999", "", "A page"),
        ("texted", "Texted", "text HELLO to 85258", "9 to 5", "A page"),
    ]


def test_evidence_names_topics_that_have_none(filled: Small) -> None:
    assert cells(report(filled, "evidence")) == [("drug", "What is it?", "The medicine", "urgent", "unsigned")]


def test_to_check_names_every_open_point_with_its_file(filled: Small) -> None:
    filled.swap("helplines.yml", "verified_on: 2026-01-31\n  to_check: []", 'verified_on: null\n  to_check: ["Hours."]')

    assert cells(report(filled, "to-check")) == [
        ("urgent.yml", "all", "All of it."),
        ("urgent_languages.yml", "all", "All of it."),
        ("urgent_languages.yml", "pl (Polish)", "Every word."),
        ("urgent_languages.yml", "pl (Polish)", "By a clinician."),
        ("urgent_languages.yml", "so (Somali)", "All."),
        ("advice.yml", "all", "All of it."),
        ("helplines.yml", "dialled", "Hours."),
        ("topics/illness/danger.md", "danger", "The dose."),
        ("topics/illness/danger.md", "danger", "The name."),
        ("eligibility.yml", "step 2", "Who decides."),
        ("timeline.yml", "all", "All of it."),
    ]


def test_the_queue_has_cards_first_then_wording_and_helplines_then_topics_by_urgency_and_group(filled: Small) -> None:
    assert [row[0] for row in cells(report(filled, "queue"))] == [
        "cards/emergency", "cards/urgent", "cards/crisis",
        "cards/pl/emergency", "cards/pl/urgent", "cards/pl/crisis",
        "wording",
        "helplines/charity", "helplines/dialled", "helplines/emergency", "helplines/silent",
        "topics/danger", "topics/drug", "topics/hurry", "topics/basics", "topics/calm",
        "eligibility", "timeline",
    ]  # fmt: skip


def test_a_row_of_the_queue_says_who_is_needed_and_holds_the_words(filled: Small) -> None:
    rows = {row.cells[0]: row for row in report(filled, "queue").rows}

    assert rows["cards/pl/crisis"].cells == (
        "cards/pl/crisis", "Porozmawiaj (Polish)", "2 reviewers for cards (0 named)", "unsigned", "",
    )  # fmt: skip
    assert rows["topics/drug"].cells[2] == "1 reviewer of group medicine who is no author, or 2 (0 named)"
    assert rows["timeline"].cells[2] == "1 reviewer for timeline who is no author, or 2 (0 named)"
    assert rows["helplines/charity"].cells[1:3] == ("Charity", "2 reviewers for helplines (0 named)")
    assert "Call 08088 010 444 (not yet checked: charity.org.uk)." in rows["topics/calm"].words


def test_what_is_signed_and_not_due_leaves_the_queue(filled: Small) -> None:
    signoffs = signed(filled, calm=TODAY + timedelta(days=60), hurry=TODAY)
    signoffs["topics/drug"] = {**signoffs["topics/drug"], "status": "changed", "next_review": None}
    past = {"topics/drug": Past(date(2026, 6, 1), ("ann",)), "topics/hurry": Past(date(2026, 6, 1))}

    made = report(filled, "queue", signoffs, past)

    assert [(row[0], *row[2:]) for row in cells(made)] == [
        (
            "topics/drug",
            "1 reviewer of group medicine who is no author, or 2 (0 named; signed by ann)",
            "changed",
            "2026-06-01",
        ),
        ("topics/hurry", "1 reviewer of group illness who is no author, or 2 (0 named)", "expired", ""),
        ("topics/calm", "1 reviewer of group illness who is no author, or 2 (0 named)", "due soon", ""),
    ]


# How they look

TABLE = Report(
    "queue", "Title", "Note.", "Nothing.", ("Unit", "What"),
    (Row(("a", "one two three"), ("A <b>word</b>.",)), Row(("long/name", "=1+1"))),
)  # fmt: skip
EMPTY = Report("due", "Other", "Note.", "Nothing is due.", ("Unit",), ())


def test_text_is_aligned_and_wrapped(filled: Small) -> None:
    assert as_text([TABLE, EMPTY], width=20).splitlines() == [
        "Title (2)",
        "Note.",
        "",
        "Unit       What",
        "---------  ---------",
        "a          one two",
        "           three",
        "long/name  =1+1",
        "",
        "Other (0)",
        "Note.",
        "Nothing is due.",
    ]


def test_text_counts_places_and_not_letters_and_carries_no_codes() -> None:
    odd = Report("due", "T", "N.", "No.", ("A", "B"), (Row(("现在", "x")), Row(("e\u0301\x1b[2J", "y"))))

    assert as_text([odd]).splitlines()[4:] == ["-----  -", "现在   x", "e\u0301 [2J  y"]


def test_no_line_of_a_whole_paper_is_longer_than_the_terminal(filled: Small) -> None:
    text = as_text(reports(read_content(filled.folder), {}, TODAY), width=100)

    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-5", "@SUM(A1)", " =1", "\t=1", "\rx", "＝1"])
def test_no_cell_of_csv_is_a_formula(cell: str) -> None:
    risky = Report("due", "T", "N.", "No.", ("A", "B"), (Row((cell, 'say "a", b')),))

    assert list(csv.reader(io.StringIO(as_csv([risky]), newline=""))) == [["A", "B"], [f"'{cell}", 'say "a", b']]


def test_csv_of_several_reports_names_each() -> None:
    assert list(csv.reader(io.StringIO(as_csv([TABLE, EMPTY])))) == [
        ["Title"], ["Unit", "What"], ["a", "one two three"], ["long/name", "'=1+1"], [], ["Other"], ["Unit"],
    ]  # fmt: skip


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """Returns the attributes of all tags of a name."""
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_page_is_one_file_that_can_be_read_without_seeing_it(filled: Small) -> None:
    made = reports(read_content(filled.folder), signed(filled, calm=TODAY), TODAY)
    page = Page(as_html([*made, TABLE], TODAY))

    assert page.named("html") == [{"lang": "en-GB"}]
    assert [len(page.named(tag)) for tag in ("h1", "h2", "main", "title")] == [1, 6, 1, 1]
    assert len(page.named("caption")) == len(page.named("table")) == sum(bool(r.rows) for r in [*made, TABLE])
    assert {heading["scope"] for heading in page.named("th")} == {"col", "row"}
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe"}
    assert all(str(link["href"]).startswith("#") for link in page.named("a"))
    ids = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert {str(a["href"])[1:] for a in page.named("a")} <= set(ids)
    assert "@media print" in page.text
    assert "Content reports, 1 March 2027" in page.text


def test_the_page_holds_the_words_to_review_as_text_and_not_as_html() -> None:
    html = as_html([TABLE, EMPTY], TODAY)

    assert "A &lt;b&gt;word&lt;/b&gt;." in html
    assert "Nothing is due." in html
    assert Page(html).named("b") == []


def test_every_unit_of_the_queue_stands_on_the_page_with_its_words(filled: Small) -> None:
    made = report(filled, "queue")
    page = Page(as_html([made], TODAY))

    assert len(page.named("article")) == len(made.rows) == 18
    for row in made.rows:
        assert row.words
        assert all(line in page.text for line in row.words)
    assert [words.get("lang") for words in page.named("div") if words["class"] == "words"][2:7] == [
        None, "pl", "pl", "pl", None,
    ]  # fmt: skip


# The command


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office, whose clock is that of the command."""
    monkeypatch.setenv("CONTENT_DIR", str(office.folder))
    monkeypatch.setenv("VAR_DIR", str(office.folder.parent / "var"))
    monkeypatch.setenv("DATABASE_URL", office.url)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("MODE", raising=False)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return office.now.astimezone(UTC)

    monkeypatch.setattr(commands_reports, "datetime", Clock)
    return office


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Runs the command; returns its code and what it printed."""
    capsys.readouterr()
    code = library.main(["report", *arguments])
    return code, *capsys.readouterr()


def line(text: str, unit: str) -> list[str]:
    """Returns the columns of a unit in a report as text."""
    (found,) = [row for row in text.splitlines() if row.startswith(f"{unit} ")]
    return re.split(r"\s{2,}", found)


def test_the_queue_follows_a_topic_from_unsigned_to_signed_to_changed_to_expired(
    desk: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    needed = "1 reviewer of group illness who is no author, or 2 (3 named"
    assert line(run(capsys, "queue")[1], "topics/basics") == [
        "topics/basics", "What is it?", f"{needed})", "unsigned",
    ]  # fmt: skip

    desk.sign("topics/basics", "ann")
    assert "topics/basics" not in run(capsys, "queue")[1]

    desk.small.topic("basics", body="Other words, unlike those.")
    assert line(run(capsys, "queue")[1], "topics/basics")[2:] == [f"{needed})", "changed", "2027-03-01"]

    desk.sign("topics/basics", "bob")  # not committed, so nobody knows who wrote it: one is not enough
    assert line(run(capsys, "queue")[1], "topics/basics")[2:] == [
        f"{needed}; signed by bob)", "changed", "2027-03-01",
    ]  # fmt: skip

    desk.sign("topics/basics", "ann")
    desk.now += timedelta(days=365)
    assert line(run(capsys, "queue")[1], "topics/basics")[2:] == [f"{needed})", "expired"]
    code, out, err = run(capsys, "due")
    assert (code, err) == (0, "")
    assert line(out, "topics/basics")[2:] == ["expired", "2028-02-29", "0", "nurse, consultant"]


@pytest.mark.parametrize("name", [*REPORTS, "all"])
@pytest.mark.parametrize("kind", ["text", "csv", "html"])
def test_every_report_is_printed_and_written_the_same(
    desk: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, kind: str
) -> None:
    code, out, err = run(capsys, name, "--format", kind)
    written = run(capsys, name, "--format", kind, "--out", str(tmp_path / "report"))

    assert (code, err) == (0, "")
    assert written == (0, "", "")
    assert (tmp_path / "report").read_bytes().decode("utf-8-sig") == out
    assert out


def test_a_spreadsheet_knows_the_file_for_utf_8(
    desk: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(capsys, "queue", "--format", "csv", "--out", str(tmp_path / "queue.csv"))

    assert (tmp_path / "queue.csv").read_bytes().startswith(b"\xef\xbb\xbfUnit,Title,")
    assert "Dzwoń (Polish)" in (tmp_path / "queue.csv").read_text(encoding="utf-8")


def test_content_with_a_fault_and_a_file_that_cannot_be_written_end_with_a_sentence(
    desk: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = run(capsys, "due", "--out", str(tmp_path))
    assert (code, out) == (1, "")
    assert err == f"{tmp_path} cannot be written (Is a directory). Name another file.\n"

    desk.small.topic("basics", body="**Bold**")
    code, out, err = run(capsys, "due")
    assert (code, out) == (1, "")
    assert "Bold is not allowed in an answer. Write it in plain words." in err


def test_nothing_signed_needs_no_records(
    desk: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/records.db")

    assert run(capsys, "queue")[0] == 0

    desk.sign("topics/basics", "ann")
    code, out, err = run(capsys, "queue")
    assert (code, out) == (1, "")
    assert err.startswith("the database of DATABASE_URL does not open: ")


def test_a_changed_audit_is_said(desk: Office, capsys: pytest.CaptureFixture[str]) -> None:
    desk.sign("topics/basics", "ann")
    with desk.engine.begin() as database:
        database.exec_driver_sql("DROP TRIGGER audit_no_update")
        database.exec_driver_sql("UPDATE audit SET actor = 'bob'")

    code, out, err = run(capsys, "queue")

    assert code == 0
    assert err == "The audit table was changed by hand, so no signature counts.\n"
    assert line(out, "topics/basics")[3:] == ["unsigned"]
