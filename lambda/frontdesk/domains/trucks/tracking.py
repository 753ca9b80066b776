"""What new fixes make of a truck: pure values in, what is to be written out.

Fixes come late, twice and out of order. Whatever the batches they come in, the newest by event time stays,
and a watch fires once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import replace
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from frontdesk.domains.trucks.geo import Point, bearing, distance, distance_to_path
from frontdesk.domains.trucks.model import Fix, Place, Truck, Watch
from frontdesk.domains.trucks.places import Names

# Places are named for squares of this many degrees, some 200 m: within one a truck has not moved. So a name
# depends on where the truck is alone, not on where it came from: the same fixes again bring the same rows.
SQUARE = 0.002
# Between two fixes so far apart nobody knows which way the truck went, in milliseconds.
GAP = 5 * 60_000
# A step is a movement from here, in metres: GPS wanders by some metres while a truck stands.
STEP = 15
# The pace forgets: what was ten minutes ago counts for a third, in milliseconds.
FORGETS = 10 * 60_000


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written about one truck.

    truck: as it is from now on, with its newest fix. newer: whether that fix was not known before.
    kept: the fixes for the history, each with its place's name. fired: the watches that came true, and the
    fix that did it.
    """

    truck: Truck
    newer: bool
    kept: Sequence[tuple[Fix, Place | None]]
    fired: Sequence[tuple[Watch, Fix]] = ()


def unfold(known: Truck, fixes: Iterable[Fix], names: Names) -> Change:
    """What these fixes, in any order, some perhaps twice, change about a truck."""
    fresh = [fix for fix in _once(fixes) if not _same(fix, known.fix)]
    truck, kept = known, []
    for fix in fresh:
        ahead = truck.fix is None or fix.order > truck.fix.order
        place = _place(truck, fix, names)
        kept.append((fix, place))
        if ahead:
            truck = _moved(truck, fix, place)
    fired = [(watch, by) for watch in known.watches.values() if (by := _fires(watch, known.fix, fresh))]
    left = {key: watch for key, watch in truck.watches.items() if key not in {w.id for w, _ in fired}}
    return Change(replace(truck, watches=left), truck.fix is not known.fix, kept, fired)


def _once(fixes: Iterable[Fix]) -> list[Fix]:
    """In order, and each only once: the same time and place is the same fix, however often it was sent."""
    ordered = sorted(fixes, key=lambda fix: fix.order)
    return [fix for place, fix in enumerate(ordered) if place == 0 or not _same(fix, ordered[place - 1])]


def _same(fix: Fix, other: Fix | None) -> bool:
    return other is not None and (fix.at, fix.point) == (other.at, other.point)


def _place(truck: Truck, fix: Fix, names: Names) -> Place | None:
    """The fix's place: looked up only when the truck has moved."""
    here = square(fix.point)
    if truck.fix is not None and truck.place is not None and square(truck.fix.point) == here:
        return truck.place
    return names.name(here, fix.at)


def square(point: Point) -> Point:
    """The middle of the square in which a point is."""
    return Point(*(round(round(degrees / SQUARE) * SQUARE, 6) for degrees in point))


def _moved(truck: Truck, fix: Fix, place: Place | None) -> Truck:
    """The truck at its new fix: what is not reported of its movement follows from the way since the last."""
    before, pace = truck.fix, truck.pace
    if before is not None and fix.at > before.at:
        seconds = (fix.at - before.at) / 1000
        way = distance(before.point, fix.point)
        if fix.heading is None:
            fix = replace(fix, heading=bearing(before.point, fix.point) if way >= STEP else before.heading)
        if fix.speed is None:
            fix = replace(fix, speed=way / seconds if way >= STEP else 0.0)
        old = exp(-(fix.at - before.at) / FORGETS) if pace is not None else 0.0
        pace = (pace or 0.0) * old + way / seconds * (1 - old)
    return replace(truck, fix=fix, place=place, pace=pace)


def _fires(watch: Watch, before: Fix | None, fresh: Sequence[Fix]) -> Fix | None:
    """The first fix since the watch was set that it waited for; None where there is none."""
    path = sorted([*fresh, *([before] if before else [])], key=lambda fix: fix.order)
    for last, fix in pairwise([*path[:1], *path]):
        if fix.at >= watch.since and _met(watch, last, fix):
            return fix
    return None


def _met(watch: Watch, last: Fix, fix: Fix) -> bool:
    """Whether a watch came true at this fix, or on the way to it."""
    if watch.kind == "leave":
        return distance(watch.point, fix.point) > watch.radius
    joined = fix.at - last.at <= GAP and last.at >= watch.since
    return distance_to_path(watch.point, last.point if joined else fix.point, fix.point) <= watch.radius
