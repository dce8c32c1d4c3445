"""The commands about what is served: ``publish``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from service.library.publish import publish
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent
from service.web.settings import Settings

if TYPE_CHECKING:
    from service.library.__main__ import Commands


def add(commands: Commands) -> None:
    """Adds ``publish`` to the command line."""
    command = commands.add_parser("publish", help="check, render and publish; nothing changes if there is a fault")
    command.set_defaults(run=_publish)


def _publish(settings: Settings, _: argparse.Namespace) -> int:
    published = publish(settings.content_dir, settings.var_dir, Urgent.from_data, AdviceRules.from_data)
    print(f"Published {len(published)} topics.")
    return 0
