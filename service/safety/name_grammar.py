"""Names that are words too ("bill", "sue", "joy"), told by what only a person does; and what hangs on a name."""

from __future__ import annotations

import re

from service.safety.name_cues import KIN
from service.safety.name_first import FIRST_NAMES
from service.safety.name_kept import KEPT
from service.safety.name_last import SURNAMES
from service.safety.name_parts import Words
from service.safety.name_words import NEVER, SOMETIMES_NAMES, STORY

# Of plants, foods and things the same is said as of persons: "is honey allowed", "ginger helped my mum".
_THINGS_TOO = frozenset(
    """
    art ash basil berry candy cat chase cherry chip clay cora coral dot earnest em fern fi flo flora ginger harmony
    heath herb honey jade jet jewel jewels kit lance may melody mo olive ora penny pepper pip polo princess red reed
    rich saffron sage sal sandy sky star storm sunny sunshine tiger trust true tulip ty val vita wade warren will
    willow winter wisdom wren letter pretty precious lucky merry promise princess poppet prince river rocket sol
    """.split()
)
# Said of an ordinary word too where they begin a sentence: "hope lost", "mark was red".
_LOOSE = frozenset("hope faith patience praise grace joy mercy peace autumn summer spring star".split())
_ORDERS = frozenset("bill mark grant pat rob sue jack drew chuck chip frank".split())  # nobody "from the ward" alone

_BODY = (
    r"(?:swallow|eat|drink|sleep|walk|talk|speak|stand|sit|remember|breathe|see|hear|feel|read|write|move|drive|wake"
    "|cope|sign|want|need|know|like|understand|think|keep (?:anything|food|water|her|his)"
    "|stop (?:shaking|crying|being|vomiting|scratching)|get (?:up|out|warm|comfortable)"
    "|go (?:out|home|back to (?:work|school))|hold (?:a|her|his)|find (?:his|her)|have (?:his|her)"
    "|look (?:right|well|good))"
)
_STATE = (
    "(?:(?:so|very|really|quite|a bit|still|now|always|feeling|just|too|getting) )*(?:tired|ill|poorly|scared|worried"
    "|asleep|confused|shaking|shivery|shivering|sick|sleeping|asking|sleepy|drowsy|anxious|frightened|upset|crying"
    "|vomiting|coughing|breathless|dizzy|unwell|hungry|thirsty|nervous|fuming|fed up|moody|grumpy|delirious"
    "|hallucinating|neutropenic|constipated|diabetic|allergic|pregnant|deaf|autistic|retired|sweating|boiling"
    "|struggling|not (?:well|eating|himself|herself|sleeping|drinking)|convinced|stubborn|bored|lonely|adamant|due h"
    "|having (?:his|her|cart|car|chemo|a)|wondering|insisting|refusing|rambling|stuttering)"
)
_HAS = (
    "(?:a (?:rash|fever|temp|temperature|cough|headache|cold|sore|question|uti|chest|bad|nosebleed|seizure|fit"
    "|hickman|picc|line|port|hospital|high)|his|her|got (?:a|his|her|all|the runs)|been (?:sick|ill|vomiting|asking"
    "|told|shaking|poorly|up all|crying|confused|sleeping|feeling)|had (?:a|his|her|two|cart|car|chemo)"
    "|gone (?:grey|pale|blue|quiet|yellow|off (?:her|his))|lost (?:his|her|weight)|leukaemia"
    "|no (?:appetite|energy|one)|diarrhoea|stopped eating|cancer|covid|asthma|diabetes|chills|shingles|flu)"
)
_DID = (
    "(?:wants|wanted|asks|asked|says|said|thinks|thought|feels|felt|fell (?:over|asleep|out|down|in)|collapsed|fainted"
    "|rang|phoned|slept|ate|vomited|threw up|cried|woke|loves|hates|reckons|swears|insists|refuses|forgot|keeps"
    "|seems|looks|lives|drank|shivered|passed out|told (?:me|us|the|them|him|her)|had (?:his|her)|can (?:he|she)"
    "|went (?:grey|pale|blue|white|yellow|quiet|home|to|all|into|in for|off|through|stiff|floppy|cold)|worries|needs"
    "|got (?:his|her|told|up|home|a (?:rash|fever|temp|cold|cough))|turned (?:grey|pale|blue|yellow)|takes (?:his|her)"
    r"|and (?:me|i|myself)|will be (?:\d|in|on)|came (?:home|out|round|with|to (?:see|visit))|comes home|sleeps|sounds"
    "|visits|visited|stays|stayed|drives|brings|brought|cooks|smokes|works|snores)"
)
_WILL_IS = re.compile(r" (?:is|has(?! to)|was|had|isnt|hasnt|wants|got|says|cant) ")
_IN = r"(?:on day|day \d|in (?:hospital|bed|icu|intensive|isolation|pain|tears))"
_SUBJECT = re.compile(
    rf" (?:(?:cant|cannot|can t|wont|doesnt|doesn t|didnt|couldnt) {_BODY}"
    rf"|(?:is|was) (?:{_STATE}\b|{_IN}|having|my (?:\w+ ){{0,2}}(?:{KIN})\b)"
    rf"|isnt (?:well|eating|sleeping|himself|herself|drinking|right in)|has {_HAS}\b|hasnt (?:eaten|slept|been|had|got)"
    rf"|(?:wasnt|isnt) (?:sleeping|told|allowed|asked)|{_DID}\b)"
)
# What is said of a few words as of a person is still said of the word where it is not this: "hope is on day 3".
_SUBJECT_SURELY = re.compile(rf" (?:is|has|was) (?:{_STATE}\b|{_IN}|my |his |her |a (?:rash|fever|temp))")
_SUBJECT_MAYBE = re.compile(r" (?:has|is|was|seems|keeps|lives|comes?|came|needs) ")
# "pat is 61": a bare number behind is an age, where no unit follows.
_IS_AGED = re.compile(
    r" (?:is|was|turns|turned|turning|just turned)(?: only| just| nearly| about| almost)? \d\d?\b(?!\.\d)"
    r"(?! ?(?:weeks?|months?|days?|degrees?|hours?|hrs?|mins?|minutes|miles?|years? (?:ago|away|long|since)|%|st|nd|rd"
    r"|th|pounds?|quid|p\b|mg|ml|mm|cm|of\b|pages?|out of|/))"
)
_TOLD = frozenset("tell told ask asked text texted phone phoned rang ring remind reminded warn warned email".split())
_CALLS_TOO = frozenset("phone text ring email".split())
_BEFORE_THINGS = frozenset("the a my our his her this that at no for of".split())
_TOLD_WHAT = frozenset(
    "what when where why how who whether which that to about not he she i if his her off no yes they it we the".split()
)
_OPENERS = frozenset("and but since because so when if while think says hi hello as".split())
_MODAL = frozenset("can could does did is was should would has will may".split())
_TOLD_SURELY = frozenset("what when where why how who whether that to if he she".split())
_MODAL_DOES = frozenset(
    "have go eat drink drive fly swim come visit stay sleep work need want get still allowed able eligible supposed"
    " fit safe take travel shower bath wear kiss hug see bring eating okay ok in on at qualify feel know remember"
    " really ever also be he she talk hold cuddle smoke garden".split()
)
_DESK = re.compile(
    r" (?:from|at|in|on) (?:the |our |my |your )?(?:\w+ )?(?:desk|team|office|reception|ward|transport|pharmacy"
    r"|church|work|next door|over the road|bookings?|admissions|finance|accommodation|switchboard|physio|school)\b"
)
_RESPECT = frozenset(
    "ji jee san bhai bhaiya sahib saheb sir didi abi abla apa sama sensei sahab anna akka hyung".split()
)
_SUFFIX = re.compile(r"[^\W\d_]{2,}-(?:san|ji|jee|bhai|ben|kun|chan|sama|sensei|sahib|jaan|da|di)\Z")
_ARAB = re.compile(r"(?:al|el|ul|ur|ad|ar|az|an|as|ash|bin|ibn|abu|ap|ben)-\w{3,}\Z")
_GRAMMAR_WORD = frozenset(SOMETIMES_NAMES - NEVER - STORY - _THINGS_TOO - {"may", "april", "will", "august", "cat"})


