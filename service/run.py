"""Everything from one command: train if needed, publish, start, prove, supervise: ``python -m service.run``."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from types import FrameType

from service.library.commands_store import publish_now
from service.library.faults import ContentBroken
from service.library.versions import Refused
from service.records.conversations import RecordsDown
from service.stack import NotStarted, Part, Stack, port_is_free
from service.web.settings import BOT_PYTHON, ROOT, Settings, SettingsBroken

LEAST_DISK = 200 * 1024 * 1024  # bytes for the model, the records and the logs


def prepare(settings: Settings) -> None:
    """Trains the model if its inputs changed, and publishes the content. Raises ``NotStarted``, ``ContentBroken`` …"""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(settings.var_dir).free < LEAST_DISK:
        raise NotStarted(f"The disk of {settings.var_dir} is full. Free 200 MB, or set VAR_DIR to another disk.")
    if not BOT_PYTHON.is_file():
        raise NotStarted(f"{BOT_PYTHON} is missing. Run `make env`.")
    train = [str(BOT_PYTHON), "-m", "bot.train", "--out", str(settings.var_dir / "model")]
    environment = {**os.environ, "CONTENT_DIR": str(settings.content_dir)}
    if subprocess.run(train, cwd=ROOT, env=environment, check=False).returncode:
        raise NotStarted("The model could not be trained; the lines above say why.")
    print(f"Published {len(publish_now(settings).topics)} topics.", flush=True)


def show_example(settings: Settings, stack: Stack) -> str:
    """Starts the made-up charity's page beside the service; returns a sentence that says where, or why not.

    It is there to be looked at, so it never hinders the start.
    """
    host, port = settings.host, settings.example_port
    if not port:
        return "No example website: EXAMPLE_PORT is 0."
    if not port_is_free(host, port):
        return f"No example website: port {port} is taken. Set EXAMPLE_PORT to another one, or to 0 for none."
    serve = [sys.executable, "-m", "deploy.example_site.serve", host, str(port), settings.public_url]
    part = Part("example website", serve, settings.var_dir / "logs" / "example.log")
    stack.parts.append(part)
    part.start(stack.environment)
    return f"Example website with the chat on it: http://{host}:{port}"


def main() -> int:
    """Runs until Ctrl-C. Returns 1 with one sentence when something hinders the start."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        settings = Settings.read()
        prepare(settings)
        print("Starting the bot and the service.", flush=True)
        with Stack(settings) as stack:
            seconds = stack.wait_until_ready(lambda said: print(said, flush=True))
            print(f"Ready after {seconds:.0f} s: http://{settings.host}:{settings.port}", flush=True)
            print(show_example(settings, stack), flush=True)
            print("Press Ctrl-C to stop.", flush=True)
            while True:
                time.sleep(0.5)
                for name in stack.mend():
                    print(f"The {name} had ended and was started again.", flush=True)
    except KeyboardInterrupt:
        print("Stopped.", flush=True)
        return 0
    except (SettingsBroken, NotStarted, Refused, RecordsDown) as error:
        print(error, file=sys.stderr)
    except ContentBroken as broken:
        print(
            f"{broken}\nThe content has faults, so nothing was published. Mend them and start again.", file=sys.stderr
        )
    return 1


def _as_interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
