"""What somebody gets who asks for a verdict on one person: why not here, who to ask, and what is known in general."""

from __future__ import annotations

import logging

from service.bot.client import Bot, BotDown
from service.chat import reply
from service.chat.decide import LEAST_GUESS, Decided
from service.chat.second_net import TrainedNet
from service.chat.served import Shown
from service.chat.talk import Asked
from service.library.find import Fixed, Library
from service.safety.advice import Advice, AdviceRules
from service.safety.urgent import Finding

logger = logging.getLogger(__name__)


class PublishedAdvice:
    """The published rules of verdicts, compiled again when new ones are published; the last good ones otherwise."""

    def __init__(self, library: Library, net: TrainedNet) -> None:
        """Compiles the rules. Raises ``ValueError`` if there are none that work: the service must not start then."""
        self._library, self._net, self._of = library, net, library.fixed()
        self._rules = AdviceRules.from_data(self._of.data.get("advice", {}))

    def assess(self, text: str) -> Advice | None:
        """Returns the verdict a message asks for by the newest working rules or the net, or None. Never raises."""
        fixed = self._library.fixed()
        if fixed is not self._of:
            self._of = fixed
            try:
                self._rules = AdviceRules.from_data(fixed.data.get("advice", {}))
            except ValueError:
                logger.error("the published advice rules do not work; the last good ones stay in force")
        found = self._rules.assess(text)
        return found or (self._rules.nearest(text) if self._net.hear(text).advice else None)


async def guess(bot: Bot, conversation: str, published: Shown, words: str) -> str | None:
    """Returns the topic that the bot thinks likeliest, or None where it has no guess or is down."""
    try:
        turn = await Asked(bot, conversation).first(words)
    except BotDown as error:
        logger.error("no guess, the bot is down: %s", error)
        return None
    return next((name for name, sure in turn.ranking if sure >= LEAST_GUESS and name in published.topics), None)


def declined(
    fixed: Fixed, published: Shown, advice: Advice, finding: Finding, guessed: str | None, words: str
) -> Decided:
    """Returns the turn that gives no verdict: why, who to ask, and general topics to choose from, or a person.

    A danger sign that was only asked about is led by what to do if it is happening. ``words`` are only searched with.
    """
    first = [guessed] if guessed else published.search(words, 1)
    topics = [*first, *advice.topics] if guessed else [*advice.topics, *first]
    said = ["if_now"] if finding.level else []
    said += ["advice_declined", *(["advice_medicine"] if advice.medicine else [])]
    choices = reply.topic_choices(published, topics)
    return Decided(
        "advice_declined",
        choices[0]["id"].partition(":")[2] if choices else None,
        [reply.text(fixed, name) for name in said],
        None,
        [*choices, *reply.flow_choices(fixed, "handoff")],
    )
