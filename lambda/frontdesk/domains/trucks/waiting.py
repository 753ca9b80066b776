"""What people wait for: "tell me when it's ten miles away", "… when it gets to the depot", "stop"."""

from __future__ import annotations

from collections.abc import Callable

from frontdesk.conversation.phrases import Phrase, Word
from frontdesk.conversation.turn import Ask, Reply, Turn
from frontdesk.domains.trucks.model import Site, Truck, Watch
from frontdesk.domains.trucks.service import Trucks, watch_id
from frontdesk.domains.trucks.units import Unit, unit
from frontdesk.domains.trucks.which import Which, about

# Where people are who ask how far away a truck is, when it is bound nowhere.
HOME = "home"
# The farthest that anybody may wait for, in whatever unit.
FARTHEST = 1000
# What is said where it is so already, and where it is waited for.
SAID = {
    "near": ("trucks.near_already", "trucks.near_watch"),
    "arrive": ("trucks.arrive_already", "trucks.arrive_watch"),
    "leave": ("trucks.leave_already", "trucks.leave_watch"),
}


class Waiting:
    """now: the time, in epoch seconds."""

    def __init__(self, trucks: Trucks, which: Which, now: Callable[[], int]) -> None:
        self._trucks, self._which, self._now = trucks, which, now

    def near(self, turn: Turn) -> Reply:
        """Tell me when it is so many miles away."""
        truck = self._which.one(turn)
        if isinstance(truck, Reply):
            return truck
        measure = unit(turn.locale, turn.value("unit"))
        said = turn.value("distance") or ""
        asked = int(said) if said.isdecimal() and len(said) <= len(str(FARTHEST)) else 0
        if not 0 < asked <= FARTHEST:
            units = Phrase(measure.name)
            return Reply("trucks.ask_distance", {"truck": truck.name, "units": units}, Ask("distance"))
        site = truck.destination or self._trucks.site(truck, HOME)
        if site is None:
            return Reply("trucks.nowhere_to_measure", {"truck": truck.name})
        return self._wait(turn, truck, "near", site, round(asked * measure.metres), (asked, measure))

    def there(self, turn: Turn) -> Reply:
        """Tell me when it gets there."""
        return self._at_site(turn, "arrive")

    def gone(self, turn: Turn) -> Reply:
        """Tell me when it leaves."""
        return self._at_site(turn, "leave")

    def _at_site(self, turn: Turn, kind: str) -> Reply:
        truck = self._which.one(turn)
        if isinstance(truck, Reply):
            return truck
        wanted = turn.value("site") or ("destination" if truck.destination and kind == "arrive" else HOME)
        site = self._trucks.site(truck, wanted)
        if site is None:
            return Reply("trucks.site_unknown", {"truck": truck.name})
        return self._wait(turn, truck, kind, site, site.radius)

    def _wait(
        self,
        turn: Turn,
        truck: Truck,
        kind: str,
        site: Site,
        radius: int,
        asked: tuple[int, Unit] | None = None,
    ) -> Reply:
        told: dict[str, Word] = {"truck": truck.name, "site": site.name}
        if asked:
            told["away"] = asked[1].said(asked[0])
        already, waits = SAID[kind]
        if self._trucks.comes_true(kind, truck, site.point, radius):
            return Reply(already, told, memory=about(turn, truck))
        account = turn.account.id
        watch = Watch(
            watch_id(account, kind, site.name, radius),
            kind,
            site.point,
            radius,
            self._now() * 1000,
            account,
            turn.caller.key,
            turn.locale,
            site.name,
            *((asked[0], asked[1].id) if asked else ()),
        )
        self._trucks.watch(turn.account, truck, watch)
        return Reply(waits, told, memory=about(turn, truck))

    def stop(self, turn: Turn) -> Reply:
        """Stop telling me: about one truck where it is named, else about all that one waits for."""
        if turn.slot("truck") or turn.slot("number"):
            truck = self._which.one(turn)
            if isinstance(truck, Reply):
                return truck
            trucks = [truck]
        else:
            trucks = self._trucks.waited_for(turn.account)
        stopped = self._trucks.unwatch(turn.account, trucks)
        return Reply("trucks.stopped", {"count": stopped}) if stopped else Reply("trucks.nothing_to_stop")
