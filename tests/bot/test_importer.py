"""Tests of the importer: a topic needs its content file and its phrases, nothing else, and nothing is left over."""

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
import yaml
from rasa.shared.core.constants import DEFAULT_INTENTS
from rasa.shared.core.events import ActionExecuted
from rasa.shared.importers.importer import TrainingDataImporter

from bot.criteria import criteria_count
from bot.evaluate import training_phrases
from bot.importer import FLOWS, FOLLOW_UPS, OUTCOMES, ROOT, SMALLTALK, WALK, directives, topic_ids

CONFIG, DOMAIN = str(ROOT / "bot/config.yml"), str(ROOT / "bot/domain")
OTHERS = {*SMALLTALK, *OUTCOMES, *FOLLOW_UPS, *WALK, *FLOWS}
UNTRAINED = {"clarify", "unsure"}  # the classifier sets them by its thresholds


def imported(*data: Path) -> TrainingDataImporter:
    return TrainingDataImporter.load_from_config(CONFIG, DOMAIN, [str(folder) for folder in data])


def rules_of(source: TrainingDataImporter) -> dict[str, list[str]]:
    """Returns each rule's own actions, without those that Rasa adds."""
    return {
        step.block_name: [
            e.action_name
            for e in step.events
            if isinstance(e, ActionExecuted) and e.action_name.startswith(("utter_", "action_eligibility"))
        ]
        for step in source.get_stories().story_steps
    }


def spoken(source: TrainingDataImporter) -> set[str]:
    """Returns the intents that have phrases."""
    return {m.get("intent") for m in source.get_nlu_data().intent_examples if m.get("text")}


@pytest.fixture(scope="module")
def project() -> TrainingDataImporter:
    return imported(ROOT / "data/nlu", ROOT / "data/stories")


@pytest.fixture(scope="module")
def phrases() -> tuple[list[str], list[str]]:
    return training_phrases()


def test_a_topic_needs_exactly_its_two_files(tmp_path, monkeypatch):
    content, data = tmp_path / "content", tmp_path / "data"
    (content / "topics/extra").mkdir(parents=True)
    data.mkdir()
    monkeypatch.setenv("CONTENT_DIR", str(content))
    before = imported(data).get_domain()
    assert "walking_the_dog" not in before.intents and "utter_walking_the_dog" not in before.responses
    (content / "topics/extra/walking_the_dog.md").write_text("words are none of Rasa's business")
    (data / "walking_the_dog.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: walking_the_dog\n  examples: |\n    - can i walk the dog\n    - dog walks\n'
    )
    source = imported(data)
    domain = source.get_domain()
    assert set(domain.intents) - set(before.intents) == {"walking_the_dog"}
    assert domain.responses["utter_walking_the_dog"] == [{"custom": {"answer": "walking_the_dog"}}]
    assert rules_of(source)["walking_the_dog"] == ["utter_walking_the_dog"]
    assert spoken(source) == {"walking_the_dog"}


def test_directives_have_one_key_that_says_what_to_do():
    made = directives(["crs"])
    assert made.pop("crs") == {"answer": "crs"}
    assert {name for name, d in made.items() if d == {"smalltalk": name}} == set(SMALLTALK)
    assert {name for name, d in made.items() if d == {"outcome": name}} == set(OUTCOMES)
    kinds = {name: d["follow_up"] for name, d in made.items() if "follow_up" in d}
    assert set(kinds) == set(FOLLOW_UPS)
    assert kinds["correction"] == "correction"
    assert {name for name in kinds if name != f"follow_up_{kinds[name]}"} == {"correction"}
    assert {name for name, d in made.items() if d == {"flow": name.removeprefix("flow_")}} == set(FLOWS)
    assert set(made) == OTHERS - set(WALK)


def test_there_are_topics_and_none_has_the_name_of_something_else():
    topics = topic_ids()
    assert len(topics) >= 58
    assert len(topics) == len(set(topics))
    assert not set(topics) & {*OTHERS, *DEFAULT_INTENTS}


def test_every_intent_has_phrases_and_all_phrases_have_an_intent(project):
    answered = {*topic_ids(), *OTHERS}
    assert set(project.get_domain().intents) == answered | set(DEFAULT_INTENTS)
    assert spoken(project) == answered - UNTRAINED


def test_every_response_is_used_by_one_rule_and_every_rule_has_its_response(project):
    responses, used = set(project.get_domain().responses), Counter(chain.from_iterable(rules_of(project).values()))
    assert used.pop("action_eligibility") == len(WALK)
    assert responses == set(used)
    assert set(used.values()) == {1}


def test_every_rule_leads_an_intent_to_its_own_directive(project):
    responses = project.get_domain().responses
    rules = rules_of(project)
    assert {intent for intent, actions in rules.items() if actions == ["action_eligibility"]} == set(WALK)
    for intent, actions in rules.items():
        if intent in WALK:
            continue
        assert actions == [f"utter_{intent}"]
        (response,) = responses[f"utter_{intent}"]
        assert response == {"custom": directives(topic_ids())[intent]}


def test_the_walk_knows_how_many_steps_the_content_has(project, tmp_path, monkeypatch):
    written = yaml.safe_load((ROOT / "content/eligibility.yml").read_text())["steps"]
    (slot,) = [slot for slot in project.get_domain().slots if slot.name == "criteria"]
    assert slot.initial_value == criteria_count(ROOT / "content") == len(written) >= 5
    (tmp_path / "eligibility.yml").write_text("steps: [{title: one}, {title: two}]")
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    (other,) = [slot for slot in imported().get_domain().slots if slot.name == "criteria"]
    assert other.initial_value == 2


@pytest.mark.parametrize("text", ["steps: []", "[]", "steps: 3", ""])
def test_a_file_without_steps_is_an_error_and_no_file_is_no_walk(tmp_path, text):
    assert criteria_count(tmp_path) == 0
    (tmp_path / "eligibility.yml").write_text(text)
    with pytest.raises(ValueError, match="holds no steps"):
        criteria_count(tmp_path)


def test_every_phrase_file_is_named_after_its_one_intent():
    files = sorted((ROOT / "data/nlu").glob("*.yml"))
    assert len(files) >= 60
    for path in files:
        assert [block["intent"] for block in yaml.safe_load(path.read_text())["nlu"]] == [path.stem]


def test_rasa_reads_every_phrase_that_is_written(project, phrases):
    read = Counter(m.get("intent") for m in project.get_nlu_data().intent_examples)
    assert read == Counter(phrases[1])


def test_no_phrase_is_written_for_two_intents(phrases):
    owners: dict[str, set[str]] = {}
    for phrase, intent in zip(*phrases, strict=True):
        owners.setdefault(" ".join(phrase.casefold().split()).strip("?.! "), set()).add(intent)
    assert {phrase: names for phrase, names in owners.items() if len(names) > 1} == {}


def test_no_phrase_is_a_command_or_marks_an_entity(phrases):
    assert [p for p in phrases[0] if p.startswith("/") or "](" in p or "]{" in p] == []
