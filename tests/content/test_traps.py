"""Tests of the traps: each false or half-true sentence that is in circulation, proven to be caught and absent."""

import re
from collections.abc import Callable

import pytest


def pattern(expression: str, unless: str = r"\Z(?!\Z)") -> Callable[[str], bool]:
    """Returns whether a sentence says the expression, unless it also says what makes it true."""
    return lambda sentence: bool(
        re.search(expression, sentence, re.IGNORECASE) and not re.search(unless, sentence, re.IGNORECASE)
    )


# What may be said of brexu-cel, in full: the rest of a sentence could say that it is withdrawn, or that it is offered.
BREXU = re.compile(
    r"How does it compare with brexu-cel \(Tecartus\)\?"
    r"|We could not confirm whether brexu-cel is funded for ALL now\."
    r"|Brexu-cel is short for brexucabtagene autoleucel\."
    r"|Where brexu-cel stands"
    r"|In June 2023, NICE recommended brexu-cel within the Cancer Drugs Fund\."
    r"|NICE has been looking at brexu-cel again\."
    r"|That news does not tell us about brexu-cel for ALL\."
    r"|Is brexu-cel funded for my kind of leukaemia at the moment\?"
    r"|- Brexu-cel, for which we could not confirm what is funded now",
)


def brexu_status(sentence: str) -> bool:
    """Whether a sentence names brexu-cel in words that nobody has weighed: each one is listed above."""
    return bool(re.search(r"brexu|tecartus", sentence, re.IGNORECASE)) and not BREXU.fullmatch(sentence)


