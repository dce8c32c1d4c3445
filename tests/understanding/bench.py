"""``make bench-understanding``: all figures of understanding in one run, as JSON and as a table for people."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.evaluate import settings
from bot.train import ROOT, inputs_digest
from tests.understanding import figures, hint3
from tests.understanding.questions import Question, held_out, patients

HERE = Path(__file__).resolve().parent
SYSTEMS: dict[str, Any] = {
    "ours": (ROOT / "bot/config.yml", figures.ours),
    "stock": (HERE / "stock.yml", figures.stock),
}
CURVES = {"held_out": ("held_out",), "held_out_and_strangers": ("held_out", "far", "near"), "dev": ("dev",)}


def training(name: str, models: Path, epochs: int, every: int) -> dict[str, Any]:
    """Leaves the trained model of a system in the folder. Returns its cost. Raises ``CalledProcessError``.

    A model made of the same phrases and configuration is taken as it is, with what it cost: the stock pipeline takes
    an hour and more.
    """
    config, inputs = SYSTEMS[name][0], inputs_digest()
    made_of = hashlib.sha256(config.read_bytes() + f"{inputs if name == 'ours' else phrases_digest()}".encode())
    made_of.update(f"{epochs} {every}".encode())
    record = models / f"{name}.json"
    kept = json.loads(record.read_text()) if record.is_file() else {}
    if kept.get("made_of") != made_of.hexdigest():
        cost = process("train", str(config), str(models / f"{name}.tar.gz"), str(epochs), str(every))
        kept = {"made_of": made_of.hexdigest(), "cost": cost}
        record.write_text(json.dumps(kept))
    return dict(kept["cost"])


def phrases_digest() -> str:
    """Returns the SHA-256 of all training phrases."""
    return hashlib.sha256(b"".join(p.read_bytes() for p in sorted((ROOT / "data/nlu").glob("*.yml")))).hexdigest()


def process(*command: str) -> Any:
    """Returns what ``tests.understanding.system`` found in a process of its own. Raises ``CalledProcessError``."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.json")
        subprocess.run(
            [sys.executable, "-m", "tests.understanding.system", *command, str(out)],
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "TQDM_DISABLE": "1"},
        )
        return json.loads(out.read_text())


