"""What a question without a subject is about: the topic just talked about, read from the conversation's records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from service.chat import decide, reply
from service.chat.decide import CLARIFY_AT_LEAST, WHEN_TO_CALL, Decided
from service.chat.helplines import helplines
from service.chat.reply import MOST_CHOICES
from service.chat.served import Shown
from service.chat.together import together
from service.library.find import COMMON, WORD, Fixed
from service.records.conversations import TurnRecord

AGAIN, CORRECTION = "again", "correction"
INTENT_PREFIX = "follow_up_"
SHORT = 8  # words; a longer message says what it is about
# Groups of topics about the treatment as a whole: after them "it" is obe-cel, and the question stands as it is.
WHOLE_TREATMENT = ("about", "access", "centres", "eligibility")
POINTING = frozenset("it its they them those these that thats this".split())
# Words that say nothing of what is meant, beside those every question has (library/find).
EMPTY = frozenset(
    """
    actually affect after again all allowed also always anyone anything anyway arent away back bad before being
    better between big but cant cause causes change changes come comes coming common couldnt danger dangerous
    didnt difference different doesnt done dont easy else ever every everyone feel feels fine for forever go
    goes going got happen happens hard havent help helps hurt hurts im into isnt just kind know last lasts like
    likely long look lot many matter matters maybe mean means more much must nasty need needed needs never new
    no normal normally not now often ok okay once only other ours over painful permanent person possible
    probably quick quickly quite really right risky safe same scary see serious severe shouldnt slow some
    someone something sometimes soon sort sound start starts still stop stopped stops stuff such sure take takes
    tell than thing things think though time too treat treated true try u up us usual usually very want wasnt
    way well were whats wont worry worse worst wouldnt wrong yes yet
    """.split()
)


@dataclass(frozen=True)
class Subject:
    """What was talked about last. ``fresh``: nothing else came in between; ``said``: its answer was shown."""

    topics: tuple[str, ...] = ()
    fresh: bool = True
    said: bool = True

    @property
    def sure(self) -> bool:
        """Whether "it" can only mean one topic."""
        return self.fresh and len(self.topics) == 1


def answers_of(turn: TurnRecord) -> tuple[str, ...]:
    """Returns the topics a stored turn answered with, in order."""
    return tuple(r["topic"] for r in turn.reply["replies"] if r["type"] == "answer")


def subject_of(turns: Sequence[TurnRecord], published: Shown) -> Subject:
    """Returns what the turns so far were last about; a topic no longer published is none.

    Greetings and thanks change no subject, nor does a question about "it" that failed. A question that was not
    understood, or was about something else, may have changed it, so that the topic before it is only a guess.
    """
    between: set[str | None] = set()
    for turn in reversed(turns):
        if turn.outcome == "smalltalk" or (turn.outcome == "unavailable" and points_back(turn.text)):
            continue
        if turn.outcome == "crisis":
            break
        if turn.outcome in ("emergency", "urgent"):
            return Subject((WHEN_TO_CALL,) if WHEN_TO_CALL in published.topics else (), not between, said=False)
        topics = tuple(topic for topic in answers_of(turn) if topic in published.topics)
        if topics:
            return Subject(topics, between <= set(topics))
        # A follow-up that could only be offered choices was still about the same: its turn names that topic.
        between.add(turn.topic if turn.outcome == "clarify" else None)
    return Subject()


def points_back(words: str) -> bool:
    """Whether a short message leans on a pronoun and has no content of its own: "is it dangerous"."""
    said = WORD.findall(words.lower().replace("'", "").replace("\u2019", ""))
    named = [word for word in said if word not in COMMON | EMPTY | POINTING]
    return len(said) <= SHORT and not named and bool(POINTING & set(said))


def short_name(topic: str) -> str:
    """Returns a topic's subject in as few words as it has, to put before a question that names none."""
    return topic.replace("_", " ")


