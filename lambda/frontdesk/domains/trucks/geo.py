"""Distances and directions on the earth, taken for a sphere: wrong by half a percent at most.

Coordinates are degrees (WGS 84), distances metres, directions degrees clockwise from north.
"""

from __future__ import annotations

from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import NamedTuple

EARTH = 6_371_000  # mean radius in metres (IUGG)
METRES_A_MILE = 1609.344
METRES_A_DEGREE = EARTH * radians(1)


class Point(NamedTuple):
    """A place on the earth, in degrees."""

    latitude: float
    longitude: float


def distance(a: Point, b: Point) -> float:
    """The great-circle distance (haversine), in metres."""
    north, east = radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)
    h = sin(north / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, h)))


def bearing(a: Point, b: Point) -> float:
    """The direction in which to leave `a` for `b`, 0 to 360."""
    south, north, east = radians(a.latitude), radians(b.latitude), radians(b.longitude - a.longitude)
    x = cos(south) * sin(north) - sin(south) * cos(north) * cos(east)
    return degrees(atan2(sin(east) * cos(north), x)) % 360


def distance_to_path(point: Point, a: Point, b: Point) -> float:
    """How near the straight way from `a` to `b` comes to a point, in metres; for ways of some kilometres."""
    wide = cos(radians(point.latitude)) * METRES_A_DEGREE
    ax, ay = _east(a, point) * wide, (a.latitude - point.latitude) * METRES_A_DEGREE
    bx, by = _east(b, point) * wide, (b.latitude - point.latitude) * METRES_A_DEGREE
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length))
    return hypot(ax + along * dx, ay + along * dy)


def _east(of: Point, origin: Point) -> float:
    """Degrees of longitude from the origin, the short way round."""
    return (of.longitude - origin.longitude + 180) % 360 - 180


COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def compass(heading: float) -> str:
    """The nearest of eight compass points: 47 → "ne"."""
    return COMPASS[round(heading / 45) % 8]
