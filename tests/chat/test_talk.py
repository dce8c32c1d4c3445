"""Tests of talking on: follow-ups, corrections, pronouns, and what was said before."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.chat.follow_up import points_back
from tests.chat.conftest import Start
from tests.chat.decided import UNSURE, after, answers, close, follow, offered, texts, topic
from tests.chat.person import Person
from tests.service_bot.rasa import Rasa

# Follow-ups


@pytest.mark.parametrize(
    ("name", "kind", "target"),
    [
        ("crs", "how_long", "side_effect_timing"), ("driving", "why", "icans"), ("crs", "what_to_do", "when_to_call"),
        ("who_is_eligible", "children", "children"), ("who_is_eligible", "age", "age_limit"),
        ("what_is_obe_cel", "more", "how_it_works"), ("cell_collection", "where", "which_hospitals"),
        ("side_effects", "when", "side_effect_timing"), ("turned_down", "who", "second_opinion"),
    ],
)  # fmt: skip
def test_a_follow_up_is_answered_with_where_its_topic_leads(
    person: Person, rasa: Rasa, name: str, kind: str, target: str
) -> None:
    turn = after(person, rasa, name, "and then", follow(kind))
    assert (turn["outcome"], turn["topic"], answers(turn)) == ("answered", target, [target])
    assert texts(rasa) == ["and then"]


def test_a_follow_up_goes_on_from_the_answer_before_it(person: Person, rasa: Rasa) -> None:
    after(person, rasa, "what_is_obe_cel", "more", follow("more"))
    assert answers(person.ask("more")) == ["living_drug"]


def test_a_tapped_topic_is_what_a_follow_up_is_about(person: Person, rasa: Rasa) -> None:
    person.choose("topic:driving")
    rasa.directive, rasa.ranking = follow("why")
    assert answers(person.ask("why")) == ["icans"]


def test_an_answer_just_given_is_not_given_twice(person: Person, rasa: Rasa) -> None:
    turn = after(person, rasa, "crs", "is that common", follow("how_common"))
    assert turn["outcome"] == "clarify"
    assert answers(turn) == []
    assert turn["replies"][0]["text"].startswith("What I can tell you about that stands in the answer above.")
    assert offered(turn) == ["icans", "side_effect_timing", "treating_side_effects"]
    assert turn["topic"] == "crs"


def test_where_there_is_no_answer_it_says_so_and_offers_others(person: Person, rasa: Rasa) -> None:
    turn = after(person, rasa, "prescriptions", "and for children", follow("children"))
    assert turn["outcome"] == "clarify"
    assert turn["replies"][0]["text"].startswith("I have no checked answer to that")
    assert offered(turn) == ["travel_costs", "benefits", "medicines"]


@pytest.mark.parametrize("kind", ["why", "again", "correction"])
def test_without_a_topic_it_asks_what_it_is_about(person: Person, rasa: Rasa, kind: str) -> None:
    rasa.directive, rasa.ranking = follow(kind)
    turn = person.ask("hm")
    assert turn["outcome"] == "unsure"
    assert answers(turn) == []
    assert [reply["type"] for reply in turn["replies"]] == ["text", "helplines"]
    assert {"h": "All topics"} in turn["replies"][0]["blocks"]


def test_thanks_in_between_changes_no_subject(person: Person, rasa: Rasa) -> None:
    after(person, rasa, "crs", "thanks", ({"smalltalk": "thanks"}, [("thanks", 0.9)]))
    rasa.directive, rasa.ranking = follow("how_long")
    assert answers(person.ask("how long")) == ["side_effect_timing"]


@pytest.mark.parametrize("between", [UNSURE, ({"outcome": "out_of_scope"}, [("out_of_scope", 0.9)])])
def test_something_else_in_between_makes_the_topic_a_guess(person: Person, rasa: Rasa, between: Any) -> None:
    after(person, rasa, "crs", "the football", between)
    rasa.directive, rasa.ranking = follow("how_long")
    turn = person.ask("how long")
    assert turn["outcome"] == "clarify"
    assert offered(turn)[:2] == ["side_effect_timing", "crs"]


def test_a_follow_up_that_failed_can_be_asked_again(person: Person, rasa: Rasa) -> None:
    rasa.by_text["the first question"] = topic("crs")
    person.ask("the first question")
    rasa.behaviour = "status 500"
    assert person.ask("how long does it last")["outcome"] == "unavailable"
    rasa.behaviour = "right"
    rasa.by_text["how long does it last"] = follow("how_long")
    assert answers(person.ask("how long does it last")) == ["side_effect_timing"]


def test_choices_on_the_same_subject_leave_it_the_subject(person: Person, rasa: Rasa) -> None:
    assert after(person, rasa, "crs", "is that common", follow("how_common"))["outcome"] == "clarify"
    rasa.by_text["is it dangerous"] = topic("risk_of_death")
    assert person.ask("is it dangerous")["outcome"] == "clarify"
    rasa.by_text["how long"] = follow("how_long")
    assert answers(person.ask("how long")) == ["side_effect_timing"]


def test_choices_on_something_else_make_the_topic_a_guess(person: Person, rasa: Rasa) -> None:
    assert after(person, rasa, "crs", "sushi", close(("food_and_drink", 0.5), ("travel", 0.3)))["outcome"] == "clarify"
    rasa.by_text["how long"] = follow("how_long")
    assert person.ask("how long")["outcome"] == "clarify"


def test_after_a_danger_card_a_follow_up_leads_to_when_to_call(person: Person, rasa: Rasa) -> None:
    assert after(person, rasa, "crs", "his temp is 38.2", follow("why"))["outcome"] == "urgent"
    rasa.directive, rasa.ranking = follow("how_common")
    turn = person.ask("is it common")
    assert (turn["outcome"], turn["topic"]) == ("answered", "when_to_call")
    assert turn["replies"][0]["text"].startswith("If this is happening now")


def test_a_danger_card_is_not_taken_back_by_a_correction(person: Person, rasa: Rasa) -> None:
    assert after(person, rasa, "crs", "his temp is 38.2", follow("why"))["outcome"] == "urgent"
    rasa.by_text["no not that"] = follow("correction")
    turn = person.ask("no not that")
    assert (turn["outcome"], turn["topic"]) == ("answered", "when_to_call")
    assert turn["replies"][0]["text"].startswith("If this is happening now")
    assert texts(rasa) == ["no not that"]


def test_after_a_crisis_card_no_earlier_topic_is_taken_up(person: Person, rasa: Rasa) -> None:
    assert after(person, rasa, "crs", "I don't want to be here any more", follow("why"))["outcome"] == "crisis"
    rasa.directive, rasa.ranking = follow("how_long")
    assert person.ask("how long")["outcome"] == "unsure"


def test_danger_inside_a_follow_up_gets_its_card(person: Person, rasa: Rasa) -> None:
    turn = after(person, rasa, "crs", "how long does it last, my dad has chest pain", follow("how_long"))
    assert turn["outcome"] == "emergency"
    assert texts(rasa) == []


def test_a_follow_up_that_is_not_sure_is_offered(person: Person, rasa: Rasa) -> None:
    turn = after(person, rasa, "crs", "how long is that", close(("follow_up_how_long", 0.5), ("hospital_stay", 0.3)))
    assert turn["outcome"] == "clarify"
    assert offered(turn)[:2] == ["side_effect_timing", "hospital_stay"]


def test_figures_about_dying_are_not_volunteered_on_the_way(person: Person, rasa: Rasa) -> None:
    turn = after(person, rasa, "risk_of_death", "say that again", follow("again"))
    assert answers(turn) == ["risk_of_death"]
    assert turn["choices"][0]["id"] == "numbers:risk_of_death"
    assert "stroke" not in json.dumps(turn["replies"])


def test_a_new_start_of_the_service_still_knows_the_topic(start: Start, rasa: Rasa) -> None:
    before = Person(start())
    after(before, rasa, "crs", "hm", UNSURE)
    rasa.by_text["the first question"] = topic("driving")
    before.ask("the first question")
    later = Person(start())
    later.token, later.path = before.token, before.path
    rasa.directive, rasa.ranking = follow("why")
    assert answers(later.ask("why")) == ["icans"]


# Again


def test_say_that_again_gives_the_last_answer_again(person: Person, rasa: Rasa) -> None:
    turn = after(person, rasa, "driving", "say that again", follow("again"))
    assert (turn["outcome"], answers(turn)) == ("answered", ["driving"])


def test_what_was_said_before_is_asked_without_the_words_around_it(person: Person, rasa: Rasa) -> None:
    rasa.by_text["driving"] = topic("driving")
    turn = after(person, rasa, "crs", "what did you say about driving?", UNSURE)
    assert answers(turn) == ["driving"]
    assert texts(rasa) == ["driving"]


# Corrections


def test_a_correction_offers_the_other_guesses_of_the_turn_before(person: Person, rasa: Rasa) -> None:
    rasa.by_text["how long"] = topic("hospital_stay", 0.7, ("waiting_time", 0.2), ("recovery_time", 0.05), ("crs", 0.0))
    person.ask("how long")
    rasa.asked.clear()
    rasa.by_text["no the other one"] = follow("correction")
    turn = person.ask("no the other one")
    assert turn["outcome"] == "clarify"
    assert offered(turn) == ["waiting_time", "recovery_time", "going_home"]
    assert turn["replies"][0]["text"].startswith("I am sorry, I misunderstood you.")
    assert texts(rasa) == ["no the other one", "how long"]


def test_a_correction_after_a_tapped_choice_offers_the_choices_left(person: Person, rasa: Rasa) -> None:
    rasa.by_text["hm"] = close(("crs", 0.4), ("icans", 0.3), ("hlh", 0.2))
    assert offered(person.ask("hm")) == ["crs", "icans", "hlh"]
    person.choose("topic:icans")
    rasa.asked.clear()
    rasa.directive, rasa.ranking = follow("correction")
    turn = person.ask("wrong one")
    assert offered(turn)[:2] == ["crs", "hlh"]
    assert "icans" not in offered(turn)
    assert texts(rasa) == ["wrong one"]


def test_a_second_correction_does_not_offer_the_same_again(person: Person, rasa: Rasa) -> None:
    after(person, rasa, "crs", "not that", follow("correction"))
    rasa.by_text["not that either"] = follow("correction")
    turn = person.ask("not that either")
    assert turn["outcome"] == "unsure"
    assert turn["replies"][0]["text"].startswith("I am sorry, I misunderstood you.")


# A pronoun alone


@pytest.mark.parametrize(
    "typed", ["is it dangerous", "does that hurt", "Can it come back?", "will they stop", "isn't it risky", "does it"]
)
def test_a_pronoun_and_no_content_points_back(typed: str) -> None:
    assert points_back(typed)


@pytest.mark.parametrize(
    "typed", ["is it a drip", "will it make me infertile", "what is crs", "can he drive", "how often", "it " * 9]
)
def test_content_of_its_own_does_not_point_back(typed: str) -> None:
    assert not points_back(typed)


def test_a_pronoun_alone_is_never_answered_at_once(person: Person, rasa: Rasa) -> None:
    rasa.by_text["crs. is it dangerous"] = topic("crs", 0.97, ("treating_side_effects", 0.2))
    turn = after(person, rasa, "crs", "is it dangerous", topic("risk_of_death"))
    assert (turn["outcome"], answers(turn)) == ("clarify", [])
    assert offered(turn) == ["risk_of_death", "treating_side_effects", "icans"]
    assert len(rasa.asked) == 2


def test_a_pronoun_is_answered_where_both_readings_agree(person: Person, rasa: Rasa) -> None:
    rasa.by_text["crs. is it dangerous"] = topic("risk_of_death")
    turn = after(person, rasa, "crs", "is it dangerous", topic("risk_of_death"))
    assert answers(turn) == ["risk_of_death"]


def test_without_a_topic_or_after_the_treatment_itself_it_is_obe_cel(person: Person, rasa: Rasa) -> None:
    rasa.by_text["is it dangerous"] = topic("side_effects")
    assert answers(person.ask("is it dangerous")) == ["side_effects"]
    assert answers(after(person, rasa, "what_is_obe_cel", "is it dangerous", topic("side_effects"))) == ["side_effects"]
    assert len(rasa.asked) == 1


def test_something_else_with_a_pronoun_stays_out_of_scope(person: Person, rasa: Rasa) -> None:
    turn = after(person, rasa, "crs", "is it over", ({"outcome": "out_of_scope"}, [("out_of_scope", 0.9)]))
    assert turn["outcome"] == "out_of_scope"


# Nothing is said back


def test_nothing_typed_is_said_back_on_any_way(person: Person, rasa: Rasa) -> None:
    after(person, rasa, "crs", "hm", UNSURE)
    secret = "quetzalcoatl"
    for decided in [follow("why"), follow("correction"), follow("again"), follow("children"), UNSURE]:
        rasa.directive, rasa.ranking = decided
        for typed in (f"{secret}?", f"what did you say about {secret}", f"is it {secret} and can i {secret} it?"):
            turn = person.ask(typed)
            assert secret not in json.dumps(turn)
