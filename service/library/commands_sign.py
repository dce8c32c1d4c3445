"""The commands about sign-off: ``status``."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import TYPE_CHECKING

from service.library.read import read_content
from service.library.tongues import points_to_check
from service.web.settings import Settings

if TYPE_CHECKING:
    from service.library.__main__ import Commands


def add(commands: Commands) -> None:
    """Adds ``status`` to the command line."""
    command = commands.add_parser("status", help="count topics by sign-off and evidence")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=_status)


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
