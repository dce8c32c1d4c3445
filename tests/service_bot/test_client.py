"""Tests of the bot client: every way Rasa can fail is BotDown, in time, without the person's words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from service.bot.client import TIME_LIMIT, Bot, BotDown, BotTurn, Directive
from tests.patience import within
from tests.service_bot.rasa import RAW, WRONG_SHAPES, Rasa

TYPED = "my very own private words about my bowels"


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    stand_in = Rasa()
    yield stand_in
    stand_in.stop()


def run(url: str, call: Callable[[Bot], Awaitable[Any]], limit: float = 0.6) -> Any:
    """Returns what the call gives on a client of that address, closed afterwards."""

    async def once() -> Any:
        bot = Bot(url, limit)
        try:
            return await call(bot)
        finally:
            await bot.close()

    return asyncio.run(once())


def failure(rasa: Rasa) -> str:
    """Returns the words of the BotDown that a message gets."""
    with pytest.raises(BotDown) as raised:
        run(rasa.url, lambda bot: bot.say("conversation", TYPED))
    return str(raised.value)


def test_a_message_gets_the_directive_the_confidence_and_the_ranking(rasa: Rasa) -> None:
    rasa.directive, rasa.ranking = {"outcome": "clarify"}, [("crs", 0.5), ("icans", 0.25)]
    turn = run(rasa.url, lambda bot: bot.say("conversation", "crs or icans"))
    assert turn == BotTurn(Directive("outcome", "clarify"), 0.5, (("crs", 0.5), ("icans", 0.25)))
    assert rasa.asked == [{"conversation": "conversation", "text": "crs or icans"}]


def test_a_choice_is_sent_as_a_choice_and_never_as_text(rasa: Rasa) -> None:
    turn = run(rasa.url, lambda bot: bot.choose("conversation", "icans"))
    assert turn.directive == Directive("answer", "icans")
    assert rasa.asked == [{"conversation": "conversation", "choice": "icans"}]


@pytest.mark.parametrize("behaviour", sorted(WRONG_SHAPES))
def test_a_reply_of_the_wrong_shape_is_bot_down(rasa: Rasa, behaviour: str) -> None:
    rasa.behaviour = behaviour
    said = failure(rasa)
    assert said.startswith("a reply of the wrong shape (")
    assert TYPED not in said


@pytest.mark.parametrize("behaviour", sorted(RAW))
def test_a_reply_that_is_no_json_is_bot_down(rasa: Rasa, behaviour: str) -> None:
    rasa.behaviour = behaviour
    wanted = {
        "not JSON": "JSONDecodeError",
        "empty body": "a reply of the wrong shape (TypeError)",
        "deep JSON": "RecursionError",
        "not UTF-8": "UnicodeDecodeError",
    }
    assert failure(rasa) == wanted[behaviour]


def test_an_error_of_rasa_is_bot_down_with_its_status(rasa: Rasa) -> None:
    rasa.behaviour = "status 500"
    assert failure(rasa) == "status 500"


def test_a_closed_connection_is_bot_down(rasa: Rasa) -> None:
    rasa.behaviour = "closed connection"
    assert failure(rasa) in ("ServerDisconnectedError", "RemoteProtocolError")


def test_nobody_listening_is_bot_down_at_once(rasa: Rasa) -> None:
    rasa.stop()
    began = time.monotonic()
    assert "Connect" in failure(rasa)
    assert time.monotonic() - began < within(0.5)


@pytest.mark.parametrize("behaviour", ["slow", "dripping"])
def test_a_late_reply_is_bot_down_when_the_time_is_up(rasa: Rasa, behaviour: str) -> None:
    rasa.behaviour = behaviour
    began = time.monotonic()
    assert "Timeout" in failure(rasa)
    assert 0.5 < time.monotonic() - began < within(1.2)


def test_the_time_limit_leaves_a_second_of_the_reader_s_five_and_a_half() -> None:
    assert TIME_LIMIT <= 4.5


def test_a_proxy_of_the_environment_never_sees_a_message(rasa: Rasa, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert run(rasa.url, lambda bot: bot.say("conversation", "hello")).directive == Directive("answer", "crs")


def test_erasing_names_the_conversation(rasa: Rasa) -> None:
    run(rasa.url, lambda bot: bot.erase("conversation"))
    assert rasa.erased == ["conversation"]


def test_erasing_that_fails_is_bot_down(rasa: Rasa) -> None:
    rasa.erases = False
    with pytest.raises(BotDown, match=r"^status 500$"):
        run(rasa.url, lambda bot: bot.erase("conversation"))


def test_the_canary_lives_while_its_known_answer_comes(rasa: Rasa) -> None:
    assert run(rasa.url, lambda bot: bot.canary()) is True


def test_the_canary_is_dead_when_a_model_gives_another_answer(rasa: Rasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "decide", lambda _: {**Rasa.decide(rasa, {}), "directives": [{"answer": "icans"}]})
    assert run(rasa.url, lambda bot: bot.canary()) is False


@pytest.mark.parametrize("behaviour", ["empty directives", "status 500", "closed connection"])
def test_the_canary_is_dead_when_rasa_fails(rasa: Rasa, behaviour: str) -> None:
    rasa.behaviour = behaviour
    assert run(rasa.url, lambda bot: bot.canary()) is False
