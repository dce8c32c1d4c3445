"""Tests of the proxy's configuration: read everywhere, and run where nginx is installed (Debian's)."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from deploy import down_page
from service.editor.door import LARGEST_FORM
from service.library.find import Library
from service.stack import free_port
from service.web.headers import HEADERS
from service.web.limits import LARGEST_BODY, SLOWEST_BODY
from service.web.settings import ROOT, Settings

CONF = ROOT / "deploy/nginx/obe-cel-questions.conf"
NAME = "chat.example.org"
TYPED = "cardboardknees"
UPSTREAM = "http://127.0.0.1:8080"
TOKEN = re.compile(r"""#[^\n]*|"[^"]*"|'[^']*'|[{};]|[^\s{};]+""")


def parsed(text):
    """Returns nginx's directives: a list of (words, children), children None for a line without a block."""
    tokens = iter(
        token.strip("\"'") if token[0] in "\"'" else token for token in TOKEN.findall(text) if token[0] != "#"
    )

    def block():
        found, words = [], []
        for token in tokens:
            if token == "}":
                return found
            if token in ("{", ";"):
                found.append((tuple(words), block() if token == "{" else None))
                words = []
            else:
                words.append(token.strip("\"'"))
        return found

    return block()


def values(block, name):
    """Returns the values of a directive in a block, not below it."""
    return [words[1:] for words, children in block if words[0] == name and children is None]


SERVERS = [children for words, children in parsed(CONF.read_text()) if words == ("server",)]
OURS = next(server for server in SERVERS if ("ssl_certificate",) in [w[:1] for w, _ in server])
LOCATIONS = {" ".join(words[1:]): children for words, children in OURS if words[0] == "location"}


def size(text):
    """Returns bytes of nginx's 64k or 1m."""
    return int(text[:-1]) * {"k": 1024, "m": 1024 * 1024}[text[-1]]


def test_no_log_can_hold_what_people_ask():
    assert len(SERVERS) == 3
    for server in SERVERS:
        assert values(server, "access_log") == [("off",)]
        assert values(server, "error_log") == [("/dev/null", "crit")]
    for block in LOCATIONS.values():
        assert not {"access_log", "error_log", "log_not_found"} & {words[0] for words, _ in block}


def test_the_client_cannot_say_who_it_is_and_no_location_forgets_that():
    told = dict(values(OURS, "proxy_set_header"))
    assert told["X-Forwarded-For"] == "$remote_addr"
    assert told["Host"] == NAME and told["Forwarded"] == ""
    # One such line in a location would drop all those above it.
    assert not [name for name, block in LOCATIONS.items() if values(block, "proxy_set_header")]
    example = (ROOT / "deploy/settings.env").read_text()
    assert Settings.read(_given(example)).trusted_proxies == ("127.0.0.1/32",)


def _given(text):
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines) | {"VAR_DIR": "/tmp", "SECRET_KEY": "x" * 32}


def test_nothing_is_added_to_the_headers_of_the_service_or_taken_from_them():
    assert not {"add_header", "proxy_hide_header", "proxy_ignore_headers"} & {words[0] for words, _ in OURS}
    passing = {name: block for name, block in LOCATIONS.items() if values(block, "proxy_pass")}
    assert len(passing) >= 5
    for block in passing.values():
        assert values(block, "proxy_pass") == [(UPSTREAM,)]
        assert not values(block, "add_header")


def test_answers_are_passed_on_as_they_come_and_bodies_stay_in_memory():
    assert values(OURS, "proxy_buffering") == [("off",)]
    assert not [name for name, block in LOCATIONS.items() if values(block, "proxy_buffering")]
    for block, least in ((OURS, LARGEST_BODY), (LOCATIONS["/editor"], LARGEST_FORM)):
        (taken,), (held,) = values(block, "client_max_body_size")[0], values(block, "client_body_buffer_size")[0]
        assert taken == held and size(taken) > least
    assert float(values(OURS, "client_body_timeout")[0][0].rstrip("s")) >= SLOWEST_BODY
    events = next(block for name, block in LOCATIONS.items() if "events" in name)
    assert values(events, "proxy_read_timeout") == [("1h",)]


