"""From what a system said to figures with intervals: shares, curves at equal coverage, the worst confusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.importer import is_topic
from tests.understanding.questions import REFUSED, Question

WITH_TOPIC = ("answered", "clarify")
SHOWN = 3  # most choices of a "did you mean"
RESAMPLES = 2000
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Said:
    """What a system made of one question: the topic answered at once ("" for none), what it offered, its best guess.

    ``outcome`` is what api.md calls so, where no topic was answered or offered ("" otherwise).
    """

    answered: str
    offered: tuple[str, ...]
    outcome: str
    best: str
    confidence: float

    @property
    def refused(self) -> bool:
        """Whether the question was refused."""
        return self.outcome in REFUSED


def ours(parsed: dict[str, Any]) -> Said:
    """Returns the turn our intents stand for; ``clarify`` offers the best topics, as service/chat does."""
    intent, ranked = parsed["intent"], parsed["ranking"]
    topics = tuple(name for name, _ in ranked if is_topic(name))
    offered = topics[:SHOWN] if intent == "clarify" else ()
    answered = intent if is_topic(intent) else ""
    return Said(answered, offered, intent if intent in REFUSED else "", ranked[0][0], ranked[0][1])


def stock(parsed: dict[str, Any]) -> Said:
    """Returns what the stock pipeline does: its best intent, or its fallback, which offers nothing."""
    intent, ranked = parsed["intent"], parsed["ranking"]
    outcome = {"nlu_fallback": "unsure", "out_of_scope": "out_of_scope"}.get(intent, "")
    return Said(intent if is_topic(intent) and not outcome else "", (), outcome, ranked[0][0], ranked[0][1])


def through_service(turn: dict[str, Any]) -> Said:
    """Returns what the reader of a turn sees; "not sure" offers what a search found."""
    answered, offered = turn["answered"], turn["offered"] if turn["outcome"] in ("clarify", "unsure") else []
    first = (answered or offered or [""])[0]
    shown = (*answered[1:], *offered)
    outcome = "" if turn["outcome"] in WITH_TOPIC else turn["outcome"]
    return Said(answered[0] if answered else "", shown, outcome, first, turn["confidence"])


def rightly_without(question: Question, said: Said) -> bool:
    """Whether the question may end without a topic (refused, declined as a verdict, a card) and ends so."""
    return said.outcome in question.outcomes or (said.refused and bool(question.outcomes & REFUSED))


def right_first(question: Question, said: Said) -> bool:
    """Whether the first topic the reader sees, answered or offered, is right, or it rightly ends without one."""
    first = said.answered or (said.offered[0] if said.offered else "")
    return first in question.topics or rightly_without(question, said)


def right_shown(question: Question, said: Said) -> bool:
    """Whether the right topic is answered or among the offered, or it rightly ends without one."""
    shown = {said.answered, *said.offered}
    return bool(question.topics & shown) or rightly_without(question, said)


def wrong_answer(question: Question, said: Said) -> bool:
    """Whether a topic is answered at once that is not right."""
    return bool(said.answered) and said.answered not in question.topics


LINES: dict[str, Callable[[Question, Said], bool]] = {
    "first": right_first,
    "first_or_offered": right_shown,
    "wrong_and_confident": wrong_answer,
    "answered_at_once": lambda _, said: bool(said.answered),
    "refused": lambda _, said: said.refused,
}


def share(hits: Sequence[bool]) -> dict[str, Any]:
    """Returns ``{share, low, high, n}``: the share of hits, 0 to 1, with its 95 % bootstrap interval."""
    values = np.array(hits, dtype=float)
    if not len(values):
        return {"share": None, "low": None, "high": None, "n": 0}
    means = np.random.RandomState(0).choice(values, (RESAMPLES, len(values))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return {"share": round(values.mean(), 4), "low": round(low, 4), "high": round(high, 4), "n": len(values)}


def table(questions: list[Question], said: list[Said]) -> dict[str, dict[str, Any]]:
    """Returns set of questions -> line -> share."""
    found: dict[str, dict[str, Any]] = {}
    for of in dict.fromkeys(q.of for q in questions):
        own = [(q, s) for q, s in zip(questions, said, strict=True) if q.of == of]
        found[of] = {line: share([test(q, s) for q, s in own]) for line, test in LINES.items()}
        if of == "look_alikes":
            found[of]["taken_for_its_look_alike"] = share([s.answered == q.wrong for q, s in own])
    return found


def by_group(questions: list[Question], said: list[Said]) -> dict[str, dict[str, Any]]:
    """Returns group -> the shares of the held-out phrases of its topics."""
    groups = sorted({q.group for q in questions if q.of == "held_out"})
    return {
        group: {
            line: share([LINES[line](q, s) for q, s in zip(questions, said, strict=True) if q.group == group])
            for line in ("first", "first_or_offered", "wrong_and_confident")
        }
        for group in groups
    }


def at_coverage(questions: list[Question], said: list[Said], of: tuple[str, ...]) -> dict[str, float]:
    """Returns coverage -> how many of that share of the sets' questions, the surest first, have the right best guess.

    Without a question of these sets there is no curve: {}.
    A stranger has no right topic, so a best guess that is a topic is wrong for it, and any other intent is right.
    """
    own = [(q, s) for q, s in zip(questions, said, strict=True) if q.of in of]
    if not own:
        return {}
    own.sort(key=lambda pair: -pair[1].confidence)
    right = [s.best in q.topics if q.topics else not is_topic(s.best) for q, s in own]
    return {str(c): round(float(np.mean(right[: max(1, round(c * len(right)))])), 4) for c in COVERAGES}


def worst(questions: list[Question], said: list[Said], most: int = 30) -> list[dict[str, Any]]:
    """Returns the commonest confusions of the held-out phrases: wanted topic, best guess, how often."""
    pairs = [
        (min(q.topics), s.best)
        for q, s in zip(questions, said, strict=True)
        if q.of == "held_out" and s.best not in q.topics
    ]
    return [{"wanted": w, "taken_for": t, "times": n} for (w, t), n in Counter(pairs).most_common(most)]


def auroc(known: Sequence[float], strangers: Sequence[float]) -> float:
    """Returns the chance, 0 to 1, that a known question has a higher confidence than a stranger (ties count half)."""
    ranks = np.concatenate([known, strangers])
    order = np.searchsorted(np.sort(ranks), ranks, "left") + np.searchsorted(np.sort(ranks), ranks, "right")
    total = (order[: len(known)] + 1).sum() / 2
    return float((total - len(known) * (len(known) + 1) / 2) / (len(known) * len(strangers)))
