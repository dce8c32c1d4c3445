"""Topics to Rasa: each content file gives one intent, one directive and one rule, so that nothing is written twice."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Text, Tuple, Union

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.criteria import criteria_count

ROOT = Path(__file__).resolve().parent.parent
# Recognised, but not a topic: what the service says then stands in content/wording.yml under the same name.
# clarify and unsure are never trained: the classifier sets them by its thresholds.
SMALLTALK = ("are_you_human", "goodbye", "greeting", "thanks")
OUTCOMES = ("clarify", "out_of_scope", "talk_to_person", "unsure")
# About the answer before, which only the service knows: the directive says the kind ("why", "again", "correction").
FOLLOW_UPS = (
    "correction",
    "follow_up_again",
    "follow_up_age",
    "follow_up_children",
    "follow_up_how_common",
    "follow_up_how_long",
    "follow_up_more",
    "follow_up_what_to_do",
    "follow_up_when",
    "follow_up_where",
    "follow_up_who",
    "follow_up_why",
)
# What moves the walk through the criteria: actions/eligibility.py gives the directive, by the step that was shown last.
WALK = ("flow_back", "flow_eligibility", "flow_next", "flow_stop")
# Flows whose directive is always the same.
FLOWS = ("flow_questions",)


def is_topic(intent: str) -> bool:
    """Whether an intent is a topic."""
    return intent not in {*SMALLTALK, *OUTCOMES, *FOLLOW_UPS, *WALK, *FLOWS}


def content_folder() -> Path:
    """Returns the content folder: ``CONTENT_DIR`` or the repository's own."""
    return Path(os.environ.get("CONTENT_DIR") or ROOT / "content")


def topic_ids(content: Optional[Path] = None) -> List[str]:
    """Returns the sorted ids of all topics: the names of the files under ``topics/<group>/`` of the content folder."""
    folder = content or content_folder()
    return sorted(path.stem for path in folder.glob("topics/*/*.md"))


def directives(topics: List[str]) -> Dict[str, Dict[str, Any]]:
    """Returns intent -> directive: what Rasa may answer without an action."""
    answers: Dict[str, Dict[str, Any]] = {topic: {"answer": topic} for topic in topics}
    answers.update({name: {"smalltalk": name} for name in SMALLTALK})
    answers.update({name: {"outcome": name} for name in OUTCOMES})
    answers.update({name: {"follow_up": name.replace("follow_up_", "", 1)} for name in FOLLOW_UPS})
    answers.update({name: {"flow": name[len("flow_") :]} for name in FLOWS})
    return answers


class TopicImporter(RasaFileImporter):
    """Gives Rasa what its files hold, and the intents, custom responses and rules of all topics.

    Rasa's own way of finding its files reads each of them whole, again and again, and its phrases are read once for
    every way in which it asks for them: under a profiler that was 79 of 172 s of a training.
    """

    def __init__(
        self,
        config_file: Optional[Text] = None,
        domain_path: Optional[Text] = None,
        training_data_paths: Optional[Union[List[Text], Text]] = None,
    ) -> None:
        self.config_file, self._domain_path = config_file, domain_path
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._nlu_files, self._story_files = _files(paths)
        self._phrases: Optional[TrainingData] = None
        self._topics = topic_ids()
        self._directives = directives(self._topics)
        self._criteria = criteria_count(content_folder())

    def get_domain(self) -> Domain:
        """Returns the files' domain, an intent and a response ``utter_<intent>`` for each directive, and the walk's.

        The slot ``criteria`` says how many steps the walk has; nobody ever sets it.
        """
        count = {"type": "any", "initial_value": self._criteria, "influence_conversation": False}
        own = Domain.from_dict(
            {
                "intents": [{intent: {"use_entities": []}} for intent in [*self._directives, *WALK]],
                "slots": {"criteria": {**count, "mappings": [{"type": "custom"}]}},
                "responses": {f"utter_{intent}": [{"custom": d}] for intent, d in self._directives.items()},
            }
        )
        return super().get_domain().merge(own)

    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        """Returns the files' rules, and one a topic and a follow-up: its intent, then its response."""
        names = [*self._topics, *FOLLOW_UPS]
        rules = [{"rule": name, "steps": [{"intent": name}, {"action": f"utter_{name}"}]} for name in names]
        own = StoryGraph(YAMLStoryReader().read_from_parsed_yaml({"rules": rules}))
        return super().get_stories(exclusion_percentage).merge(own)

    def get_conversation_tests(self) -> StoryGraph:
        """Returns nothing: there are no test stories in Rasa's form."""
        return StoryGraph([])

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """Returns the files' phrases, read once; whoever puts them together with others takes a copy."""
        if self._phrases is None:
            self._phrases = super().get_nlu_data(language)
        return self._phrases


def _files(paths: Iterable[Text]) -> Tuple[List[Text], List[Text]]:
    """Returns the files of phrases and those of rules below these paths, by the key that stands in them."""
    files = sorted({file for path in map(Path, paths) for file in ([path] if path.is_file() else path.rglob("*.yml"))})
    texts = {str(file): file.read_text(encoding="utf-8") for file in files}
    phrases, rules = (
        [file for file, text in texts.items() if key.search(text)]
        for key in (re.compile(r"^nlu:", re.MULTILINE), re.compile(r"^(?:rules|stories):", re.MULTILINE))
    )
    return phrases, rules
