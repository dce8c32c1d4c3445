"""Reads the phrase notation of content/urgent.yml and finds all phrases of a list in the words of a message."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.safety.plain_text import YEAR_LONG_AGO, Words

_PIECE = re.compile(r"\(([^()\[\]]+)\)|\[([^()\[\]]+)\]|(\.\.\.)|(\{\w+\}|[a-z0-9]+)(?: |$)|\s+")
_WORD = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_GAP = 3
_NO_GAP_OVER = frozenset({"but", "because", "although", "though", "however"})
_LONGEST = 40
_CACHE = 100_000


class BadPhrase(ValueError):
    """A phrase that breaks the notation; says which and where."""


@dataclass(frozen=True)
class Found:
    """One phrase found: the name it stands under, its first word and the word after its last."""

    name: str
    start: int
    end: int


@dataclass(eq=False)
class _State:
    """What may follow after some words; `on` fills as messages come, so that each step is one look-up."""

    nodes: frozenset[int]
    names: tuple[str, ...]
    anchored_names: tuple[str, ...]
    on: "dict[str, _State]" = field(default_factory=dict)


class Finder:
    """Finds every phrase of many named lists; time grows with the message, not with the number of phrases."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str]],
        lists: Mapping[str, Sequence[str]],
        spell: Callable[[str], str],
        fillers: Iterable[str] = (),
    ) -> None:
        self._edges: list[dict[str, set[int]]] = [{}]
        self._any: list[set[int]] = [set()]
        self._skip: list[set[int]] = [set()]
        self._ends: dict[int, tuple[str, bool]] = {}
        for name, phrase in phrases:
            self._add(name, phrase, lists, spell)
        self._fillers = frozenset(fillers)
        self.words = frozenset(word for edges in self._edges for word in edges) | self._fillers | _NO_GAP_OVER
        self._states: dict[tuple[frozenset[int], frozenset[int]], _State] = {}
        self._steps = 0
        self._first = self._state({0}, set())

    def find(self, text: Words) -> list[Found]:
        """Every phrase in the message, longest end only for each name and start."""
        words = [word if word in self.words else "" for word in text.words]
        found: list[Found] = []
        for start in range(len(words)):
            state, longest = self._first, {}
            opens = bool(text.pause[start]) or words[start - 1] in {"and", "but", "so", "or", "then", "also"}
            for end in range(start, min(len(words), start + _LONGEST)):
                if end > start and text.pause[end] == ".":
                    break
                state = state.on.get(words[end]) or self._step(state, words[end])
                if not state.nodes:
                    break
                for name in state.names if not opens else (*state.names, *state.anchored_names):
                    longest[name] = end + 1
            found.extend(Found(name, start, end) for name, end in longest.items())
        return found

    def _step(self, state: _State, word: str) -> _State:
        self._steps += 1
        if self._steps > _CACHE:
            self._steps, self._states = 0, {}
            self._first.on.clear()
        after: set[int] = set()
        for node in state.nodes:
            after |= self._edges[node].get(word, set())
            if word not in _NO_GAP_OVER:
                after |= self._any[node]
        stay = state.nodes - {0} if word in self._fillers else frozenset()
        state.on[word] = self._state(after, set(stay))
        return state.on[word]

    def _state(self, nodes: set[int], stay: set[int]) -> _State:
        """Having just reached some nodes, and waiting at others over a filler; only the first can end a phrase."""
        todo = list(nodes)
        while todo:
            for node in self._skip[todo.pop()] - nodes:
                nodes.add(node)
                todo.append(node)
        key = (frozenset(nodes), frozenset(stay))
        if key not in self._states:
            ends = [self._ends[node] for node in nodes if node in self._ends]
            anywhere = tuple(sorted({name for name, anchored in ends if not anchored}))
            self._states[key] = _State(
                key[0] | key[1], anywhere, tuple(sorted({name for name, anchored in ends if anchored}))
            )
        return self._states[key]

    def _add(self, name: str, phrase: str, lists: Mapping[str, Sequence[str]], spell: Callable[[str], str]) -> None:
        node = 0
        anchored = phrase.startswith("^")
        for kind, alternatives in _pieces(phrase.removeprefix("^").strip(), lists, phrase):
            after = self._node()
            if kind == "gap":
                for _ in range(_GAP):
                    self._skip[node].add(after)
                    between = self._node()
                    self._any[node].add(between)
                    node = between
                self._skip[node].add(after)
            for alternative in alternatives:
                self._chain(node, after, spell(alternative).split())
            if kind == "optional":
                self._skip[node].add(after)
            node = after
        self._ends[node] = (name, anchored)

    def _chain(self, node: int, after: int, words: Sequence[str]) -> None:
        for word in words[:-1]:
            between = self._node()
            self._edges[node].setdefault(word, set()).add(between)
            node = between
        self._edges[node].setdefault(words[-1], set()).add(after)

    def _node(self) -> int:
        self._edges.append({})
        self._any.append(set())
        self._skip.append(set())
        return len(self._edges) - 1


def _pieces(text: str, lists: Mapping[str, Sequence[str]], phrase: str) -> list[tuple[str, list[str]]]:
    pieces: list[tuple[str, list[str]]] = []
    at = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if not found:
            raise BadPhrase(f"phrase {phrase!r}: cannot read {text[at:]!r}")
        one, maybe, gap, word = found.groups()
        if gap:
            pieces.append(("gap", []))
        elif one or maybe or word:
            pieces.append(("optional" if maybe else "one", _alternatives(one or maybe or word, lists, phrase)))
        at = found.end()
    if not any(kind == "one" for kind, _ in pieces) or pieces[0][0] != "one":
        raise BadPhrase(f"phrase {phrase!r}: it must start with a word or with ( )")
    if pieces[-1][0] == "gap":
        raise BadPhrase(f"phrase {phrase!r}: it must not end with ...")
    return pieces


def _alternatives(text: str, lists: Mapping[str, Sequence[str]], phrase: str) -> list[str]:
    done: list[str] = []
    for alternative in (part.strip() for part in text.split("|")):
        spread = [""]
        for word in alternative.split():
            options = _listed(word[1:-1], lists, phrase) if word.startswith("{") else [word]
            spread = [f"{start} {option}".strip() for start in spread for option in options]
        done.extend(spread)
    for words in done:
        if not _WORD.fullmatch(words):
            raise BadPhrase(f"phrase {phrase!r}: {words!r} is not plain lower-case words")
    return done


def _listed(name: str, lists: Mapping[str, Sequence[str]], phrase: str) -> list[str]:
    if name == "year":
        return [YEAR_LONG_AGO]
    if name not in lists:
        raise BadPhrase(f"phrase {phrase!r}: there is no list {name!r} under words")
    return [
        word for entry in lists[name] for word in (_alternatives(entry, lists, phrase) if "{" in entry else [entry])
    ]
