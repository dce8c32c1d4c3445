"""Trains one Rasa pipeline on ``data/nlu``, or asks it texts, in a process of its own; says at what cost."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from bot.train import ROOT, quiet

RANKED = 10
WARM_UP = 20  # messages parsed before the clock starts


def trained(config: Path, out: Path, epochs: int, every: int) -> dict[str, Any]:
    """Writes the trained pipeline to ``out``. Returns its ``wall_s`` and ``cpu_s``: on a shared machine only the
    second compares.

    ``epochs`` above 0 shortens the training of every component that has epochs. ``every``: 3 takes each third phrase.
    """
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as folder:
        os.environ["RASA_CACHE_DIRECTORY"] = folder  # or what was trained before would be taken, and cost nothing
        own, phrases = shortened(config, Path(folder), epochs), thinned(Path(folder), every)
        wall, cpu = time.monotonic(), time.process_time()
        made = train_nlu(str(own), str(phrases), folder)
        spent = {"wall_s": time.monotonic() - wall, "cpu_s": time.process_time() - cpu}
        if made is None:
            raise RuntimeError("Rasa made no model")
        shutil.copyfile(made, out)
    return spent


def parsed(model: Path, texts: list[str]) -> dict[str, Any]:
    """Returns for each text the intent and ranking of the model, and the cost of a message in seconds."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    loop = asyncio.new_event_loop()
    for text in texts[:WARM_UP]:
        loop.run_until_complete(agent.parse_message(text))
    wall, cpu = time.monotonic(), time.process_time()
    found = [loop.run_until_complete(agent.parse_message(text)) for text in texts]
    spent = {"wall_s": time.monotonic() - wall, "cpu_s": time.process_time() - cpu}
    return {
        "message": {key: value / len(texts) for key, value in spent.items()},
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "parsed": [{"intent": p["intent"]["name"], "ranking": ranking(p)} for p in found],
    }


def ranking(parsed: dict[str, Any]) -> list[list[Any]]:
    """Returns the best intents with their confidence, without the fallback that a threshold put first."""
    found = [[i["name"], i["confidence"]] for i in parsed["intent_ranking"] if i["name"] != "nlu_fallback"]
    return found[:RANKED]


def shortened(config: Path, folder: Path, epochs: int) -> Path:
    """Returns the configuration, or a copy with fewer epochs."""
    if not epochs:
        return config
    lines = config.read_text().splitlines()
    copy = folder / "config.yml"
    copy.write_text("\n".join(f"    epochs: {epochs}" if "epochs:" in line else line for line in lines))
    return copy


def thinned(folder: Path, every: int) -> Path:
    """Returns the folder of the phrases, or a copy with each ``every``-th phrase of each intent."""
    whole = ROOT / "data/nlu"
    if every == 1:
        return whole
    copy = folder / "nlu"
    copy.mkdir()
    for path in whole.glob("*.yml"):
        data = yaml.safe_load(path.read_text())
        for block in data["nlu"]:
            block["examples"] = "".join(f"{line}\n" for line in block["examples"].splitlines()[::every])
        (copy / path.name).write_text(yaml.safe_dump(data, allow_unicode=True))
    return copy


def main(arguments: list[str]) -> int:
    """Trains (``train CONFIG MODEL EPOCHS EVERY``) or parses (``parse MODEL TEXTS``); the last argument is the file
    for what was found.
    """
    *what, out = arguments
    quiet()
    asyncio.set_event_loop(asyncio.new_event_loop())
    if what[0] == "train":
        found = trained(Path(what[1]).resolve(), Path(what[2]), int(what[3]), int(what[4]))
    else:
        found = parsed(Path(what[1]), json.loads(Path(what[2]).read_text()))
    Path(out).write_text(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
