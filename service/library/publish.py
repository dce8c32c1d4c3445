"""Content folder to what is served: everything checked and rendered first, then one pointer switched, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlite_utils

from service.library import archive, versions
from service.library.blocks import to_blocks, to_text
from service.library.changes import Change, changes, standing, told
from service.library.check import check
from service.library.faults import ContentBroken, Fault
from service.library.read import read_content
from service.library.render import Rendered, fill_text, fingerprint_of, render, render_criterion
from service.library.shapes import Content, Topic
from service.library.signoff import SignOff, unfit_for_live, unsigned
from service.library.sites import sites_published
from service.library.timeline import render_timeline
from service.library.tongues import tongues_published
from service.library.units import Unit, units
from service.library.versions import FIXED, STORE, Refused
from service.library.whole import pulled_of
from service.library.withdrawn import bring_back

# Tries danger rules or advice rules on the file that is about to be published; raises ValueError where they are broken.
RulesCheck = Callable[[Mapping[str, Any]], object]


@dataclass(frozen=True)
class Prepared:
    """Content that has no fault, rendered, with the sign-off of each unit: what a publish would serve."""

    content: Content
    topics: Mapping[str, Rendered]
    units: Mapping[str, Unit]
    signed: Mapping[str, SignOff]
    fixed: Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    """What a publish did. ``topics``: their ids; ``changes``: for patients; ``back``: no longer withdrawn."""

    version: str
    topics: list[str]
    changes: list[Change]
    back: list[str]


def prepare(
    folder: Path,
    check_rules: RulesCheck,
    check_advice: RulesCheck | None = None,
    signoffs: Mapping[str, SignOff] | None = None,
) -> Prepared:
    """Returns the folder's content as it would be published. Raises ``ContentBroken`` with every fault."""
    content = read_content(folder)
    faults = check(content)
    if faults:
        raise ContentBroken(faults)
    for file, rules, tried in (
        ("urgent.yml", content.urgent, check_rules),
        ("advice.yml", content.advice, check_advice),
    ):
        try:
            if tried:
                tried(rules)
        except ValueError as error:
            raise ContentBroken([Fault(file, str(error))]) from error
    own = units(content)
    signed = units_signed(own, signoffs or {})
    return Prepared(content, render(content), own, signed, fixed_words(content, own, signed))


def publish(
    folder: Path,
    var: Path,
    check_rules: RulesCheck,
    check_advice: RulesCheck | None = None,
    *,
    signoffs: Mapping[str, SignOff] | None = None,
    live: bool = False,
    seen: str | None = None,
) -> Done:
    """Publishes the folder's content into ``var``; what was withdrawn and wished back is served again.

    ``seen``: the ``mark_of`` what somebody agreed to, or None for whatever it is. Raises ``ContentBroken``
    with every fault, and ``Refused`` while somebody else publishes, where it is not what was seen, or where it must not
    go ``live``; what was published before then stays as it was, byte for byte.
    """
    with versions.alone(var):
        prepared = prepare(folder, check_rules, check_advice, signoffs)
        _fit(prepared.fixed, live)
        if seen is not None and seen != mark_of(prepared.signed, var):
            raise Refused("Something changed since you looked, so nothing was published. Look again.")
        changed = would_change(prepared, var)
        with versions.new_folder(var) as new:
            _write_store(new / STORE, prepared)
            (new / FIXED).write_text(json.dumps(prepared.fixed, ensure_ascii=False), encoding="utf-8")
        version = new.with_suffix("").name
        archive.keep(var, version, prepared.units.values(), _steps(prepared.fixed))
        versions.serve(var, version)
        return Done(version, sorted(prepared.topics), changed, bring_back(var))


def mark_of(signed: Mapping[str, SignOff], var: Path) -> str:
    """Returns what tells one publish from another: all words and sign-offs, and the version they would follow."""
    served = versions.trail(var)[:1]
    return hashlib.sha256(json.dumps([served, dict(signed)], sort_keys=True).encode()).hexdigest()


def would_change(prepared: Prepared, var: Path) -> list[Change]:
    """Returns what patients would find changed if this were published into ``var`` now."""
    new = {name: told(prepared.signed[name], unit.words) for name, unit in prepared.units.items()}
    return changes(standing(var, versions.current(var)), new)


def rollback(var: Path, *, live: bool = False) -> tuple[str, list[Change]]:
    """Serves the version before this one again; returns its name and what changes for patients.

    What is withdrawn stays so. Raises ``Refused`` without an earlier version, while somebody else publishes, or where
    that version must not go ``live``.
    """
    with versions.alone(var):
        earlier = versions.folder(var, versions.before(var)[0])
        try:
            _fit(json.loads((earlier / FIXED).read_text(encoding="utf-8")), live)
        except (OSError, ValueError) as error:
            raise Refused(f"The version before, {earlier.name}, cannot be read: {error}.") from error
        changed = changes(standing(var, versions.current(var)), standing(var, earlier))
        return versions.serve_before(var), changed


