"""The e-mail to whoever has booked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.aws.mail import Mail
from frontdesk.domains.tickets.issuing.issue import Issuer
from frontdesk.domains.tickets.issuing.shelf import Shelf
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.life import State
from frontdesk.errors import Rejected

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
        if not self.sender or booking is None or booking.state is not State.CONFIRMED:
            return
        event = self.issuer.tickets.store.event(booking.event)
        receiver = self.ledger.payer(booking.account).email
        if event is None or not receiver or self.shelf.mailed(booking.id):
            return
        link = f"{self.address}/{self.issuer.link(booking.id, event)}"
        try:
            letter = self.issuer.writer.mail(self.issuer.issued(booking, event), link, self.sender, receiver)
        except ValueError as error:
            raise Rejected("not_an_address") from error
        self.mail.send(letter, self.sender, receiver)
        self.shelf.mark_mailed(booking.id, self.now())
        logger.info("tickets mailed", extra={"data": {"booking": booking.id}})
