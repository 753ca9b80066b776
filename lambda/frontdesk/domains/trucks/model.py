"""Fixes, and what is known of a truck.

A fix is one position that one truck reported, whichever door it came through. Its order is one text: the
event time, then the sequence; the newest fix is the one with the greatest, whenever it arrives.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any, NamedTuple

from frontdesk.domains.trucks.geo import Point
from frontdesk.errors import Rejected

# A clock may be ahead by this much; what is later than that is no time that a truck has been anywhere.
AHEAD = 5 * 60
# Nothing reported positions before; a clock that was never set says 1970 or 1980.
EARLIEST = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
# Epoch seconds get this large in the year 5138: what is larger is milliseconds (or finer still).
MILLISECONDS = 100_000_000_000
# No truck is faster, in metres a second (360 km/h): beyond it a sensor is broken, or a unit was mistaken.
FASTEST = 100

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
# A Kinesis sequence number has 56 digits; a device's own counter far fewer.
_SEQUENCE_DIGITS = 60


class Fix(NamedTuple):
    """at: epoch milliseconds. sequence: decides between fixes of one time, larger is later.
    speed: m/s. heading: degrees from north. accuracy: metres. Each of them None where not reported."""

    truck: str
    at: int
    point: Point
    sequence: int = 0
    speed: float | None = None
    heading: float | None = None
    accuracy: float | None = None

    @property
    def order(self) -> str:
        """Sorts as the fixes of one truck do."""
        return order(self.at, self.sequence)


def order(at: int, sequence: int = 0) -> str:
    """The sortable text of an event time (epoch milliseconds) and a sequence."""
    return f"{at:014d}#{sequence:0{_SEQUENCE_DIGITS}d}"


class Place(NamedTuple):
    """Somewhere that people know. name: "Walton". town: "Liverpool", or "" where the name is the town's own.
    offset: the local clock's distance from UTC there and then, in seconds."""

    name: str
    town: str
    offset: int = 0


class Site(NamedTuple):
    """A place of the fleet's own: the depot, a customer. radius: how near counts as being there, metres."""

    name: str
    point: Point
    radius: int = 150


class Watch(NamedTuple):
    """Somebody waits to be told, once.

    kind: "near" (within `radius` metres of the point), "arrive" (within the site), "leave" (out of it).
    since: fixes of an earlier time do not count, epoch milliseconds. account: who waits; caller: the
    channel's key of who asked, which is how Alexa is told whom to notify. locale: the language to tell it in.
    asked: the distance as it was asked for, 0 where none was; unit: in which, "" for the locale's own.
    """

    id: str
    kind: str
    point: Point
    radius: int
    since: int
    account: str
    caller: str
    locale: str
    site: str = ""
    asked: int = 0
    unit: str = ""


class Truck(NamedTuple):
    """What is known of a truck. `fix` is its newest; None for one that has not reported yet.

    place: where that is; None where that has no name. road: which road that is on; "" where nobody knows.
    pace: its speed over the last ten minutes or so, m/s; None while there is one fix only.
    destination: where it is bound, None where nobody said.
    """

    id: str
    name: str
    fleet: str = ""
    fix: Fix | None = None
    place: Place | None = None
    pace: float | None = None
    destination: Site | None = None
    watches: Mapping[str, Watch] = {}
    road: str = ""


def read_fix(record: Any, now: int, sequence: int = 0) -> Fix:
    """The fix in a record: truckId, latitude, longitude, recordedAt; speed, heading, accuracy and sequence
    where it has them.

    now: epoch seconds. sequence: what decides between equal times where the record has none of its own.
    Raises Rejected, with the name of what is wrong and never its value, for a record that can never succeed.
    """
    if not isinstance(record, Mapping):
        raise Rejected("not an object")
    latitude = _number(record, "latitude", -90, 90)
    longitude = _number(record, "longitude", -180, 180)
    if latitude is None or longitude is None:
        raise Rejected("latitude is missing" if latitude is None else "longitude is missing")
    return Fix(
        _truck_id(record.get("truckId")),
        _time(record.get("recordedAt"), now),
        Point(latitude, longitude),
        _sequence(record.get("sequence"), sequence),
        speed=_number(record, "speed", 0, FASTEST),
        heading=_number(record, "heading", 0, 360),
        accuracy=_number(record, "accuracy", 0, 100_000),
    )


def _truck_id(value: Any) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not _ID.fullmatch(text):
        raise Rejected("truckId is missing or not an id")
    return text


def _number(record: Mapping[str, Any], name: str, least: float, most: float) -> float | None:
    value = record.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Rejected(f"{name} is not a number")
    if isinstance(value, float) and not isfinite(value):
        raise Rejected(f"{name} is not finite")
    if not least <= value <= most:
        raise Rejected(f"{name} is out of range")
    return float(value)


def _sequence(own: Any, otherwise: int) -> int:
    if own is None:
        return otherwise
    if isinstance(own, bool) or not isinstance(own, int) or not 0 <= own < 10**_SEQUENCE_DIGITS:
        raise Rejected("sequence is not a count")
    return own


def _time(value: Any, now: int) -> int:
    """Epoch milliseconds of a recordedAt: ISO 8601 (UTC where it has no offset) or epoch seconds."""
    seconds = _epoch_seconds(value)
    if seconds >= MILLISECONDS:
        raise Rejected("recordedAt is in milliseconds, not seconds")
    if seconds < EARLIEST:
        raise Rejected("recordedAt is before 2000")
    if seconds > now + AHEAD:
        raise Rejected("recordedAt is in the future")
    return round(seconds * 1000)


def _epoch_seconds(value: Any) -> float:
    match value:
        case None:
            raise Rejected("recordedAt is missing")
        case bool():
            raise Rejected("recordedAt is not a time")
        case int() | float():
            if isinstance(value, float) and not isfinite(value):
                raise Rejected("recordedAt is not finite")
            return value
        case str():
            try:
                time = datetime.fromisoformat(value)
                return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
            except (ValueError, OverflowError):
                raise Rejected("recordedAt is neither ISO 8601 nor epoch seconds") from None
    raise Rejected("recordedAt is not a time")
