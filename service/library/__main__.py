"""The library from the command line: ``python -m service.library check | status [--json] | publish``."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter

from service.library.check import check
from service.library.faults import ContentBroken
from service.library.phrases import check_phrases
from service.library.publish import publish
from service.library.read import read_content
from service.library.tongues import points_to_check
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.web.settings import Settings, SettingsBroken

# Intents with phrases that are no topics; bot/importer.py names the same.
OTHER_INTENTS = (
    "are_you_human", "correction", "flow_back", "flow_eligibility", "flow_next", "flow_questions", "flow_stop",
    "follow_up_again", "follow_up_age", "follow_up_children", "follow_up_how_common", "follow_up_how_long",
    "follow_up_more", "follow_up_what_to_do", "follow_up_when", "follow_up_where", "follow_up_who", "follow_up_why",
    "goodbye", "greeting", "out_of_scope", "talk_to_person", "thanks",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Runs one command. Returns 0, or 1 after printing every fault as ``file: sentence``."""
    parser = argparse.ArgumentParser(prog="python -m service.library", description="Check and publish the content.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="name every fault of content and training phrases")
    commands.add_parser("publish", help="check, render and publish; nothing changes if there is a fault")
    status = commands.add_parser("status", help="count topics by sign-off and evidence")
    status.add_argument("--json", action="store_true", help="as JSON")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read()
        return {"check": _check, "publish": _publish, "status": _status}[options.command](settings, options)
    except SettingsBroken as broken:
        print(broken, file=sys.stderr)
    except ContentBroken as broken:
        print(broken, file=sys.stderr)
        print(f"{len(broken.faults)} faults. Nothing was published.", file=sys.stderr)
    return 1


def _check(settings: Settings, _: argparse.Namespace) -> int:
    content = read_content(settings.content_dir)
    faults = check(content)
    faults += check_phrases(settings.content_dir.parent / "data" / "nlu", content.topics, OTHER_INTENTS)
    for file, rules, tried in (
        ("urgent.yml", content.urgent, Urgent.from_data),
        ("advice.yml", content.advice, AdviceRules.from_data),
    ):
        try:
            tried(rules)
        except ValueError as error:
            print(f"{file}: {error}")
            return 1
    for fault in faults:
        print(fault)
    print(f"{len(content.topics)} topics, {len(faults)} faults.")
    return 1 if faults else 0


def _publish(settings: Settings, _: argparse.Namespace) -> int:
    published = publish(settings.content_dir, settings.var_dir, Urgent.from_data, AdviceRules.from_data)
    print(f"Published {len(published)} topics.")
    return 0


def _status(settings: Settings, options: argparse.Namespace) -> int:
    content = read_content(settings.content_dir)
    evidence = Counter(topic.front.evidence for topic in content.topics.values())
    to_check = sum(len(topic.front.to_check) for topic in content.topics.values())
    to_check += sum(len(step.to_check) for step in content.criteria)
    to_check += len(content.timeline.to_check) if content.timeline else 0
    to_check += points_to_check(content)
    unverified = sorted(name for name, line in content.helplines.items() if line.phone and not line.verified_on)
    no_evidence = sorted(t.id for t in content.topics.values() if t.front.evidence == "none")
    # Sign-off is not built yet, and the repository ships with none: nothing can be signed.
    status = {
        "topics": len(content.topics),
        "signed": 0,
        "unsigned": len(content.topics),
        "evidence": dict(sorted(evidence.items())),
        "no_evidence": no_evidence,
        "to_check": to_check,
        "unverified_numbers": unverified,
    }
    if options.json:
        print(json.dumps(status, indent=1))
        return 0
    print(f"{status['topics']} topics: none signed. Evidence: {status['evidence']}.")
    print(f"No checked evidence: {', '.join(no_evidence) or 'none'}.")
    print(f"{to_check} points for a clinician to check. Numbers nobody has verified: {', '.join(unverified)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
