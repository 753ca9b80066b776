"""Trucks for tests: a gazetteer of a few places, and fixes on the way between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.model import Fix, Site, Truck
from frontdesk.domains.trucks.store import TruckStore
from tools.gazetteer import Named, with_towns, write

LIVERPOOL, WALTON, AINTREE = Point(53.41058, -2.97794), Point(53.45, -2.9667), Point(53.4768, -2.9445)
NEW_YORK, NORRIS_GREEN = Point(40.71427, -74.00597), Point(53.4472, -2.9169)

NOW = 1_800_000_000  # as the tests' clock stands


def gazetteer(folder: Path) -> Path:
    """A gazetteer's file with Liverpool, three parts of it, and New York."""
    file = folder / "places.sqlite"
    if not file.exists():
        write(
            with_towns(
                [
                    Named(LIVERPOOL, "Liverpool", 496_770, "Europe/London"),
                    Named(WALTON, "Walton", 1_889, "Europe/London"),
                    Named(AINTREE, "Aintree", 0, "Europe/London"),
                    Named(NORRIS_GREEN, "Norris Green", 19_610, "Europe/London"),
                    Named(NEW_YORK, "New York City", 8_175_133, "America/New_York"),
                ]
            ),
            file,
        )
    return file


def fix(truck: str = "7", seconds: int = 0, at: Point = WALTON, sequence: int = 0, **more: Any) -> Fix:
    """A fix, so many seconds before NOW where `seconds` is negative."""
    return Fix(truck, (NOW + seconds) * 1000, at, sequence, **more)


def record(seconds: int = 0, **more: Any) -> dict[str, Any]:
    """A record as a device sends it."""
    return {
        "truckId": "7",
        "latitude": WALTON.latitude,
        "longitude": WALTON.longitude,
        "recordedAt": NOW + seconds,
        **more,
    }


def bring_fleet(store: TruckStore, fleet: str, now: int, prefix: str = "") -> list[Fix]:
    """The trucks that the conversations speak of: a fleet's two, one on its way north and just heard from,
    one silent for 52 minutes; and one of somebody else's, near too. Their fixes, still to be tracked."""
    depot = Site("the depot", Point(53.50, -2.9445))
    store.put_site(fleet, "depot", depot)
    store.put_site(fleet, "home", Site("home", LIVERPOOL))
    blue, green, other = (prefix + name for name in ("t7", "t2", "4716"))
    store.register(Truck(blue, "Blue Seven", fleet, destination=depot))
    store.register(Truck(green, "Green Two", fleet))
    store.register(Truck(other, "Truck 4716", f"{prefix}somebody"))
    on_its_way = [
        Fix(blue, (now - 120 - 60 * minute) * 1000, Point(53.476 - 0.0024 * minute, -2.9445))
        for minute in range(10)
    ]
    still = [Fix(green, (now - 52 * 60) * 1000, WALTON), Fix(other, (now - 60) * 1000, WALTON)]
    return [*on_its_way, *still]
