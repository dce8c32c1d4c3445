"""A crash of Rasa, and its end."""

from __future__ import annotations

import time

from service.stack import Part, Stack, is_ready


def bot_of(stack: Stack) -> Part:
    """Returns the part that is Rasa."""
    return next(part for part in stack.parts if part.name == "bot")


def kill(stack: Stack) -> None:
    """Ends Rasa as a crash does.

    It is the first crash of this stack each time: that the launcher waits longer after each is for its own tests.
    """
    bot = bot_of(stack)
    assert bot.process is not None
    bot.process.kill()
    bot.process.wait()
    bot.pause = Part.pause / 2


def wait_until_noticed(stack: Stack) -> None:
    """Waits until the service no longer says what it knew before the crash."""
    while is_ready(stack.settings.port):
        time.sleep(0.2)


def mended(stack: Stack) -> bool:
    """Plays the launcher's part until the canary answers again; returns whether it did in time."""
    deadline = time.monotonic() + 180  # a busy machine takes a minute to load the model
    while time.monotonic() < deadline:
        stack.mend()
        if is_ready(stack.settings.port):
            return True
        time.sleep(0.3)
    return False
