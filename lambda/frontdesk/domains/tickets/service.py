"""Questions about events, and bookings as far as a conversation goes with them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zlib import crc32

from frontdesk.domains.tickets.life import LIVE, Overtaken, State
from frontdesk.domains.tickets.model import Booking, Draft, Event, Policy, Quote, Shard, SoldOut
from frontdesk.domains.tickets.rows import cancelling_row
from frontdesk.domains.tickets.store import TicketStore
from frontdesk.errors import TryAgain

# How often somebody is let try again whose seats, or whose booking, others have changed meanwhile.
TRIES = 4


@dataclass(frozen=True, slots=True)
class Tickets:
    """now: the time, in epoch seconds. All methods raise TryAgain where DynamoDB does not answer."""

    store: TicketStore
    policy: Policy
    now: Callable[[], int]

    def events(self, stale: int = 0) -> Sequence[Event]:
        """What is still to come, the soonest first. stale: for how many seconds longer than usual a warm
        function may tell it as it was, where that saves a waiting person a read."""
        now = self.now()
        return [event for event in self.store.catalogue(now, stale) if event.at > now]

    def today(self) -> date:
        """The date where the events are, or in UTC where there are none."""
        zone = next((event.start.tzinfo for event in self.events(stale=86_400)), UTC)
        return datetime.fromtimestamp(self.now(), zone).date()

    def event(self, event: str) -> Event | None:
        """An event, gone by or to come; one that is newer than the catalogue as it is remembered, too."""
        known = next((each for each in self.store.catalogue(self.now()) if each.id == event), None)
        return known or self.store.event(event)

    def free(self, event: Event) -> int:
        """How many seats are left."""
        return sum(shard.free for shard in self.store.shards(event.id))

    def left(self, events: Sequence[Event]) -> Mapping[str, int]:
        """How many seats are left, by event: of up to five, in one read."""
        return self.store.left(events)

    def quote(self, event: Event, quantity: int, points: int = 0) -> Quote:
        """What seats cost, with fees and tax, and what points take off."""
        return self.policy.quote(event.cents, quantity, points)

    def order(
        self, account: str, customer: str, booking_id: str, event: Event, quantity: int, points: int = 0
    ) -> Booking:
        """Hold seats under a booking id, and have it paid for; the account's draft goes with it.

        The same order again is the same booking. Raises SoldOut; ValueError for a quantity out of bounds.
        Where DynamoDB did not answer, it may have been made all the same: so it is looked for.
        """
        if not 1 <= quantity <= self.policy.most:
            raise ValueError("nobody can book so many")
        for _ in range(TRIES):
            try:
                seats = choose(self.store.shards(event.id), quantity, booking_id)
            except SoldOut:
                if found := self.booking(account, booking_id):  # it has the last ones itself
                    return found
                raise
            booking = self._new(account, customer, booking_id, event, seats, points)
            try:
                self.store.open(booking)
                return booking
            except (Overtaken, TryAgain) as error:
                if found := self.booking(account, booking_id):
                    return found
                if isinstance(error, TryAgain):
                    raise
        raise TryAgain("too many want these seats at once")

    def _new(
        self,
        account: str,
        customer: str,
        booking_id: str,
        event: Event,
        seats: Mapping[str, int],
        points: int,
    ) -> Booking:
        now, quantity = self.now(), sum(seats.values())
        quote = self.quote(event, quantity, points)
        until = now + self.policy.hold
        return Booking(
            id=booking_id,
            account=account,
            customer=customer,
            event=event.id,
            quantity=quantity,
            state=State.HELD,
            seats=seats,
            cents=quote.cents,
            fees=quote.fees,
            tax=quote.tax,
            off=quote.off,
            points=quote.points,
            made=now,
            since=now,
            expires_at=until,
            due=until,
            settled=not quote.points,
        )

    def bookings(self, account: str) -> list[Booking]:
        """An account's bookings, the newest first, up to 50; some seconds behind at most."""
        return self.store.bookings(account)

    def mine(self, account: str) -> list[tuple[Booking, Event]]:
        """What an account has booked and what is not over, the soonest event first."""
        events = {event.id: event for event in self.events()}
        live = [each for each in self.bookings(account) if each.state in LIVE and each.event in events]
        return sorted(((each, events[each.event]) for each in live), key=lambda each: each[1].at)

    def booking(self, account: str, booking: str) -> Booking | None:
        """A booking as it is now; None where there is none, or it is somebody else's."""
        found = self.store.booking(booking)
        return found if found is not None and found.account == account else None

    def refundable(self, booking: Booking) -> int:
        """The cents that cancelling a paid booking now would give back."""
        event = self.event(booking.event)
        return self.policy.refundable(booking, event, self.now()) if event else 0

    def cancel(self, account: str, booking: str) -> Booking | None:
        """Call a booking off, as it is afterwards: RELEASED where nothing was paid, REFUNDING where there is
        something to give back, and unchanged where it cannot be (being paid now, over, or too late).
        None where there is no such booking of this account."""
        for _ in range(TRIES):
            found = self.booking(account, booking)
            if found is None:
                return None
            try:
                return self._cancel(found)
            except Overtaken:
                continue
        raise TryAgain("the booking changes too often")

    def _cancel(self, booking: Booking) -> Booking:
        if booking.state is State.HELD:
            ended = self.store.change(booking, State.EXPIRED, self.now(), reason="cancelled")
            return self.store.change(ended, State.RELEASED, self.now())
        back = self.refundable(booking)
        if booking.state in (State.PAID, State.CONFIRMED) and back:
            return self.store.change(booking, State.REFUNDING, self.now(), refund=back, reason="cancelled")
        if booking.state is State.CHARGING and booking.link:  # its page is closed, unless it was paid there
            row = cancelling_row(booking, self.now())
            return self.store.change(booking, State.CHARGING, self.now(), row, reason="cancelled")
        return booking

    def draft(self, account: str) -> Draft | None:
        """The booking that this account was talking about, in whatever channel; None where that is too long
        ago."""
        found = self.store.draft(account)
        return found if found is not None and found.until > self.now() else None

    def keep(self, account: str, draft: Draft) -> None:
        """Remember what is being talked about. Call it where it changed only: each is a write."""
        self.store.keep_draft(account, draft)

    def drop(self, account: str) -> None:
        """Forget what was being talked about."""
        self.store.drop_draft(account)


def new_booking_id() -> str:
    """An id for a booking: it cannot be guessed, and it is the key under which it is charged, once."""
    return uuid.uuid4().hex


def choose(shards: Sequence[Shard], quantity: int, booking_id: str) -> dict[str, int]:
    """From which shards so many seats are taken: one that has them all, or else several. Which one is tried
    first depends on the booking's id, so that many who book at once do not meet. Raises SoldOut."""
    left = sum(shard.free for shard in shards)
    if left < quantity:
        raise SoldOut(left)
    first = crc32(booking_id.encode()) % len(shards)
    turned = [*shards[first:], *shards[:first]]
    for shard in turned:
        if shard.free >= quantity:
            return {shard.id: quantity}
    taken: dict[str, int] = {}
    for shard in turned:
        if take := min(shard.free, quantity - sum(taken.values())):
            taken[shard.id] = take
    return taken