def by_grammar(words: Words) -> set[int]:
    """Returns the words that are names because a person's verb, or a person's place in the sentence, says so."""
    found: set[int] = set()
    for at, word in enumerate(words.words):
        if word.stem not in SOMETIMES_NAMES or words.protected[at]:
            continue
        # After "will" itself none of these can stand: "will is 24".
        will = word.low == "will" and _opens(words, at) and _WILL_IS.match(_behind(words, at))
        opens = will or (word.capital and words.begins(at) and _aged_or_at_a_desk(words, at))
        person = word.stem in _GRAMMAR_WORD and word.low == word.stem
        if opens or (person and (_does(words, at) or _told(words, at) or _asked_of(words, at))):
            found.add(at)
    return found


def _behind(words: Words, at: int) -> str:
    """Returns the words behind one as a line that begins with a blank; empty where a stop stands before them."""
    everyone = words.words
    if at + 1 >= len(everyone) or everyone[at + 1].gap != " ":
        return ""
    text = words.text[everyone[at + 1].start - 1 : everyone[at + 1].start + 60]
    return text.lower().replace("'", "").replace("\u2019", "")


def _opens(words: Words, at: int) -> bool:
    """Returns whether a word opens a sentence, or what is as good as one: "and", "but", "since" before it."""
    gap = words.words[at].gap
    return at == 0 or not gap.isspace() or "\n" in gap or words.words[at - 1].low in _OPENERS


