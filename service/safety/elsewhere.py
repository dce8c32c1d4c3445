"""Says whether a sign is nobody's own: an animal's, a thing's, one in a story, or only asked about in general."""

from service.safety.clauses import BREAKS, Sign, Softeners, any_in, sentence
from service.safety.phrases import Found
from service.safety.plain_text import Words

_PERSONS = frozenset(
    (
        "i im ive id ill me my mine myself he hes him his himself she shes her herself we weve us our theyre theyve "
        "dad mum husband wife partner son daughter brother sister nan nana gran grandma grandad friend mate boyfriend "
        "girlfriend uncle aunt auntie cousin lad fella fiance keeps keep started having suddenly woke just found"
    ).split()
)
_VERBS_OF_ILLNESS = frozenset("having keeps keep just started suddenly".split())
_IT = frozenset("he hes him his she shes her it its".split())
# "Bitten by the dog", "walking the dog", "like a dog": there the animal is not who is ill.
_NOT_SUBJECT = frozenset("by from walking walk on over like off see sees saw says with near holding stroking".split())
_DOES = frozenset("bit bite bites scratched scratch licked jumped jump knocked walk walks hair lead sat".split())
_ILL_WITHIN = 8
_THING_WITHIN = 5
# What good or bad news is said to do to people.
_REACTING = frozenset(
    "speech cannot_breathe drooping chest_pain shivering tremor faint_heart sudden_loss collapse sickness".split()
)
_AT_A_PLACE = frozenset("in on at off by from with into under near of onto against outside inside to over past".split())
_VERBS = frozenset(
    (
        "is was are were has had have keeps kept got gets went goes will wont just looks feels seems did does finally "
        "completely totally nearly almost also then again still always never suddenly"
    ).split()
)


def nobodys(sign: Sign, softeners: Softeners) -> bool:
    """The sign is said of an animal, of a thing, of somebody in a story, or only of a feeling."""
    if not any(softeners.of(kind) for kind in ("animals", "reactions", "stories", "things")):
        return False
    around = softeners.around(sign)
    return (
        (sign.id in _REACTING and any(_reaction(cue, sign, around.text) for cue in around.of("reactions")))
        or any(_of_animal(cue, sign, around) for cue in around.of("animals"))
        or any(_of_thing(cue, sign, around.text) for cue in around.of("things"))
        or _told(sign, around)
    )


def asked_in_general(sign: Sign, softeners: Softeners) -> bool:
    """A sentence that asks for knowledge and names no person and no time: "does keppra prevent seizures"."""
    asks, wants = softeners.of("asks"), softeners.of("knowledge")
    if not asks or not wants:
        return False
    first, last = sentence(sign, softeners.text)
    if not any_in(asks, first, last) or not any_in(wants, first, last):
        return False
    return not any_in(softeners.of("time_now"), first, last) and not _anybody(first, last, softeners)


def _anybody(first: int, last: int, softeners: Softeners) -> bool:
    """A person is named, but for whoever asks: "can you tell me", "I would like to know"."""
    asking = {at for cue in softeners.of("asking") for at in range(cue.start, cue.end)}
    return any(softeners.text.words[at] in _PERSONS and at not in asking for at in range(first, last))


def _of_animal(cue: Found, sign: Sign, softeners: Softeners) -> bool:
    text = softeners.text
    if not cue.end <= sign.start <= cue.end + _ILL_WITHIN or "." in text.pause[cue.end : sign.start + 1]:
        return False
    if _NOT_SUBJECT & set(text.words[max(0, cue.start - 2) : cue.start]) or text.words[cue.end] in _DOES:
        return False
    # Where a vet is named, "he" is the animal.
    somebody = _PERSONS - _VERBS_OF_ILLNESS - (_IT if any_in(softeners.of("vet"), 0, len(text.words)) else set())
    return not (somebody | BREAKS) & set(text.words[cue.end : sign.start])


def _of_thing(cue: Found, sign: Sign, text: Words) -> bool:
    """A thing is what the verb speaks of: "the car has a temperature", but not "in the car he has"."""
    if not cue.end <= sign.start <= cue.end + _THING_WITHIN or any(text.pause[cue.end : sign.start + 1]):
        return False
    before = set(text.words[max(0, cue.start - 2) : cue.start])
    if _AT_A_PLACE & before or (cue.end < sign.start and text.words[cue.end] not in _VERBS):
        return False
    return not (_PERSONS - _VERBS_OF_ILLNESS | BREAKS | {"and"}) & set(text.words[cue.end : sign.start])


def _reaction(cue: Found, sign: Sign, text: Words) -> bool:
    """ "My jaw dropped when they said remission"."""
    return sign.end <= cue.start <= sign.end + 3 and not any(text.pause[sign.end : cue.start + 1])


def _told(sign: Sign, softeners: Softeners) -> bool:
    """In a film, a book or a match, with nobody named who watches it."""
    if not softeners.of("stories"):
        return False
    first, last = sentence(sign, softeners.text)
    return any_in(softeners.of("stories"), first, last) and not _anybody(first, last, softeners)
