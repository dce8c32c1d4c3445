"""How hard words are to read: lengths that an editor is shown and nobody is held to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.library.words import sentences

LONG_SENTENCE = 20  # words (design.md)
LONG_PARAGRAPH = 3  # sentences
WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
# A figure or a number counts as the one word that most of them become.
PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
MARK = re.compile(r"^:::.*$", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """Lengths of a text. ``average``: words a sentence; ``long``: the sentences over 20 words, with their length."""

    words: int
    sentences: int
    average: float
    long: list[tuple[int, str]]
    long_paragraphs: int


def reading(*texts: str) -> Reading:
    """Returns the lengths of texts in Markdown, taken together."""
    plain = [MARK.sub("", PLACEHOLDER.sub("figure", text)) for text in texts]
    said = [sentence.replace("\t", " ") for text in plain for sentence in sentences(text)]
    counts = [len(WORD.findall(sentence)) for sentence in said]
    long = [(count, sentence) for count, sentence in zip(counts, said, strict=True) if count > LONG_SENTENCE]
    paragraphs = [part for text in plain for part in re.split(r"\n\s*\n", text)]
    crowded = sum(_is_paragraph(part) and len(list(sentences(part))) > LONG_PARAGRAPH for part in paragraphs)
    average = sum(counts) / len(counts) if counts else 0.0
    return Reading(sum(counts), len(said), average, long, crowded)


def _is_paragraph(part: str) -> bool:
    return not re.match(r"\s*(?:[-*+#>|]|\d+[.)])", part)
