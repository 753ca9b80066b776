"""Customers and their points.

Points are a ledger: what is in it is never changed, only added to. Beside it, a customer's row keeps sums,
so that one read tells all:

- `lots`: what was gained, by the last month in which it is good ("2028-11").
- `used`: what has left again, for whatever reason. Whoever spends, spends what expires first; so `used` is
  taken from the oldest lots, and nobody has to say which points were spent.
- `balance` = the sum of the lots − used, never below 0.
- `owed`: what a refund had to take back and did not find any more; the next gain pays it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

EARN, REDEEM, EXPIRE, REVERSE = "earn", "redeem", "expire", "reverse"


class Points(NamedTuple):
    """settled: the month ("2026-11") up to which what had expired has been taken out of the balance."""

    balance: int = 0
    used: int = 0
    lots: Mapping[str, int] = {}
    settled: str = ""
    owed: int = 0

    def due(self, month: str) -> int:
        """What has expired before a month and is still in the balance."""
        return max(
            0, sum(points for good_until, points in self.lots.items() if good_until < month) - self.used
        )

    def available(self, month: str) -> int:
        """What can be spent in a month."""
        return self.balance - self.due(month)

    def expiring(self, month: str) -> list[tuple[date, int]]:
        """When what is left expires, soonest first: the last day on which it is good, and how much."""
        used, found = self.used, []
        for good_until, points in sorted(self.lots.items()):
            left = max(0, points - used)
            used = max(0, used - points)
            if left and good_until >= month:
                found.append((last_day(good_until), left))
        return found


class Customer(NamedTuple):
    """account: the desk's account that this is, "" for none. rev: grows with every change; made, changed:
    ISO times."""

    id: str
    first_name: str
    last_name: str
    email: str
    account: str = ""
    points: Points = Points()
    rev: int = 1
    made: str = ""
    changed: str = ""


class Entry(NamedTuple):
    """One line of a ledger.

    id: the same for the same reason, however often it comes. points: signed. at: ISO time. reference: what
    it is about (a booking, "opening"). cents: what redeemed points are worth. open: what of it was not to be
    had, or was kept back for what is owed.
    """

    id: str
    kind: str
    points: int
    at: str
    reference: str = ""
    cents: int = 0
    open: int = 0


class Reason(NamedTuple):
    """Why something is done: once for the same key. fingerprint: who asked for what, where keys are a
    client's. expires: when it may be forgotten, in epoch seconds; 0 for never."""

    key: str
    fingerprint: str = ""
    expires: int = 0


class Done(NamedTuple):
    """What was done for a reason. entry: None where it was refused, or called off."""

    entry: Entry | None
    fingerprint: str = ""


class Refused(Exception):
    """A condition did not hold. customer: as it is; None where there is none."""

    def __init__(self, customer: Customer | None) -> None:
        super().__init__("the condition did not hold")
        self.customer = customer


class NotEnough(Exception):
    """There are fewer points than that: `available` of them."""

    def __init__(self, available: int) -> None:
        super().__init__("not enough points")
        self.available = available


class Different(Exception):
    """The same key was used before, for something else."""


def month_of(now: int) -> str:
    """The month of a time in epoch seconds, in UTC."""
    return f"{datetime.fromtimestamp(now, UTC):%Y-%m}"


def months_after(month: str, count: int) -> str:
    """The month that comes `count` months later."""
    year, of_year = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + count, 12)
    return f"{year:04}-{of_year + 1:02}"


def last_day(month: str) -> date:
    """A month's last day."""
    return date.fromisoformat(f"{months_after(month, 1)}-01") - timedelta(days=1)


def iso(now: int) -> str:
    """A time in epoch seconds as RFC 3339 has it."""
    return f"{datetime.fromtimestamp(now, UTC):%Y-%m-%dT%H:%M:%SZ}"


def period(text: str | None) -> tuple[date, date] | None:
    """The first and the last day of what a date slot holds ("2026-11-27", "2026-W48", "2026-11", "2026");
    None for anything else."""
    try:
        match (text or "").split("-"):
            case [year]:
                return date(int(year), 1, 1), date(int(year), 12, 31)
            case [year, week, *weekend] if week.startswith("W"):
                monday = date.fromisocalendar(int(year), int(week[1:]), 1)
                return monday + timedelta(days=5 if weekend else 0), monday + timedelta(days=6)
            case [year, month]:
                return date(int(year), int(month), 1), last_day(f"{int(year):04}-{int(month):02}")
        day = date.fromisoformat(text or "")
    except (ValueError, OverflowError):  # the last week of the last year ends after it
        return None
    return day, day
