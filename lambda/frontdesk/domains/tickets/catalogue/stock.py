"""The catalogue's rows, as files change them: an event and its seats in one transaction.

CATALOGUE, EVENT#<id>    the event, and beside it: source, loaded (the file that it comes from, and when)
EVENT#<id>, SEATS#<nn>   a shard of its seats

The newest file wins: among versions of one file by S3's sequencer, between files by when they were uploaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from frontdesk.aws.items import to_item
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.catalogue import seats
from frontdesk.domains.tickets.catalogue.reading import Offer
from frontdesk.domains.tickets.life import Overtaken
from frontdesk.domains.tickets.store import TicketStore
from frontdesk.errors import TryAgain

# Buyers take seats meanwhile: how often what is there is read anew.
TRIES = 8


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an offer comes from. source: the file's id. loaded: when it was uploaded, ISO 8601 in UTC."""

    source: str
    version: str
    loaded: str


class Outcome(StrEnum):
    """What an offer did to the catalogue."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Stock:
    """All methods raise TryAgain where DynamoDB does not answer."""

    store: TicketStore

    def offer(self, offer: Offer, origin: Origin) -> Outcome:
        """Bring an event into the catalogue, or what a newer file says of it. As often as one likes.

        Raises Rejected where more of its seats are taken than there would be.
        """
        for _ in range(TRIES):
            there = self._row(offer.event.id)
            if outcome := _settled(there, origin):
                return outcome
            new = self._new(offer, origin, there)
            try:
                self.store.transact(list(self._writes(offer, new, there)))
            except Overtaken:
                continue
            return _outcome(there, new)
        raise TryAgain("others write the same event")

    def _new(self, offer: Offer, origin: Origin, there: Mapping[str, Any]) -> dict[str, Any]:
        """The event's row; its shards are never fewer than there were."""
        event = replace(offer.event, shards=max(offer.event.shards, there.get("shards", 0)))
        return rows.event_row(event) | {"source": origin.source, "loaded": origin.loaded}

    def _writes(
        self, offer: Offer, row: Mapping[str, Any], there: Mapping[str, Any]
    ) -> Iterator[dict[str, Any]]:
        if not there:
            yield self._put(row, "attribute_not_exists(pk)")
            for new in seats.spread(offer.event.capacity, offer.event.shards, offer.sold):
                yield self._put(rows.shard_row(offer.event.id, new), "attribute_not_exists(pk)")
            return
        seen = {":version": there["version"], ":source": there["source"]}
        yield self._put(row, "version = :version AND #source = :source", seen, {"#source": "source"})
        known = self.store.shards(offer.event.id)
        changes = seats.reshape(known, offer.event.capacity, offer.event.shards)
        for shard, more in changes.items():
            yield self._add(rows.shard_key(offer.event.id, shard), more)

    def _add(self, key: Mapping[str, str], more: int) -> dict[str, Any]:
        """Free seats to a shard, or from it where nobody has taken them meanwhile."""
        update: dict[str, Any] = {
            "TableName": self.store.table,
            "Key": to_item(key),
            "UpdateExpression": "ADD #free :more SET #held = if_not_exists(#held, :none), "
            "#sold = if_not_exists(#sold, :none)",
            "ExpressionAttributeNames": {"#free": "free", "#held": "held", "#sold": "sold"},
            "ExpressionAttributeValues": to_item({":more": more, ":none": 0}),
        }
        if more < 0:
            update["ConditionExpression"] = "#free >= :taken"
            update["ExpressionAttributeValues"] |= to_item({":taken": -more})
        return {"Update": update}

    def _put(
        self,
        row: Mapping[str, Any],
        condition: str,
        values: Mapping[str, Any] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        put: dict[str, Any] = {
            "TableName": self.store.table,
            "Item": to_item(row),
            "ConditionExpression": condition,
        }
        put |= {"ExpressionAttributeValues": to_item(values)} if values else {}
        return {"Put": put | ({"ExpressionAttributeNames": names} if names else {})}

    def _row(self, event: str) -> dict[str, Any]:
        return self.store.get(rows.event_key(event), ConsistentRead=True)


def _outcome(there: Mapping[str, Any], new: Mapping[str, Any]) -> Outcome:
    if not there:
        return Outcome.NEW
    told = there.keys() - {"version", "source", "loaded"}
    return Outcome.UNCHANGED if all(there[name] == new[name] for name in told) else Outcome.CHANGED


def _settled(there: Mapping[str, Any], origin: Origin) -> Outcome | None:
    """What is to be said of an offer before anything is written; None where it is to be written."""
    if not there:
        return None
    known: tuple[str, ...] = (there["loaded"], there["source"])
    new: tuple[str, ...] = (origin.loaded, origin.source)
    if there["source"] == origin.source:
        known, new = (there["version"],), (origin.version,)
    if known == new:
        return Outcome.UNCHANGED
    return Outcome.STALE if known > new else None
