"""Words that change what, or whose, question a message is ("pregnant", "in Spain"), and which topics deal with them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, FrozenSet, List, Pattern, Tuple

from bot.yaml_files import read

FILE = Path(__file__).resolve().parent.parent / "data/qualifiers.yml"


@dataclass(frozen=True)
class Qualifier:
    """One kind of such words. ``patterns`` say what a list of words cannot, such as an age below 18."""

    name: str
    words: FrozenSet[str]
    patterns: Tuple[Pattern[str], ...]
    covered_by: FrozenSet[str]
    own: str  # the topic that is about it, offered beside the best one; "" where the question is a stranger's

    def stands_in(self, said: str, runs: FrozenSet[str]) -> bool:
        """Whether the plain text, or one of its runs of words, holds the qualifier."""
        return not runs.isdisjoint(self.words) or any(pattern.search(said) for pattern in self.patterns)


@dataclass(frozen=True)
class Qualifiers:
    """All qualifiers; ``longest`` is the number of words of their longest phrase."""

    all: Tuple[Qualifier, ...]
    subject: FrozenSet[str]  # the names of what this service is about
    longest: int

    @classmethod
    def read(cls, file: Path = FILE) -> Qualifiers:
        """Returns the qualifiers of the file. Raises ``KeyError`` or ``re.error`` where it is not of their form."""
        return cls.of(read(file))

    @classmethod
    def of(cls, data: Dict[str, Any]) -> Qualifiers:
        """Returns the qualifiers of ``{subject: [name], qualifiers: {name: {words, covered_by, own?, patterns?}}}``."""
        found = tuple(
            Qualifier(
                name,
                frozenset(plain(str(word)) for word in entry["words"]),
                tuple(re.compile(pattern) for pattern in entry.get("patterns", [])),
                frozenset(entry["covered_by"]),
                entry.get("own", ""),
            )
            for name, entry in data["qualifiers"].items()
        )
        subject = frozenset(plain(name) for name in data["subject"])
        words = [word for q in found for word in q.words] + list(subject)
        return cls(found, subject, max(len(word.split()) for word in words))

    def blocking(self, text: str, topic: str) -> List[Qualifier]:
        """Returns the qualifiers in the text that the topic's answer does not deal with."""
        said = plain(text)
        runs = self._runs(said.split())
        return [q for q in self.all if topic not in q.covered_by and q.stands_in(said, runs)]

    def names_the_subject(self, text: str) -> bool:
        """Whether the text names what this service is about, so that it is no stranger's whatever else it names."""
        return not self._runs(plain(text).split()).isdisjoint(self.subject)

    def _runs(self, words: List[str]) -> FrozenSet[str]:
        """Returns every run of up to ``longest`` neighbouring words."""
        ends = range(1, self.longest + 1)
        return frozenset(" ".join(words[start : start + n]) for start in range(len(words)) for n in ends)


def plain(text: str) -> str:
    """Returns lower case without accents and apostrophes; all but letters, digits and dots of numbers is a space."""
    folded = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’`")
    return " ".join(re.sub(r"[^\w.]+|(?<!\d)\.|\.(?!\d)|_", " ", bare).split())
