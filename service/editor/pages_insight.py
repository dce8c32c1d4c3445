"""Insight: what is asked, how it ended, red flags and helpfulness, by week and topic, as charts with their tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from starlette.responses import Response

from service.editor.door import ANYBODY, Pages, Refusal, Visit
from service.library.insight import Table, as_csv, table, week_of
from service.records.conversations import utc_now

WEEKS = (4, 12, 52)  # how far back may be looked
TOPICS_SHOWN = 40
OUTCOMES = {
    "answered": "Answered", "unsure": "Not sure", "clarify": "Asked back", "out_of_scope": "Out of scope",
    "advice_declined": "Verdict declined", "emergency": "Red flag: emergency", "urgent": "Red flag: urgent",
    "crisis": "Red flag: crisis", "smalltalk": "Small talk", "handoff": "Wanted a person", "flow": "Walk-through",
    "unavailable": "Not available",
}  # fmt: skip
THUMBS = {True: "Helpful", False: "Not helpful"}
NO_TOPIC = "(no topic)"
pages = Pages()


@pages.get("/insight", ANYBODY)
def insight(visit: Visit) -> Response:
    """Shows the charts of the last weeks."""
    weeks = _weeks(visit)
    made = {name: (title, make(visit, weeks)) for name, (title, _, make) in TABLES.items()}
    return visit.page("insight.html", made=made, weeks=weeks, choices=WEEKS, words=_words(visit))


@pages.get("/insight/{name}.csv", ANYBODY)
def download(visit: Visit) -> Response:
    """Returns one of the tables as CSV."""
    name, weeks = str(visit.request.path_params["name"]), _weeks(visit)
    if name not in TABLES:
        raise Refusal(404, "There is no table of this name. Look for it under Insight.")
    _, head, make = TABLES[name]
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return Response(as_csv(head, make(visit, weeks), _words(visit)), 200, headers, "text/csv; charset=utf-8")


def _outcomes(visit: Visit, weeks: int) -> Table:
    found = [c for c in visit.house.asked.counts() if _recent(c.day, weeks)]
    return table(((c.outcome, _week(c.day), c.turns) for c in found), _columns(weeks))


def _topics(visit: Visit, weeks: int) -> Table:
    counts = visit.house.asked.counts()
    found = ((c.topic or NO_TOPIC, _kind(c.outcome), c.turns) for c in counts if _recent(c.day, weeks))
    made = table(found, ["Answered", "Not answered"])
    return Table(made.columns, made.rows[:TOPICS_SHOWN])


def _helpful(visit: Visit, weeks: int) -> Table:
    thumbs = [t for t in visit.house.asked.thumbs() if _recent(t.day, weeks)]
    made = table(((t.topic or NO_TOPIC, THUMBS[t.helpful], t.thumbs) for t in thumbs), list(THUMBS.values()))
    return Table(made.columns, made.rows[:TOPICS_SHOWN])


def _by_week(visit: Visit, weeks: int) -> Table:
    thumbs = [t for t in visit.house.asked.thumbs() if _recent(t.day, weeks)]
    return table(((THUMBS[t.helpful], _week(t.day), t.thumbs) for t in thumbs), _columns(weeks))


# The name of a table in addresses, its title, the head of its first column, and how it is made.
TABLES: dict[str, tuple[str, str, Callable[[Visit, int], Table]]] = {
    "outcomes": ("How questions ended, by week", "Outcome", _outcomes),
    "topics": ("What is asked, by topic", "Topic", _topics),
    "helpful": ("Thumbs by topic", "Topic", _helpful),
    "thumbs": ("Thumbs by week", "Thumb", _by_week),
}


def _kind(outcome: str) -> str:
    return "Answered" if outcome == "answered" else "Not answered"


def _weeks(visit: Visit) -> int:
    asked = visit.asked("weeks")
    return int(asked) if asked in map(str, WEEKS) else WEEKS[0]


def _recent(day: date, weeks: int) -> bool:
    return week_of(day) >= week_of(utc_now().date()) - timedelta(weeks=weeks - 1)


def _columns(weeks: int) -> list[str]:
    """Returns the Mondays of the weeks, this week last."""
    this = week_of(utc_now().date())
    return [(this - timedelta(weeks=back)).isoformat() for back in reversed(range(weeks))]


def _week(day: date) -> str:
    return week_of(day).isoformat()


def _words(visit: Visit) -> dict[str, str]:
    topics = visit.house.shelf.content().topics
    return {**OUTCOMES, **{name: topic.front.title for name, topic in topics.items()}}