# number and name of the trap -> (predicate on a sentence, wrong sentences it must catch, true ones it must let pass)
TRAPS: dict[str, tuple[Callable[[str], bool], list[str], list[str]]] = {
    "1 months added to life": (
        pattern(
            r"15\.6|\bnearly 16\b|\b(extra|additional|added|more) (months?|years?)\b"
            r"|\badd(s|ed|ing)?\b[^.]{0,40}\b(months?|years?)\b"
            r"|(months?|years?) of (extra )?life|\blives? (longer|on average)|\blonger (survival|lives?)\b"
        ),
        [
            "Obe-cel adds nearly 16 months.",
            "People get 15.6 extra months.",
            "It gives additional months of life.",
            "People live longer with obe-cel.",
        ],
        ["The risk can last for months, and sometimes for years."],
    ),
    "2 half without cancer after 3.5 years": (
        pattern(
            r"3\.5 years|three and a half years|42\.5|38\.4|32\.8|no detectable cancer"
            r"|\bhalf\b[^.]*\b(no|without|free of|clear of)\b[^.]*\b(cancer|leukaemia)"
        ),
        [
            "Half had no detectable cancer at 3.5 years.",
            "Half of all patients had no cancer.",
            "It lasted 42.5 months.",
            "38.4% stayed in remission.",
        ],
        ["Half a page."],
    ),
    "3 77% is not of everybody": (
        pattern(
            r"\b7[78](\.\d)?( ?%| in every 100)|76\.6|74\.7|\b74 ?%|\b63 ?%",
            unless=r"\binfused|had (an|at least one) infusion",
        ),
        [
            "77% of everyone who joined went into remission.",
            "About 78 in every 100 people went into remission.",
            "In 63% it worked.",
        ],
        ["Of the people infused, 77% went into remission."],
    ),
    "4 three lengths of remission": (
        pattern(r"14\.1|21\.2|42\.5"),
        ["Remission lasted 14.1 months.", "Remission lasted 21.2 months."],
        ["By about 33 months of follow-up, infections had risen."],
    ),
    "5 81% alive": (
        pattern(
            r"(81|80\.3|61\.1|46(\.0)?|17\.1|49\.5|11\.9|55\.5|83\.3)\b[^.]*\b(alive|surviv|live|lived|free)|(alive|surviv|lived)[^.]*\b(81|80\.3|61\.1|46)\b"
        ),
        ["After a year 81% were alive.", "81% of people survived.", "46% lived for two years."],
        ["81 in every 100 people (81%) had had an infection."],
    ),
    "6 younger people on the NHS": (
        pattern(
            r"\b(19|18|20|25)\b[^.]*\bcan (have|get|be given) (it|obe-cel)"
            r"|(under|below|younger than) 26[^.]*\bcan (have|get) (it|obe-cel)|like Harry",
            unless=r"\bcannot\b|trial",
        ),
        [
            "People aged 19 can have obe-cel on the NHS.",
            "If you are under 26 you can have it.",
            "Like Harry, you can be treated.",
        ],
        [
            "If you are 25 or under, another CAR-T treatment may be an option.",
            "He had obe-cel in 2024 in a clinical trial.",
        ],
    ),
    "7 treated in Stevenage": (
        pattern(
            r"Stevenage[^.]*\b(treat|infus|given|hospital)|\b(treated|infused|given)\b[^.]*Stevenage",
            unless=r"mix-up|not given",
        ),
        [
            "Harry was treated in Stevenage.",
            "Stevenage is where you are treated.",
            "The hospital in Stevenage treated him: Stevenage hospital.",
        ],
        ["If you have read that someone was treated in Stevenage, that is a mix-up."],
    ),
    "8 stem cells taken": (
        pattern(
            r"stem cells?\b[^.]*\b(taken|collected|removed|your own)"
            r"|(take|collect|remove)s? (some of )?your stem cells",
            unless=r"have read",
        ),
        ["Stem cells are taken from your blood.", "We collect your stem cells.", "They take some of your stem cells."],
        [
            "You may have read that stem cells are taken.",
            "A donor stem cell transplant uses cells from another person.",
        ],
    ),
    "9 day of the licence": (
        pattern(r"2[58](th)? April|April 2[58]"),
        ["It was licensed on 28 April 2025.", "It got its licence on April 25, 2025."],
        ["Obe-cel got a UK licence in April 2025."],
    ),
    "10 Cancer Drugs Fund": (
        pattern(
            r"\bCDF\b|Cancer Drugs Fund|managed access",
            unless=r"interim|only until|brexu|^What is the Cancer Drugs Fund\?$",
        ),
        [
            "Obe-cel is paid for by the Cancer Drugs Fund.",
            "It is a CDF medicine.",
            "Does the Cancer Drugs Fund pay for obe-cel?",
        ],
        ["The Cancer Drugs Fund paid only until then.", "What is the Cancer Drugs Fund?"],
    ),
    "11 ten days apart as the rule": (
        pattern(r"\b(10|ten) days (apart|later|after the first)|days apart", unless=r"NHS summary says"),
        [
            "The two infusions are ten days apart.",
            "The second comes 10 days later.",
            "The second is 10 days after the first.",
        ],
        ["An NHS summary says the infusions are 10 days apart."],
    ),
    "12 it is mild": (
        pattern(
            r"\b(is|are) (much |generally |mostly |usually )?(mild|milder|gentle|gentler|safer)\b"
            r"|fewer side effects|well tolerated",
            unless=r"\bnot\b|^is it",
        ),
        [
            "Obe-cel is milder than other CAR-T treatments.",
            "The side effects are mostly mild.",
            "It has fewer side effects.",
        ],
        ["Milder does not mean mild for everyone.", "Is it milder than other CAR-T treatments?"],
    ),
    "12 compared head to head": (
        pattern(
            r"(better|works as well|more effective|outperform)[^.]*\bthan\b|head-to-head"
            r"|trials? (showed|found|proved)[^.]*than",
            unless=r"\bno trial",
        ),
        [
            "It works better than blinatumomab.",
            "A head-to-head trial settled it.",
            "Trials showed it is safer than transplant.",
        ],
        ["No trial has compared it directly with other CAR-T treatments."],
    ),
    "13 outpatient": (
        pattern(
            r"out-?patients?\b|day case|without (staying|a stay) in hospital|infusion at home",
            unless=r"\bnot\b|potential|hope|^Can I have it as an outpatient\?$",
        ),
        ["Obe-cel can be given as an outpatient treatment.", "You can have it without staying in hospital."],
        ["Outpatient treatment is not standard.", "Can I have it as an outpatient?"],
    ),
    "14 a temperature": (
        pattern(
            r"\d\s*(°|º|℃|degrees)|\b3[4-9][.,]\d+(?![\d%])(?! %)|\b(temperature|fever)\b[^.]{0,40}\b(?!24-hour)\d{2}"
            r"|\b38\b(?! cases| in every 100 people|\.4%)|\bdegrees (celsius|c)\b"
        ),
        [
            "Call at 38 °C.",
            "Call if it is 37.5 or more.",
            "A temperature of 38 is a fever.",
            "Call at 38.",
            "Above 38 degrees, call.",
            "A fever of 38.4, or 37.5 by mouth.",
            "With a fever above 37, call the 24-hour number.",
        ],
        [
            "It counted 38 cases of T-cell cancer.",
            "Call at the temperature on your card.",
            "With a fever now, call the 24-hour number on your alert card.",
            "About 38 in every 100 people (38.4%) were in remission.",
        ],
    ),
    "14 a distance": (
        # One hospital's own rule, named as that hospital's; what must stand beside it is a test of its own below.
        pattern(
            r"\b(one|two|1|2) hours?('s?)?\b|\bminutes'? drive|\bmiles\b", unless=r"^- Cambridge: less than 1 hour\b"
        ),
        [
            "Stay within one hour of the hospital.",
            "You need to be within 2 hours.",
            "Stay less than 1 hour away, as in Cambridge.",
        ],
        ["One collection takes 4 to 6 hours.", "- Cambridge: less than 1 hour away by car."],
    ),
    "15 from which infusion": (
        pattern(r"weeks? (after|from|following|counted from) (the|your) (first|second|last) infusion"),
        ["Do not drive for 8 weeks after the second infusion.", "The 4 weeks from your first infusion count."],
        ["Some side effects start as late as 8 weeks after CAR-T."],
    ),
    "16 US figures as UK ones": (
        pattern(r"\b(75|64) ?%|\b(75|64) in every 100", unless=r"\bUS\b|FDA"),
        ["CRS happens in 75% of people.", "64 in every 100 people had effects on the nerves."],
        ["In the US approval papers 75% had CRS."],
    ),
    "16 driving cleared": (
        pattern(
            r"\b(can|may|are able to|are allowed to|safe to|fine to|free to) (now )?(start )?(to )?driv(e|ing)"
            r"|drive again|back (on the road|to driving)",
            unless=r"\bnot\b|\?|your team|^\"I can drive on Tuesday\" is easier to accept",  # a friend, offering a lift
        ),
        [
            "You can drive after 8 weeks.",
            "Then you may start driving.",
            "You are safe to drive.",
            "I can drive on Tuesday.",
        ],
        ["Do not drive yourself.", "When can I drive?"],
    ),
    "17 ages of people with ALL": (
        pattern(r"\b85 ?%|under 15\b|half of (them|these) are adults|about half[^.]*adults|over 50\b"),
        ["85% are under 15.", "About half of them are adults."],
        ["In the UK, about 800 people a year learn that they have ALL."],
    ),
    "19 brexu-cel withdrawn or offered": (
        brexu_status,
        [
            "Brexu-cel has been withdrawn for ALL.",
            "Tecartus is available on the NHS.",
            "Brexu-cel is funded for ALL now.",
            "You can have brexu-cel.",
            "NICE recommends brexu-cel for ALL.",
            "NICE no longer recommends brexu-cel.",
            "Brexu-cel is an NHS treatment for ALL.",
            "The NHS offers Tecartus.",
        ],
        [
            "Tisagenlecleucel (Kymriah) is also a CAR-T treatment.",
            "We could not confirm whether brexu-cel is funded for ALL now.",
            "In June 2023, NICE recommended brexu-cel within the Cancer Drugs Fund.",
            "How does it compare with brexu-cel (Tecartus)?",
        ],
    ),
    "20 old and misprinted numbers": (
        pattern(r"0808 100 3352|0800 808 00 00|0300 123 3393|0161 446 3658|0300 330 0803"),
        ["Call Yellow Card on 0808 100 3352.", "Call Macmillan on 0800 808 00 00.", "Call 0161 446 3658."],
        ["Call 0808 808 00 00."],
    ),
    "21 Shout's number": (
        pattern(r"85258", unless=r"SHOUT"),
        ["Text Samaritans on 85258."],
        ["Text SHOUT to 85258 if typing is easier."],
    ),
    "a cure": (
        pattern(r"\b(cures|will cure|can cure|is a cure|cured)\b", unless=r"\bnot\b|miracle"),
        ["Obe-cel cures leukaemia.", "It will cure you.", "Most people are cured."],
        ["It is not the same as a cure."],
    ),
    "a promise": (
        pattern(
            r"\bguarantee|\b(100% safe|completely safe|no risks?)\b|always works|you will be (fine|well|better)",
            unless=r"says there is no risk",
        ),
        ["It always works.", "We guarantee it.", "There is no risk.", "You will be fine."],
        ["promises a miracle, or says there is no risk"],
    ),
    "a verdict on one person": (
        pattern(
            r"\byou (are|are not|will be|qualify|do not qualify)( not)? (eligible|suitable|entitled)"
            r"|\byou qualify|you (do not|don't) need to (call|worry)"
        ),
        ["You are eligible.", "You are not suitable.", "You qualify.", "You do not need to call."],
        ["We cannot say who is entitled to NHS care."],
    ),
}

