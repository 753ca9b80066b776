"""The Tickets table, as what happens by itself needs it beside a conversation. `store.py` draws the table."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.aws.items import to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.holders import Payer, payer_row, read_payer
from frontdesk.domains.tickets.life import Overtaken
from frontdesk.domains.tickets.model import Booking
from frontdesk.domains.tickets.store import TicketStore

_BREAKER = {"pk": "BREAKER", "sk": "PROVIDER"}


@dataclass(frozen=True, slots=True)
class Ledger(TicketStore):
    """All methods raise TryAgain where DynamoDB does not answer."""

    def payer(self, account: str) -> Payer:
        """How an account pays; an empty one where nobody knows."""
        return read_payer(self.get(rows.account_key(account, "PAYER")))

    def keep_payer(self, account: str, payer: Payer) -> None:
        """Write how an account pays."""
        self.call("put_item", TableName=self.table, Item=to_item(payer_row(account, payer)))

    def due(self, now: int) -> Iterator[str]:
        """The ids of bookings that somebody should look after; some seconds behind at most."""
        for shard in range(rows.OPEN_SHARDS):
            for row in self.query(
                "#open = :open AND due <= :now",
                {":open": f"OPEN#{shard}", ":now": now},
                IndexName="ByDue",
                ExpressionAttributeNames={"#open": "open"},
            ):
                yield row["pk"].removeprefix("BOOKING#")

    def give_points_back(self, booking: Booking, now: int) -> None:
        """Tell once that the points of a booking that is over were redeemed too late. now: epoch seconds."""
        with contextlib.suppress(Overtaken):
            row = rows.points_back_row(booking, now)
            self.transact([self._put(row, ConditionExpression="attribute_not_exists(pk)")])

    def outage(self) -> int:
        """Until when nobody should ask the payment provider, epoch seconds."""
        return int(self.get(_BREAKER).get("until", 0))

    def keep_outage(self, until: int) -> None:
        """Let nobody ask the payment provider until a time, epoch seconds."""
        self.call("put_item", TableName=self.table, Item=to_item({**_BREAKER, "until": until}))
