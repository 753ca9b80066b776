"""Rows of the Tickets table and the values of the model, both ways. `store.py` draws the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Booking, Draft, Event, Shard

_EVENT = ("id", "name", "kind", "place", "city", "starts", "cents", "seller", "capacity", "shards", "version")
_BOOKING = (
    *("account", "customer", "event", "quantity", "seats", "cents", "fees", "tax", "off", "points"),
    *("made", "since", "expires_at", "due", "rev", "settled"),
    *("charge", "payer", "method", "checkout", "link", "refund", "reason", "admitted"),
)
_DRAFT = ("event", "quantity", "points", "booking", "until")

# What was told is kept for so long, in seconds.
TOLD_SECONDS = 7 * 86_400
# The partitions of the index of bookings that somebody must still look after: enough for a hot evening.
OPEN_SHARDS = 4


def booking_key(booking: str) -> dict[str, str]:
    return {"pk": f"BOOKING#{booking}", "sk": "BOOKING"}


def event_key(event: str) -> dict[str, str]:
    return {"pk": "CATALOGUE", "sk": f"EVENT#{event}"}


def shard_key(event: str, shard: str) -> dict[str, str]:
    return {"pk": f"EVENT#{event}", "sk": f"SEATS#{shard}"}


def outbox_key(booking: str, what: str) -> dict[str, str]:
    return {"pk": f"BOOKING#{booking}", "sk": f"OUTBOX#{what}"}


def ticket_key(booking: str, number: int) -> dict[str, str]:
    return {"pk": f"BOOKING#{booking}", "sk": f"TICKET#{number}"}


def account_key(account: str, what: str) -> dict[str, str]:
    return {"pk": f"ACCOUNT#{account}", "sk": what}


def event_row(event: Event) -> dict[str, Any]:
    return event_key(event.id) | {name: getattr(event, name) for name in _EVENT}


def read_event(row: Mapping[str, Any]) -> Event:
    return Event(**{name: row[name] for name in _EVENT})


def shard_row(event: str, shard: Shard) -> dict[str, Any]:
    return shard_key(event, shard.id) | {"free": shard.free, "held": shard.held, "sold": shard.sold}


def read_shard(row: Mapping[str, Any]) -> Shard:
    return Shard(row["sk"].removeprefix("SEATS#"), row["free"], row["held"], row["sold"])


def booking_row(booking: Booking) -> dict[str, Any]:
    """A booking's row; `open` puts it before the sweeper's eyes."""
    told = {name: getattr(booking, name) for name in _BOOKING}
    watched = {"open": open_shard(booking.id)} if booking.due else {}
    return booking_key(booking.id) | told | {"state": str(booking.state)} | watched


def read_booking(row: Mapping[str, Any]) -> Booking:
    told = {name: row[name] for name in _BOOKING}
    return Booking(id=row["pk"].removeprefix("BOOKING#"), state=State(row["state"]), **told)


def open_shard(booking: str) -> str:
    """Which partition of the index ByDue a booking is in."""
    return f"OPEN#{sum(booking.encode()) % OPEN_SHARDS}"


def draft_row(account: str, draft: Draft) -> dict[str, Any]:
    told = {name: getattr(draft, name) for name in _DRAFT}
    return account_key(account, "DRAFT") | told | {"expires": draft.until}


def read_draft(row: Mapping[str, Any]) -> Draft:
    return Draft(**{name: row[name] for name in _DRAFT})


def outbox_rows(booking: Booking, now: int) -> list[dict[str, Any]]:
    """What must be told when a booking has got into its state; the table's stream publishes it. now: epoch
    seconds."""
    expires = now + TOLD_SECONDS
    return [
        {**outbox_key(booking.id, message["type"]), "to": to, "message": message, "expires": expires}
        for to, message in _news(booking, now)
    ]


def points_back_row(booking: Booking, now: int) -> dict[str, Any]:
    """Tells, in the words of a refund, that redeemed points are to be given back. now: epoch seconds."""
    message = {"type": "ticket.refunded", **_told(booking, now), **_bought(booking), "cents": 0}
    key = outbox_key(booking.id, "points.back")
    return {**key, "to": "events", "message": message, "expires": now + TOLD_SECONDS}


def cancelling_row(booking: Booking, now: int) -> dict[str, Any]:
    """Tells the payment function that a booking was called off that waits on a payment page."""
    message = {"type": "booking.cancelling", "booking": booking.id}
    key = outbox_key(booking.id, "booking.cancelling")
    return {**key, "to": "payment", "message": message, "expires": now + TOLD_SECONDS}


def _told(booking: Booking, now: int) -> dict[str, Any]:
    return {
        "booking": booking.id,
        "account": booking.account,
        "customer": booking.customer or None,
        "points": booking.points,
        "at": now,
    }


def _bought(booking: Booking) -> dict[str, Any]:
    return {"cents": booking.total, "event": booking.event, "quantity": booking.quantity}


def _news(booking: Booking, now: int) -> list[tuple[str, dict[str, Any]]]:
    told, bought = _told(booking, now), _bought(booking)
    match booking.state:
        case State.HELD if not booking.settled:
            return [("events", {"type": "points.wanted", **told})]
        case State.HELD:
            return [("payment", {"type": "booking.held", "booking": booking.id})]
        case State.REFUNDING:
            return [("payment", {"type": "booking.refunding", "booking": booking.id})]
        case State.CONFIRMED:
            return [("events", {"type": "ticket.issued", **told, **bought})]
        case State.REFUNDED:
            return [("events", {"type": "ticket.refunded", **told, **bought})]
        case State.RELEASED if booking.points:  # they may have been redeemed by now
            return [("events", {"type": "ticket.refunded", **told, **bought, "cents": 0})]
    return []
