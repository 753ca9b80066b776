"""Whom an import's rows are about: by their ids, and where they have none, by who has the address now.

A query of an index finds one address: a row costs a call. They wait for AWS side by side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent import futures
from dataclasses import dataclass
from typing import Any

from frontdesk.domains.customers.finding import fold
from frontdesk.domains.customers.model import Customer
from frontdesk.domains.customers.roster import Roster

# More would wait for the processor: a function has a part of one.
AT_ONCE = 8

type Row = Mapping[str, Any]
type Mistake = Mapping[str, str]

TWICE: Mistake = {"pointer": "", "reason": "another row is about the same customer"}
SEVERAL: Mistake = {"pointer": "/email", "reason": "several customers have this address: give the id"}
MOVED: Mistake = {
    "pointer": "/email",
    "reason": "whoever was imported with this address has another one now: give the id",
}


@dataclass(frozen=True, slots=True)
class Whose:
    """there: the customers that rows may be about, by id, as they are now. at: folded address → those of them
    that have it. named: the folded addresses of rows with an id."""

    there: Mapping[str, Customer]
    at: Mapping[str, list[Customer]]
    named: frozenset[str]

    @classmethod
    def of(cls, roster: Roster, rows: list[Row]) -> Whose:
        """Everybody that one of these rows may be about. Raises TryAgain."""
        named = [row for row in rows if "id" in row]
        addresses = {fold(row["email"]): row["email"] for row in rows if "id" not in row}
        with futures.ThreadPoolExecutor(AT_ONCE) as pool:
            found = pool.map(roster.at_address, addresses.values())
            ids = [each for some in found for each in some]
        # The index may be behind the table: what an import has added just now is found by its id.
        there = roster.many([*(row["id"] for row in named), *map(id_of, addresses), *ids])
        at: dict[str, list[Customer]] = {}
        for customer in there.values():
            at.setdefault(fold(customer.email), []).append(customer)
        return cls(there, at, frozenset(fold(row["email"]) for row in named))

    def find(self, row: Row) -> str | Mistake:
        """The id of the customer that a row is about, known or new; or why nobody can tell."""
        if "id" in row:
            return str(row["id"])
        address = fold(row["email"])
        match self.at.get(address, []):
            case [one]:
                return one.id
            case [_, *_]:
                return SEVERAL
        if address in self.named:
            return TWICE
        return MOVED if id_of(address) in self.there else id_of(address)


def id_of(address: str) -> str:
    """The id of a new customer of whom only the address is known, folded: the same each time."""
    return f"c-{hashlib.sha256(address.encode()).hexdigest()[:32]}"
