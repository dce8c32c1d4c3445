"""The criteria one by one: which step comes next. What a step says stands in content/eligibility.yml."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher


def walk(intent: str, at: int | None, last: int) -> tuple[int | None, dict[str, Any]]:
    """Returns the step to remember (from 1; None: no walk is on) and the directive for what the person wants.

    ``at``: the step shown last, None outside a walk; ``last``: how many steps there are. The directive is
    ``{"criteria": step}``, or ``{"flow": "none" | "stopped" | "end"}`` where there is no step to show.
    """
    if intent == "flow_eligibility" and last:
        return 1, {"criteria": 1}
    if at is None or not last:
        return None, {"flow": "none"}
    if intent == "flow_stop":
        return None, {"flow": "stopped"}
    if intent == "flow_next" and at >= last:
        return last, {"flow": "end"}
    if intent not in ("flow_next", "flow_back"):
        raise ValueError(intent)
    # Steps can have been taken out of the content since this person began.
    step = min(max(1, at + (1 if intent == "flow_next" else -1)), last)
    return step, {"criteria": step}


class Eligibility(Action):
    """Moves the walk by one: the step is kept in the slot ``criterion``, their number in ``criteria``."""

    def name(self) -> str:
        """Returns the name the rules use."""
        return "action_eligibility"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Says the directive and returns the step to remember."""
        intent = tracker.latest_message["intent"]["name"]
        step, directive = walk(intent, tracker.get_slot("criterion"), tracker.get_slot("criteria"))
        dispatcher.utter_message(json_message=directive)
        return [SlotSet("criterion", step)]
