"""Tests of the hazard log: its rows are whole, and every test that proves one exists and runs."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT / "docs" / "hazards.yml"
ALWAYS = ["id", "hazard", "cause", "effect", "control", "status"]
ALSO = {"open": ["missing"], "proved": ["tests"], "accepted": ["why", "decides"]}
NODE = re.compile(r"(tests/(?:\w+/)*test_\w+\.py)::(test_\w+)(?:\[.+\])?")


@cache
def functions(file: Path) -> dict[str, str]:
    """Returns the test functions of a file, each with its decorators as they are written."""
    return {
        node.name: " ".join(ast.unparse(decorator) for decorator in node.decorator_list)
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def node_fault(node: Any) -> str:
    """Returns what is wrong with a test that a row names, or nothing."""
    found = NODE.fullmatch(str(node))
    if not found:
        return "is not written as file::test"
    file, name = ROOT / found[1], found[2]
    if not file.is_file():
        return "is in a file that does not exist"
    if name not in functions(file):
        return "does not exist"
    return "is not run" if re.search(r"skip|xfail", functions(file)[name]) else ""


def is_words(value: Any) -> bool:
    return isinstance(value, str) and value.strip().endswith(".")


def row_faults(row: dict[str, Any]) -> list[str]:
    """Returns what is wrong with one row."""
    status = row.get("status")
    if status not in ALSO:
        return [f"status {status!r} is none of {', '.join(ALSO)}"]
    wanted = [*ALWAYS, *ALSO[status]]
    faults = [f"{key} is missing" for key in wanted if not row.get(key)]
    faults += [f"{key} does not belong to a row that is {status}" for key in row if key not in [*wanted, "tests"]]
    faults += [
        f"{key} is no sentence"
        for key in ("hazard", "cause", "effect", "control", "missing", "why", "decides")
        if row.get(key) and not is_words(row[key])
    ]
    nodes = row.get("tests") or []
    faults += [f"{node} {fault}" for node in nodes if (fault := node_fault(node))]
    return faults + [f"{node} is named twice" for node, times in Counter(nodes).items() if times > 1]


def faults_of(rows: list[dict[str, Any]]) -> list[str]:
    """Returns what is wrong with a log, each fault with the row it is in."""
    ids = Counter(str(row.get("id")) for row in rows)
    faults = [f"{name} stands {times} times" for name, times in ids.items() if times > 1]
    return faults + [f"{row.get('id')}: {fault}" for row in rows for fault in row_faults(row)]


def log() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = YAML(typ="safe").load(LOG.read_text(encoding="utf-8"))["hazards"]
    return rows


HERE = "tests/wiring/test_hazards.py"
WHOLE = {
    "id": "H01",
    "hazard": "A.",
    "cause": "B.",
    "effect": "C.",
    "control": "D.",
    "status": "proved",
    "tests": [f"{HERE}::test_the_hazard_log_has_no_fault"],
}
OPEN = {**{key: value for key, value in WHOLE.items() if key != "tests"}, "status": "open", "missing": "E."}
ACCEPTED = {**{k: v for k, v in OPEN.items() if k != "missing"}, "status": "accepted", "why": "F.", "decides": "G."}


def test_the_hazard_log_has_no_fault():
    assert faults_of(log()) == []


def test_every_hazard_of_the_first_list_is_in_the_log_in_order():
    ids = [row["id"] for row in log()]

    assert ids[:58] == [f"H{number:02}" for number in range(1, 59)]
    assert ids == sorted(ids)


@pytest.mark.parametrize("row", [WHOLE, OPEN, ACCEPTED, {**OPEN, "tests": WHOLE["tests"]}])
def test_a_whole_row_has_no_fault(row):
    assert row_faults(row) == []


def test_a_test_with_parameters_may_name_one_of_them():
    assert node_fault(f"{HERE}::test_a_whole_row_has_no_fault[row0]") == ""


@pytest.mark.parametrize("key", [key for key in ALWAYS if key not in ("id", "status")])
def test_an_empty_or_missing_part_of_a_row_is_a_fault(key):
    assert row_faults({**WHOLE, key: ""}) == [f"{key} is missing"]
    assert row_faults({k: v for k, v in WHOLE.items() if k != key}) == [f"{key} is missing"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({**WHOLE, "status": "done"}, "status 'done' is none of open, proved, accepted"),
        ({**WHOLE, "status": None}, "status None is none of open, proved, accepted"),
        ({**WHOLE, "tests": []}, "tests is missing"),
        ({**OPEN, "missing": ""}, "missing is missing"),
        ({**ACCEPTED, "decides": ""}, "decides is missing"),
        ({**ACCEPTED, "why": None}, "why is missing"),
        ({**WHOLE, "missing": "E."}, "missing does not belong to a row that is proved"),
        ({**WHOLE, "hazard": "No full stop"}, "hazard is no sentence"),
        ({**WHOLE, "tests": WHOLE["tests"] * 2}, f"{WHOLE['tests'][0]} is named twice"),
        ({**WHOLE, "tests": ["by hand"]}, "by hand is not written as file::test"),
        ({**WHOLE, "tests": ["service/x.py::test_a"]}, "service/x.py::test_a is not written as file::test"),
        ({**WHOLE, "tests": [f"{HERE}::test_nothing"]}, f"{HERE}::test_nothing does not exist"),
        (
            {**WHOLE, "tests": ["tests/wiring/test_none.py::test_a"]},
            "tests/wiring/test_none.py::test_a is in a file that does not exist",
        ),
        ({**OPEN, "tests": [f"{HERE}::test_nothing"]}, f"{HERE}::test_nothing does not exist"),
    ],
)
def test_a_row_that_is_not_as_it_should_be_is_a_fault(row, fault):
    assert row_faults(row) == [fault]


def test_an_id_that_stands_twice_is_a_fault():
    assert faults_of([WHOLE, OPEN]) == ["H01 stands 2 times"]


def test_a_test_that_is_skipped_proves_nothing(tmp_path, monkeypatch):
    (tmp_path / "tests").mkdir()
    marks = {"runs": "", "skipped": "@pytest.mark.skip\n", "expected": "@pytest.mark.xfail(reason='x')\n"}
    text = "".join(f"{mark}async def test_{name}(): ...\n" for name, mark in marks.items())
    (tmp_path / "tests/test_some.py").write_text(text)
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)

    found = {name: node_fault(f"tests/test_some.py::test_{name}") for name in marks}

    assert found == {"runs": "", "skipped": "is not run", "expected": "is not run"}
