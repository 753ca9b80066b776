"""Whatever tells of bookings, one to five times and in any order, has the effect of telling it once (G4)."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.tickets.life import FINAL
from frontdesk.domains.tickets.model import Booking
from tests.support import audit, lives, living
from tests.support.money_and_seats import BoxOffice
from tests.support.soak import sequences

MOST = 5

# What people do about a booking: (account, seats, points), and whether it is called off in the end.
type Wish = tuple[str, int, int, bool]
WISHES = st.tuples(
    st.sampled_from(["maya", "omar", "nobody"]), st.integers(1, 4), st.sampled_from([0, 100]), st.booleans()
)


def often(chance: random.Random, things: list[Any]) -> list[Any]:
    """Each thing once to five times, in any order."""
    several = [thing for thing in things for _ in range(chance.randint(1, MOST))]
    chance.shuffle(several)
    return several


def once(things: list[Any]) -> list[Any]:
    return things


def settle(office: BoxOffice, delivered: Callable[[list[Any]], list[Any]]) -> None:
    """Everything goes on until nothing is left to be handed to a function."""
    while True:
        office.settle(accepted=True)
        waiting = [(BoxOffice.record, record) for record in office.unread()]
        waiting += [(BoxOffice.message, message) for message in office.payment + office.later]
        waiting += [(BoxOffice.webhook, webhook) for webhook in office.webhooks]
        for place in (office.payment, office.later, office.webhooks, office.events):
            place.clear()
        if not waiting:
            return
        for what, thing in delivered(waiting):
            what(office, thing)


def lived(wishes: list[Wish], delivered: Callable[[list[Any]], list[Any]]) -> Any:
    """What these wishes come to."""
    office = BoxOffice()
    try:
        for number, (account, seats, points, _) in enumerate(wishes):
            office.order(account, seats, points, f"b{number}")
        settle(office, delivered)
        office.pay_pages()
        settle(office, delivered)
        for number, wish in enumerate(wishes):
            if wish[-1]:
                office.cancel(f"b{number}")
        settle(office, delivered)
        office.check(final=True)
        told = sorted(row["sk"] + row["pk"] for row in office.rows() if row["sk"].startswith("OUTBOX#"))
        ends = [(audit.charges(office, each.id), _end(each)) for each in office.bookings()]
        return ends, office.store.shards(audit.EVENT), told
    finally:
        office.close()


def _end(booking: Booking) -> Booking:
    """A booking but for what Stripe calls its charge and its page, and how often it was written."""
    assert booking.state in FINAL
    return replace(booking, charge="", checkout="", link="", rev=0)


@given(st.lists(WISHES, min_size=1, max_size=3), st.integers(0, 2**32))
@sequences(60)
def test_any_delivery_of_the_same_news_ends_in_the_same_state(wishes: list[Wish], seed: int) -> None:
    chance = random.Random(seed)
    assert lived(wishes, once) == lived(wishes, lambda things: often(chance, things))


@given(st.sampled_from(lives.LIVES), st.integers(0, 2**32))
@sequences(60)
def test_all_that_a_life_has_brought_comes_again_and_changes_nothing(life: lives.Life, seed: int) -> None:
    """Days later, too, when Stripe has forgotten its keys."""
    chance, office = random.Random(seed), ended(life)
    before, office.now = office.snapshot(), office.now + chance.choice([0, 100, 90_000])
    for what, thing in often(chance, office.brought):
        what(office, thing)
        for queue in (office.payment, office.later):
            for message in [*queue]:
                office.message(message)
            queue.clear()
        office.events.clear()
    office.sweep()
    assert office.snapshot() == before
    assert not office.parked
    _ended[life] = office  # as it was: the next sequence takes it


_ended: dict[lives.Life, BoxOffice] = {}


def ended(life: lives.Life) -> BoxOffice:
    """A life that has come to its end."""
    if life in _ended:
        return _ended.pop(life)
    office = living.opened(life)
    life(office)
    office.drain()
    return office
