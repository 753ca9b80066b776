"""Mistakes in a booking's life are caught. Each of these is made on purpose, and must not pass:

random_charge_key                  a charge has another idempotency key each time
a_key_for_each_attempt             "booking-1", "booking-2" …: one key an attempt
a_fresh_key_after_a_kept_failure   Stripe keeps a 500, so another key is tried
random_refund_key                  a refund has another idempotency key each time
charge_before_it_is_written        charged before the booking is CHARGING
release_while_charging             a hold that has run out is released while its charge is under way
no_condition_on_the_state          a step does not look whether the booking is still as it was read
no_condition_on_seats              seats are taken without looking whether they are there
no_condition_on_the_booking        an order writes over a booking of the same id
unanswered_is_declined             no answer is taken for a no
a_kept_failure_is_declined         a stored 500 is taken for a no
the_search_is_believed_at_once     what is not found yet is taken for what is not there
late_charges_are_kept              a charge of a released booking is not given back
keys_are_kept_for_ever             a charge is asked for again when its key may be forgotten
refunds_are_not_looked_up          a refund is asked for again when its key may be forgotten
the_refund_is_forgotten            REFUNDED is written, and nothing given back
the_outbox_is_sent_by_hand         what must be told is no row of the transaction
it_is_paid_with_any_sum            what was charged is not compared with what was owed
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import lives, living
from tests.unit.tickets import mutants

MUTANTS = [line.split()[0] for line in (__doc__ or "").splitlines() if "  " in line]
WALKS = 30


def trials() -> Iterator[None]:
    """All that a mistake has to pass, the quickest first."""
    for life in lives.LIVES:
        living.held(life)
        yield
    for life in (lives.sale, lives.called_off, lives.answers_lost):
        for at, after in living.cuts(life):
            living.held(life, at, after)
            yield
    for seed in range(WALKS):
        living.walked(seed)
        yield


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mistake_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    getattr(mutants, name)(monkeypatch)
    with pytest.raises((AssertionError, ValueError)):
        for _ in trials():
            pass


def test_every_mistake_is_listed() -> None:
    made = {n for n, f in vars(mutants).items() if getattr(f, "__module__", "") == mutants.__name__}
    assert {name for name in made if name[0].islower() and name[0] != "_"} == set(MUTANTS)
