"""The real application for tests of what every answer shares."""

from tests.chat.conftest import one_rasa, rasa

__all__ = ["one_rasa", "rasa"]
