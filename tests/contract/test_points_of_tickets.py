"""What domain tickets tells, domain customers understands, and the other way round. A booking by HTTP names
no customer: its points are found by the account."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from frontdesk.domains.customers.events import Keeper
from frontdesk.domains.customers.service import Customers
from frontdesk.domains.tickets.holders import Payer
from frontdesk.domains.tickets.life import State
from tests.conftest import Clock
from tests.support.ledger import ID, in_memory
from tests.support.memory import MemoryQueue, Power
from tests.support.money_and_seats import BoxOffice

ROUNDS = 6  # of telling and hearing: more than a booking has steps
OPENING, A_DOLLAR = 1_000, 5  # points that a customer has, and earns for a dollar


@pytest.fixture
def office() -> Iterator[BoxOffice]:
    """Where zoe books, who is a customer."""
    office = BoxOffice()
    office.store.keep_payer("zoe", Payer("", "pm_card_visa"))
    yield office
    office.close()


@pytest.fixture
def customers(clock: Clock) -> Customers:
    return in_memory(OPENING, clock)[0]


def on(office: BoxOffice, customers: Customers) -> None:
    """Everything is told and heard."""
    keeper = Keeper(customers, MemoryQueue(Power(), office.payment.append), A_DOLLAR)  # type: ignore[arg-type]
    for _ in range(ROUNDS):
        office.publish()
        for message in office.events:
            keeper.keep(json.loads(json.dumps(message)))
        office.events.clear()
        while office.payment:
            assert office.work(office.payment)
    office.check(final=True)


def balance(customers: Customers) -> int:
    known = customers.get(ID, now=True)
    assert known
    return known.points.balance


def test_a_booking_that_names_no_customer_earns_points_and_a_refund_takes_them_back(
    office: BoxOffice, customers: Customers
) -> None:
    office.order("zoe", 2)
    on(office, customers)
    (booking,) = office.bookings()
    assert (booking.customer, booking.state) == ("", State.CONFIRMED)
    assert balance(customers) == OPENING + booking.total * A_DOLLAR // 100
    office.cancel("b0")
    on(office, customers)
    assert balance(customers) == OPENING


def test_its_points_are_redeemed_and_come_back(office: BoxOffice, customers: Customers) -> None:
    office.order("zoe", 2, points=400)
    on(office, customers)
    (booking,) = office.bookings()
    assert (booking.off, office.paid("b0"), booking.state) == (400, 5_324, State.CONFIRMED)
    assert balance(customers) == OPENING - 400 + 5_324 * A_DOLLAR // 100
    office.cancel("b0")
    on(office, customers)
    assert balance(customers) == OPENING


def test_who_has_not_so_many_points_pays_nothing_and_loses_none(
    office: BoxOffice, customers: Customers
) -> None:
    office.order("zoe", 2, points=OPENING + 1)
    on(office, customers)
    (booking,) = office.bookings()
    assert (booking.state, booking.reason, office.paid("b0")) == (State.RELEASED, "points", 0)
    assert balance(customers) == OPENING
