"""The ticket issuer's function in tests, with all that it tells: letters, what it puts aside and parks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from frontdesk.aws.clients import Clients
from frontdesk.aws.items import to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.holders import Payer
from frontdesk.domains.tickets.issuing.events import IssuerEvents
from frontdesk.domains.tickets.issuing.post import Postman
from frontdesk.domains.tickets.life import State
from tests.support.hall import MACBETH, Hall
from tests.support.memory import MemoryQueue, Power

BOOKING = "b" * 32


@dataclass
class Mail:
    """fails: what SES says to the next letters."""

    fails: list[Exception] = field(default_factory=list)
    letters: list[tuple[EmailMessage, str]] = field(default_factory=list)

    def send(self, letter: bytes, sender: str, receiver: str) -> None:
        if self.fails:
            raise self.fails.pop()
        read = message_from_bytes(letter, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.letters.append((read, receiver))


@dataclass
class Office:
    """The issuer's function, with all that it tells."""

    hall: Hall
    mail: Mail = field(default_factory=Mail)
    put_aside: list[Mapping[str, Any]] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    sender: str = "tickets@example.com"

    def park(self, record: Any, reason: str) -> None:
        self.parked.append(reason)

    def handle(self, *records: Any) -> list[str]:
        """Hand it an event; what is to come again."""
        hall = self.hall
        address = "https://door.example"
        postman = Postman(
            hall.issuer,
            hall.ledger,
            hall.shelf,
            self.mail,  # type: ignore[arg-type]
            self.sender,
            address,
            lambda: hall.now,
        )
        queue = MemoryQueue(Power(), self.put_aside.append)
        events = IssuerEvents(hall.issuer, postman, queue, self)  # type: ignore[arg-type]
        failed = events.handle({"Records": records}, None)["batchItemFailures"]
        return [each["itemIdentifier"] for each in failed]

    def changed(self, booking: str = BOOKING, number: str = "1") -> Any:
        """The stream's record of how a booking is now."""
        found = self.hall.ledger.booking(booking)
        assert found
        image = to_item(rows.booking_row(found))
        return {"eventName": "MODIFY", "dynamodb": {"NewImage": image, "SequenceNumber": number}}

    def letter(self, message: Any) -> Any:
        return {"messageId": "m", "body": message if isinstance(message, str) else json.dumps(message)}

    @property
    def state(self) -> State:
        """The booking's."""
        found = self.hall.ledger.booking(BOOKING)
        assert found
        return found.state


def opened(clients: Clients) -> Office:
    """An office with a booking of maya's that is paid."""
    hall = Hall(clients)
    hall.ledger.keep_payer("maya", Payer("", "pm_card_visa", "maya@example.com"))
    hall.tickets.order("maya", "", BOOKING, MACBETH, 2)
    hall.pay(BOOKING)
    return Office(hall)
