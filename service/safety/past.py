"""Says whether a sign lies plainly in the past: years ago, as a child, in another illness long over."""

from collections.abc import Sequence

from service.safety.clauses import Sign, Softeners, clause, sentence
from service.safety.phrases import Found
from service.safety.plain_text import YEAR_LONG_AGO, Words

WEAK_NOW = frozenset("now again still already since currently".split())
_THEN = frozenset(
    (
        "had was were got suffered used couldnt went came gave took beat survived fell wasnt developed did began died "
        "caught brought broke spent needed lost woke passed bled"
    ).split()
)
_PRESENT = frozenset("im hes shes theyre is are isnt has have ive cant wont keeps having feel feels".split())
_NEVER = frozenset("never none nothing".split())
_POINTS_BACK = frozenset("thats that was".split())
_NOT_THEN = frozenset("like since than".split())
_WELL = frozenset("remission well fine clear healthy cured".split())
# "Had chemo ten years ago, had a seizure": the years belong to the treatment.
_TREATMENT = frozenset("chemo car cart transplant infusion cells treatment therapy obe diagnosed leukaemia".split())
# "Malaria in 2003, fever and sweats": what follows without a verb of its own belongs to that illness.
_ILLNESS = frozenset(
    (
        "malaria salmonella flu pneumonia meningitis measles mumps virus bug poisoning appendix appendicitis hepatitis "
        "dengue typhoid cholera tuberculosis covid pregnant pregnancy eclampsia birth labour crash accident stroke "
        "operation glandular lyme anaphylaxis sting disc pacemaker concussion epilepsy migraine migraines "
        "gastroenteritis norovirus"
    ).split()
)
_SAYS_WHEN = frozenset("its is thinks says year said".split())
# A sentence beside the sign's that says "now" counts where it may point back at the sign: "same again today".
_MAY_POINT_BACK = frozenset("it its that thats this same again back another happened happening one now".split())


def past(sign: Sign, softeners: Softeners, message: Softeners) -> bool:
    """Plainly long ago: said in the sign's own clause, or in a clause beside it that speaks of nothing but the past."""
    text = softeners.text
    if not softeners.of("past") or _happens_now(sign, message):
        return False
    start, end = clause(sign, text)
    own = set(text.words[start:end])
    cues = _cues(sign, softeners)
    if not cues or _still(cues, text):
        return False
    present = _in_the_present(sign, start, cues, text)
    if not present and _said_over(sign, cues, softeners):
        return True
    if own & WEAK_NOW - set(text.words[sign.end : sign.end + 1]) and not own & _NEVER:
        return False
    # "In 2016 because of bruises", "terrible pain then": these clauses belong to the year before them.
    because = start and text.words[start] == "because" and any(start - 2 <= cue.end <= start for cue in cues)
    if not present and (because or (end > sign.end and text.words[end - 1] == "then")):
        return True
    if any(start <= cue.start and cue.end <= end for cue in cues) and (_two(cues) or not present):
        return True
    beside = [set(text.words[slice(*clause(cue, text))]) for cue in cues]
    if present or own & _PRESENT or any(words & _TREATMENT for words in beside):
        return False
    first, last = sentence(sign, text)
    around = set(text.words[first:last])
    return bool(own & _THEN or _POINTS_BACK & around or any(words & _ILLNESS for words in (own, *beside)))


def _still(cues: Sequence[Found], text: Words) -> bool:
    """ "Since 2013", "like in 2013", unless it was "back then"."""
    back_then = any(text.words[cue.end - 1] == "then" for cue in cues)
    # "Remission since 2017" says when it ended.
    return not back_then and any(
        cue.start
        and not text.pause[cue.start]
        and text.words[cue.start - 1] in _NOT_THEN
        and text.words[cue.start - 2] not in _WELL
        for cue in cues
    )


def _said_over(sign: Sign, cues: Sequence[Found], softeners: Softeners) -> bool:
    """ "Ten years ago, high fever, cured": the sentence says, after the sign, that it is long over."""
    first, last = sentence(sign, softeners.text)
    years = any(first <= cue.start < last for cue in cues)
    return years and any(sign.end <= cue.start < last for cue in softeners.of("over"))


def _happens_now(sign: Sign, message: Softeners) -> bool:
    """Words of today in the sentence of the sign, or in another sentence that may speak of the sign."""
    text = message.text
    strong = [c for c in message.of("time_now") if c.end - c.start > 1 or text.words[c.start] not in WEAK_NOW]
    first, last = sentence(sign, text)
    return any(
        first <= cue.start < last
        or _MAY_POINT_BACK & set(text.words[slice(*sentence(Sign("", "urgent", cue.start, cue.end), text))])
        for cue in strong
    )


def _in_the_present(sign: Sign, start: int, cues: Sequence[Found], text: Words) -> bool:
    """The verb nearest before the end of the sign, in its clause, tells of the present: "has", "ive had"."""
    for at in range(sign.end - 1, start - 1, -1):
        if text.words[at] in _PRESENT:
            return True
        if text.words[at] in _THEN:
            return at > start and text.words[at - 1] in _PRESENT
    # "Seizure 20 years ago can i have": what comes after the years is another matter.
    end = next((cue.start for cue in cues if cue.start >= sign.end), clause(sign, text)[1])
    return bool(_PRESENT & set(text.words[sign.end : end]))


def _cues(sign: Sign, softeners: Softeners) -> Sequence[Found]:
    text = softeners.text
    first, last = sentence(sign, text)
    own = clause(sign, text)
    return [
        cue
        for cue in softeners.of("past")
        if first <= cue.start
        and (cue.end <= last or _points_back(cue, last, text))
        and not (sign.id == "confusion" and _says_when(cue, text))
        and ("used" not in text.words[cue.start : cue.end] or own[0] <= cue.start < sign.start)
    ]


def _points_back(cue: Found, last: int, text: Words) -> bool:
    """The next sentence says when it was: "She had fits. That was in 1987"."""
    return text.words[last : last + 2] in {("that", "was"), ("it", "was"), ("this", "was")} and cue.start <= last + 5


def _two(cues: Sequence[Found]) -> bool:
    return any(one.end <= other.start for one in cues for other in cues)


def _says_when(cue: Found, text: Words) -> bool:
    """ "She thinks it is 1962": the year is the sign."""
    return YEAR_LONG_AGO in text.words[cue.start : cue.end] and bool(
        _SAYS_WHEN & set(text.words[max(0, cue.start - 2) : cue.start])
    )
