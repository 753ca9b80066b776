"""Stripe's checkout sessions: pages where somebody pays, and what a request to Stripe asks for."""

from __future__ import annotations

from simulator.stripe.books import Thing
from simulator.stripe.resources import Form, Payments, Refusal, Told, amount, invalid, metadata, new_id


class Pages:
    """url: of the pages."""

    def __init__(self, payments: Payments, url: str) -> None:
        self._payments, self._url = payments, url

    def create(self, form: Form) -> tuple[Thing, Told]:
        """POST /v1/checkout/sessions: a page to pay on."""
        price, until = form.get("line_items[0][price_data][unit_amount]", ""), int(form["expires_at"])
        if not 30 * 60 - 60 <= until - self._payments.now() <= 24 * 3600:
            raise invalid("parameter_invalid", "expires_at must be between 30 minutes and 24 hours from now")
        session = new_id("cs_test")
        thing = {
            "id": session,
            "object": "checkout.session",
            "amount_total": amount(price),
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "url": f"{self._url}/pay/{session}",
            "success_url": form.get("success_url", ""),
            "expires_at": until,
            "metadata": metadata(form),
        }
        self._payments.books.put(thing, self._payments.now())
        return thing, []

    def get(self, session: str) -> tuple[Thing, Told]:
        """GET /v1/checkout/sessions/…; one whose time is over has expired."""
        thing = self._payments.find(session, "checkout.session")
        if thing["status"] == "open" and thing["expires_at"] <= self._payments.now():
            return self._expired(thing)
        return thing, []

    def expire(self, session: str) -> tuple[Thing, Told]:
        """POST /v1/checkout/sessions/…/expire, of an open one."""
        thing, told = self.get(session)
        if thing["status"] != "open":
            raise invalid("", "Only Checkout Sessions with a status in [open] can be expired")
        return self._expired(thing)

    def _expired(self, thing: Thing) -> tuple[Thing, Told]:
        thing["status"] = "expired"
        self._payments.books.put(thing, self._payments.now())
        return thing, [("checkout.session.expired", thing)]

    def pay(self, session: str, method: str) -> tuple[Thing, Told] | None:
        """Somebody pays on the page; None where there is no such page."""
        thing = self._payments.books.get(session)
        if thing is None or thing["object"] != "checkout.session":
            return None
        if self.get(session)[0]["status"] != "open":
            return thing, []
        try:
            intent, told = self._payments.confirm(
                self._payments.intent(thing["amount_total"], thing["metadata"], method), method
            )
        except Refusal as refusal:
            return thing, refusal.told
        thing |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"]}
        self._payments.books.put(thing, self._payments.now())
        return thing, [*told, ("checkout.session.completed", thing)]


def route(payments: Payments, pages: Pages, method: str, path: str, form: Form) -> tuple[Thing, Told]:
    """What a request asks for. Raises Refusal."""
    match method, path.strip("/").split("/")[1:]:
        case "POST", ["payment_intents"]:
            return payments.create_intent(form)
        case "GET", ["payment_intents", "search"]:
            return payments.search_intents(form)
        case "GET", ["payment_intents", intent]:
            return payments.get_intent(intent)
        case "POST", ["refunds"]:
            return payments.create_refund(form)
        case "GET", ["refunds"]:
            return payments.list_refunds(form)
        case "POST", ["checkout", "sessions"]:
            return pages.create(form)
        case "GET", ["checkout", "sessions", session]:
            return pages.get(session)
        case "POST", ["checkout", "sessions", session, "expire"]:
            return pages.expire(session)
    raise Refusal(404, {"type": "invalid_request_error", "message": "Unrecognized request URL"})
