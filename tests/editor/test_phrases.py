"""Tests of the pages about phrases: each change is one line of one file, and nobody's change is lost."""

from __future__ import annotations

from html import unescape
from unittest.mock import patch

import pytest

from service.editor.files import Files
from service.editor.phrase_desk import PhraseDesk
from service.library.phrase_files import NotAPhrase
from tests.editor.bot_double import BotDouble
from tests.editor.conftest import Office, Person

BASICS = "topics/illness/basics.md"
FILE = """version: "3.1"
nlu:
- intent: basics  # what it is
  examples: |
    - what is it
    - tell me about it
"""
STRANGERS = (
    FILE.replace("basics  # what it is", "out_of_scope")
    .replace("what is it", "the weather today")
    .replace("tell me about it", "tell me about football")
)


@pytest.fixture
def phrases(office: Office) -> Office:
    """The office with phrases beside its content, and a bot that knows them."""
    folder = office.small.folder.parent / "data" / "nlu"
    folder.mkdir(parents=True)
    (folder / "basics.yml").write_text(FILE)
    (folder / "out_of_scope.yml").write_text(STRANGERS)
    office.house.bot = BotDouble(PhraseDesk(office.house, "").all())  # type: ignore[assignment]
    return office


def file(office: Office, intent: str = "basics") -> str:
    return (office.small.folder.parent / "data" / "nlu" / f"{intent}.yml").read_text()


def test_a_phrase_is_added_behind_the_last_and_every_other_line_stays(phrases: Office, ann: Person) -> None:
    answer = ann.sends("/phrases/basics/add", {"phrase": "  whats   it for "})

    assert answer.status_code == 303 and "said=added" in answer.headers["location"]
    assert file(phrases) == FILE + "    - whats it for\n"
    assert "whats it for" in ann.sees("/phrases/basics")
    entry = phrases.house.audit.entries("save", "phrases/basics")[-1]
    assert entry.actor == "ann" and "whats" not in str(entry.detail)


@pytest.mark.parametrize(
    "phrase",
    ["", "x", "?!", "WHAT is it??", "the weather, today", "ask [name] about it", "/basics", "a {b}", "y" * 201],
)
def test_a_phrase_that_cannot_stand_there_is_refused_and_stays_in_the_form(
    phrases: Office, ann: Person, phrase: str
) -> None:
    answer = ann.sends("/phrases/basics/add", {"phrase": phrase})

    assert answer.status_code == 422 and file(phrases) == FILE
    assert not phrase or phrase in unescape(answer.text)


def test_a_phrase_is_moved_to_another_topic(phrases: Office, ann: Person) -> None:
    assert ann.sends("/phrases/basics/move", {"phrase": "what is it", "to": "out_of_scope"}).status_code == 303

    assert file(phrases) == FILE.replace("    - what is it\n", "")
    assert file(phrases, "out_of_scope") == STRANGERS + "    - what is it\n"


def test_a_stop_in_the_middle_of_a_move_loses_nothing(phrases: Office, ann: Person) -> None:
    with (
        patch("service.editor.phrase_desk.without_phrase", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        PhraseDesk(phrases.house, "ann").move("basics", "what is it", "out_of_scope")

    assert "what is it" in file(phrases) and "what is it" in file(phrases, "out_of_scope")


def test_a_phrase_is_taken_out_once_and_the_second_who_tries_is_told(phrases: Office, ann: Person, bob: Person) -> None:
    assert ann.sends("/phrases/basics/remove", {"phrase": "what is it"}).status_code == 303
    late = bob.sends("/phrases/basics/remove", {"phrase": "what is it"})

    assert late.status_code == 422 and "not there any more" in late.text
    assert file(phrases) == FILE.replace("    - what is it\n", "")


def test_two_people_at_one_file_lose_neither_phrase(phrases: Office) -> None:
    read = Files.read

    def slow(files: Files, name: str) -> str:
        """Lets somebody else come between reading and writing, once."""
        text = read(files, name)
        if name.endswith("basics.yml") and not came:
            came.append(1)
            PhraseDesk(phrases.house, "bob").add("basics", "from the other one")
        return text

    came: list[int] = []
    with patch.object(Files, "read", slow):
        PhraseDesk(phrases.house, "ann").add("basics", "from this one")

    assert file(phrases) == FILE + "    - from the other one\n    - from this one\n"


def test_git_holds_who_changed_a_phrase_and_not_its_words(phrases: Office, ann: Person) -> None:
    root = phrases.small.folder.parent
    phrases.git("-C", "..", "init", "-q", "-b", "main")
    phrases.git("-C", "..", "add", "data", "content")
    phrases.git("-C", "..", "commit", "-qm", "All of it")
    ann.sends("/phrases/basics/add", {"phrase": "whats it for"})

    assert phrases.git("log", "-1", "--format=%an: %s", "--name-only").split("\n\n") == [
        "ann: basics: A phrase more", "data/nlu/basics.yml",
    ]  # fmt: skip
    assert phrases.git("status", "--porcelain", "--", str(root / "data")) == ""


def test_what_it_is_confused_with_names_the_nearest_phrase_of_the_other(phrases: Office, ann: Person) -> None:
    page = ann.sees("/phrases/basics", confused="1")

    assert '<a href="/editor/phrases/out_of_scope">' in page
    assert "<td>tell me about it</td><td>tell me about football</td>" in page


def test_a_bot_that_is_down_hinders_no_change(phrases: Office, ann: Person) -> None:
    phrases.house.bot.down = True  # type: ignore[attr-defined]

    answer = ann.browser.get("/editor/phrases/basics", params={"confused": "1"})
    assert answer.status_code == 503 and "tell me about it" in answer.text
    assert ann.sends("/phrases/basics/add", {"phrase": "whats it for"}).status_code == 303


def test_no_file_but_those_of_known_intents_is_written(phrases: Office, ann: Person) -> None:
    for name in ("nothing_of_ours", "..%2F..%2Fbasics"):
        assert ann.sends(f"/phrases/{name}/add", {"phrase": "whats it for"}).status_code == 404
    moved = ann.sends("/phrases/basics/move", {"phrase": "what is it", "to": "../../x"})

    assert moved.status_code == 422 and file(phrases) == FILE
    with pytest.raises(NotAPhrase):
        PhraseDesk(phrases.house, "ann").add("../x", "whats it for")
