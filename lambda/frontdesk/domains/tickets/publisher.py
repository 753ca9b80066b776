"""Outbox rows of the table's stream go where they are addressed: the payment queue, or the desk's topic.

At least once, each; whoever hears them knows them by the booking. What cannot be told now goes to a queue,
with the reason, and comes again; in the end it waits among the dead letters to be redriven.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws import records
from frontdesk.aws.clients import Clients, error_code, is_final
from frontdesk.aws.items import from_item
from frontdesk.aws.publishing import Queue, Topic
from frontdesk.aws.records import Failures, Parking, Record
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Publisher:
    """untold: the queue of what could not be told."""

    payment: Queue
    events: Topic
    untold: Queue

    def publish(self, record: Record) -> None:
        """One new row of the outbox. Raises TryAgain, or Rejected where it is none."""
        try:
            row = from_item(record["dynamodb"]["NewImage"])
            to, message = row["to"], row["message"]
            kind = message["type"]
        except (LookupError, TypeError, ValueError) as error:
            raise Rejected("not_an_outbox_row") from error
        try:
            self._tell(to, kind, message)
        except TryAgain as error:
            if is_final(error.__cause__):  # it would be refused each time
                raise
            reason = _reason(error)
            logger.warning("news put aside", extra={"data": {"type": kind, "reason": reason}})
            self.untold.send([{"to": to, "message": message, "reason": reason}])

    def again(self, record: Record) -> None:
        """What could not be told, from its queue. Raises TryAgain, or Rejected where it is no such thing."""
        try:
            told = records.body(record)
            to, message = told["to"], told["message"]
            kind = message["type"]
        except (LookupError, TypeError) as error:
            raise Rejected("not_an_outbox_row") from error
        self._tell(to, kind, message)

    def _tell(self, to: str, kind: str, message: Mapping[str, Any]) -> None:
        if to == "payment":
            self.payment.send([message])
        else:
            self.events.publish(message, type=kind)


def _reason(error: TryAgain) -> str:
    cause = error.__cause__
    return (error_code(cause) if isinstance(cause, Exception) else "") or "no answer"


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], Failures]:
    """What takes the events of the table's stream, and of the queue, on this process's tools."""
    publisher = Publisher(
        Queue(clients.sqs, settings["PAYMENT_QUEUE"]),
        Topic(clients.sns, settings["EVENTS_TOPIC"]),
        Queue(clients.sqs, settings["UNTOLD_QUEUE"]),
    )
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "booking_publisher")
    return lambda event, context: handle(publisher, parking, event)


def handle(publisher: Publisher, parking: Parking, event: Record) -> Failures:
    """A batch of the stream, or of the queue: which of it to send again."""
    if "dynamodb" in event["Records"][0]:
        return records.from_stream(event, publisher.publish, parking)
    return records.from_queue(event, publisher.again, parking)