# Traps whose figures a numbers block may give, each only as the figure of the right thing. Sentences of the trap's own
# list must be caught here too. Everywhere else the words above hold.
NUMBERS: dict[str, tuple[Callable[[str], bool], list[str], list[str]]] = {
    "1 months added to life": (
        lambda sentence: (
            TRAPS["1 months added to life"][0](
                re.sub(r"^- The middle length of survival was 15\.6 months\.$", "", sentence).replace(
                    "usual treatments uncertain, though they suggest longer survival with obe-cel", ""
                )
            )
            or pattern(r"17\.1", unless=r"^A later report, with longer follow-up, gave 17\.1 months\.$")(sentence)
        ),
        [
            "Obe-cel adds 15.6 months.",
            "The middle length of survival was 15.6 months longer.",
            "- The middle length of survival was 15.6 extra months.",
            "It gives 17.1 months.",
            "NICE says that it means longer survival.",
        ],
        [
            "- The middle length of survival was 15.6 months.",
            "A later report, with longer follow-up, gave 17.1 months.",
            "NICE calls comparisons with usual treatments uncertain, though they suggest longer survival with obe-cel.",
        ],
    ),
    "2 half without cancer after 3.5 years": (
        lambda sentence: any(
            pattern(figure, unless)(sentence)
            for figure, unless in (
                (
                    r"3\.5 years|three and a half years|no detectable cancer|\bhalf\b[^.]*\b(cancer|leukaemia)",
                    r"^The news said that half had no detectable cancer after 3\.5 years\.$",
                ),
                (r"42\.5", r"^- The middle length of remission was 42\.5 months\.$"),
                (
                    r"38\.4",
                    r"^(Of these|- After a middle follow-up of 32\.8 months), about 38 in every 100 people \(38\.4%\) "
                    r"(were still|remained) in remission without (a transplant or other|further) treatment",
                ),
                (r"32\.8", r"\bmiddle follow-up (was|of) 32\.8 months"),
            )
        ),
        [
            "Half of all patients had no cancer after 3.5 years.",
            "Half of all patients had no cancer.",
            "38.4% of all people infused were in remission.",
            "Remission lasted 42.5 months for everyone.",
            "It lasted 32.8 months.",
        ],
        ["The middle follow-up was 32.8 months."],
    ),
    "4 three lengths of remission": (
        pattern(r"14\.1|21\.2|42\.5", unless=r"^- The middle length of remission was 42\.5 months\.$"),
        ["Remission lasted 42.5 months.", "- The middle length of remission was 21.2 months."],
        ["- The middle length of remission was 42.5 months."],
    ),
    "5 81% alive": (
        lambda sentence: TRAPS["5 81% alive"][0](
            re.sub(
                r"^(- )?One year (on|later), about 61 in every 100 people \(61\.1%\) were alive\.$"
                r"|^(- )?In (the|a) later report, 46 in every 100 people \(46%\) were alive after 2 years\.$"
                r"|^One year later, about 50 in every 100 people \(49\.5%\) "
                r"were alive without treatment failure or relapse\.$",
                "",
                sentence,
            )
        ),
        [
            "One year on, 81% were alive.",
            "One year later, about 80 in every 100 people (80.3%) were alive.",
            "After 2 years 61.1% were alive.",
            "One year later, about 50 in every 100 people (49.5%) were alive.",
            "One year later, 46 in every 100 people (46%) were alive.",
        ],
        ["- One year on, about 61 in every 100 people (61.1%) were alive."],
    ),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_no_sentence_anywhere_falls_into_the_trap(words, trap):
    falls, wrong, true = TRAPS[trap]
    assert [sentence for sentence in wrong if not falls(sentence)] == []
    assert [sentence for sentence in true if falls(sentence)] == []

    places = words.open if trap in NUMBERS else words.everywhere
    assert [(place, sentence) for place, sentence in words.sentences(places) if falls(sentence)] == []


@pytest.mark.parametrize("trap", NUMBERS)
def test_no_sentence_of_a_numbers_block_falls_into_the_trap(words, trap):
    falls, wrong, true = NUMBERS[trap]
    assert [sentence for sentence in [*wrong, *TRAPS[trap][1]] if not falls(sentence)] == []
    assert [sentence for sentence in true if falls(sentence)] == []

    assert [(place, sentence) for place, sentence in words.sentences(words.numbers) if falls(sentence)] == []


# Figures of a numbers block, and what the same block must say of whom they are.
OF_WHOM = {
    r"42\.5|38\.4|32\.8|3\.5 years": r"only (of )?people who went into remission \(responders\)",
    r"\bhalf\b": r"The news said [^.]*3\.5 years\. We think that is the first figure in other words\.",
    r"15\.6|17\.1|61\.1|46%|49\.5": r"^In the FELIX trial, 127 people were infused\.",
    r"15\.6|17\.1|61\.1|46%|49\.5|2 years": r"cannot (tell|say)|They are not your chances",
}


def unsaid(block: str) -> list[str]:
    """Returns the figures of a block that do not say of whom they are."""
    return [figures for figures, whom in OF_WHOM.items() if re.search(figures, block) and not re.search(whom, block)]


def test_a_numbers_block_says_of_whom_its_figures_are(words):
    assert unsaid("Of 127 people 38.4% were still in remission.")
    assert unsaid("The news said that half had no detectable cancer.")
    assert unsaid("The middle length of survival was 15.6 months. It cannot tell you your future.")
    assert unsaid("In the FELIX trial, 127 people were infused. One year later, 61.1% were alive.")
    assert set(words.numbers) >= {"survival", "lasting_remission", "my_chances", "is_it_a_cure", "if_it_does_not_work"}

    assert {name: unsaid(block) for name, block in words.numbers.items() if unsaid(block)} == {}


# What must be said together, over a whole topic


def test_brexu_cel_is_neither_withdrawn_nor_offered(words):
    def settled(text: str) -> list[str]:
        """Sentences that would settle where it stands, whatever word stands for its name."""
        return [
            sentence
            for _, sentence in words.sentences({"": text})
            if re.search(
                r"withdrawn|no longer|discontinued|removed|taken away|\bavailable|\boffer(s|ed)?\b|\bfunds\b"
                r"|(is|are|was|not) (now )?(funded|recommended)|can (have|get)",
                sentence,
                re.IGNORECASE,
            )
            and not re.search(r"could not confirm|\?$", sentence)
        ]

    assert settled("It has been withdrawn. You can have it. It is available. It is not funded.") != []
    assert len(settled("It has been withdrawn. You can have it. It is available. It is not funded.")) == 4
    text = words.topics["brexu_cel"]

    assert settled(text) == []
    assert "We could not confirm whether brexu-cel is funded for ALL now." in text
    assert "for a different illness, mantle cell lymphoma. That news does not tell us about brexu-cel for ALL." in text
    assert "please do not count it in or out" in text


def test_the_fund_was_interim_money_and_outpatient_is_no_standard(words):
    assert words.rendered["cancer_drugs_fund"].lead.startswith("For obe-cel, it was interim money")
    assert "routine NHS funding" in words.rendered["cancer_drugs_fund"].lead
    assert words.rendered["outpatient"].lead.startswith("Not as standard NHS care")


def test_one_hospitals_rules_are_named_as_its_own(words):
    near, drive = words.topics["staying_nearby"], words.topics["driving"]

    assert "Their leaflets are about CAR-T in general." in near
    assert "Your centre may ask for something else. Its rule is the one to follow." in near
    assert "Our sources do not say which one the time is counted from." in near
    assert "Not until your team says so. One UK hospital asks people not to drive for 8 weeks after CAR-T." in drive
    assert "We could not find out which one the time is counted from." in drive


def test_times_of_vaccines_are_said_to_be_of_a_us_table(words):
    using = {
        topic.id
        for topic in words.content.topics.values()
        if re.search(r"\{\{\s*vaccine_", topic.front.lead + topic.body)
    }

    assert using == {"vaccines"}
    assert "We found no UK timing. A US table for adults after CAR-T says:" in words.topics["vaccines"]


def test_remission_in_the_trial_is_of_people_infused(words):
    using = {
        topic.id
        for topic in words.content.topics.values()
        if re.search(r"\{\{\s*felix_remission(\.|\s*\})", topic.front.lead + topic.body)
    }

    assert using == {"how_well_it_works"}
    text = words.topics["how_well_it_works"]
    assert "94 people with leukaemia that could be seen, who were infused. Of those infused, 77 in every 100" in text
    assert "Not everyone who joined the trial got that far." in text


def milder_without_caution(text: str) -> bool:
    """Whether a topic speaks of a milder treatment and not of who says so, that nothing proves it, and the danger."""
    claim = re.search(r"\bmilder\b|lower toxicity|mild to moderate", text, re.IGNORECASE)
    said = all(
        re.search(x, text, re.IGNORECASE)
        for x in ("NHS England", "no trial has", "fatal|life-threatening", "uncertain")
    )
    return bool(claim) and not said


def test_a_topic_that_speaks_of_milder_effects_says_what_is_not_known(words):
    assert milder_without_caution("NHS England says it has lower toxicity. Most effects are mild to moderate.")
    topics = {name for name, text in words.topics.items() if re.search("lower toxicity", text)}
    assert topics == {"is_it_milder", "different_from_other_car_t"}

    assert {name for name in topics if milder_without_caution(words.topics[name])} == set()


def test_a_topic_that_gives_one_share_of_relapses_gives_the_other_source_too(words):
    def one_sided(text: str) -> bool:
        return ("40%" in text) != ("50%" in text)

    assert one_sided("It comes back for about 40 in every 100 people (40%).")

    assert "40%" in words.topics["relapsed_refractory"]
    assert {name for name, text in words.topics.items() if one_sided(text)} == set()


def test_a_topic_that_counts_people_with_all_gives_both_counts_and_their_sources(words):
    text = words.topics["what_is_all"]

    assert re.search(r"about 800 people a year learn that they have ALL, according to one news article", text)
    assert "Another source says about 765 people a year" in text


def us_unsaid(sources: set[str], text: str) -> bool:
    """Whether words rest on US instructions, warnings or news of the US approval and never say US or trial."""
    return bool(sources & {"us_label_dosage", "us_label_highlights"}) and not re.search(r"\bUS\b", text)


def test_a_topic_whose_rules_come_from_the_us_says_so(words):
    assert us_unsaid({"us_label_dosage"}, "The marrow is checked within 7 days.")
    rules = {"delay_limit_day", "blast_check_days", "second_infusion_window"}

    using = {
        topic.id
        for topic in words.content.topics.values()
        if any(re.search(rf"\{{\{{\s*{rule}\b", topic.front.lead + topic.body) for rule in rules)
    }

    assert using == {"infusion_schedule", "second_infusion_changes", "why_two_infusions", "blasts"}
    assert {name for name in using if us_unsaid({"us_label_dosage"}, words.topics[name])} == set()


def test_figures_of_the_us_safety_group_are_in_no_topic(words):
    used = {
        topic.id for topic in words.content.topics.values() if re.search(r"\{\{\s*us_", topic.front.lead + topic.body)
    }

    assert used == set()


def test_the_schedule_gives_the_day_its_play_and_who_decides(words):
    text = words.topics["infusion_schedule"]

    assert "planned for day 10, give or take 2 days" in text
    assert "please do not work out a date from it" in text
    assert "This service never works out a date for anyone." in text


def test_not_everyone_has_both_infusions_is_said_with_its_figures(words):
    text = words.topics["second_infusion_changes"]

    assert "120 of the 127 people infused had both infusions. The other 7 had one" in text
    assert "Not everyone has both" in words.topics["infusion_schedule"]


def test_harrys_story_says_trial_age_and_another_way(words):
    text = words.topics["harry_story"]

    assert "in a clinical trial" in text
    assert "NHS funding in England is for people aged 26 and over" in text
    assert "does not show who can have it on the NHS" in text
    assert "tisagenlecleucel" in text


def test_made_in_stevenage_and_not_given_there(words):
    text = words.topics["who_makes_it"]

    assert "Stevenage is where the cells are made. You do not go there for treatment." in text


def test_t_cells_and_not_stem_cells(words):
    assert (
        "You may have read that stem cells are taken. For obe-cel, it is T cells."
        in words.topics["chemo_or_transplant"]
    )


def test_figures_of_side_effects_name_the_people_they_are_of(words):
    for name in ("crs", "icans", "side_effects", "is_it_milder"):
        assert "In the FELIX trial, 127 people had at least one infusion. Of these" in words.topics[name], name


def test_second_cancers_are_of_six_other_treatments(words):
    text = words.topics["second_cancers"]

    assert "6 other CAR-T treatments" in text
    assert "38 cases of T-cell cancer among about 42,500 people treated" in text
    assert "Obe-cel was not in that review" in text


def test_the_start_of_the_weeks_is_left_to_the_team(words):
    assert "ask your team which one they count from" in words.topics["side_effect_timing"]


def test_the_funding_topic_says_england_and_that_a_yes_is_not_for_everyone(words):
    text = words.topics["who_is_eligible"]

    assert "These rules are for England." in text
    assert "This chat cannot tell you yes or no." in text
