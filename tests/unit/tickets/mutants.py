"""Mistakes that somebody could make in a booking's life; `test_mutants.py` lists them."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from frontdesk.domains.tickets import cashier, life, payments, rows, store, sweeper
from frontdesk.domains.tickets.cashier import Cashier
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Booking
from frontdesk.domains.tickets.provider import Charged, Declined, Stored, Unanswered
from frontdesk.domains.tickets.store import TicketStore
from frontdesk.domains.tickets.sweeper import Sweeper

type Mutate = Callable[[pytest.MonkeyPatch], None]


def random_charge_key(patch: pytest.MonkeyPatch) -> None:
    _keys(patch, "charge", lambda key: uuid.uuid4().hex)


def random_refund_key(patch: pytest.MonkeyPatch) -> None:
    _keys(patch, "refund", lambda key: uuid.uuid4().hex)


def a_key_for_each_attempt(patch: pytest.MonkeyPatch) -> None:
    """The key changes with each attempt, as "booking-attempt" keys do."""
    charge = payments.Stripe.charge
    attempts = iter(range(10**9))
    patch.setattr(
        payments.Stripe,
        "charge",
        lambda self, booking: charge(_Renamed(self, lambda key: f"{key}-{next(attempts)}"), booking),
    )


def _keys(patch: pytest.MonkeyPatch, method: str, rename: Callable[[str], str]) -> None:
    real = getattr(payments.Stripe, method)
    patch.setattr(payments.Stripe, method, lambda self, booking: real(_Renamed(self, rename), booking))


class _Renamed:
    """A Stripe whose idempotency keys are others."""

    def __init__(self, stripe: Any, rename: Callable[[str], str]) -> None:
        self._real = stripe
        self._client = _Keyed(stripe._client, rename)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class _Keyed:
    def __init__(self, real: Any, rename: Callable[[str], str]) -> None:
        self._real, self._rename = real, rename

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return found if name in ("list", "search", "retrieve") else _Keyed(found, self._rename)

    def __call__(self, params: Any, options: Any = None) -> Any:
        return self._real(params, {"idempotency_key": self._rename(options["idempotency_key"])})


def release_while_charging(patch: pytest.MonkeyPatch) -> None:
    """The sweeper takes any hold that has run out, whatever becomes of its charge."""
    patch.setitem(life.NEXT, State.CHARGING, life.NEXT[State.CHARGING] | {State.EXPIRED})
    look_after = Sweeper._look_after

    def hasty(self: Sweeper, booking: str) -> None:
        found = self.store.booking(booking)
        if found and found.state is State.CHARGING and found.expires_at <= self.now():
            expired = self.store.change(found, State.EXPIRED, self.now())
            self.store.change(expired, State.RELEASED, self.now())
        else:
            look_after(self, booking)

    patch.setattr(sweeper.Sweeper, "_look_after", hasty)


def no_condition_on_the_state(patch: pytest.MonkeyPatch) -> None:
    _without(patch, "#state = :state")


def no_condition_on_seats(patch: pytest.MonkeyPatch) -> None:
    _without(patch, "#was >= :count")


def no_condition_on_the_booking(patch: pytest.MonkeyPatch) -> None:
    _without(patch, "attribute_not_exists(pk)")


def _without(patch: pytest.MonkeyPatch, condition: str) -> None:
    real = TicketStore.transact

    def transact(self: TicketStore, items: Any) -> None:
        for item in items:
            for write in item.values():
                if condition in write.get("ConditionExpression", ""):
                    del write["ConditionExpression"]
                    if "Put" in item:
                        write.pop("ExpressionAttributeValues", None)
                        write.pop("ExpressionAttributeNames", None)
        real(self, items)

    patch.setattr(store.TicketStore, "transact", transact)


def charge_before_it_is_written(patch: pytest.MonkeyPatch) -> None:
    begin = Cashier._begin

    def hasty(self: Cashier, booking: Booking) -> Booking:
        payer = self.store.payer(booking.account)
        if not payer.method or not booking.total:
            return begin(self, booking)
        with contextlib.suppress(Unanswered, Stored):
            self.provider.charge(replace(booking, payer=payer.customer, method=payer.method))
        return begin(self, booking)

    patch.setattr(cashier.Cashier, "_begin", hasty)


def unanswered_is_declined(patch: pytest.MonkeyPatch) -> None:
    ask = Cashier._ask

    def hasty(self: Cashier, booking: Booking) -> Any:
        try:
            return ask(self, booking)
        except Unanswered:
            return Declined("no answer")

    patch.setattr(cashier.Cashier, "_ask", hasty)


def a_kept_failure_is_declined(patch: pytest.MonkeyPatch) -> None:
    def hasty(self: Cashier, booking: Booking) -> Any:
        try:
            return self.provider.charge(booking)
        except Stored:
            return Declined("500")

    patch.setattr(cashier.Cashier, "_ask", hasty)


def the_search_is_believed_at_once(patch: pytest.MonkeyPatch) -> None:
    found = lambda self, booking: self.provider.find(booking) or Declined("provider")  # noqa: E731
    patch.setattr(cashier.Cashier, "_found", found)


def late_charges_are_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cashier.Cashier, "settle_charge", lambda self, booking, charge, cents: None)


def a_fresh_key_after_a_kept_failure(patch: pytest.MonkeyPatch) -> None:
    ask = Cashier._ask

    def impatient(self: Cashier, booking: Booking) -> Any:
        try:
            return self.provider.charge(booking)
        except Stored:
            _keys(patch, "charge", lambda key: f"{key}-again")
            return ask(self, booking)

    patch.setattr(cashier.Cashier, "_ask", impatient)


def keys_are_kept_for_ever(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cashier, "KEY_SECONDS", 10**9)


def refunds_are_not_looked_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(payments.Stripe, "_refunds", lambda self, booking: [])


def the_refund_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    forget = lambda self, booking: self.store.change(booking, State.REFUNDED, self.now())  # noqa: E731
    patch.setattr(cashier.Cashier, "_refund", forget)


def the_outbox_is_sent_by_hand(patch: pytest.MonkeyPatch) -> None:
    """The refund is asked for beside the transaction, and so sometimes not at all; nobody looks again."""
    real = rows.outbox_rows
    patch.setattr(
        rows,
        "outbox_rows",
        lambda booking, now: [] if booking.state is State.REFUNDING else real(booking, now),
    )
    patch.setattr(sweeper.Sweeper, "_wake", lambda self, booking, now: None)


def it_is_paid_with_any_sum(patch: pytest.MonkeyPatch) -> None:
    """Fees and tax are forgotten when it is charged."""
    charge = payments.Stripe.charge
    patch.setattr(
        payments.Stripe, "charge", lambda self, b: _full(charge(self, replace(b, fees=0, tax=0)), b)
    )


def _full(outcome: Any, booking: Booking) -> Any:
    return Charged(outcome.id, booking.total) if isinstance(outcome, Charged) else outcome
