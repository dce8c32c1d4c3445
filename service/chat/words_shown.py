"""Which published words a turn showed, by fingerprint, so that it can be told later who got them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.library.find import Fixed


def fingerprints(turn: Mapping[str, Any], fixed: Fixed) -> list[str]:
    """Returns the fingerprints of all words in a turn's replies, each once, in the order in which they came.

    A reply without one of its own is fixed wording or a list of helplines, whose fingerprints stand in ``fixed``.
    """
    return list(dict.fromkeys(name for reply in turn["replies"] for name in _of(reply, fixed.data)))


def _of(reply: Mapping[str, Any], fixed: Mapping[str, Any]) -> Iterator[str]:
    if reply["type"] == "helplines":
        known = {line["id"]: line["fingerprint"] for line in fixed["helplines"]}
        yield from (known[line["id"]] for line in reply["helplines"] if line["id"] in known)
    else:
        yield reply.get("fingerprint") or fixed["fingerprint"]
