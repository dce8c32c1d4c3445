"""How many steps the walk through the criteria has, counted in the content; no Rasa."""

from __future__ import annotations

from pathlib import Path

from bot.yaml_files import read


def criteria_count(content: Path) -> int:
    """Returns the number of steps in ``eligibility.yml`` of the content folder, 0 without that file.

    Raises ``ValueError`` for a file that holds no steps: a walk must not begin that cannot end.
    """
    path = content / "eligibility.yml"
    if not path.is_file():
        return 0
    written = read(path)
    steps = written.get("steps") if isinstance(written, dict) else None
    if not isinstance(steps, list) or not steps:
        raise ValueError(f"{path} holds no steps. Run `make check`.")
    return len(steps)
