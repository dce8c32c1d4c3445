"""The phrase files changed a phrase at a time: every other line stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ruamel.yaml.error import YAMLError

from service.library.phrases import read_phrases, same

SHORTEST, LONGEST = 2, 200  # characters
OUT_OF_SCOPE = "out_of_scope"
HIDDEN = re.compile(r"\[[^\]\n]*\]")  # what stands where a personal detail was
NOT_TYPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
NEW = 'version: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n'
ENTRY = re.compile(r"(?P<indent> +)- (?P<phrase>.*?)\s*$")


class NotAPhrase(ValueError):
    """A phrase that cannot stand in a file; the text is one sentence that says what to do."""


def tidy(typed: str) -> str:
    """Returns a phrase on one line, without what nobody can see."""
    return " ".join(NOT_TYPED.sub(" ", typed).split())


def all_phrases(folder: Path) -> dict[str, list[str]]:
    """Returns intent -> phrases of every readable file of the folder; what is not readable, ``check_phrases`` names."""
    found = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            standing = path.stat()
            found[path.stem] = list(_read(path, standing.st_mtime_ns, standing.st_size, standing.st_ino))
        except (OSError, YAMLError, KeyError, TypeError, AttributeError, ValueError):
            continue
    return found


@lru_cache(maxsize=1024)
def _read(path: Path, *_: int) -> tuple[str, ...]:
    """Returns the phrases of a file as it stood then: reading all of them takes a second, and few change."""
    return tuple(read_phrases(path).get(path.stem, []))


def checked(phrase: str, beside: Mapping[str, list[str]]) -> str:
    """Returns the phrase, tidied, if it can stand beside all others (intent -> phrases). Raises ``NotAPhrase``."""
    words = tidy(phrase)
    if not SHORTEST <= len(words) <= LONGEST or not same(words):
        raise NotAPhrase(f"A phrase has {SHORTEST} to {LONGEST} characters, with a letter or digit among them.")
    if HIDDEN.search(words):
        raise NotAPhrase("A personal detail was hidden here. Write the phrase without it, and without its brackets.")
    if words.startswith("/") or "{" in words or "](" in words:
        raise NotAPhrase("A phrase has no '/' at its start, no '{' and no '](' in it. Write it as a person types it.")
    for intent, phrases in beside.items():
        if same(words) in map(same, phrases):
            raise NotAPhrase(f"This phrase stands in '{intent}' already. Move it from there, or write another one.")
    return words


def with_phrase(text: str, phrase: str) -> str:
    """Returns a file's text with one more phrase, behind the last one. Raises ``NotAPhrase`` for a file without any
    place for it.
    """
    lines = text.splitlines(keepends=True)
    entries = [number for number, line in enumerate(lines) if ENTRY.match(line)]
    if entries:
        last = entries[-1]
        found = ENTRY.match(lines[last])
        indent = found["indent"] if found else "    "
        lines[last] = lines[last].rstrip("\n") + "\n"
        lines.insert(last + 1, f"{indent}- {phrase}\n")
        return "".join(lines)
    if not text.rstrip().endswith("examples: |"):
        raise NotAPhrase("The file of these phrases is not of its usual form. A developer must mend it.")
    return f"{text.rstrip()}\n    - {phrase}\n"


def without_phrase(text: str, phrase: str) -> str:
    """Returns a file's text without this phrase. Raises ``NotAPhrase`` where it is not in there."""
    lines = text.splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if (at := ENTRY.match(line)) and at["phrase"] == phrase]
    if not places:
        raise NotAPhrase("This phrase is not there any more. Somebody took it out or moved it.")
    del lines[places[0]]
    return "".join(lines)


def new_file(intent: str) -> str:
    """Returns the text of a phrase file of an intent that has no phrase yet."""
    return NEW.format(intent=intent)