def units_signed(own: Mapping[str, Unit], signoffs: Mapping[str, SignOff]) -> dict[str, SignOff]:
    """Returns the sign-off of each unit: one over other words than the unit's own counts as "changed"."""
    return {name: _signed(unit.fingerprint, signoffs.get(name)) for name, unit in own.items()}


def _signed(fingerprint: str, given: SignOff | None) -> SignOff:
    if given is None:
        return unsigned(fingerprint)
    return given if given["fingerprint"] == fingerprint else {**unsigned(fingerprint), "status": "changed"}


def _fit(fixed: Mapping[str, Any], live: bool) -> None:
    unfit = unfit_for_live(fixed) if live else []
    if unfit:
        raise Refused(
            f"In live mode these must be signed as they stand: {', '.join(unfit)}. Nothing was published. "
            "Have each signed first."
        )


def fixed_words(
    content: Content, own: Mapping[str, Unit] | None = None, signed: Mapping[str, SignOff] | None = None
) -> dict[str, Any]:
    """Returns ``NEEDED`` of ``find``: rules, cards, wording and the like, rendered, with their sign-off, for JSON."""
    own = units(content) if own is None else own
    signed = units_signed(own, {}) if signed is None else signed

    def stood(unit: str) -> dict[str, Any]:
        return {"fingerprint": own[unit].fingerprint, "signoff": signed[unit]}

    wording = dict(content.wording)
    ui, errors = wording.pop("ui"), wording.pop("errors")
    tongues = tongues_published(content)
    for language, cards in tongues["cards"].items():
        for level, card in cards.items():
            card.update(stood(f"cards/{language}/{level}"))
    timeline = render_timeline(content)
    # Its own fingerprint is over its parts as written; this one is over what is stored, to be compared when read.
    timeline |= {"stored": fingerprint_of(timeline), "signoff": signed["timeline"]}
    return {
        "urgent": content.urgent,
        "tongues": tongues,
        "advice": content.advice,
        "timeline": timeline,
        "cards": {
            level: {
                "title": card["title"],
                **_words(card["body"], content),
                "pulled": pulled_of(own[f"cards/{level}"].words),
                **stood(f"cards/{level}"),
            }
            for level, card in content.urgent["cards"].items()
        },
        "wording": {name: _words(text, content) for name, text in wording.items()},
        "pulled": pulled_of(own["wording"].words),
        **stood("wording"),
        "ui": ui,
        "errors": errors,
        "groups": {name: group.model_dump() for name, group in content.groups.items()},
        "helplines": [
            {"id": k, **line.model_dump(mode="json"), **stood(f"helplines/{k}")}
            for k, line in content.helplines.items()
        ],
        "sites": sites_published(content),
        "eligibility": [
            {**render_criterion(criterion, content), "signoff": signed["eligibility"]} for criterion in content.criteria
        ],
    }


def _steps(fixed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Returns the steps of the walk-through, each shown alone with a fingerprint of its own."""
    return [{key: value for key, value in step.items() if key != "signoff"} for step in fixed["eligibility"]]


def _words(markdown: str, content: Content) -> dict[str, Any]:
    blocks = to_blocks(fill_text(markdown, content))
    return {"blocks": blocks, "text": to_text(blocks)}


def _write_store(path: Path, prepared: Prepared) -> None:
    groups = list(prepared.content.groups)
    ordered = sorted(prepared.topics.values(), key=lambda t: (groups.index(t.group), t.title))
    rows = [_row(number, topic, prepared) for number, topic in enumerate(ordered)]
    database = sqlite_utils.Database(path)
    table = database["topics"]
    table.insert_all(rows, pk="id")  # type: ignore[union-attr]
    # Only words that are open to everybody are searched: the figures of a sensitive topic are not among them.
    table.enable_fts(["title", "lead", "text"], tokenize="porter", create_triggers=False)  # type: ignore[union-attr]
    database.close()


def _row(number: int, rendered: Rendered, prepared: Prepared) -> dict[str, Any]:
    topic: Topic = prepared.content.topics[rendered.id]
    unit = f"topics/{rendered.id}"
    words = asdict(rendered) | {"text": rendered.text, "all_text": to_text(rendered.all_blocks)}
    front = topic.front.model_dump(
        include={"urgency", "sensitive", "nations", "follow_ups", "evidence", "flow", "picture"}
    )
    data = words | front | pulled_of(prepared.units[unit].words) | {"signoff": prepared.signed[unit]}
    return {
        "id": rendered.id,
        "number": number,
        **{k: data[k] for k in ("title", "lead", "text")},
        "data": json.dumps(data),
    }
