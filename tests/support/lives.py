"""Lives of bookings, from the order to the end: `living.py` has them lived, and cut short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.support.money_and_seats import BoxOffice

type Life = Callable[[BoxOffice], None]


def sale(office: BoxOffice) -> None:
    """Paid by card; every message comes twice."""
    _order(office, "maya", 2)


def declined(office: BoxOffice) -> None:
    _order(office, "omar", 3)


def with_points(office: BoxOffice) -> None:
    office.order("maya", 2, points=100)
    office.publish()
    office.settle(accepted=True)
    _on(office)


def points_refused(office: BoxOffice) -> None:
    office.order("maya", 1, points=100)
    office.publish()
    office.settle(accepted=False)
    _on(office)


def called_off(office: BoxOffice) -> None:
    """Half of it is given back, so close to the event."""
    sale(office)
    _call_off(office)


def called_off_in_time(office: BoxOffice) -> None:
    office.order("maya", 2)
    _call_off(office)


def never_paid(office: BoxOffice) -> None:
    office.order("maya", 5)
    _later(office, 700)


def by_page(office: BoxOffice) -> None:
    """Nobody's card is saved: there is a page to pay on."""
    _order(office, "nobody", 1)
    office.pay_pages()
    _hear(office)
    _on(office)


def page_left_alone(office: BoxOffice) -> None:
    _order(office, "nobody", 1)
    _later(office, 3_000)


def page_called_off(office: BoxOffice) -> None:
    _order(office, "nobody", 1)
    _call_off(office)


def answers_lost(office: BoxOffice) -> None:
    """Stripe does all it is asked, and nobody hears of it; then half of a hold's time later it is back."""
    office.order("dana", 2)
    office.stripe.faults.lost = 1
    _on(office)
    office.now += 700
    office.sweep()
    office.stripe.faults.lost = 0
    _on(office)
    office.cancel("b0")
    office.stripe.faults.lost = 1
    _on(office)


def failures_kept(office: BoxOffice) -> None:
    """Stripe charges, and keeps a 500 as its answer, to the charge and to the refund."""
    office.order("dana", 2)
    office.stripe.faults.broken = 1
    _on(office)
    office.now += 100
    _on(office)
    _call_off(office)


def charge_failed_for_good(office: BoxOffice) -> None:
    """Stripe does not charge, and keeps a 500 as its answer."""
    office.order("dana", 2)
    office.stripe.faults.failed = 1
    _on(office)
    office.now += 100
    _on(office)


def found_late(office: BoxOffice) -> None:
    """The charge comes to light when nobody reckons with it any more."""
    office.stripe.faults.search_lag = 10_000
    office.order("dana", 2)
    office.stripe.faults.broken = 1
    _on(office)
    office.now += 100
    _on(office)
    office.stripe.faults.broken = 0
    _hear(office)
    _on(office)


def keys_forgotten(office: BoxOffice) -> None:
    """The answers to the charge and to the refund of half of it are lost, and Stripe hears of the booking
    again when it has forgotten its keys."""
    for ask in (lambda: office.order("dana", 2), lambda: office.cancel("b0")):
        office.stripe.faults.lost = 1
        ask()
        _on(office)
        office.now += 90_000
        office.stripe.faults.lost = 0
        office.sweep()
        _on(office)


def two_for_the_last_seats(office: BoxOffice) -> None:
    """Somebody else orders between what an order reads and what it writes."""
    office.meet(lambda: office.order("dana", 7))
    _order(office, "maya", 7)


def called_off_meanwhile(office: BoxOffice) -> None:
    """It is paid between what the cancelling reads and what it writes."""
    office.order("maya", 2)
    office.publish()
    office.meet(lambda: office.work(office.payment))
    _call_off(office)


def refunded_by_two(office: BoxOffice) -> None:
    """Another worker gives the money back between what a worker looks up and what it asks for."""
    sale(office)
    office.cancel("b0")
    office.publish()
    office.payment.append(office.payment[0])
    office.meet(lambda: office.work(office.payment))
    _on(office)


def two_channels(office: BoxOffice) -> None:
    """The same booking is confirmed by voice and in the chat at once, and then once more."""
    office.meet(lambda: office.order("maya", 2, booking="b0"))
    _order(office, "maya", 2, booking="b0")
    _order(office, "maya", 2, booking="b0")


LIVES: tuple[Life, ...] = (
    *(sale, declined, with_points, points_refused, called_off, called_off_in_time, never_paid),
    *(by_page, page_left_alone, page_called_off, answers_lost, failures_kept, charge_failed_for_good),
    *(found_late, keys_forgotten, two_for_the_last_seats),
    *(called_off_meanwhile, refunded_by_two, two_channels),
)
# The power is cut by another hand there, or the life needs it whole.
UNCUT = (two_for_the_last_seats, called_off_meanwhile, refunded_by_two, two_channels)


def _order(office: BoxOffice, who: str, seats: int, **more: Any) -> None:
    """An order, and all that comes of it."""
    office.order(who, seats, **more)
    _on(office)


def _call_off(office: BoxOffice) -> None:
    """The first booking is called off, and all that comes of it."""
    office.cancel("b0")
    _on(office)


def _later(office: BoxOffice, seconds: int) -> None:
    """Time goes by, somebody looks after what is due, and all that comes of it."""
    office.now += seconds
    office.sweep()
    _on(office)


def _on(office: BoxOffice) -> None:
    """Everything goes on as far as it does, and each message comes twice."""
    for _ in range(3):
        office.publish()
        for queue in (office.payment, office.later):
            for message in [*queue, *queue]:
                if message not in queue:
                    queue.append(message)
                if not office.work(queue, queue.index(message)):
                    office.check()
        office.publish()


def _hear(office: BoxOffice) -> None:
    while office.webhooks:
        office.hear()