def _does(words: Words, at: int) -> bool:
    """ "bill wants to know", "pat is on day 11", "jack went grey"; not "the bill is"."""
    behind, stem = _behind(words, at), words.words[at].stem
    if not behind or not _opens(words, at):
        return False
    if _IS_AGED.match(behind) and stem not in _LOOSE and stem not in _ORDERS:
        return True
    if stem in _LOOSE and _SUBJECT_MAYBE.match(behind):
        return bool(_SUBJECT_SURELY.match(behind))
    return bool(_SUBJECT.match(behind))


def _told(words: Words, at: int) -> bool:
    """ "tell sue what", "told jack he", "ask bill"; not "tell hope"."""
    if at == 0 or words.words[at].gap != " " or words.words[at - 1].low not in _TOLD:
        return False
    if words.words[at - 1].low in _CALLS_TOO and (at == 1 or words.words[at - 2].low in _BEFORE_THINGS):
        return False  # "the phone bill"
    after = words.words[at + 1] if at + 1 < len(words.words) else None
    if words.words[at].stem in _LOOSE:  # "tell grace what", not "ask mercy about"
        return after is not None and after.gap == " " and after.low in _TOLD_SURELY
    return after is None or after.gap != " " or after.low in _TOLD_WHAT


def _asked_of(words: Words, at: int) -> bool:
    """ "does bill need", "can jack have": where a question begins, before what a person does."""
    if at == 0 or words.words[at].gap != " " or words.words[at - 1].low not in _MODAL:
        return False
    modal, stem = words.words[at - 1].low, words.words[at].stem
    if stem in _LOOSE or (stem in _ORDERS and modal in ("is", "was")):
        return False
    after = words.words[at + 1] if at + 1 < len(words.words) else None
    if after is None or after.gap != " " or after.low not in _MODAL_DOES:
        return False
    return after.low != "be" or modal in ("does", "did", "is", "was", "has")


def _aged_or_at_a_desk(words: Words, at: int) -> bool:
    """ "Summer is only 17", "Joy from the transport desk"."""
    behind = _behind(words, at)
    return bool(behind and words.words[at].stem not in KEPT and (_IS_AGED.match(behind) or _DESK.match(behind)))


def hanging(words: Words, found: set[int]) -> set[int]:
    """Returns what goes on a name that was found, and names that a word of respect behind them tells."""
    everyone, more = words.words, set()
    end = len(everyone)
    for at, word in enumerate(everyone):
        if at in found or word.stem == "[]":
            continue
        if (
            (at + 1 < end and everyone[at + 1].low in _RESPECT and _respected(words, at))
            or ("-" in word.low and _suffixed(words, at))
            or (at and (at - 1 in found or everyone[at - 1].stem == "[]") and _goes_on(words, at))
        ):
            more.add(at)
    return more


def _suffixed(words: Words, at: int) -> bool:
    """Returns whether a word of respect is a part of the word: "tanaka-san"."""
    first = words.words[at].stem.split("-")[0]
    return bool(_SUFFIX.match(words.words[at].low)) and first not in words.known and first not in KEPT


def _goes_on(words: Words, at: int) -> bool:
    """Returns whether a word behind a name is a part of it: "al-Hashimi", "Min-jun", an unknown word before "is"."""
    word, before = words.words[at], words.words[at - 1]
    if word.gap != " " or before.low != before.stem:
        return False
    if before.stem == "[]" and not words.text[: word.start].endswith("[name] "):
        return False
    if _ARAB.match(word.low):
        return True
    if words.protected[at] or word.low in NEVER:
        return False
    if "-" in word.stem and words.text[word.start].isupper() and word.capital:
        parts = word.stem.split("-")
        return (
            len(parts) == 2
            and parts[0] not in ("car", "obe", "pre", "post", "non", "anti", "co")
            and not all(part in words.known for part in parts)
        )
    if before.stem == "[]":
        return False
    return not word.capital and len(word.stem) > 4 and not words.ordinary(at) and words.closed(at)


def _respected(words: Words, at: int) -> bool:
    """Returns whether an unknown word stands before "ji", "sir", "bhai"."""
    word, everyone = words.words[at], words.words
    if at + 1 >= len(everyone) or everyone[at + 1].low not in _RESPECT or everyone[at + 1].gap not in (" ", "-"):
        return False
    if word.low in NEVER or word.stem in words.known or word.stem in KEPT or words.protected[at] or len(word.stem) < 3:
        return False
    return word.stem in FIRST_NAMES or word.stem in SURNAMES or word.capital or len(word.stem) > 4


def speaking(words: Words, at: int) -> set[int]:
    """Returns the name before "here", where a message begins with it and it is mistyped: "jhon smiht here"."""
    first = at
    while first > 0 and words.words[first].gap == " " and at - first < 2:
        first -= 1
    if first != 0 or words.words[at].low != words.words[at].stem:
        return set()
    span = range(first, at + 1)
    if any(words.words[i].stem in words.known or words.words[i].low in NEVER or words.protected[i] for i in span):
        return set()
    sure = any(words.mistyped_name(i) or words.named(i) for i in span)
    return set(span) if sure else set()
