"""Tests of the words that are served: nothing typed is echoed, and figures about dying wait for a yes."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from service.library.blocks import to_text
from service.web.settings import ROOT
from tests import stored
from tests.chat.person import LABEL, Person, check_reply
from tests.service_bot.rasa import Rasa

SENSITIVE = "risk_of_death"
LEAST_ECHO = 12  # characters of what was typed that must not come back

words = st.text(min_size=LEAST_ECHO, max_size=200)
questions = st.one_of(words, st.from_regex(r"[a-z<>&\"'/{}%]{3,12}( [a-z<>&\"'/{}%]{3,12}){2,6}", fullmatch=True))


def echoed(typed: str, served: str, known: str) -> list[str]:
    """Returns the parts of 12 characters of what was typed that are served and do not stand in the content."""
    parts = {typed[i : i + LEAST_ECHO] for i in range(len(typed) - LEAST_ECHO + 1)}
    return [part for part in parts if part.strip() and part in served and part not in known]


@pytest.fixture(scope="session")
def known(published: Path) -> str:
    """All words that are published, so that a common phrase is not taken for an echo."""
    return stored.fixed(published).read_text() + stored.store(published).read_bytes().decode("utf-8", "replace")


def strings(value: Any) -> str:
    """Returns all strings of a JSON value, one a line."""
    if isinstance(value, dict):
        return "\n".join(strings(inner) for inner in value.values())
    if isinstance(value, list):
        return "\n".join(strings(inner) for inner in value)
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize("directive", [{"outcome": "unsure"}, {"outcome": "clarify"}, {"outcome": "out_of_scope"}])
def test_no_reply_echoes_what_was_typed(
    client: TestClient, rasa: Rasa, known: str, proving: bool, directive: dict[str, str]
) -> None:
    rasa.directive, rasa.ranking = directive, [("crs", 0.3), ("icans", 0.2)]
    person = Person(client)

    @settings(
        max_examples=400 if proving else 40, deadline=None, derandomize=not proving,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(questions)
    def never(typed: str) -> None:
        response = person.send(text=typed)
        assert response.status_code in (200, 422)
        assert not echoed(typed, strings(response.json()), known)

    never()


def test_the_check_for_echoes_finds_one() -> None:
    assert echoed("my name is quetzalcoatl", "You said: my name is quetz...", "known")


def test_a_typed_script_is_not_in_the_turn(person: Person, rasa: Rasa) -> None:
    rasa.directive = {"outcome": "unsure"}
    person.ask("<script>alert('quetzalcoatl')</script>")
    bot = [m for m in person.history() if m["from"] == "bot"]
    assert "quetzalcoatl" not in json.dumps(bot)


# Figures about dying


@pytest.fixture(scope="session")
def figures(published: Path) -> list[str]:
    """The sentences of risk_of_death that are shown only after a yes."""
    with sqlite3.connect(stored.store(published)) as database:
        (data,) = database.execute("SELECT data FROM topics WHERE id = ?", (SENSITIVE,)).fetchone()
    database.close()
    topic = json.loads(data)
    hidden = [block for block in topic["all_blocks"] if block not in topic["blocks"]]
    sentences = [s.strip() for block in hidden for s in to_text([block]).split(". ") if s.strip()]
    assert any(character.isdigit() for sentence in sentences for character in sentence)
    return sentences


def holds(figures: list[str], served: str) -> list[str]:
    """Returns the sentences that are served."""
    return [sentence for sentence in figures if sentence in served]


def test_figures_about_dying_are_not_volunteered(
    client: TestClient, person: Person, rasa: Rasa, figures: list[str]
) -> None:
    rasa.directive, rasa.ranking = {"answer": SENSITIVE}, [(SENSITIVE, 0.9)]
    served = {
        "typed": person.send(text="will i die").json(),
        "tapped": person.send(choice=f"topic:{SENSITIVE}").json(),
        "topic": client.get(f"/api/v1/topics/{SENSITIVE}").json(),
        "topics": client.get("/api/v1/topics").json(),
        "suggest": client.get("/api/v1/suggest?q=stroke died").json(),
        "history": person.history(),
        "page": [client.get(f"/topics/{SENSITIVE}").text],
        "pages": [client.get("/topics").text],
        "search": [client.get("/topics?q=stroke").text],
    }
    assert {where: holds(figures, strings(value)) for where, value in served.items()} == {where: [] for where in served}


def test_figures_about_dying_are_offered_and_shown_after_a_yes(
    client: TestClient, person: Person, figures: list[str]
) -> None:
    offered = person.choose(f"topic:{SENSITIVE}")
    assert offered["replies"][1]["text"].startswith("I can also show you the figures we know.")
    assert offered["choices"][0] == {"id": f"numbers:{SENSITIVE}", "label": "Yes, show me the figures"}
    shown = person.choose(f"numbers:{SENSITIVE}")
    assert holds(figures, strings(shown)) == figures
    assert holds(figures, client.get(f"/api/v1/topics/{SENSITIVE}?numbers=true").json()["text"]) == figures
    page = client.get(f"/topics/{SENSITIVE}?numbers=true").text
    assert "died from a stroke" in page
    assert f"numbers:{SENSITIVE}" not in [c["id"] for c in shown["choices"]]


def test_the_words_of_the_figures_find_nothing(client: TestClient) -> None:
    found = client.get("/api/v1/suggest", params={"q": "stroke"}).json()["suggestions"]
    assert SENSITIVE not in [s["topic"] for s in found]


@pytest.mark.parametrize("numbers", ["true", "1", "false", "0"])
def test_figures_of_an_ordinary_topic_do_not_change_with_the_yes(client: TestClient, numbers: str) -> None:
    plain = client.get("/api/v1/topics/crs").json()
    assert client.get(f"/api/v1/topics/crs?numbers={numbers}").json() == plain


# Every topic, every surface


def test_every_topic_answers_as_a_choice_with_the_preview_label(person: Person) -> None:
    topics = sorted(path.stem for path in (ROOT / "content/topics").glob("*/*.md"))
    assert len(topics) > 50
    for topic in topics:
        turn = person.choose(f"topic:{topic}")
        answer = turn["replies"][0]
        assert (turn["outcome"], answer["type"], answer["topic"], answer["label"]) == (
            "answered",
            "answer",
            topic,
            LABEL,
        )
        check_reply(answer)


def test_every_topic_page_carries_the_label_sources_and_who_to_call(client: TestClient) -> None:
    for topic in client.get("/api/v1/topics").json()["topics"]:
        page = client.get(topic["page"])
        assert page.status_code == 200
        assert f'<p class="label">{LABEL}</p>' in page.text
        assert "tel:999" in page.text
        assert f'<p class="fingerprint">{topic["fingerprint"][7:19]}</p>' in page.text
        assert all(
            source["url"] in page.text for source in topic["sources"] if source["url"] and "&" not in source["url"]
        )
