"""Payments by Stripe, with its official library: this package is the only place that knows it.

The idempotency key of a charge is the booking's id, of a refund "rf-" and the id, of a page "pg-" and the id.
Stripe stores the first result under a key, 500s included, and answers the same to whoever asks again; it may
forget keys after 24 hours. A connection that was lost tells nothing: the same key again is safe
(docs.stripe.com/api/idempotent_requests, docs.stripe.com/error-low-level).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import stripe

from frontdesk.domains.tickets.model import Booking
from frontdesk.domains.tickets.provider import Charged, Declined, Outcome, Page, Stored, Unanswered
from frontdesk.errors import Rejected

# Seconds to connect, and to wait for an answer; a call is made twice at most (Stripe's library waits half a
# second between): some 8 s in all.
TIMEOUT = (1.0, 3.0)
RETRIES = 1
# A refund's first key and those after it, where what the one before stands for has failed for certain.
KEYS_OF_A_REFUND = ("", "-2", "-3")
CURRENCY = "usd"


class Refused(Rejected):
    """Stripe says that the request is none: nothing came of it, and nothing will. code: Stripe's word."""

    def __init__(self, code: str) -> None:
        super().__init__("refused_by_stripe")
        self.code = code


class Stripe:
    """make: makes Stripe's own client, when it is first needed. back: where people come back to from a
    payment page."""

    def __init__(self, make: Callable[[], stripe.StripeClient], back: str) -> None:
        self._make, self._back = make, back

    @cached_property
    def _client(self) -> stripe.StripeClient:
        return self._make()

    def charge(self, booking: Booking) -> Outcome:
        """See `Provider`."""
        params: Any = {
            "amount": booking.total,
            "currency": CURRENCY,
            "payment_method": booking.method,
            "payment_method_types": ["card"],
            "confirm": True,
            "off_session": True,
            "metadata": {"booking": booking.id},
            **({"customer": booking.payer} if booking.payer else {}),
        }
        intents = self._client.v1.payment_intents
        try:
            intent = _ask(lambda: intents.create(params, {"idempotency_key": booking.id}))
        except stripe.CardError as error:
            return Declined(_reason(error))
        except Refused as refused:
            return Declined(refused.code)
        if intent.status != "succeeded":  # a bank that takes its time: look again
            raise Unanswered
        return Charged(intent.id, intent.amount_received)

    def find(self, booking: Booking) -> Charged | None:
        """See `Provider`."""
        query = f"metadata['booking']:'{booking.id}' AND status:'succeeded'"
        found = _ask(lambda: self._client.v1.payment_intents.search({"query": query})).data
        return Charged(found[0].id, found[0].amount_received) if found else None

    def refund(self, booking: Booking) -> str:
        """See `Provider`."""
        told = {"booking": booking.id}
        params: Any = {"payment_intent": booking.charge, "amount": booking.refund, "metadata": told}
        for attempt in KEYS_OF_A_REFUND:
            made = self._refunds(booking)
            if mine := [refund for refund in made if _booking(refund.metadata) == booking.id]:
                return mine[0].id
            key: Any = {"idempotency_key": f"rf-{booking.id}{attempt}"}
            try:
                return str(_ask(partial(self._client.v1.refunds.create, params, key)).id)
            except Stored:
                continue
            except Refused:
                return self._rest(booking, made)
        raise Stored

    def _rest(self, booking: Booking, made: Sequence[stripe.Refund]) -> str:
        """Give back what is left of a charge of which somebody gave something back by hand, in Stripe's own
        console; the refund's id, or the last one's by hand where nothing is left. Raises as `refund`."""
        charged = max(booking.total, booking.refund)
        left = charged - sum(refund.amount for refund in made)
        if not made or left >= booking.refund:
            raise Refused("refund_refused")
        if left <= 0:
            return made[0].id
        params: Any = {"payment_intent": booking.charge, "amount": left, "metadata": {"booking": booking.id}}
        key: Any = {"idempotency_key": f"rf-{booking.id}-rest"}
        return str(_ask(partial(self._client.v1.refunds.create, params, key)).id)

    def _refunds(self, booking: Booking) -> list[stripe.Refund]:
        """What was given back of a booking's charge. Unlike the search, this list is never behind: what is
        not on it has not happened, whatever Stripe has kept, or forgotten, of its key."""
        return _ask(lambda: self._client.v1.refunds.list({"payment_intent": booking.charge})).data

    def open_page(self, booking: Booking, until: int) -> Page:
        """See `Provider`."""
        item = {
            "quantity": 1,
            "price_data": {
                "currency": CURRENCY,
                "unit_amount": booking.total,
                "product_data": {"name": f"Booking {booking.id[:8]}"},
            },
        }
        told = {"booking": booking.id}
        params: Any = {
            "mode": "payment",
            "line_items": [item],
            "success_url": self._back,
            "expires_at": until,
            "metadata": told,
            "payment_intent_data": {"metadata": told},
        }
        sessions = self._client.v1.checkout.sessions
        try:
            page = _ask(lambda: sessions.create(params, {"idempotency_key": f"pg-{booking.id}"}))
        except Refused as refused:  # it is too late for a page of that time, and there has been none
            raise Stored from refused
        return Page(page.id, page.url or "", page.expires_at)

    def look_at_page(self, booking: Booking, close: bool) -> Outcome | None:
        """See `Provider`."""
        sessions = self._client.v1.checkout.sessions
        page = _ask(lambda: sessions.retrieve(booking.checkout))
        if page.status == "open" and close:
            try:
                page = _ask(lambda: sessions.expire(booking.checkout))
            except Refused:  # somebody has paid this very moment
                page = _ask(lambda: sessions.retrieve(booking.checkout))
        if page.status == "complete" and page.payment_status == "paid":
            return Charged(str(page.payment_intent), page.amount_total or 0)
        return Declined("not_paid_in_time") if page.status == "expired" else None


def _ask[T](call: Callable[[], T]) -> T:
    """Ask Stripe. Raises Unanswered, Stored or Refused; a CardError is for the caller."""
    try:
        return call()
    except stripe.CardError:
        raise
    except stripe.InvalidRequestError as error:
        raise Refused(error.code or "refused") from error
    except stripe.IdempotencyError as error:  # the same key with other words: never this desk's own doing
        raise Stored from error
    except stripe.StripeError as error:
        headers: Mapping[str, str] = error.headers or {}
        if headers.get("idempotent-replayed") == "true" or headers.get("Idempotent-Replayed") == "true":
            raise Stored from error
        raise Unanswered from error


def _booking(metadata: Any) -> str:
    return str(metadata["booking"]) if metadata and "booking" in metadata else ""


def _reason(error: stripe.CardError) -> str:
    told = error.error
    return str((told and told.decline_code) or error.code or "declined")


def client(key: str, url: str = "") -> stripe.StripeClient:
    """Stripe's client. url: of another Stripe than the real one."""
    return stripe.StripeClient(
        key,
        base_addresses={"api": url} if url else {},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
    )
