"""Finds names of persons by what people say around them: "my name is", "Dr", "my son", a signature. Rules only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from service.safety.name_parts import PEOPLES, Word, Words
from service.safety.name_words import FIRST_NAMES, KEPT, NEVER, SOMETIMES_NAMES, STORY, SURNAMES, THINGS

KIN = (
    "(?:grand|god|step|half )?(?:sons?|sone|daughters?|daughtr|mother|father|child|brother|sister|mum|dad|parents?)(?: in law)?|mums|dads|mam|mom|mummy|"
    "daddy|da|wife|wifes|husband|husbands|hubby|husb|partner|partners|boyfriend|girlfriend|fiance|fiancee|spouse|other half|missus|aunt|auntie|"
    "aunty|uncle|cousin|niece|nephew|nan|nana|nanny|nain|taid|gran|granny|grandma|grandmother|grandad|granddad|grandpa|grandfather|friends?|mate|pal|"
    "neighbour|neighbor|carer|boss|colleague|twins?|baby|boy|girl|lad|lass|kids?|sibling|mucker|bestie|chap|bloke|guy|man|lady|woman|fella|patient|flatmate|donor|ex"
)
_DOCTOR = (
    "doctor|doc|nurse|professor|sister|matron|consultant|surgeon|haematologist|hematologist|oncologist|specialist|midwife|physio|pharmacist|chaplain"
    "|imam|father|reverend|vicar|rabbi|uncle|auntie|aunty|aunt|grandad|granddad|grandpa|nan|nana|gran|granny|grandma|cousin|registrar|dietitian|"
    "psychologist|keyworker|key worker|social worker|coordinator|volunteer|porter|healthcare assistant|hca|cns|gp|cllr|councillor"
)
_LIKELY = "(?: (?:little|late|eldest|oldest|youngest|older|younger|big|wee|baby|best|dear|own|poor|elderly|adult|lovely|old|gorgeous|sweet|darling|new|named|ward))*"
_OWNED = "(?:my|me|ma|our|his|her|their|your|a|an|the|is|other|of|for|and|hes|shes|im|this|both|two|one|that)"
# The next word is a name, unless it is a word that never is one.
SURE = re.compile(
    rf" (?:(?:(?:my|his|her|their|our|me|ma|the patients|patients|patient|{KIN})(?:s)?(?: (?:full|first|last|sur|middle|maiden|nick|real|legal|actual|own|given|family))*"
    r" (?:names|name|surname|forename|nickname)(?: (?:is|was|are|s|be|it is|its))*|full name(?: is)?|surname(?: is)?|"
    r"(?:im|i am|i was|hes|shes|he is|she is|whos|who is|they) (?:always )?called|everyone calls (?:me|him|her)|calls? (?:me|him|her)(?: just)?|"
    r"known as|i go by|goes by|"
    rf"(?:{KIN}) (?:is |was |is also )?(?:called|named)|yours (?:sincerely|faithfully|truly)|signed(?: by)?|mi chiamo|me llamo|mi nombre es|je m appelle|je mappelle|mam na imie|"
    r"nazywam sie|ma numesc|ma cheama|numele meu este|(?:o )?meu nome e|mera naam|amar naam|fy enw i yw|fy enw i|ismi|mon nom est|meu nome|ich heisse|"
    r"(?:il )?mio nome e|mera nam|maru naam|chamo me)) (?=\w)"
)
TITLE = re.compile(r" (?:dr|drs|mr|mrs|ms|mx|prof|revd?|sgt|capt) (?=\w)")
HERE = re.compile(
    r" (?:its|it is|it s|tis|this is|im|i am|thats|hi|hello|hey|hiya)(?: only| just| me| big| wee| little| old)* (?=\w+(?: \w+){0,2} (?:here|speaking|calling|again|writing|from|messaging|aged|son|daughter|wife|husband) )"
)
# The next word is a name if it looks like one.
LIKELY = re.compile(
    rf" (?:(?:{_DOCTOR}|miss|madam|sir|lady|lord)(?: (?:is|was|called|named))*|{_OWNED}{_LIKELY} (?:{KIN})(?: (?:is|was|are|called|named|and))*|our|"
    r"its|it is|this is|im|i am|i m|me and|me n|hi|hello|hey|hiya|dear|morning|afternoon|evening|alright|on behalf of|behalf of|regarding|re|names?(?: (?:is|was|s))*|patient|"
    r"thanks|thank you|cheers|regards|wishes|love|ta|sincerely|faithfully|yours|from|sent by|spoke to|spoken to|speak to|seen by|saw|met|looked after by|under|"
    r"ask for|asked|ask|tell|told|contact|called|named|with|about|without|for|to|by|and|or|visit|help|helping|that|than|does|did|can|could|will|would|should|is|if|when|because|"
    r"says|after|but|so|how|where|why) (?=\w)"
)
# The word before is a name if it looks like one.
_THEN = re.compile(
    rf"(?= (?:(?:is|was|hes|shes|thats|who is|whos|that is) )?(?:my|our|his|her|ma|me|their) (?:{KIN}|{_DOCTOR}|cns|consultant) )"
)
_SPEAKS = re.compile(r"(?= (?:here|speaking|calling) )")
_KIN_OF = re.compile(
    rf"(?= (?:{KIN}|partner|house|bed|room|appointment|temp|temperature|infusion|cells|treatment|bloods|results|consultant|team) )"
)
_SIGNED = re.compile(r"(?:[\n.!?,\-\u2013\u2014~*(]|\b[xX]+)[ \t]*\Z|\A\Z")
_SIGN_OFF = frozenset(
    "thanks thank thx you cheers regards wishes love ta sincerely faithfully yours from bye best kind xx x truly respectfully ever".split()
)
_KISSES = re.compile(r"[xo]{1,6}\Z")
_INITIAL = re.compile(r"[a-z]\Z")
_PARTICLES = frozenset("de van der den von da di dos bin bint ibn ap ferch ni mac el al o st la le abu ul ur".split())
_DOES = frozenset("had has was will is says said wants keeps feels needs got gets went asked and".split())
_JOINS = re.compile(r"[ \t\u00a0]*\Z|-\Z|\.[ ]?\Z|[ ]?['\u2019\"(][a-z]*\Z", re.IGNORECASE)
_OPENS = re.compile(r"[\s,:;\-\u2013\u2014\"'\u2018\u2019\u201c(=*.~]*\Z")
MOST_WORDS = 4
LOOSE, INTRODUCED, PERSON = range(3)
_ASKED = re.compile(r" (?:can|does|did|will|would|should|could|tell|told|asked|ask|me and|hi|hello|dear) \Z")
_SHORTEST = 3  # of a word in small letters that no list knows


def names(text: str, known: Collection[str]) -> tuple[Words, set[int]]:
    """Returns the text as words and which of them are names of persons. ``known``: ordinary words, never hidden unless
    a rule is sure that one of them is a name."""
    words = Words.of(text, known)
    found: set[int] = set()
    line = _Line(words)
    for rule, sure in ((SURE, True), (TITLE, True), (HERE, False), (LIKELY, False)):
        for at in line.after(rule):
            if at not in found and (_sure(words, at, rule) if sure else _likely(words, at, line.cue(at))):
                found |= _whole(words, at, sure or line.cue(at) != LOOSE)
    for rule in (_THEN, _SPEAKS, _KIN_OF):
        for at in line.before(rule):
            if at in found or (rule is _KIN_OF and words.words[at].low == words.words[at].stem):
                continue
            if words_of_story(words, at) and rule is not _THEN:
                continue
            if words.perhaps(at) or (rule is _THEN and not words.ordinary(at) and len(words.words[at].stem) > 3):
                found |= {at}
    for at in range(len(words.words)):
        # "a bob" is a haircut and "a jean" is no one either
        article = at > 0 and words.words[at - 1].low in ("a", "an") and not words.words[at].capital
        if at not in found and ((words.named(at) and not article) or _paired(words, at)):
            found |= _whole(words, at, False)
    found |= _signature(words)
    for at in sorted(found):
        found |= _joined(words, at, found)
    return words, found


def words_of_story(words: Words, at: int) -> bool:
    """Returns whether a word is the name of the news story, alone: another Harry is told by who he is to the writer."""
    alone = at + 1 >= len(words.words) or words.words[at + 1].gap != " " or not words.surname(at + 1, False)
    return words.words[at].stem in STORY and alone


def _dated(words: Words, at: int) -> bool:
    return words.words[at].stem in THINGS


class _Line:
    """The small letters of a message as one line, for rules that read over its stops."""

    def __init__(self, words: Words) -> None:
        self._at: dict[int, int] = {}
        self._end: dict[int, int] = {}
        self._words = words
        place, parts = 1, []
        for at, word in enumerate(words.words):
            low = word.low.replace("-", " ")
            self._at[place] = at
            place += len(low) + 1
            self._end[place - 1] = at
            parts.append(low)
        self._line = f" {' '.join(parts)} "
        self._cues: dict[int, int] = {}

    def after(self, rule: re.Pattern[str]) -> Iterator[int]:
        """Yields the words that stand right behind a cue; nothing but light stops may stand between."""
        place = 0
        while found := rule.search(self._line, place):
            place = found.end() - 1 if found.end() - 1 > found.start() else found.end()
            at = self._at.get(found.end())
            if at is not None and _OPENS.match(self._words.words[at].gap):
                if words_of_story(self._words, at) and not _OWN.match(found[0]):
                    continue
                if (
                    _dated(self._words, at)
                    and not _ABOUT_A_PERSON.match(found[0])
                    and rule is LIKELY
                    and not _ASKED.match(found[0])
                ):
                    continue
                person = rule is HERE or bool(_ABOUT_A_PERSON.match(found[0]) and not _INTRODUCED.match(found[0]))
                self._cues[at] = PERSON if person else INTRODUCED if _INTRODUCED.match(found[0]) else LOOSE
                yield at

    def before(self, rule: re.Pattern[str]) -> Iterator[int]:
        """Yields the words that stand right before a cue."""
        for found in rule.finditer(self._line):
            at = self._end.get(found.start())
            if at is not None:
                yield at

    def cue(self, at: int) -> int:
        """Returns how surely the cue before a word leads to a person: ``PERSON``, ``INTRODUCED`` or ``LOOSE``."""
        return self._cues[at]


# Behind these any word that no list knows is a name; behind the rest of LIKELY, which also lead to places, it is not.
_ABOUT_A_PERSON = re.compile(
    rf" (?:.*\b(?:{KIN})(?: (?:is|was|are|called|named|and))*|(?:{_DOCTOR}|miss)(?: (?:is|was|called|named))*|names?(?: (?:is|was|s))*|on behalf of|behalf of|dear|named) \Z"
)
_INTRODUCED = re.compile(
    r" (?:its|it is|this is|im|i am|i m|hi|hello|hey|hiya|patient|me and|me n|our|(?!.*names? ).* (?:is|was|are|and)) \Z"
)
_OWN = re.compile(rf" (?:my|our|ma|his|her|im|i am|name|mr|master|sincerely)\b(?! (?:friend|mate|pal))")


def _sure(words: Words, at: int, rule: re.Pattern[str]) -> bool:
    word = words.words[at]
    if word.low == "[]":
        return False
    if word.stem in SOMETIMES_NAMES or word.stem in FIRST_NAMES or word.stem in SURNAMES:
        return True
    if word.low in NEVER or word.stem in NEVER:
        return False
    if rule is TITLE or word.gap.strip(" ."):
        return word.capital or not words.ordinary(at) or bool(_INITIAL.match(word.low))
    return word.capital or word.stem not in words.known or word.stem in KEPT


def _likely(words: Words, at: int, cue: int) -> bool:
    """Returns whether a word looks like a name; where a person is meant, so does any word that no list knows."""
    word = words.words[at]
    if words.named(at):
        return True
    if words.protected[at] or len(word.stem) < 2:
        return False
    if word.stem in SOMETIMES_NAMES:
        # "my son will has": after "will" itself no verb such as this can stand
        verb = at + 1 < len(words.words) and words.words[at + 1].low in ("has", "had", "is", "was", "will")
        small = cue == PERSON and words.closed(at) and (verb or word.stem not in NEVER)
        return small or (word.capital and (cue > LOOSE or not words.begins(at)))
    if word.capital:
        people = cue == INTRODUCED and PEOPLES.search(word.stem)
        return cue > LOOSE and (word.stem in SURNAMES or not (people or words.ordinary(at)))
    if cue < PERSON or words.ordinary(at) or len(word.stem) < _SHORTEST:
        return False
    return word.gap == " " and words.closed(at)


def _paired(words: Words, at: int) -> bool:
    """Returns whether a capital word that is sometimes a name has a surname behind it, or an initial stands before one."""
    word = words.words[at]
    if not word.capital and not _INITIAL.match(word.stem):
        return False
    if at + 1 >= len(words.words) or words.protected[at]:
        return False
    after = words.words[at + 1]
    if _INITIAL.match(word.stem):
        is_name = after.stem in SURNAMES or (
            not words.ordinary(at + 1) and (after.gap.startswith(".") or (words.begins(at) and words.closed(at + 1)))
        )
        return after.gap in (". ", ".", " ") and word.low not in ("i", "a") and after.capital and is_name
    if word.stem not in SOMETIMES_NAMES or after.gap != " ":
        return False
    # "Mark had his bone marrow": a sentence that begins so begins with a name; "Will I" does not.
    does = word.stem not in THINGS and after.low in _DOES and word.stem not in KEPT and word.stem not in STORY
    return does or (after.capital and words.surname(at + 1, False))


def _whole(words: Words, at: int, sure: bool) -> set[int]:
    """Returns the words of a name that begins here."""
    everyone, found = words.words, {at}
    for after in range(at + 1, min(at + MOST_WORDS, len(everyone))):
        word, before = everyone[after], everyone[after - 1]
        if not _JOINS.match(word.gap) or before.low != before.stem:
            break
        goes_on = after + 1 < len(everyone) and _JOINS.match(everyone[after + 1].gap) and words.surname(after + 1, sure)
        # An initial, or "de", is part of a name where a name goes on behind it.
        initial = bool(_INITIAL.match(word.stem)) and word.stem not in "ia"
        if not words.surname(after, sure) and not ((initial or word.stem in _PARTICLES) and goes_on):
            break
        found.add(after)
    return found


def _joined(words: Words, at: int, found: set[int]) -> set[int]:
    """Returns the name on the other side of "and", "&" or "/": "Hope and Faith"."""
    everyone = words.words
    for other in (at + 1, at + 2, at - 1, at - 2):
        if not 0 <= other < len(everyone) or other in found:
            continue
        low, high = sorted((at, other))
        between = "".join(f"{word.gap}{word.low}" for word in everyone[low + 1 : high]) + everyone[high].gap
        if between.strip() in ("and", "&", "/", "n", ", and") and words.perhaps(other) and everyone[other].capital:
            return _whole(words, other, False)
    return set()


def _signature(words: Words) -> set[int]:
    """Returns the words of the name a message ends with: after thanks, on a line of its own, or after a dash."""
    everyone = words.words
    end = len(everyone)
    while end and _KISSES.match(everyone[end - 1].low):
        end -= 1
    for size in (1, 2, 3):
        at = end - size
        if at < 1:
            break
        word, before = everyone[at], everyone[at - 1]
        inside = range(at + 1, end)
        if any(not _JOINS.match(everyone[i].gap) for i in inside):
            break
        thanked = _thanked(words, at)
        alone = bool(re.search(r"\n\s*\Z|[\-\u2013\u2014~]\s*\Z", word.gap))
        if (thanked or alone) and _OPENS.match(word.gap) and _like_a_name(words, at, alone or word.gap.strip() != ""):
            return {at, *(i for i in inside if words.surname(i, True))}
    return set()


def _thanked(words: Words, at: int) -> bool:
    """Returns whether the words before one close a message: "thank you", "regards", "from" on a line of its own."""
    before = words.words[at - 1].low
    if before == "you":
        return at > 1 and words.words[at - 2].low == "thank"
    if before == "from":
        return words.words[at].capital and words.begins(at - 1)
    return before in _SIGN_OFF and (before != "best" or words.words[at].gap != " ")


def _like_a_name(words: Words, at: int, apart: bool) -> bool:
    word = words.words[at]
    if words.perhaps(at):
        return word.capital or word.stem not in THINGS
    long_enough = len(word.stem) >= (_SHORTEST if apart or word.capital else _SHORTEST + 1)
    return not words.ordinary(at) and long_enough


def spans(words: Words, found: set[int]) -> list[tuple[int, int]]:
    """Returns the places of names in the text; words of one name are one place."""
    places: list[tuple[int, int]] = []
    everyone: list[Word] = words.words
    last = -2
    for at in sorted(found):
        word = everyone[at]
        if at == last + 1 and places and _JOINS.match(word.gap) and everyone[last].low == everyone[last].stem:
            places[-1] = (places[-1][0], word.end)
        else:
            places.append((word.start, word.end))
        last = at
    return places
