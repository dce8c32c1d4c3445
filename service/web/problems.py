"""Errors as ``application/problem+json``: one plain sentence for the reader, never an internal."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse


class Problem(Exception):
    """A request that gets an error; ``replies`` say who to call where a message was refused."""

    def __init__(
        self, status: int, detail: str, replies: list[Any] | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.replies, self.headers = status, detail, replies, headers

    def response(self) -> JSONResponse:
        """Returns the answer the client gets."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.replies is not None:
            body["replies"] = self.replies
        return JSONResponse(body, self.status, self.headers, media_type="application/problem+json")
