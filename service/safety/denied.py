"""Says which signs of a message are denied: "no fever", "no fits, falls or rash", "there was no bleeding, none"."""

from collections.abc import Sequence

from service.safety.clauses import BREAKS, SUBJECTS, Sign, Softeners, near
from service.safety.phrases import Found
from service.safety.plain_text import Words

_JOINS = frozenset("and or nor any a other no".split())
# "No fever since yesterday", "not shivering as much", "never had pain like this": the sign was or is there.
_NOT_NEGATED_BY = frozenset("since anymore like this as longer until till yet before".split())
_CANNOT = frozenset("cant couldnt wont never not dont doesnt hardly barely struggling unable".split())
_ALL_THE_TIME = frozenset(
    "infusion treatment cells car cart chemo discharge transplant coming leaving i getting we hospital day then".split()
)
# A list that a negation opens ends at its last "or": "no fever, chills, cough or diarrhoea".
_LIST = 10
_NONE = frozenset(["none", "nil", "no", "negative"])
_NEGATORS = frozenset("no not isnt wasnt arent werent without never hasnt havent neither dont doesnt didnt".split())
# "His face isnt drooping": said no to within the sign itself.
_IS_NOT = frozenset("isnt arent wasnt werent dont doesnt didnt not hasnt havent".split())
_BAD = frozenset(
    (
        "drooping droopy drooped dropped lopsided wonky hot red redder sore weepy weeping oozing swollen swelling "
        "puffy tremor shaking twitching wobbly bleeding bruised bruising blotchy mottled grey blue slurred slurring "
        "jumbled confused muddled stiff painful hurting hurt aching itchy spreading sleepy dizzy racing pounding"
    ).split()
)
_GOOD = frozenset("fine clear clean normal ok okay lovely".split())
_ENDS_LIST = SUBJECTS | BREAKS | frozenset("should what can is do does when how still now just with after".split())


def denied_signs(signs: Sequence[Sign], softeners: Softeners) -> list[Sign]:
    """Signs that a negation ends at or that one follows, and those joined to them by "or"."""
    text = softeners.text
    if not softeners.of("negation") and not softeners.of("negation_after") and _NONE.isdisjoint(text.words):
        return []
    denied: list[Sign] = []
    for sign in signs:
        before = near(denied, sign)
        touched = _touched_either_side(sign, softeners) or any(_same(first, sign) for first in before)
        if touched or any(joined(first, sign, text, {"or", "nor"}) or _listed(first, sign, text) for first in before):
            denied.extend([] if _affirmed(sign, softeners) else [sign])
    return denied


def astride(span: Found, text: Words) -> bool:
    """A "no" at its edge belongs to other words: "keeping it down, no sickness", "no rash, breathing easy"."""
    start, end = span.start, span.end
    if text.words[end - 1] == "no" and end < len(text.words) and text.pause[end - 1] and not text.pause[end]:
        return True
    return _denied_within(span, text) or (text.words[start] == "no" and any(text.pause[start + 1 : end]))


def _denied_within(span: Found, text: Words) -> bool:
    """ "Line isnt hot or red"; "pressure fine, chest clear" is no pressure on the chest."""
    for at in range(span.start + 2, span.end):
        if text.words[at - 1] in _GOOD and text.pause[at]:
            return True
        if text.words[at] in _BAD and text.words[at - 1] in _IS_NOT:
            rest = text.words[at + 1 : span.end + 3]
            return not any(text.pause[at : span.end]) and not _NOT_NEGATED_BY & set(rest)
    return False


def denied_with(denied: Sign, sign: Sign, text: Words) -> bool:
    """The sign lies in a denied one, or shares words with a denied one of its own kind."""
    inside = denied.start <= sign.start and sign.end <= denied.end
    between = range(denied.start + 1, sign.start + 1)
    return inside and not any(text.pause[i] or text.words[i - 1] in {"and", "but", "with"} for i in between)


def touched(sign: Sign, cues: Sequence[Found], text: Words) -> bool:
    """One of the softening words ends exactly where the sign begins, or reaches into it."""
    return any(
        cue.start < sign.start <= cue.end
        and not any(text.pause[cue.start + 1 : sign.start + 1])
        and not _double(cue, text)
        for cue in cues
    )


