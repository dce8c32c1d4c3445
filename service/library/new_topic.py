"""A topic that somebody has to write yet: a file that says so, and that the checks refuse until it is written."""

from __future__ import annotations

import json
import re

NAME = re.compile(r"[a-z][a-z0-9_]{1,47}")
LONGEST_TITLE = 120
# It does not begin with the honest form of a topic without evidence, so nothing can be published with it by mistake.
NOT_WRITTEN = "This answer is not written yet."
FILE = """---
title: {title}
lead: "{not_written}"
sources: []
related: []
follow_ups: {{}}
questions: []
nations: [england]
urgency: none
sensitive: false
evidence: none
to_check: ["Every word."]
---

{not_written}
"""


class NotATopic(ValueError):
    """A new topic that cannot be made; the text is one sentence that says what to do."""


def new_topic(name: str, title: str, taken: set[str]) -> str:
    """Returns the text of a new topic's file. Raises ``NotATopic`` for a name or a title that cannot be one.

    ``taken``: names that mean something already.
    """
    if not NAME.fullmatch(name):
        raise NotATopic("A topic's name has 2 to 48 small letters, figures and _, and begins with a letter.")
    if name in taken:
        raise NotATopic(f"The name {name} is taken. Choose another one.")
    words = " ".join(title.split())
    if not 3 <= len(words) <= LONGEST_TITLE or "{" in words or not words.isprintable():
        raise NotATopic(f"A title has 3 to {LONGEST_TITLE} characters, without '{{'. Write it as a question.")
    return FILE.format(title=json.dumps(words, ensure_ascii=False), not_written=NOT_WRITTEN)
