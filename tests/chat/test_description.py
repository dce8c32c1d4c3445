"""Tests that what is served agrees with the OpenAPI description, in both directions (schemathesis)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core import NOT_SET
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from tests.chat.person import JSON, OPEN, Person
from tests.service_bot.rasa import Rasa

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CALLS = [
    ("POST", "/api/v1/conversations"),
    ("POST", "/api/v1/conversations/{conversation}/messages"),
    ("GET", "/api/v1/conversations/{conversation}/messages"),
    ("POST", "/api/v1/conversations/{conversation}/feedback"),
    ("DELETE", "/api/v1/conversations/{conversation}"),
    ("GET", "/api/v1/suggest"),
    ("GET", "/api/v1/topics"),
    ("GET", "/api/v1/topics/{topic}"),
    ("GET", "/api/v1/helplines"),
]


@pytest.fixture
def described(client: TestClient) -> Iterator[Any]:
    """The description of the application, as it serves it."""
    yield schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())


def test_the_description_has_the_calls_of_the_api_and_no_other(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    served = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert served == set(CALLS)


def test_every_error_is_described_as_a_problem(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for methods in paths.values():
        for call in methods.values():
            for status, response in call["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], (call["operationId"], status)


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize("allowed", [True, False], ids=["with a token", "as it comes"])
def test_what_is_served_is_what_is_described(
    client: TestClient, rasa: Rasa, described: Any, method: str, path: str, allowed: bool, proving: bool
) -> None:
    """Random calls of that kind; ``allowed`` ones are on a conversation that exists, so that they get further."""
    person = Person(client)
    person.ask("what is crs")
    operation = described[path][method]

    @settings(
        max_examples=300 if proving else 15, deadline=None, derandomize=not proving, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def agrees(case: Any) -> None:
        headers = dict(case.headers or {})
        if allowed and "{conversation}" in path:
            case.path_parameters = {"conversation": person.opened["conversation"]}
            headers["Authorization"] = f"Bearer {person.token}"
        body = {} if case.body is NOT_SET else {"json": case.body}
        response = client.request(method, case.formatted_path, params=case.query, headers=headers, **body)
        case.validate_response(response, checks=CHECKS)

    agrees()


@pytest.mark.parametrize("path", [path for method, path in CALLS if method == "POST"])
def test_a_body_that_is_not_as_described_is_refused(
    client: TestClient, described: Any, path: str, proving: bool
) -> None:
    person = Person(client)
    person.ask("what is crs")

    @settings(
        max_examples=200 if proving else 15, deadline=None, derandomize=not proving, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=described[path]["POST"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def refused(case: Any) -> None:
        if case.body is NOT_SET:
            return
        case.path_parameters, case.query = {"conversation": person.opened["conversation"]}, {}
        body = case.body if isinstance(case.body, bytes) else json.dumps(case.body).encode()
        response = client.post(case.formatted_path, content=body, headers={**person.headers, **JSON})
        case.validate_response(response, checks=[*CHECKS, negative_data_rejection])

    refused()


def test_a_conversation_and_a_turn_validate_against_the_description(
    client: TestClient, described: Any, rasa: Rasa
) -> None:
    person = Person(client)
    rounds = [("topic:crs", 200), ("numbers:risk_of_death", 200), ("flow:handoff", 200), ("flow:questions", 200)]
    operation = described["/api/v1/conversations/{conversation}/messages"]["POST"]
    for choice, status in rounds:
        response = person.send(choice=choice)
        assert response.status_code == status
        operation.validate_response(response)
    operation.validate_response(person.send(text="my dad has chest pain"))
    for directive in ({"criteria": 1}, {"flow": "none"}):
        rasa.directive = directive
        operation.validate_response(person.send(choice="flow:next"))
    rasa.directive = {"outcome": "unsure"}
    operation.validate_response(person.send(text="what about parking"))
    rasa.stop()
    operation.validate_response(person.send(text="what about crs"))
    operation.validate_response(person.send(text=""))
    described[OPEN]["POST"].validate_response(client.post(OPEN, json={}))
    history = client.get(f"{person.path}/messages", headers=person.headers)
    described["/api/v1/conversations/{conversation}/messages"]["GET"].validate_response(history)
    assert json.loads(history.text)["messages"]
