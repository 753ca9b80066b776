"""The Tickets table in memory, as far as a conversation goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from frontdesk.domains.tickets.life import Overtaken
from frontdesk.domains.tickets.model import Booking, Draft, Event, Shard
from tests.support.boxoffice import PROGRAMME


@dataclass
class Shelf:
    """seats: event → how many are free. opened: every booking that was made, in order."""

    events: Sequence[Event] = PROGRAMME
    seats: dict[str, int] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    opened: list[Booking] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seats = {event.id: event.capacity for event in self.events} | self.seats

    def catalogue(self, now: int, stale: int = 0) -> Sequence[Event]:
        return self.events

    def event(self, event: str) -> Event | None:
        return next((each for each in self.events if each.id == event), None)

    def shards(self, event: str) -> list[Shard]:
        return [Shard("00", self.seats[event])]

    def left(self, events: Sequence[Event]) -> dict[str, int]:
        return {event.id: self.seats[event.id] for event in events}

    def draft(self, account: str) -> Draft | None:
        return self.drafts.get(account)

    def keep_draft(self, account: str, draft: Draft) -> None:
        self.drafts[account] = draft

    def drop_draft(self, account: str) -> None:
        self.drafts.pop(account, None)

    def booking(self, booking: str) -> Booking | None:
        return next((each for each in self.opened if each.id == booking), None)

    def bookings(self, account: str) -> list[Booking]:
        return [each for each in self.opened if each.account == account]

    def open(self, booking: Booking) -> None:
        if self.booking(booking.id):
            raise Overtaken
        self.seats[booking.event] -= booking.quantity
        self.opened.append(replace(booking))
        self.drop_draft(booking.account)
