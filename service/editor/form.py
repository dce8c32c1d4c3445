"""A topic's file to the fields of a form and back: what was not changed stays as typed, comments and order too."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, get_args

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from service.library.opening import Nation
from service.library.read import split
from service.library.shapes import FollowUp

FOLLOW_UPS: tuple[str, ...] = get_args(FollowUp)
NATIONS: tuple[str, ...] = get_args(Nation)
URGENCIES = ("none", "urgent", "emergency")
EVIDENCE = ("stored", "seed", "none")
QUOTED = ("title", "lead", "questions", "to_check")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class NotReadable(ValueError):
    """A file whose keys no form can show; the text is one sentence for the editor."""


@dataclass(frozen=True)
class Fields:
    """What the form holds. Everything but ``body`` is one line each."""

    title: str = ""
    lead: str = ""
    body: str = ""
    sources: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    follow_ups: dict[str, str] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    nations: list[str] = field(default_factory=list)
    urgency: str = "none"
    sensitive: bool = False
    evidence: str = "none"
    to_check: list[str] = field(default_factory=list)


def posted(form: Mapping[str, list[str]]) -> Fields:
    """Returns the fields of a form that was sent; empty lines and control characters are left out."""

    def one(name: str) -> str:
        return " ".join(CONTROL.sub(" ", form.get(name, [""])[-1]).split())

    def many(name: str) -> list[str]:
        lines = "\n".join(form.get(name, [])).replace("\r", "\n").split("\n")
        return [line for line in (" ".join(CONTROL.sub(" ", raw).split()) for raw in lines) if line]

    body = form.get("body", [""])[-1].replace("\r\n", "\n").replace("\r", "\n")
    follow_ups = {kind: one(f"follow_up_{kind}") for kind in FOLLOW_UPS}
    return Fields(
        title=one("title"), lead=one("lead"), body=CONTROL.sub("", body).strip(), sources=many("sources"),
        related=many("related"), follow_ups={kind: name for kind, name in follow_ups.items() if name},
        questions=many("questions"), nations=[name for name in NATIONS if name in form.get("nations", [])],
        urgency=one("urgency"), sensitive=one("sensitive") == "yes", evidence=one("evidence"),
        to_check=many("to_check"),
    )  # fmt: skip


def fields_of(text: str) -> Fields:
    """Returns the fields of a file, also where the checks find faults in it. Raises ``NotReadable``."""
    front, body = _front(text)
    known = {name: front[name] for name in Fields.__dataclass_fields__ if name in front and name != "body"}
    for name, value in known.items():
        if not isinstance(value, type(getattr(Fields(), name))):
            raise NotReadable(f"The key '{name}' of this file is not of its kind. A developer must mend it.")
    return Fields(**{name: _plain(value) for name, value in known.items()}, body=body.strip())


def text_of(text: str, fields: Fields) -> str:
    """Returns the file with these fields in place of what ``text`` holds. Raises ``NotReadable``.

    A key whose value is the same stays as it was typed; so does the body, and every key that the form does not show.
    """
    front, body = _front(text)
    before = fields_of(text)
    changed = [name for name in Fields.__dataclass_fields__ if getattr(fields, name) != getattr(before, name)]
    # A key that is missing is written even where its value is what a missing one counts as.
    missing = [name for name in Fields.__dataclass_fields__ if name != "body" and name not in front]
    for name in dict.fromkeys([*changed, *missing]):
        if name != "body":
            _put(front, name, getattr(fields, name))
    body = f"\n{fields.body}\n" if "body" in changed else body
    if not set(changed) - {"body"} and not missing:
        found = split(text)
        keys = found[0] if found else ""
    else:
        written = io.StringIO()
        _yaml().dump(front, written)
        keys = written.getvalue()
    made = f"---\n{keys}---\n{body}"
    if fields_of(made) != fields:  # never a file that says something else than the form
        raise NotReadable("These words cannot be written to this file. A developer must look at its keys.")
    return made


def _front(text: str) -> tuple[CommentedMap, str]:
    parts = split(text.replace("\r\n", "\n"))
    if not parts:
        raise NotReadable("This file does not start with its keys between two lines of three dashes.")
    try:
        front = _yaml().load(parts[0])
    except (YAMLError, ValueError):
        raise NotReadable("The keys of this file are not readable YAML. A developer must mend them.") from None
    if not isinstance(front, CommentedMap):
        raise NotReadable("The keys of this file are not names with values. A developer must mend them.")
    return front, parts[1]


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 20  # a line stays one line, however long
    return yaml


def _plain(value: Any) -> Any:
    """Returns a value without the comments and quotes it was typed with."""
    if isinstance(value, dict):
        return {str(key): str(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [str(item) for item in value]
    return value if isinstance(value, bool) else str(value)


def _put(front: CommentedMap, name: str, value: Any) -> None:
    """Puts a value in place of the old one, item by item, so that comments beside other items stay."""
    old = front.get(name)
    if isinstance(value, list) and value and isinstance(old, CommentedSeq):
        if not old:
            old.fa.set_flow_style()  # or "[]" would become lines of their own
        before = [str(item) for item in old]
        for kind, a, a_end, b, b_end in reversed(SequenceMatcher(a=before, b=value, autojunk=False).get_opcodes()):
            if kind != "equal":
                for _ in range(a, a_end):
                    del old[a]
                for offset, item in enumerate(value[b:b_end]):
                    old.insert(a + offset, _typed(name, item))
    elif isinstance(value, dict) and value and isinstance(old, CommentedMap):
        for key in [key for key in old if key not in value]:
            del old[key]
        old.update({key: _typed(name, inner) for key, inner in value.items()})
    elif isinstance(value, list):
        front[name] = made = CommentedSeq([_typed(name, item) for item in value])
        made.fa.set_flow_style()
    elif isinstance(value, dict):
        front[name] = table = CommentedMap({key: _typed(name, inner) for key, inner in value.items()})
        table.fa.set_flow_style()
    else:
        front[name] = _typed(name, value)


def _typed(name: str, value: Any) -> Any:
    # A word such as "?x" is written without quotes and then not read again inside brackets.
    odd = isinstance(value, str) and value.startswith("?")
    return DoubleQuotedScalarString(value) if odd or name in QUOTED else value
