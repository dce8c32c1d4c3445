"""Phrases as the pages change them: each one added, moved or taken out in its file, noted and put into git."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.editor.files import ABSENT, ChangedSince, NotWritten, Replaced, hash_of
from service.editor.house import SAVE, House
from service.library.commands_content import OTHER_INTENTS
from service.library.faults import Fault
from service.library.phrase_files import NotAPhrase, all_phrases, checked, new_file, with_phrase, without_phrase
from service.library.phrases import check_phrases

TRIES = 5  # for two people at one file: a phrase more and a phrase less do not hinder each other
# The words of a phrase are in no note that is kept for ever: a person may have typed them first.
ADDED, MOVED, REMOVED = "A phrase more", "A phrase moved here", "A phrase less"


@dataclass(frozen=True)
class PhraseDesk:
    """The phrase files beside the content folder, changed on behalf of ``who``."""

    house: House
    who: str

    @property
    def folder(self) -> Path:
        """The folder of the phrase files."""
        return folder_of(self.house)

    def all(self) -> dict[str, list[str]]:
        """Returns intent -> phrases."""
        return all_phrases(self.folder)

    def intents(self) -> list[str]:
        """Returns what can have phrases: every topic, and what else the bot recognises."""
        return [*self.house.shelf.files(), *OTHER_INTENTS]

    def add(self, intent: str, phrase: str) -> str:
        """Adds a phrase and returns it as it stands now. Raises ``NotAPhrase`` and ``NotWritten``."""
        self._known(intent)
        words = checked(phrase, self.all())
        self._change(intent, ADDED, lambda text: with_phrase(text, words))
        return words

    def remove(self, intent: str, phrase: str) -> None:
        """Takes a phrase out. Raises ``NotAPhrase`` where it is not there, and ``NotWritten``."""
        self._known(intent)
        self._change(intent, REMOVED, lambda text: without_phrase(text, phrase))

    def move(self, intent: str, phrase: str, to: str) -> None:
        """Puts a phrase into another file. Raises ``NotAPhrase`` and ``NotWritten``.

        It is added there first: a stop between both leaves it in two places, which ``check`` names, and not in none.
        """
        self._known(intent)
        self._known(to)
        if phrase not in self.all().get(intent, []):
            raise NotAPhrase("This phrase is not there any more. Somebody took it out or moved it.")
        others = {name: phrases for name, phrases in self.all().items() if name != intent}
        words = checked(phrase, others)
        if to != intent:
            self._change(to, MOVED, lambda text: with_phrase(text, words))
            self._change(intent, REMOVED, lambda text: without_phrase(text, phrase))

    def make(self, intent: str, phrase: str) -> None:
        """Makes the file of an intent with its first phrase. Raises ``NotAPhrase`` and ``NotWritten``."""
        words = checked(phrase, self.all())
        self._write(intent, ABSENT, with_phrase(new_file(intent), words), "Phrases of a new topic")

    def _known(self, intent: str) -> None:
        if intent not in self.intents():
            raise NotAPhrase("There is no topic of this name. Choose one from the list.")

    def _change(self, intent: str, why: str, change: Callable[[str], str]) -> None:
        for _ in range(TRIES):
            present = (self.folder / f"{intent}.yml").exists()
            text = self.house.files.read(_file(intent)) if present else new_file(intent)
            try:
                return self._write(intent, hash_of(text) if present else ABSENT, change(text), why)
            except ChangedSince:
                continue
        raise NotWritten("Somebody else is changing these phrases. Wait a moment, then try again.")

    def _write(self, intent: str, base: str, text: str, why: str) -> None:
        house, file = self.house, _file(intent)

        def noting(replaced: Replaced) -> None:
            detail = {"file": file, "why": why, "before": base, "after": hash_of(text)}
            if replaced.known == "not committed":
                detail["warning"] = "the file held changes that git does not know"
            house.audit.add(self.who, SAVE, f"phrases/{intent}", None, detail)

        house.files.save(file, text, base, house.author(self.who), why, noting)


def folder_of(house: House) -> Path:
    """Returns the folder of the phrase files: beside the content folder, as in the repository."""
    return house.settings.content_dir.parent / "data" / "nlu"


def faults(house: House) -> list[Fault]:
    """Returns what is wrong with the phrases as they stand."""
    return check_phrases(folder_of(house), list(house.shelf.files()), OTHER_INTENTS)


def _file(intent: str) -> str:
    return f"../data/nlu/{intent}.yml"
