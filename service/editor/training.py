"""Training the bot again, beside the one that answers; the new model is served only if it did nothing worse.

The work is done by ``python -m bot.retrain`` in its own process. What stands in the folders is true through a stop at
any moment: a model is served only if it is recorded whole, and the record is replaced in one step.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from service.bot.client import BotDown
from service.bot.office import BotOffice
from service.web.settings import BOT_PYTHON, ROOT, Settings

RECORD, PREVIOUS, REFUSED, RESULT = (
    "model.json",
    "previous.json",
    "refused.json",
    "result.json",
)  # as bot.train has them
USUAL_SECONDS = 90.0
PATIENCE = 1800.0  # seconds; what takes longer hangs
STEPS = {"train": 0.05, "measure": 0.8, "compare": 0.95}  # from which share of the time a step goes on
State = Literal["none", "running", "done", "failed"]
logger = logging.getLogger(__name__)


class NotDone(Exception):
    """Something about models that is refused or failed; the text is one sentence. The model in force stays."""


@dataclass(frozen=True)
class Line:
    """One line of the comparison: of ``n`` phrases, ``old`` and ``new`` models had it so. ``low``, ``high``: Wilson's
    95 % interval of the old share, from 0 to 1; ``more``: whether more is better; ``topic``: "" for all.
    """

    name: str
    topic: str
    n: int
    old: int
    new: int
    low: float
    high: float
    more: bool
    worse: bool


@dataclass(frozen=True)
class Result:
    """A trained model beside the one it was compared with. ``seconds``: that it took; ``phrases``: that it learnt."""

    file: str
    of: str
    lines: list[Line]
    worse: bool
    seconds: float
    phrases: int


@dataclass
class Training:
    """The training of one service: at most one at a time."""

    settings: Settings
    bot: BotOffice
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _process: subprocess.Popen[str] | None = None
    _began: float = 0.0
    _step: str = "train"
    _error: str = ""

    @property
    def model(self) -> Path:
        """The folder of the model in force."""
        return self.settings.var_dir / "model"

    @property
    def made(self) -> Path:
        """The folder of the model that was trained last."""
        return self.settings.var_dir / "retrained"

    def state(self) -> State:
        """Returns whether a training is under way, ended with a result, or failed."""
        with self._lock:
            if self._process is not None:
                return "running"
            if self._error:
                return "failed"
        return "done" if self.result() else "none"

    @property
    def error(self) -> str:
        """Why the last training failed, in one sentence; "" where it did not."""
        return self._error

    @property
    def step(self) -> str:
        """What a training under way is doing: train, measure or compare."""
        return self._step

    def progress(self) -> tuple[int, int]:
        """Returns how far a training under way is, in per cent, and the seconds since it began."""
        seconds, last = time.monotonic() - self._began, self._usual()
        steps = list(STEPS)
        end = next((STEPS[after] for after in steps[steps.index(self._step) + 1 :]), 0.99)
        return int(100 * max(STEPS[self._step], min(end, seconds / last))), int(seconds)

    def result(self) -> Result | None:
        """Returns what came of the last training, or None."""
        said = _json(self.made / RESULT)
        try:
            lines = [Line(**line) for line in said["lines"]]
            return Result(said["file"], said["of"], lines, said["worse"], said["seconds"], said["phrases"])
        except (KeyError, TypeError):
            return None

    def in_force(self) -> str:
        """Returns the name of the recorded model, "" where there is none."""
        return str(_json(self.model / RECORD).get("file", ""))

    def may_switch(self) -> bool:
        """Returns whether the trained model can be taken into service now."""
        result = self.result()
        return bool(result and not result.worse and result.of == self.in_force() and self.state() == "done")

    def may_go_back(self) -> bool:
        """Returns whether the model before this one is still there."""
        file = _json(self.model / PREVIOUS).get("file")
        return bool(file) and (self.model / str(file)).is_file() and self.state() != "running"

    def start(self, phrases: Path) -> None:
        """Begins to train on the phrases of a folder. Raises ``NotDone``."""
        if urlsplit(self.settings.bot_url).hostname not in ("127.0.0.1", "localhost"):
            raise NotDone("The bot runs on another machine, so it cannot be trained from here. Ask whoever runs it.")
        with self._lock:
            if self._process is not None:
                raise NotDone("A training is under way already. Wait until it has ended.")
            self._process = self._begin(self._command(phrases))
            self._began, self._step, self._error = time.monotonic(), "train", ""
            threading.Thread(target=self._follow, args=(self._process,), daemon=True).start()

    def switch(self) -> None:
        """Takes the trained model into service; whoever is talking goes on. Raises ``NotDone``."""
        result = self.result()
        if result is None or not self.may_switch():
            raise NotDone("There is no new model that may be switched on. Train again, and look at the table.")
        record = _json(self.made / RECORD)
        if record.get("file") != result.file:
            raise NotDone("The new model is not the one that was compared. Train again.")
        # The net of danger is the service's own and stays as it is, so the record goes on naming the same one.
        self._serve({**record, "net": _json(self.model / RECORD).get("net")}, self.made / result.file)

    def go_back(self) -> None:
        """Takes the model before into service again. Raises ``NotDone``."""
        if not self.may_go_back():
            raise NotDone("The model before this one is not there any more. Train again instead.")
        left = _json(self.model / RECORD)
        self._serve(_json(self.model / PREVIOUS), None)
        # Or the next start would train the phrases that were left behind, and serve them again.
        _put(self.model / REFUSED, {"inputs": left.get("inputs", "")})

    def _serve(self, record: dict[str, Any], archive: Path | None) -> None:
        before = _json(self.model / RECORD)
        try:
            if archive:
                partial = self.model / f"{archive.name}.partial"
                shutil.copyfile(archive, partial)
                os.replace(partial, self.model / archive.name)
            _put(self.model / PREVIOUS, before)
            _put(self.model / RECORD, record)
        except OSError as error:
            raise NotDone(f"The model could not be written: {error.strerror}.") from None
        try:
            self.bot.take_up()
        except BotDown:
            _put(self.model / RECORD, before)
            raise NotDone("The bot did not take the model up. The one before goes on. Try again.") from None

    def _usual(self) -> float:
        result = self.result()
        return result.seconds if result and result.seconds > 1 else USUAL_SECONDS

    def _command(self, phrases: Path) -> Sequence[str]:
        # Nobody who asks something waits for a training: it gets what is left of the processor.
        command = ["nice", "-n", "10", str(BOT_PYTHON), "-m", "bot.retrain", "--model", str(self.model)]
        return [*command, "--out", str(self.made), "--phrases", str(phrases)]

    def _begin(self, command: Sequence[str]) -> subprocess.Popen[str]:
        log = self.settings.var_dir / "logs" / "retrain.log"
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("a") as errors:
                return subprocess.Popen(
                    command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True,
                    env={**os.environ, "CONTENT_DIR": str(self.settings.content_dir)},
                )  # fmt: skip
        except OSError as error:
            raise NotDone(f"The training did not start: {error.strerror}.") from None

    def _follow(self, process: subprocess.Popen[str]) -> None:
        """Reads what the training says until it ends; it ends itself when nobody reads any more."""
        late = threading.Timer(PATIENCE, process.kill)
        late.daemon = True
        late.start()
        ended, error = False, ""
        for line in process.stdout or ():
            said = _said(line)
            ended = ended or "result" in said
            error = str(said.get("error", error))
            self._step = said["step"] if said.get("step") in STEPS else self._step
        process.wait()
        late.cancel()
        with self._lock:
            self._process = None
            self._error = "" if ended else error or "The training ended before its time. The model in force stays."
        if not ended:
            logger.error("the training failed with exit code %s", process.returncode)


def _said(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _json(path: Path) -> dict[str, Any]:
    try:
        return _said(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}


def _put(path: Path, data: dict[str, Any]) -> None:
    """Replaces a file in one step. Raises ``OSError``."""
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.write(json.dumps(data, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
