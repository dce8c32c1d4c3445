"""Two questions in one message told apart: only where both halves stand as questions of their own."""

from __future__ import annotations

import re

# What may stand before a question without being part of it.
LEAD_IN = re.compile(r"\A(?:(?:and|also|but|or|so|then|please|ok|okay|hi|hello|oh|plus)\b[\s,]*)+", re.IGNORECASE)
VERBS = (
    r"can|could|will|would|should|shall|may|might|must|do|does|did|is|are|am|was|were|has|have|had"
    r"|can'?t|couldn'?t|won'?t|wouldn'?t|shouldn'?t|don'?t|doesn'?t|didn'?t|isn'?t|aren'?t|wasn'?t"
)
ASKED_OF = (
    r"i|we|you|he|she|it|they|this|that|these|those|there|the|a|an|my|our|your|his|her|their|its|any|anyone|someone"
    r"|people|mum|mom|dad|everyone|somebody|anybody|children|kids|me|u"
)
# "what is", "how long will", "which hospital can": a question word and soon its verb, turned round as in a question.
WITH_WORD = re.compile(
    rf"(?:what|when|where|why|how|which|whose|who|whom)(?:'?s|'?ll|'?re)\b\s+\S"
    rf"|(?:what|when|where|why|how|which|whose|who|whom)(?:\s+(?!to\b)[\w'-]+){{0,3}}?\s+(?:{VERBS})\b\s+\S"
    rf"|who\s+[a-z]{{3,}}s\b",
    re.IGNORECASE,
)
# "can I drive", "is there a helpline": the verb first, then who or what it is asked of.
WITH_VERB = re.compile(rf"(?:{VERBS})\s+(?:not\s+)?(?:{ASKED_OF})\b", re.IGNORECASE)
# Where one question may end and the next begin; the words are tried from the left.
JOINT = re.compile(r"\?+[\s,.]*|[\s,.;]+(?=(?:and|also|plus|but)\b)|[.;\n]+\s*", re.IGNORECASE)
LEAST_WORDS = 3  # "can you" asks nothing yet; "who decides" does


def halves(text: str) -> tuple[str, str] | None:
    """Returns the two questions of a message, or None where it is one question, or no question at all.

    A sentence that tells something before a question belongs to that question. Of three questions the last two stay
    together.
    """
    for joint in JOINT.finditer(text):
        first, second = text[: joint.start()].strip(" ,.;"), LEAD_IN.sub("", text[joint.end() :], count=1).strip()
        if _ends_in_question(first) and _is_question(second):
            return f"{first}?", second
    return None


def _ends_in_question(text: str) -> bool:
    """Whether the last sentence of a first half is a question: "My dad has ALL. Can he drive" is one."""
    last = re.split(r"[.!;\n]+", text)[-1]
    return _is_question(LEAD_IN.sub("", last.strip(), count=1))


def _is_question(text: str) -> bool:
    return bool(WITH_WORD.match(text) or (WITH_VERB.match(text) and len(text.split()) >= LEAST_WORDS))
