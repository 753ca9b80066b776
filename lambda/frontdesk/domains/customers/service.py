"""What may happen to a customer's points, and how it is seen to that it happens once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from copy import replace
from typing import Any

from frontdesk.domains.customers.model import (
    EARN,
    EXPIRE,
    REDEEM,
    REVERSE,
    Customer,
    Different,
    Done,
    Entry,
    NotEnough,
    Points,
    Reason,
    Refused,
    iso,
    month_of,
    months_after,
)
from frontdesk.domains.customers.store import CustomerStore
from frontdesk.errors import NotFound, TryAgain

# How often something is tried that others overtook.
TRIES = 5
# Points earned are good to the end of the month that comes so many months later, unless the template says so.
MONTHS = 24
# For how long a client's idempotency key is kept, in seconds: a week.
KEY_KEEPS = 604_800


class Customers:
    """point_cents: what one point is worth. months: for how many points are good. now: epoch seconds.

    All methods raise TryAgain where the table does not answer, NotFound where there is no such customer.
    """

    def __init__(
        self,
        store: CustomerStore,
        now: Callable[[], int],
        point_cents: int,
        months: int = MONTHS,
    ) -> None:
        self.store, self.now, self.point_cents, self.months = store, now, point_cents, months

    @property
    def month(self) -> str:
        """The month that it is, in UTC."""
        return month_of(self.now())

    def get(self, customer: str, *, now: bool = False) -> Customer:
        """The customer as it was a moment ago; now: as it is."""
        found = self.store.get(customer, now=now)
        if found is None:
            raise NotFound
        return found

    def lately(self, customer: str, limit: int) -> list[Entry]:
        """The newest entries, newest first."""
        known, entries, _ = self.store.ledger(customer, limit)
        if known is None:
            raise NotFound
        return entries

    def newcomer(self, customer: str, fields: Mapping[str, Any]) -> tuple[Customer, list[Entry]]:
        """A customer who is yet to be added, from the API's fields, and what the ledger opens with."""
        at, count = iso(self.now()), int(fields.get("rewardPoints", 0))
        lots = {months_after(self.month, self.months): count} if count else {}
        points = Points(count, lots=lots, settled=self.month)
        names = (fields["firstName"], fields["lastName"], fields["email"], fields.get("account", ""))
        opening = [self._entry("opening", EARN, count, "opening")] if count else []
        return Customer(customer, *names, points, made=at, changed=at), opening

    def worth(self, points: int) -> int:
        """What points are worth, in cents."""
        return points * self.point_cents

    def redeem(
        self,
        customer: str,
        points: int,
        key: str,
        *,
        by: str = "",
        reference: str = "",
        account: str | None = None,
    ) -> Entry:
        """Spend points, once for a key. by: who asked for what, where the key is a client's own.

        account: whose customer it must be. Raises NotEnough, and Different for a key that was used for
        something else.
        """
        expires = self.now() + KEY_KEEPS if by else 0
        entry = self._entry(key, REDEEM, -points, reference, self.worth(points))
        done = self._lose(customer, entry, Reason(key, by, expires), account)
        if done.fingerprint != by or done.entry is None:
            raise Different
        return done.entry

    def reserve(self, customer: str, points: int, booking: str) -> Done:
        """Spend points for a booking: what was done, the same each time; entry None where it was refused."""
        key = f"use:{booking}"
        try:
            return self._lose(
                customer, self._entry(key, REDEEM, -points, booking, self.worth(points)), Reason(key), None
            )
        except NotEnough:
            return self.store.call_off(customer, key)

    def earn(self, customer: str, points: int, reference: str) -> None:
        """Points for something bought, once for what it was. What is owed is paid first."""
        self._gain(customer, EARN, points, f"earn:{reference}", reference)

    def take_back(self, customer: str, points: int, reference: str) -> None:
        """What was bought is given back, and so are its points: those earned by it leave, once; what is not
        there any more is owed. It may be told before the purchase is."""
        self.earn(customer, points, reference)
        done = self.store.done(customer, f"earn:{reference}")
        earned = done.entry.points + done.entry.open if done and done.entry else 0
        if not earned:
            return
        key = f"unearn:{reference}"
        for _ in range(TRIES):
            there = self.settle(self.get(customer, now=True)).points.balance
            taken = min(earned, there)
            entry = replace(self._entry(key, REVERSE, -taken, reference), open=earned - taken)
            try:
                self.store.lose(customer, entry, self.month, Reason(key))
                return
            except Refused:
                continue  # somebody was faster: look again
        raise TryAgain

    def give_back(self, customer: str, booking: str) -> None:
        """Points that were spent for a booking come back, once, as good as new; where none were spent, none
        will be."""
        done = self.store.call_off(customer, f"use:{booking}")
        if done.entry:
            self._gain(customer, REVERSE, -done.entry.points, f"unuse:{booking}", booking)

    def settle(self, customer: Customer) -> Customer:
        """The customer with what has expired taken out of the balance, for the rest of the month."""
        for _ in range(TRIES):
            if customer.points.settled >= self.month:
                return customer
            try:
                return self._settle(customer)
            except Refused:  # somebody was faster: look again
                customer = self.get(customer.id, now=True)
        raise TryAgain

    def _settle(self, customer: Customer) -> Customer:
        points, month = customer.points, self.month
        due = points.due(month)
        left = {good: lot for good, lot in points.lots.items() if good >= month}
        gone = sum(points.lots.values()) - sum(left.values())
        settled = Points(points.balance - due, points.used + due - gone, left, month, points.owed)
        entry = self._entry(f"expire:{month}", EXPIRE, -due, month) if due else None
        self.store.settle(customer, settled, entry)
        return replace(customer, points=settled, rev=customer.rev + 1)

    def _lose(self, customer: str, entry: Entry, reason: Reason, account: str | None) -> Done:
        for _ in range(TRIES):
            try:
                return self.store.lose(customer, entry, self.month, reason, account)
            except Refused as refused:
                found = refused.customer
                if found is None or (account is not None and found.account != account):
                    raise NotFound from None
                if found.points.settled >= self.month and found.points.balance < -entry.points:
                    raise NotEnough(found.points.balance) from None
                self.settle(found)
        raise TryAgain

    def _gain(self, customer: str, kind: str, points: int, key: str, reference: str) -> None:
        if points <= 0:
            return
        good_until, owed = months_after(self.month, self.months), 0
        for _ in range(TRIES):
            paid = min(owed, points)
            entry = replace(self._entry(key, kind, points - paid, reference), open=paid)
            try:
                self.store.gain(customer, entry, good_until, owed, Reason(key))
                return
            except Refused as refused:
                if refused.customer is None:
                    raise NotFound from None
                owed = refused.customer.points.owed
        raise TryAgain

    def _entry(self, key: str, kind: str, points: int, reference: str = "", cents: int = 0) -> Entry:
        name = hashlib.sha256(key.encode()).hexdigest()[:16]
        return Entry(name, kind, points, iso(self.now()), reference, cents)
