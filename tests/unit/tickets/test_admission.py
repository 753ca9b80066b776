"""At the hall's door: a code lets one person in, once, however many look at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.domains.tickets.issuing.signing import Signer
from frontdesk.domains.tickets.life import Overtaken, State
from tests.support.hall import MACBETH, Hall

BOOKING = "b" * 32
VERIFY = "POST /tickets/{id}/verify"


@pytest.fixture
def hall(clients: Clients) -> Hall:
    hall = Hall(clients)
    hall.booked()
    return hall


def look(hall: Hall, number: int = 1, path: str = BOOKING, **more: Any) -> tuple[int, Any]:
    """Hold a ticket's code before the door."""
    payload = more.pop("payload", hall.signer.payload(BOOKING, number))
    key = {"idempotency_key": more.pop("key")} if "key" in more else {}
    return hall.ask(VERIFY, path, {"payload": payload, **more}, "", **key)[:2]


def test_a_code_opens_once(hall: Hall) -> None:
    status, told = look(hall)
    assert status == 200
    serial = hall.signer.serial(BOOKING, 1)
    assert told == {"booking": BOOKING, "event": MACBETH.id, "ticket": 1, "of": 2, "serial": serial}
    used = hall.now
    hall.now += 60
    for _ in range(3):
        status, problem = look(hall)
        assert (status, problem["type"]) == (409, "urn:front-desk:problem:used")
        assert problem["errors"] == [{"used_at": used}]
    assert look(hall, 2)[0] == 200


def test_an_answer_that_was_lost_can_be_asked_for_again(hall: Hall) -> None:
    assert look(hall, key="scan-1")[0] == 200
    assert look(hall, key="scan-1")[0] == 200
    assert look(hall, key="scan-2")[0] == 409
    assert look(hall)[0] == 409


def test_of_many_who_come_at_once_one_is_let_in(hall: Hall) -> None:
    with ThreadPoolExecutor(8) as doors:
        answers = list(doors.map(lambda n: look(hall, n % 2 + 1)[0], range(8)))
    assert answers.count(200) == 2
    assert set(answers) <= {200, 409, 503}


@pytest.mark.parametrize(
    "payload",
    [
        "x",
        "FD1",
        "FD1...",
        f"FD1.{BOOKING}.1.AAAAAAAAAAAAAAAAAAAAAAAA",
        Signer(lambda: b"another desk" * 3).payload(BOOKING, 1),
        "ü" * 100,
        "<script>",
    ],
)
def test_a_code_that_the_desk_did_not_sign_is_as_unknown_as_any(hall: Hall, payload: str) -> None:
    assert look(hall, payload=payload) == look(hall, path="f" * 32)
    assert look(hall, payload=payload)[0] == 404


def test_a_code_of_a_ticket_that_never_was_is_unknown(hall: Hall) -> None:
    assert look(hall, 3)[0] == 404


def test_another_booking_s_code_is_unknown(hall: Hall) -> None:
    hall.booked("omar", booking="c" * 32)
    assert look(hall, path="c" * 32)[0] == 404


def test_a_code_for_another_event_is_refused_and_stays_good(hall: Hall) -> None:
    status, problem = look(hall, event="hamlet")
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:other-event")
    assert look(hall, event=MACBETH.id)[0] == 200


def test_what_was_called_off_lets_nobody_in(hall: Hall) -> None:
    hall.tickets.cancel("maya", BOOKING)
    status, problem = look(hall)
    assert (status, problem["type"]) == (410, "urn:front-desk:problem:void")


def test_whoever_has_come_in_gets_no_money_back(hall: Hall) -> None:
    look(hall)
    status, problem, _ = hall.ask("DELETE /tickets/{id}", BOOKING)
    assert (status, problem["type"]) == (409, "urn:front-desk:problem:used")
    assert look(hall, 2)[0] == 200


def test_whoever_comes_in_while_it_is_called_off_is_seen(hall: Hall) -> None:
    before = hall.ledger.booking(BOOKING)
    assert before
    look(hall)
    with pytest.raises(Overtaken):
        hall.ledger.change(before, State.REFUNDING, hall.now, refund=1)


@pytest.mark.parametrize(
    "body", ["", "{", "[]", {}, {"payload": 7}, {"payload": ""}, {"payload": "x", "more": 1}]
)
def test_a_body_that_is_none_is_a_problem(hall: Hall, body: Any) -> None:
    assert hall.ask(VERIFY, BOOKING, body, "")[0] == 400
