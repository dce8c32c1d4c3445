"""Records from the command line: ``python -m service.records sweep | counts``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import timedelta

from service.bot.client import Bot, BotDown
from service.records.conversations import Records, RecordsDown, connect
from service.web.settings import Settings, SettingsBroken


def main(arguments: list[str]) -> int:
    """Runs one command. Returns 0, or 1 with one sentence."""
    parser = argparse.ArgumentParser(
        prog="python -m service.records", description="Keep records no longer than promised."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sweep", help="remove old conversations, from Rasa too")
    commands.add_parser("counts", help="list how many turns each day had, by outcome and topic")
    command = parser.parse_args(arguments).command
    try:
        settings = Settings.read()
        records = Records(connect(settings.database_url))
        if command == "counts":
            for count in records.counts():
                print(count.day.isoformat(), count.outcome, count.topic or "-", count.turns)
            return 0
        removed = records.sweep(timedelta(days=settings.retention_days))
    except (SettingsBroken, RecordsDown) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Removed {len(removed)} conversations older than {settings.retention_days} days.")
    try:
        asyncio.run(_forget(settings.bot_url, removed))
    except BotDown as error:
        print(f"Rasa could not be told to forget them ({error}). It does so by itself after a day.", file=sys.stderr)
        return 1
    return 0


async def _forget(bot_url: str, conversations: list[str]) -> None:
    bot = Bot(bot_url)
    try:
        for conversation in conversations:
            await bot.erase(conversation)
    finally:
        await bot.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
