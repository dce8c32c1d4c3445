"""The published danger rules, of English and of other languages, kept working while new ones are published."""

from __future__ import annotations

import logging

from service.library.find import Fixed, Library
from service.safety.tongues import Tongues, with_tongue
from service.safety.urgent import Finding, Urgent

logger = logging.getLogger(__name__)


class DangerRules:
    """The published danger rules, compiled again when new ones are published; the last good ones otherwise."""

    def __init__(self, library: Library) -> None:
        """Compiles the rules. Raises ``ValueError`` if there are none that work: the service must not start then."""
        self._library, self._of = library, library.fixed()
        self._rules, self._tongues = _compiled(self._of)

    def assess(self, text: str) -> Finding:
        """Returns what the newest working rules find in raw text. Never raises."""
        fixed = self._library.fixed()
        if fixed is not self._of:
            self._of = fixed
            try:
                self._rules, self._tongues = _compiled(fixed)
            except ValueError:
                logger.error("the published danger rules do not work; the last good ones stay in force")
        return with_tongue(self._rules.assess(text), self._tongues.hear(text))


def _compiled(fixed: Fixed) -> tuple[Urgent, Tongues]:
    return Urgent.from_data(fixed.data["urgent"]), Tongues.from_data(fixed.data["tongues"]["words"])
