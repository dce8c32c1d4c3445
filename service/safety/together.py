"""Finds signs that are put together from several ideas standing near each other in one sentence, in any order."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.safety.phrases import BadPhrase, Found
from service.safety.plain_text import Words

# So many words that belong to none of the ideas may stand between them.
_BETWEEN = 4
_LONGEST_IDEA = 12
# "Mum isnt a bit confused": the word stands between the ideas and just before one of them.
_DENIES = frozenset("no not isnt wasnt arent werent never without hasnt havent hadnt doesnt didnt nor neither".split())
_BEFORE_IDEA = 3


@dataclass(frozen=True)
class Rule:
    """All of `ideas` near each other, all of `beside` anywhere in the sentence, none of `without` near."""

    name: str
    ideas: tuple[str, ...]
    beside: frozenset[str]
    without: frozenset[str]
    between: int
    ordered: bool


@dataclass(frozen=True)
class _Places:
    """Where one idea stands, in order, with the starts apart so that a place is looked up at once."""

    found: Sequence[Found]
    starts: Sequence[int]

    def between(self, first: int, last: int) -> Sequence[Found]:
        return self.found[bisect_left(self.starts, first) : bisect_right(self.starts, last)]


_NOWHERE = _Places((), ())


def read_rule(name: str, text: str, known: Mapping[str, object]) -> Rule:
    """A rule from "cannot > wake &other -phone +6", as explained above `ideas`; BadPhrase if it is none."""
    ideas: list[str] = []
    beside: set[str] = set()
    without: set[str] = set()
    between, ordered = _BETWEEN, False
    for part in text.split():
        if part == ">":
            ordered = True
        elif part[0] == "+" and part[1:].isdigit():
            between = int(part[1:])
        elif part.lstrip("-&") not in known:
            raise BadPhrase(f"together {text!r}: there is no idea {part.lstrip('-&')!r}")
        elif part[0] == "&":
            beside.add(part[1:])
        elif part[0] == "-":
            without.add(part[1:])
        else:
            ideas.append(part)
    if not ideas:
        raise BadPhrase(f"together {text!r}: it needs an idea")
    return Rule(name, tuple(ideas), frozenset(beside), frozenset(without), between, ordered)


def combine(rules: Sequence[Rule], ideas: Sequence[Found], text: Words) -> list[Found]:
    """Every place where a rule holds, at most one for each place of its first idea."""
    grouped: dict[str, list[Found]] = {}
    for idea in ideas:
        grouped.setdefault(idea.name, []).append(idea)
    by_name = {name: _Places(places, [place.start for place in places]) for name, places in grouped.items()}
    found: list[Found] = []
    for rule in rules:
        if all(idea in by_name for idea in (*rule.ideas, *rule.beside)):
            found.extend(_places(rule, by_name, text))
    return sorted(set(found), key=lambda place: (place.start, place.end))


def _places(rule: Rule, by_name: Mapping[str, _Places], text: Words) -> list[Found]:
    places: list[Found] = []
    for first in by_name[rule.ideas[0]].found:
        spans = [first]
        for name in rule.ideas[1:]:
            near = _nearest(by_name[name], spans, rule, text)
            if near is None:
                break
            spans.append(near)
        else:
            start, end = min(s.start for s in spans), max(s.end for s in spans)
            if not _denied_between(spans, start, text) and _fits(rule, by_name, start, end, text):
                places.append(Found(rule.name, start, end))
    return places


def _fits(rule: Rule, by_name: Mapping[str, _Places], start: int, end: int, text: Words) -> bool:
    return all(_stands_near(by_name[name], start, end, text, _LONGEST_IDEA) for name in rule.beside) and not any(
        _stands_near(by_name.get(name, _NOWHERE), start, end, text, 4) for name in rule.without
    )


def _denied_between(spans: Sequence[Found], start: int, text: Words) -> bool:
    covered = {at for span in spans for at in range(span.start, span.end)}
    before = (at for span in spans for at in range(max(start, span.start - _BEFORE_IDEA), span.start))
    return any(text.words[at] in _DENIES and at not in covered for at in before)


def _nearest(candidates: _Places, spans: Sequence[Found], rule: Rule, text: Words) -> Found | None:
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    best: Found | None = None
    best_far = rule.between + 1
    for candidate in candidates.between(start - rule.between - _LONGEST_IDEA, end + rule.between):
        if any(candidate.start < s.end and s.start < candidate.end for s in spans):
            continue
        if rule.ordered and candidate.start < end:
            continue
        far = max(candidate.start - end, start - candidate.end, 0)
        if far < best_far and not _breaks(min(start, candidate.start), max(end, candidate.end), text):
            best, best_far = candidate, far
    return best


def _breaks(start: int, end: int, text: Words) -> bool:
    return "." in text.pause[start + 1 : end]


def _stands_near(places: _Places, start: int, end: int, text: Words, reach: int) -> bool:
    """An idea stands inside a combination, or up to so many words before or after it in its sentence."""
    near = places.between(start - reach - _LONGEST_IDEA, end + reach)
    return any(s.end >= start - reach and not _breaks(min(start, s.start), max(end, s.end), text) for s in near)