def asked_of_the_service(texts: list[str]) -> list[dict[str, Any]]:
    """Returns the turns of the real stack, with the model of ``make train``. Raises ``CalledProcessError``."""
    with tempfile.TemporaryDirectory() as folder:
        asked, out = Path(folder, "texts.json"), Path(folder, "out.json")
        asked.write_text(json.dumps(texts))
        subprocess.run([sys.executable, "-m", "bot.train"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        command = [str(ROOT / ".venv/bin/python"), "-m", "tests.understanding.service", str(asked), str(out)]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        return list(json.loads(out.read_text()))


def report(questions: list[Question], found: dict[str, Any], read: Callable[..., figures.Said]) -> dict[str, Any]:
    """Returns all figures of one system."""
    said = [read(parsed) for parsed in found["parsed"]]
    return {
        "cost": {key: found[key] for key in ("train", "message", "memory_mb")},
        "sets": figures.table(questions, said),
        "groups": figures.by_group(questions, said),
        "right_at_coverage": {name: figures.at_coverage(questions, said, of) for name, of in CURVES.items()},
        "worst": figures.worst(questions, said),
    }


def ratios(result: dict[str, Any]) -> dict[str, float]:
    """Returns how many times more processor time the stock pipeline takes than ours."""
    ours, stock = result["ours"]["cost"], result["stock"]["cost"]
    return {part: round(stock[part]["cpu_s"] / ours[part]["cpu_s"], 1) for part in ("train", "message")}


def told(result: dict[str, Any]) -> str:
    """Returns the table for people."""
    lines: list[str] = []
    for name in (n for n in (*SYSTEMS, "service") if n in result):
        own = result[name]
        lines.append(
            f"\n{name}" + (costing(own["cost"]) if "cost" in own else ": the whole service, as its reader sees it")
        )
        for of, shares in own["sets"].items():
            lines.append(f"  {of}")
            lines += [f"    {line:26} {said(value)}" for line, value in shares.items() if value["n"]]
        for curve, points in own.get("right_at_coverage", {}).items():
            lines.append(f"  right at coverage, {curve}: " + ", ".join(f"{c}: {v:.3f}" for c, v in points.items()))
    if "times_cheaper" in result:
        trained = f"{result['stock_epochs']} epochs on each {result['every']}. phrase"
        shown = f"with {trained}: {result['times_cheaper']}"
        lines.append(f"\nstock / ours, processor time, {shown}")
    public = result["hint3"]
    lines.append(
        f"\nHINT3: {public['mean']} against {public['published_mean']}" if public else "\nHINT3: skipped, no data"
    )
    for name, figure in public.get("sets", {}).items():
        lines.append(f"  {name}: accuracy {said(figure['accuracy'])}, AUROC {figure['auroc']}")
    if "ours" in result:
        lines.append("\nWorst confusions of ours:")
        lines += [f"  {c['wanted']} taken for {c['taken_for']}: {c['times']}" for c in result["ours"]["worst"]]
    return "\n".join(lines)


def costing(cost: dict[str, Any]) -> str:
    """Returns what training and a message cost, as a person reads it."""
    train, message = cost["train"], cost["message"]
    return (
        f": trained in {train['wall_s']:.0f} s ({train['cpu_s']:.0f} s of processor), "
        f"{1000 * message['cpu_s']:.1f} ms of processor a message, {cost['memory_mb']:.0f} MB at most"
    )


def said(value: dict[str, Any]) -> str:
    """Returns a share as a person reads it."""
    return f"{100 * value['share']:5.1f} % [{100 * value['low']:.1f} to {100 * value['high']:.1f}] of {value['n']}"


def main(arguments: list[str]) -> int:
    """Runs everything, prints the table and writes the JSON. Returns 0."""
    parser = argparse.ArgumentParser(prog="make bench-understanding", description="Measure understanding side by side.")
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    shared = ROOT.parent / "shared"
    parser.add_argument("--shared", type=Path, default=shared, help="questions and public sets to measure on")
    parser.add_argument("--out", type=Path, default=var / "understanding.json")
    parser.add_argument("--models", type=Path, default=var / "understanding", help="trained models are kept here")
    parser.add_argument("--epochs", type=int, default=0, help="train the stock pipeline shorter, to try the bench")
    parser.add_argument(
        "--every", type=int, default=1, help="3: train both on each third phrase, in a third of the time"
    )
    parser.add_argument("--only", choices=[*SYSTEMS, "service"], help="measure one system")
    options = parser.parse_args(arguments)
    questions = held_out() + patients(options.shared / "questions-dev.jsonl")
    result: dict[str, Any] = {"hint3": hint3.measured(options.shared / "datasets/hint3/dataset", settings())}
    systems = [name for name in SYSTEMS if options.only in (None, name)]
    result |= side_by_side(systems, questions, options)
    if options.only in (None, "service"):
        said = [figures.through_service(turn) for turn in asked_of_the_service([q.text for q in questions])]
        result["service"] = {"sets": figures.table(questions, said)}
    if options.only is None:
        result["times_cheaper"] = ratios(result)
        result |= {"stock_epochs": options.epochs or 100, "every": options.every}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1))
    print(told(result))
    return 0


def side_by_side(systems: list[str], questions: list[Question], options: argparse.Namespace) -> dict[str, Any]:
    """Returns the report of each system: all trained first, so that the messages are asked one system after another."""
    options.models.mkdir(parents=True, exist_ok=True)
    costs = {name: training(name, options.models, options.epochs, options.every) for name in systems}
    texts, found = options.models / "texts.json", {}
    texts.write_text(json.dumps([q.text for q in questions]))
    for name in systems:
        asked = process("parse", str(options.models / f"{name}.tar.gz"), str(texts))
        found[name] = report(questions, {**asked, "train": costs[name]}, SYSTEMS[name][1])
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
