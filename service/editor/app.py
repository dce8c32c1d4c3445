"""The editor's part of the service: its pages below ``/editor``, on the same port."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from service.editor import (
    pages_asked,
    pages_audit,
    pages_edit,
    pages_history,
    pages_insight,
    pages_phrases,
    pages_publish,
    pages_retrain,
    pages_review,
    pages_rows,
    pages_signed_in,
    pages_topics,
    pages_try,
    pages_withdraw,
)
from service.editor.house import House
from service.records.conversations import connect
from service.web.settings import Settings

PARTS = (
    pages_signed_in, pages_topics, pages_edit, pages_history, pages_review, pages_publish, pages_withdraw, pages_rows,
    pages_phrases, pages_asked, pages_retrain, pages_try, pages_insight, pages_audit,
)  # fmt: skip
STATIC = Path(__file__).parent / "static"


def attach(app: FastAPI, settings: Settings) -> None:
    """Adds the editor's pages to the application. Raises ``RecordsDown`` where the database does not open."""
    app.state.editor = House(settings, connect(settings.database_url))
    for part in PARTS:
        app.include_router(part.pages.router)
    app.mount("/editor/static", StaticFiles(directory=STATIC), "editor-static")
