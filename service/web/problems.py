"""Errors as ``application/problem+json``: one plain sentence for the reader, never an internal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PROBLEM_JSON = "application/problem+json"
logger = logging.getLogger(__name__)


class Problem(Exception):
    """A request that gets an error; ``replies`` say who to call where a message was refused."""

    def __init__(
        self,
        status: int,
        detail: str,
        replies: list[Any] | None = None,
        headers: dict[str, str] | None = None,
        field: str = "",
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.replies, self.headers, self.field = status, detail, replies, headers, field

    def body(self) -> dict[str, Any]:
        """Returns the error as its JSON object."""
        title = HTTPStatus(self.status).phrase
        body: dict[str, Any] = {"type": "about:blank", "title": title, "status": self.status, "detail": self.detail}
        body |= {"field": self.field} if self.field else {}
        return body if self.replies is None else {**body, "replies": self.replies}

    def response(self) -> JSONResponse:
        """Returns the answer the client gets."""
        return JSONResponse(self.body(), self.status, self.headers, media_type=PROBLEM_JSON)


class LastResort:
    """ASGI middleware: answers what nothing else caught. Starlette's own would add no headers and log a traceback."""

    def __init__(self, app: ASGIApp, answer: Callable[[], Response]) -> None:
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; if that fails before an answer began, gives the answer for it."""
        began = scope["type"] != "http"

        async def noting(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            if began:
                raise
            # The type and the route only: a traceback's values, or the address, could hold what a person typed.
            route = getattr(scope.get("route"), "path", "an unknown address")
            logger.error("unexpected %s at %s", type(error).__name__, route)
            await self._answer()(scope, receive, send)
