"""Tickets: events, seats, bookings, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from frontdesk.domains.tickets import talk
from frontdesk.domains.tickets.model import Policy
from frontdesk.domains.tickets.service import Tickets
from frontdesk.domains.tickets.store import TicketStore

if TYPE_CHECKING:
    from frontdesk.app import Tools
    from frontdesk.conversation.router import Answer
    from frontdesk.settings import Settings


def policy(settings: Settings) -> Policy:
    """What the template's parameters say of fees, tax, refunds and limits: "fee=150 tax=800
    refunds=7:100,1:50 pin=10000 hold=600". Raises ValueError."""
    said = dict(rule.split("=") for rule in settings.get("TICKET_RULES", "").split() if "=" in rule)
    base = Policy(point=int(settings.get("POINT_CENTS", "1")))
    if not said:
        return base
    refunds = [rule.split(":") for rule in said["refunds"].split(",")]
    return replace(
        base,
        fee=int(said["fee"]),
        tax=int(said["tax"]),
        pin_from=int(said["pin"]),
        hold=int(said["hold"]),
        refunds=tuple(sorted(((int(days), int(percent)) for days, percent in refunds), reverse=True)),
    )


def build(tools: Tools) -> Tickets:
    """The service on this process's tools."""
    store = TicketStore(tools.clients.dynamodb, tools.settings["TICKETS_TABLE"])
    return Tickets(store, policy(tools.settings), tools.now)


def answers(tools: Tools) -> Mapping[str, Answer]:
    """intent → answer, of this domain."""
    return talk.answers(build(tools))
