"""What tickets tell: one earns points once, a refund takes them back and gives back those that were used, and
a booking may want points before it is charged. Whoever is no customer has no points, which is no failure.

Messages come from the topic of what domains tell each other; the booking is why something is done, so that a
message may come twice, late, or in another order.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.publishing import Queue, Topic
from frontdesk.aws.records import Parking, Record
from frontdesk.domains.customers.model import Done
from frontdesk.domains.customers.service import MONTHS, Customers
from frontdesk.domains.customers.store import CustomerStore
from frontdesk.errors import NotFound, Rejected
from frontdesk.settings import Settings

ISSUED, REFUNDED, WANTED, SETTLED = "ticket.issued", "ticket.refunded", "points.wanted", "points.settled"
# More than any booking costs, in points or cents: whatever is larger is a mistake.
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class News:
    """One message. cents: what was charged. points: those used, or wanted."""

    type: str
    booking: str
    account: str
    customer: str
    cents: int
    points: int


def read(message: Any) -> News:
    """A message's news. Raises Rejected for what can be none."""
    if not isinstance(message, Mapping):
        raise Rejected("not_an_object")
    kind, booking = message.get("type"), message.get("booking")
    if kind not in (ISSUED, REFUNDED, WANTED):
        raise Rejected("type_unknown")
    if not isinstance(booking, str) or not 0 < len(booking) <= 128:
        raise Rejected("booking_missing")
    account, customer = (message.get(name) or "" for name in ("account", "customer"))
    if not isinstance(account, str) or not isinstance(customer, str):
        raise Rejected("account_not_text")
    cents = 0 if kind == WANTED else _count(message.get("cents"))
    points = _count(message.get("points", 0))
    if kind == WANTED and not points:
        raise Rejected("points_missing")
    return News(kind, booking, account, customer, cents, points)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise Rejected("not_a_count")
    return value


@dataclass(frozen=True, slots=True)
class Keeper:
    """topic: of what domains tell each other. per_dollar: the points that a dollar earns."""

    customers: Customers
    topic: Topic
    per_dollar: int

    def keep(self, message: Any) -> None:
        """Do what a message asks for. Raises Rejected, TryAgain."""
        news = read(message)
        customer = news.customer or (news.account and self.customers.store.of_account(news.account))
        try:
            match news.type:
                case "ticket.issued":
                    self._issued(customer or "", news)
                case "ticket.refunded":
                    self._refunded(customer or "", news)
                case "points.wanted":
                    self._wanted(customer or "", news)
        except NotFound:
            if news.type == WANTED:
                self._tell(news, None)

    def _earned(self, news: News) -> int:
        return news.cents * self.per_dollar // 100

    def _issued(self, customer: str, news: News) -> None:
        if customer:
            self.customers.earn(customer, self._earned(news), news.booking)

    def _refunded(self, customer: str, news: News) -> None:
        if customer:
            self.customers.take_back(customer, self._earned(news), news.booking)
            self.customers.give_back(customer, news.booking)

    def _wanted(self, customer: str, news: News) -> None:
        if not customer:
            raise NotFound
        self._tell(news, self.customers.reserve(customer, news.points, news.booking))

    def _tell(self, news: News, done: Done | None) -> None:
        """Says what came of the points that were wanted: the same, however often they are."""
        entry = done.entry if done else None
        settled = {
            "type": SETTLED,
            "booking": news.booking,
            "accepted": entry is not None,
            "points": -entry.points if entry else 0,
            "cents": entry.cents if entry else 0,
            "at": entry.at if entry else "",
        }
        self.topic.publish(settled, type=SETTLED)


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], None]:
    """What takes the topic's messages, on this process's tools. Raises TryAgain where one must come again."""
    customers = Customers(
        CustomerStore(clients.dynamodb, settings["CUSTOMERS_TABLE"]),
        lambda: int(time.time()),
        int(settings["POINT_CENTS"]),
        int(settings.get("POINTS_MONTHS", str(MONTHS))),
    )
    topic = Topic(clients.sns, settings["EVENTS_TOPIC"])
    keeper = Keeper(customers, topic, int(settings["POINTS_PER_DOLLAR"]))
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "points_keeper")

    def keep(record: Record) -> None:
        keeper.keep(records.news(record))

    return lambda event, context: records.each(event["Records"], keep, parking)
