"""The model in force against a new one, on phrases neither was trained on: what got worse by more than chance.

Chance is Wilson's 95 % interval of the model in force: outside of it, on the wrong side, is worse.
"""

from __future__ import annotations

import math
import re
import tarfile
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Callable, Dict, Iterable, List, Sequence, Set, Tuple

import numpy as np

from bot.classifier import FILE
from bot.decide import CLARIFY, OUT_OF_SCOPE, UNSURE, Decision, Thresholds, TopicModel, decide
from bot.encoder import FILE as ENCODER
from bot.encoder import Encoder
from bot.importer import ROOT, is_topic
from bot.qualifiers import Qualifiers
from bot.yaml_files import loaded, read

SAFETY = ROOT / "tests/phrases/safety"
DANGER = ("emergency", "urgent", "crisis")
Z = 1.959964  # of 95 %
FRONT = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Phrase:
    """A text that nothing was trained on. ``wanted``: its intent, or the level of a danger message."""

    text: str
    wanted: str


@dataclass(frozen=True)
class Line:
    """One line of the table: of ``n`` phrases ``old`` and ``new`` fared so. ``low``, ``high``: the interval of the old
    share, 0 to 1. ``more``: whether more is better.
    """

    name: str
    topic: str
    n: int
    old: int
    new: int
    low: float
    high: float
    more: bool

    @property
    def worse(self) -> bool:
        """Whether the new model does worse by more than chance."""
        share = self.new / self.n if self.n else 0.0
        return bool(self.n) and (share < self.low if self.more else share > self.high)

    def told(self) -> Dict[str, object]:
        """Returns the line as JSON holds it."""
        return {**asdict(self), "worse": self.worse}


def wilson(hits: int, n: int) -> Tuple[float, float]:
    """Returns Wilson's 95 % interval of a share, 0 to 1; ``n`` is at least 1."""
    share = hits / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def model_in(archive: Path) -> TopicModel:
    """Returns the classifier inside a model archive. Raises ``ValueError`` or ``OSError``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_bytes(_member(archive, FILE))
        return TopicModel.load(path)


def encoder_in(archive: Path) -> Encoder:
    """Returns the encoder inside a model archive. Raises ``ValueError`` or ``OSError``."""
    return Encoder(_member(archive, ENCODER))


def _member(archive: Path, name: str) -> bytes:
    try:
        with tarfile.open(archive) as tar:
            (member,) = [m for m in tar.getmembers() if Path(m.name).name == name]
            data = tar.extractfile(member)
            return data.read() if data else b""
    except tarfile.TarError as error:
        raise ValueError(f"{archive.name} is no model: {error}") from error


def same(phrase: str) -> str:
    """Returns a phrase as it counts for "the same": lower case, letters and digits only."""
    return " ".join(re.findall(r"[^\W_]+", phrase.lower().replace("'", "").replace("’", "")))


def danger_phrases(folder: Path = SAFETY) -> List[Phrase]:
    """Returns the messages of the safety set that hold a danger sign."""
    found = []
    for path in sorted(folder.glob("*/*.yml")):
        entries = read(path)["phrases"]
        found += [Phrase(entry["text"], entry["expect"]) for entry in entries if entry.get("expect") in DANGER]
    return found


def urgent_topics(content: Path) -> Set[str]:
    """Returns the topics whose words say at once what to do: those of some urgency."""
    found = set()
    for path in content.glob("topics/*/*.md"):
        front = FRONT.match(path.read_text(encoding="utf-8"))
        if front and loaded(front[1]).get("urgency", "none") != "none":
            found.add(path.stem)
    return found


def unlearnt(phrases: Iterable[Phrase], learnt: Iterable[str]) -> List[Phrase]:
    """Returns the phrases that are not, word for word, among those the new model learnt: they would prove nothing."""
    known = {same(text) for text in learnt}
    return [phrase for phrase in phrases if same(phrase.text) not in known]


def decisions(model: TopicModel, phrases: Sequence[Phrase], vectors: np.ndarray) -> List[Decision]:
    """Returns what the model decides on each phrase, at the thresholds it serves with."""
    limits, qualifiers = Thresholds.read(), Qualifiers.read()
    return [
        decide(phrase.text, model.rank(phrase.text, vector), limits, qualifiers)
        for phrase, vector in zip(phrases, vectors, strict=True)
    ]


def lines(
    held: Sequence[Phrase], danger: Sequence[Phrase], old: Sequence[Decision], new: Sequence[Decision],
    urgent: Set[str],
) -> List[Line]:  # fmt: skip
    """Returns the table. ``old`` and ``new`` decide on the held-out phrases, then on the danger messages.

    Topics have a line of their own where they fare otherwise than before: a total hides one that is lost.
    """
    count = len(held)
    rows = list(zip(held, old[:count], new[:count], strict=True))
    topics = [row for row in rows if is_topic(row[0].wanted)]
    strangers = [row for row in rows if row[0].wanted == OUT_OF_SCOPE]
    others = [row for row in rows if not is_topic(row[0].wanted) and row[0].wanted != OUT_OF_SCOPE]
    dangers = list(zip(danger, old[count:], new[count:], strict=True))
    refused = (UNSURE, OUT_OF_SCOPE)
    found = [
        _line("right", topics, _right, True),
        _line("wrong", topics, lambda p, d: is_topic(d.intent) and d.intent != p.wanted, False),
        _line("asked", topics, lambda p, d: d.intent == CLARIFY, False),
        _line("refused", topics, lambda p, d: d.intent in refused, False),
        _line("other_right", others, _right, True),
        _line("stranger_answered", strangers, lambda p, d: is_topic(d.intent), False),
        _line("danger_answered", dangers, lambda p, d: is_topic(d.intent) and d.intent not in urgent, False),
    ]
    each = {name: [row for row in topics if row[0].wanted == name] for name in sorted({p.wanted for p, _, _ in topics})}
    own = [replace(_line("topic", of, _right, True), topic=name) for name, of in each.items()]
    return [line for line in found if line.n] + [line for line in own if line.old != line.new]


def _right(phrase: Phrase, decision: Decision) -> bool:
    return decision.intent == phrase.wanted


def _line(
    name: str, rows: Sequence[Tuple[Phrase, Decision, Decision]], hit: Callable[[Phrase, Decision], bool], more: bool
) -> Line:
    """Returns a line; of no phrases an empty one, which says nothing about either model."""
    before, after = sum(hit(p, old) for p, old, _ in rows), sum(hit(p, new) for p, _, new in rows)
    low, high = wilson(before, len(rows)) if rows else (0.0, 1.0)
    return Line(name, "", len(rows), before, after, low, high, more)
