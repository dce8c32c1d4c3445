"""Other people's websites for the tests: the example charity's, another charity's, and one that is no site of ours."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from deploy.example_site import serve
from service.stack import free_port
from service.web.loader import snippet

EXAMPLE, OTHER, FOREIGN = free_port(), free_port(), free_port()
PLAIN = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>A page</h1><p>Words.</p></main>{}</body></html>"""


def example(service: str) -> ThreadingHTTPServer:
    """Returns the example charity's page, served as `make run` does."""
    return _running(serve.server("127.0.0.1", EXAMPLE, service))


def plain(port: int, pages: dict[str, str]) -> ThreadingHTTPServer:
    """Returns a server of these pages by path, without any policy."""

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            words = pages.get(self.path.partition("?")[0], "")
            self.send_response(200 if words else 404)
            content = words.encode()
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return _running(ThreadingHTTPServer(("127.0.0.1", port), Host))


def _running(server: ThreadingHTTPServer) -> ThreadingHTTPServer:
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def embedding(service: str, key: str, more: str = "") -> str:
    """Returns a page with the snippet of a site."""
    return PLAIN.format(snippet(service, key, "Questions about obe-cel") + more)
