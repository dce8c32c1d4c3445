"""Whether a message is plainly not English: all that is asked of a language here, for we answer in English."""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from service.chat.common_words import ALIKE, COMMON_WORDS
from service.library.find import Library, NotPublished

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Said alike in all languages, or put there by ``redact``: they tell nothing.
NAMES = re.compile(
    r"\[[^\]]*\]|\b(?:obe[- ]?cel|aucatzyl|obecabtagene|autoleucel|car[- ]?t|cd ?19|nhs|all|crs|icans|nice|felix)\b",
    re.IGNORECASE,
)
LEAST_WORDS = 4
LEAST_VOCABULARY = 1000  # with fewer English words known, no message in Latin letters is taken for another language
LEAST_COMMON = 2  # everyday words of one language; one is enough where the detector is quite sure of it
LEAST_LETTERS = 2  # of a script that is not Latin
MOST_ENGLISH, QUITE_SURE = 0.2, 0.99  # the detector's confidence, 0 to 1
# Phrases that are no topic are not read for English words: some of them are in other languages.
NOT_ENGLISH = ("out_of_scope", "greeting", "goodbye", "thanks")
BARE = str.maketrans({"ł": "l", "ı": "i", "ß": "ss", "đ": "d", "ø": "o", "’": "'"})
logger = logging.getLogger(__name__)


def english_words(library: Library, phrases: Path) -> frozenset[str]:
    """Returns every word of the published topics and of the training phrases in a folder, where they are to be had."""
    try:
        texts = [f"{topic['title']} {topic['all_text']}" for topic in library.published().topics.values()]
    except NotPublished:
        texts = []
    for path in sorted(phrases.glob("*.yml")):
        if path.stem not in NOT_ENGLISH:
            texts.append(path.read_text(encoding="utf-8", errors="replace"))
    found = {word.lower() for text in texts for word in WORD.findall(text) if len(word) > 1}
    return frozenset(word for word in found if word.isascii()) | {"a", "i"}


def bare(word: str) -> str:
    """Returns a word in small letters without accents."""
    apart = unicodedata.normalize("NFKD", word.lower().translate(BARE))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@dataclass
class Languages:
    """Tells plain foreign messages from all others; in doubt a message is English. ``english``: words that prove it."""

    english: frozenset[str]
    _detector: Any = None
    _opening: threading.Thread | None = field(default=None, repr=False)

    def open(self) -> None:
        """Loads the detector beside what else starts; until it is there, every Latin message counts as English."""
        self._opening = threading.Thread(target=self._load, name="languages", daemon=True)
        self._opening.start()

    def wait(self, seconds: float) -> bool:
        """Waits for the detector. Returns whether it is there."""
        if self._opening:
            self._opening.join(seconds)
        return self._detector is not None

    def _load(self) -> None:
        try:
            self._detector = detector()
        except BaseException as error:  # a fault in its Rust code is no Exception; without it the chat still works
            if isinstance(error, SystemExit | KeyboardInterrupt):
                raise
            logger.error("no language detector, so only other scripts are recognised: %s", type(error).__name__)

    def foreign(self, text: str) -> bool:
        """Returns whether a message is plainly not English. Never raises."""
        try:
            return self._foreign(NAMES.sub(" ", unicodedata.normalize("NFKC", text)))
        except BaseException as error:  # as above: a guess at a language must never cost an answer
            if isinstance(error, SystemExit | KeyboardInterrupt):
                raise
            logger.error("the language of a message was not looked at: %s", type(error).__name__)
            return False

    def _foreign(self, text: str) -> bool:
        typed = WORD.findall(text)
        # "décide" with its accent is not English, although "decide" is; everyday words count without accents too.
        words, english = {bare(word) for word in typed}, self.english & {word.lower() for word in typed}
        if _letters_elsewhere(typed):  # capitals among them are an abbreviation, as in a question about the MRD
            return not english - ALIKE - {word.lower() for word in typed if word.isupper()}
        possible = [language for language in COMMON_WORDS if self._could_be(language, words, english)]
        longer = sum(len(word) > 1 for word in typed)  # letters said one by one are no words
        if longer < LEAST_WORDS or len(self.english) < LEAST_VOCABULARY or not possible or self._detector is None:
            return False
        values = self._detector.compute_language_confidence_values(" ".join(typed).lower())
        sure = {found.language.name: found.value for found in values}
        if sure["ENGLISH"] > MOST_ENGLISH:
            return False
        return any(sure[x] >= QUITE_SURE or len(words & COMMON_WORDS[x]) >= LEAST_COMMON for x in possible)

    def _could_be(self, language: str, words: set[str], english: frozenset[str]) -> bool:
        """Returns whether an everyday word speaks for a language, and none of the English words against it."""
        everyday = COMMON_WORDS[language]
        return bool(words & everyday - self.english) and not english - everyday - ALIKE


def _letters_elsewhere(words: list[str]) -> bool:
    """Returns whether at least two letters stand there in words of a script that is not Latin."""
    scripts = [{unicodedata.name(letter, "").split(" ")[0] for letter in word} for word in words]
    # One or two Greek letters are the name of a protein, as in "TNF-α".
    other = [w for w, s in zip(words, scripts, strict=True) if "LATIN" not in s and not (s == {"GREEK"} and len(w) < 3)]
    return len("".join(other)) >= LEAST_LETTERS


@cache
def detector() -> Any:
    """Returns the detector of English and the languages of ``COMMON_WORDS``: some 45 MB, a second to load.

    By three letters only ("low accuracy"): with longer pieces it takes 430 MB and 14 seconds.
    """
    from lingua import Language, LanguageDetectorBuilder

    languages = [Language.ENGLISH, *(getattr(Language, name) for name in COMMON_WORDS)]
    builder = LanguageDetectorBuilder.from_languages(*languages)
    return builder.with_low_accuracy_mode().with_preloaded_language_models().build()
