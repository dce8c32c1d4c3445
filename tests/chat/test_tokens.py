"""Tests of the tokens: only this service's own, whole and unchanged, open a conversation."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from service.chat.tokens import NotOurs, Pass, Tokens

SECRET = b"s" * 32


def test_a_token_names_its_conversation_and_site() -> None:
    allowed, token = Tokens(SECRET).new("charity")
    assert Tokens(SECRET).read(token) == allowed == Pass(allowed.conversation, "charity")
    assert len(bytes.fromhex(allowed.conversation)) == 16


def test_every_conversation_has_a_name_of_its_own() -> None:
    assert len({Tokens(SECRET).new("")[0].conversation for _ in range(1000)}) == 1000


def test_a_token_of_another_secret_is_refused() -> None:
    _, token = Tokens(b"t" * 32).new("")
    with pytest.raises(NotOurs):
        Tokens(SECRET).read(token)


def test_a_token_signed_for_another_purpose_is_refused() -> None:
    token = URLSafeSerializer(SECRET, salt="editor").dumps(["0" * 32, ""])
    with pytest.raises(NotOurs):
        Tokens(SECRET).read(str(token))


def test_a_token_with_other_contents_is_refused() -> None:
    _, token = Tokens(SECRET).new("")
    forged = base64.urlsafe_b64encode(json.dumps(["0" * 32, ""]).encode()).decode().rstrip("=")
    with pytest.raises(NotOurs):
        Tokens(SECRET).read(forged + "." + token.rsplit(".", 1)[1])


def test_a_token_with_any_character_changed_is_refused() -> None:
    tokens = Tokens(SECRET)
    allowed, token = tokens.new("")
    for at, character in enumerate(token):
        changed = token[:at] + ("A" if character != "A" else "B") + token[at + 1 :]
        try:
            # The last character of Base64 has bits that mean nothing, so another spelling may read the same.
            assert tokens.read(changed) == allowed and at == len(token) - 1
        except NotOurs:
            continue


@pytest.mark.parametrize("contents", [None, "text", 3, [], ["one"], ["one", "two", "three"]])
def test_a_signed_token_of_another_shape_is_refused(contents: object) -> None:
    token = URLSafeSerializer(SECRET, salt="conversation").dumps(contents)
    if contents is not None and contents != "text":
        with pytest.raises(NotOurs):
            Tokens(SECRET).read(str(token))


@given(st.text(max_size=100))
def test_any_text_is_refused_as_a_token(text: str) -> None:
    with pytest.raises(NotOurs):
        Tokens(SECRET).read(text)
