"""Security headers of every answer, and whose origin may call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

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
YEAR = 31_536_000


def allowed_origins(public_url: str, port: int) -> frozenset[str]:
    """Returns the origins our own pages can have: the public one, and loopback by both its names."""
    return frozenset({public_url, f"http://127.0.0.1:{port}", f"http://localhost:{port}"})


def add_headers(
    public_url: str, preview: bool
) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    """Returns the middleware: headers on every answer, ``noindex`` in preview, nothing cached but static files."""
    extra = dict(HEADERS)
    if public_url.startswith("https://"):
        extra["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    if preview:
        extra["X-Robots-Tag"] = "noindex"

    async def middleware(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers.update(extra)
        if not request.url.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
