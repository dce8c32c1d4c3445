"""Sentence vectors of phrases, kept beside the model: a training that changes ten phrases computes ten vectors."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy as np

PLACE = "PHRASE_VECTORS"  # Rasa gives its components no folder of ours, so the environment names the file
FILE = "vectors.npz"
MOST = 60_000  # phrases, three times as many as there are; the oldest go first


def kept_in() -> Optional[Path]:
    """Returns the file of vectors that this process shall use, None for none."""
    place = os.environ.get(PLACE)
    return Path(place) if place else None


def encoded(encoder: Any, texts: List[str], file: Optional[Path] = None) -> np.ndarray:
    """Returns the encoder's vectors of the texts (n, 384), those that stand in ``file`` from there, and keeps the rest.

    The same text has the same vector by the same encoder (``encoder.name``), so both ways give the same numbers. A file
    that is missing, damaged or of another encoder is written anew.
    """
    if file is None:
        return encoder.encode(texts)
    known = _read(file, encoder.name)
    names = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
    new = {name: text for name, text in zip(names, texts, strict=True) if name not in known}
    if new:
        known.update(zip(new, encoder.encode(list(new.values())), strict=True))
        _write(file, encoder.name, dict(list(known.items())[-MOST:]))
    return np.stack([known[name] for name in names]) if texts else encoder.encode([])


def _read(file: Path, encoder: str) -> Dict[bytes, np.ndarray]:
    try:
        with np.load(file, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder:
                return {}
            return dict(zip((bytes(name) for name in kept["names"]), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write(file: Path, encoder: str, known: Dict[bytes, np.ndarray]) -> None:
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    names = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(-1, 16)
    with partial.open("wb") as out:
        np.savez(out, encoder=np.array(encoder), names=names, vectors=np.stack(list(known.values())))
    os.replace(partial, file)
