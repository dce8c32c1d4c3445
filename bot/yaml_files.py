"""YAML files as plain values, read by the parser in C: the one in Python takes seven seconds for all phrases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def read(path: Path) -> Any:
    """Returns what the file holds. Raises ``OSError`` or ``yaml.YAMLError``."""
    return loaded(path.read_text(encoding="utf-8"))


def loaded(text: str) -> Any:
    """Returns what the text holds. Raises ``yaml.YAMLError``."""
    return yaml.load(text, Loader=yaml.CSafeLoader)
