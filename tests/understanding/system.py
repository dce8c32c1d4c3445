"""Trains one Rasa pipeline on ``data/nlu`` in its own process; says what it makes of each text, at what cost."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bot.train import ROOT, quiet

RANKED = 10
WARM_UP = 20  # messages parsed before the clock starts


def measured(config: Path, texts: list[str], epochs: int) -> dict[str, Any]:
    """Returns training cost, cost a message and, for each text, the intent and ranking of the pipeline.

    Seconds are of the wall clock and of the processor; on a shared machine only the second compares. ``epochs`` above 0
    shortens the training of every component that has epochs, to try the bench itself.
    """
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as folder:
        os.environ["RASA_CACHE_DIRECTORY"] = folder  # or what was trained before would be taken, and cost nothing
        wall, cpu = time.monotonic(), time.process_time()
        made = train_nlu(str(shortened(config, Path(folder), epochs)), str(ROOT / "data/nlu"), folder)
        train = {"wall_s": time.monotonic() - wall, "cpu_s": time.process_time() - cpu}
        agent = Agent.load(made)
        loop = asyncio.new_event_loop()
        for text in texts[:WARM_UP]:
            loop.run_until_complete(agent.parse_message(text))
        wall, cpu = time.monotonic(), time.process_time()
        parsed = [loop.run_until_complete(agent.parse_message(text)) for text in texts]
        spent = {"wall_s": time.monotonic() - wall, "cpu_s": time.process_time() - cpu}
    return {
        "train": train,
        "message": {key: value / len(texts) for key, value in spent.items()},
        # Of a process that also trained: the stock pipeline's training is what makes it large.
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "parsed": [{"intent": p["intent"]["name"], "ranking": ranking(p)} for p in parsed],
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


def main(arguments: list[str]) -> int:
    """Reads a configuration, a file of texts, a file to write, and how many epochs at most (0: as configured)."""
    config, texts, out, epochs = arguments
    quiet()
    asyncio.set_event_loop(asyncio.new_event_loop())
    found = measured(Path(config).resolve(), json.loads(Path(texts).read_text()), int(epochs))
    Path(out).write_text(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
