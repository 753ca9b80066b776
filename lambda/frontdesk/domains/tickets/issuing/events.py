"""What reaches the issuer: the table's stream, when a booking is PAID, CONFIRMED, or waits on a page to be
paid there; and letters that could not be sent, from a queue.

A letter that cannot be sent now goes to that queue, and comes again: it holds up no ticket behind it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws import records
from frontdesk.aws.clients import Clients, error_code
from frontdesk.aws.mail import Mail
from frontdesk.aws.publishing import Queue
from frontdesk.aws.records import Failures, Parking, Record
from frontdesk.domains.tickets.issuing import build as tools
from frontdesk.domains.tickets.issuing.issue import Issuer
from frontdesk.domains.tickets.issuing.post import Postman
from frontdesk.domains.tickets.issuing.shelf import Shelf
from frontdesk.domains.tickets.life import State
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class IssuerEvents:
    """letters: the queue of what could not be sent."""

    issuer: Issuer
    postman: Postman
    letters: Queue
    parking: Parking

    def handle(self, event: Record, context: object) -> Failures:
        """A batch of the stream, or of the queue: which of it to send again."""
        if "dynamodb" in event["Records"][0]:
            return records.from_stream(event, self._changed, self.parking)
        return records.from_queue(event, self._letter, self.parking)

    def _changed(self, record: Record) -> None:
        booking, state = _booking(record)
        if state == State.PAID:
            self.issuer.issue(booking)
        elif state in (State.CONFIRMED, State.CHARGING):
            try:
                self.postman.deliver(booking)
            except TryAgain as error:
                cause = error.__cause__
                code = error_code(cause) if isinstance(cause, Exception) else ""
                logger.warning("letter put aside", extra={"data": {"booking": booking, "code": code}})
                self.letters.send([{"booking": booking}])

    def _letter(self, record: Record) -> None:
        message = records.body(record)
        if not isinstance(message, Mapping) or not isinstance(message.get("booking"), str):
            raise Rejected("not_a_letter")
        self.postman.deliver(message["booking"])


def _booking(record: Record) -> tuple[str, str]:
    """A changed booking's id and its state. Raises Rejected for what is none."""
    try:
        image: Mapping[str, Any] = record["dynamodb"]["NewImage"]
        return image["pk"]["S"].removeprefix("BOOKING#"), image["state"]["S"]
    except (KeyError, TypeError, AttributeError) as error:
        raise Rejected("not_a_booking") from error


def build(settings: Settings, clients: Clients) -> IssuerEvents:
    """The issuer's entry."""
    issuer, ledger = tools.build(settings, clients)
    postman = Postman(
        issuer,
        ledger,
        Shelf(ledger),
        Mail(clients.sesv2),
        settings.get("SENDER", ""),
        settings["TICKETS_URL"],
        tools.now,
    )
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "ticket_issuer")
    return IssuerEvents(issuer, postman, Queue(clients.sqs, settings["LETTERS_QUEUE"]), parking)
