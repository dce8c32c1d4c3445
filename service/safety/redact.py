"""Takes personal data out of a message before it is stored, logged or sent to Rasa. The danger rules read it before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from service.safety.identifiers import hide_identifiers
from service.safety.name_parts import Words
from service.safety.names import names, spans
from service.safety.recogniser import Recogniser

NAME = "[name]"
MARGIN = 200  # characters: longer than any identifier
MOST_READS = 2  # by the recogniser, which takes the most time
MOST_PASSES = 5  # each hides what the one before laid open; three are the most that was ever needed


@dataclass(frozen=True)
class Redacted:
    """A text that may be kept, and whether anything was hidden in it."""

    text: str
    hidden: bool


@dataclass(frozen=True)
class Redactor:
    """The rules with what they leave alone.

    ``known``: ordinary words in small letters, medicines and places among them; ``public_numbers``: helplines' digits.
    """

    known: Collection[str] = frozenset()
    public_numbers: Collection[str] = frozenset()
    recogniser: Recogniser = field(default_factory=Recogniser)

    def redact(self, text: str) -> Redacted:
        """Returns any text with identifiers and names of persons replaced by placeholders such as ``[name]``.

        Doing it again changes nothing. The text can grow by the placeholders. Never raises.
        """
        kept = text
        for _ in range(MOST_READS):
            words = self._by_rules(kept)
            found = self.recogniser.names(words)
            kept = hide(words, found)
            if not found:
                break
        return Redacted(kept, kept != text)

    def redact_start(self, text: str, longest: int) -> Redacted:
        """Returns what ``redact`` does, in at most ``longest`` characters; of a longer text, its start.

        A number or a name that stands across the place where the text is cut is left out, not half shown.
        """
        redacted = self.redact(text[: longest + MARGIN])
        end = len(redacted.text) - MARGIN if len(text) > longest + MARGIN else longest
        return Redacted(redacted.text[: max(0, min(longest, end))], redacted.hidden)

    def _by_rules(self, text: str) -> Words:
        """Returns the text as words when no rule finds anything more in it."""
        for _ in range(MOST_PASSES):
            before, text = text, hide_identifiers(text, self.public_numbers)
            words, found = names(text, self.known)
            text = hide(words, found)
            if text == before:
                return words
        return Words.of(text, self.known)


def hide(words: Words, found: set[int]) -> str:
    """Returns the text with ``[name]`` for each name."""
    text = words.text
    for start, end in reversed(spans(words, found)):
        text = f"{text[:start]}{NAME}{text[end:]}"
    return text
