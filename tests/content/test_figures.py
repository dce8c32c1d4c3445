"""Tests of the figures: each value of facts.yml against the fact it was taken from, typed again by hand."""

import re

import pytest

from service.library.render import FactView

# id -> figure as shown, number of its fact in the dossier the words rest on. Typed by hand, not copied from facts.yml.
FIGURES = {
    "nhs_min_age": ("26", "F026"),
    "tisa_max_age": ("25", "F180"),
    "economics_ages": ("18 to 25", "F032"),
    "felix_age_groups": ("55", "F056"),
    "felix_transplant_gap": ("3 months", "F055"),
    "felix_min_age": ("18", "F165"),
    "people_a_year": ("50 people a year", "F036"),
    "harry_age": ("19", "F191"),
    "harry_year": ("2024", "F191"),
    "news_date": ("25 November 2025", "F033"),
    "uk_licence_date": ("April 2025", "F039"),
    "criteria_parts": ("2 parts", "F047"),
    "uk_all_cases": ("800 people a year", "F016"),
    "uk_all_cases_other": ("765 people a year", "F016"),
    "remission_marrow": ("5%", "F018"),
    "adult_relapse": ("40%", "F020"),
    "adult_relapse_other": ("50%", "F020"),
    "collection_hours": ("4 to 6 hours", "F070"),
    "making_days": ("22 days", "F073"),
    "felix_enrolled": ("153 people", "F075"),
    "felix_infused": ("127 people", "F075"),
    "felix_infused_share": ("83%", "F075"),
    "bridging_share": ("92.9%", "F072"),
    "first_infusion_day": ("1", "F082"),
    "second_infusion_day": ("10", "F082"),
    "second_infusion_window": ("2 days", "F082"),
    "nhs_days_apart": ("10 days", "F084"),
    "delay_limit_day": ("21", "F086"),
    "blast_cut_off": ("20%", "F076"),
    "blast_check_days": ("7 days", "F076"),
    "total_dose": ("410 million cells", "F079"),
    "first_dose_low_blasts": ("100 million cells", "F080"),
    "second_dose_low_blasts": ("310 million cells", "F082"),
    "felix_both_doses": ("120 people", "F085"),
    "felix_one_dose": ("7 people", "F085"),
    "felix_one_dose_toxicity": ("3 people", "F085"),
    "felix_one_dose_manufacturing": ("1 person", "F085"),
    "felix_one_dose_progression": ("2 people", "F085"),
    "felix_one_dose_stroke": ("1 person", "F085"),
    "crs_any": ("68.5%", "F108"),
    "crs_severe": ("2.4%", "F108"),
    "icans_any": ("22.8%", "F111"),
    "icans_severe": ("7.1%", "F111"),
    "icans_severe_low_burden": ("4%", "F114"),
    "icans_severe_high_burden": ("9%", "F114"),
    "infections_any": ("81%", "F115"),
    "infections_severe": ("55%", "F115"),
    "infections_follow_up": ("33 months", "F115"),
    "severe_unspecified_infections": ("32%", "F116"),
    "severe_febrile_neutropenia": ("24%", "F116"),
    "severe_bacterial_infections": ("11%", "F116"),
    "us_crs_any": ("75%", "F118"),
    "us_neurological_any": ("64%", "F118"),
    "us_icans_any": ("24%", "F118"),
    "late_side_effects": ("8 weeks", "F132"),
    "second_cancer_cases": ("38 cases", "F126"),
    "second_cancer_treated": ("42,500 people", "F126"),
    "second_cancer_car_found": ("7 cases", "F126"),
    "review_products": ("6 products", "F126"),
    "retention": ("7 days", "design"),
    "funding_deadline": ("90 days", "F029"),
    "people_three_years": ("150 people", "F037"),
    "people_three_years_span": ("3 years", "F037"),
    "eu_licence_date": ("July 2025", "F042"),
    "eu_min_age": ("26", "F042"),
    "fda_approval_date": ("November 2024", "F043"),
    "scotland_status_date": ("November 2025", "F197"),
    "hospital_days": ("10 to 14 days", "F094"),
    "hospital_days_longest": ("28 days", "F094"),
    "trial_patient_home": ("14 days", "F095"),
    "cambridge_drive": ("1 hour", "F097"),
    "cambridge_near_weeks": ("4 weeks", "F097"),
    "clatterbridge_near_days": ("28 days", "F097"),
    "cambridge_company_days": ("28 days", "F098"),
    "uclh_first_blood_test": ("1 week", "F107"),
    "felix_main_infused": ("94 people", "F166"),
    "felix_remission": ("77%", "F166"),
    "felix_complete_remission": ("55%", "F166"),
    "felix_remission_low_counts": ("21%", "F166"),
    "felix_remission_length": ("42.5 months", "F171"),
    "felix_remission_untreated": ("38.4%", "F172"),
    "felix_remission_follow_up": ("32.8 months", "F172"),
    "news_remission_share": ("half", "F171"),
    "news_remission_years": ("3.5 years", "F171"),
    "felix_survival": ("15.6 months", "F169"),
    "felix_survival_later": ("17.1 months", "F170"),
    "felix_alive_one_year": ("61.1%", "F169"),
    "felix_alive_later": ("46%", "F170"),
    "felix_alive_later_time": ("2 years", "F170"),
    "felix_event_free": ("49.5%", "F168"),
    "brexu_min_age": ("26", "F181"),
    "brexu_date": ("June 2023", "F181"),
    "trial_service_period": ("2024 to 2025", "F223"),
    "trial_service_helped": ("177 people", "F223"),
    "trial_service_found": ("86 people", "F223"),
    "driving_gap": ("8 weeks", "F101"),
    "vaccine_flu_gap": ("3 months", "F151"),
    "vaccine_live_gap": ("12 months", "F150"),
    "egg_storage_time": ("10 to 14 days", "F156"),
    "travel_claim_limit": ("3 months", "F207"),
    "prescription_certificate": ("5 years", "F204"),
}
DEATHS = {
    "felix_one_dose_stroke",
    "felix_remission_length",
    "felix_remission_untreated",
    "felix_remission_follow_up",
    "news_remission_share",
    "news_remission_years",
    "felix_survival",
    "felix_survival_later",
    "felix_alive_one_year",
    "felix_alive_later",
    "felix_alive_later_time",
    "felix_event_free",
}

