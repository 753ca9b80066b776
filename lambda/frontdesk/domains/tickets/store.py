"""The Tickets table, as far as a conversation goes with it; `ledger.py` is what money and time do to it.

pk                  sk              what
CATALOGUE           EVENT#<id>      an event: one query reads the whole catalogue
EVENT#<id>          SEATS#<nn>      a shard of its seats: free, held, sold
BOOKING#<id>        BOOKING         the booking; open and due as long as somebody must look after it
BOOKING#<id>        OUTBOX#<what>   what must be told: to ("payment" | "events"), message; expires
BOOKING#<id>        TICKET#<n>      one admission: serial, used_at
ACCOUNT#<id>        DRAFT           the booking that is being talked about; expires
ACCOUNT#<id>        PAYER           ids at the payment provider, e-mail address
KEY#<account>#<key> KEY             an HTTP request's idempotency key: fingerprint, booking; expires
BREAKER             PROVIDER        the payment provider is out: until

index ByAccount: account, made (bookings of an account). index ByDue: open, due (bookings that are not over).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from frontdesk.aws.items import from_item, to_item
from frontdesk.aws.table import Row, Table, transact
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.life import Overtaken, State, counted
from frontdesk.domains.tickets.model import Booking, Draft, Event, Shard

# For so long a function may tell the catalogue as it was, in seconds.
CATALOGUE_SECONDS = 60
PAGE = 50


@dataclass(slots=True)
class _Catalogue:
    """What everybody may know: kept by a warm function."""

    events: Sequence[Event] = ()
    until: int = 0


@dataclass(frozen=True, slots=True)
class TicketStore(Table):
    """table: its name. All methods raise TryAgain where DynamoDB does not answer."""

    _known: _Catalogue = field(default_factory=_Catalogue)

    def catalogue(self, now: int, stale: int = 0) -> Sequence[Event]:
        """All events by their start, a minute old at most, or `stale` seconds more. now: epoch seconds."""
        if self._known.until + stale <= now:
            found = self.query("pk = :pk", {":pk": "CATALOGUE"})
            self._known.events = sorted(map(rows.read_event, found), key=lambda event: event.at)
            self._known.until = now + CATALOGUE_SECONDS
        return self._known.events

    def event(self, event: str) -> Event | None:
        """An event as it is now, whatever is remembered of the catalogue."""
        row = self.get(rows.event_key(event), ConsistentRead=True)
        return rows.read_event(row) if row else None

    def shards(self, event: str) -> list[Shard]:
        """An event's seats as they are now."""
        found = self.query(
            "pk = :pk AND begins_with(sk, :sk)",
            {":pk": f"EVENT#{event}", ":sk": "SEATS#"},
            ConsistentRead=True,
        )
        return [rows.read_shard(row) for row in found]

    def left(self, events: Sequence[Event]) -> dict[str, int]:
        """How many seats are free as it is now, by event, in one read: of up to five events, since none has
        more than twenty shards."""
        keys = [rows.shard_key(each.id, f"{n:02}") for each in events for n in range(each.shards)]
        left = {each.id: 0 for each in events}
        for row in self.get_all(keys):
            left[row["pk"].removeprefix("EVENT#")] += row["free"]
        return left

    def booking(self, booking: str) -> Booking | None:
        """A booking as it is now."""
        row = self.get(rows.booking_key(booking), ConsistentRead=True)
        return rows.read_booking(row) if row else None

    def bookings(self, account: str) -> list[Booking]:
        """An account's bookings, newest first, up to 50; some seconds behind at most."""
        found = self.call(
            "query",
            TableName=self.table,
            IndexName="ByAccount",
            KeyConditionExpression="account = :account",
            ExpressionAttributeValues=to_item({":account": account}),
            ScanIndexForward=False,
            Limit=PAGE,
        )
        return [rows.read_booking(from_item(item)) for item in found["Items"]]

    def open(self, booking: Booking) -> None:
        """Write a new booking, take its seats and forget the account's draft: all of it or nothing.

        Raises Overtaken where there is a booking of that id, or the seats are gone.
        """
        draft = {"Key": to_item(rows.account_key(booking.account, "DRAFT"))}
        self.transact(
            [
                self._put(rows.booking_row(booking), ConditionExpression="attribute_not_exists(pk)"),
                *self._seats(booking, "free", "held"),
                *(self._put(row) for row in rows.outbox_rows(booking, booking.made)),
                {"Delete": {"TableName": self.table, **draft}},
            ]
        )

    def change(self, booking: Booking, state: State, now: int, *more: Row, **changes: Any) -> Booking:
        """Bring a booking into a state, with its seats and what must be told of it: all of it or nothing.

        more: rows to be put with it. changes: other fields that become different. now: epoch seconds.
        Returns it as it is then. Raises Overtaken where it is not as it was read; ValueError where this state
        cannot follow.
        """
        new = booking.become(state, now, **changes)
        moved, was, is_now = state is not booking.state, counted(booking.state), counted(state)
        told = rows.outbox_rows(new, now) if moved else []
        condition = "#state = :state AND rev = :rev"
        values = {":state": str(booking.state), ":rev": booking.rev}
        if state is State.CHARGING and moved:  # whether it is still held is for the row to say
            condition, values = f"{condition} AND expires_at > :now", values | {":now": now}
        self.transact(
            [
                self._put(
                    rows.booking_row(new),
                    ConditionExpression=condition,
                    ExpressionAttributeNames={"#state": "state"},
                    ExpressionAttributeValues=to_item(values),
                ),
                *(self._seats(booking, was, is_now) if was != is_now else ()),
                *(self._put(row) for row in (*told, *more)),
            ]
        )
        return new

    def draft(self, account: str) -> Draft | None:
        """What an account is talking about."""
        row = self.get(rows.account_key(account, "DRAFT"))
        return rows.read_draft(row) if row else None

    def keep_draft(self, account: str, draft: Draft) -> None:
        """Write what an account is talking about."""
        self.call("put_item", TableName=self.table, Item=to_item(rows.draft_row(account, draft)))

    def drop_draft(self, account: str) -> None:
        """Forget what an account was talking about."""
        self.call("delete_item", TableName=self.table, Key=to_item(rows.account_key(account, "DRAFT")))

    def transact(self, items: Sequence[dict[str, Any]]) -> None:
        """Write all of it or nothing. Raises Overtaken where a condition does not hold."""
        if transact(self.dynamodb, items) is not None:
            raise Overtaken

    def _put(self, row: Row, **condition: Any) -> dict[str, Any]:
        return {"Put": {"TableName": self.table, "Item": to_item(row), **condition}}

    def _seats(self, booking: Booking, was: str, now: str) -> Iterator[dict[str, Any]]:
        """Count seats of the shards as something else than before."""
        for shard, count in booking.seats.items():
            yield {
                "Update": {
                    "TableName": self.table,
                    "Key": to_item(rows.shard_key(booking.event, shard)),
                    "UpdateExpression": "SET #was = #was - :count, #now = #now + :count",
                    "ConditionExpression": "#was >= :count",
                    "ExpressionAttributeNames": {"#was": was, "#now": now},
                    "ExpressionAttributeValues": to_item({":count": count}),
                }
            }
