"""What issued tickets are called in the bucket and the table, and what becomes of a ticket at the door.

bucket: tickets/<booking>/page.html, tickets/<booking>/<number>.png
table:  BOOKING#<id>, TICKET#<n>: serial, used_at, used_by (the door's word for the look that used it)
        BOOKING#<id>, MAILED#<what>: at
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws.items import to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.holders import Ticket, read_ticket
from frontdesk.domains.tickets.life import Overtaken, State
from frontdesk.domains.tickets.model import Booking
from frontdesk.domains.tickets.store import TicketStore


def page_key(booking: str) -> str:
    return f"tickets/{booking}/page.html"


def code_key(booking: str, number: int) -> str:
    return f"tickets/{booking}/{number}.png"


def _mailed_key(booking: str, what: str) -> dict[str, str]:
    return {"pk": f"BOOKING#{booking}", "sk": f"MAILED#{what}"}


@dataclass(frozen=True, slots=True)
class Used:
    """A ticket, and the door's word for the look that used it; "" for none."""

    ticket: Ticket
    scan: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All methods raise TryAgain where DynamoDB does not answer."""

    store: TicketStore

    def ticket(self, booking: str, number: int) -> Used | None:
        """A ticket as it is now; None where there is none."""
        row = self.store.get(rows.ticket_key(booking, number), ConsistentRead=True)
        return Used(read_ticket(row), row.get("used_by", "")) if row else None

    def use(self, booking: Booking, number: int, scan: str, now: int) -> bool:
        """Let somebody in: False where the ticket was used before, or the booking is not what it was.

        The booking counts it, and its `rev` grows: nobody gives the money back who has not seen it.
        """
        items = [
            self._update(
                rows.booking_key(booking.id),
                "SET rev = rev + :one, admitted = admitted + :one",
                "#state = :state AND rev = :rev",
                {":one": 1, ":state": str(State.CONFIRMED), ":rev": booking.rev},
                {"#state": "state"},
            ),
            self._update(
                rows.ticket_key(booking.id, number),
                "SET used_at = :now, used_by = :scan",
                "used_at = :never",
                {":now": now, ":scan": scan, ":never": 0},
            ),
        ]
        try:
            self.store.transact(items)
        except Overtaken:
            return False
        return True

    def mailed(self, booking: str, what: str) -> bool:
        """Whether an e-mail about a booking is known to have gone."""
        return bool(self.store.get(_mailed_key(booking, what), ConsistentRead=True))

    def mark_mailed(self, booking: str, what: str, now: int) -> None:
        """Note that the e-mail has gone."""
        row = {**_mailed_key(booking, what), "at": now}
        self.store.call("put_item", TableName=self.store.table, Item=to_item(row))

    def _update(
        self,
        key: Mapping[str, str],
        expression: str,
        condition: str,
        values: Mapping[str, Any],
        names: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        update: dict[str, Any] = {
            "TableName": self.store.table,
            "Key": to_item(key),
            "UpdateExpression": expression,
            "ConditionExpression": condition,
            "ExpressionAttributeValues": to_item(values),
        }
        return {"Update": update | ({"ExpressionAttributeNames": names} if names else {})}
