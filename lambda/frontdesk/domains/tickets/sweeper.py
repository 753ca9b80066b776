"""Looks after bookings that somebody should have brought on: a lost message, a dead worker, a hold that has
run out. TTL only cleans; this is what gives seats back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.aws.clients import Clients
from frontdesk.aws.publishing import Queue
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.life import Overtaken, State
from frontdesk.domains.tickets.model import Booking
from frontdesk.errors import TryAgain
from frontdesk.settings import Settings

# What one run does at most: it is called again a minute later.
MOST = 2_000

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Sweeper:
    """payment: the payment queue. now: the time, in epoch seconds."""

    store: Ledger
    payment: Queue
    now: Callable[[], int]

    def sweep(self) -> int:
        """Look after what is due; how many bookings that were.

        Raises TryAgain after the last where one could not be done.
        """
        done, failed = 0, None
        for booking in self.store.due(self.now()):
            try:
                self._look_after(booking)
            except Overtaken:  # somebody does
                continue
            except TryAgain as error:
                failed = error
            done += 1
            if done >= MOST:
                break
        logger.info("holds swept", extra={"data": {"bookings": done}})
        if failed:
            raise failed
        return done

    def _look_after(self, booking: str) -> None:
        found, now = self.store.booking(booking), self.now()
        if found is None or not found.due or found.due > now:  # the index is behind
            return
        if found.state is State.HELD and found.expires_at <= now:
            found = self.store.change(found, State.EXPIRED, now, reason="not_paid_in_time")
        if found.state in (State.DECLINED, State.EXPIRED):
            self.store.change(found, State.RELEASED, now)
        else:
            self._wake(found, now)

    def _wake(self, booking: Booking, now: int) -> None:
        """The payment function goes on with it. What is PAID is written again, as it is: the table's stream
        tells the ticket issuer once more."""
        if booking.state is not State.PAID:
            self.payment.send([{"type": "booking.due", "booking": booking.id}])
        self.store.change(booking, booking.state, now)


def handler(settings: Settings, clients: Clients) -> Callable[[object, object], None]:
    """What the schedule calls, on this process's tools."""
    store = Ledger(clients.dynamodb, settings["TICKETS_TABLE"])
    sweeper = Sweeper(store, Queue(clients.sqs, settings["PAYMENT_QUEUE"]), lambda: int(time.time()))

    def handle(event: object, context: object) -> None:
        sweeper.sweep()

    return handle
