"""Takes fixes in, whichever door they came through; each truck by itself: one cannot hold up another."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import replace
from dataclasses import dataclass, field

from frontdesk.domains.trucks.journal import Journal, Overtaken
from frontdesk.domains.trucks.model import Fix, Truck
from frontdesk.domains.trucks.places import Names
from frontdesk.domains.trucks.roads import NoRoads, Roads
from frontdesk.domains.trucks.store import TruckStore
from frontdesk.domains.trucks.tracking import Change, square, unfold
from frontdesk.errors import TryAgain

# How often a truck is looked at again because somebody else wrote about it meanwhile.
TRIES = 5

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Tracker:
    """now: the time, in epoch seconds."""

    store: TruckStore
    journal: Journal
    names: Names
    now: Callable[[], int]
    roads: Roads = field(default_factory=NoRoads)

    def track(self, fixes: Iterable[Fix]) -> frozenset[str]:
        """Keep fixes: the history, the newest of each truck, and what was waited for.

        Returns the ids of trucks whose fixes could not all be kept now: the same fixes again will do.
        """
        of_truck: dict[str, list[Fix]] = defaultdict(list)
        for fix in fixes:
            of_truck[fix.truck].append(fix)
        try:
            known = self.store.trucks(of_truck)
            changes = [self._change(known, truck, theirs) for truck, theirs in of_truck.items()]
            self.journal.keep([each for change in changes for each in change.kept], self.now())
        except TryAgain as error:
            logger.warning("fixes not kept", exc_info=error, extra={"data": {"trucks": len(of_truck)}})
            return frozenset(of_truck)
        return frozenset(
            change.truck.id for change in changes if not self._moved(change, of_truck[change.truck.id])
        )

    def _change(self, known: dict[str, Truck], truck: str, fixes: Iterable[Fix]) -> Change:
        before = known.get(truck) or Truck(truck, truck)
        change = unfold(before, fixes, self.names)
        return self._on_a_road(before, change) if change.newer else change

    def _on_a_road(self, before: Truck, change: Change) -> Change:
        """The change with the road that the truck is on now; asked for only when it has moved."""
        fix = change.truck.fix
        if fix is None or (before.fix is not None and square(before.fix.point) == square(fix.point)):
            return change
        road = self.roads.road(fix.point, fix.heading)
        return replace(change, truck=replace(change.truck, road=road))

    def _moved(self, change: Change, fixes: list[Fix]) -> bool:
        """Whether the truck's row is as its fixes want it; another writer is given way to."""
        truck = change.truck.id
        for _ in range(TRIES):
            if not change.newer and not change.fired:
                return True
            try:
                self.journal.move(change, self.now())
                return True
            except Overtaken:
                change = self._change(self.store.trucks([truck]), truck, fixes)
            except TryAgain as error:
                logger.warning("truck not moved", exc_info=error)
                return False
        return False