# Numbers of the table of helplines, typed by hand.
NUMBERS = {
    "nhs_999": "999",
    "nhs_111": "111",
    "relay_uk": "18000",
    "leukaemia_care": "08088 010 444",
    "blood_cancer_uk": "0808 2080 888",
    "anthony_nolan": "0303 303 0303",
    "macmillan": "0808 808 00 00",
    "cancer_research_uk": "0808 800 4040",
    "maggies": "0300 123 1801",
    "carers_uk": "0808 808 7777",
    "samaritans": "116 123",
    "shout": None,
    "mind": "0300 102 1234",
    "citizens_advice": "0800 144 88 48",
    "nhsbsa_low_income": "0300 330 1343",
    "yellow_card": "0800 731 6789",
    "teenage_cancer_trust": None,
    "young_lives_vs_cancer": None,
    "childline": "0800 1111",
}

# What only memory supports (RECALL in the dossier): it may stand under to_check, and nowhere a patient reads.
RECALL = {
    "F034 date of the final guidance": r"(December 2025|January 2026)",
    "F038 price": r"£|372[,. ]?000",
    "F078 days of the preparing chemotherapy": r"day -\d|days? (minus|−)|\b(four|4) days of (chemo|fludarabine)",
    "F078 doses of the preparing chemotherapy": r"\bmg\b|mg/m|per square met",
    "F081 first infusion, many blasts": r"\b10 million",
    "F083 second infusion, many blasts": r"\b400 million",
    "F087 ICANS rule of the second infusion": r"ICANS[^.]{0,80}\bday 21\b",
    "F092 smell of the preservative": r"sweetcorn|garlic",
    "F093 daily checks": r"\b(14|fourteen) days|two weeks",
    "F096 staying near": r"\b(2|two) hours?\b|\b(4|four) weeks\b",
    "F102 machinery": r"machinery",
    "F104 marrow test": r"\bday 28\b|\b(1|one) month after",
    "F106 long-term follow-up": r"\b(15|fifteen) years",
    "F110 timing of CRS": r"\bday 8\b|CRS[^.]{0,60}\b(5|five) days",
    "F113 timing of ICANS": r"\bday 12\b|ICANS[^.]{0,60}\b(8|eight) days",
    "F121 how often HLH": r"1\.6 ?%|2/127|2 of the 127|2 (people )?(out )?of 127",
    "F131 deaths judged related": r"(2|two) deaths|(2|two) people died",
    "F135 medicines for side effects": r"tocilizumab",
    "F149 live vaccines": r"\b(6|six) weeks\b",
    "F154 contraception": r"\b12 months|contracepti",
    "FDA safety group": r"\bn ?= ?100\b|100 people in the US",
}
EXAMPLES = {
    "F034 date of the final guidance": "NICE published the final guidance in January 2026.",
    "F038 price": "The list price is £372,000.",
    "F078 days of the preparing chemotherapy": "It runs from day -6.",
    "F078 doses of the preparing chemotherapy": "You have fludarabine 30 mg/m2.",
    "F081 first infusion, many blasts": "The first infusion then holds 10 million cells.",
    "F083 second infusion, many blasts": "The second infusion then holds 400 million cells.",
    "F087 ICANS rule of the second infusion": "After mild ICANS it may wait until day 21.",
    "F092 smell of the preservative": "You may notice a smell of sweetcorn.",
    "F093 daily checks": "You are checked daily for 14 days.",
    "F096 staying near": "Stay within 2 hours of the hospital.",
    "F102 machinery": "Do not use machinery.",
    "F104 marrow test": "A test on day 28 shows whether it worked.",
    "F106 long-term follow-up": "You are followed for 15 years.",
    "F110 timing of CRS": "CRS usually starts around day 8.",
    "F113 timing of ICANS": "ICANS lasts about 8 days.",
    "F121 how often HLH": "It happened in 1.6% of people.",
    "F131 deaths judged related": "Two people died from the treatment.",
    "F135 medicines for side effects": "CRS is treated with tocilizumab.",
    "F149 live vaccines": "Have no live vaccine for 6 weeks.",
    "F154 contraception": "Use contraception for 12 months.",
    "FDA safety group": "Of 100 people in the US, many had it.",
}

