"""A conversation from its opening to its erasure: the straight line of design.md, with a person at each failure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from service.bot.client import Bot, BotDown, BotTurn
from service.chat import advice, decide, flows, people, reply
from service.chat import site as sites
from service.chat.danger_rules import DangerRules
from service.chat.decide import Decided
from service.chat.language import Languages
from service.chat.messages import LONGEST_TEXT, Message
from service.chat.served import Serving, Shown
from service.chat.talk import Asked, Talk
from service.chat.tokens import NotOurs, Pass, Tokens
from service.chat.transcript import as_served, retold
from service.chat.words_shown import fingerprints
from service.library.find import Fixed, NotPublished
from service.records.conversations import CONVERSATION_LIFE, Conversation, Records, RecordsDown, TurnRecord, utc_now
from service.safety.redact import Redactor
from service.safety.urgent import Finding

logger = logging.getLogger(__name__)
LOOKED_BACK = 10  # turns; what was said longer ago is not what "it" means


class NoPass(Exception):
    """The token is missing, wrong or expired."""


class Elsewhere(Exception):
    """The token is good, but for another conversation, or this one is gone."""


class Closed(Exception):
    """The conversation takes no more messages."""


@dataclass(frozen=True)
class Chat:
    """Everything a conversation needs, opened once."""

    serving: Serving
    rules: DangerRules
    bot: Bot
    records: Records
    tokens: Tokens
    mode: str
    locks: WeakValueDictionary[str, asyncio.Lock]
    languages: Languages
    redactor: Redactor
    verdicts: advice.PublishedAdvice

    async def open(self, site: str) -> dict[str, Any]:
        """Returns a new conversation with its token and greeting; it works unstored while the database is down."""
        allowed, token = self.tokens.new(site)
        greeting = [sites.greeting(self.fixed(), site)]
        try:
            began = await asyncio.to_thread(self.records.open, allowed.conversation, site)
        except RecordsDown as error:
            logger.error("conversation not stored: %s", error)
            began = utc_now()
        expires = (began + CONVERSATION_LIFE).isoformat(timespec="seconds") + "Z"
        opened = {"conversation": allowed.conversation, "token": token, "mode": self.mode, "expires_at": expires}
        return {**opened, "replies": greeting}

    def proved(self, conversation: str, token: str | None) -> Pass:
        """Returns what the token proves. Raises ``NoPass``, or ``Elsewhere`` if it is another conversation's."""
        try:
            proved = self.tokens.read(token or "")
        except NotOurs:
            raise NoPass from None
        if proved.conversation != conversation:
            raise Elsewhere
        return proved

    async def allowed(self, conversation: str, token: str | None) -> Conversation:
        """Returns the conversation the token opens. Raises ``NoPass`` or ``Elsewhere``."""
        proved = self.proved(conversation, token)
        try:
            return _living(await asyncio.to_thread(self.records.conversation, conversation))
        except RecordsDown as error:
            logger.error("conversation not read: %s", error)
            return _unread(proved)

    def danger(self, finding: Finding) -> Decided:
        """Returns the card for a finding that is happening now."""
        return decide.danger(self.fixed(), self._published(), finding)

    async def take(self, proved: Pass, message: Message, raw: str, finding: Finding) -> dict[str, Any]:
        """Returns the turn for a message: the same for the same ``message_id``.

        ``raw`` is the text as typed; it goes no further than the redactor. Raises ``UnknownChoice``, ``Closed``,
        ``NoPass`` (expired) or ``Elsewhere`` (erased).
        """
        async with self.locks.setdefault(proved.conversation, asyncio.Lock()):
            standing = self.records.standing
            try:
                found, given = await asyncio.to_thread(standing, proved.conversation, message.message_id)
                conversation = _living(found)
            except RecordsDown as error:
                logger.error("conversation not read: %s", error)
                conversation, given = _unread(proved), None
            if given is not None:
                return as_served(given, self.serving)
            if conversation.state == "closed":
                raise Closed
            # Only a danger sign comes with more than 1,000 characters; what is kept is as long as any message.
            redacted = self.redactor.redact_start(message.text or raw, LONGEST_TEXT)
            words = redacted.text
            decided = await self._decide(conversation, message, words, finding)
            if decided.outcome in ("answered", "advice_declined"):
                decided = await self._going_on(conversation, decided)
            decided = await self._with_people(conversation, message, words, decided)
            if redacted.hidden and message.choice is None:
                decided = decide.with_hidden_word(self.fixed(), decided)
            return await self._store(conversation, message, words, decided)

    async def _decide(self, conversation: Conversation, message: Message, words: str, finding: Finding) -> Decided:
        if finding.level and finding.frame == "now":
            return self.danger(finding)
        fixed, published = self.fixed(), self._published()
        if published is None:
            return decide.unavailable(fixed, None, words)
        if message.choice in flows.WALK or message.choice == flows.QUESTIONS:
            return await self._flow(conversation.id, published, message.choice)
        if message.choice is not None:
            decided = decide.chosen(fixed, published, message.choice)
            await self._tell_bot(conversation.id, decided)
            return decided
        if finding.level and finding.frame == "look_ahead" and published.knows(decide.WHEN_TO_CALL):
            return decide.looking_ahead(fixed, published, finding)
        verdict = self.verdicts.assess(words)
        if verdict:
            guess = await advice.guess(self.bot, conversation.id, published, words)
            return advice.declined(fixed, published, verdict, finding, guess, words)
        if not finding.level and self.languages.foreign(words):
            return decide.other_language(fixed, published)
        try:
            if finding.level and finding.frame == "book" and published.knows(decide.WHEN_TO_CALL):
                return decide.from_book(fixed, published, await self.bot.say(conversation.id, words))
            asked = Asked(self.bot, conversation.id)
            talk = Talk(
                fixed,
                published,
                asked,
                lambda: self._earlier(conversation),
                lambda turn: self._moved(conversation.id, published, turn),
            )
            return await talk.answered(words)
        except BotDown as error:
            logger.error("the bot is down: %s", error)
            return decide.unavailable(fixed, published, words)

    async def _with_people(self, conversation: Conversation, message: Message, words: str, decided: Decided) -> Decided:
        """Returns the turn with helplines for who is asking, and the offer of a person where one is due."""
        typed = words if message.choice is None else ""
        every = conversation.turns  # an offer is made once a conversation, however long it is
        return await people.with_people(
            self.fixed(), self._published(), decided, typed, conversation.site,
            lambda: self._earlier(conversation, every),
        )  # fmt: skip

    async def _earlier(self, conversation: Conversation, back: int = LOOKED_BACK) -> list[TurnRecord]:
        """Returns the last turns so far; none while they cannot be read, so that a follow-up asks what it is about."""
        try:
            return await asyncio.to_thread(self.records.turns, conversation.id, conversation.turns - back)
        except RecordsDown as error:
            logger.error("earlier turns not read: %s", error)
            return []

    async def _flow(self, conversation: str, published: Shown, choice: str) -> Decided:
        """Returns the turn for a choice of a flow; where the walk stands only Rasa knows."""
        if choice == flows.QUESTIONS:
            return await self._questions(conversation, published, choice)
        try:
            turn = await self.bot.choose(conversation, flows.WALK[choice])
        except BotDown as error:
            logger.error("the bot is down: %s", error)
            return decide.unavailable(self.fixed(), published, self._label(choice))
        return await self._moved(conversation, published, turn)

    async def _moved(self, conversation: str, published: Shown, turn: BotTurn) -> Decided:
        """Returns the turn for Rasa's directive in a flow."""
        if turn.directive.name == "questions":
            return await self._questions(conversation, published, flows.QUESTIONS)
        return flows.by_directive(self.fixed(), published, turn)

    async def _questions(self, conversation: str, published: Shown, choice: str) -> Decided:
        """Returns the suggested questions of what was answered so far."""
        try:
            turns = await asyncio.to_thread(self.records.turns, conversation)
        except RecordsDown as error:
            logger.error("conversation not read: %s", error)
            return decide.unavailable(self.fixed(), published, self._label(choice))
        replies = [item for turn in turns for item in turn.reply["replies"]]
        return flows.questions(self.fixed(), published, replies)

    async def _going_on(self, conversation: Conversation, decided: Decided) -> Decided:
        """Returns an answer given in the middle of a walk with the choice to go on; any other as it is."""
        if conversation.flow <= max(0, conversation.turns - flows.REMEMBERED):
            return decided
        try:
            walk = await asyncio.to_thread(self.records.reply, conversation.id, conversation.flow)
        except RecordsDown as error:
            logger.error("conversation not read: %s", error)
            return decided
        return flows.going_on(self.fixed(), decided, walk)

    async def _tell_bot(self, conversation: str, decided: Decided) -> None:
        """Lets Rasa know of a tapped topic, for what is asked next; the answer itself does not need it."""
        if decided.topic:
            try:
                await self.bot.choose(conversation, decided.topic)
            except BotDown as error:
                logger.error("the bot is down: %s", error)

    async def _store(
        self, conversation: Conversation, message: Message, words: str, decided: Decided
    ) -> dict[str, Any]:
        turn = decide.as_turn(decided, conversation.turns + 1)
        said = words if message.choice is None else self._label(message.choice)
        record = TurnRecord(
            turn["turn"], message.message_id, said, turn, decided.outcome, decided.topic, decided.fingerprint,
            decided.confidence, utc_now(), fingerprints(turn, self.fixed()),
        )  # fmt: skip
        try:
            await asyncio.to_thread(self.records.add, conversation.id, record)
        except RecordsDown as error:
            logger.error("turn not stored: %s", error)
        return turn

    def _label(self, choice: str) -> str:
        """Returns the words of a choice, as the person saw and tapped them."""
        published, (kind, _, name) = self._published(), choice.partition(":")
        if kind == "numbers":
            return str(self.fixed().data["wording"]["numbers_choice"]["text"])
        if kind == "flow":
            return str(self.fixed().data["ui"].get(f"flow_{name}", choice))
        if published and name in published.held:
            return str(self.fixed().data["ui"]["topic_not_served"])
        return published.topics[name]["title"] if published and name in published.topics else choice

    async def history(self, conversation: Conversation, after: int = 0) -> list[dict[str, Any]]:
        """Returns what was said after a turn, in order. Raises ``RecordsDown``. The greeting is not part of it."""
        turns = await asyncio.to_thread(self.records.turns, conversation.id, after)
        return retold(turns, self.fixed(), self.serving)

    async def rate(self, conversation: Conversation, turn: int, helpful: bool, comment: str | None) -> bool:
        """Stores a thumb. Returns False if there is no such turn. Raises ``RecordsDown``."""
        kept = self.redactor.redact_start(comment, LONGEST_TEXT).text if comment else None
        return await asyncio.to_thread(self.records.rate, conversation.id, turn, helpful, kept)

    async def erase(self, conversation: str) -> None:
        """Removes a conversation from the records and from Rasa. Raises ``RecordsDown`` or ``BotDown``.

        Rasa first: while a copy is left there, the conversation stays known, so that deleting can be tried again.
        """
        async with self.locks.setdefault(conversation, asyncio.Lock()):  # a turn under way ends first
            await self.bot.erase(conversation)
            await asyncio.to_thread(self.records.erase, conversation)

    def fixed(self) -> Fixed:
        """Returns the fixed words."""
        return self.serving.fixed()

    def _published(self) -> Shown | None:
        try:
            return self.serving.published()
        except NotPublished as error:
            logger.error("%s", error)
            return None

    def published(self) -> Shown:
        """Returns the topics that are served now. Raises ``NotPublished``."""
        return self.serving.published()


def _living(conversation: Conversation | None) -> Conversation:
    """Returns the conversation. Raises ``Elsewhere`` if there is none, ``NoPass`` if it has expired."""
    if conversation is None:
        raise Elsewhere
    if conversation.expired(utc_now()):
        raise NoPass
    return conversation


def _unread(proved: Pass) -> Conversation:
    """Returns a conversation whose token is good while its record cannot be read: it goes on, unstored."""
    return Conversation(proved.conversation, proved.site, "bot", utc_now(), 0)


def error_replies(fixed: Fixed) -> list[Mapping[str, Any]]:
    """Returns the replies every error on a message carries: who to call."""
    return [reply.who_to_call(fixed)]
