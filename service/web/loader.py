"""The loader that websites embed: widget/embed.js with the published words and colours put in, by version."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256, sha384
from html import escape
from pathlib import Path
from typing import Any

from service.web.settings import ROOT

SOURCE = ROOT / "widget" / "embed.js"
GIVEN = "const given = {};"  # the line of the source that the words take the place of
VERSION = re.compile(r"[0-9a-f]{12}")
NEWEST = "v1"
KEPT = "widget"  # the folder of VAR_DIR with every version that was ever served: pages name them for years
WORDS = {
    "open": "widget_open", "close": "widget_close", "title": "widget_title", "no_answer": "no_answer_yet",
    "try_again": "try_again",
}  # fmt: skip
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loader:
    """One version: its bytes, its name (12 hex digits of their hash) and what ``integrity`` says of them."""

    content: bytes
    version: str
    integrity: str


def open_sites(fixed: Mapping[str, Any], mode: str) -> dict[str, dict[str, Any]]:
    """Returns the published sites that may show the chat: in preview, those that allow unchecked words."""
    sites: dict[str, dict[str, Any]] = fixed["sites"]
    return {key: site for key, site in sites.items() if mode == "live" or site["preview"] == "allowed"}


def loader(fixed: Mapping[str, Any], mode: str) -> Loader:
    """Returns the newest loader for the published fixed words."""
    sites = {
        key: {scheme: site["colours"][scheme] for scheme in ("light", "dark")}
        for key, site in open_sites(fixed, mode).items()
    }
    words = {name: fixed["ui"][key] for name, key in WORDS.items()}
    call = [_spoken(block["p"]) for block in fixed["wording"]["who_to_call"]["blocks"] if "p" in block]
    given = json.dumps({"words": words, "sites": sites, "call": call}, separators=(",", ":"))
    source = SOURCE.read_text(encoding="utf-8")
    if source.count(GIVEN) != 1:
        raise ValueError(f"{SOURCE.name} has no place for the words")
    content = source.replace(GIVEN, f"const given = {given};").encode()
    return Loader(
        content, sha256(content).hexdigest()[:12], f"sha384-{b64encode(sha384(content).digest()).decode('ascii')}"
    )


def _spoken(spans: list[Any]) -> list[Any]:
    """Returns words and numbers to dial; of anything else its words."""
    return [
        span if isinstance(span, str) else span["phone"] if "phone" in span else next(iter(span.values()))["label"]
        for span in spans
    ]


def keep(var: Path, made: Loader) -> None:
    """Keeps a version for the pages that name it. A folder that takes nothing is logged and borne."""
    path = var / KEPT / f"{made.version}.js"
    try:
        if path.is_file():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, partial = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(made.content)
        os.replace(partial, path)
    except OSError as error:
        logger.error("version of the loader not kept: %s", type(error).__name__)


def kept(var: Path, version: str) -> bytes | None:
    """Returns a version served before, or None where there is none of that name."""
    if not VERSION.fullmatch(version):
        return None
    try:
        content = (var / KEPT / f"{version}.js").read_bytes()
    except OSError:
        return None
    # A file that is not what its name says would fail the integrity of every page, or worse, pass where there is none.
    return content if sha256(content).hexdigest()[:12] == version else None


def snippet(public_url: str, key: str, words: str, pinned: Loader | None = None) -> str:
    """Returns the lines for a page of the site: the plain link, and the script that takes its place.

    ``pinned``: one version with its integrity, which never changes, in place of the newest.
    """
    version = pinned.version if pinned else NEWEST
    exact = f' integrity="{pinned.integrity}" crossorigin="anonymous"' if pinned else ""
    return (
        f'<a href="{escape(public_url)}/" data-obe-cel-questions>{escape(words)}</a>\n'
        f'<script src="{escape(public_url)}/widget/{version}/embed.js" data-site="{key}"{exact} async></script>'
    )


def policy_lines(public_url: str) -> list[str]:
    """Returns what a page with a strict Content-Security-Policy adds to it.

    Browsers ask the page around whether a frame may go to a telephone number, so the three schemes stand there too.
    """
    return [f"script-src {public_url}", f"frame-src {public_url} tel: sms: mailto:"]
