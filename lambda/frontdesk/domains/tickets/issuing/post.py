"""The e-mails to whoever has booked: where to pay, for who has no saved payment method; the tickets."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.aws.mail import Mail
from frontdesk.domains.tickets.issuing.issue import Issuer
from frontdesk.domains.tickets.issuing.shelf import Shelf
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Booking, Event
from frontdesk.errors import Rejected

TICKETS, BILL = "tickets", "bill"

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Postman:
    """address: the door's, where links begin. sender: "" where nobody is written to."""

    issuer: Issuer
    ledger: Ledger
    shelf: Shelf
    mail: Mail
    sender: str
    address: str
    now: Callable[[], int]

    def deliver(self, booking_id: str) -> None:
        """Write to whoever has booked, unless that was done. Raises TryAgain; Rejected where the address, or
        the letter, is not taken.

        Killed after writing and before it is noted, it writes again: the same letter.
        """
        booking = self.ledger.booking(booking_id)
        what = _due(booking) if self.sender and booking else ""
        if booking is None or not what:
            return
        event = self.issuer.tickets.store.event(booking.event)
        receiver = self.ledger.payer(booking.account).email
        if event is None or not receiver or self.shelf.mailed(booking.id, what):
            return
        try:
            letter = self._write(what, booking, event, receiver)
        except ValueError as error:
            raise Rejected("not_an_address") from error
        self.mail.send(letter, self.sender, receiver)
        self.shelf.mark_mailed(booking.id, what, self.now())
        logger.info("letter sent", extra={"data": {"booking": booking.id, "what": what}})

    def _write(self, what: str, booking: Booking, event: Event, receiver: str) -> bytes:
        writer = self.issuer.writer
        if what == BILL:
            return writer.bill(booking, event, self.sender, receiver)
        link = f"{self.address}/{self.issuer.link(booking.id, event)}"
        return writer.mail(self.issuer.issued(booking, event), link, self.sender, receiver)


def _due(booking: Booking) -> str:
    """What is to be written about a booking now; "" for nothing."""
    if booking.state is State.CONFIRMED:
        return TICKETS
    return BILL if booking.state is State.CHARGING and booking.link else ""
