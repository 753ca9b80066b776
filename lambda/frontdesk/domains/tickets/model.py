"""Events, bookings, and what is asked for a seat. All money is in integers of cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from frontdesk.domains.tickets.life import FINAL, NEXT, State, counted
from frontdesk.errors import FrontDeskError

# The reason of a booking that its owner has called off.
CANCELLED = "cancelled"
# So long after it got into its state somebody looks whether a booking goes on, in seconds.
LOOK_SECONDS = 75


class SoldOut(FrontDeskError):
    """There are not so many seats left. left: how many there were when it was looked."""

    phrase = "tickets.sold_out"

    def __init__(self, left: int = 0) -> None:
        super().__init__()
        self.left = left


@dataclass(frozen=True, slots=True)
class Event:
    """Something that people go to.

    kind: "concert", "play" …, one lower-case word. starts: ISO 8601 with the offset that the place's clock
    has then ("2026-11-28T19:30:00-05:00"). cents: a seat's price. capacity: all seats, over `shards` rows.
    version: of the file that it came from; greater is newer.
    """

    id: str
    name: str
    kind: str
    place: str
    city: str
    starts: str
    cents: int
    seller: str
    capacity: int
    shards: int = 1
    version: str = ""

    @property
    def start(self) -> datetime:
        """When it begins, by the clock of its place."""
        return datetime.fromisoformat(self.starts)

    @property
    def day(self) -> date:
        """The date of the evening, where it is."""
        return self.start.date()

    @property
    def at(self) -> int:
        """When it begins, epoch seconds."""
        return int(self.start.timestamp())


@dataclass(frozen=True, slots=True)
class Quote:
    """What a booking costs. cents: the seats. off: what `points` are worth in it. total: what is charged."""

    cents: int
    fees: int
    tax: int
    points: int
    off: int

    @property
    def total(self) -> int:
        return self.cents + self.fees + self.tax - self.off


@dataclass(frozen=True, slots=True)
class Booking:
    """customer: the account's link in domain `customers`, "" for none. seats: shard → how many of its seats
    this booking holds or has bought; empty once they are given back. off: cents that points took off; the
    points count once `settled`. made, since, expires_at: when it was made, got into its state, and may be
    released if nobody pays, epoch seconds. due: when somebody should look after it, 0 once it is over. rev:
    grows with every change. charge: the provider's id, "" before there is one. payer, method: the provider's
    ids of who pays and with what, as they were when charging began. checkout, link: the payment page of
    somebody without a saved payment method. refund: cents that are, or were given back. reason: a word for
    why it ended, or waits ("insufficient_funds", "cancelled", "provider", "outage"). admitted: how many have
    come in with its tickets."""

    id: str
    account: str
    customer: str
    event: str
    quantity: int
    state: State
    seats: Mapping[str, int]
    cents: int
    fees: int
    tax: int
    off: int
    points: int
    made: int
    since: int
    expires_at: int
    due: int
    rev: int = 0
    settled: bool = True
    charge: str = ""
    payer: str = ""
    method: str = ""
    checkout: str = ""
    link: str = ""
    refund: int = 0
    reason: str = ""
    admitted: int = 0

    @property
    def total(self) -> int:
        """What is charged for it, in cents."""
        return self.cents + self.fees + self.tax - self.off

    def become(self, state: State, now: int, **changes: Any) -> Booking:
        """It, in a state that may follow its own; `changes`: other fields. now: epoch seconds. Raises
        ValueError for a state that cannot follow."""
        if state not in NEXT[self.state]:
            raise ValueError(f"{state} does not follow {self.state}")
        changed: dict[str, Any] = {
            "state": state,
            "rev": self.rev + 1,
            "since": self.since if state is self.state else now,
            "seats": {} if counted(state) == "free" else self.seats,
        }
        new = replace(self, **(changed | changes))
        due = new.expires_at if state is State.HELD else now + LOOK_SECONDS
        return replace(new, due=0 if state in FINAL else due)


@dataclass(frozen=True, slots=True)
class Draft:
    """A booking that is being talked about. Empty texts and zeros are what nobody has said yet.
    booking: the id that it will have, made when the person is asked to confirm. until: epoch seconds."""

    event: str = ""
    quantity: int = 0
    points: int = 0
    booking: str = ""
    until: int = 0


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of an event's seats."""

    id: str
    free: int
    held: int = 0
    sold: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """What the organisation has decided. fee: cents a seat. tax: in hundredths of a percent, of seats and
    fees. point: cents that a reward point is worth. pin_from: the total, in cents, from which the PIN is
    asked for. hold: for how long seats are kept, in seconds. refunds: (days before the event, percent of the
    total given back), the longest first; later than the last there is no refund."""

    fee: int = 150
    tax: int = 800
    point: int = 1
    pin_from: int = 10_000
    most: int = 8
    hold: int = 600
    refunds: tuple[tuple[int, int], ...] = field(default=((7, 100), (1, 50)))
    least_charge: int = 50  # what the provider charges at least, in cents of a dollar

    def quote(self, cents: int, quantity: int, points: int = 0) -> Quote:
        """What so many seats at so many cents cost; no more points than it needs are used, and either
        nothing is left to charge or enough for the provider."""
        seats, fees = cents * quantity, self.fee * quantity
        tax = ((seats + fees) * self.tax + 5_000) // 10_000
        full = seats + fees + tax
        used = min(points, -(-full // self.point))
        if 0 < full - used * self.point < self.least_charge:
            used = max(0, (full - self.least_charge) // self.point)
        return Quote(seats, fees, tax, used, min(full, used * self.point))

    def refundable(self, booking: Booking, event: Event, now: int) -> int:
        """The cents that cancelling now gives back: nothing once somebody has come in. now: epoch seconds."""
        if booking.admitted:
            return 0
        left = event.at - now
        percent = next((percent for days, percent in self.refunds if left >= days * 86_400), 0)
        return booking.total * percent // 100
