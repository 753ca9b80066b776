"""A whole life of bookings in one process: DynamoDB, queues, a topic and Stripe, each of which may fail, and
processes that die at any effect. `audit.py` counts seats and money by itself."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import stripe

from frontdesk.aws.items import from_item, to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.breaker import Breaker
from frontdesk.domains.tickets.cashier import Cashier
from frontdesk.domains.tickets.holders import Payer, Ticket, ticket_row
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.life import FINAL, Overtaken, State
from frontdesk.domains.tickets.model import Booking, Event, Policy, Shard, SoldOut
from frontdesk.domains.tickets.paying import Payments
from frontdesk.domains.tickets.payments import Stripe
from frontdesk.domains.tickets.payments.news import told
from frontdesk.domains.tickets.publisher import Publisher
from frontdesk.domains.tickets.service import Tickets
from frontdesk.domains.tickets.sweeper import Sweeper
from frontdesk.errors import Rejected, TryAgain
from simulator.stripe import FakeStripe
from simulator.stripe.webhooks import WEBHOOK_SECRET, event, signature
from tests.support import audit, dynamo
from tests.support.memory import MemoryQueue, Power, PowerCut, cut
from tests.support.stripe_wire import Wire

START = 1_800_000_000
EVENT = Event(
    audit.EVENT,
    "Macbeth",
    "play",
    "The Globe",
    "London",
    "2027-01-18T19:30:00+00:00",
    2500,
    "The Globe",
    12,
    3,
)
# Who pays with what; "nobody" has saved nothing.
PAYERS = {
    "maya": "pm_card_visa",
    "omar": "pm_card_chargeDeclinedInsufficientFunds",
    "dana": "pm_card_mastercard",
}
LAG = 90


type Bring = Callable[["BoxOffice", Mapping[str, Any]], None]


@dataclass
class BoxOffice:
    """seed: of what happens by chance in it. deaf: no webhook arrives (else the search may be far behind).
    brought: all that was handed to a function, and to which."""

    seed: int = 1
    deaf: bool = False
    power: Power = field(default_factory=Power)
    now: int = START
    payment: list[Mapping[str, Any]] = field(default_factory=list)
    later: list[Mapping[str, Any]] = field(default_factory=list)
    events: list[Mapping[str, Any]] = field(default_factory=list)
    untold: list[Mapping[str, Any]] = field(default_factory=list)
    webhooks: list[Mapping[str, Any]] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    brought: list[tuple[Bring, Mapping[str, Any]]] = field(default_factory=list)
    _position: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.dynamodb = dynamo.InProcess(self.power)
        self.table = self.dynamodb.create("tickets", "TicketsTable")
        self.stripe = FakeStripe(None, tell=self._hear, now=lambda: self.now, sleep=lambda seconds: None)
        self.stripe.faults.search_lag = LAG / 2
        self.start()
        for shard, free in audit.SHARDS.items():
            self._put(rows.shard_row(EVENT.id, Shard(shard, free)))
        self._put(rows.event_row(EVENT))
        for account, method in PAYERS.items():
            self.store.keep_payer(account, Payer("", method))

    def start(self) -> None:
        """New processes, which know nothing of what the old ones had in memory."""
        self.store = Ledger(self.dynamodb, self.table)  # type: ignore[arg-type]
        self.tickets = Tickets(self.store, Policy(), lambda: self.now)
        client = stripe.StripeClient(
            "sk_test", max_network_retries=1, http_client=Wire(self.stripe, self.power)
        )
        provider = Stripe(lambda: client, "https://example.com/")
        clock = lambda: self.now  # noqa: E731
        self.cashier = Cashier(self.store, provider, Breaker(self.store, clock), Policy(), LAG, clock)
        to = lambda where: MemoryQueue(self.power, where.append)  # noqa: E731
        self.payments = Payments(self.cashier, to(self.later))  # type: ignore[arg-type]
        self.publisher = Publisher(to(self.payment), to(self.events), to(self.untold))  # type: ignore[arg-type]
        self.sweeper = Sweeper(self.store, to(self.payment), clock)  # type: ignore[arg-type]

    def close(self) -> None:
        dynamo.forget(self.table)

    def order(self, account: str, quantity: int, points: int = 0, booking: str = "") -> Booking | None:
        """Somebody says yes; None where that came to nothing."""
        booking = booking or f"b{len(self.ids)}"
        if booking not in self.ids:
            self.ids.append(booking)
        return self._try(lambda: self.tickets.order(account, "", booking, EVENT, quantity, points))

    def cancel(self, booking: str) -> Booking | None:
        """Whoever booked it calls it off."""
        found = self.store.booking(booking)
        return self._try(lambda: self.tickets.cancel(found.account, booking)) if found else None

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

    def pay_pages(self) -> None:
        """Whoever has been sent to a page pays there."""
        for page in self.stripe.books.all("checkout.session"):
            self.stripe.pay(page["id"], "pm_card_visa")

    def kill(self, effects: int, after: bool) -> None:
        """Some effects from now, a process dies just before it or just after."""
        self.power.at, self.power.after = self.power.effects + effects, after
        self.power.happens = cut

    def meet(self, other: Callable[[], object], effects: int = 0) -> None:
        """Some effects from now, between what is read and what is written, somebody else does something."""
        self.power.at, self.power.after = self.power.effects + effects, False
        self.power.happens = other

    def paid(self, booking: str) -> int:
        """The cents that were charged for a booking."""
        return sum(audit.charges(self, booking)[0])

    def rows(self) -> list[dict[str, Any]]:
        """All rows of the table, in their order."""
        found = map(from_item, self.dynamodb.scan(TableName=self.table)["Items"])
        return sorted(found, key=lambda row: (row["pk"], row["sk"]))

    def snapshot(self) -> list[Any]:
        """All rows of the table, all charges and refunds."""
        books = [list(self.stripe.books.all(kind)) for kind in ("payment_intent", "refund")]
        return [self.rows(), books]

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

    def bookings(self) -> list[Booking]:
        found = [self.store.booking(booking) for booking in self.ids]
        return [booking for booking in found if booking is not None]

    def check(self, final: bool = False) -> None:
        """Raises AssertionError where a seat or a cent is not where it should be."""
        audit.check(self, final)

    def _hear(self, kind: str, thing: Mapping[str, Any]) -> None:
        if not self.deaf:
            self.webhooks.append({"kind": kind, "thing": dict(thing)})

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

    def _try[T](self, work: Callable[[], T]) -> T | None:
        try:
            return work()
        except PowerCut:
            self.start()
        except (SoldOut, TryAgain):
            pass
        return None

    def _put(self, row: Mapping[str, Any]) -> None:
        self.dynamodb.put_item(TableName=self.table, Item=to_item(row))
