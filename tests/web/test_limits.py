"""Tests of the limits: whose address counts, how many messages a minute, how large a body."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request

from service.web import limits
from service.web.limits import LARGEST_BODY, RateLimit, TooLarge, TooSlow, client_of, read_body

PROXIES = ("10.0.0.0/8", "192.168.1.1/32")


def request_from(peer: str | None, *forwarded: str) -> Request:
    """Returns a request from that peer with those X-Forwarded-For lines."""
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    return Request({"type": "http", "headers": headers, "client": (peer, 1) if peer else None})


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("1.1.1.1", [], "1.1.1.1"),
        ("1.1.1.1", ["9.9.9.9"], "1.1.1.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["2.2.2.2"], "2.2.2.2"),
        ("10.0.0.1", ["9.9.9.9, 2.2.2.2"], "2.2.2.2"),
        ("10.0.0.1", ["9.9.9.9, 2.2.2.2, 10.0.0.2"], "2.2.2.2"),
        ("10.0.0.1", ["9.9.9.9", "2.2.2.2"], "2.2.2.2"),
        ("10.0.0.1", ["9.9.9.9,2.2.2.2 , 192.168.1.1"], "2.2.2.2"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", [", ,"], "10.0.0.1"),
        ("10.0.0.1", ["2.2.2.2, not an address"], "not an address"),
        ("unix", ["2.2.2.2"], "unix"),
        (None, ["2.2.2.2"], "unknown"),
    ],
)
def test_the_client_is_the_last_address_no_trusted_proxy_has(
    peer: str | None, forwarded: list[str], client: str
) -> None:
    assert client_of(request_from(peer, *forwarded), PROXIES) == client


def test_without_trusted_proxies_nobody_can_take_another_s_address() -> None:
    assert client_of(request_from("10.0.0.1", "9.9.9.9"), ()) == "10.0.0.1"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    import limits.storage.memory
    import limits.strategies

    moved = Clock()
    for module in (limits.storage.memory, limits.strategies):
        monkeypatch.setattr(module, "time", moved)
    monkeypatch.setattr("service.web.limits.time", moved)
    return moved


def test_a_client_may_send_so_many_messages_in_any_minute(clock: Clock) -> None:
    limit = RateLimit(3)
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 0]
    assert limit.wait("a") == 60
    clock.now += 30
    assert limit.wait("a") == 30
    clock.now += 29.9
    assert limit.wait("a") == 1
    clock.now += 0.2
    assert limit.wait("a") == 0


def test_one_client_s_messages_do_not_count_for_another(clock: Clock) -> None:
    limit = RateLimit(1)
    assert (limit.wait("a"), limit.wait("b")) == (0, 0)
    assert limit.wait("a") == 60


def test_the_window_moves_and_does_not_start_again_each_minute(clock: Clock) -> None:
    limit = RateLimit(2)
    assert limit.wait("a") == 0
    clock.now += 50
    assert limit.wait("a") == 0
    clock.now += 11
    assert (limit.wait("a"), limit.wait("a") > 0) == (0, True)


def body_of(*chunks: bytes) -> tuple[Request, list[int]]:
    """Returns a request whose body comes in these chunks, and a list that tells how many were read."""
    read: list[int] = []

    async def receive() -> dict[str, object]:
        read.append(1)
        at = len(read)
        return {"type": "http.request", "body": chunks[at - 1], "more_body": at < len(chunks)}

    return Request({"type": "http", "headers": []}, receive), read


def test_a_body_of_16_kb_is_read_whole() -> None:
    request, _ = body_of(b"a" * (LARGEST_BODY - 1), b"b")
    assert asyncio.run(read_body(request)) == b"a" * (LARGEST_BODY - 1) + b"b"


def test_a_body_over_16_kb_is_not_read_to_its_end() -> None:
    request, read = body_of(*[b"a" * 1024] * 1000)
    with pytest.raises(TooLarge):
        asyncio.run(read_body(request))
    assert len(read) == 17


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SLOWEST_BODY", 0.05)

    async def receive() -> dict[str, object]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"a", "more_body": True}

    with pytest.raises(TooSlow):
        asyncio.run(read_body(Request({"type": "http", "headers": []}, receive)))


def test_the_limit_is_16_kb() -> None:
    assert limits.LARGEST_BODY == 16_384
