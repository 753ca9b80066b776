"""What the door reads of requests, and how it tells of events and bookings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from frontdesk.aws.http_api import Problem, Request
from frontdesk.domains.tickets.issuing.page import Issued
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Booking, Event

LONGEST = 10_000  # bytes of a body: an order has some hundred
MOST_POINTS = 10_000_000

type Check = Callable[[Any], bool]
# Who has what is told on: only of a booking that is good for it.
GOOD = frozenset({State.CONFIRMED})


def _whole(least: int, most: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _text(longest: int) -> Check:
    return lambda value: isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()


ORDER: Mapping[str, tuple[Check, str]] = {
    "event": (_text(80), "is an event's id"),
    "quantity": (_whole(1, 8), "is a whole number from 1 to 8"),
    "points": (_whole(0, MOST_POINTS), "is a whole number, 0 or more"),
}
LOOK: Mapping[str, tuple[Check, str]] = {
    "payload": (_text(200), "is the text of a ticket's code"),
    "event": (_text(80), "is an event's id"),
}


def members(request: Request, known: Mapping[str, tuple[Check, str]], *needed: str) -> dict[str, Any]:
    """A body's members. Raises Problem with every mistake: what is missing, wrong, or not known."""
    body = request.json(LONGEST)
    if not isinstance(body, dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "Send a JSON object.")
    mistakes = [{"pointer": f"#/{name}", "detail": "is missing"} for name in needed if name not in body]
    for name, value in body.items():
        if name not in known:
            mistakes.append({"pointer": "#", "detail": "has a member that is not known"})
        elif not known[name][0](value):
            mistakes.append({"pointer": f"#/{name}", "detail": known[name][1]})
    if mistakes:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not what is wanted here.", mistakes)
    return body


def day(request: Request) -> list[date]:
    """The day of a query, none where it has none. Raises Problem."""
    text = request.query("day")
    try:
        return [date.fromisoformat(text)] if text else []
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "day is a date such as 2026-12-31.") from None


def event(told: Event) -> dict[str, Any]:
    """An event of the catalogue."""
    names = ("id", "name", "kind", "place", "city", "starts", "cents", "seller")
    return {name: getattr(told, name) for name in names}


def booking(told: Booking) -> dict[str, Any]:
    """A booking, as its owner may know it. Amounts are in cents."""
    names = ("id", "event", "quantity", "cents", "fees", "tax", "points", "off", "total")
    more = {"refund": told.refund, "reason": told.reason, "pay": told.link}
    return {
        **{name: getattr(told, name) for name in names},
        "state": str(told.state),
        **{name: value for name, value in more.items() if value},
    }


def tickets(issued: Issued) -> list[dict[str, Any]]:
    """A booking's tickets; the payload is what their codes say."""
    return [
        {"number": ticket.number, "serial": ticket.serial, "payload": payload}
        for ticket, payload in zip(issued.tickets, issued.payloads, strict=True)
    ]
