"""The trained net of danger, kept working while a new one is trained; the rules do without it until there is one."""

from __future__ import annotations

import logging
from hashlib import sha256
from pathlib import Path

from service.safety.net import Heard, Net, NetBroken

logger = logging.getLogger(__name__)
NOTHING_HEARD = Heard(None, 0.0, False)


class TrainedNet:
    """The net that training left, read again when it was trained anew; the last good one otherwise."""

    def __init__(self, path: Path) -> None:
        """Reads the net. Without a whole one the log says so, and nothing is heard."""
        self._path = path
        self._net: Net | None = None
        self._of: tuple[int, ...] | None = None
        # Danger and verdicts ask about the same message: what was heard last, by the hash of its words alone.
        self._last: tuple[bytes, Heard] | None = None
        self._read()
        if not self._net:
            logger.error("there is no trained net of danger (make train); the rules stand alone")

    @property
    def ready(self) -> bool:
        """Returns whether there is a net that works."""
        self._read()
        return self._net is not None

    def hear(self, text: str) -> Heard:
        """Returns what the newest working net hears in any text; nothing without one. Never raises."""
        self._read()
        key, last = sha256(text.encode(errors="surrogatepass")).digest(), self._last
        if last and last[0] == key:
            return last[1]
        try:
            heard = self._net.hear(text) if self._net else NOTHING_HEARD
        except Exception as error:  # noqa: BLE001 - what the rules found must stand, whatever fails in here
            logger.error("the net of danger failed: %s", type(error).__name__)
            return NOTHING_HEARD
        self._last = key, heard
        return heard

    def _read(self) -> None:
        try:
            now = self._path.stat()
        except OSError:
            return
        of = (now.st_ino, now.st_size, now.st_mtime_ns)
        if of == self._of:
            return
        self._of = of
        try:
            self._net, self._last = Net.load(self._path), None
        except NetBroken as fault:
            logger.error("the trained net of danger does not work, the last good one stays in force: %s", fault)
