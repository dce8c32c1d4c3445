"""The bot's log, in the form of the service's: one JSON object a line, on stderr, with no word of what people type.

Messages are kept of our own loggers only. What others write can hold what was typed, and so can an exception
itself: of those only the place, the level and the type are kept. The two environments share no code, so this
stands here a second time (service/web/logs.py).
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict

OURS = frozenset({"bot", "actions"})
LONGEST = 500  # characters of a message
MOST_PLACES = 8  # of an error's way through the code


class OneLine(logging.Formatter):
    """Writes an event as one line of ASCII: no line break and no escape code in it can look like another line."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the event as JSON: at (UTC), level, logger, event or place, and the error with its way."""
        event: Dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in OURS:
            event["event"] = record.getMessage().strip()[:LONGEST]
        else:
            event["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-MOST_PLACES:]
            places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
            event.update(error=type(record.exc_info[1]).__name__, places=places)
        return json.dumps(event, ensure_ascii=True).replace("\x7f", "\\u007f")


def begin() -> None:
    """Sends every warning and error of this process through ``OneLine`` to stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.raiseExceptions = False  # or a line that cannot be written would be shown with all its values
