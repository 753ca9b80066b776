"""The HTTP door: orders, bookings, pages; whatever is sent, an answer, and only one's own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.domains.tickets.life import State
from tests.support.hall import MACBETH, Hall, read_code

ORDER = {"event": MACBETH.id, "quantity": 2}


@pytest.fixture
def hall(clients: Clients) -> Hall:
    return Hall(clients)


def order(hall: Hall, body: Any = ORDER, key: str = "k1", **more: Any) -> tuple[int, Any, Any]:
    return hall.ask("POST /tickets", body=body, idempotency_key=key, **more)


def follow(hall: Hall, link: str, account: str = "") -> tuple[int, Any, Any]:
    """Open a page's link, which is relative to /tickets."""
    path, _, query = link.partition("?")
    booking = path.split("/")[-2]
    return hall.ask(
        "GET /tickets/{id}/page", booking, account=account, query=dict(p.split("=") for p in query.split("&"))
    )


def test_an_order_is_paid_and_its_tickets_are_in_the_answer(hall: Hall) -> None:
    status, told, headers = order(hall)
    assert (status, told["state"], told["total"]) == (201, "CONFIRMED", 5724)
    assert headers["location"] == f"tickets/{told['id']}"
    assert [hall.signer.read(ticket["payload"]) for ticket in told["tickets"]] == [
        (told["id"], 1),
        (told["id"], 2),
    ]
    status, _, headers = follow(hall, told["page"])
    assert status == 302
    key = headers["location"].removeprefix("https://bucket.example/").partition("?")[0]
    assert b"<svg" in hall.objects.read(key)
    assert read_code(hall.objects.read(key.replace("page.html", "1.png"))) == told["tickets"][0]["payload"]


def test_the_same_order_again_is_the_same_booking(hall: Hall) -> None:
    first, again = order(hall), order(hall)
    assert first[:2] == again[:2]
    assert sum(shard.sold for shard in hall.ledger.shards(MACBETH.id)) == 2


def test_an_order_that_was_cut_off_goes_on(hall: Hall) -> None:
    paying, hall.paying = hall.paying, ()
    status, told, _ = order(hall)
    assert (status, told["state"]) == (202, "HELD")
    assert "tickets" not in told
    hall.paying = paying
    status, now, _ = order(hall)
    assert (status, now["id"], now["state"]) == (201, told["id"], "CONFIRMED")


def test_a_key_is_one_order_s_and_one_account_s(hall: Hall) -> None:
    _, told, _ = order(hall)
    status, problem, _ = order(hall, {**ORDER, "quantity": 3})
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:key-used")
    status, others, _ = order(hall, account="omar")
    assert (status, others["id"] == told["id"]) == (201, False)
    hall.now += 86_401
    status, later, _ = order(hall, {**ORDER, "quantity": 1})
    assert (status, later["id"] == told["id"]) == (201, False)


@pytest.mark.parametrize("key", ["", "a b", "x" * 65, "ü", "a\r\nSet-Cookie: b", "<script>"])
def test_an_order_wants_a_key(hall: Hall, key: str) -> None:
    assert order(hall, key=key)[0] == 400


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
    given, problem, headers = order(hall, body)
    assert (given, problem["status"]) == (status, status)
    assert headers["content-type"] == "application/problem+json"
    assert sum(shard.free for shard in hall.ledger.shards(MACBETH.id)) == 12


def test_every_mistake_is_named_without_its_value(hall: Hall) -> None:
    _, problem, _ = order(hall, {"quantity": 900, "colour": "secret"})
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
    assert order(hall, account="")[0] == 403


def test_what_is_sold_out_says_so_and_what_has_begun_is_not_sold(hall: Hall) -> None:
    order(hall, {**ORDER, "quantity": 8}, "k1")
    status, problem, _ = order(hall, {**ORDER, "quantity": 5}, "k2")
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:sold-out")
    assert problem["detail"] == "There are 4 seats left."
    hall.now = MACBETH.at
    assert order(hall, key="k3")[0] == 422


def test_a_declined_payment_keeps_no_seat(hall: Hall) -> None:
    hall.paying = (State.CHARGING, State.DECLINED, State.RELEASED)
    status, problem, _ = order(hall)
    assert (status, problem["type"]) == (402, "urn:front-desk:problem:declined")
    assert sum(shard.free for shard in hall.ledger.shards(MACBETH.id)) == 12


