"""Lists the phrases of data/nlu that the rules themselves take for danger or for a verdict: the net must not unlearn.

``.venv/bin/python -m tests.safety.left_out`` writes the list anew into data/safety/left_out.yml, as JSON for YAML.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from service.library.publish import fixed_words
from service.library.read import read_content
from service.safety.advice import AdviceRules
from service.safety.urgent import Urgent

ROOT = Path(__file__).parents[2]
LEFT_OUT = ROOT / "data" / "safety" / "left_out.yml"


def phrases() -> list[str]:
    """Returns every phrase of data/nlu once."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text())["nlu"]:
            lines = map(str.strip, block["examples"].splitlines())
            found.update({line[2:].strip(): None for line in lines if line.startswith("- ")})
    return list(found)


def found_by_rules(texts: Sequence[str]) -> dict[str, list[str]]:
    """Returns those that get a card, and those that are declined, by the rules of today."""
    fixed: dict[str, Any] = fixed_words(read_content(ROOT / "content"))
    urgent, advice = Urgent.from_data(fixed["urgent"]), AdviceRules.from_data(fixed["advice"])
    cards, declined = [], []
    for text in texts:
        finding = urgent.assess(text)
        if finding.level and finding.frame == "now":
            cards.append(text)
        elif advice.assess(text):
            declined.append(text)
    return {"cards": sorted(cards), "declined": sorted(declined)}


def read() -> dict[str, list[str]]:
    """Returns the list as it stands."""
    listed: dict[str, list[str]] = yaml.safe_load(LEFT_OUT.read_text())["left_out"]
    return listed


def main() -> None:
    """Writes the list anew; what was chosen by hand stays."""
    written = LEFT_OUT.read_text()
    kept = read()
    lines = [line for line in written.splitlines() if line.startswith("#")]
    by_hand = {name: kept[name] for name in ("topics", "reports", "verdicts")}
    for name, texts in {**by_hand, **found_by_rules(phrases())}.items():
        lines += [*([] if name != "topics" else ["left_out:"]), f"  {name}:"]
        lines += [f"    - {json.dumps(text, ensure_ascii=False)}" for text in texts]
    LEFT_OUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
