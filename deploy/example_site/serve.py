"""Serves the made-up page, as strict as a host can be: ``python -m deploy.example_site.serve HOST PORT SERVICE``."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from service.web.loader import policy_lines, snippet

HERE = Path(__file__).parent
KEY = "example"
PLACE = "<!-- chat -->"
LINK = "Questions about obe-cel"


def policy(service: str) -> str:
    """Returns a strict policy with the two lines that ``python -m service.web site`` says to add."""
    own = ["default-src 'none'", "style-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]
    return "; ".join([*own, "require-trusted-types-for 'script'", "trusted-types 'none'", *policy_lines(service)])


def page(service: str) -> str:
    """Returns the page with the snippet of the chat at that address."""
    return (HERE / "index.html").read_text(encoding="utf-8").replace(PLACE, snippet(service, KEY, LINK))


def server(host: str, port: int, service: str) -> ThreadingHTTPServer:
    """Returns the server, listening. Raises ``OSError`` where the port is taken."""
    files = {"/": ("text/html", page(service)), "/page.css": ("text/css", (HERE / "page.css").read_text("utf-8"))}

    class Site(BaseHTTPRequestHandler):
        """Two files, and nothing of the disk."""

        def do_GET(self) -> None:
            """Answers with the page or its stylesheet."""
            kind, words = files.get(self.path.partition("?")[0], ("text/plain", ""))
            self.send_response(200 if words else 404)
            content = words.encode()
            for name, value in (
                ("Content-Type", f"{kind}; charset=utf-8"),
                ("Content-Length", str(len(content))),
                ("Content-Security-Policy", policy(service)),
                ("Cache-Control", "no-store"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Says nothing: a log would hold the addresses of visitors."""

    made = ThreadingHTTPServer((host, port), Site)
    made.daemon_threads = True
    return made


if __name__ == "__main__":
    server(sys.argv[1], int(sys.argv[2]), sys.argv[3]).serve_forever()
