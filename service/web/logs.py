"""The log: one JSON object a line, on stderr, with no word of what people type.

Our own messages are written to hold none. What others write (libraries, Python itself) can hold values, and the text of
an exception often does, so of those only the place, the level and the type are kept.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

# Loggers whose messages are kept: ours, and the server's, which speaks of connections and never of what they carry.
TRUSTED = frozenset({"service", "uvicorn"})
LONGEST = 500  # characters of a message
MOST_PLACES = 8  # of an error's way through the code
logger = logging.getLogger(__name__)

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class OneLine(logging.Formatter):
    """Writes an event as one line of ASCII: no line break and no escape code in it can look like another line."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the event as JSON: at (UTC), level, logger, event or place, and the error with its way."""
        trusted = record.name.partition(".")[0] in TRUSTED
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **({"event": _message(record)} if trusted else {"place": f"{record.module}:{record.lineno}"}),
            **_error(record.exc_info or (None, None, None)),
        }
        # ASCII alone leaves one character that a terminal obeys, and JSON does not escape: delete.
        return json.dumps(event, ensure_ascii=True).replace("\x7f", "\\u007f")


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage().strip()[:LONGEST]
    except Exception as error:  # noqa: BLE001 (a message that does not fit its values must not stop what it tells of)
        return f"a message that could not be written ({type(error).__name__})"


def _error(raised: Raised) -> dict[str, object]:
    """Returns the type of an error and the places it came through, newest last; never its text."""
    if raised[1] is None:
        return {}
    frames = traceback.extract_tb(raised[2])[-MOST_PLACES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(raised[1]).__name__, "places": places}


def begin(level: int = logging.WARNING) -> None:
    """Sends every event of this process through ``OneLine`` to stderr: warnings and what nobody caught too."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # or a line that cannot be written would be shown with all its values
    logging.captureWarnings(True)
    sys.excepthook = lambda *raised: logger.critical("the process ends", exc_info=raised)
    sys.unraisablehook = lambda raised: _uncaught("an error that could not be raised", raised.exc_value)
    threading.excepthook = lambda raised: _uncaught("a thread ended", raised.exc_value)


def _uncaught(event: str, error: BaseException | None) -> None:
    logger.error(event, exc_info=error)
