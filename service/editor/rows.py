"""One row of facts.yml or helplines.yml to the fields of a form and back: all else in the file stays as typed."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal, get_args

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from service.editor.form import CONTROL, NATIONS
from service.library.check import check
from service.library.faults import Fault
from service.library.read import sentences_of
from service.library.shapes import Content, Fact, Helpline

Table = Literal["facts", "helplines"]
MODELS: dict[Table, type[Fact] | type[Helpline]] = {"facts": Fact, "helplines": Helpline}
# What the form of each table holds; what else a row has stays as it is.
TEXTS: dict[Table, tuple[str, ...]] = {
    "facts": ("value", "unit", "of_whom"),
    "helplines": ("name", "for_whom", "phone", "email", "url", "hours", "cost", "source"),
}
LISTS: dict[Table, tuple[str, ...]] = {"facts": ("source",), "helplines": ("needs", "nations", "to_check")}
CHOICES: dict[Table, dict[str, tuple[str, ...]]] = {
    "facts": {name: get_args(Fact.model_fields[name].annotation) for name in ("kind", "tag")},
    "helplines": {},
}
MAY_MISS = ("phone", "email", "url", "hours", "cost", "verified_on")  # empty: null
PLAIN = ("needs", "nations", "kind", "tag")  # typed without quotes; so are the sources of a figure
NUMBER = re.compile(r"\d+(\.\d+)?")
UNVERIFIED_AFTER = timedelta(days=90)


class Nulls(RoundTripRepresenter):
    """Writes what is not there as ``null``, as these files do, and not as an empty place."""

    def null(self, _: None) -> Any:
        """Returns the word for it."""
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


Nulls.add_representer(type(None), Nulls.null)


class NotReadable(ValueError):
    """A file or row that no form can change; the text is one sentence for the editor."""


class NotWhole(ValueError):
    """A row that cannot be saved; ``sentences`` say what to mend."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def posted(form: Mapping[str, list[str]], table: Table) -> dict[str, Any]:
    """Returns the fields of a form that was sent. Raises ``NotWhole`` for a day that is none."""

    def one(name: str) -> str:
        return " ".join(CONTROL.sub(" ", form.get(name, [""])[-1]).split())

    def many(name: str) -> list[str]:
        found = "\n".join(form.get(name, [])).replace("\r", "\n").split("\n")
        return [line for line in (" ".join(CONTROL.sub(" ", raw).split()) for raw in found) if line]

    fields: dict[str, Any] = {name: one(name) or (None if name in MAY_MISS else "") for name in TEXTS[table]}
    fields |= {name: many(name) for name in LISTS[table]} | {name: one(name) for name in CHOICES[table]}
    if table == "helplines":
        fields["nations"] = [name for name in NATIONS if name in form.get("nations", [])]
        try:
            fields["verified_on"] = date.fromisoformat(one("verified_on")) if one("verified_on") else None
        except ValueError:
            raise NotWhole(["Write the day when it was checked as a day, month and year."]) from None
    return fields


def fields_of(text: str, table: Table, name: str) -> dict[str, Any]:
    """Returns the fields of a row of a file with this text. Raises ``NotReadable``."""
    try:
        known = MODELS[table].model_validate(YAML(typ="safe", pure=True).load(text)[name]).model_dump()
    except (YAMLError, ValueError, KeyError, TypeError):
        raise NotReadable(f"{table}.yml has no {name} that a form can show. A developer must look at it.") from None
    names = (*TEXTS[table], *LISTS[table], *CHOICES[table], *(("verified_on",) if table == "helplines" else ()))
    fields = {key: known[key] for key in names}
    return fields | {"value": str(fields["value"])} if table == "facts" else fields


def text_of(text: str, table: Table, name: str, fields: Mapping[str, Any]) -> str:
    """Returns the file with these fields in one row; the same value stays as typed. Raises ``NotReadable``."""
    file = _load(text, table)
    row = file.get(name)
    if not isinstance(row, CommentedMap):
        raise NotReadable(f"{table}.yml has no {name} any more. Go back to the list.")
    for key, value in fields.items():
        old = row.get(key)
        if _same(old, value):
            continue
        row[key] = _number(value, old) if key == "value" else _typed(key, value, old)
    return _dump(file)


def lines_of(fields: Mapping[str, Any]) -> str:
    """Returns the fields of a row as lines, to be compared."""
    return "\n".join(
        f"{key}: {', '.join(value) if isinstance(value, list) else '' if value is None else value}"
        for key, value in fields.items()
    )


def overdue(line: Helpline, today: date) -> bool:
    """Returns whether nobody has checked a helpline for 90 days, or ever."""
    return line.verified_on is None or today - line.verified_on > UNVERIFIED_AFTER


def users(unit_words: Mapping[str, Mapping[str, Any]], content: Content, table: Table, name: str) -> list[str]:
    """Returns the ids of the units whose words hold a figure or a helpline, from the words of all units by id."""
    own = f"{table}/{name}"
    typed = re.compile(rf"\{{\{{\s*{'helplines[.]' if table == 'helplines' else ''}{re.escape(name)}\b")
    steps = "\n".join(f"{step.title}\n{step.body}\n{step.ask_your_team}" for step in content.criteria)
    found = [unit for unit, words in unit_words.items() if unit == own or name in (words.get(table) or {})]
    return found + (["eligibility"] if typed.search(steps) else [])


def checked(content: Content, faults: list[Fault], text: str, table: Table, name: str, today: date) -> list[str]:
    """Returns what speaks against a file with this text that did not speak against the content before, in sentences.

    ``faults``: those of the content as it is.
    """
    try:
        row = MODELS[table].model_validate(YAML(typ="safe", pure=True).load(text)[name])
    except ValidationError as error:
        return sentences_of(error)
    except (YAMLError, ValueError, KeyError, TypeError):
        return ["The file could not be read after this change. A developer must look at it."]
    if isinstance(row, Helpline) and row.verified_on and row.verified_on > today:
        return ["The day when it was checked has not come yet."]
    tables: dict[str, Any] = {table: {**getattr(content, table), name: row}}
    before = {str(fault) for fault in faults}
    return [str(fault) for fault in check(replace(content, **tables)) if str(fault) not in before]


def _load(text: str, table: Table) -> CommentedMap:
    try:
        file = _yaml().load(text)
    except (YAMLError, ValueError):
        file = None
    if not isinstance(file, CommentedMap):
        raise NotReadable(f"{table}.yml is not readable YAML. A developer must mend it.")
    return file


def _dump(file: CommentedMap) -> str:
    written = io.StringIO()
    _yaml().dump(file, written)
    return written.getvalue()


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 20  # a row stays one line, however long
    yaml.Representer = Nulls
    return yaml


def _same(old: Any, new: Any) -> bool:
    if isinstance(new, list):
        return isinstance(old, list) and [str(item) for item in old] == new
    return str(old) == str(new) and (old is None) == (new is None)


def _number(value: str, old: Any) -> Any:
    """Returns a figure as the file had it: a number stays one, words stay words."""
    if isinstance(old, str) or not NUMBER.fullmatch(value):
        return DoubleQuotedScalarString(value)
    return float(value) if "." in value else int(value)


def _typed(key: str, value: Any, old: Any) -> Any:
    if isinstance(value, list):
        made = CommentedSeq([item if key in (*PLAIN, "source") else DoubleQuotedScalarString(item) for item in value])
        if not isinstance(old, CommentedSeq) or old.fa.flow_style() is not False:
            made.fa.set_flow_style()
        return made
    return DoubleQuotedScalarString(value) if isinstance(value, str) and key not in PLAIN else value
