"""Issuing: what is paid gets its tickets, and its owner an e-mail. Each may be done again, at any point.

Tickets are the same however often they are made: their payloads are signatures, not random numbers. They are
in the bucket before the booking is CONFIRMED, and the e-mail follows it: whoever hears "confirmed" can open
the page, and a mail server that is down holds no ticket up.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlencode

from frontdesk.aws.objects import Objects
from frontdesk.domains.tickets.holders import Ticket, ticket_row
from frontdesk.domains.tickets.issuing import codes, shelf
from frontdesk.domains.tickets.issuing.page import Issued, Writer
from frontdesk.domains.tickets.issuing.signing import Signer
from frontdesk.domains.tickets.life import Overtaken, State
from frontdesk.domains.tickets.model import Booking, Event
from frontdesk.domains.tickets.service import Tickets
from frontdesk.errors import TryAgain

# A page can be opened until a day after the event has begun, in seconds.
OPEN_AFTER = 86_400
TRIES = 4

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Issuer:
    """objects: the bucket of tickets. All methods raise TryAgain where a service does not answer."""

    tickets: Tickets
    objects: Objects
    signer: Signer
    writer: Writer

    def issue(self, booking_id: str) -> Booking | None:
        """Give a paid booking its tickets; the booking as it is then, None where there is none.

        One whose event is gone from the catalogue is paid back.
        """
        for _ in range(TRIES):
            booking = self.tickets.store.booking(booking_id)
            if booking is None or booking.state is not State.PAID:
                return booking
            event = self.tickets.store.event(booking.event)
            try:
                return self._confirm(booking, event) if event else self._give_up(booking)
            except Overtaken:
                continue
        raise TryAgain("the booking changes too often")

    def issued(self, booking: Booking, event: Event) -> Issued:
        """A booking's tickets: the same whenever they are asked for."""
        numbers = range(1, booking.quantity + 1)
        return Issued(
            booking,
            event,
            [Ticket(booking.id, number, self.signer.serial(booking.id, number)) for number in numbers],
            [self.signer.payload(booking.id, number) for number in numbers],
        )

    def link(self, booking: str, event: Event) -> str:
        """The path of a booking's page, from the door's address on."""
        until = event.at + OPEN_AFTER
        signed = {"until": until, "signature": self.signer.link(booking, until)}
        return f"tickets/{booking}/page?{urlencode(signed)}"

    def _confirm(self, booking: Booking, event: Event) -> Booking:
        issued = self.issued(booking, event)
        for ticket, payload in zip(issued.tickets, issued.payloads, strict=True):
            self.objects.put(shelf.code_key(booking.id, ticket.number), codes.png(payload), "image/png")
        page = self.writer.page(issued).encode()
        self.objects.put(shelf.page_key(booking.id), page, "text/html; charset=utf-8")
        confirmed = self.tickets.store.change(
            booking, State.CONFIRMED, self.tickets.now(), *map(ticket_row, issued.tickets)
        )
        logger.info("tickets issued", extra={"data": {"booking": booking.id, "count": booking.quantity}})
        return confirmed

    def _give_up(self, booking: Booking) -> Booking:
        logger.error("event gone, booking paid back", extra={"data": {"booking": booking.id}})
        return self.tickets.store.change(
            booking, State.REFUNDING, self.tickets.now(), refund=booking.total, reason="no_event"
        )
