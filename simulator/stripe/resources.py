"""Stripe's payment intents and refunds, as far as the desk uses them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from simulator.stripe.books import Books, Thing

type Form = Mapping[str, str]
type Told = list[tuple[str, Mapping[str, Any]]]

# Test payment methods that are declined: (code, decline_code) (docs.stripe.com/testing).
DECLINES = {
    "pm_card_chargeDeclined": ("card_declined", "generic_decline"),
    "pm_card_chargeDeclinedInsufficientFunds": ("card_declined", "insufficient_funds"),
    "pm_card_chargeDeclinedLostCard": ("card_declined", "lost_card"),
    "pm_card_chargeDeclinedExpiredCard": ("expired_card", ""),
    "pm_card_chargeDeclinedProcessingError": ("processing_error", ""),
    "pm_card_authenticationRequired": ("authentication_required", "authentication_required"),
}
LEAST = 50  # cents of a dollar
_SEARCH = re.compile(r"metadata\['booking'\]:'([^']*)'(?: AND status:'succeeded')?")


class Refusal(Exception):
    """Stripe says no: an HTTP status, its error, and what it tells of it all the same."""

    def __init__(self, status: int, error: Thing, told: Told | None = None) -> None:
        super().__init__(status)
        self.status, self.error, self.told = status, error, told or []


class Payments:
    """now: epoch seconds. search_until: what was made later is not found yet."""

    def __init__(self, books: Books, now: Callable[[], float]) -> None:
        self.books, self.now = books, now
        self.search_until = now()

    def create_intent(self, form: Form) -> tuple[Thing, Told]:
        """POST /v1/payment_intents, confirmed at once."""
        asked = amount(form.get("amount", ""))
        method = form.get("payment_method", "")
        if not method.startswith("pm_card_"):
            raise invalid("resource_missing", f"No such PaymentMethod: '{method}'")
        intent = self.intent(asked, metadata(form), method)
        return self.confirm(intent, method)

    def intent(self, cents: int, told: dict[str, str], method: str) -> Thing:
        """A new payment intent."""
        return {
            "id": new_id("pi"),
            "object": "payment_intent",
            "amount": cents,
            "amount_received": 0,
            "currency": "usd",
            "metadata": told,
            "payment_method": method,
            "status": "requires_confirmation",
            "created": int(self.now()),
        }

    def confirm(self, intent: Thing, method: str) -> tuple[Thing, Told]:
        """Take the money. Raises Refusal where the card is declined."""
        if method in DECLINES:
            intent |= {"status": "requires_payment_method", "payment_method": None}
            self.books.put(intent, self.now())
            code, decline = DECLINES[method]
            error = {"type": "card_error", "code": code, "message": "Your card was declined."}
            error |= {"decline_code": decline} if decline else {}
            failed: Told = [("payment_intent.payment_failed", intent)]
            raise Refusal(402, {**error, "payment_intent": intent}, failed)
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        self.books.put(intent, self.now())
        return intent, [("payment_intent.succeeded", intent)]

    def search_intents(self, form: Form) -> tuple[Thing, Told]:
        """GET /v1/payment_intents/search: by a booking in the metadata, some time behind."""
        query = _SEARCH.fullmatch(form.get("query", ""))
        if query is None:
            raise invalid("query_invalid", "This search is none that the fake Stripe knows")
        found = self.books.all("payment_intent", query[1], self.search_until)
        succeeded = [each for each in found if "status" not in query[0] or each["status"] == "succeeded"]
        return {"object": "search_result", "data": succeeded, "has_more": False, "url": "/v1"}, []

    def create_refund(self, form: Form) -> tuple[Thing, Told]:
        """POST /v1/refunds: never more than was paid."""
        intent = self.find(form.get("payment_intent", ""), "payment_intent")
        left = intent["amount_received"] - sum(each["amount"] for each in self._refunds(intent["id"]))
        asked = amount(form.get("amount", str(left)), least=1)
        if asked > left:
            raise invalid("charge_already_refunded", "Refund amount is greater than unrefunded amount")
        refund = {
            "id": new_id("re"),
            "object": "refund",
            "amount": asked,
            "payment_intent": intent["id"],
            "metadata": metadata(form),
            "status": "succeeded",
            "created": int(self.now()),
        }
        self.books.put(refund, self.now())
        return refund, [("refund.created", refund)]

    def list_refunds(self, form: Form) -> tuple[Thing, Told]:
        """GET /v1/refunds, of a payment intent."""
        data = self._refunds(form.get("payment_intent", ""))
        return {"object": "list", "data": data, "has_more": False, "url": "/v1/refunds"}, []

    def _refunds(self, intent: str) -> list[Thing]:
        return [each for each in self.books.all("refund") if each["payment_intent"] == intent]

    def get_intent(self, intent: str) -> tuple[Thing, Told]:
        """GET /v1/payment_intents/…"""
        return self.find(intent, "payment_intent"), []

    def find(self, thing: str, kind: str) -> Thing:
        """An object. Raises Refusal where there is none."""
        found = self.books.get(thing)
        if found is None or found["object"] != kind:
            raise Refusal(
                404, {"type": "invalid_request_error", "code": "resource_missing", "message": thing}
            )
        return found


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


def invalid(code: str, message: str) -> Refusal:
    return Refusal(400, {"type": "invalid_request_error", "code": code, "message": message})


def amount(text: str, least: int = LEAST) -> int:
    if not text.isdecimal():
        raise invalid("parameter_invalid_integer", "Invalid integer")
    if int(text) < least:
        raise invalid("amount_too_small", "Amount must be no less than $0.50 usd")
    return int(text)


def metadata(form: Form) -> dict[str, str]:
    return {name[9:-1]: value for name, value in form.items() if name.startswith("metadata[")}