# The same digits where a stored fact gives them for something else. Topic -> the words they must stand in; cut away,
# and nowhere else. "*" is every topic: a question about contraception with no time in it asks, and states nothing.
STORED = {
    "F093 daily checks": {
        "hospital_stay": (
            r"For CAR-T in general, about 10 to 14 days after the infusion\."
            r"|They went home 14 days after the second dose\."
        ),
        "fertility": r"At one UK hospital, storing eggs takes about 10 to 14 days\.",
    },
    "F096 staying near": {"staying_nearby": r"- Cambridge: less than 1 hour away by car, for at least 4 weeks\."},
    "F154 contraception": {
        "*": r"[^.?!\n\d]*\bcontraception\b[^.?!\n\d]*\?",
        "vaccines": r"- live vaccines: at least 12 months after, and only once the immune system has recovered\.",
        "pregnancy": r"That goes for contraception too\.",
        "fertility": r"Ask as well when it would be all right to try for a baby, and about contraception\.",
    },
}
# Wrong sentences beside the stored ones: cutting those away must leave these standing.
STILL_WRONG = {
    "F093 daily checks": "You are checked every day for 10 to 14 days after the infusion.",
    "F096 staying near": "Stay less than 1 hour away by car, for at least 4 weeks.",
    "F154 contraception": "Will you use contraception for 12 months?",
}


def from_memory(what: str, place: str, text: str) -> bool:
    """Whether a place says what only memory supports, once what a stored fact supports there is cut away."""
    allowed = STORED.get(what, {})
    for words in (allowed.get(place), allowed.get("*")):
        text = re.sub(words, "", text) if words else text
    return re.search(RECALL[what], text, re.IGNORECASE) is not None


def test_every_figure_is_the_one_of_its_fact(words):
    shown = {name: str(FactView(name, fact, set())) for name, fact in words.content.facts.items()}

    assert shown == {name: figure for name, (figure, _) in FIGURES.items()}


def test_figures_of_survival_and_lasting_remission_are_marked_as_such(words):
    assert {name for name, fact in words.content.facts.items() if fact.kind == "survival"} == DEATHS


def test_every_helpline_has_the_number_of_the_table(words):
    assert {name: line.phone for name, line in words.content.helplines.items()} == NUMBERS


def test_a_text_message_to_shout_goes_to_shout(words):
    texts = {name: (line.text.to, line.text.word) for name, line in words.content.helplines.items() if line.text}

    assert texts == {"shout": ("85258", "SHOUT")}


@pytest.mark.parametrize("what", RECALL)
def test_no_figure_from_memory_stands_where_a_patient_reads(words, what):
    for place in {"crs", *STORED.get(what, {})}:
        assert from_memory(what, place, EXAMPLES[what])
        assert from_memory(what, place, STILL_WRONG.get(what, EXAMPLES[what]))

    assert {place for place, text in words.everywhere.items() if from_memory(what, place, text)} == set()


def test_every_exception_from_memory_is_still_needed(words):
    unused = [
        (what, place)
        for what, places in STORED.items()
        for place, allowed in places.items()
        if not any(re.search(allowed, text) for name, text in words.topics.items() if place in ("*", name))
    ]

    assert unused == []


def test_every_figure_used_is_shown_with_its_unit_or_its_noun(words):
    rates = {name: FIGURES[name][0] for name, fact in words.content.facts.items() if fact.unit == "%"}
    for topic in words.content.topics.values():
        for name, shown in rates.items():
            if re.search(rf"\{{\{{\s*{name}\b", topic.body):
                assert shown in words.topics[topic.id], (topic.id, name)
