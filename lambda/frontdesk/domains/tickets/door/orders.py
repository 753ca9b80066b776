"""Orders by HTTP: payment, then ticket, while the caller waits; and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from frontdesk.aws.http_api import JSON, Answer, Problem, Request, answer
from frontdesk.domains.tickets.door import bodies
from frontdesk.domains.tickets.door.keys import Keys, key_of
from frontdesk.domains.tickets.finding import find
from frontdesk.domains.tickets.issuing import shelf
from frontdesk.domains.tickets.issuing.issue import Issuer
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Booking, Event, SoldOut
from frontdesk.domains.tickets.service import Tickets
from frontdesk.errors import NotFound

# So long a page may be opened after its link was followed, in seconds.
OPEN_SECONDS = 300

_ENDED_BADLY = frozenset({State.DECLINED, State.EXPIRED, State.RELEASED})


@dataclass(frozen=True, slots=True)
class Orders:
    """pay: brings a booking as far as its payment gets now. All methods raise Problem, NotFound and TryAgain,
    which the door answers."""

    tickets: Tickets
    issuer: Issuer
    keys: Keys
    pay: Callable[[str], Booking]

    def events(self, request: Request) -> Answer:
        """GET /events?q=&kind=&place=&day="""
        found = find(
            self.tickets.events(),
            words=request.query("q")[:100],
            kind=request.query("kind")[:100],
            place=request.query("place")[:100],
            days=bodies.day(request),
        )
        told = {"events": [bodies.event(event) for event in found]}
        return answer(HTTPStatus.OK, told, {**JSON, "cache-control": "public, max-age=60"})

    def order(self, request: Request) -> Answer:
        """POST /tickets"""
        account, key = account_of(request), key_of(request.headers)
        if not key:
            raise Problem(HTTPStatus.BAD_REQUEST, "Send an Idempotency-Key, such as a UUID of your own.")
        body = bodies.members(request, bodies.ORDER, "event", "quantity")
        event = self.issuer.tickets.store.event(body["event"])
        if event is None or event.at <= self.tickets.now():
            raise Problem(HTTPStatus.UNPROCESSABLE_CONTENT, "There is no such event.", kind="no-event")
        left = self.tickets.free(event)
        if left < body["quantity"] and self.keys.new(account, key):
            raise _sold_out(left)  # many hear this of a hot event: it costs no write
        booking_id = self.keys.booking(account, key, body, self.tickets.now())
        try:
            # A token names an account and no customer: whoever keeps points finds that one by the account.
            self.tickets.order(account, "", booking_id, event, body["quantity"], body.get("points", 0))
        except SoldOut as sold_out:
            raise _sold_out(sold_out.left) from None
        paid = self.pay(booking_id)
        booking = (self.issuer.issue(booking_id) or paid) if paid.state is State.PAID else paid
        return self._told(booking, event, f"tickets/{booking_id}")

    def booking(self, request: Request) -> Answer:
        """GET /tickets/{id}"""
        booking = self._own(request)
        event = self.issuer.tickets.store.event(booking.event)
        told = bodies.booking(booking) | self._tickets(booking, event)
        return answer(HTTPStatus.OK, told, {**JSON, "cache-control": "no-store"})

    def cancel(self, request: Request) -> Answer:
        """DELETE /tickets/{id}: the same answer however often it is sent."""
        account, before = account_of(request), self._own(request)
        booking = self.tickets.cancel(account, before.id)
        if booking is None:
            raise NotFound
        if booking.state in (State.HELD, State.CHARGING):
            detail = "It is being paid for just now: look again in a moment."
            raise Problem(HTTPStatus.CONFLICT, detail, kind="being-paid")
        if booking.state in (State.PAID, State.CONFIRMED):
            if booking.admitted:
                raise Problem(HTTPStatus.CONFLICT, "A ticket of this booking was used.", kind="used")
            detail = "It is too late for money back: the booking stands."
            raise Problem(HTTPStatus.CONFLICT, detail, kind="too-late")
        status = HTTPStatus.ACCEPTED if booking.state is State.REFUNDING else HTTPStatus.OK
        return answer(status, bodies.booking(booking))

    def page(self, request: Request) -> Answer:
        """GET /tickets/{id}/page?until=&signature=: whoever has the link may follow it, until it ends."""
        booking_id, until = request.path("id"), request.query("until")
        if not (until.isdecimal() and len(until) <= 12):
            raise NotFound
        if not self.issuer.signer.opens(request.query("signature"), booking_id, int(until)):
            raise NotFound
        booking = self.tickets.store.booking(booking_id)
        if int(until) <= self.tickets.now() or booking is None or booking.state not in bodies.GOOD:
            raise Problem(HTTPStatus.GONE, "These tickets are not good any more.")
        url = self.issuer.objects.link(shelf.page_key(booking_id), OPEN_SECONDS)
        headers = {"location": url, "cache-control": "no-store", "referrer-policy": "no-referrer"}
        return {"statusCode": HTTPStatus.FOUND.value, "headers": headers, "body": ""}

    def _own(self, request: Request) -> Booking:
        """Somebody else's booking is as unknown as one that never was."""
        booking = self.tickets.booking(account_of(request), request.path("id"))
        if booking is None:
            raise NotFound
        return booking

    def _told(self, booking: Booking, event: Event, location: str) -> Answer:
        if booking.state in _ENDED_BADLY:
            told = bodies.booking(booking)
            detail = "Nothing was paid for this booking: nothing was taken, and no seat is kept."
            raise Problem(HTTPStatus.PAYMENT_REQUIRED, detail, [told], "declined")
        body = bodies.booking(booking) | self._tickets(booking, event, "tickets/")
        status = HTTPStatus.CREATED if booking.state is State.CONFIRMED else HTTPStatus.ACCEPTED
        return answer(status, body, {**JSON, "location": location, "cache-control": "no-store"})

    def _tickets(self, booking: Booking, event: Event | None, base: str = "") -> dict[str, Any]:
        """The tickets of a booking that has some, with the page: relative to where the request went."""
        if booking.state not in bodies.GOOD or event is None:
            return {}
        page = self.issuer.link(booking.id, event).removeprefix("tickets/")
        return {"tickets": bodies.tickets(self.issuer.issued(booking, event)), "page": f"{base}{page}"}


def _sold_out(left: int) -> Problem:
    return Problem(HTTPStatus.CONFLICT, f"There are {left} seats left.", kind="sold-out")


def account_of(request: Request) -> str:
    """Whose token it is. Raises Problem for that of a system, which books for nobody."""
    if not (account := request.claims.get("username", "")):
        raise Problem(HTTPStatus.FORBIDDEN, "Sign in as somebody.")
    return account
