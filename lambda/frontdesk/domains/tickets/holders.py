"""Who pays, and who comes in: payers and tickets, and their rows. `store.py` draws the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.domains.tickets import rows

_PAYER = ("customer", "method", "email")


@dataclass(frozen=True, slots=True)
class Payer:
    """Ids at the payment provider, never card data. method: "" for somebody who has none saved."""

    customer: str = ""
    method: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One admission. number: 1 to the booking's quantity. used_at: epoch seconds, 0 until the door saw it."""

    booking: str
    number: int
    serial: str
    used_at: int = 0


def payer_row(account: str, payer: Payer) -> dict[str, Any]:
    return rows.account_key(account, "PAYER") | {name: getattr(payer, name) for name in _PAYER}


def read_payer(row: Mapping[str, Any]) -> Payer:
    return Payer(**{name: row.get(name, "") for name in _PAYER})


def ticket_row(ticket: Ticket) -> dict[str, Any]:
    told = {"number": ticket.number, "serial": ticket.serial, "used_at": ticket.used_at}
    return rows.ticket_key(ticket.booking, ticket.number) | told


def read_ticket(row: Mapping[str, Any]) -> Ticket:
    return Ticket(row["pk"].removeprefix("BOOKING#"), row["number"], row["serial"], row["used_at"])
