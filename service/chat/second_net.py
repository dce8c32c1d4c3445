"""The trained net of danger, kept working while a new one is trained; the rules do without it until there is one."""

from __future__ import annotations

import logging
from hashlib import sha256
from pathlib import Path
from threading import Lock

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
        self._reading = Lock()
        # Danger and verdicts mostly ask about the same words: what was heard last and by which net, by the words' hash.
        self._last: tuple[Net, bytes, Heard] | None = None
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
        net, last = self._net, self._last
        if net is None:
            return NOTHING_HEARD
        key = sha256(text.encode(errors="surrogatepass")).digest()
        if last and last[0] is net and last[1] == key:
            return last[2]
        try:
            heard = net.hear(text)
        except BaseException as error:  # what the rules found must stand; a fault in Rust code is no Exception
            if isinstance(error, SystemExit | KeyboardInterrupt):
                raise
            logger.error("the net of danger failed: %s", type(error).__name__)
            return NOTHING_HEARD
        self._last = net, key, heard
        return heard

    def _read(self) -> None:
        # One reads; who comes meanwhile goes on with the net there is.
        if not self._reading.acquire(blocking=False):
            return
        try:
            now = self._path.stat()
            of = (now.st_ino, now.st_size, now.st_mtime_ns)
            if of != self._of:
                self._of = of
                self._net = Net.load(self._path)
        except OSError:
            pass
        except NetBroken as fault:
            logger.error("the trained net of danger does not work, the last good one stays in force: %s", fault)
        finally:
            self._reading.release()
