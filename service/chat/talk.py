"""One typed message to one decided turn, with what was said before; the bot is asked at most twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from service.bot.client import TIME_LIMIT, Bot, BotDown, BotTurn
from service.chat import decide, follow_up, reply
from service.chat.carrier import subject_of as subject_named
from service.chat.decide import CLARIFY_AT_LEAST, LEAST_GUESS, OUTCOME_OF_LEVEL, Decided
from service.chat.follow_up import AGAIN, CORRECTION, INTENT_PREFIX, WHOLE_TREATMENT, Subject
from service.chat.served import Shown
from service.chat.split import halves
from service.chat.together import together, with_more
from service.library.find import Fixed
from service.records.conversations import TurnRecord

logger = logging.getLogger(__name__)

MOST_CALLS = 2
MORE, NEXT = "more", "flow_next"
LEAST_KIND = 0.4  # from here a kind of follow-up that the bot is not sure of is offered
OTHER_GUESS = 0.01  # what "the other one" may have been; below it a guess is chance
# Outcomes that stand as they are, whatever was said before.
A_PERSON = "talk_to_person"
ITS_OWN = (A_PERSON, "out_of_scope")
NOT_SURE = ("clarify", "unsure")
IN_A_FLOW = ("criteria", "flow")

Earlier = Callable[[], Awaitable[Sequence[TurnRecord]]]


@dataclass
class Asked:
    """The bot for one message: counts the calls, and gives all of them together the time of one."""

    bot: Bot
    conversation: str
    calls: int = 0
    until: float = field(default_factory=lambda: monotonic() + TIME_LIMIT)

    async def first(self, words: str) -> BotTurn:
        """Returns what the bot decides. Raises ``BotDown``."""
        self.calls += 1
        try:
            async with asyncio.timeout(max(0.0, self.until - monotonic())):
                return await self.bot.say(self.conversation, words)
        except TimeoutError:
            raise BotDown("TimeoutError") from None

    async def step(self) -> BotTurn:
        """Returns the next step of a walk. Raises ``BotDown``."""
        self.calls += 1
        return await self.bot.choose(self.conversation, NEXT)

    async def second(self, words: str) -> BotTurn | None:
        """Returns what the bot decides on further words; None where it cannot, or was asked twice already."""
        if self.calls >= MOST_CALLS:
            return None
        try:
            return await self.first(words)
        except BotDown as error:
            logger.error("the bot is down at the second call: %s", error)
            return None


@dataclass(frozen=True)
class Talk:
    """What a message is decided with.

    ``earlier`` reads the turns so far, oldest first; ``moved`` gives the turn for a step of a flow. Both are called
    only when needed.
    """

    fixed: Fixed
    published: Shown
    asked: Asked
    earlier: Earlier
    moved: Callable[[BotTurn], Awaitable[Decided]]

    async def answered(self, words: str) -> Decided:
        """Returns the turn for typed words (redacted, 1 to 1,000 characters). Raises ``BotDown``."""
        named = subject_named(words)
        if named is not None:
            return await self._one(named, await self.asked.first(named))
        parts = halves(words)
        if parts:
            return await self._two(words, *parts)
        return await self._one(words, await self.asked.first(words))

    async def _one(self, words: str, turn: BotTurn) -> Decided:
        """Returns the turn for one question, by itself or by what was said before."""
        if turn.directive.kind in IN_A_FLOW:
            return await self.moved(turn)
        if turn.directive.kind == "follow_up":
            if turn.directive.name == CORRECTION:
                return await self._corrected(words, turn)
            if turn.directive.name == MORE and await self._in_a_walk():
                return await self.moved(await self.asked.step())
            return self._follow(turn.directive.name, await self._subject(), words, turn)
        if turn.directive.kind == "smalltalk" or turn.directive.name in ITS_OWN:
            return self._plain(turn, words)
        kind = maybe_kind(turn)
        if kind or follow_up.points_back(words):
            subject = await self._subject()
            if kind is None and self._is_treatment(subject):
                return self._plain(turn, words)
            if subject.topics:
                return self._maybe(kind, subject, words, turn) if kind else await self._pointing(subject, words, turn)
        return self._plain(turn, words)

    async def _two(self, words: str, first: str, second: str) -> Decided:
        """Returns the turn for two questions.

        The second half is asked only where the first is clear alone. Where it is not, the whole message is asked
        instead, so that a message that was clear as a whole stays so.
        """
        one = await self.asked.first(first)
        begun = await self._clear(first, one, None)
        if begun is None:
            return await self._whole(words, first, one)
        two = await self.asked.second(second)
        if two is None:
            return self._with_rest(begun)
        before = one.directive.name if one.directive.kind == "answer" else None
        ended = await self._clear(second, two, before)
        if ended and ended.topic != begun.topic:
            return together([begun, ended])
        said = before and two.directive.kind == "follow_up" and before in self._targets(two.directive.name, before)
        if ended or said:
            return begun
        return self._with_rest(begun, self._guesses(two))

    async def _whole(self, words: str, first: str, one: BotTurn) -> Decided:
        whole = await self.asked.second(words)
        if whole is None:
            return self._plain(one, first)
        if whole.directive.kind in ("follow_up", *IN_A_FLOW):
            return await self._one(words, whole)
        topics = dict.fromkeys([*self._guesses(whole), *self._guesses(one)])
        if whole.directive.name in NOT_SURE and len(topics) >= CLARIFY_AT_LEAST:
            return follow_up.offer(self.fixed, self.published, "clarify", topics, words, whole.confidence)
        return self._plain(whole, words)

    async def _clear(self, half: str, turn: BotTurn, before: str | None) -> Decided | None:
        """Returns the answer to half a message if it is sure; ``before``: the topic of the other half's answer."""
        if turn.directive.kind == "follow_up" and turn.directive.name != CORRECTION:
            subject = Subject((before,)) if before else await self._subject()
            decided = self._follow(turn.directive.name, subject, half, turn)
            return decided if decided.outcome == "answered" else None
        if turn.directive.name == A_PERSON:
            return self._plain(turn, half)
        if turn.directive.kind != "answer":
            return None
        if follow_up.points_back(half) and (before or (await self._subject()).topics):
            return None
        decided = self._plain(turn, half)
        return decided if decided.outcome == "answered" else None

    def _with_rest(self, begun: Decided, topics: Sequence[str] = ()) -> Decided:
        """Returns the one answer that is sure, with what the rest may have been, and the wish to ask it again."""
        choices = reply.topic_choices(self.published, topics)
        return with_more(begun, choices, [reply.text(self.fixed, "one_of_two")])

    async def _pointing(self, subject: Subject, words: str, turn: BotTurn) -> Decided:
        """Returns the turn for words that lean on a pronoun: an answer only where two readings agree, else choices."""
        plain = turn.directive.name if turn.directive.kind == "answer" else None
        about = follow_up.short_name(subject.topics[0])
        again = await self.asked.second(f"{about}. {words}")
        agreed = again is not None and again.directive == turn.directive and plain not in subject.topics
        if plain and agreed:
            return self._plain(turn, words)
        guesses = [*([plain] if plain else []), *(self._guesses(again) if again else []), *self._guesses(turn)]
        topics = [name for name in guesses if name not in subject.topics] + follow_up.related(self.published, subject)
        return self._offer_on(subject, topics, words, turn)

    def _maybe(self, kind: str, subject: Subject, words: str, turn: BotTurn) -> Decided:
        """Returns what a follow-up that the bot is not sure of may mean, as choices."""
        meant = [t for t in self._targets(kind, *subject.topics) if t not in subject.topics]
        topics = [*meant, *self._guesses(turn), *follow_up.related(self.published, subject)]
        return self._offer_on(subject, topics, words, turn)

    def _offer_on(self, subject: Subject, topics: Sequence[str], words: str, turn: BotTurn) -> Decided:
        offered = follow_up.offer(self.fixed, self.published, "pronoun", topics, words, turn.confidence)
        return follow_up.about(subject, offered)

    async def _corrected(self, words: str, turn: BotTurn) -> Decided:
        """Returns what else the turn before may have meant; a danger card is not taken back."""
        turns = [before for before in await self.earlier() if before.outcome != "smalltalk"]
        last = turns[-1] if turns else None
        if last and last.outcome in OUTCOME_OF_LEVEL:
            return self._follow(AGAIN, await self._subject(), words, turn)
        offered = turns[-2].reply["choices"] if len(turns) > 1 and turns[-2].outcome == "clarify" else []
        guesses = [choice["id"].partition(":")[2] for choice in offered if choice["id"].startswith("topic:")]
        if last and not guesses:
            ranked = await self.asked.second(last.text)
            guesses = [name for name, sure in ranked.ranking if sure >= OTHER_GUESS] if ranked else []
        return follow_up.corrected(self.fixed, self.published, last, guesses, words)

    async def _in_a_walk(self) -> bool:
        """Returns whether the last turn was a step of a walk: "go on" then means the next step."""
        turns = await self.earlier()
        return bool(turns) and any(item["type"] == "criteria" for item in turns[-1].reply["replies"])

    async def _subject(self) -> Subject:
        return follow_up.subject_of(await self.earlier(), self.published)

    def _is_treatment(self, subject: Subject) -> bool:
        return all(self.published.topics[topic]["group"] in WHOLE_TREATMENT for topic in subject.topics)

    def _targets(self, kind: str, *topics: str) -> list[str]:
        return follow_up.targets_of(self.published, kind, topics)

    def _follow(self, kind: str, subject: Subject, words: str, turn: BotTurn) -> Decided:
        return follow_up.resolve(self.fixed, self.published, kind, subject, words, turn.confidence)

    def _plain(self, turn: BotTurn, words: str) -> Decided:
        return decide.by_directive(self.fixed, self.published, turn, words)

    def _guesses(self, turn: BotTurn) -> list[str]:
        return [name for name, sure in turn.ranking if sure >= LEAST_GUESS and name in self.published.topics]


def maybe_kind(turn: BotTurn) -> str | None:
    """Returns the kind of follow-up a turn without an answer most likely is, or None."""
    if turn.directive.kind != "outcome" or not turn.ranking:
        return None
    name, sure = turn.ranking[0]
    return name.removeprefix(INTENT_PREFIX) if name.startswith(INTENT_PREFIX) and sure >= LEAST_KIND else None
