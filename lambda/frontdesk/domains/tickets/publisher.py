"""Outbox rows of the table's stream go where they are addressed: the payment queue, or the desk's topic.

At least once, each; whoever hears them knows them by the booking.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.items import from_item
from frontdesk.aws.publishing import Queue, Topic
from frontdesk.aws.records import Failures, Parking, Record
from frontdesk.errors import Rejected
from frontdesk.settings import Settings


@dataclass(frozen=True, slots=True)
class Publisher:
    payment: Queue
    events: Topic

    def publish(self, record: Record) -> None:
        """One new row of the outbox. Raises TryAgain, or Rejected where it is none."""
        try:
            row = from_item(record["dynamodb"]["NewImage"])
            to, message = row["to"], row["message"]
            kind = message["type"]
        except (LookupError, TypeError, ValueError) as error:
            raise Rejected("not_an_outbox_row") from error
        if to == "payment":
            self.payment.send([message])
        else:
            self.events.publish(message, type=kind)


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], Failures]:
    """What takes the table stream's events, on this process's tools."""
    publisher = Publisher(
        Queue(clients.sqs, settings["PAYMENT_QUEUE"]), Topic(clients.sns, settings["EVENTS_TOPIC"])
    )
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "booking_publisher")
    return lambda event, context: records.from_stream(event, publisher.publish, parking)
