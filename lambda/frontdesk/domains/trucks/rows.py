"""Trucks, fixes and watches as rows of the table, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.model import Fix, Place, Site, Truck, Watch

type Row = dict[str, Any]


def number(value: float | None, digits: int = 2) -> Decimal | None:
    """A float as DynamoDB holds it."""
    return None if value is None else Decimal(str(round(value, digits)))


def point_row(point: Point) -> Row:
    """Coordinates to the seventh digit: a centimetre."""
    return {"latitude": number(point.latitude, 7), "longitude": number(point.longitude, 7)}


def fix_row(fix: Fix, place: Place | None) -> Row:
    """A fix and its place's name; what is unknown is left out."""
    row = {
        "at": fix.at,
        "sequence": str(fix.sequence),
        **point_row(fix.point),
        "speed": number(fix.speed),
        "heading": number(fix.heading, 1),
        "accuracy": number(fix.accuracy),
        "place": place._asdict() if place else None,
    }
    return {name: value for name, value in row.items() if value is not None}


def read_point(row: Mapping[str, Any]) -> Point:
    """The coordinates in a row."""
    return Point(float(row["latitude"]), float(row["longitude"]))


def read_fix(truck: str, row: Mapping[str, Any]) -> tuple[Fix, Place | None]:
    """What `fix_row` wrote."""
    fix = Fix(
        truck,
        row["at"],
        read_point(row),
        int(row["sequence"]),
        *(_float(row.get(name)) for name in ("speed", "heading", "accuracy")),
    )
    return fix, Place(**row["place"]) if row.get("place") else None


def site_row(site: Site) -> Row:
    """A fleet's place."""
    return {"name": site.name, **point_row(site.point), "radius": site.radius}


def read_site(row: Mapping[str, Any]) -> Site:
    """What `site_row` wrote."""
    return Site(row["name"], read_point(row), row["radius"])


def watch_row(watch: Watch) -> Row:
    """A watch."""
    row = watch._asdict()
    row.pop("point")
    return {**row, **point_row(watch.point)}


def read_watch(row: Mapping[str, Any]) -> Watch:
    """What `watch_row` wrote."""
    own = {name: value for name, value in row.items() if name not in ("latitude", "longitude")}
    return Watch(point=read_point(row), **own)


def state_row(truck: Truck) -> Row:
    """What a newer fix changes of a truck's row: all but what people said (name, fleet, destination)."""
    assert truck.fix is not None
    row = fix_row(truck.fix, truck.place)
    if truck.pace is not None:
        row["pace"] = number(truck.pace)
    if truck.road:
        row["road"] = truck.road
    return {**row, "newest": truck.fix.order}


# What `state_row` may leave out, and a newer fix then takes away.
OPTIONAL = ("speed", "heading", "accuracy", "place", "pace", "road")


def read_truck(row: Mapping[str, Any]) -> Truck:
    """A truck's row."""
    truck = str(row["truck"])
    fix, place = read_fix(truck, row) if "at" in row else (None, None)
    return Truck(
        truck,
        row.get("name", truck),
        row.get("fleet", ""),
        fix,
        place,
        _float(row.get("pace")),
        read_site(row["destination"]) if row.get("destination") else None,
        {key: read_watch(watch) for key, watch in row.get("watches", {}).items()},
        row.get("road", ""),
    )


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
