"""Says whether a sign is only told of: in the news, in a book, on a label, in a lesson, in somebody's work."""

from service.safety.clauses import BREAKS, SUBJECTS, Sign, Softeners, any_in, sentence
from service.safety.phrases import Found
from service.safety.plain_text import Words

# Whoever writes, and theirs. Between the telling and the sign they make the sign their own.
_THEIRS = frozenset(
    (
        "i im ive id me my mine myself we weve us our ours dad mum husband wife partner son daughter brother sister "
        "nan nana gran grandma grandad friend mate boyfriend girlfriend uncle aunt auntie cousin fiance neighbour"
    ).split()
)
_PRONOUNS = frozenset("he hes him his she shes her they theyre it its".split())
# "A film where she finds bruises": after these, "she" is somebody in the film. "A film, and she collapsed" is not.
_TELLS_ON = frozenset("where who that which says said because until how after before since whose in about with".split())
_OF_TODAY = frozenset("keeps started starting happening".split())
_LIGHT = frozenset("had have has ive got feel felt am is was then now just suddenly started a the my".split())
# "He is just the same", "my dad does that too".
_LIKENS = frozenset("same too like exactly similar likewise".split())
# What stands behind a sign tells where it was told of: "on the news", "as icons", "how would you put that".
_PLACES = frozenset("on in from as into for found how".split())
_NEAREST = 8
# "Doing the crossword, sudden headache": what somebody was at when it came tells of nothing.
_AT_IT = frozenset("watching reading doing playing listening during while whilst after writing marking".split())
_LINKS = _TELLS_ON | frozenset("mentions mentioned eg called named like for of on".split())


def told(sign: Sign, softeners: Softeners) -> bool:
    """A sentence tells of the sign as in the news or in a book, and nobody near the writer stands in between."""
    if not softeners.of("told") or sign.id == "reading":
        return False
    text = softeners.text
    first, last = sentence(sign, text)
    if any(text.words[at] in {"right", "currently"} for at in range(sign.end, last)) and any_in(
        softeners.of("time_now"), sign.end, last
    ):
        return False
    if sign.level == "crisis" and _THEIRS & set(text.words[first : sign.end]):
        return False
    after = set(text.words[sign.end : last])
    if after & _LIKENS and after & (_THEIRS | _PRONOUNS):
        return False
    cues = [
        cue
        for cue in softeners.of("told")
        if first <= cue.start < last and not any(text.pause[cue.start + 1 : cue.end])
    ]
    return any(_before(cue, sign, first, text) or _behind(cue, sign, first, softeners) for cue in cues)


def _before(cue: Found, sign: Sign, first: int, text: Words) -> bool:
    """ "Read in the paper that a man had a stroke"."""
    if cue.start > sign.start:
        return False
    # "In the film she finds bruises": whoever comes right after the place is somebody in it.
    placed = text.words[cue.start] in _PLACES and text.words[cue.end] in _PRONOUNS and not text.pause[cue.end]
    if any(_breaks_off(at, text) for at in range(cue.end + placed, sign.end)):
        return False
    if _at_it(cue, sign, text):
        return False
    return not (_joined_on(cue.end, sign.start, text) and (_THEIRS | SUBJECTS) & set(text.words[first : cue.start]))


def _breaks_off(at: int, text: Words) -> bool:
    word = text.words[at]
    if word in _THEIRS or word in BREAKS - {"because"} or word in _OF_TODAY:
        return True
    return word in _PRONOUNS and (bool(text.pause[at]) or text.words[at - 1] not in _TELLS_ON)


def _at_it(cue: Found, sign: Sign, text: Words) -> bool:
    """What was being watched or done ends before the sign, and nothing says that the sign is in it."""
    between = text.words[cue.end : sign.start]
    ends = any(text.pause[cue.end : sign.start + 1]) or bool({"and", "then", "when", "now"} & set(between))
    doing = _AT_IT & set(text.words[max(0, cue.start - 3) : cue.end])
    return ends and bool(doing) and not (_LINKS & set(between) or text.words[cue.end - 1] in _LINKS)


def _joined_on(start: int, end: int, text: Words) -> bool:
    """ "I was reading the news and had a seizure"."""
    at = next((at for at in range(end - 1, start - 1, -1) if text.words[at] not in _LIGHT), start - 1)
    return at >= start and text.words[at] in {"and", "when"}


def _behind(cue: Found, sign: Sign, first: int, softeners: Softeners) -> bool:
    """ "A pilot had a heart attack, on the news"."""
    text = softeners.text
    # "Headache, on the news they said ring": nobody is named who had it.
    if sign.start == first or text.words[cue.start] not in _PLACES:
        return False
    if not sign.end <= cue.start <= sign.end + _NEAREST:
        return False
    words = set(text.words[first : cue.start])
    return not words & (_THEIRS | BREAKS | _OF_TODAY | _PRONOUNS) and not any_in(
        softeners.of("time_now"), first, cue.start
    )
