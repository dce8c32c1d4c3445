"""Trains the model when its inputs changed and records its hash: ``python -m bot.train --out var/model``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import io
import json
import logging
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Optional

from tarsafe import TarSafe

from bot import net_file, vectors
from bot.criteria import criteria_count

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
# Vectors this small gain nothing from more threads, and idle ones spin: they took half a core from the service.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

ROOT = Path(__file__).resolve().parent.parent
RECORD = "model.json"
SCRATCH = "training-"  # then the number of the process
REFUSED = "refused.json"  # of inputs whose model did worse than the one in force (bot/retrain.py)
INPUTS = (
    "bot/*.py", "bot/*.yml", "bot/*.json", "bot/domain/*.yml", "bot/requirements.txt", "data/*.yml", "data/nlu/*.yml",
    "data/safety/*.yml", "data/stories/*.yml",
)  # fmt: skip


def inputs_digest() -> str:
    """Returns the SHA-256 over everything the model is made of: code, configuration, phrases, the topic ids and
    the number of criteria.

    The words of a topic or a criterion are not among them: they change without training.
    """
    digest = hashlib.sha256()
    for path in sorted(path for pattern in INPUTS for path in ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    content = Path(os.environ.get("CONTENT_DIR") or ROOT / "content")
    digest.update("\n".join(sorted(path.stem for path in content.glob("topics/*/*.md"))).encode())
    digest.update(f"\0{criteria_count(content)}".encode())
    return digest.hexdigest()


def sha256(path: Path) -> str:
    """Returns the SHA-256 of a file, as 64 hex digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recorded(folder: Path) -> Dict[str, str]:
    """Returns the record of the model in the folder (``file``, ``sha256``, ``net``, ``inputs``), {} without one."""
    try:
        record = json.loads((folder / RECORD).read_text())
    except (OSError, ValueError):
        return {}
    whole = isinstance(record, dict) and all(isinstance(record.get(key), str) for key in ("file", "sha256", "inputs"))
    return record if whole else {}


def is_current(folder: Path) -> bool:
    """Returns whether the folder holds a whole model made of today's inputs."""
    record = recorded(folder)
    file = folder / record.get("file", "")
    whole = file.is_file() and sha256(file) == record.get("sha256")
    return whole and _net_is_whole(folder, record) and record.get("inputs") == inputs_digest()


def _net_is_whole(folder: Path, record: Dict[str, str]) -> bool:
    file = folder / net_file.FILE
    return file.is_file() and sha256(file) == record.get("net")


def quiet() -> None:
    """Leaves only errors of Rasa's and what it imports in the logs: its debug lines hold what people typed."""
    # Old packages on a newer Python warn about each other at import; some put the filters back, so theirs go to a log.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    os.environ.update(SQLALCHEMY_SILENCE_UBER_WARNING="1", LOG_LEVEL="ERROR")
    from rasa.utils.log_utils import configure_structlog

    logging.basicConfig(level=logging.WARNING)
    configure_structlog(logging.ERROR)


