"""The demo customers: their names, and ledgers that look as if they had been customers for two years."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontdesk.aws import custom_resource
from frontdesk.aws.clients import Clients
from frontdesk.domains.customers.model import Customer, Entry, Points, Refused, iso, month_of, months_after
from frontdesk.domains.customers.roster import Newcomer, Roster
from frontdesk.domains.customers.service import MONTHS
from frontdesk.domains.customers.store import CustomerStore
from frontdesk.settings import Settings

FILE = Path(__file__).parents[3] / "demo" / "loyalty.json"
DAY = 86_400


@dataclass(frozen=True, slots=True)
class DemoCustomers(custom_resource.Brought):
    """now: epoch seconds. AWS's errors pass through, to whoever deploys."""

    roster: Roster
    now: Callable[[], int]
    file: Path = FILE

    def bring(self) -> None:
        """The customers are there afterwards; who is there already stays as he is."""
        for customer in self._customers():
            self.roster.add([customer])

    def take_away(self) -> None:
        """The customers are not there afterwards, nor what was in their ledgers."""
        for customer, _ in self._customers():
            try:
                self.roster.remove(customer.id, None)
            except Refused:
                continue  # gone already

    def _customers(self) -> list[Newcomer]:
        return [self._customer(each) for each in json.loads(self.file.read_text("utf-8"))]

    def _customer(self, told: dict[str, Any]) -> Newcomer:
        now, lots, used = self.now(), dict[str, int](), 0
        ledger = []
        for number, line in enumerate(told["ledger"]):
            at, points = now - line["days"] * DAY, line["points"]
            ledger.append(Entry(f"demo-{number}", line["kind"], points, iso(at), line["for"]))
            if points > 0:
                month = months_after(month_of(at), MONTHS)
                lots[month] = lots.get(month, 0) + points
            else:
                used -= points
        points = Points(sum(lots.values()) - used, used, lots, month_of(now))
        made = min(entry.at for entry in ledger)
        names = (told["firstName"], told["lastName"], told["email"], told["account"])
        return Customer(told["id"], *names, points, made=made, changed=made), ledger


def build(settings: Settings, clients: Clients) -> DemoCustomers:
    """The demo's entry."""
    store = CustomerStore(clients.dynamodb, settings["CUSTOMERS_TABLE"])
    return DemoCustomers(Roster(store), lambda: int(time.time()))
