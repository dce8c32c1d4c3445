"""Tests of reaching a person: which helplines, in what order, open when, and the offer that is made once."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from service.chat import helplines as lines_of
from service.chat import people
from service.chat.decide import Decided
from service.library.find import Fixed, Library
from service.records.conversations import Records, connect
from tests.chat.conftest import Start
from tests.chat.decided import UNSURE, answers, close, topic
from tests.chat.person import Person, check_reply, phones
from tests.service_bot.rasa import Rasa

MONDAY_10, MONDAY_3, SUNDAY_NOON = (
    datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 11, 23, 3, tzinfo=UTC),
    datetime(2026, 11, 22, 12, tzinfo=UTC),
)  # fmt: skip
OFFER, DISTRESS = "If you would rather talk to a person", "This may be a lot to carry."


@pytest.fixture(scope="module")
def fixed(published: Path) -> Fixed:
    return Library(published).fixed()


def ids(reply: dict[str, Any]) -> list[str]:
    return [line["id"] for line in reply["helplines"]]


def shown(fixed: Fixed, *given: Any, **more: Any) -> dict[str, Any]:
    (reply,) = lines_of.helplines(fixed, *given, **more)
    return reply


def people_in(turn: dict[str, Any]) -> dict[str, Any] | None:
    found = [reply for reply in turn["replies"] if reply["type"] == "helplines"]
    return found[0] if found else None


def offered(turn: dict[str, Any]) -> bool:
    return any(choice["id"] == "flow:handoff" for choice in turn["choices"])


# Which lines, and in what order


def test_lines_stand_by_need_then_open_then_as_in_the_file(fixed: Fixed) -> None:
    # Blood Cancer UK, Anthony Nolan and Cancer Research UK have no hours as data, so the open one goes first.
    assert ids(shown(fixed, at=MONDAY_10)) == [
        "macmillan", "blood_cancer_uk", "anthony_nolan", "cancer_research_uk",
        "leukaemia_care", "samaritans", "maggies", "mind",
    ]  # fmt: skip
    assert ids(shown(fixed, at=MONDAY_3)) == [
        "blood_cancer_uk", "anthony_nolan", "macmillan", "cancer_research_uk",
        "samaritans", "leukaemia_care", "maggies", "mind",
    ]  # fmt: skip


def test_the_need_asked_for_comes_first(fixed: Fixed) -> None:
    assert ids(shown(fixed, ("money", "nurse", "feelings"), at=MONDAY_10))[:4] == [
        "leukaemia_care", "macmillan", "citizens_advice", "nhsbsa_low_income",
    ]  # fmt: skip
    assert ids(shown(fixed, ("bereavement",), at=MONDAY_3)) == [
        "samaritans", "leukaemia_care", "macmillan",
    ]  # fmt: skip
    assert ids(shown(fixed, ("young_people",), at=MONDAY_10)) == ["teenage_cancer_trust", "childline"]


def test_a_site_puts_its_own_first_within_a_need(fixed: Fixed) -> None:
    first = ["mind", "anthony_nolan", "nobody_we_know"]
    assert ids(shown(fixed, first=first, at=MONDAY_10)) == [
        "anthony_nolan", "macmillan", "blood_cancer_uk", "cancer_research_uk",
        "mind", "leukaemia_care", "samaritans", "maggies",
    ]  # fmt: skip


def test_whose_site_it_is_decides_which_stand_first(published: Path, fixed: Fixed) -> None:
    sited = Fixed({**fixed.data, "sites": {"charity": {"helplines_first": ["mind"]}}})
    store = Library(published).published()
    asked = Decided("out_of_scope", None, [{"type": "text", "text": "x"}, shown(sited)])

    async def earlier() -> list[Any]:
        return []

    def feelings(site: str) -> list[str]:
        turn = asyncio.run(people.with_people(sited, store, asked, "", site, earlier))
        return [line["id"] for line in turn.replies[1]["helplines"] if "feelings" in needs[line["id"]]]

    needs = {line["id"]: line["needs"] for line in sited.data["helplines"] if "nurse" not in line["needs"]}
    needs |= {line["id"]: [] for line in sited.data["helplines"] if "nurse" in line["needs"]}
    assert feelings("charity")[0] == "mind"
    assert feelings("another")[0] == feelings("")[0] != "mind"


def test_how_a_line_stands_is_said_in_data_and_in_words(fixed: Fixed) -> None:
    at = {line["id"]: line for line in lines_of.all_helplines(fixed, SUNDAY_NOON)}
    named = {name: (at[name]["open_now"], at[name]["next_open"], at[name]["open_words"]) for name in at}
    assert named["macmillan"] == (True, None, "Open now until 8 pm")
    assert named["leukaemia_care"] == (False, "2026-11-23T09:00:00Z", "Opens tomorrow 9 am")
    assert named["samaritans"] == (True, None, "Open now, day and night")
    assert named["anthony_nolan"] == (None, None, "We do not know the opening hours")
    assert named["blood_cancer_uk"] == (None, None, None)  # its hours in words say that they vary
    assert "Open now until 8 pm." in shown(fixed, at=SUNDAY_NOON)["text"]


def test_emergency_and_form_numbers_are_nobody_to_talk_to(fixed: Fixed) -> None:
    named = {name for need in lines_of.ALL_NEEDS for name in ids(shown(fixed, (need,)))}
    assert named.isdisjoint({"nhs_999", "nhs_111", "relay_uk", "yellow_card"})
    assert all(shown(fixed, (need,))["helplines"] for need in lines_of.ALL_NEEDS)


def test_a_line_reached_by_text_message_says_how(fixed: Fixed) -> None:
    (shout,) = [line for line in lines_of.all_helplines(fixed) if line["id"] == "shout"]
    assert lines_of.text_label(fixed, shout) == "Text SHOUT to 85258"
    assert "Text SHOUT to 85258" in shown(fixed, ("crisis",))["text"]


def test_every_topic_that_leads_to_a_need_is_published(client: TestClient, published: Path, fixed: Fixed) -> None:
    store = Library(published).published()
    assert people.NEED_OF_TOPIC.keys() <= store.topics.keys()
    assert people.NEED_OF_GROUP.keys() <= fixed.data["groups"].keys()
    assert {*people.NEED_OF_TOPIC.values(), *people.NEED_OF_GROUP.values()} <= set(lines_of.ALL_NEEDS)
    assert people.DISTRESS_TOPIC in store.topics


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        (["benefits"], "money"), (["benefits", "crs"], "money"), (["benefits", "emotional_support"], "feelings"),
        (["bereavement"], "bereavement"), (["carer_needed"], "carers"), (["under_26"], "young_people"),
        (["crs"], "nurse"), ([], "nurse"), (["no_longer_published"], "nurse"),
    ],
)  # fmt: skip
def test_what_was_talked_about_says_whom_somebody_needs(published: Path, asked: list[str], first: str) -> None:
    needs = people.needs_after(Library(published).published(), asked)
    assert needs[0] == first
    assert {"nurse", "feelings"} <= set(needs)


# A person who asks for one gets them at once


def test_the_handoff_shows_the_lines_for_what_was_talked_about(person: Person, rasa: Rasa) -> None:
    person.choose("topic:benefits")
    turn = person.choose("flow:handoff")
    assert turn["outcome"] == "handoff"
    assert [reply["type"] for reply in turn["replies"]] == ["text", "helplines"]
    assert "citizens_advice" in ids(turn["replies"][1])[:4]
    rasa.directive, rasa.ranking = {"outcome": "talk_to_person"}, [("talk_to_person", 0.95)]
    assert ids(people_in(person.ask("can someone ring me")) or {}) == ids(turn["replies"][1])


def test_what_somebody_was_asked_back_about_counts_too(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = close(("benefits", 0.5), ("travel_costs", 0.3))
    assert person.ask("money")["outcome"] == "clarify"
    assert "citizens_advice" in ids(people_in(person.choose("flow:handoff")) or {})


def test_human_alone_is_told_what_this_is_and_offered_a_person(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = {"smalltalk": "are_you_human"}, [("are_you_human", 0.9)]
    turn = person.ask("human")
    assert turn["outcome"] == "smalltalk"
    assert people_in(turn) and offered(turn)


def test_no_money_line_where_money_was_not_talked_about(person: Person) -> None:
    person.choose("topic:crs")
    assert "citizens_advice" not in ids(people_in(person.choose("flow:handoff")) or {})


# The offer: once, never forced, and without a list of people


def test_three_turns_not_understood_lead_to_an_offer_once(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = UNSURE
    assert not offered(person.ask("one"))
    rasa.directive, rasa.ranking = close(("crs", 0.4), ("icans", 0.35))
    assert not offered(person.ask("two"))
    rasa.directive, rasa.ranking = {"outcome": "out_of_scope"}, [("out_of_scope", 0.9)]
    third = person.ask("three")
    assert third["outcome"] == "out_of_scope"
    assert offered(third) and third["replies"][-1]["text"].startswith(OFFER)
    for again in ("four", "five", "six", "i am so scared"):
        turn = person.ask(again)
        assert not offered(turn)
        assert not any(reply["text"].startswith((OFFER, DISTRESS)) for reply in turn["replies"])


def test_an_answer_in_between_starts_the_count_again(person: Person, rasa: Rasa) -> None:
    for decided in (UNSURE, UNSURE, topic("crs"), UNSURE, UNSURE):
        rasa.directive, rasa.ranking = decided
        assert not offered(person.ask("something"))
    rasa.directive, rasa.ranking = UNSURE
    assert offered(person.ask("something"))


def test_words_of_fear_get_their_answer_and_an_offer_after_it(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = topic("infusion_day")
    turn = person.ask("I’m terrified of the day of the infusion")
    assert answers(turn) == ["infusion_day"]
    assert people_in(turn) is None
    assert turn["replies"][-1]["text"].startswith(DISTRESS)
    assert turn["choices"][-1] == {"id": "flow:handoff", "label": "Talk to a person"}
    handed = person.choose("flow:handoff")
    assert handed["outcome"] == "handoff" and people_in(handed)


def test_asking_who_helps_with_feelings_is_offered_people(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = topic("emotional_support")
    assert offered(person.ask("is there a psychologist"))


def test_a_tapped_topic_is_no_distress(person: Person) -> None:
    assert not offered(person.choose("topic:emotional_support"))


def test_after_a_handoff_nothing_more_is_offered(person: Person, rasa: Rasa) -> None:
    person.choose("flow:handoff")
    rasa.directive, rasa.ranking = topic("crs")
    assert not offered(person.ask("i am scared"))


@pytest.mark.parametrize(
    "words",
    [
        "i am scared", "dad is scared stiff", "so frightened", "I can't cope", "i cant take much more",
        "feeling very low", "I feel alone",
        "I’m in tears all day", "she feels so sad", "really anxious about it", "cannot stop crying", "losing hope",
        "not sure what to do, I'm terrified", "i keep having panic attacks",
    ],
)  # fmt: skip
def test_words_of_sadness_and_fear(words: str) -> None:
    assert people.in_distress(Decided("answered", "crs", []), words)


@pytest.mark.parametrize(
    "words",
    [
        "what is CRS", "low blood counts", "he is not scared", "I'm not really scared of it", "isn't frightened at all",
        "how low do platelets go", "is the scan scary", "can I go alone", "sad news for the trial",
        "my counts are very low",
        "is a low mood common", "",
    ],
)  # fmt: skip
def test_words_that_say_no_distress(words: str) -> None:
    assert not people.in_distress(Decided("answered", "crs", []), words)


# Never for a red flag


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("he is having a fit", "emergency"), ("his temp is 38.2 and im so scared", "urgent"),
        ("i am scared and I don't want to be here any more", "crisis"), ("terrified, she cant breathe", "emergency"),
    ],
)  # fmt: skip
def test_a_red_flag_gets_its_card_and_no_helpline_and_no_offer(person: Person, words: str, outcome: str) -> None:
    turn = person.ask(words)
    assert turn["outcome"] == outcome
    assert {reply["type"] for reply in turn["replies"]} == {"card"}
    assert not offered(turn)


def test_a_red_flag_after_two_failures_is_offered_nobody_else(person: Person, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = UNSURE
    person.ask("one")
    person.ask("two")
    turn = person.ask("her lips are blue")
    assert turn["outcome"] == "emergency"
    assert not offered(turn) and people_in(turn) is None


def test_a_card_for_what_may_come_stands_without_helplines_or_offer(person: Person, rasa: Rasa) -> None:
    turn = person.ask("i am scared, what should I do if I get a fever next week?")
    assert turn["replies"][0]["type"] == "card"
    assert people_in(turn) is None
    assert not offered(turn)


# What was said before, counted and shown again


def test_lines_shown_again_stand_as_they_do_now(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        at = MONDAY_10

        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return cls.at

    monkeypatch.setattr(lines_of, "datetime", Clock)
    (said,) = [reply for reply in person.choose("flow:handoff")["replies"] if reply["type"] == "helplines"]
    Clock.at = MONDAY_3
    (redrawn,) = [reply for reply in person.history()[-1]["replies"] if reply["type"] == "helplines"]
    assert ids(redrawn) == ids(said)
    (then,) = [line["open_words"] for line in said["helplines"] if line["id"] == "macmillan"]
    (now,) = [line["open_words"] for line in redrawn["helplines"] if line["id"] == "macmillan"]
    assert (then, now) == ("Open now until 8 pm", "Opens today 8 am")
    check_reply(redrawn)


def test_where_no_helpline_is_published_there_is_no_empty_list(fixed: Fixed) -> None:
    nothing = Fixed({**fixed.data, "helplines": []})
    assert lines_of.helplines(nothing) == []
    assert lines_of.by_need(nothing) == []
    said = Decided("handoff", None, [{"type": "text", "text": "x"}, shown(fixed)])
    assert [item["type"] for item in people.placed(nothing, said, ("nurse",), ()).replies] == ["text"]


def test_lines_that_are_gone_are_shown_as_they_were(fixed: Fixed) -> None:
    old = {"type": "helplines", "text": "Old: 999.", "helplines": [{"id": "no_longer_there", "name": "Old"}]}
    assert lines_of.refreshed(fixed, [old]) == [old]


def test_an_offer_is_counted_without_a_word(start: Start, rasa: Rasa, tmp_path: Path) -> None:
    client = start()
    asking = Person(client)
    rasa.directive, rasa.ranking = topic("crs")
    assert offered(asking.ask("i am scared of it"))
    asking.choose("flow:handoff")
    assert "offers_of_a_person_total 1.0" in client.get("/metrics").text
    records = Records(connect(f"sqlite:///{tmp_path / 'var' / 'records.db'}"))
    assert records.sweep(timedelta(seconds=-60)) == [asking.opened["conversation"]]
    counts = {(row.outcome, row.topic): row.turns for row in records.counts()}
    assert counts == {("answered", "crs"): 1, ("handoff_offered", ""): 1, ("handoff", ""): 1}


# Pages


def form(client: TestClient, hidden: dict[str, str], **fields: str) -> str:
    response = client.post("/chat", data={**hidden, "message_id": str(uuid4()), **fields})
    assert response.status_code == 200
    return response.text


def hidden_of(page: str) -> dict[str, str]:
    found = dict(re.findall(r'name="(conversation|token)" value="([^"]+)"', page))
    assert set(found) == {"conversation", "token"}
    return found


def test_without_javascript_the_page_holds_what_one_could_say(client: TestClient, rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = topic("driving")
    page = form(client, {}, text="zebra crossings and me")
    hidden = hidden_of(page)
    form(client, hidden, choice="topic:benefits")
    page = form(client, hidden, choice="flow:handoff")
    summary = page.split('<section class="summary">')[1].split("</section>")[0]
    assert "What you could say" in summary and "I would like to talk to someone." in summary
    assert summary.count("<li>") == 2
    assert "<li>When can I drive?</li>" in summary
    assert "zebra" not in summary
    assert "What I would most like to talk about is:" in summary


def test_with_nothing_read_yet_there_is_no_empty_list(client: TestClient) -> None:
    page = form(client, {}, choice="flow:handoff")
    summary = page.split('<section class="summary">')[1].split("</section>")[0]
    assert "<ul>" not in summary and "I have read about" not in summary


def test_the_page_of_helplines_says_who_is_open(client: TestClient) -> None:
    response = client.get("/helplines")
    assert response.status_code == 200
    page = response.text
    for title in ("Nurses who know cancer", "Money", "Young people", "Looking after someone", "After a death"):
        assert f"<h2>{title}</h2>" in page
    assert "Open now, day and night" in page  # Samaritans
    assert 'href="https://teenagecancertrust.org"' in page
    assert "We have not yet checked this number" in page
    assert 'href="/helplines"' in client.get("/topics").text
    assert 'href="/helplines"' in client.get("/topics/helplines").text


def test_helplines_of_the_api_carry_when_they_open(client: TestClient) -> None:
    lines = {line["id"]: line for line in client.get("/api/v1/helplines").json()["helplines"]}
    assert lines["samaritans"]["open_now"] is True
    assert lines["anthony_nolan"]["open_now"] is None
    assert {"999", "111", "116123"} <= set(phones(list(lines.values())))
    for line in lines.values():
        assert line["next_open"] is None or line["open_now"] is False
