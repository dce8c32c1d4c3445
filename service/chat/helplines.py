"""Helplines as replies: which ones, in what order, and how they stand at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from service.chat.reply import Reply
from service.library.blocks import telephone
from service.library.find import Fixed
from service.library.hours import standing
from service.library.opening import Opening

Line = dict[str, Any]

# Not for "talk to a person": numbers for emergencies and for forms stand in the cards and topics that are about them.
TALKING_NEEDS = ("nurse", "feelings")
# Everything that people can be talked to about, in the order of the page of helplines.
ALL_NEEDS = ("nurse", "feelings", "money", "young_people", "carers", "bereavement")
SAME = ("id", "name", "for_whom", "nations", "text", "email", "url", "hours", "verified_on", "needs")
WAYS = ("phone", "text", "email", "url")


def helplines(
    fixed: Fixed, needs: Sequence[str] = TALKING_NEEDS, first: Sequence[str] = (), at: datetime | None = None
) -> list[Reply]:
    """Returns one reply with the helplines that serve one of the needs and can be reached somehow; none for none.

    They are shown as they stand ``at`` (now). Their order: the need, the site's own ``first`` ones, those open, and
    then as in the file.
    """
    lines = [line for line in all_helplines(fixed, at) if set(line["needs"]) & set(needs) and any(map(line.get, WAYS))]
    lines.sort(key=lambda line: _rank(line, needs, first))
    return [_shown(fixed, [without_needs(line) for line in lines])] if lines else []


def without_needs(line: Line) -> Line:
    """Returns a helpline as the API shows it."""
    return {key: value for key, value in line.items() if key != "needs"}


def _rank(line: Line, needs: Sequence[str], first: Sequence[str]) -> tuple[int, int, bool]:
    need = min(needs.index(need) for need in line["needs"] if need in needs)
    return need, first.index(line["id"]) if line["id"] in first else len(first), line["open_now"] is not True


def _shown(fixed: Fixed, lines: list[Line]) -> Reply:
    text = "\n".join(" ".join(_said(fixed, line)) for line in lines)
    return {"type": "helplines", "text": text, "helplines": lines}


def _said(fixed: Fixed, line: Line) -> Iterable[str]:
    ways = [line["phone"]["label"] if line["phone"] else "", text_label(fixed, line), line["email"] or ""]
    ways = [way for way in ways if way]
    yield f"{line['name']}: {', '.join(ways or [str(line['url'])])}."
    yield line["for_whom"]
    if line["open_words"]:
        yield f"{line['open_words']}."


def text_label(fixed: Fixed, line: Line) -> str:
    """Returns how to reach a helpline by text message in words; "" where it has no such number."""
    if not line["text"]:
        return ""
    words: str = fixed.data["ui"]["text_line"]
    return words.replace("{word}", line["text"]["word"]).replace("{number}", line["text"]["to"])


def all_helplines(fixed: Fixed, at: datetime | None = None) -> list[Line]:
    """Returns every helpline in the shape of api.md as it stands ``at`` (now), with the needs it serves."""
    now = at or datetime.now(UTC)
    return [_helpline(line, now, fixed.data["ui"]) for line in fixed.data["helplines"]]


def _helpline(line: Mapping[str, Any], now: datetime, words: Mapping[str, str]) -> Line:
    phone = {"label": line["phone"], "tel": telephone(line["phone"])} if line["phone"] else None
    opening = Opening.model_validate(line["open"]) if line["open"] else None
    stands = standing(opening, line["hours"], now, words)
    opens = stands.next_open.strftime("%Y-%m-%dT%H:%M:%SZ") if stands.next_open else None
    times = {"open_now": stands.open_now, "next_open": opens, "open_words": stands.words or None}
    return {**{key: line[key] for key in SAME}, "phone": phone, **times}


def by_need(fixed: Fixed) -> list[tuple[str, list[Line]]]:
    """Returns each need's title with its helplines; one that serves two needs stands under both."""
    titles = fixed.data["ui"]
    shown = ((titles[f"need_{need}"], helplines(fixed, (need,))) for need in ALL_NEEDS)
    return [(title, reply["helplines"]) for title, replies in shown for reply in replies]


def first_of(fixed: Fixed, site: str) -> Sequence[str]:
    """Returns the helplines that a site puts first; none for our own pages or a site that is no longer published."""
    found: Sequence[str] = fixed.data.get("sites", {}).get(site, {}).get("helplines_first", ())
    return found


def refreshed(fixed: Fixed, replies: Iterable[Reply]) -> list[Reply]:
    """Returns stored replies with their helplines as they stand now: "open now" was true when it was said."""
    return [_refreshed(fixed, item) if item["type"] == "helplines" else item for item in replies]


def _refreshed(fixed: Fixed, item: Reply) -> Reply:
    now = {line["id"]: line for line in all_helplines(fixed)}
    known = [now[line["id"]] for line in item["helplines"] if line["id"] in now]
    return _shown(fixed, [without_needs(line) for line in known]) if known else item
