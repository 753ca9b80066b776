"""The oracle of a box office: it counts seats and money by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.domains.tickets.life import FINAL, State, counted
from frontdesk.domains.tickets.model import Booking

if TYPE_CHECKING:
    from tests.support.money_and_seats import BoxOffice

EVENT = "macbeth"
# Its seats, shard by shard.
SHARDS = {"00": 6, "01": 4, "02": 2}


def charges(office: BoxOffice, booking: str) -> tuple[list[int], int]:
    """The cents of each charge that a booking has, and what was given back of them."""
    charged = list(office.stripe.books.all("payment_intent", booking))
    ids = {intent["id"] for intent in charged}
    refunds = [refund for refund in office.stripe.books.all("refund") if refund["payment_intent"] in ids]
    taken = [intent["amount_received"] for intent in charged if intent["amount_received"]]
    return taken, sum(refund["amount"] for refund in refunds)


def check(office: BoxOffice, final: bool = False) -> None:
    """Raises AssertionError where a seat or a cent is not where it should be."""
    bookings, shards = office.bookings(), office.store.shards(EVENT)
    for name, capacity in SHARDS.items():
        shard = next(each for each in shards if each.id == name)
        taken = {"held": 0, "sold": 0}
        for booking in bookings:
            if (where := counted(booking.state)) != "free":
                taken[where] += booking.seats.get(name, 0)
        assert (shard.held, shard.sold) == (taken["held"], taken["sold"]), "seats are counted wrongly"
        assert shard.free >= 0 and shard.free + shard.held + shard.sold == capacity, "seats appear"
    for booking in bookings:
        _check_money(office, booking, final)


def _check_money(office: BoxOffice, booking: Booking, final: bool) -> None:
    taken, refunded = charges(office, booking.id)
    assert len(taken) <= 1, "charged twice"
    assert booking.state not in (State.HELD,) or not taken, "charged before it was written"
    kept = sum(taken) - refunded
    assert kept >= 0, "given back more than was paid"
    if booking.state in (State.PAID, State.CONFIRMED):
        assert kept == booking.total, "not paid"
    if final:
        assert booking.state in FINAL, f"stays {booking.state}"
        key = {":pk": f"BOOKING#{booking.id}", ":sk": "TICKET#"}
        tickets = office.store.query("pk = :pk AND begins_with(sk, :sk)", key)
        owed = {State.CONFIRMED: booking.total, State.RELEASED: 0}
        owed |= {State.REFUNDED: sum(taken) - booking.refund}
        assert kept == owed[booking.state], "charged without a ticket"
        assert booking.state is not State.CONFIRMED or len(tickets) == booking.quantity, "no ticket"
        assert not office.parked, "something made no sense"
