"""What a website needs to show the chat: ``python -m service.web site <key>``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from service.library.find import Library, NotPublished
from service.web import loader
from service.web.settings import Settings, SettingsBroken


def main(arguments: list[str]) -> int:
    """Prints the lines for the pages of one site. Returns 1 with one sentence when it may not show the chat."""
    parser = argparse.ArgumentParser(prog="python -m service.web", description="Show the chat on a website.")
    commands = parser.add_subparsers(dest="command", required=True)
    site = commands.add_parser("site", help="print the snippet and the policy lines of a site")
    site.add_argument("key", help="the name of its file in content/sites, without .yml")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read()
        fixed = Library(settings.var_dir).fixed().data
    except (SettingsBroken, NotPublished) as error:
        print(error, file=sys.stderr)
        return 1
    if options.key not in loader.open_sites(fixed, settings.mode):
        known = ", ".join(sorted(loader.open_sites(fixed, settings.mode))) or "none"
        print(f"{options.key} is not a published site that may show the chat now. Those are: {known}.", file=sys.stderr)
        return 1
    made = loader.loader(fixed, settings.mode)
    loader.keep(settings.var_dir, made)
    print("\n".join(lines(settings.public_url, fixed, options.key, made)))
    return 0


def lines(public_url: str, fixed: Mapping[str, Any], key: str, made: loader.Loader) -> list[str]:
    """Returns the text for whoever looks after the website."""
    site, words = fixed["sites"][key], fixed["ui"]["widget_open"]
    return [
        f"For the pages of {site['name']}, before </body>:",
        "",
        loader.snippet(public_url, key, words),
        "",
        "Or one version that never changes and that the browser checks; new words and colours do not reach it:",
        "",
        loader.snippet(public_url, key, words, made),
        "",
        "A page with a Content-Security-Policy adds to it:",
        "",
        *(f"  {line}" for line in loader.policy_lines(public_url)),
        "",
        f"Only pages of these origins show it: {', '.join(site['origins'])}",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
