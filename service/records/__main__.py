"""Records from the command line: ``python -m service.records sweep`` removes what is past its time."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

from service.records.conversations import Records, RecordsDown, connect
from service.web.settings import Settings, SettingsBroken


def main(arguments: list[str]) -> int:
    """Runs one command. Returns 0, or 1 with one sentence."""
    parser = argparse.ArgumentParser(
        prog="python -m service.records", description="Keep records no longer than promised."
    )
    parser.add_subparsers(dest="command", required=True).add_parser("sweep", help="remove old conversations")
    parser.parse_args(arguments)
    try:
        settings = Settings.read()
        removed = Records(connect(settings.database_url)).sweep(timedelta(days=settings.retention_days))
    except (SettingsBroken, RecordsDown) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Removed {len(removed)} conversations older than {settings.retention_days} days.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
