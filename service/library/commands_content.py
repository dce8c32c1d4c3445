"""The commands about the content as written: ``check``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.library.check import check
from service.library.faults import Fault
from service.library.phrases import check_phrases
from service.library.read import read_content
from service.library.shapes import Content
from service.library.signatures import check_signatures
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.web.settings import Settings

if TYPE_CHECKING:
    from service.library.__main__ import Commands

PHRASES = "data/nlu"  # beside the content folder
# Intents with phrases that are no topics; bot/importer.py names the same.
OTHER_INTENTS = (
    "are_you_human", "correction", "flow_back", "flow_eligibility", "flow_next", "flow_questions", "flow_stop",
    "follow_up_again", "follow_up_age", "follow_up_children", "follow_up_how_common", "follow_up_how_long",
    "follow_up_more", "follow_up_what_to_do", "follow_up_when", "follow_up_where", "follow_up_who", "follow_up_why",
    "goodbye", "greeting", "out_of_scope", "talk_to_person", "thanks",
)  # fmt: skip


def add(commands: Commands) -> None:
    """Adds ``check`` to the command line."""
    command = commands.add_parser("check", help="name every fault of content and training phrases")
    command.set_defaults(run=_check)


def _check(settings: Settings, _: argparse.Namespace) -> int:
    folder = settings.content_dir
    content = read_content(folder)
    faults = [*check(content), *_rules(content), *check_signatures(folder)]
    phrases = check_phrases(folder.parent / PHRASES, content.topics, OTHER_INTENTS)
    faults += [Fault(f"{PHRASES}/{fault.file}", fault.sentence) for fault in phrases]
    for fault in sorted(set(faults)):
        print(fault)
    print(f"{len(content.topics)} topics, {len(set(faults))} faults.")
    return 1 if faults else 0


def _rules(content: Content) -> Iterator[Fault]:
    """Yields the first fault of the danger rules and of the advice rules, which are read as one; a lost file is one."""
    known = {fault.file for fault in content.faults}
    for file, rules, tried in (
        ("urgent.yml", content.urgent, Urgent.from_data),
        ("advice.yml", content.advice, AdviceRules.from_data),
    ):
        try:
            tried(rules)
        except ValueError as error:
            if file not in known:
                yield Fault(file, f"{error}. Mend it, and check again.")
