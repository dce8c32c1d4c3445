"""Where the tests find what is published: the two files of the version served."""

from __future__ import annotations

from pathlib import Path

from service.library import versions


def store(var: Path) -> Path:
    """Returns the file of topics that is served now."""
    return _folder(var) / versions.STORE


def fixed(var: Path) -> Path:
    """Returns the file of fixed words that is served now."""
    return _folder(var) / versions.FIXED


def _folder(var: Path) -> Path:
    folder = versions.current(var)
    assert folder is not None, f"nothing is published in {var}"
    return folder
