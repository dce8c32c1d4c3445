"""The token of a conversation: signed by this service, naming the conversation and the site it was opened on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer


class NotOurs(Exception):
    """A token this service did not sign."""


@dataclass(frozen=True)
class Pass:
    """What a token proves: which conversation, opened on which site."""

    conversation: str
    site: str


class Tokens:
    """Makes and reads tokens with one secret."""

    def __init__(self, secret: bytes) -> None:
        self._signer = URLSafeSerializer(secret, salt="conversation")

    def new(self, site: str) -> tuple[Pass, str]:
        """Returns a new conversation's pass (128 random bits) and its token."""
        allowed = Pass(secrets.token_hex(16), site)
        return allowed, str(self._signer.dumps([allowed.conversation, allowed.site]))

    def read(self, token: str) -> Pass:
        """Returns what the token proves. Raises ``NotOurs``."""
        try:
            conversation, site = self._signer.loads(token)
        except (BadData, ValueError, TypeError):
            raise NotOurs from None
        return Pass(str(conversation), str(site))
