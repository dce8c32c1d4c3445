"""The published danger rules, kept working while new ones are published, and beneath them the trained net."""

from __future__ import annotations

import logging

from service.chat.second_net import TrainedNet
from service.library.find import Fixed, Library
from service.safety.tongues import Tongues, with_tongue
from service.safety.urgent import Finding, Urgent

logger = logging.getLogger(__name__)
# A question from the book has the words of a sign without its danger: the net must be surer there. Chosen on the scores
# of words alone; those of words and meaning together are wider apart.
SURE_OF_BOOK = 2.0


class DangerRules:
    """The published danger rules, compiled again when new ones are published; the last good ones otherwise."""

    def __init__(self, library: Library, net: TrainedNet) -> None:
        """Compiles the rules. Raises ``ValueError`` if there are none that work: the service must not start then."""
        self._library, self.net, self._of = library, net, library.fixed()
        self._rules, self._tongues = _compiled(self._of)

    def assess(self, text: str) -> Finding:
        """Returns what the newest working rules find in raw text, or what the net adds to it. Never raises."""
        fixed = self._library.fixed()
        if fixed is not self._of:
            self._of = fixed
            try:
                self._rules, self._tongues = _compiled(fixed)
            except ValueError:
                logger.error("the published danger rules do not work; the last good ones stay in force")
        finding = with_tongue(self._rules.assess(text), self._tongues.hear(text))
        if finding.level and finding.frame != "book":
            return finding
        heard = self.net.hear(text)
        sure = heard.margin >= (SURE_OF_BOOK if finding.level else 0.0)
        return Finding(heard.level, "now", ("net",)) if heard.level and sure else finding


def _compiled(fixed: Fixed) -> tuple[Urgent, Tongues]:
    return Urgent.from_data(fixed.data["urgent"]), Tongues.from_data(fixed.data["tongues"]["words"])