def is_refused(folder: Path) -> bool:
    """Returns whether today's inputs were trained once and refused, so that the whole model in the folder stays."""
    try:
        refused = json.loads((folder / REFUSED).read_text())["inputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    record = recorded(folder)
    file = folder / record.get("file", "")
    return refused == inputs_digest() and file.is_file() and sha256(file) == record.get("sha256")


def pack_quickly() -> None:
    """Has Rasa pack its models at gzip's usual level: its own choice takes 23 s instead of 4 and saves 1 % of 34 MB."""
    from rasa.engine.storage import local_model_storage

    class QuickTar(TarSafe):
        @classmethod
        def gzopen(cls, name: Any, mode: Any = "r", fileobj: Any = None, compresslevel: int = 6, **more: Any) -> Any:
            return super().gzopen(name, mode, fileobj, compresslevel, **more)

    local_model_storage.TarSafe = QuickTar


def _sweep(folder: Path) -> None:
    """Removes what trainings left that were killed: a hundred megabytes each."""
    for left in folder.glob(f"{SCRATCH}*-*"):
        process = left.name.split("-")[1]
        if process.isdigit() and not Path(f"/proc/{process}").exists():
            shutil.rmtree(left, ignore_errors=True)


def _net_into(scratch: Path, folder: Path, net_of: Optional[Path], anew: bool) -> None:
    """Puts the net of ``net_of``, or the folder's own if it is current and not wanted anew, or a new one, there."""
    if not net_of and not anew and net_file.is_current(folder / net_file.FILE):
        net_of = folder
    if net_of:
        shutil.copy(net_of / net_file.FILE, scratch)
    else:
        net_file.write(scratch)


def train(
    folder: Path, phrases: Optional[Path] = None, net_of: Optional[Path] = None, anew: bool = False
) -> Dict[str, str]:
    """Trains, stores net and model, then the record; an older model stays until the new one is whole.

    ``phrases``: the folder of the bot's phrases, None for data/nlu; ``net_of``: a folder whose net is taken as it is;
    ``anew``: train the net even if the folder's own is current.
    Raises ``RuntimeError`` when Rasa gives no model, ``OSError`` where there is no such net.
    """
    from rasa.model_training import train as rasa_train

    pack_quickly()
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    # Phrases may change while it trains: the record is of those it began with.
    own = ROOT / "data/nlu"
    phrases = phrases or own
    inputs = inputs_digest() if phrases.resolve() == own.resolve() else "of other phrases than data/nlu"
    _sweep(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=f"{SCRATCH}{os.getpid()}-") as scratch:
        os.environ["RASA_CACHE_DIRECTORY"] = scratch
        os.environ[vectors.PLACE] = str((net_of or folder).absolute() / vectors.FILE)
        data = [str(phrases), str(ROOT / "data/stories")]
        _net_into(Path(scratch), folder, net_of, anew)
        # Rasa announces where the model lies before it is moved to its place.
        with contextlib.redirect_stdout(io.StringIO()) as said:
            made = rasa_train(
                str(ROOT / "bot/domain"), str(ROOT / "bot/config.yml"), data, scratch, force_training=True
            )
        if not made.model:
            raise RuntimeError(f"Rasa trained no model. {said.getvalue().strip()[-300:]}".strip())
        digest = sha256(Path(made.model))
        file = folder / f"{digest[:16]}.tar.gz"
        os.replace(made.model, file)
        os.replace(Path(scratch) / net_file.FILE, folder / net_file.FILE)
    record = {
        "file": file.name,
        "sha256": digest,
        "net": sha256(folder / net_file.FILE),
        "inputs": inputs,
        "seconds": f"{time.monotonic() - began:.1f}",
    }
    partial = folder / f"{RECORD}.partial"
    partial.write_text(json.dumps(record, indent=1) + "\n")
    os.replace(partial, folder / RECORD)
    for old in folder.glob("*.tar.gz"):
        if old.name != file.name:
            old.unlink()
    return record


def main(arguments: List[str]) -> int:
    """Trains if needed (``--force``: always). Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.train", description="Train the model if its inputs changed.")
    parser.add_argument("--out", type=Path, default=Path(os.environ.get("VAR_DIR") or ROOT / "var") / "model")
    parser.add_argument("--force", action="store_true", help="train all of it, even if nothing changed")
    options = parser.parse_args(arguments)
    if not options.force and is_current(options.out):
        print("The model is current.")
        return 0
    if not options.force and is_refused(options.out):
        print("These phrases did worse than those before, so the model stays. Mend them, or train with --force.")
        return 0
    print("Training the model on the phrases of data/nlu and data/safety, about five minutes.", flush=True)
    quiet()
    os.chdir(ROOT)
    asyncio.set_event_loop(asyncio.new_event_loop())
    try:
        record = train(options.out, anew=options.force)
    except Exception as error:  # noqa: BLE001 - the reader is an operator: one sentence, non-zero
        print(f"The model could not be trained: {error}", file=sys.stderr)
        return 1
    print(f"Trained {record['file']} in {record['seconds']} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
