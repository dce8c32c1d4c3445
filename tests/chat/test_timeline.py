"""Tests of the timeline as it is served: after the answers that name it, on its page, and as a picture of its own."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from starlette.testclient import TestClient

from tests import stored
from tests.chat.conftest import Start
from tests.chat.person import LABEL, Person
from tests.chat.test_pages import send
from tests.service_bot.rasa import Rasa

ASKED = "what happens step by step"


def shown(turn: dict) -> dict:
    """Returns the timeline of a turn, which comes right after its answer."""
    answer, timeline = turn["replies"]
    assert (answer["type"], timeline["type"]) == ("answer", "timeline")
    return dict(timeline)


def test_the_timeline_comes_after_the_answers_whose_front_matter_names_it(client: TestClient, rasa: Rasa) -> None:
    topics = client.app.state.chat.published().topics  # type: ignore[attr-defined]
    naming = {name for name, topic in topics.items() if topic["picture"] == "timeline"}
    assert {"pathway", "infusion_schedule"} <= naming

    person = Person(client)
    for topic in naming:
        rasa.directive, rasa.ranking = {"answer": topic}, [(topic, 0.9)]
        assert shown(person.ask(ASKED)) == shown(person.choose(f"topic:{topic}"))
    turn = person.choose("topic:crs")
    assert [reply["type"] for reply in turn["replies"]] == ["answer"]


def test_the_reply_has_the_picture_its_steps_and_the_label(person: Person) -> None:
    timeline = shown(person.choose("topic:pathway"))

    assert set(timeline["image"]) == {"src", "alt"}
    assert timeline["image"]["src"] == "/timeline.svg"
    assert len(timeline["image"]["alt"]) > 20
    assert [step["title"] for step in timeline["steps"]] == [
        "Referral", "Collecting your cells", "Making the cells", "Chemotherapy", "First infusion", "Second infusion",
        "The first month",
    ]  # fmt: skip
    assert all(set(step) == {"title", "text"} and step["text"] in timeline["text"] for step in timeline["steps"])
    assert timeline["label"] == LABEL
    assert timeline["signoff"]["status"] == "unsigned"
    assert {source["id"] for source in timeline["sources"]} >= {"us_label_dosage", "hopa_obe_cel", "nhse_car_t"}
    assert timeline["page"] == "/timeline"


def test_the_day_of_the_second_infusion_is_said_with_its_leeway(person: Person) -> None:
    timeline = shown(person.choose("topic:pathway"))

    second = next(step["text"] for step in timeline["steps"] if step["title"] == "Second infusion")
    assert "day 10, give or take 2 days" in second
    assert "not everyone has it" in second
    # facts.md, section 20, trap 11: the summary that is not the schedule
    assert not re.search(r"\b(10|ten) days (apart|later|after)", timeline["text"])
    assert "US instructions" in timeline["text"]


def test_the_timeline_is_drawn_again_with_the_conversation(person: Person) -> None:
    turn = person.choose("topic:pathway")

    assert person.history()[-1]["replies"] == turn["replies"]


def test_without_javascript_the_picture_and_its_words_stand_in_the_transcript(client: TestClient, rasa: Rasa) -> None:
    rasa.directive = {"answer": "pathway"}
    page = send(client, client.get("/"), text=ASKED)

    section = page.text.split('<section class="timeline"')[1].split("</section>")[0]
    assert re.search(r'<img src="/timeline.svg" alt="[^"]{20,}">', section)
    assert section.count("<li><strong>") == 7
    assert "give or take 2 days" in section
    assert LABEL in section
    assert 'href="/timeline"' in section


def test_the_page_has_the_picture_the_same_words_the_sources_and_the_print_button(client: TestClient) -> None:
    page = client.get("/timeline")

    assert page.status_code == 200
    words = client.app.state.chat.fixed().data["timeline"]  # type: ignore[attr-defined]
    assert 'src="/timeline.svg"' in page.text
    for step in words["steps"]:
        assert f'<a href="/topics/{step["topic"]}">{step["title"]}</a></strong> {step["text"]}' in page.text
        assert client.get(f"/topics/{step['topic']}").status_code == 200
    assert page.text.count(LABEL) >= 2
    assert 'id="print"' in page.text
    assert page.text.count('class="address"') == sum(bool(source["url"]) for source in words["sources"])
    assert "▼" in page.text and "NHS in England" in page.text


def test_the_pages_about_it_lead_to_it(client: TestClient) -> None:
    for path in ("/topics", "/topics/pathway"):
        assert 'href="/timeline"' in client.get(path).text, path
    assert 'href="/timeline"' not in client.get("/topics/crs").text


def test_the_picture_is_an_svg_that_may_do_nothing(client: TestClient) -> None:
    response = client.get("/timeline.svg")

    assert response.status_code == 200
    assert response.headers["content-type"].startswith("image/svg+xml")
    assert response.headers["x-content-type-options"] == "nosniff"
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy
    assert policy.endswith("; sandbox")
    assert "script-src" not in policy and "'self'" not in policy
    picture = ElementTree.fromstring(response.text)
    words = " ".join("".join(picture.itertext()).split())
    assert LABEL in words and "give or take 2 days" in words
    # the page that shows it has the policy of pages
    assert "img-src 'self'" in client.get("/timeline").headers["content-security-policy"]


def test_new_words_are_drawn_without_a_restart(start: Start, published: object, tmp_path: object) -> None:
    client = start()
    fixed = stored.fixed(client.app.state.settings.var_dir)  # type: ignore[attr-defined]
    assert "Referral" in client.get("/timeline.svg").text

    changed = fixed.with_suffix(".new")
    changed.write_text(fixed.read_text(encoding="utf-8").replace('"title": "Referral"', '"title": "Introduction"'))
    changed.replace(fixed)

    assert "Introduction" in client.get("/timeline.svg").text
    assert "Introduction" in client.get("/timeline").text


def test_the_picture_and_its_page_come_also_when_the_topics_are_gone(start: Start) -> None:
    client = start()
    stored.store(client.app.state.settings.var_dir).unlink()  # type: ignore[attr-defined]

    assert client.get("/timeline").status_code == 200
    assert client.get("/timeline.svg").status_code == 200
