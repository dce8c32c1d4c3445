"""Tests of the made-up website that `make run` shows: where it stands, what it serves, and that it hinders nothing."""

from __future__ import annotations

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.run import show_example
from service.stack import Stack, free_port
from service.web.settings import Settings
from tests.stack.test_stack import settings_for

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """A stack whose own parts are not started."""
    made = Stack(settings_for(tmp_path, EXAMPLE_PORT=str(free_port())))
    made.parts.clear()
    yield made
    made.__exit__()


def answers(settings: Settings, path: str = "/") -> str | None:
    try:
        with DIRECT.open(f"http://127.0.0.1:{settings.example_port}{path}", timeout=5) as answer:
            return f"{answer.headers['Content-Security-Policy']}\n{answer.read().decode()}"
    except urllib.error.HTTPError as error:
        return str(error.code)
    except OSError:
        return None


def test_it_is_served_under_a_strict_policy_with_the_snippet_and_ends_with_the_stack(stack: Stack) -> None:
    settings = stack.settings
    assert show_example(settings, stack).endswith(f"http://127.0.0.1:{settings.example_port}")
    end = time.monotonic() + 30
    while (page := answers(settings)) is None:
        assert time.monotonic() < end, "it is not served"
        time.sleep(0.1)
    assert page.startswith("default-src 'none'; ")
    assert f"script-src {settings.public_url}; frame-src {settings.public_url} tel: sms: mailto:\n" in page
    assert f'<script src="{settings.public_url}/widget/v1/embed.js" data-site="example" async></script>' in page
    assert "This charity does not exist." in page
    assert answers(settings, "/../serve.py") == answers(settings, "/etc/passwd") == "404"
    (part,) = stack.parts
    stack.__exit__()
    assert part.has_ended()
    assert answers(settings) is None


def test_a_taken_port_is_said_and_hinders_nothing(stack: Stack) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", stack.settings.example_port))
        other.listen()
        said = show_example(stack.settings, stack)
    assert said.startswith(f"No example website: port {stack.settings.example_port} is taken.")
    assert stack.parts == []


def test_none_is_shown_where_none_is_wanted(stack: Stack, tmp_path: Path) -> None:
    assert show_example(settings_for(tmp_path, EXAMPLE_PORT="0"), stack) == "No example website: EXAMPLE_PORT is 0."
    assert stack.parts == []
