"""How every page is made from its template: strict about unknown names, all values escaped, blocks.html at hand."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.web.checked import short

SHARED = Path(__file__).parent / "templates"


def environment(folder: Path) -> Environment:
    """Returns the templates of a room, with those that all rooms share (``blocks.html``)."""
    made = Environment(
        loader=FileSystemLoader([folder, SHARED]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["short"] = short
    return made
