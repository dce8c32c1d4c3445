"""The library from the command line: ``python -m service.library check | status | publish``; one module a subject."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from service.library import commands_content, commands_reports, commands_sign, commands_store
from service.library.faults import ContentBroken
from service.library.versions import Refused
from service.records.conversations import RecordsDown
from service.web.settings import Settings, SettingsBroken

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def main(arguments: list[str]) -> int:
    """Runs one command. Returns 0, or 1 after printing every fault as ``file: sentence``."""
    parser = argparse.ArgumentParser(prog="python -m service.library", description="Check, sign and publish content.")
    commands = parser.add_subparsers(dest="command", required=True)
    for subject in (commands_content, commands_reports, commands_sign, commands_store):
        subject.add(commands)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(Settings.read(), options))
    except (SettingsBroken, Refused, RecordsDown) as broken:
        print(broken, file=sys.stderr)
    except ContentBroken as broken:
        print(broken, file=sys.stderr)
        print(f"{len(broken.faults)} faults. Nothing was published.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
