"""Customers for tests: a ledger in memory, for thousands of runs, and one on a table of the test's own.

The one in memory does what CustomerStore does with DynamoDB; tests/unit/customers/test_news.py holds it
against the real one.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import replace
from dataclasses import dataclass, field

from frontdesk.app import Tools
from frontdesk.domains.customers.model import Customer, Done, Entry, Points, Reason, Refused, month_of
from frontdesk.domains.customers.roster import Roster
from frontdesk.domains.customers.service import Customers
from frontdesk.domains.customers.store import CustomerStore

ID = "c-1"


@dataclass
class MemoryStore:
    """One table's customers, ledgers and reasons."""

    customers: dict[str, Customer] = field(default_factory=dict)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    reasons: dict[tuple[str, str], Done] = field(default_factory=dict)

    def get(self, customer: str, *, now: bool = False) -> Customer | None:
        return self.customers.get(customer)

    def of_account(self, account: str) -> str | None:
        return next((each.id for each in self.customers.values() if each.account == account), None)

    def done(self, customer: str, key: str) -> Done | None:
        return self.reasons.get((customer, key))

    def call_off(self, customer: str, key: str) -> Done:
        return self.reasons.setdefault((customer, key), Done(None))

    def gain(self, customer: str, entry: Entry, good_until: str, owed: int, reason: Reason) -> Done:
        def change(points: Points) -> Points | None:
            if points.owed != owed:
                return None
            lots = {**points.lots, good_until: points.lots.get(good_until, 0) + entry.points}
            return replace(
                points, balance=points.balance + entry.points, lots=lots, owed=points.owed - entry.open
            )

        return self._book(customer, change, entry, reason)

    def lose(
        self, customer: str, entry: Entry, month: str, reason: Reason, account: str | None = None
    ) -> Done:
        def change(points: Points) -> Points | None:
            left = points.balance + entry.points
            if points.settled < month or left < 0 or (entry.open and left):
                return None
            return replace(
                points, balance=left, used=points.used - entry.points, owed=points.owed + entry.open
            )

        return self._book(customer, change, entry, reason)

    def settle(self, customer: Customer, points: Points, entry: Entry | None) -> None:
        self._book(customer.id, lambda _: points, entry, None)

    def _book(
        self,
        customer: str,
        change: Callable[[Points], Points | None],
        entry: Entry | None,
        reason: Reason | None,
    ) -> Done:
        if reason and (customer, reason.key) in self.reasons:
            return self.reasons[customer, reason.key]
        there = self.customers.get(customer)
        points = change(there.points) if there else None
        if there is None or points is None:
            raise Refused(there)
        self.customers[customer] = replace(there, points=points, rev=there.rev + 1)
        if entry:
            self.entries.setdefault(customer, []).append(entry)
        if reason:
            self.reasons[customer, reason.key] = Done(entry, reason.fingerprint)
        return Done(entry)


def newcomer(
    balance: int, now: Callable[[], int], good_until: str = "2028-12"
) -> tuple[Customer, list[Entry]]:
    """A customer who opens with so many points."""
    lots = {good_until: balance} if balance else {}
    opening = [Entry("opening", "earn", balance, "2027-01-01T00:00:00Z", "opening")] if balance else []
    points = Points(balance, lots=lots, settled=month_of(now()))
    made = "2027-01-01T00:00:00Z"
    return Customer(ID, "Zoë", "Åkesson", "zoe@example.com", "zoe", points, made=made, changed=made), opening


def in_memory(balance: int, now: Callable[[], int]) -> tuple[Customers, MemoryStore]:
    """A service with one customer, and its store."""
    customer, opening = newcomer(balance, now)
    store = MemoryStore({customer.id: customer}, {customer.id: opening})
    return Customers(store, now, 1), store  # type: ignore[arg-type]


def on_a_table(tools: Tools, balance: int, good_until: str = "2028-12") -> Customers:
    """A service with one customer, on a table of the test's own."""
    store = CustomerStore(tools.clients.dynamodb, tools.settings["CUSTOMERS_TABLE"], lambda seconds: None)
    Roster(store).add([newcomer(balance, tools.now, good_until)])
    return Customers(store, tools.now, 1)


def ledger(customers: Customers) -> list[Entry]:
    """All entries, oldest first."""
    _, entries, _ = customers.store.ledger(ID, 1_000)
    return entries[::-1]


def adds_up(customer: Customer, entries: list[Entry]) -> bool:
    """Whether the sums beside a ledger are what it says, and nothing is below zero."""
    points = customer.points
    return (
        points.balance == sum(entry.points for entry in entries)
        and points.balance == sum(points.lots.values()) - points.used
        and min(points.balance, points.owed) >= 0
    )
