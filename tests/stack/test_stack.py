"""Tests of the launcher: a taken port, a part that ends, starting again with a doubling pause, nothing left behind."""

from __future__ import annotations

import os
import signal
import socket
import socketserver
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from service import stack as launcher
from service.stack import NotStarted, Part, Stack, free_port, is_ready, port_is_free
from service.web.settings import ROOT, Settings
from tests.patience import within

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


def settings_for(tmp_path: Path, **given: str) -> Settings:
    """Returns settings with free ports."""
    ports = {"PORT": str(free_port()), "BOT_URL": f"http://127.0.0.1:{free_port()}"}
    return Settings.read({"VAR_DIR": str(tmp_path / "var"), **ports, **given})


def stack_of(tmp_path: Path, bot: list[str], service: list[str]) -> Stack:
    """Returns a stack whose two parts run these commands."""
    stack = Stack(settings_for(tmp_path))
    stack.parts[0].command, stack.parts[1].command = bot, service
    return stack


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])


@pytest.mark.parametrize(("name", "given"), [("PORT", "{}"), ("BOT_URL", "http://127.0.0.1:{}")])
def test_a_taken_port_stops_the_start_with_what_to_do(tmp_path: Path, taken: int, name: str, given: str) -> None:
    stack = Stack(settings_for(tmp_path, **{name: given.format(taken)}))
    with pytest.raises(NotStarted) as raised, stack:
        pass
    assert str(raised.value) == f"Port {taken} is taken by another program. Stop it, or set {name} to another one."
    assert [part.process for part in stack.parts] == [None, None]


def test_a_port_is_free_or_taken(taken: int) -> None:
    assert not port_is_free("127.0.0.1", taken)
    assert port_is_free("127.0.0.1", free_port())


def test_a_bot_on_another_machine_is_not_started_here(tmp_path: Path) -> None:
    parts = Stack(settings_for(tmp_path, BOT_URL="http://192.0.2.7:5005")).parts
    assert [part.name for part in parts] == ["service"]


def test_the_bot_s_telemetry_is_off_in_its_environment(tmp_path: Path) -> None:
    assert Stack(settings_for(tmp_path)).environment["RASA_TELEMETRY_ENABLED"] == "false"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("print('one'); print(); raise SystemExit('The model is missing.')", "The model is missing."),
        ("pass", "it said nothing"),
    ],
)
@pytest.mark.parametrize("part", ["bot", "service"])
def test_a_part_that_ends_at_once_says_its_last_words(tmp_path: Path, part: str, code: str, words: str) -> None:
    ends = [sys.executable, "-uc", code]
    stack = stack_of(tmp_path, ends if part == "bot" else SLEEPS, ends if part == "service" else SLEEPS)
    with stack, pytest.raises(NotStarted) as raised:
        stack.wait_until_ready()
    assert str(raised.value) == f"The {part} did not start: {words}"
    assert all(running.has_ended() for running in stack.parts)


def test_waiting_ends_with_where_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "READY_WITHIN", 0.3)
    stack = stack_of(tmp_path, SLEEPS, SLEEPS)
    with stack, pytest.raises(NotStarted) as raised:
        stack.wait_until_ready()
    assert str(raised.value) == f"Nothing answered within 0 s. See {tmp_path}/var/logs."


def test_leaving_ends_a_part_that_does_not_listen_too(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    stack = stack_of(tmp_path, SLEEPS, [sys.executable, "-c", deaf])
    began = time.monotonic()
    with stack:
        while stack.parts[1].last_words() != "deaf":
            time.sleep(0.02)
    assert [part.process and part.process.returncode for part in stack.parts] == [-signal.SIGTERM, -signal.SIGKILL]
    assert time.monotonic() - began < within(9)


def test_a_part_that_ends_is_started_again_after_a_pause_that_doubles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(launcher, "time", SimpleNamespace(monotonic=lambda: clock.now, sleep=time.sleep))
    stack = stack_of(tmp_path, [sys.executable, "-c", "pass"], SLEEPS)
    pauses = []
    with stack:
        for _ in range(7):
            ended(stack.parts[0])
            assert stack.mend() == []
            died = clock.now
            while not stack.mend():
                clock.now += 0.25
            pauses.append(clock.now - died)
        assert pauses == [2, 4, 8, 16, 30, 30, 30]
        clock.now += 61
        ended(stack.parts[0])
        stack.mend()
        assert stack.parts[0].pause == 1
        assert not stack.parts[1].has_ended()


def ended(part: Part) -> None:
    """Waits until the part's process has ended."""
    assert part.process is not None
    part.process.wait(10)


def test_while_all_parts_run_there_is_nothing_to_mend(tmp_path: Path) -> None:
    stack = stack_of(tmp_path, SLEEPS, SLEEPS)
    with stack:
        before = [part.process and part.process.pid for part in stack.parts]
        assert stack.mend() == []
        assert before == [part.process and part.process.pid for part in stack.parts]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_is_left_when_the_launcher_is_killed(tmp_path: Path, how: signal.Signals) -> None:
    code = f"""
        import sys, time
        from pathlib import Path
        from service.stack import Stack, free_port
        from service.web.settings import Settings
        given = {{"VAR_DIR": {str(tmp_path)!r}, "PORT": str(free_port()), "BOT_URL": f"http://127.0.0.1:{{free_port()}}"}}
        stack = Stack(Settings.read(given))
        for part in stack.parts:
            part.command = {SLEEPS!r}
        with stack:
            print(*[part.process.pid for part in stack.parts], flush=True)
            time.sleep(60)
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    children = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(children) == 2
    assert all(alive(child) for child in children)
    time.sleep(0.3)
    parent.send_signal(how)
    parent.wait(10)
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while any(alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [child for child in children if alive(child)] == []


def alive(process: int) -> bool:
    """Returns whether the process runs; one that ended and waits to be collected does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


@pytest.mark.parametrize(
    ("answer", "ready"),
    [
        (b'HTTP/1.0 200 OK\r\n\r\n{"ready": true}', True),
        (b'HTTP/1.0 200 OK\r\n\r\n{"ready": false}', False),
        (b'HTTP/1.0 503 Down\r\n\r\n{"ready": false}', False),
        (b"HTTP/1.0 200 OK\r\n\r\n[]", False),
        (b"HTTP/1.0 200 OK\r\n\r\nIt works!", False),
        (b"SSH-2.0-OpenSSH_9.2\r\n", False),
        (b"", False),
    ],
)
def test_ready_is_only_what_says_it_is(answer: bytes, ready: bool) -> None:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            self.wfile.write(answer)

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert is_ready(server.server_address[1]) is ready


def test_nobody_listening_is_not_ready() -> None:
    assert is_ready(free_port()) is False


def test_ready_is_asked_on_this_machine_and_never_through_a_proxy(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{taken}")
    began = time.monotonic()
    assert is_ready(free_port()) is False
    assert time.monotonic() - began < within(3)
