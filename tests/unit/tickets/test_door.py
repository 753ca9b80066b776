"""The HTTP door: orders, bookings, pages; whatever is sent, an answer, and only one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.domains.tickets.life import State
from tests.support.hall import MACBETH, ORDER, Hall, read_code


@pytest.fixture
def hall(clients: Clients) -> Hall:
    return Hall(clients)


def follow(hall: Hall, link: str, account: str = "") -> tuple[int, Any, Any]:
    """Open a page's link, which is relative to /tickets."""
    path, _, query = link.partition("?")
    booking = path.split("/")[-2]
    return hall.ask(
        "GET /tickets/{id}/page", booking, account=account, query=dict(p.split("=") for p in query.split("&"))
    )


def test_an_order_is_paid_and_its_tickets_are_in_the_answer(hall: Hall) -> None:
    status, told, headers = hall.order()
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
    first, again = hall.order(), hall.order()
    assert first[:2] == again[:2]
    assert sum(shard.sold for shard in hall.ledger.shards(MACBETH.id)) == 2


def test_an_order_that_was_cut_off_goes_on(hall: Hall) -> None:
    paying, hall.paying = hall.paying, ()
    status, told, _ = hall.order()
    assert (status, told["state"]) == (202, "HELD")
    assert "tickets" not in told
    hall.paying = paying
    status, now, _ = hall.order()
    assert (status, now["id"], now["state"]) == (201, told["id"], "CONFIRMED")


def test_a_key_is_one_order_s_and_one_account_s(hall: Hall) -> None:
    _, told, _ = hall.order()
    status, problem, _ = hall.order({**ORDER, "quantity": 3})
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:key-used")
    status, others, _ = hall.order(account="omar")
    assert (status, others["id"] == told["id"]) == (201, False)
    hall.now += 86_401
    status, later, _ = hall.order({**ORDER, "quantity": 1})
    assert (status, later["id"] == told["id"]) == (201, False)


def test_what_is_sold_out_says_so_and_what_has_begun_is_not_sold(hall: Hall) -> None:
    hall.order({**ORDER, "quantity": 8}, "k1")
    status, problem, _ = hall.order({**ORDER, "quantity": 5}, "k2")
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:sold-out")
    assert problem["detail"] == "There are 4 seats left."
    hall.now = MACBETH.at
    assert hall.order(key="k3")[0] == 422


def test_a_declined_payment_keeps_no_seat(hall: Hall) -> None:
    hall.paying = (State.CHARGING, State.DECLINED, State.RELEASED)
    status, problem, _ = hall.order()
    assert (status, problem["type"]) == (402, "urn:front-desk:problem:declined")
    assert sum(shard.free for shard in hall.ledger.shards(MACBETH.id)) == 12


def test_a_booking_is_told_to_its_owner_alone(hall: Hall) -> None:
    _, told, _ = hall.order()
    status, mine, headers = hall.ask("GET /tickets/{id}", told["id"])
    assert (status, mine["tickets"], headers["cache-control"]) == (200, told["tickets"], "no-store")
    assert follow(hall, mine["page"])[0] == 302
    for route in ("GET /tickets/{id}", "DELETE /tickets/{id}"):
        others = hall.ask(route, told["id"], account="omar")
        assert others == hall.ask(route, "f" * 32, account="omar")
        assert others[0] == 404


def test_a_booking_is_called_off_once_however_often(hall: Hall) -> None:
    _, told, _ = hall.order()
    for _ in range(3):
        status, after, _ = hall.ask("DELETE /tickets/{id}", told["id"])
        assert (status, after["state"], after["refund"]) == (202, "REFUNDING", 5724)
    assert "tickets" not in hall.ask("GET /tickets/{id}", told["id"])[1]
    assert follow(hall, told["page"])[0] == 410


def test_an_event_that_is_newer_than_the_catalogue_is_remembered_is_paid_back_too(hall: Hall) -> None:
    hall.tickets.events()
    hall.offer(replace(MACBETH, id="new"))
    _, told, _ = hall.order({**ORDER, "event": "new"})
    assert hall.ask("DELETE /tickets/{id}", told["id"])[1]["refund"] == 5724


def test_what_cannot_be_called_off_says_why(hall: Hall) -> None:
    hall.paying = (State.CHARGING,)
    _, told, _ = hall.order()
    status, problem, _ = hall.ask("DELETE /tickets/{id}", told["id"])
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:being-paid")
    hall.paying = (State.CHARGING, State.PAID)
    _, told, _ = hall.order(key="k2")
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
    _, told, _ = hall.order()
    query = dict(p.split("=") for p in told["page"].partition("?")[2].split("&"))
    assert hall.ask("GET /tickets/{id}/page", told["id"], query={**query, **change})[0] == 404
    assert hall.ask("GET /tickets/{id}/page", "f" * 32, query=query)[0] == 404
    assert hall.ask("GET /tickets/{id}/page", told["id"])[0] == 404


def test_a_link_ends_a_day_after_the_event(hall: Hall) -> None:
    _, told, _ = hall.order()
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
