"""A box office in one process: DynamoDB, queues, a topic and Stripe, each of which may fail; what people do
there, and what can be looked at. `money_and_seats.py` brings what waits in it to the functions."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import stripe

from frontdesk.aws.items import from_item, to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.breaker import Breaker
from frontdesk.domains.tickets.cashier import Cashier
from frontdesk.domains.tickets.holders import Payer
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.model import Booking, Event, Policy, Shard, SoldOut
from frontdesk.domains.tickets.paying import Payments
from frontdesk.domains.tickets.payments import Stripe
from frontdesk.domains.tickets.publisher import Publisher
from frontdesk.domains.tickets.service import Tickets
from frontdesk.domains.tickets.sweeper import Sweeper
from frontdesk.errors import TryAgain
from simulator.stripe import FakeStripe
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


@dataclass
class House:
    """seed: of what happens by chance in it. deaf: no webhook arrives (else the search may be far behind)."""

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

    def bookings(self) -> list[Booking]:
        found = [self.store.booking(booking) for booking in self.ids]
        return [booking for booking in found if booking is not None]

    def _hear(self, kind: str, thing: Mapping[str, Any]) -> None:
        if not self.deaf:
            self.webhooks.append({"kind": kind, "thing": dict(thing)})

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
