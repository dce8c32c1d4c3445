"""Content files to plain values: YAML 1.2 and Markdown with front matter, checked for shape only."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from service.library.faults import Fault
from service.library.shapes import (
    Content,
    Criterion,
    Fact,
    FrontMatter,
    Group,
    Helpline,
    Reviewer,
    Source,
    Strict,
    Timeline,
    Topic,
)

Row = TypeVar("Row", bound=Strict)


def read_yaml(path: Path) -> Any:
    """Returns the file as plain values by YAML 1.2 (``on``, ``09:00`` stay text). Raises ``YAMLError``, ``OSError``."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def read_content(folder: Path) -> Content:
    """Returns all content of the folder; what cannot be read is left out and named in ``faults``."""
    faults: list[Fault] = []
    content = Content(timeline=_timeline(folder / "timeline.yml", faults), faults=faults)
    content.sources.update(_table(folder / "sources.yml", Source, content.faults))
    content.facts.update(_table(folder / "facts.yml", Fact, content.faults))
    content.helplines.update(_table(folder / "helplines.yml", Helpline, content.faults))
    content.urgent.update(_mapping(folder / "urgent.yml", content.faults))
    content.tongues.update(_mapping(folder / "urgent_languages.yml", content.faults))
    content.advice.update(_mapping(folder / "advice.yml", content.faults))
    content.criteria.extend(_steps(folder / "eligibility.yml", content.faults))
    content.reviewers.update(read_reviewers(folder, content.faults))
    wording = _mapping(folder / "wording.yml", content.faults)
    content.groups.update(_rows("wording.yml", wording.pop("groups", {}), Group, content.faults))
    content.wording.update(wording)
    content.sites.update(_sites(folder / "sites", content.faults))
    paths = sorted((folder / "topics").glob("*/*.md"))
    if not paths:
        content.faults.append(Fault("topics", "There is no topic here. Check CONTENT_DIR."))
    for path in paths:
        topic = _topic(path, folder, content.faults)
        if topic and topic.id in content.topics:
            content.faults.append(Fault(topic.file, f"Topic {topic.id} stands in two groups. Remove one of the files."))
        elif topic:
            content.topics[topic.id] = topic
    return content


def read_reviewers(folder: Path, faults: list[Fault]) -> dict[str, Reviewer]:
    """Returns who may sign, by id; what cannot be read is left out and named in ``faults``."""
    path = folder / "reviewers.yml"
    before, rows = len(faults), _mapping(path, faults)
    if len(faults) > before:
        return {}
    if set(rows) != {"reviewers"}:
        faults.append(Fault(path.name, "This file must hold 'reviewers', and nothing else. Write {} where none is."))
        return {}
    return _rows(path.name, rows["reviewers"], Reviewer, faults)


def _timeline(path: Path, faults: list[Fault]) -> Timeline | None:
    known = len(faults)
    written = _mapping(path, faults)
    if len(faults) > known:
        return None
    try:
        return Timeline.model_validate(written)
    except ValidationError as error:
        faults.extend(Fault(path.name, sentence) for sentence in sentences_of(error))
        return None


def _mapping(path: Path, faults: list[Fault]) -> dict[str, Any]:
    try:
        value = read_yaml(path)
    except FileNotFoundError:
        faults.append(Fault(path.name, "This file is missing. Bring it back from git."))
        return {}
    except (YAMLError, ValueError, OSError) as error:  # ValueError: not UTF-8, or a date such as 2026-13-01
        faults.append(Fault(path.name, f"This is not readable YAML. Mend this: {_first_line(error)}"))
        return {}
    if not isinstance(value, dict):
        faults.append(Fault(path.name, "This file must hold names with values. Write each as 'name: value'."))
        return {}
    for name in [name for name in value if not isinstance(name, str)]:
        faults.append(Fault(path.name, f"The name {name} is not text. Write it in quotes."))
        del value[name]
    return value


def _sites(folder: Path, faults: list[Fault]) -> dict[str, dict[str, Any]]:
    """Returns each website's file as it is written, by key; what cannot be read is left out and named."""
    sites: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.yml")):
        found: list[Fault] = []
        written = _mapping(path, found)
        faults.extend(Fault(f"{folder.name}/{fault.file}", fault.sentence) for fault in found)
        if not found:
            sites[path.stem] = written
    return sites


def _table(path: Path, row: type[Row], faults: list[Fault]) -> dict[str, Row]:
    return _rows(path.name, _mapping(path, faults), row, faults)


def _rows(file: str, table: Any, row: type[Row], faults: list[Fault]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    if not isinstance(table, dict):
        key = "reviewers" if row is Reviewer else "groups"
        faults.append(Fault(file, f"'{key}' must hold names with values. Write each as 'name: value'."))
        return rows
    for name, value in table.items():
        try:
            rows[name] = row.model_validate(value)
        except ValidationError as error:
            faults.extend(Fault(file, f"{name}: {sentence}") for sentence in sentences_of(error))
    return rows


def _steps(path: Path, faults: list[Fault]) -> list[Criterion]:
    before, rows = len(faults), _mapping(path, faults)
    written = rows.pop("steps", None)
    if len(faults) > before:
        return []
    if rows or not isinstance(written, list) or not written:
        faults.append(
            Fault(path.name, "This file must hold 'steps' with at least one step, and nothing else. Mend that.")
        )
        return []
    steps = []
    for number, value in enumerate(written, 1):
        try:
            steps.append(Criterion.model_validate(value))
        except ValidationError as error:
            faults.extend(Fault(path.name, f"Step {number}: {sentence}") for sentence in sentences_of(error))
    return steps


def _topic(path: Path, folder: Path, faults: list[Fault]) -> Topic | None:
    file = str(path.relative_to(folder))
    try:
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (UnicodeDecodeError, OSError) as error:
        faults.append(Fault(file, f"This file cannot be read as UTF-8. Save it as such: {_first_line(error)}"))
        return None
    return topic_from(text, file, faults)


def topic_from(text: str, file: str, faults: list[Fault]) -> Topic | None:
    """Returns the topic of a file (``topics/<group>/<topic>.md``) with this text; None with its faults added."""
    parts = split(text)
    if not parts:
        faults.append(Fault(file, "Start the file with its keys between two lines of three dashes."))
        return None
    try:
        front = FrontMatter.model_validate(YAML(typ="safe", pure=True).load(parts[0]))
    except ValidationError as error:
        faults.extend(Fault(file, sentence) for sentence in sentences_of(error))
        return None
    except (YAMLError, ValueError) as error:  # ValueError: a date such as 2026-13-01
        faults.append(Fault(file, f"The keys are not readable YAML. Mend this: {_first_line(error)}"))
        return None
    path = PurePosixPath(file)
    return Topic(path.stem, path.parent.name, file, front, parts[1].strip() + "\n")


def split(text: str) -> tuple[str, str] | None:
    """Returns the keys, as YAML, and the body of a topic's file; None where it does not start with its keys."""
    parts = re.match(r"---\n(.*?)^---[ \t]*\n(.*)\Z", text, re.DOTALL | re.MULTILINE)
    return (parts[1], parts[2]) if parts else None


def sentences_of(error: ValidationError) -> list[str]:
    """Returns one sentence a problem: the key and what is wrong with it."""
    sentences = []
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"]) or "keys"
        said = problem["msg"][:1].lower() + problem["msg"][1:]
        reason = {
            "missing": "is missing. Add it",
            "extra_forbidden": "is not a known key. Mend its name, or remove it",
        }.get(problem["type"])
        sentences.append(f"'{key}' {reason or f'is wrong: {said}. Mend it'}.")
    return sentences


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
