"""Runs the actions inside the bot's own process, where Rasa would call a third server; a failing one fails its turn."""

from __future__ import annotations

import logging
from typing import Any, Dict, Optional, Text

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions import ACTIONS

logger = logging.getLogger(__name__)


class ActionFailed(BaseException):
    """An action gave no reply.

    No ``Exception``, because Rasa swallows every one of those in an action, stores the turn and answers nothing.
    """


class InProcessActions(EndpointConfig):
    """The action endpoint of an agent, without a network."""

    def __init__(self) -> None:
        """Registers the actions. ``selective_domain``: or Rasa would write out its whole domain for every call."""
        super().__init__("in-process", selective_domain=True)
        self._executor = ActionExecutor()
        for action in ACTIONS:
            self._executor.register_action(action)

    async def request(
        self, method: Text = "post", subpath: Optional[Text] = None, content_type: Optional[Text] = None, **call: Any
    ) -> Dict[Text, Any]:
        """Returns what the action named in ``json`` says and remembers. Raises ``ActionFailed``."""
        wanted = call["json"]
        try:
            answer = await self._executor.run(wanted)
        except Exception as error:  # noqa: BLE001 - whatever fails in an action, the turn has failed
            # Only the kind of the error: its text may hold what the person typed.
            logger.error("%s failed: %s", wanted.get("next_action"), type(error).__name__)
            raise ActionFailed from None
        if not answer or not answer["responses"]:
            logger.error("%s said nothing", wanted.get("next_action"))
            raise ActionFailed
        return answer
