"""Numbers that are told by the words before them: what may stand between, and how the number alone is replaced."""

from __future__ import annotations

import re
from collections.abc import Collection

GAP = r"[ \t\u00a0\u2007\u2009\u200a\u202f._~\-\u2010-\u2014]"  # what people type between the groups of a number
BREAK = rf"(?:{GAP}|[,/\n])"  # and where the groups themselves say what it is
# Between the words and the number: "is", "number", a colon.
IS = r"(?:\W{0,3}\b(?:is|was|are|=|it'?s|of|mine|also|here|number|no|num)\b){0,3}[\s:=#.(\-\u2013]{0,4}"
NUMBER = (
    r"(?:num\w*|nu[mb]\w+|nmb\w+|nomb\w+|no\b\.?|id\b|ref(?:erence)?\b|code\b|#)"  # the word, and how people mistype it
)


def hide_said(rule: re.Pattern[str], placeholder: str, text: str, public: Collection[str] = ()) -> str:
    """Returns the text with the first group of a rule replaced and its cue left; ``public`` digits stay."""

    def hide(found: re.Match[str]) -> str:
        if only_digits(found[1]) in public:
            return found[0]
        return f"{found[0][: found.start(1) - found.start()]}{placeholder}{found[0][found.end(1) - found.start() :]}"

    return rule.sub(hide, text)


def only_digits(text: str) -> str:
    """Returns the digits of a text."""
    return re.sub(r"\D", "", text)
