"""What people say right before or after a name, and where in a message they say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.safety.name_parts import Words
from service.safety.name_words import STORY, THINGS, WORDS_TOO

KIN = (
    "(?:great )?(?:grand|god|step|half|foster)? ?(?:sons?|sone|daughters?|daughtr|mother|father|child|brother"
    "|sister|mum|dad"
    "|parents?)(?: in law)?|mums|dads|mam|mom|mummy|"
    "daddy|da|wife|wifes|husband|husbands|hubby|hubbie|hubbys|husbend|husban|husbnd|husbad|wfie|wief|dauhgter|dughter"
    "|daugter|doughter|borther|brothr|sistr|siter|mothr|fahter|grandaughter|freind|frend|parnter|neice|cuzin|husb|partner|partners|boyfriend|girlfriend|fiance|fiancee|spouse"
    "|other half|missus|aunt|auntie|"
    "aunty|aunts|aunties|uncles?|cousins|grandparents|neighbours|mates|cousin|niece|nephew|nan|nana|nanny|nain|taid|gran|granny|grandma|grandmother|grandad|granddad"
    "|grandpa|grandfather|friends?|mate|pal|"
    "neighbour|neighbor|carer|boss|colleague|twins?|baby|boy|girl|lad|lass|kids?|sibling|sis|sisters?|bro"
    "|brothers?|bf|gf|pops|pap|papa|mama|ma|hubs|nephews|nieces|children|mucker|bestie|chap|bloke|guy"
    "|man|lady|woman|fella|patient|flatmate|donor|ex"
)
_DOCTOR = (
    "doctor|doc|nurse|professor|sister|matron|consultant|surgeon|haematologist|hematologist|oncologist|specialist"
    "|midwife|physio|pharmacist|chaplain"
    "|imam|father|reverend|vicar|rabbi|uncle|auntie|aunty|aunt|grandad|granddad|grandpa|nan|nana|gran|granny|grandma"
    "|cousin|registrar|dietitian|"
    "psychologist|keyworker|key worker|social worker|coordinator|volunteer|porter|healthcare assistant|hca|cns|gp"
    "|cllr|councillor|therapists?|counsellor|support worker|carers?|solicitor|teacher|manager|landlord|interpreter"
    "|receptionist|pastor|mother superior|bishop|sheikh|anaesthetist|paramedic|dentist|optician|osteopath"
)
_LIKELY = (
    "(?: (?:little|late|eldest|oldest|youngest|older|younger|big|wee|baby|best|dear|own|poor|elderly|adult|lovely|old"
    "|gorgeous|sweet|darling|new|named|ward))*"
)
_OWNED = "(?:my|me|ma|our|his|her|their|your|a|an|the|is|other|of|for|and|hes|shes|im|this|both|two|one|that)"
# The next word is a name, unless it is a word that never is one.
SURE = re.compile(
    rf" (?:(?:(?:my|his|her|their|our|me|ma|the patients|patients|patient|{KIN})(?:s)?(?: (?:full|first|last|sur"
    rf"|middle|maiden|nick|real|legal|actual|own|given|family))*"
    r" (?:names|name|naem|nmae|nane|nam|neme|surname|forename|nickname)(?: (?:is|was|are|s|be|it is|its))*"
    r"|full name(?: is)?|surname(?: is)?|"
    r"(?:im|i am|i was|hes|shes|he is|she is|whos|who is|they) (?:always )?called|everyone calls (?:me|him|her)"
    r"|calls? (?:me|him|her)(?: (?:just|big|little|old|wee|young))*|know (?:me|him|her) as|"
    r"known as|i go by|goes by|"
    rf"(?:{KIN}) (?:is |was |is also )?(?:called|named)|yours (?:sincerely|faithfully|truly)|signed(?: by)?|mi chiamo"
    rf"|me llamo|mi nombre es|je m appelle|je mappelle|mam na imie|"
    r"nazywam sie|ma numesc|ma cheama|numele meu este|(?:o )?meu nome e|mera naam|amar naam|fy enw i yw|fy enw i|ismi"
    r"|mon nom est|meu nome|ich heisse|"
    r"(?:il )?mio nome e|mera nam|maru naam|chamo me)) (?=\w)"
)
TITLE = re.compile(
    r" (?:dr|drs|mr|mrs|ms|mx|prof|revd?|sgt|capt|daw|haji|hajji|hajja|hajia|sheikh|shaikh|shaykh|pandit"
    r"|ustad|maulana|swami|sri|shri|shrimati|smt|mst|sardar|signora?|senor(?:a|ita)?|frau|herr|monsieur|mme|mlle|dame"
    r"|cllr|cpl|pte|mzee|otunba|alhaji|alhaja|mullah|bibi|khala|chacha|dada|dadi|nani|masi|mausi|thatha|tio|kuya|teta"
    r"|amma|appa|abba|ammi|abbu|yiayia|nonna|nonno|babcia|oma|opa) (?=\w)"
)
HERE = re.compile(
    r" (?:its|it is|it s|tis|this is|im|i am|thats|hi|hello|hey|hiya)(?: only| just| me| big| wee| little| old)*"
    r" (?=\w+(?: \w+){0,2} (?:here|speaking|calling|again|writing|from|messaging|aged|son|daughter|wife|husband) )"
)
# The next word is a name if it looks like one.
LIKELY = re.compile(
    rf" (?:(?:{_DOCTOR}|miss|madam|sir|lady|lord)(?: (?:is|was|called|named))*|{_OWNED}{_LIKELY} (?:{KIN})(?: (?:is"
    rf"|was|are|called|named|and))*|our|"
    rf"(?:{KIN}) of|je suis|ich bin|jestem|yo soy|soy|eu sou|main|eu sunt|sono|ja sam|"
    r"its|it is|this is|im|i am|i m|me and|me n|hi|hello|hey|hiya|dear|morning|afternoon|evening|alright|on behalf of"
    r"|behalf of|regarding|re|names?(?: (?:is|was|s))*|patient|"
    r"thanks|thank you|cheers|regards|wishes|love|ta|sincerely|faithfully|yours|from|sent by|spoke to|spoken to|speak"
    r" to|seen by|saw|met|looked after by|under|"
    r"ask for|asked|ask|tell|told|contact|called|named|with|about|without|for|to|by|and|or|poor|visit|help"
    r"|helping|rang|ring|phone|phoned|text|texted|promised|visiting|wake|married|beside|said|thinking of|that"
    r"|than|does|did|can|could|will|would|should|is|if|when|because|"
    r"says|after|but|so|how|where|why) (?=\w)"
)
# The word before is a name if it looks like one.
THEN = re.compile(
    rf"(?= (?:(?:is|was|are|were|hes|shes|he is|she is|thats|who is|whos|that is) )?(?:my|our|his|her|ma|me|their)"
    rf"(?: (?:little|big|eldest|oldest|youngest|older|younger|late|dear|own|poor|elderly|best|baby|lovely|old|only))*"
    rf" (?:{KIN}|{_DOCTOR}|cns"
    rf"|consultant) )"
)
SPEAKS = re.compile(r"(?= (?:here|speaking|calling) )")
KIN_OF = re.compile(
    rf"(?= (?:{KIN}|partner|house|bed|room|appointment|temp|temperature|infusion|cells|treatment|bloods|results"
    rf"|consultant|team|line|rash|fever|counts|platelets|neutrophils|neuts|bloods|biopsy|scan|chemo|consent|appetite"
    r"|memory|speech|handwriting|birthday|phone|parents|grandparents|ward|blood) )"
)
KIN_ALONE = frozenset(
    "mum mam mom dad wife husband partner sister brother daughter son nan gran grandma grandad carer girlfriend"
    " boyfriend auntie aunt uncle niece nephew cousin mother father missus bloke fella hubby".split()
)
# What only a person does: a capital word that no list knows is a name before it.
DOES = re.compile(
    r"(?= (?:wants?|asked|asks|says|said|thinks?|thought|feels|told|tells|loves|hates|lives|lived|went|came|refuses"
    r"|reckons|worries|cries|cried|slept|sleeps|rang|phoned|texted|and i|and me|and myself|come|visit|stay|drive"
    r"|seems|gets|got told|was told|fell|woke|ate|drank|passed out|collapsed|died|is (?:\w+ )?day|had (?:his|her)"
    r"|(?:cant|cannot|wont|doesnt|didnt|has|had|is|was|isnt|wasnt|hasnt|keeps|needs|will|can) (?:\w+ ){0,3}"
    r"(?:her|his|herself|himself|she|he|me)) )"
)
LOOSE, INTRODUCED, PERSON, OWN = range(4)  # how surely a cue leads to a person
_NEW_SENTENCE = re.compile(r"[.\n]")
OPENS = re.compile(r"[\s,:;\-\u2013\u2014\"'\u2018\u2019\u201c(=*.~]*\Z")
# Behind these any word that no list knows is a name; behind the rest of LIKELY, which also lead to places, it is not.
_ABOUT_A_PERSON = re.compile(
    rf" (?:.*\b(?:{KIN})(?: (?:is|was|are|called|named|and))*|(?:{_DOCTOR}|miss)(?: (?:is|was|called|named))*"
    rf"|names?(?: (?:is|was|s))*|on behalf of|behalf of|dear|named) \Z"
)
_INTRODUCED = re.compile(
    rf" (?:(?:{KIN}) of|je suis|ich bin|jestem|yo soy|soy|eu sou|main|eu sunt|sono|ja sam|its|it is|this is|im"
    rf"|i am|i m|hi|hello|hey|hiya|patient|me and|me n|our|tell|told|ask|asked|re|rang|phoned|texted|promised|met"
    rf"|saw|visiting|visit|wake|married|beside|(?:they|she|he|nurse|doctor|consultant|team) said|thinking of"
    rf"|spoke to|without|poor"
    r"|(?!.*names? ).* (?:is|was|are|and))"
    r" \Z"
)
_OWN = re.compile(r" (?:my|our|ma|his|her|im|i am|name|mr|master|sincerely)\b(?! (?:friend|mate|pal))")
_SAYS_WHO = re.compile(r" (?:this is|its|it is) \Z")
_KIN_OF_ONE = re.compile(rf" (?:my|me|ma|our|his|her|their){_LIKELY} (?:{KIN})(?: (?:called|named))* \Z")
_OF_A_PERSON = re.compile(
    rf"{_ABOUT_A_PERSON.pattern}| (?:can|does|did|will|would|should|could|tell|told|asked|ask"
    rf"|me and|hi|hello|dear|im|i am|i m|{KIN} of) \Z"
)


def of_story(words: Words, at: int) -> bool:
    """Returns whether a word is the name of the news story, alone: another Harry is told by who he is to the writer."""
    if words.words[at].stem not in STORY:
        return False
    return at + 1 >= len(words.words) or words.words[at + 1].gap != " " or not words.surname(at + 1, False)


def _how_surely(cue: str) -> int:
    if _KIN_OF_ONE.match(cue):
        return OWN
    if _INTRODUCED.match(cue):
        return INTRODUCED
    return PERSON if _ABOUT_A_PERSON.match(cue) else LOOSE


class Line:
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
            if at is not None and OPENS.match(self._words.words[at].gap):
                if of_story(self._words, at) and not _OWN.match(found[0]):
                    continue
                if rule in (LIKELY, HERE) and _NEW_SENTENCE.search(self._words.words[at].gap):
                    continue
                # "by June" is a month, "can June come" is not
                if rule is LIKELY and self._thing(at, found[0]):
                    continue
                self._cues[at] = PERSON if rule is HERE else _how_surely(found[0])
                yield at

    def _thing(self, at: int, cue: str) -> bool:
        """Returns whether a word that is a thing is one here: "by June" is a month, "can June come" is not."""
        word = self._words.words[at]
        who = word.capital and word.stem in WORDS_TOO and _SAYS_WHO.match(cue)
        return word.stem in THINGS and not who and not _OF_A_PERSON.match(cue)

    def before(self, rule: re.Pattern[str]) -> Iterator[int]:
        """Yields the words that stand right before a cue."""
        for found in rule.finditer(self._line):
            at = self._end.get(found.start())
            if at is not None:
                yield at

    def cue(self, at: int) -> int:
        """Returns how surely the cue before a word leads to a person:

        ``OWN`` (somebody's wife), ``PERSON``, ``INTRODUCED`` or ``LOOSE``.
        """
        return self._cues[at]
