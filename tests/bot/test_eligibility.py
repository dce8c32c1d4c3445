"""Tests of the walk through the criteria: the right step, kept over many turns; a failing action fails its turn."""

import json
import re
from types import SimpleNamespace

import pytest

from actions.eligibility import walk
from bot.actions_endpoint import ActionFailed, InProcessActions
from bot.criteria import criteria_count
from bot.importer import ROOT
from bot.tracker import BoundedTrackerStore

LAST = criteria_count(ROOT / "content")


@pytest.mark.parametrize(
    ("intent", "at", "step", "directive"),
    [
        ("flow_eligibility", None, 1, {"criteria": 1}),
        ("flow_eligibility", 3, 1, {"criteria": 1}),
        ("flow_next", 1, 2, {"criteria": 2}),
        ("flow_next", 4, 5, {"criteria": 5}),
        ("flow_next", 5, 5, {"flow": "end"}),
        ("flow_next", 9, 5, {"flow": "end"}),
        ("flow_back", 5, 4, {"criteria": 4}),
        ("flow_back", 1, 1, {"criteria": 1}),
        ("flow_back", 9, 5, {"criteria": 5}),
        ("flow_stop", 3, None, {"flow": "stopped"}),
        ("flow_next", None, None, {"flow": "none"}),
        ("flow_back", None, None, {"flow": "none"}),
        ("flow_stop", None, None, {"flow": "none"}),
    ],
)
def test_what_a_person_wants_gives_the_step_and_the_directive(intent, at, step, directive):
    assert walk(intent, at, 5) == (step, directive)


@pytest.mark.parametrize("intent", ["flow_eligibility", "flow_next", "flow_stop"])
def test_without_criteria_there_is_no_walk(intent):
    assert walk(intent, None, 0) == (None, {"flow": "none"})
    assert walk(intent, 2, 0) == (None, {"flow": "none"})


def test_an_intent_of_something_else_is_an_error():
    with pytest.raises(ValueError, match="crs"):
        walk("crs", 2, 5)


def directives(running, conversation, *moves) -> list:
    """Returns the directives for typed words and chosen intents (``flow_...``), one after the other."""
    said = []
    for move in moves:
        status, body = (running.choose if move.startswith("flow_") else running.say)(move, conversation)
        assert status == 200, body
        said += body["directives"]
    return said


def test_the_whole_walk_by_choices(running):
    moves = ["flow_eligibility", *["flow_next"] * LAST, "flow_back", "flow_stop", "flow_next"]
    steps = [{"criteria": step} for step in range(1, LAST + 1)]
    end = [{"flow": "end"}, {"criteria": LAST - 1}, {"flow": "stopped"}, {"flow": "none"}]
    assert directives(running, "walk-choices", *moves) == [*steps, *end]


def test_the_walk_by_words(running):
    moves = ["go through the criteria with me", "next", "Next please", "back", "stop"]
    assert directives(running, "walk-words", *moves) == [
        {"criteria": 1}, {"criteria": 2}, {"criteria": 3}, {"criteria": 2}, {"flow": "stopped"},
    ]  # fmt: skip


def test_two_people_walk_apart(running):
    directives(running, "walk-one-1", "flow_eligibility", "flow_next")
    assert directives(running, "walk-two-2", "flow_eligibility") == [{"criteria": 1}]
    assert directives(running, "walk-one-1", "flow_next") == [{"criteria": 3}]


def test_the_step_survives_many_other_turns(running):
    directives(running, "walk-long-1", "flow_eligibility", "flow_next")
    assert directives(running, "walk-long-1", *["what is crs"] * 8) == [{"answer": "crs"}] * 8
    assert '"user"' in running.row("walk-long-1")
    assert len(re.findall('"event": "user"', running.row("walk-long-1"))) == 2
    assert directives(running, "walk-long-1", "next") == [{"criteria": 3}]


def test_the_step_survives_in_the_file_of_conversations(running, agent, loop):
    directives(running, "walk-file-1", "flow_eligibility", "flow_next", "flow_next", "what is crs", "what is crs")
    store = BoundedTrackerStore(agent.domain, path=str(running.trackers))
    found = loop.run_until_complete(store.retrieve("walk-file-1"))
    assert (found.get_slot("criterion"), found.get_slot("criteria")) == (3, LAST)


def test_an_erased_conversation_has_no_walk(running):
    directives(running, "walk-erased", "flow_eligibility")
    running.call("DELETE", "/turn/conversations/walk-erased")
    assert directives(running, "walk-erased", "flow_next") == [{"flow": "none"}]


# A failing action


@pytest.fixture
def executor(agent, monkeypatch):
    """Returns the running agent's executor, whose action a test may break."""
    endpoint = agent.processor.action_endpoint
    assert isinstance(endpoint, InProcessActions)
    monkeypatch.setattr(endpoint._executor, "actions", dict(endpoint._executor.actions))
    return endpoint._executor


def broken(dispatcher, tracker, domain):
    raise KeyError(tracker.latest_message["text"])


def silent(dispatcher, tracker, domain):
    return []


@pytest.fixture
def channel(application, loop):
    """Returns the channel of this process: it takes a conversation and a text and gives status and body."""
    (route,) = [route for route in application.router.routes if route.path == "turn/messages"]

    def said(conversation: str, text: str):
        request = SimpleNamespace(json={"conversation": conversation, "text": text}, app=application)
        answered = loop.run_until_complete(route.handler(request))
        return answered.status, json.loads(answered.body)

    return said


@pytest.mark.parametrize(("action", "logged"), [(broken, "failed: KeyError"), (silent, "said nothing")])
def test_a_failing_action_is_an_error_of_the_turn_and_the_walk_stays_where_it_was(
    channel, executor, caplog, action, logged
):
    name = f"broken-{action.__name__}"
    assert channel(name, "go through the criteria with me")[1]["directives"] == [{"criteria": 1}]
    working = executor.actions["action_eligibility"]
    executor.actions["action_eligibility"] = action
    assert channel(name, "next one please quokka") == (500, {"error": "the turn failed"})
    assert f"action_eligibility {logged}" in caplog.text
    assert "quokka" not in caplog.text
    executor.actions["action_eligibility"] = working
    assert channel(name, "next")[1]["directives"] == [{"criteria": 2}]


def test_an_action_nobody_knows_is_an_error_of_the_turn(loop):
    call = {"next_action": "action_nothing", "tracker": {}}
    with pytest.raises(ActionFailed):
        loop.run_until_complete(InProcessActions().request(json=call))
