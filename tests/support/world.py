"""What the conversations in the tests are about: the demo people and, by domain, what is theirs."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from functools import cache

from frontdesk.app import Tools
from frontdesk.domains import accounts, customers
from frontdesk.domains.accounts.model import PinRecord, slow_hash
from frontdesk.domains.customers.demo import DemoCustomers
from frontdesk.domains.customers.roster import Roster
from frontdesk.domains.patients.model import State
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import Put, Tables
from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.journal import Journal
from frontdesk.domains.trucks.model import Place
from frontdesk.domains.trucks.store import TruckStore
from frontdesk.domains.trucks.tracker import Tracker
from tests.support import boxoffice, classroom, trucks
from tests.support.people import PEOPLE, Person


def populate(tools: Tools, domains: Collection[str], who: Collection[Person] = PEOPLE.values()) -> None:
    """Bring everybody, and everything of these domains, into the tools' tables. who: has a PIN."""
    _people(tools, who)
    bring = {
        "grades": classroom.populate,
        "trucks": _trucks,
        "patients": _visits,
        "customers": _customers,
        "tickets": boxoffice.populate,
    }
    for domain in bring.keys() & domains:
        bring[domain](tools)


def _people(tools: Tools, who: Collection[Person]) -> None:
    service = accounts.build(tools)
    for person in PEOPLE.values():
        if person.account is None:
            continue
        for caller in person.callers:
            service.link(caller, person.account)
        if person in who:
            salt, hashed = _slowly_hashed(person.pin)
            service.store.set_pin(person.account.id, PinRecord(salt, service.pepper(hashed)))


@cache
def _slowly_hashed(pin: str) -> tuple[bytes, bytes]:
    """A salt, and the PIN with it: slow, as it shall be slow to guess; so once a worker."""
    salt = secrets.token_bytes(16)
    return salt, slow_hash(pin, salt)


class _Places:
    """The parts of Liverpool that the conversations speak of, by the nearest tenth of a degree and less."""

    def name(self, point: Point, at: int) -> Place:
        return Place("Aintree" if point.latitude > 53.465 else "Walton", "Liverpool")


def _trucks(tools: Tools) -> None:
    """Maya's two trucks, and one of somebody else's. Omar has none."""
    store = TruckStore(tools.clients.dynamodb, tools.settings["TRUCKS_TABLE"])
    tracker = Tracker(store, Journal(store.dynamodb, store.table), _Places(), tools.now)
    tracker.track(trucks.bring_fleet(store, "maya", tools.now()))


def _visits(tools: Tools) -> None:
    """Maya was in the hospital twice, and both checkouts are finished; omar's is not."""
    visits = {
        ("p-maya", "100009", State.BILLED): "2026-08-02",
        ("p-maya", "100017", State.BILLED): "2026-11-20",
    }
    visits |= {("p-omar", "100021", State.RECEIVED): "2026-11-23"}
    tables = Tables.of(tools.clients.dynamodb, tools.settings)
    tables.write(
        [
            Put(places.visit(number), {"token": token, "state": state, "left": left})
            for (token, number, state), left in visits.items()
        ]
    )


def _customers(tools: Tools) -> None:
    """The demo's own: maya has 1,250 points, some of which expire soon; omar has 80; dana is no customer."""
    DemoCustomers(Roster(customers.build(tools).store), tools.now).bring()
