"""Trains a model beside the one in force and compares both: ``python -m bot.retrain --model var/model --out var/new``.

Nothing of the model in force is changed: whoever started this decides by the table. Each line printed is JSON: the step
it is at, and in the end the result, which also stands in ``result.json`` of the output folder.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Dict, List

RESULT = "result.json"
# Telemetry is off, and numbers are crunched on one thread, before anything of Rasa's or numpy's is imported.
from bot.train import RECORD, REFUSED, ROOT, quiet, recorded, train  # noqa: E402


class NothingInForce(RuntimeError):
    """There is no whole model to compare with."""


def tell(**said: Any) -> None:
    """Prints one line of JSON."""
    print(json.dumps(said), flush=True)


def retrain(model: Path, out: Path, phrases: Path) -> Dict[str, Any]:
    """Trains on ``phrases`` into ``out``, with the net of the folder ``model``, and returns the comparison with it.

    The result is ``{file, of, lines, worse, seconds, phrases}``. Raises ``NothingInForce``, ``RuntimeError``,
    ``OSError`` or ``ValueError``.
    """
    from bot.compare import Phrase, danger_phrases, decisions, encoder_in, lines, model_in, unlearnt, urgent_topics
    from bot.evaluate import held_out, training_phrases
    from bot.importer import content_folder
    from bot.vectors import FILE, encoded

    began, in_force = time.monotonic(), recorded(model)
    if not in_force or not (model / in_force["file"]).is_file():
        raise NothingInForce("There is no whole model to compare with. A developer must train one.")
    tell(step="train")
    record = train(out, phrases, net_of=model)
    tell(step="measure")
    learnt, _ = training_phrases(phrases)
    held = unlearnt((Phrase(text, wanted) for text, wanted in zip(*held_out(), strict=True)), learnt)
    danger = unlearnt(danger_phrases(), learnt)
    asked = [*held, *danger]
    vectors = encoded(encoder_in(out / record["file"]), [phrase.text for phrase in asked], model / FILE)
    tell(step="compare")
    old, new = (decisions(model_in(f / recorded(f)["file"]), asked, vectors) for f in (model, out))
    table = lines(held, danger, old, new, urgent_topics(content_folder()))
    result = {
        "file": record["file"],
        "of": in_force["file"],
        "inputs": record["inputs"],
        "lines": [line.told() for line in table],
        "worse": any(line.worse for line in table),
        "phrases": len(learnt),
        "seconds": round(time.monotonic() - began, 1),
    }
    _put(out / RESULT, result)
    if result["worse"]:  # so that the next start does not train the same phrases and serve what was refused
        _put(model / REFUSED, {"inputs": record["inputs"]})
    return result


def _put(path: Path, data: Dict[str, Any]) -> None:
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(json.dumps(data, indent=1) + "\n")
    os.replace(partial, path)


def main(arguments: List[str]) -> int:
    """Trains and compares. Returns 0 also where the new model is worse; 1, with one sentence, where there is none."""
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    parser = argparse.ArgumentParser(prog="python -m bot.retrain", description="Train a model and compare it.")
    parser.add_argument("--model", type=Path, default=var / "model", help="folder of the model in force")
    parser.add_argument("--out", type=Path, default=var / "retrained", help="folder of the new model")
    parser.add_argument("--phrases", type=Path, default=ROOT / "data/nlu")
    options = parser.parse_args(arguments)
    model, out, phrases = (path.absolute() for path in (options.model, options.out, options.phrases))
    quiet()
    os.chdir(ROOT)
    asyncio.set_event_loop(asyncio.new_event_loop())
    out.mkdir(parents=True, exist_ok=True)
    alone = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)  # until this process ends
    except OSError:
        tell(error="Another training is under way. Wait until it has ended.")
        return 1
    for stale in (RESULT, RECORD):  # of an earlier training: never taken for this one's
        (out / stale).unlink(missing_ok=True)
    try:
        tell(result=retrain(model, out, phrases))
    except Exception as error:  # noqa: BLE001 - the reader is a person at a page: one sentence
        tell(error=f"The model could not be trained ({type(error).__name__}). The one in force stays.")
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
