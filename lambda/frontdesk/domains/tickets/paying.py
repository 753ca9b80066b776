"""What the payment queue brings: bookings to be looked after, and what others have settled."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws import records
from frontdesk.aws.clients import AwsError, Clients
from frontdesk.aws.publishing import Queue
from frontdesk.aws.records import Failures, Parking, Record
from frontdesk.domains.tickets import policy
from frontdesk.domains.tickets.breaker import Breaker, Later
from frontdesk.domains.tickets.cashier import Cashier
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.payments import Stripe, client
from frontdesk.domains.tickets.provider import is_booking
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings


@dataclass(frozen=True, slots=True)
class Payments:
    """reconcile: a queue that brings a booking again after a while."""

    cashier: Cashier
    reconcile: Queue

    def take(self, message: Any) -> None:
        """One message. Raises TryAgain where it must come again, Rejected where it makes no sense."""
        try:
            booking = message["booking"]
            if not is_booking(booking):
                raise Rejected("not_a_booking")
            match message["type"]:
                case "points.settled":
                    work = _points(self.cashier, booking, message)
                case "charge.settled":
                    work = _charge(self.cashier, booking, message)
                case _:
                    work = lambda: self.cashier.look_after(booking)  # noqa: E731
        except (LookupError, TypeError, ValueError, OverflowError) as error:
            raise Rejected("not_a_message") from error
        try:
            work()
        except Later:
            self.reconcile.send([{"type": "booking.waiting", "booking": booking}])


def _points(cashier: Cashier, booking: str, message: Any) -> Callable[[], object]:
    accepted, cents = message["accepted"] is True, int(message["cents"])
    return lambda: cashier.settle_points(booking, accepted, cents)


def _charge(cashier: Cashier, booking: str, message: Any) -> Callable[[], object]:
    charge, cents = str(message["charge"]), int(message["cents"])
    return lambda: cashier.settle_charge(booking, charge, cents)


def build(settings: Settings, clients: Clients) -> Cashier:
    """The cashier on this process's tools."""

    def now() -> int:
        return int(time.time())

    store = Ledger(clients.dynamodb, settings["TICKETS_TABLE"])
    url, back = settings.get("STRIPE_URL", ""), settings["PAID_URL"]
    stripe = Stripe(lambda: client(secret(settings, clients)["key"], url), back)
    lag = int(settings.get("STRIPE_SEARCH_SECONDS", "90"))
    return Cashier(store, stripe, Breaker(store, now), policy(settings), lag, now)


def secret(settings: Settings, clients: Clients) -> Mapping[str, str]:
    """Stripe's "key", and what its webhooks are signed with ("webhook"). Raises TryAgain."""
    try:
        found = clients.secretsmanager.get_secret_value(SecretId=settings["STRIPE_SECRET"])
    except AwsError as error:
        raise TryAgain from error
    held: Mapping[str, str] = json.loads(found["SecretString"])
    return held


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], Failures]:
    """What takes the payment queue's messages, on this process's tools."""
    payments = Payments(build(settings, clients), Queue(clients.sqs, settings["RECONCILE_QUEUE"]))
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "payment")
    take = lambda record: payments.take(records.body(record))  # noqa: E731
    return lambda event, context: records.from_queue(event, take, parking)