def resolve(
    fixed: Fixed, published: Shown, kind: str, subject: Subject, words: str, confidence: float | None
) -> Decided:
    """Returns the turn for a follow-up of a kind: where the topic's ``follow_ups`` lead, or related choices, plainly.

    ``words`` are only searched with, never shown.
    """
    if not subject.topics:
        return about_what(fixed, published, words, confidence)
    if not subject.said and subject.topics == (WHEN_TO_CALL,):
        answered = decide.answered_with(fixed, published, WHEN_TO_CALL, confidence)
        replies = [reply.text(fixed, "if_now"), *answered.replies]
        return Decided("answered", WHEN_TO_CALL, replies, confidence, answered.choices)
    if kind == AGAIN:
        return together([decide.answered_with(fixed, published, topic, confidence) for topic in subject.topics])
    targets = targets_of(published, kind, subject.topics)
    new = [topic for topic in targets if topic not in subject.topics]
    if subject.sure and new:
        return decide.answered_with(fixed, published, new[0], confidence)
    if subject.sure:
        wording, topics = "follow_up_said" if targets else "follow_up_none", related(published, subject)
    else:
        wording, topics = "follow_up_which", [*new, *subject.topics, *related(published, subject)]
    return about(subject, offer(fixed, published, wording, topics, words, confidence))


def about(subject: Subject, offered: Decided) -> Decided:
    """Returns choices offered on the same subject, named as their topic where there is only one it can be."""
    return replace(offered, topic=subject.topics[0]) if subject.sure and offered.outcome == "clarify" else offered


def targets_of(published: Shown, kind: str, topics: Iterable[str]) -> list[str]:
    """Returns where the ``follow_ups`` of published topics lead for this kind; a topic may lead to itself."""
    targets = [published.topics[topic]["follow_ups"].get(kind) for topic in topics]
    return [target for target in targets if target in published.topics]


def related(published: Shown, subject: Subject) -> list[str]:
    """Returns what stands beside the subject's topics, without themselves."""
    beside = [name for topic in subject.topics for name in published.topics[topic]["choices"]]
    return [name for name in dict.fromkeys(beside) if name not in subject.topics]


def offer(
    fixed: Fixed, published: Shown, wording: str, topics: Iterable[str], words: str, confidence: float | None
) -> Decided:
    """Returns a few words with up to three topics to choose from; with fewer than two it is ``unsure``."""
    choices = reply.topic_choices(published, topics)
    if len(choices) < CLARIFY_AT_LEAST:
        return about_what(fixed, published, words, confidence)
    first = choices[0]["id"].partition(":")[2]
    return Decided("clarify", first, [reply.text(fixed, wording)], confidence, choices)


def about_what(
    fixed: Fixed, published: Shown, words: str, confidence: float | None, wording: str = "follow_up_about_what"
) -> Decided:
    """Returns the question what it is about, with what a search finds, the groups of topics, and people."""
    topics = published.search(words, MOST_CHOICES)
    replies = [reply.found(published, topics, fixed, wording), *helplines(fixed)]
    return Decided("unsure", None, replies, confidence, reply.topic_choices(published, topics))


def corrected(fixed: Fixed, published: Shown, turn: TurnRecord | None, guesses: Iterable[str], words: str) -> Decided:
    """Returns the other choices of the turn before: its best other guesses, then what was offered beside its answer.

    ``guesses``: topics the bot ranks for the words of that turn, best first. The topic just given is never offered.
    """
    if turn is None:
        return about_what(fixed, published, words, None, "correction_nothing")
    given = {*answers_of(turn), *([] if turn.outcome == "answered" else _offered(turn))}
    others = [topic for topic in [*guesses, *_offered(turn)] if topic not in given]
    choices = reply.topic_choices(published, others)
    if len(choices) < CLARIFY_AT_LEAST:
        return about_what(fixed, published, words, None, "correction_nothing")
    first = choices[0]["id"].partition(":")[2]
    return Decided("clarify", first, [reply.text(fixed, "correction")], None, choices)


def _offered(turn: TurnRecord) -> list[str]:
    ids = [choice["id"].partition(":") for choice in turn.reply["choices"]]
    return [name for kind, _, name in ids if kind == "topic"]
