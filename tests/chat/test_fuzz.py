"""Thousands of calls made from the OpenAPI description, right and wrong ones mixed: none is answered with a 5xx."""

from __future__ import annotations

from collections import Counter
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET
from starlette.testclient import TestClient

from tests.chat.person import JSON, Person
from tests.chat.test_description import CALLS

# A few hundred more are made, and looked at closer, in test_description.py.
CALLED, CALLED_A_LITTLE = 5000, 15
# Nothing can be wrong about these: they take no parameters.
PLAIN = ("/api/v1/topics", "/api/v1/helplines")


def test_no_call_is_answered_with_an_error_of_ours(client: TestClient, proving: bool) -> None:
    described: Any = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    right = [described[path][method].as_strategy() for method, path in CALLS]
    wrong = [
        described[path][method].as_strategy(generation_mode=GenerationMode.NEGATIVE)
        for method, path in CALLS
        if path not in PLAIN
    ]
    seen: Counter[int] = Counter()
    persons = [Person(client)]
    wanted = CALLED if proving else CALLED_A_LITTLE

    @settings(
        max_examples=wanted, deadline=None, derandomize=not proving, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(*right, *wrong), known=st.booleans())
    def called(case: Any, known: bool) -> None:
        headers = {name: str(value) for name, value in dict(case.headers or {}).items()}
        if known and "{conversation}" in case.path:
            case.path_parameters = {"conversation": persons[-1].opened["conversation"]}
            headers |= persons[-1].headers
        sent: dict[str, Any] = {}
        if isinstance(case.body, bytes):
            sent, headers = {"content": case.body}, {**headers, **JSON}
        elif case.body is not NOT_SET:
            sent = {"json": case.body}
        response = client.request(case.method, case.formatted_path, params=case.query, headers=headers, **sent)
        seen[response.status_code] += 1
        assert response.status_code < 500, (case.method, case.path, response.text[:300])
        if response.status_code == 204 and case.method == "DELETE":
            persons.append(Person(client))

    called()
    assert seen.total() >= wanted
    # Of so many, both sides were reached: calls that got through, and calls that were refused for what they hold.
    assert not proving or {200, 201, 204, 400, 401, 404, 422} <= set(seen), seen