def test_figures_are_closed_and_readiness_is_for_those_named():
    assert LOCATIONS["= /metrics"] == [(("return", "404"), None)]
    ready = [words for words, _ in LOCATIONS["= /readyz"]]
    assert ready[:3] == [("allow", "127.0.0.1"), ("allow", "::1"), ("deny", "all")]


def test_pages_with_a_token_are_not_compressed():
    assert values(OURS, "gzip") == [("off",)]
    small = [name for name, block in LOCATIONS.items() if values(block, "gzip")]
    assert small == ["~ ^/(static|widget|topics)(/|$)"]


def test_tls_is_today_s_and_one_name_stands_everywhere():
    assert values(OURS, "ssl_protocols") == [("TLSv1.2", "TLSv1.3")]
    text = CONF.read_text()
    assert set(re.findall(r"[\w.]+\.org", text)) == {NAME}
    assert values(SERVERS[0], "ssl_reject_handshake") == [("on",)]


def test_the_pages_for_when_the_service_is_away_say_who_to_call(published, tmp_path):
    settings = Settings.read({"VAR_DIR": str(published), "SECRET_KEY": "x" * 32})
    os.umask(os.umask(0o077))
    down_page.write(settings, tmp_path)
    fixed = Library(published).fixed().data
    for name, error in down_page.PAGES.items():
        words = (tmp_path / name).read_text()
        assert fixed["errors"][error] in words
        assert 'href="tel:999"' in words and 'href="tel:111"' in words and "24-hour" in words
        assert not re.search(r"<(link|script|img|style)|style=|src=", words)  # it is all there is
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o644
        assert f"/{name}" in [row[-1] for row in values(OURS, "error_page")]


def test_pages_that_cannot_be_written_are_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert down_page.main([str(tmp_path)]) == 1
    assert "Run `make publish`" in capsys.readouterr().err
    assert down_page.main([]) == 1


class Upstream(BaseHTTPRequestHandler):
    """Stands for the service: says back which headers came, with the service's own headers; or streams."""

    asked: ClassVar[list[str]] = []
    go_on = threading.Event()

    def do_GET(self):
        self.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content = json.dumps(dict(self.headers)).encode()
        events = self.path.endswith("/events")
        self.send_response(200)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/event-stream" if events else "application/json")
        if not events:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(b"data: first\n\n" if events else content)
        if events:
            self.go_on.wait(20)
            self.wfile.write(b"data: second\n\n")

    do_POST = do_GET

    def log_message(self, *_):
        pass


