"""Security headers of every answer, and whose origin may call."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not "no-referrer": browsers then send a form's origin as "null", and our own forms would be refused.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# What a route may say for itself, and what says that pages of other origins may frame an answer.
OWN = ("Content-Security-Policy", "Cross-Origin-Resource-Policy")
FRAMED = "frame-ancestors http"
YEAR = 31_536_000
# What Sec-Fetch-Site says of our own pages, of somebody who typed the address, and where there is no such header.
OUR_SITES = ("same-origin", "none", None)


def allowed_origins(public_url: str, port: int) -> frozenset[str]:
    """Returns the origins our own pages can have: the public one, and loopback by both its names."""
    return frozenset({_as_browsers_say(public_url), f"http://127.0.0.1:{port}", f"http://localhost:{port}"})


def _as_browsers_say(address: str) -> str:
    """Returns the origin of an address: in small letters, without the port that goes without saying."""
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port not in (None, usual) else "")


def _on_this_host(address: str) -> str:
    """Returns the path and query of an address: its host would be the one that the request claimed, over plain http."""
    parts = urlsplit(address)
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, ""))


class SecurityHeaders:
    """ASGI middleware: headers on every answer, ``noindex`` in preview, nothing cached unasked."""

    def __init__(self, app: ASGIApp, public_url: str, preview: bool) -> None:
        self._app, self._headers = app, dict(HEADERS)
        if public_url.startswith("https://"):
            self._headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if preview:
            self._headers["X-Robots-Tag"] = "noindex"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers to the answer of an HTTP request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A picture has a policy of its own, stricter than a page's; the panel and its loader are made for
                # other people's pages. Nothing else is a route's to say.
                own = {name: headers[name] for name in OWN if name in headers}
                headers.update(self._headers | own)
                if FRAMED in headers["Content-Security-Policy"]:
                    del headers["X-Frame-Options"]
                # A page and its scripts belong together: after an upgrade a browser asks before it uses an old one.
                static = scope["path"].startswith("/static/")
                headers.setdefault("Cache-Control", "no-cache" if static else "no-store")
                if "Location" in headers:
                    headers["Location"] = _on_this_host(headers["Location"])
            await send(message)

        await self._app(scope, receive, with_headers)


class SameOrigin:
    """ASGI middleware: refuses calls that another site's page makes, by either header that browsers say it with.

    A call with neither header is no page's, or that of an old browser. Only ``Origin`` names who calls, so a call from
    an origin of ours is served from whatever site it says it is: 127.0.0.1 and localhost are two.
    """

    def __init__(self, app: ASGIApp, ours: frozenset[str], refusal: Callable[[bool], Response]) -> None:
        self._app, self._ours, self._refusal = app, ours, refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers with the refusal (told whether a message was refused)."""
        if scope["type"] == "http" and scope["path"].startswith(("/api/", "/chat")):
            headers = Headers(scope=scope)
            origin, site = headers.get("origin"), headers.get("sec-fetch-site")
            theirs = origin not in self._ours if origin is not None else site not in OUR_SITES
            if theirs:
                await self._refusal(scope["path"].endswith(("/messages", "/chat")))(scope, receive, send)
                return
        await self._app(scope, receive, send)
