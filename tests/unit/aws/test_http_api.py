"""Requests of an HTTP API: what is read of them, what is refused, and that everything is answered."""

from __future__ import annotations

import base64
import json
from http import HTTPStatus
from typing import Any

import pytest

from frontdesk.aws.http_api import Answer, Problem, Request, answer, answering
from frontdesk.errors import NotFound, TryAgain

LONGEST = 100


def posted(body: str | None, **more: Any) -> dict[str, Any]:
    return {"headers": {"Content-Type": "application/json; charset=utf-8"}, "body": body, **more}


def echo(request: Request) -> Answer:
    return answer(HTTPStatus.OK, request.json(LONGEST))


def test_a_body_is_read_plain_and_in_base64() -> None:
    body = '{"name": "Zoë"}'
    packed = base64.b64encode(body.encode()).decode()
    for event in (posted(body), posted(packed, isBase64Encoded=True)):
        assert json.loads(answering(echo)(event, None)["body"]) == {"name": "Zoë"}


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (posted(None), 400),
        (posted("{"), 400),
        (posted('{"a": 1, "a": 1}'), 400),
        (posted('{"a": {"b": 1, "b": 2}}'), 400),
        (posted("NaN"), 400),
        (posted("-Infinity"), 400),
        (posted("1e400"), 400),
        (posted("[" * LONGEST), 400),
        (posted("\ud800"), 400),
        (posted(base64.b64encode(b"\xff\xfe{}").decode(), isBase64Encoded=True), 400),
        (posted("no base64!", isBase64Encoded=True), 400),
        (posted(" " * (LONGEST + 1)), 413),
        (posted("é" * LONGEST), 413),
        (posted(base64.b64encode(b" " * (LONGEST + 1)).decode(), isBase64Encoded=True), 413),
        (posted("x" * 7_000_000), 413),
        ({"body": "{}"}, 415),
        ({"body": "{}", "headers": {"content-type": "text/plain"}}, 415),
        ({}, 415),
        ({"headers": None, "pathParameters": None, "requestContext": None}, 415),
    ],
)
def test_a_bad_body_is_a_problem(event: dict[str, Any], status: int) -> None:
    given = answering(echo)(event, None)
    assert (given["statusCode"], json.loads(given["body"])["status"]) == (status, status)
    assert given["headers"]["content-type"] == "application/problem+json"


def test_deep_nesting_is_a_problem_too() -> None:
    work = lambda request: answer(HTTPStatus.OK, request.json(1_000_000))  # noqa: E731
    assert answering(work)(posted("[" * 100_000), None)["statusCode"] == 400


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Problem(HTTPStatus.CONFLICT, "Twice.", [{"index": 1}], "used"), 409),
        (NotFound(), 404),
        (TryAgain(), 503),
        (KeyError("a secret"), 500),
        ("not a mapping", 500),
    ],
)
def test_whatever_is_raised_is_answered_and_tells_nothing(error: Any, status: int) -> None:
    def work(request: Request) -> Answer:
        raise error

    given = answering(work)({}, None)
    assert given["statusCode"] == status
    assert "secret" not in given["body"]
    assert given["headers"].get("retry-after") == ("1" if status == 503 else None)


def test_a_problem_names_its_kind_and_its_mistakes() -> None:
    def work(request: Request) -> Answer:
        raise Problem(HTTPStatus.CONFLICT, "It was used before.", [{"index": 1}], "used")

    assert json.loads(answering(work)({}, None)["body"]) == {
        "type": "urn:front-desk:problem:used",
        "title": "Conflict",
        "status": 409,
        "detail": "It was used before.",
        "errors": [{"index": 1}],
    }


@pytest.mark.parametrize("event", [{}, [], None, "text", {"requestContext": {"authorizer": {}}}])
def test_an_odd_event_has_no_caller_and_is_answered(event: Any) -> None:
    work = lambda request: answer(HTTPStatus.OK, dict(request.claims))  # noqa: E731
    assert answering(work)(event, None)["statusCode"] in (200, 500)
