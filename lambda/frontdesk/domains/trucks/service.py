"""Questions about trucks: whose they are, where they are and were, when they arrive, what is waited for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from frontdesk.conversation.turn import Account
from frontdesk.domains.trucks.geo import Point, distance
from frontdesk.domains.trucks.model import Fix, Place, Site, Truck, Watch
from frontdesk.domains.trucks.naming import is_part, key, number
from frontdesk.domains.trucks.store import TruckStore

DISPATCHER = "dispatcher"
# The caller's key of who has signed in by HTTP, before the name.
USER = "user:"
# Roads are longer than the straight way by about this factor (measured for many countries: 1.2 to 1.5).
DETOUR = 1.3
# Slower than this, in m/s, a truck is standing, or too slow for an estimate: a walker's pace.
STANDING = 1.5
# A position of this age, in seconds, is news no more: it is told as what it was.
FRESH = 15 * 60


class Arrival(NamedTuple):
    """An estimate. metres: the way that is left, by road. due: epoch milliseconds, None where the truck is
    standing or has not moved yet; there: whether it has arrived."""

    metres: float
    due: int | None
    there: bool


class Trucks:
    """now: the time, in epoch seconds."""

    def __init__(self, store: TruckStore, now: Callable[[], int]) -> None:
        self.store, self.now = store, now

    def mine(self, account: Account) -> list[Truck]:
        """Every truck of the person's fleets, by name."""
        return [truck for fleet in account.linked("trucks") for truck in self.store.fleet(fleet)]

    def find(self, account: Account, name: str) -> list[Truck]:
        """The trucks of a name that this person may ask for: their own; for a dispatcher then any; and then
        those of their own that have this number, or these words, in their name."""
        wanted, mine = key(name), self.mine(account)
        own = [truck for truck in mine if wanted in (key(truck.name), key(truck.id))]
        if not own and wanted and DISPATCHER in account.roles:
            own = self.store.named(name)
        numbered = [truck for truck in mine if wanted and number(truck.name) == wanted]
        return own or numbered or [truck for truck in mine if is_part(name, truck.name)]

    def of_id(self, account: Account, truck: str) -> Truck | None:
        """The truck of an id, where this person may ask for it."""
        if DISPATCHER in account.roles:
            return self.store.trucks([truck]).get(truck)
        return next((own for own in self.mine(account) if own.id == truck), None)

    def age(self, fix: Fix) -> int:
        """For how long nothing newer has been heard, in seconds."""
        return max(0, self.now() - fix.at // 1000)

    def arrival(self, truck: Truck) -> Arrival | None:
        """When a truck should be where it is bound; None where nobody knows where that is, or where it is."""
        if truck.fix is None or truck.destination is None:
            return None
        straight = distance(truck.fix.point, truck.destination.point)
        if straight <= truck.destination.radius:
            return Arrival(0, None, there=True)
        metres = straight * DETOUR
        moving = truck.pace is not None and truck.pace >= STANDING
        due = truck.fix.at + round(metres / truck.pace * 1000) if moving and truck.pace else None
        return Arrival(metres, due, there=False)

    def was(self, truck: Truck, since: int, until: int) -> list[tuple[Fix, Place | None]]:
        """A truck's fixes between two times (epoch ms), oldest first."""
        return self.store.history(truck.id, since, until)

    def site(self, truck: Truck, site: str) -> Site | None:
        """A place that the truck's fleet knows; "destination" is the truck's own."""
        if site == "destination":
            return truck.destination
        return self.store.site(truck.fleet, site)

    def comes_true(self, kind: str, truck: Truck, point: Point, radius: int) -> bool:
        """Whether what somebody wants to wait for is so already; True for leaving where it is not there."""
        if truck.fix is None:
            return False
        away = distance(truck.fix.point, point)
        return away > radius if kind == "leave" else away <= radius

    def watch(self, account: Account, truck: Truck, watch: Watch) -> None:
        """Keep a watch; asking for the same twice is asking once."""
        if truck.fleet not in account.linked("trucks"):
            self.store.note_wait(account.id, truck.id)
        self.store.watch(truck.id, watch)

    def waited_for(self, account: Account) -> list[Truck]:
        """Every truck at which this person may have a watch: their own, and some of others'."""
        mine = {truck.id: truck for truck in self.mine(account)}
        others = [truck for truck in self.store.waits(account.id) if truck not in mine]
        return [*mine.values(), *(self.store.trucks(others).values() if others else ())]

    def unwatch(self, account: Account, trucks: Sequence[Truck]) -> int:
        """Forget what this person waits for at these trucks; how many watches that were."""
        stopped = 0
        for truck in trucks:
            own = [watch.id for watch in truck.watches.values() if watch.account == account.id]
            if own:
                self.store.unwatch(truck.id, own)
            stopped += len(own)
        return stopped


def watch_id(account: str, kind: str, site: str, radius: int) -> str:
    """The id of a watch at its truck: the same question has the same."""
    return hashlib.sha256(f"{account}\n{kind}\n{site}\n{radius}".encode()).hexdigest()[:24]
