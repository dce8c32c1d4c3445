"""The commands about what is served: publish, roll back, withdraw, restore, show what was said and who got it."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from service.library import withdrawn
from service.library.archive import find
from service.library.changes import as_text, readable
from service.library.commands_sign import signoffs_of
from service.library.find import Library, NotPublished
from service.library.publish import Done, prepare, publish, rollback, would_change
from service.library.versions import Refused
from service.records.audit import Audit
from service.records.conversations import Records, RecordsDown, connect
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.web.settings import Settings

if TYPE_CHECKING:
    from service.library.__main__ import Commands

LONGEST_NAME = 64  # characters; what the audit table takes
ALSO = ("timeline", "eligibility")  # what can be withdrawn beside topics


def add(commands: Commands) -> None:
    """Adds ``publish``, ``rollback``, ``withdraw``, ``restore``, ``show`` and ``who-saw`` to the command line."""
    one = commands.add_parser("publish", help="check, render and publish; nothing changes if there is a fault")
    one.add_argument("--show", action="store_true", help="only show what would change for patients")
    one.set_defaults(run=_publish)
    one = commands.add_parser("rollback", help="serve the version before this one again")
    one.set_defaults(run=_rollback)
    one = commands.add_parser("withdraw", help="take a topic, or all, off the air from the next turn")
    one.add_argument("topic", help="its id, timeline, eligibility, or all (cards and helplines stay)")
    one.add_argument("--reason", required=True, help="why, for those who mend the words")
    one.set_defaults(run=_withdraw)
    two = commands.add_parser("restore", help="ask for a withdrawn topic back; the next publish brings it")
    two.add_argument("topic", help="its id, timeline, eligibility, or all")
    two.set_defaults(run=_restore)
    for command in (one, two):
        command.add_argument("--by", default="", help="your name; without it, that of your account on this machine")
    _add_looking(commands)


def _add_looking(commands: Commands) -> None:
    one = commands.add_parser("show", help="show words that were ever published")
    one.add_argument("fingerprint", help="sha256: and its digits, at least the first twelve")
    one.set_defaults(run=_show)
    one = commands.add_parser("who-saw", help="count the conversations that got these words")
    one.add_argument("fingerprint", help="sha256: and its digits, at least the first twelve")
    one.set_defaults(run=_who_saw)


def publish_now(settings: Settings) -> Done:
    """Publishes the content of these settings, for their mode, and notes in the audit table what it changed.

    Raises ``ContentBroken``, ``Refused``, or ``RecordsDown`` where it cannot be told what is signed.
    """
    live = settings.mode == "live"
    signoffs = signoffs_of(settings)
    done = publish(
        settings.content_dir, settings.var_dir, Urgent.from_data, AdviceRules.from_data, signoffs=signoffs, live=live
    )
    if done.changes or done.back:
        units = [change.unit for change in done.changes]
        _note(settings, _who(), "publish", None, {"version": done.version, "units": units, "back": done.back})
    return done


def _who(named: str = "") -> str:
    """Returns who acts: the name they gave, or that of their account on this machine."""
    try:
        return (named.strip() or getpass.getuser())[:LONGEST_NAME]
    except OSError:  # in a container without accounts
        return "unknown"


def _note(settings: Settings, actor: str, action: str, unit: str | None, detail: Mapping[str, Any]) -> int:
    """Notes an act that is done in the audit table. Returns 0, or 1 after saying that it could not be noted."""
    try:
        Audit(connect(settings.database_url)).add(actor, action, unit, detail=detail)
    except RecordsDown as error:
        print(f"Done, but not noted in the audit table ({error}). Keep a note of it by hand.", file=sys.stderr)
        return 1
    return 0


def _publish(settings: Settings, options: argparse.Namespace) -> int:
    if options.show:
        signoffs = signoffs_of(settings)
        prepared = prepare(settings.content_dir, Urgent.from_data, AdviceRules.from_data, signoffs)
        print(as_text(would_change(prepared, settings.var_dir)))
        return 0
    done = publish_now(settings)
    print(as_text(done.changes, short=True))
    print(f"Published {len(done.topics)} topics as version {done.version}.")
    if done.back:
        print(f"No longer withdrawn: {', '.join(done.back)}.")
    _print_withdrawn(settings)
    return 0


def _rollback(settings: Settings, _: argparse.Namespace) -> int:
    version, changed = rollback(settings.var_dir, live=settings.mode == "live")
    print(as_text(changed))
    print(f"Version {version} is served again.")
    _print_withdrawn(settings)
    return _note(settings, _who(), "rollback", None, {"version": version, "units": [change.unit for change in changed]})


def _print_withdrawn(settings: Settings) -> None:
    for name, entry in withdrawn.withdrawals(settings.var_dir).entries.items():
        print(f"Still withdrawn: {name}, {entry.at}, by {entry.by}: {entry.reason}")


def _withdraw(settings: Settings, options: argparse.Namespace) -> int:
    _known(settings, options.topic)
    by = _who(options.by)
    withdrawn.withdraw(settings.var_dir, options.topic, options.reason, by)
    print(f"Withdrawn from the next turn on: {options.topic}. Readers get who to call instead.")
    return _note(settings, by, "withdraw", _unit(options.topic), {"reason": options.reason})


def _unit(topic: str) -> str:
    return topic if topic in (*ALSO, withdrawn.ALL) else f"topics/{topic}"


def _known(settings: Settings, topic: str) -> None:
    """Raises ``Refused`` for a topic that is not served: a misspelt one would stay on the air."""
    try:
        names = [*Library(settings.var_dir).published().topics, *ALSO, withdrawn.ALL]
    except NotPublished:
        return  # what cannot be read is not served now, and must not be once it can
    if topic not in names:
        near = ", ".join(get_close_matches(topic, names)) or "see `status`"
        raise Refused(f"No topic '{topic}' is published, so nothing was withdrawn. Meant: {near}?")


def _restore(settings: Settings, options: argparse.Namespace) -> int:
    by = _who(options.by)
    withdrawn.restore(settings.var_dir, options.topic, by)
    print(f"The next publish brings it back: {options.topic}. Until then it stays withdrawn.")
    return _note(settings, by, "restore", _unit(options.topic), {})


def _show(settings: Settings, options: argparse.Namespace) -> int:
    for kept in find(settings.var_dir, options.fingerprint):
        print(f"{kept.unit} · {kept.fingerprint}\nFirst published {kept.at} as version {kept.version}.\n")
        print("\n".join(readable(kept.words)), end="\n\n")
    return 0


def _who_saw(settings: Settings, options: argparse.Namespace) -> int:
    kept = find(settings.var_dir, options.fingerprint)
    fingerprints = {words.fingerprint for words in kept}
    if len(fingerprints) > 1:
        raise Refused(f"Several begin like this: {', '.join(sorted(fingerprints))}. Write more digits.")
    seen = Records(connect(settings.database_url)).who_saw(fingerprints.pop())
    print(f"{', '.join(words.unit for words in kept)}: {sum(seen.values())} conversations got these words.")
    for day, conversations in seen.items():
        print(f"{day.isoformat()} {conversations}")
    print("Conversations that people deleted themselves are not among them.")
    return 0
