"""Writes the pages that nginx shows when the service cannot: ``python -m deploy.down_page FOLDER``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from service.chat import reply
from service.chat.served import Serving
from service.library.find import Library, NotPublished
from service.web.settings import Settings, SettingsBroken
from service.web.templating import environment

HERE = Path(__file__).parent
PAGES = {"down.html": "broken", "too_large.html": "too_large"}  # and the error whose sentence each says


def write(settings: Settings, folder: Path) -> None:
    """Writes both pages from the published words, readable by everybody. Raises ``NotPublished`` or ``OSError``."""
    fixed = Serving(Library(settings.var_dir), settings.mode == "live").fixed()
    template = environment(HERE).get_template("down.html")
    for name, error in PAGES.items():
        words = template.render(
            ui=fixed.data["ui"],
            name=fixed.data["wording"]["service_name"]["text"],
            notice=fixed.data["errors"][error],
            who_to_call=reply.who_to_call(fixed),
            label=reply.label(fixed),
        )
        partial = folder / f".{name}.partial"
        partial.write_text(words, encoding="utf-8")
        partial.chmod(0o644)
        os.replace(partial, folder / name)


def main(arguments: list[str]) -> int:
    """Runs the command. Returns 0, or 1 with one sentence: the pages of before stay then."""
    if len(arguments) != 1:
        print("Say where to: python -m deploy.down_page FOLDER", file=sys.stderr)
        return 1
    try:
        write(Settings.read(), Path(arguments[0]))
    except (SettingsBroken, NotPublished, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
