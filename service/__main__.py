"""Serves the application: ``python -m service``. One sentence and a non-zero exit when it cannot start."""

from __future__ import annotations

import sys

import uvicorn

from service.chat.app import create
from service.editor.app import attach
from service.library.find import NotPublished
from service.records.conversations import RecordsDown
from service.web import logs
from service.web.settings import Settings, SettingsBroken


def main() -> int:
    """Serves until stopped. Returns 1 when a part is missing or a setting is wrong."""
    logs.begin()
    try:
        settings = Settings.read()
        app = create(settings)
        attach(app, settings)
    except (SettingsBroken, NotPublished, RecordsDown, ValueError) as error:
        print(f"The service did not start: {error}", file=sys.stderr)
        return 1
    # No access log: its lines would hold what people search for. Header names and versions are nobody's business.
    # h11 and not the quicker httptools, which takes headers without end into memory.
    uvicorn.run(
        app, host=settings.host, port=settings.port, access_log=False, log_config=None, log_level="warning",
        server_header=False, proxy_headers=False, http="h11", h11_max_incomplete_event_size=16 * 1024,
        timeout_graceful_shutdown=3,
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
