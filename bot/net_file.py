"""The file of the net of danger: all that the service needs of it, as plain named arrays."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any, Dict, List, Sequence

import numpy as np

from bot.net import HEADS, ROOT, THRESHOLDS, Net, Row, reader, rows
from bot.net_features import DENIALS, LONGEST, LONGEST_WORD, PAIR, REACH, TURNS, WEIGHT, WINDOW, words
from bot.net_reads import FLOORS, MOST, Reader
from bot.net_weights import LONGEST as PIECES
from bot.net_weights import tokenizer_json

FILE = "net.npz"
CHECKS = 12  # texts whose scores the service must find again
ODD = "It's NOT fever but he CAN'T bréathe!! Ｈｅｌｐ… 38,4 " + "aaah" * 20 + "ab" * 40 + "\nso so so so so hot"
FORMAT = 3
FAVOUR = (1.0, 0.5, 0.0)  # added to each level's score where a card is due: in doubt the higher one
INPUTS = (
    "bot/net*.py", "bot/net.json", "bot/packaged.py", "bot/yaml_files.py", "bot/requirements.txt", "data/nlu/*.yml",
    "data/safety/*.yml",
)  # fmt: skip


def digest() -> str:
    """Returns the SHA-256 over everything the net is made of: code, thresholds, packages, messages."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in INPUTS for path in ROOT.glob(pattern)):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def is_current(path: Path) -> bool:
    """Returns whether the file is there, whole, and made of today's code and messages."""
    try:
        with zipfile.ZipFile(path) as parts:
            whole = parts.testzip() is None
        with np.load(path, allow_pickle=False) as data:
            return whole and str(data["made_of"]) == digest()
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False


def write(folder: Path) -> None:
    """Trains the net and writes its file into the folder: about three minutes on two cores."""
    made_of, found = digest(), rows()
    net = Net.fit(found)
    named = arrays(net, reader(found, net), kept(), checks(found))
    np.savez_compressed(folder / FILE, made_of=made_of, **named)


def kept() -> Dict[str, List[float]]:
    """Returns the thresholds a head: "words" of the words alone, "read" of the two together."""
    chosen = json.loads(THRESHOLDS.read_text())
    return {name: [float(chosen[name]["thresholds"][head]) for head in HEADS] for name in ("words", "read")}


def arrays(net: Net, own: Reader, limits: Dict[str, List[float]], texts: Sequence[str]) -> Dict[str, Any]:
    """Returns all that the service needs, as plain named arrays; texts as bytes."""
    named: Dict[str, Any] = {
        "format": FORMAT, "heads": np.array(HEADS), "bias": net.bias.astype(np.float64),
        "thresholds": np.array(limits["words"]), "read_thresholds": np.array(limits["read"]),
        "favour": np.array(FAVOUR), "shape": np.array([WINDOW, LONGEST, PAIR, LONGEST_WORD, REACH]),
        "denials": _bytes("\n".join(sorted(DENIALS))), "turns": _bytes("\n".join(sorted(TURNS))),
        "floors": np.array([FLOORS[head] for head in ("danger", "advice")]), "most": MOST, "pieces": PIECES,
        "encoder": np.frombuffer(own.model, dtype=np.uint8), "tokenizer": _bytes(tokenizer_json().decode()),
        "plain": _bytes("\n".join(own.usual)), "usual": _bytes("\n".join(own.usual.values())),
        "check_texts": _bytes("\0".join(texts)), "check_scores": net.scores(texts),
        "check_read": own.scores([words(text) for text in texts]),
    }  # fmt: skip
    start = 0
    for kind, terms in net.features.terms().items():
        own = net.columns[start : start + len(terms)]
        start += len(terms)
        named[f"{kind}_terms"], named[f"{kind}_columns"] = _bytes("\n".join(terms)), own.astype(np.float16)
        named[f"{kind}_idf"], named[f"{kind}_weight"] = net.features.idf[kind].astype(np.float32), WEIGHT[kind]
    return named


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def checks(found: Sequence[Row]) -> List[str]:
    """Returns a few texts of every kind, long ones and odd ones among them."""
    by_length = sorted(found, key=lambda row: (len(row.text), row.text))
    step = len(by_length) // CHECKS
    return [*(row.text for row in by_length[step // 2 :: step]), ODD]
