"""Takes personal data out of a message before it is stored, logged or sent to Rasa. The danger rules read it before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from service.safety.identifiers import hide_identifiers
from service.safety.names import names, spans
from service.safety.recogniser import Recogniser

NAME = "[name]"
MOST_PASSES = 5  # each hides what the one before laid open; three are the most that was ever needed


@dataclass(frozen=True)
class Redacted:
    """A text that may be kept, and whether anything was hidden in it."""

    text: str
    hidden: bool


@dataclass(frozen=True)
class Redactor:
    """The rules with what they leave alone. ``known``: ordinary words in small letters, medicines and places among them;
    ``public_numbers``: the digits of helplines."""

    known: Collection[str] = frozenset()
    public_numbers: Collection[str] = frozenset()
    recogniser: Recogniser = field(default_factory=Recogniser)

    def redact(self, text: str) -> Redacted:
        """Returns any text with identifiers and names of persons replaced by placeholders such as ``[name]``.

        Doing it again changes nothing. The text can grow by the placeholders. Never raises.
        """
        kept = text
        for _ in range(MOST_PASSES):
            before = kept
            kept = self._names(hide_identifiers(before, self.public_numbers))
            if kept == before:
                break
        return Redacted(kept, kept != text)

    def _names(self, text: str) -> str:
        words, found = names(text, self.known)
        found |= self.recogniser.names(text, words, found)
        for start, end in reversed(spans(words, found)):
            text = f"{text[:start]}{NAME}{text[end:]}"
        return text


def shortened(text: str, longest: int) -> str:
    """Returns what of a longer text is redacted: more than is kept, so that no number is cut in two at its end."""
    return text[: longest + 200]
