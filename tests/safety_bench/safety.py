"""What the rules and the net make of a line: danger, verdicts and redaction, put together as the service does it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from service.chat.advice import PublishedAdvice
from service.chat.app import public_numbers
from service.chat.danger_rules import DangerRules
from service.chat.language import english_words
from service.chat.messages import clean
from service.chat.second_net import TrainedNet
from service.library.find import Library
from service.library.publish import publish
from service.safety.advice import AdviceRules
from service.safety.redact import Redactor
from service.safety.urgent import Urgent
from service.web.settings import ROOT
from tests.safety_bench.figures import Seen

CONTENT = ROOT / "content"
NET = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "model" / "net.npz"
WARM_UP = 50  # messages before the clock starts
MODEL_WITHIN = 60.0  # seconds
WITH_A_CARD = ("now", "look_ahead")


class Took(NamedTuple):
    """Milliseconds: by the clock on the wall, and of the processor, which alone compares on a shared machine."""

    wall: float
    processor: float


class Safety:
    """The rules of the repository's content, compiled once, and the net of ``make train``."""

    def __init__(self) -> None:
        """Publishes the content into a folder of its own. Raises ``RuntimeError`` without net or recogniser."""
        with tempfile.TemporaryDirectory() as folder:
            var = Path(folder)
            publish(CONTENT, var, Urgent.from_data, AdviceRules.from_data)
            library = Library(var)
            net = TrainedNet(NET)
            if not net.ready:
                raise RuntimeError("there is no trained net of danger: make train")
            self._danger, self._advice = DangerRules(library, net), PublishedAdvice(library, net)
            english = english_words(library, ROOT / "data/nlu")
            self._redactor = Redactor(english, public_numbers(library.fixed()))
            self._danger.assess(""), self._advice.assess("")
        self._redactor.recogniser.open()
        if not self._redactor.recogniser.wait(MODEL_WITHIN):
            raise RuntimeError("the recogniser of names did not load")

    def seen(self, text: str) -> tuple[Seen, Took]:
        """Returns what comes of a message, and the time that danger, redaction and verdicts took together.

        As in the service, nobody asks for a verdict where there is a card.
        """
        began, busy = time.perf_counter(), time.process_time()
        finding = self._danger.assess(text)
        words = self._redactor.redact(clean(text)).text
        card = str(finding.level) if finding.level and finding.frame in WITH_A_CARD else ""
        verdict = None if card else self._advice.assess(words)
        took = Took((time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000)
        return Seen(card, bool(verdict), words), took


def measured(texts: Sequence[str]) -> tuple[list[Seen], list[Took]]:
    """Returns what comes of each text and the time it took."""
    safety = Safety()
    for text in texts[:WARM_UP]:
        safety.seen(text)
    both = [safety.seen(text) for text in texts]
    return [seen for seen, _ in both], [took for _, took in both]