def test_a_booking_is_told_to_its_owner_alone(hall: Hall) -> None:
    _, told, _ = order(hall)
    status, mine, headers = hall.ask("GET /tickets/{id}", told["id"])
    assert (status, mine["tickets"], headers["cache-control"]) == (200, told["tickets"], "no-store")
    assert follow(hall, mine["page"])[0] == 302
    for route in ("GET /tickets/{id}", "DELETE /tickets/{id}"):
        others = hall.ask(route, told["id"], account="omar")
        assert others == hall.ask(route, "f" * 32, account="omar")
        assert others[0] == 404


def test_a_booking_is_called_off_once_however_often(hall: Hall) -> None:
    _, told, _ = order(hall)
    for _ in range(3):
        status, after, _ = hall.ask("DELETE /tickets/{id}", told["id"])
        assert (status, after["state"], after["refund"]) == (202, "REFUNDING", 5724)
    assert "tickets" not in hall.ask("GET /tickets/{id}", told["id"])[1]
    assert follow(hall, told["page"])[0] == 410


def test_an_event_that_is_newer_than_the_catalogue_is_remembered_is_paid_back_too(hall: Hall) -> None:
    hall.tickets.events()
    hall.offer(replace(MACBETH, id="new"))
    _, told, _ = order(hall, {**ORDER, "event": "new"})
    assert hall.ask("DELETE /tickets/{id}", told["id"])[1]["refund"] == 5724


def test_what_cannot_be_called_off_says_why(hall: Hall) -> None:
    hall.paying = (State.CHARGING,)
    _, told, _ = order(hall)
    status, problem, _ = hall.ask("DELETE /tickets/{id}", told["id"])
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:being-paid")
    hall.paying = (State.CHARGING, State.PAID)
    _, told, _ = order(hall, key="k2")
    hall.now = MACBETH.at - 60
    status, problem, _ = hall.ask("DELETE /tickets/{id}", told["id"])
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:too-late")


@pytest.mark.parametrize(
    "change",
    [
        {"until": "9999999999"},
        {"until": ""},
        {"until": "٣"},
        {"until": "1" * 400},
        {"signature": ""},
        {"signature": "A" * 24},
        {"signature": "ü"},
    ],
)
def test_a_link_that_the_desk_did_not_sign_opens_nothing(hall: Hall, change: dict[str, str]) -> None:
    _, told, _ = order(hall)
    query = dict(p.split("=") for p in told["page"].partition("?")[2].split("&"))
    assert hall.ask("GET /tickets/{id}/page", told["id"], query={**query, **change})[0] == 404
    assert hall.ask("GET /tickets/{id}/page", "f" * 32, query=query)[0] == 404
    assert hall.ask("GET /tickets/{id}/page", told["id"])[0] == 404


def test_a_link_ends_a_day_after_the_event(hall: Hall) -> None:
    _, told, _ = order(hall)
    hall.now = MACBETH.at + 86_399
    assert follow(hall, told["page"])[0] == 302
    hall.now += 1
    assert follow(hall, told["page"])[0] == 410


def test_the_programme_is_everybody_s(hall: Hall) -> None:
    hall.offer(
        replace(MACBETH, id="jazz", name="Jazz Brunch", kind="concert", starts="2027-01-31T11:00:00-05:00")
    )
    status, told, headers = hall.ask("GET /events", account="")
    assert (status, [each["name"] for each in told["events"]]) == (
        200,
        ["Macbeth <& Friends>", "Jazz Brunch"],
    )
    assert headers["cache-control"] == "public, max-age=60"
    assert told["events"][0] == {
        "id": MACBETH.id,
        "name": MACBETH.name,
        "kind": "play",
        "place": "the Old Playhouse",
        "city": "Springfield",
        "starts": "2027-01-29T19:30:00-05:00",
        "cents": 2500,
        "seller": "the Old Playhouse",
    }
    for query in ({"q": "jazz"}, {"kind": "concert"}, {"day": "2027-01-31"}):
        assert [each["id"] for each in hall.ask("GET /events", query=query)[1]["events"]] == ["jazz"]
    assert hall.ask("GET /events", query={"q": "x" * 9_000})[1] == {"events": []}
    assert hall.ask("GET /events", query={"day": "soon"})[0] == 400


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
    for asked in (order(hall), hall.ask("GET /tickets/{id}", "f" * 32), hall.ask("GET /events")):
        assert (asked[0], asked[2]["retry-after"]) == (503, "1")
