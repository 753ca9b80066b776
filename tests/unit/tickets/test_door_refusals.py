"""The HTTP door, whatever is sent: a problem that names no value, and nothing booked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from tests.support.hall import MACBETH, ORDER, Hall


@pytest.fixture
def hall(clients: Clients) -> Hall:
    return Hall(clients)


@pytest.mark.parametrize("key", ["", "a b", "x" * 65, "ü", "a\r\nSet-Cookie: b", "<script>"])
def test_an_order_wants_a_key(hall: Hall, key: str) -> None:
    assert hall.order(key=key)[0] == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("7", 400),
        ('{"event": "a", "event": "b", "quantity": 1}', 400),
        ('{"event": "macbeth-friday", "quantity": NaN}', 400),
        ('{"event": "macbeth-friday", "quantity": 1e400}', 400),
        ("[" * 9_000, 400),
        ({}, 400),
        ({**ORDER, "quantity": 0}, 400),
        ({**ORDER, "quantity": -1}, 400),
        ({**ORDER, "quantity": 9}, 400),
        ({**ORDER, "quantity": 1.5}, 400),
        ({**ORDER, "quantity": True}, 400),
        ({**ORDER, "quantity": "2"}, 400),
        ({**ORDER, "points": -1}, 400),
        ({**ORDER, "points": 10**9}, 400),
        ({**ORDER, "event": ["a"]}, 400),
        ({**ORDER, "price": 1}, 400),
        ({**ORDER, "account": "omar"}, 400),
        ({**ORDER, "event": "nothing"}, 422),
        ({**ORDER, "event": "x\r\ny"}, 400),
        ('{"event": "\\ud800", "quantity": 1}', 400),
        ("x" * 7_000_000, 413),
    ],
)
def test_what_is_wrong_is_a_problem_and_books_nothing(hall: Hall, body: Any, status: int) -> None:
    given, problem, headers = hall.order(body)
    assert (given, problem["status"]) == (status, status)
    assert headers["content-type"] == "application/problem+json"
    assert sum(shard.free for shard in hall.ledger.shards(MACBETH.id)) == 12


def test_every_mistake_is_named_without_its_value(hall: Hall) -> None:
    _, problem, _ = hall.order({"quantity": 900, "colour": "secret"})
    assert problem["errors"] == [
        {"pointer": "#/event", "detail": "is missing"},
        {"pointer": "#/quantity", "detail": "is a whole number from 1 to 8"},
        {"pointer": "#", "detail": "has a member that is not known"},
    ]


def test_another_content_type_is_refused(hall: Hall) -> None:
    event = {"routeKey": "POST /tickets", "headers": {"idempotency-key": "k", "content-type": "text/plain"}}
    claims = {"requestContext": {"authorizer": {"jwt": {"claims": {"username": "maya"}}}}}
    assert hall.door({**event, **claims, "body": json.dumps(ORDER)}, None)["statusCode"] == 415


def test_a_system_books_for_nobody(hall: Hall) -> None:
    assert hall.order(account="")[0] == 403


@pytest.mark.parametrize("route", ["", "PUT /tickets", "$default"])
def test_a_route_that_is_none_is_not_found(hall: Hall, route: str) -> None:
    assert hall.ask(route)[0] == 404


@pytest.mark.parametrize("event", [{}, [], None, {"routeKey": "POST /tickets"}])
def test_an_odd_event_is_answered_too(hall: Hall, event: Any) -> None:
    assert hall.door(event, None)["statusCode"] in (403, 404, 500)


def test_a_table_that_does_not_answer_is_a_503_to_try_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.ledger.call("delete_table", TableName=hall.ledger.table)
    for asked in (hall.order(), hall.ask("GET /tickets/{id}", "f" * 32), hall.ask("GET /events")):
        assert (asked[0], asked[2]["retry-after"]) == (503, "1")
