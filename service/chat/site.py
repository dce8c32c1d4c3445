"""The website a conversation is on: whether it may show the chat, who may frame it, and what it says first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from service.chat import reply
from service.library.blocks import to_text
from service.library.find import Fixed
from service.web.headers import CONTENT_POLICY
from service.web.loader import open_sites
from service.web.settings import Settings

EXAMPLE = "example"  # the site that `make run` shows, at whatever port it is told
NOBODY = "frame-ancestors 'none'"


def site(fixed: Fixed, mode: str, key: str) -> Mapping[str, Any] | None:
    """Returns the published site of that key if it may show the chat in this mode, or None."""
    return open_sites(fixed.data, mode).get(key)


def origins(settings: Settings, key: str, found: Mapping[str, Any]) -> list[str]:
    """Returns the origins whose pages may show the chat of a site."""
    given = list(found["origins"])
    if key == EXAMPLE and settings.example_port:
        here = {"127.0.0.1", "localhost", urlsplit(settings.public_url).hostname}
        given += [f"http://{host}:{settings.example_port}" for host in sorted(filter(None, here))]
    return list(dict.fromkeys(given))


def policy(framers: list[str]) -> str:
    """Returns the policy of the panel: that of every page, but that these origins may frame it."""
    return CONTENT_POLICY.replace(NOBODY, f"frame-ancestors {' '.join(framers)}")


def greeting(fixed: Fixed, key: str) -> dict[str, Any]:
    """Returns what is said first on a site: its own words, then ours with whom to call; elsewhere only ours."""
    ours = reply.text(fixed, "greeting")
    own = fixed.data["sites"].get(key, {}).get("greeting", {}).get("blocks", [])
    blocks = [*own, *ours["blocks"]]
    return {**ours, "text": to_text(blocks), "blocks": blocks}
