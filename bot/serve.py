"""Serves the recorded model on loopback: ``python -m bot.serve --model var/model --port 5005``. No model, no start."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import List

from bot import logs

# Telemetry is off, and numbers are crunched on one thread, before anything of Rasa's or numpy's is imported.
from bot.train import ROOT, quiet, recorded, sha256

LOOPBACK = "127.0.0.1"


class NoModel(RuntimeError):
    """The recorded model is missing, changed or cannot be loaded."""


def checked_model(folder: Path) -> Path:
    """Returns the model file if it has the recorded hash. Raises ``NoModel``.

    Rasa itself would load the newest file for a wrong name and start without any for an empty folder.
    """
    record = recorded(folder)
    if not record:
        raise NoModel(f"{folder} holds no recorded model. Run `make train`.")
    file = folder / record["file"]
    if not file.is_file():
        raise NoModel(f"{file} is missing. Run `make train`.")
    found = sha256(file)
    if found != record["sha256"]:
        raise NoModel(f"{file} has SHA-256 {found}, recorded is {record['sha256']}. Run `make train`.")
    return file


def application(model: Path, trackers: str):  # type: ignore[no-untyped-def] # Sanic is imported late
    """Returns the Sanic application with the model loaded, our channel as its only door, and our tracker store."""
    from rasa.core.agent import Agent
    from rasa.core.run import configure_app, create_http_input_channels

    from bot.actions_endpoint import InProcessActions
    from bot.tracker import BoundedTrackerStore

    store = BoundedTrackerStore(None, path=trackers)
    agent = Agent(tracker_store=store, action_endpoint=InProcessActions())
    try:
        agent.load_model(str(model))
    except Exception as error:  # a damaged archive fails in many ways, and each says only half of what is wrong
        raise NoModel(f"{model} could not be loaded ({error}). Run `make train`.") from error
    if not agent.is_ready():
        raise NoModel(f"{model} could not be loaded. Run `make train`.")
    # Rasa wraps a store so that a failing one is replaced by memory without bound; ours says so and goes on.
    store.domain = agent.domain
    agent.tracker_store = store
    agent.processor.tracker_store = store
    channels = create_http_input_channels(None, str(ROOT / "bot/credentials.yml"))
    app = configure_app(channels, enable_api=False, route="/")
    app.ctx.agent, app.ctx.tracker_store, app.ctx.model = agent, store, model
    return app


def main(arguments: List[str]) -> int:
    """Serves until stopped. Returns 1 with one sentence when the model cannot be loaded."""
    parser = argparse.ArgumentParser(prog="python -m bot.serve", description="Serve the recorded model on loopback.")
    parser.add_argument("--model", type=Path, default=Path(os.environ.get("VAR_DIR") or ROOT / "var") / "model")
    parser.add_argument("--trackers", default=":memory:", help="SQLite file of conversations")
    parser.add_argument("--port", type=int, default=5005)
    options = parser.parse_args(arguments)
    quiet()
    logs.begin()
    try:
        app = application(checked_model(options.model), options.trackers)
    except Exception as error:  # noqa: BLE001 - whatever the fault, it is one sentence and a non-zero exit
        print(f"The bot did not start: {error}", file=sys.stderr)
        return 1
    app.run(host=LOOPBACK, port=options.port, workers=1, access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
