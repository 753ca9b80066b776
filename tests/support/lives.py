"""Lives of bookings, from the order to the end, and the same with the power cut at every effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.support.chances import walk
from tests.support.memory import Power
from tests.support.money_and_seats import BoxOffice

type Life = Callable[[BoxOffice], None]


def sale(office: BoxOffice) -> None:
    """Paid by card; every message comes twice."""
    office.order("maya", 2)
    _on(office)


def declined(office: BoxOffice) -> None:
    office.order("omar", 3)
    _on(office)


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
    office.cancel("b0")
    _on(office)


def called_off_in_time(office: BoxOffice) -> None:
    office.order("maya", 2)
    office.cancel("b0")
    _on(office)


def never_paid(office: BoxOffice) -> None:
    office.order("maya", 5)
    office.now += 700
    office.sweep()
    _on(office)


def by_page(office: BoxOffice) -> None:
    """Nobody's card is saved: there is a page to pay on."""
    office.order("nobody", 1)
    _on(office)
    office.pay_pages()
    _hear(office)
    _on(office)


def page_left_alone(office: BoxOffice) -> None:
    office.order("nobody", 1)
    _on(office)
    office.now += 3_000
    office.sweep()
    _on(office)


def page_called_off(office: BoxOffice) -> None:
    office.order("nobody", 1)
    _on(office)
    office.cancel("b0")
    _on(office)


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
    office.cancel("b0")
    _on(office)


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
    office.order("maya", 7)
    _on(office)


def called_off_meanwhile(office: BoxOffice) -> None:
    """It is paid between what the cancelling reads and what it writes."""
    office.order("maya", 2)
    office.publish()
    office.meet(lambda: office.work(office.payment))
    office.cancel("b0")
    _on(office)


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
    office.order("maya", 2, booking="b0")
    _on(office)
    office.order("maya", 2, booking="b0")
    _on(office)


LIVES: tuple[Life, ...] = (
    *(sale, declined, with_points, points_refused, called_off, called_off_in_time, never_paid),
    *(by_page, page_left_alone, page_called_off, answers_lost, failures_kept, charge_failed_for_good),
    *(found_late, keys_forgotten, two_for_the_last_seats),
    *(called_off_meanwhile, refunded_by_two, two_channels),
)
# The power is cut by another hand there, or the life needs it whole.
UNCUT = (two_for_the_last_seats, called_off_meanwhile, refunded_by_two, two_channels)


def opened(life: Life) -> BoxOffice:
    """Where a life is lived: webhooks get lost, but where the life is about them."""
    return BoxOffice(deaf=life is not found_late)


def effects(life: Life) -> int:
    """How many effects a life has."""
    office = opened(life)
    before = office.power.effects
    life(office)
    office.close()
    return office.power.effects - before


def held(life: Life, at: int = -1, after: bool = False) -> None:
    """A life, cut at an effect, and then brought to its end. Raises AssertionError where seats or money are
    not where they should be."""
    office = opened(life)
    if at >= 0:
        office.power.at, office.power.after = office.power.effects + at, after
    try:
        life(office)
        office.check()
        office.drain()
        office.check(final=True)
    finally:
        office.close()


def cuts(life: Life) -> Iterator[tuple[int, bool]]:
    """Every place where a life can be cut: the effect's number, and whether just after it."""
    return ((at, after) for at in range(effects(life)) for after in (False, True))


def walked(seed: int, steps: int = 40) -> None:
    """Forty things happen by chance. Raises AssertionError."""
    office = BoxOffice(seed, deaf=seed % 2 == 0, power=Power())
    try:
        for _ in walk(office, steps):
            office.check()
        office.drain()
        office.check(final=True)
    finally:
        office.close()


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
