"""The editor's part of the service: its pages below ``/editor``, on the same port."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from service.editor import (
    pages_asked,
    pages_audit,
    pages_edit,
    pages_insight,
    pages_phrases,
    pages_retrain,
    pages_signed_in,
    pages_topics,
    pages_try,
)
from service.editor.house import House
from service.records.conversations import connect
from service.web.settings import Settings

STATIC = Path(__file__).parent / "static"


def attach(app: FastAPI, settings: Settings) -> None:
    """Adds the editor's pages to the application. Raises ``RecordsDown`` where the database does not open."""
    app.state.editor = House(settings, connect(settings.database_url))
    for part in (
        pages_signed_in,
        pages_topics,
        pages_edit,
        pages_phrases,
        pages_asked,
        pages_retrain,
        pages_try,
        pages_insight,
        pages_audit,
    ):
        app.include_router(part.pages.router)
    app.mount("/editor/static", StaticFiles(directory=STATIC), "editor-static")