def as_here(folder, upstream, tls, plain):
    """Writes the configuration for ports and a certificate of this test, and returns its path."""
    text = CONF.read_text()
    for old, new in (
        ("443", str(tls)),
        ("listen 80;", f"listen {plain};"),
        ("[::]:80;", f"[::]:{plain};"),
        (UPSTREAM, f"http://127.0.0.1:{upstream}"),
        (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", f"{folder}/cert.pem"),
        (f"/etc/letsencrypt/live/{NAME}/privkey.pem", f"{folder}/key.pem"),
        ("/var/cache/obe-cel-questions", f"{folder}/pages"),
    ):
        assert old in text
        text = text.replace(old, new)
    if not socket.has_ipv6 or not os.path.exists("/proc/net/if_inet6"):
        text = re.sub(r"listen \[::\][^;]*;", "", text)
    (folder / "site.conf").write_text(text)
    temporary = "".join(
        f"{kind}_temp_path {folder}/temp/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"""
        {"user root;" if os.getuid() == 0 else ""} pid {folder}/pid; error_log {folder}/error.log info; daemon off;
        worker_processes 1; events {{}} http {{ access_log {folder}/access.log; gzip on; {temporary}
        include {folder}/site.conf; }}"""
    (folder / "nginx.conf").write_text(whole)
    return folder / "nginx.conf"


@contextmanager
def running(folder, upstream):
    """Runs nginx with our configuration; gives the port of TLS."""
    tls, plain = free_port(), free_port()
    conf = as_here(folder, upstream, tls, plain)
    command = [NGINX, "-c", conf, "-p", folder, "-e", f"{folder}/error.log"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", tls)) == 0:
                    break
            time.sleep(0.05)
        yield tls, plain
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def folder(published, tmp_path):
    """A folder with a certificate, the two pages and a place for what nginx writes."""
    command = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj"
    subprocess.run([*command.split(), f"/CN={NAME}"], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "pages").mkdir()
    (tmp_path / "temp").mkdir()
    down_page.write(Settings.read({"VAR_DIR": str(published), "SECRET_KEY": "x" * 32}), tmp_path / "pages")
    return tmp_path


def sent(port, path, body=None, name=NAME, **headers):
    """Sends a request as a browser would; returns the answer, its body not read yet."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    secure = context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=20), server_hostname=name)
    lines = [f"{'POST' if body is not None else 'GET'} {path} HTTP/1.1", f"Host: {name}", "Connection: close"]
    lines += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    lines += [f"Content-Length: {len(body)}"] if body is not None else []
    with secure:  # the answer keeps it open until it is read
        secure.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + (body or b""))
        answer = http.client.HTTPResponse(secure)
        answer.begin()
    return answer


def asked(port, path, body=None, name=NAME, **headers):
    """Returns status, headers and body that a browser would get."""
    answer = sent(port, path, body, name, **headers)
    return answer.status, answer.headers, answer.read()


def check_headers(tls):
    for path in ("/?q=" + TYPED, "/editor/x?q=" + TYPED, "/topics/x", "/readyz", "/api/v1/suggest?q=" + TYPED):
        status, headers, body = asked(tls, path, X_Forwarded_For="6.6.6.6", Forwarded="for=6.6.6.6")
        came = {name.lower(): value for name, value in json.loads(body).items()}
        assert status == 200
        assert came["x-forwarded-for"] == "127.0.0.1" and came["host"] == NAME and "6.6.6.6" not in body.decode()
        for name, value in HEADERS.items():
            assert headers.get_all(name) == [value]


def check_bodies(tls):
    assert asked(tls, "/chat", TYPED.encode() * 2000)[0] == 200  # 28 kB: the service itself says that it is too large
    status, headers, body = asked(tls, "/chat", TYPED.encode() * 9000)
    assert status == 413 and b"tel:999" in body and b"too large" in body
    assert headers["Cache-Control"] == "no-store" and "default-src 'none'" in headers["Content-Security-Policy"]
    assert asked(tls, "/editor/topics/x", b"x" * LARGEST_FORM)[0] == 200


def check_stream(tls):
    answer = sent(tls, "/api/v1/conversations/abc/events")
    assert answer.readline() == b"data: first\n"  # while the other side has not sent the second
    Upstream.go_on.set()
    assert b"data: second" in answer.read()


NGINX = shutil.which("nginx")
if NGINX and shutil.which("openssl"):  # elsewhere there is nothing to run, and the tests above read the file

    def test_nginx_serves_as_the_configuration_says(folder):
        server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with running(folder, server.server_port) as (tls, plain):
            check_headers(tls)
            check_bodies(tls)
            check_stream(tls)
            before = len(Upstream.asked)
            assert [asked(tls, path)[0] for path in ("/metrics", "//metrics", "/x/../metrics", "/%6detrics")] == [
                404
            ] * 4
            assert asked(tls, "/down.html")[0] == 404
            assert len(Upstream.asked) == before
            with pytest.raises((ssl.SSLError, ConnectionError)):
                asked(tls, "/", name="other.example.org")
            redirect = http.client.HTTPConnection("127.0.0.1", plain, timeout=20)
            redirect.request("GET", f"/?q={TYPED}", headers={"Host": NAME})
            assert redirect.getresponse().headers["Location"] == f"https://{NAME}/?q={TYPED}"
            server.shutdown()
            server.server_close()
            status, _, body = asked(tls, f"/?q={TYPED}")
            assert status == 502 and b"tel:999" in body and b"Who to call" in body
        written = [path for path in folder.rglob("*") if path.is_file() and path.name != "site.conf"]
        assert not [path for path in written if TYPED.encode() in path.read_bytes()]
        assert not [path for path in (folder / "temp").rglob("*") if path.is_file()]