def joined(first: Sign, second: Sign, text: Words, links: set[str]) -> bool:
    """Two signs follow each other with nothing but joining words between, one of the links among them."""
    between = text.words[first.end : second.start]
    close = first.end <= second.start <= first.end + 4 and "." not in text.pause[first.end : second.start + 1]
    return close and bool(links & set(between)) and set(between) <= _JOINS


def _touched_either_side(sign: Sign, softeners: Softeners) -> bool:
    text = softeners.text
    if touched(sign, near(softeners.of("negation"), sign), text):
        return True
    if _answered_no(sign, text) or (sign.level == "urgent" and _after_or(sign, text)):
        return True
    return any(
        sign.end <= cue.start <= sign.end + 6
        and "." not in text.pause[sign.end : cue.start + 1]
        and not (SUBJECTS - {"they", "it", "we"} | BREAKS) & set(text.words[sign.end : cue.start])
        for cue in near(softeners.of("negation_after"), sign)
    )


def _answered_no(sign: Sign, text: Words) -> bool:
    """ "Bleeding: none"."""
    end = sign.end
    answered = end < len(text.words) and text.words[end] in _NONE and text.pause[end] == ","
    return answered and (end + 1 == len(text.words) or bool(text.pause[end + 1]))


def _after_or(sign: Sign, text: Words) -> bool:
    """ "He isnt tired or muddled": what stands before "or" is no sign itself."""
    at = sign.start - 1
    if at < 1 or text.words[at] not in {"or", "nor"} or text.pause[sign.start]:
        return False
    for i in range(at - 1, max(-1, at - 5), -1):
        if text.words[i] in _NEGATORS:
            return True
        if text.words[i] in _ENDS_LIST | {"if", "whether"} or text.pause[i]:
            return False
    return False


def _same(first: Sign, second: Sign) -> bool:
    return first.id == second.id and first.start < second.end and second.start < first.end


def _listed(first: Sign, second: Sign, text: Words) -> bool:
    """ "No fever, chills, cough or diarrhoea": a list without a verb that is closed by "or"."""
    if not first.end <= second.start <= first.end + 3 or "." in text.pause[first.end : second.start + 1]:
        return False
    if _ENDS_LIST & set(text.words[first.end : second.start]):
        return False
    for at in range(second.end, min(len(text.words), second.end + _LIST)):
        if text.words[at] in {"or", "nor"}:
            return text.words[at + 1 : at + 2] != () and text.words[at + 1] not in _ENDS_LIST
        if text.pause[at] == "." or text.words[at] in _ENDS_LIST:
            return False
    return False


def _double(cue: Found, text: Words) -> bool:
    """ "Cant finish a sentence without gasping": two negations say that it is so."""
    before = text.words[max(0, cue.start - 8) : cue.start]
    return text.words[cue.start] == "without" and bool(_CANNOT & set(before))


def _affirmed(sign: Sign, softeners: Softeners) -> bool:
    text = softeners.text
    if _reversed(sign, softeners):
        return True
    stop = next((i for i, pause in enumerate(text.pause[sign.end : sign.end + 3]) if pause), 3)
    following = list(text.words[sign.end : sign.end + stop])
    # "I have not had one since the infusion" is said of all the time there was.
    if "since" in following and _ALL_THE_TIME & set(text.words[sign.end + following.index("since") + 1 :][:2]):
        following.remove("since")
    if {"anything", "nothing"} & set(following[:-1]) and "like" in following:
        return False
    own = text.words[sign.start : sign.end]
    if own[-1] == "so" and text.words[sign.end : sign.end + 1] == ("far",):
        return False
    # "Not so much as a nosebleed" is none.
    so = "so" in own and own[:3] != ("so", "much", "as")
    return bool(_NOT_NEGATED_BY & set(following)) or so or own[-1] == "anymore"


def _reversed(sign: Sign, softeners: Softeners) -> bool:
    """ "No fever this morning but now she does": the words after point back at what was denied and end there."""
    pause = softeners.text.pause
    return any(
        sign.end <= cue.start and (cue.end == len(pause) or bool(pause[cue.end]))
        for cue in near(softeners.of("reversed"), sign)
    )
