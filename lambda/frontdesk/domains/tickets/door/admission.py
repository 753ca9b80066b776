"""The hall's door: a ticket's code lets one person in, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from frontdesk.aws.http_api import Answer, Problem, Request, answer
from frontdesk.domains.tickets.door import bodies
from frontdesk.domains.tickets.door.keys import key_of
from frontdesk.domains.tickets.issuing.shelf import Shelf, Used
from frontdesk.domains.tickets.issuing.signing import Signer
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Booking
from frontdesk.errors import NotFound, TryAgain

# A family comes through several doors at once: so often a ticket is looked at anew.
TRIES = 8


@dataclass(frozen=True, slots=True)
class Admission:
    """now: the time, in epoch seconds."""

    shelf: Shelf
    signer: Signer
    now: Callable[[], int]

    def verify(self, request: Request) -> Answer:
        """POST /tickets/{id}/verify with the text of a code, and the event where only that one is let in.

        An answer that was lost may be asked for again under the same Idempotency-Key. What the desk has not
        signed is as unknown as a booking that never was.
        """
        scan = key_of(request.headers)
        body = bodies.members(request, bodies.LOOK, "payload")
        signed = self.signer.read(body["payload"])
        if signed is None or signed[0] != request.path("id"):
            raise NotFound
        for _ in range(TRIES):
            booking, used = self._look(*signed)
            _refuse_other(body, booking)
            if used.ticket.used_at and scan and used.scan == scan:
                return answer(HTTPStatus.OK, _told(booking, used))
            if used.ticket.used_at:
                when = [{"used_at": used.ticket.used_at}]
                raise Problem(HTTPStatus.CONFLICT, "This ticket was used before.", when, "used")
            if self.shelf.use(booking, used.ticket.number, scan, self.now()):
                return answer(HTTPStatus.OK, _told(booking, used))
        raise TryAgain("others look at the same booking")

    def _look(self, booking_id: str, number: int) -> tuple[Booking, Used]:
        booking = self.shelf.store.booking(booking_id)
        if booking is None:
            raise NotFound
        if booking.state is not State.CONFIRMED:
            raise Problem(HTTPStatus.GONE, "This booking was called off.", kind="void")
        used = self.shelf.ticket(booking_id, number)
        if used is None:
            raise NotFound
        return booking, used


def _refuse_other(body: dict[str, Any], booking: Booking) -> None:
    if body.get("event", booking.event) != booking.event:
        raise Problem(HTTPStatus.CONFLICT, "This ticket is for another event.", kind="other-event")


def _told(booking: Booking, used: Used) -> dict[str, Any]:
    return {
        "booking": booking.id,
        "event": booking.event,
        "ticket": used.ticket.number,
        "of": booking.quantity,
        "serial": used.ticket.serial,
    }
