"""How much, how slowly and how often one client may send: body size and time, messages, whose address counts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

LARGEST_BODY = 16 * 1024
SLOWEST_BODY = 20.0  # seconds; 16 kB take 13 on the slowest mobile network there is (10 kbit/s)


class TooLarge(Exception):
    """A body over the size that is taken."""


class TooSlow(Exception):
    """A body that was not there in time."""


async def read_body(request: Request, largest: int = LARGEST_BODY) -> bytes:
    """Returns the body of at most ``largest`` bytes. Raises ``TooLarge`` without reading on, or ``TooSlow``."""
    body = b""
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise TooLarge
    except TimeoutError:
        raise TooSlow from None
    return body


def client_of(request: Request, trusted: Sequence[str]) -> str:
    """Returns the address of the client: the last one that a trusted proxy did not add itself."""
    address = request.client.host if request.client else "unknown"
    # Some proxies add a header line of their own below the client's, so all lines count, in order.
    lines = ",".join(request.headers.getlist("x-forwarded-for"))
    forwarded = [part.strip() for part in lines.split(",") if part.strip()]
    while forwarded and _within(address, trusted):
        address = forwarded.pop()
    return address


def _within(address: str, networks: Sequence[str]) -> bool:
    try:
        return any(ip_address(address) in ip_network(network) for network in networks)
    except ValueError:
        return False


class RateLimit:
    """Messages a minute for each client, over a moving window, in memory."""

    def __init__(self, per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, client: str) -> int:
        """Returns 0 and counts the message if it is allowed; otherwise the seconds until the next one is."""
        if self._window.hit(self._limit, client):
            return 0
        free_at, _ = self._window.get_window_stats(self._limit, client)
        return max(1, round(free_at - time.time()))
