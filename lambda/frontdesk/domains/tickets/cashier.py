"""Brings a booking to its end: hold, charge, refund, release, whatever was done of it before.

Everything can be done again from wherever it stopped: a step is written before its effect is asked for
(CHARGING before the charge), an effect is asked for under a key that makes it happen once, and what came of
it is written on the condition that the booking is still as it was read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.domains.tickets.breaker import Breaker, Later
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.life import Overtaken, State
from frontdesk.domains.tickets.model import Booking, Policy
from frontdesk.domains.tickets.provider import Charged, Declined, Outcome, Provider, Stored
from frontdesk.errors import Rejected, TryAgain

# More steps than a life has: who needs more is not getting on.
STEPS = 20
# Stripe forgets idempotency keys after 24 hours: before that, the charge is looked up and asked for no more.
KEY_SECONDS = 23 * 3600
# A page for payment lives at least half an hour, by Stripe's rule, and may be asked for again some time after
# it was asked for first; the seats are kept for as long as it lives.
PAGE_SECONDS = 45 * 60

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Cashier:
    """search_lag: how far the provider's search may be behind, in seconds. now: the time, epoch seconds.
    Methods raise TryAgain where DynamoDB does not answer, and Rejected where there is no such booking."""

    store: Ledger
    provider: Provider
    breaker: Breaker
    policy: Policy
    search_lag: int
    now: Callable[[], int]

    def look_after(self, booking: str) -> Booking:
        """Bring a booking as far as it gets now. Raises Later where the provider is to be asked again."""
        for _ in range(STEPS):
            found = self._read(booking)
            try:
                after = self._step(found)
            except Overtaken:
                continue
            if after is None:
                return found
        raise TryAgain("the booking changes too often")

    def settle_points(self, booking: str, accepted: bool, cents: int) -> Booking:
        """The points of a booking were redeemed for so many cents, or were not; bring it on."""
        for _ in range(STEPS):
            found = self._read(booking)
            try:
                if not found.settled and found.state is State.HELD:
                    self._settled(found, accepted, cents)
                elif not found.settled and accepted:  # it had ended before
                    self.store.give_points_back(found, self.now())
            except Overtaken:
                continue
            return self.look_after(booking)
        raise TryAgain("the booking changes too often")

    def settle_charge(self, booking: str, charge: str, cents: int) -> Booking:
        """The provider tells of a charge; where nobody reckons with it any more, it is given back."""
        for _ in range(STEPS):
            found = self.look_after(booking) if self._ending(booking) else self._read(booking)
            try:
                if found.state is State.CHARGING:
                    return self._write(found, Charged(charge, cents))
                if found.state is State.RELEASED:
                    logger.error("late charge", extra={"data": {"booking": booking}})
                    late = {"charge": charge, "refund": cents, "reason": "late_charge"}
                    self.store.change(found, State.REFUNDING, self.now(), **late)
                    return self.look_after(booking)
            except Overtaken:
                continue
            if found.charge != charge:
                raise Rejected("charge_of_no_booking")
            return found
        raise TryAgain("the booking changes too often")

    def _read(self, booking: str) -> Booking:
        found = self.store.booking(booking)
        if found is None:
            raise Rejected("no_such_booking")
        return found

    def _ending(self, booking: str) -> bool:
        return self._read(booking).state in (State.DECLINED, State.EXPIRED)

    def _step(self, booking: Booking) -> Booking | None:
        """The booking after its next step; None where it waits for somebody else, or is over."""
        match booking.state:
            case State.HELD if booking.expires_at <= self.now():
                return self.store.change(booking, State.EXPIRED, self.now(), reason="not_paid_in_time")
            case State.HELD if booking.settled:
                return self._begin(booking)
            case State.CHARGING:
                return self._charge(booking)
            case State.DECLINED | State.EXPIRED:
                return self.store.change(booking, State.RELEASED, self.now())
            case State.REFUNDING:
                return self._refund(booking)
        return None

    def _settled(self, booking: Booking, accepted: bool, cents: int) -> None:
        if accepted:
            off = min(cents, booking.total + booking.off)
            self.store.change(booking, State.HELD, self.now(), settled=True, off=off)
        else:
            self.store.change(booking, State.DECLINED, self.now(), reason="points", points=0, off=0)

    def _begin(self, booking: Booking) -> Booking:
        """From here on the seats are not released before it is known what became of the charge."""
        if booking.total and self.breaker.is_open():
            until = max(booking.expires_at, self.now() + self.policy.hold)
            raise Later(self.store.change(booking, State.HELD, self.now(), expires_at=until, reason="outage"))
        payer = self.store.payer(booking.account)
        told = {"payer": payer.customer, "method": payer.method, "reason": ""}
        return self.store.change(booking, State.CHARGING, self.now(), **told)

    def _charge(self, booking: Booking) -> Booking | None:
        if not booking.total:  # points have paid for all of it
            return self._write(booking, Charged("", 0))
        if not booking.method:
            return self._page(booking)
        old = self.now() - booking.since >= KEY_SECONDS
        with self.breaker.asking(booking):
            outcome = self._found(booking) if old else self._ask(booking)
        return self._write(booking, outcome)

    def _ask(self, booking: Booking) -> Outcome:
        """Raises Unanswered, and Later where the answer has to be looked up and is not to be found yet."""
        try:
            return self.provider.charge(booking)
        except Stored:
            return self._found(booking)

    def _found(self, booking: Booking) -> Outcome:
        """What the provider's search says; "nothing" counts only once the search must know."""
        found = self.provider.find(booking)
        if found is None and self.now() - booking.since < self.search_lag:
            raise Later(booking)
        return found or Declined("provider")

    def _write(self, booking: Booking, outcome: Outcome) -> Booking:
        match outcome:
            case Charged(charge, cents):
                if cents != booking.total:
                    raise Rejected("charged_another_sum")
                return self.store.change(booking, State.PAID, self.now(), charge=charge)
            case Declined(reason):
                reason = booking.reason or reason  # called off while it was to be paid on a page
                return self.store.change(booking, State.DECLINED, self.now(), reason=reason)

    def _page(self, booking: Booking) -> Booking | None:
        """A page for who has no saved payment method: made once, told by the booking, then looked at."""
        try:
            with self.breaker.asking(booking):
                return self._look(booking) if booking.checkout else self._open(booking)
        except Stored:  # nobody has seen that page: nobody can pay there
            return self._write(booking, Declined("provider"))

    def _open(self, booking: Booking) -> Booking:
        page = self.provider.open_page(booking, booking.since + PAGE_SECONDS)
        told = {"checkout": page.id, "link": page.url, "expires_at": page.until}
        return self.store.change(booking, State.CHARGING, self.now(), **told)

    def _look(self, booking: Booking) -> Booking | None:
        close = booking.expires_at <= self.now() or booking.reason == "cancelled"
        outcome = self.provider.look_at_page(booking, close)
        return None if outcome is None else self._write(booking, outcome)

    def _refund(self, booking: Booking) -> Booking:
        if booking.refund and booking.charge:
            try:
                with self.breaker.asking(booking):
                    self.provider.refund(booking)
            except Stored:
                raise Later(booking) from None
        return self.store.change(booking, State.REFUNDED, self.now())
