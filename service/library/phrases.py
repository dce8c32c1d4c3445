"""Training phrases checked: every topic has enough, none stands twice or in two topics."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from ruamel.yaml.error import YAMLError

from service.library.faults import Fault
from service.library.read import read_yaml

LEAST = 25


def same(phrase: str) -> str:
    """Returns a phrase as it counts for "twice": lower case, letters and digits only."""
    return " ".join(re.findall(r"[^\W_]+", phrase.lower().replace("'", "").replace("’", "")))


def read_phrases(path: Path) -> dict[str, list[str]]:
    """Returns intent -> phrases of one file of ``data/nlu``. Raises ``YAMLError``, ``KeyError`` or ``TypeError``."""
    blocks = read_yaml(path)["nlu"]
    return {b["intent"]: [x[2:].strip() for x in b["examples"].splitlines() if x.startswith("- ")] for b in blocks}


def check_phrases(folder: Path, topics: Collection[str], others: Collection[str] = ()) -> list[Fault]:
    """Returns all faults of the phrase files for these topics and other intents, sorted."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            intents = read_phrases(path)
        except (YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
            faults.append(
                Fault(
                    path.name, f"This is not a readable phrase file. Mend this: {' '.join(str(error).split())[:120]}."
                )
            )
            continue
        faults.extend(Fault(path.name, sentence) for sentence in _file(path.stem, intents, topics, others))
        for phrase in intents.get(path.stem, []):
            found[same(phrase)].append((path.name, phrase))
    for name in sorted(topics):
        if not (folder / f"{name}.yml").is_file():
            faults.append(Fault(f"{name}.yml", f"Topic {name} has no phrases. Write at least {LEAST}."))
    for places in found.values():
        for (file, phrase), (other, _) in zip(places[1:], places, strict=False):
            faults.append(Fault(file, f"'{phrase}' stands also in {other}. Keep it in one place."))
    return sorted(set(faults))


def _file(name: str, intents: dict[str, list[str]], topics: Collection[str], others: Collection[str]) -> Iterator[str]:
    if name not in topics and name not in others:
        yield f"No topic is called {name}. Rename or remove the file."
    if set(intents) != {name}:
        yield f"The file must hold phrases of the intent {name} and of no other. Move the others."
    phrases = intents.get(name, [])
    if len(phrases) < LEAST:
        yield f"There are {len(phrases)} phrases. Write at least {LEAST}."
    for phrase in phrases:
        if phrase.startswith("/") or re.search(r"\]\(|\{", phrase):
            yield f"'{phrase}' holds Rasa markup. Write it as a person types it."
