"""``make bench-safety``: the figures of safety on both halves as JSON and as a table; misses in files of their own."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from service.web.settings import ROOT
from tests.safety_bench import safety, service
from tests.safety_bench.figures import FAULTS, Seen, by_kind, misses, percentile, table
from tests.safety_bench.lines import HALVES, Line, lines

AIM_MS = 8.0  # 95 of 100 messages, danger and verdicts and redaction together
RULES, WHOLE = "rules and net", "whole service"


def told(result: dict[str, Any]) -> str:
    """Returns the table for people: a column for rules and net, and one for the whole service where it was asked."""
    columns = [name for name in (RULES, WHOLE) if name in result["sets"]]
    out = [f"{'':46}" + "".join(f"{name:34}" for name in columns)]
    for half in HALVES:
        files = result["sets"][columns[0]].get(half, {})
        for file in sorted(files, key=lambda name: (name != "all", name)):
            out.append(f"\n{half}, {file}")
            shown = {name: None for column in columns for name in result["sets"][column][half][file]}
            for name in shown:
                values = [result["sets"][column][half][file].get(name) for column in columns]
                out.append(f"  {name:44}" + "".join(f"{said(value):34}" for value in values).rstrip())
        out.append(f"\n{half}, look-alikes by kind")
        for kind in result["kinds"][columns[0]].get(half, {}):
            values = [result["kinds"][column][half][kind] for column in columns]
            out.append(f"  card on {kind:36}" + "".join(f"{said(value):34}" for value in values).rstrip())
    out.append(f"\nDanger, verdicts and redaction together, a message (aim: {AIM_MS} ms p95)")
    out += [f"  {name}: p50 {took['p50']} ms, p95 {took['p95']} ms" for name, took in result["time_ms"].items()]
    return "\n".join(out)


def said(value: dict[str, Any] | None) -> str:
    """Returns a share as a person reads it; "!" where it is not what is asked."""
    if value is None or not value["n"]:
        return "-"
    mark = "" if value.get("as asked", True) else " !"
    low, high = 100 * value["low"], 100 * value["high"]
    return f"{value['hits']}/{value['n']} {100 * value['share']:.1f} % [{low:.1f} to {high:.1f}]{mark}"


def measured(own: Sequence[Line], with_service: bool) -> tuple[dict[str, list[Seen]], dict[str, dict[str, float]]]:
    """Returns what came of each line by column, and the times in milliseconds."""
    texts = [line.text for line in own]
    seen, times = safety.measured(texts)
    columns = {RULES: seen}
    if with_service:
        columns[WHOLE] = service.measured(texts)
    return columns, {"wall": spread([t.wall for t in times]), "processor": spread([t.processor for t in times])}


def spread(times: Sequence[float]) -> dict[str, float]:
    """Returns the middle, the 95th percentile and the longest of milliseconds."""
    shown = {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95), "most": max(times)}
    return {name: round(value, 2) for name, value in shown.items()}


def main(arguments: list[str]) -> int:
    """Measures, prints the table and writes the JSON files. Returns 0."""
    parser = argparse.ArgumentParser(prog="make bench-safety", description="Measure safety on both halves.")
    parser.add_argument("--whole", action="store_true", help="also through the whole service (needs the bot)")
    parser.add_argument("--out", type=Path, default=Path(os.environ.get("VAR_DIR") or ROOT / "var"), help="a folder")
    options = parser.parse_args(arguments)
    own = lines()
    columns, times = measured(own, options.whole)
    result = {
        "sets": {name: table(own, seen, name == WHOLE) for name, seen in columns.items()},
        "kinds": {name: by_kind(own, seen) for name, seen in columns.items()},
        "faults": list(FAULTS),
        "time_ms": times,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "safety.json").write_text(json.dumps(result, indent=1))
    # Whoever writes rules may open the first of these two, and never the second.
    for half in HALVES:
        missed = {name: misses(own, seen, name == WHOLE, half) for name, seen in columns.items()}
        (options.out / f"safety_misses_{half}.json").write_text(json.dumps(missed, indent=1, ensure_ascii=False))
    print(told(result))
    print(
        f"\nEvery miss: {options.out}/safety_misses_seen.json and (not for the eyes of who writes rules) _unseen.json"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
