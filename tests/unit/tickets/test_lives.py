"""Lives of bookings: whole, cut at every effect, met by others, replayed."""

from __future__ import annotations

import pytest

from frontdesk.domains.tickets.life import State
from simulator.stripe import Request
from tests.support import audit, lives, living
from tests.support.lives import Life
from tests.support.money_and_seats import BoxOffice

END = {
    "sale": State.CONFIRMED,
    "declined": State.RELEASED,
    "with_points": State.CONFIRMED,
    "points_refused": State.RELEASED,
    "called_off": State.REFUNDED,
    "called_off_in_time": State.RELEASED,
    "never_paid": State.RELEASED,
    "by_page": State.CONFIRMED,
    "page_left_alone": State.RELEASED,
    "page_called_off": State.RELEASED,
    "answers_lost": State.REFUNDED,
    "failures_kept": State.REFUNDED,
    "charge_failed_for_good": State.RELEASED,
    "found_late": State.REFUNDED,
    "keys_forgotten": State.REFUNDED,
    "two_for_the_last_seats": State.CONFIRMED,
    "called_off_meanwhile": State.REFUNDED,
    "refunded_by_two": State.REFUNDED,
    "two_channels": State.CONFIRMED,
}


@pytest.mark.parametrize("life", lives.LIVES, ids=lambda life: life.__name__)
def test_a_life_ends_as_it_should(life: Life) -> None:
    office = living.opened(life)
    life(office)
    office.drain()
    office.check(final=True)
    assert END[life.__name__] in {booking.state for booking in office.bookings()}


@pytest.mark.parametrize("life", [e for e in lives.LIVES if e not in lives.UNCUT], ids=lambda e: e.__name__)
def test_a_process_may_die_before_and_after_every_effect(life: Life) -> None:
    for at, after in living.cuts(life):
        living.held(life, at, after)


def test_a_charge_that_is_late_finds_its_seats_still_held() -> None:
    office = BoxOffice()
    office.order("maya", 2)
    office.publish()
    office.stripe.faults.lost = 1
    office.work(office.payment)
    office.now += 10_000  # the hold has run out long ago
    office.sweep()
    (booking,) = office.bookings()
    assert booking.state is State.CHARGING
    office.drain()
    office.check(final=True)
    assert office.bookings()[0].state is State.CONFIRMED


@pytest.mark.parametrize("cents", [100, 2_900, 5_724])
def test_money_that_was_given_back_by_hand_is_not_given_back_again(cents: int) -> None:
    """Somebody of the organisation has done it in Stripe's own console. Half of it was to be given back."""
    office = BoxOffice()
    lives.sale(office)
    by_hand = {"payment_intent": office.bookings()[0].charge, "amount": str(cents)}
    office.stripe.ask(Request("POST", "/v1/refunds", by_hand))
    office.cancel("b0")
    office.drain()
    assert office.bookings()[0].state is State.REFUNDED
    back = {100: 2_962, 2_900: 5_724, 5_724: 5_724}  # by hand, and its half as far as that is there
    assert (audit.charges(office, "b0"), office.parked) == (([5_724], back[cents]), [])


def test_who_calls_off_what_was_to_be_paid_on_a_page_hears_that() -> None:
    office = BoxOffice()
    lives.page_called_off(office)
    assert [(each.state, each.reason) for each in office.bookings()] == [(State.RELEASED, "cancelled")]


def test_cancelling_while_it_is_charged_changes_nothing_and_says_so() -> None:
    office = BoxOffice()
    office.order("maya", 2)
    office.publish()
    office.stripe.faults.lost = 1
    office.work(office.payment)
    told = office.cancel("b0")
    assert told is not None and told.state is State.CHARGING and not told.refund
    office.drain()
    assert office.bookings()[0].state is State.CONFIRMED


def test_an_outage_keeps_the_seats_and_is_over_by_itself() -> None:
    office = BoxOffice()
    office.stripe.faults.down = True
    for _ in range(4):
        office.order("maya", 1)
    office.publish()
    for _ in range(3):
        for queue in (office.payment, office.later):
            for _ in range(len(queue)):
                office.work(queue)
        office.now += 5
    assert office.store.outage() > office.now
    office.order("dana", 1)
    office.publish()
    office.work(office.payment)
    held = next(booking for booking in office.bookings() if booking.account == "dana")
    assert (held.state, held.reason) == (State.HELD, "outage")
    assert held.expires_at >= office.now + 600
    office.now += 60
    office.drain()
    office.check(final=True)
    assert {booking.state for booking in office.bookings()} == {State.CONFIRMED}


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_by_chance_comes_to_a_good_end(seed: int) -> None:
    living.walked(seed)
