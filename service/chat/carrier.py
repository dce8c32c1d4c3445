"""The words around a question about what was said before: "what did you say about driving?" asks about driving."""

from __future__ import annotations

import re

SAID = r"(?:said|told\s+(?:me|us)|were\s+(?:saying|telling\s+(?:me|us))|mentioned)"
SAY = r"(?:say|tell\s+(?:me|us)|mention)"
AGAIN = r"(?:again|once\s+more|one\s+more\s+time)"
PLEASE = r"(?:(?:please|sorry|hi|ok|okay|so|and|but|er|um)[\s,]+)*"
ASKING = r"(?:(?:can|could|would|will)\s+(?:you|u)|can\s+(?:i|we)\s+(?:hear|see|have))"
ABOUT = r"(?:about|on|regarding)"
WHAT = r"(?:what|the\s+(?:bit|thing|part)(?:\s+(?:that|where))?|something)"
# Each form ends where the subject begins.
FORMS = (
    rf"what\s+did\s+(?:you|u)\s+{SAY}(?:\s+{AGAIN})?\s+{ABOUT}",
    rf"(?:what|wot)\s+was\s+(?:it|that)(?:\s+(?:that\s+)?(?:you|u)\s+{SAID})?(?:\s+{AGAIN})?\s+{ABOUT}",
    rf"(?:you|u)\s+{SAID}\s+(?:something\s+|earlier\s+|before\s+)*{ABOUT}",
    rf"(?:{ASKING}\s+)?(?:please\s+)?(?:repeat|say|tell\s+(?:me|us)|show\s+(?:me|us)|remind\s+(?:me|us)(?:\s+of)?)?"
    rf"(?:\s+{AGAIN})?\s*{WHAT}\s+(?:you|u)\s+{SAID}(?:\s+(?:{AGAIN}|earlier|before))*\s+{ABOUT}",
    rf"(?:{ASKING}\s+)?(?:please\s+)?(?:say|tell\s+(?:me|us)|go\s+over|repeat)\s+(?:that\s+|it\s+)?{AGAIN}\s+{ABOUT}",
    rf"(?:{ASKING}\s+)?(?:please\s+)?(?:remind|tell)\s+(?:me|us)\s+{AGAIN}\s+{ABOUT}",
    rf"(?:{ASKING}\s+)?(?:please\s+)?remind\s+(?:me|us)\s+{ABOUT}",
    # "go back to work" is a question about work: only what was said can be gone back to.
    rf"(?:(?:can|could|shall)\s+(?:we|i|you)\s+)?(?:please\s+)?go\s+back\s+to\s+{WHAT}\s+(?:you|u)\s+{SAID}\s+{ABOUT}",
)
CARRIER = re.compile(rf"\W*{PLEASE}(?:{'|'.join(FORMS)})\s+(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
# What is left when nothing is named: then the last answer is meant, which the bot recognises from the whole message.
NOTHING = re.compile(r"(?:that|this|it|them|those|there|all that|please|\W)*", re.IGNORECASE)
TAIL = re.compile(r"(?:[\s,]+(?:again|earlier|before|please|once more|sorry|thanks))+\W*\Z", re.IGNORECASE)


def subject_of(text: str) -> str | None:
    """Returns what somebody asks to hear again, without the words around it; None where nothing is named."""
    found = CARRIER.match(text)
    if not found:
        return None
    rest = TAIL.sub("", found["rest"]).strip(" \t\n?.!,;:'\"")
    return None if NOTHING.fullmatch(rest) else rest
