"""A whole life of bookings in one process, in which processes die at any effect: what waits is brought to the
functions, in any order and often. `audit.py` counts seats and money by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from frontdesk.domains.tickets.holders import Ticket, ticket_row
from frontdesk.domains.tickets.life import FINAL, Overtaken, State
from frontdesk.domains.tickets.payments.news import told
from frontdesk.errors import Rejected, TryAgain
from simulator.stripe.webhooks import WEBHOOK_SECRET, event, signature
from tests.support import audit, dynamo
from tests.support.house import LAG, House
from tests.support.memory import PowerCut, cut

type Bring = Callable[["BoxOffice", Mapping[str, Any]], None]


@dataclass
class BoxOffice(House):
    """brought: all that was handed to a function, and to which."""

    brought: list[tuple[Bring, Mapping[str, Any]]] = field(default_factory=list)
    _position: int = 0

    def publish(self) -> None:
        """The table's stream reaches the publisher and the ticket issuer, as far as both live."""
        records, end = dynamo.stream(self.table, self._position)
        for number, record in enumerate(records):
            if not self._lives(lambda record=record: self.bring(BoxOffice.record, record)):
                self._position += number
                return
        self._position = end

    def bring(self, what: Bring, thing: Mapping[str, Any]) -> None:
        """Hand something to a function."""
        self.brought.append((what, thing))
        what(self, thing)

    def record(self, record: Mapping[str, Any]) -> None:
        """A record of the table's stream."""
        if record["eventName"] == "REMOVE":
            return
        row = record["dynamodb"]["NewImage"]
        kind = row["sk"]["S"]
        if kind.startswith("OUTBOX#") and record["eventName"] == "INSERT":
            self.publisher.publish(record)
        elif kind == "BOOKING" and row["state"]["S"] == State.PAID:
            booking = self.store.booking(row["pk"]["S"].removeprefix("BOOKING#"))
            if booking is not None and booking.state is State.PAID:
                numbers = range(1, booking.quantity + 1)
                issued = [ticket_row(Ticket(booking.id, n, f"{booking.id}-{n}")) for n in numbers]
                try:
                    self.store.change(booking, State.CONFIRMED, self.now, *issued)
                except Overtaken:
                    return

    def work(self, queue: list[Mapping[str, Any]], index: int = 0) -> bool:
        """The payment function takes a message; it stays in the queue unless it was done."""
        message = queue[index]
        done = self._lives(lambda: self.bring(BoxOffice.message, message))
        if done and message in queue:  # somebody else may have done it meanwhile
            queue.remove(message)
        return done

    def message(self, message: Mapping[str, Any]) -> None:
        """A message of the payment queue."""
        self.payments.take(message)

    def hear(self, index: int = 0) -> None:
        """A webhook arrives."""
        self.bring(BoxOffice.webhook, self.webhooks.pop(index))

    def webhook(self, webhook: Mapping[str, Any]) -> None:
        """A webhook goes into the payment queue."""
        payload = event(**webhook)
        news = told(payload, signature(WEBHOOK_SECRET, payload, int(time.time())), WEBHOOK_SECRET)
        if news is not None:
            self.payment.append(news)

    def sweep(self) -> None:
        self._lives(self.sweeper.sweep)

    def settle(self, accepted: bool) -> None:
        """Domain customers answers everybody who wanted to use points, again and again."""
        for message in [each for each in self.events if each["type"] == "points.wanted"]:
            cents = message["points"] if accepted else 0
            answer = {"type": "points.settled", "booking": message["booking"], "accepted": accepted}
            self.payment.append({**answer, "points": message["points"], "cents": cents})

    def unread(self) -> list[dict[str, Any]]:
        """What the table's stream has that nobody has been told; it is read with that."""
        records, self._position = dynamo.stream(self.table, self._position)
        return records

    def drain(self) -> None:
        """Faults are over, and time goes on until nothing moves."""
        self.power.at, self.power.happens = -1, cut
        self.stripe.faults.__init__(search_lag=LAG / 2)  # type: ignore[misc]
        self.start()
        for _ in range(40):
            self.publish()
            self.settle(accepted=True)
            self.events.clear()
            while self.webhooks:
                self.hear()
            for queue in (self.payment, self.later):
                for _ in range(len(queue)):
                    self.work(queue, 0)
            self.sweep()
            self.publish()
            if all(booking.state in FINAL for booking in self.bookings()) and not self.payment + self.later:
                return
            self.now += 130

    def check(self, final: bool = False) -> None:
        """Raises AssertionError where a seat or a cent is not where it should be."""
        audit.check(self, final)

    def _lives(self, work: Callable[[], object]) -> bool:
        """Does something as a function would: whether it was done."""
        try:
            work()
        except PowerCut:
            self.start()
            return False
        except Rejected as rejected:
            self.parked.append(rejected.reason)
        except TryAgain:
            return False
        return True
