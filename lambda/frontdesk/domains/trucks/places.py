"""Names for places on the earth, from a gazetteer that is a file: no network, no key, no cost a question.

The file (tools/gazetteer.py makes it of GeoNames' places of 500 people and more, CC BY 4.0) is SQLite, opened
where it lies and read a few pages a question: nothing is loaded at a cold start. Another source of names
needs only to have `name`, as Gazetteer has.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from itertools import product
from math import floor
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from frontdesk.domains.trucks.geo import Point, distance
from frontdesk.domains.trucks.model import Place

# Places stand in cells of a tenth of a degree, 11 km from north to south; tools/gazetteer.py does the same.
CELLS_A_DEGREE = 10
_COLUMNS = 360 * CELLS_A_DEGREE
# How many cells around one are looked at, one way after the other; how far away a place may be, in metres.
_RINGS = (1, 4)
FARTHEST = 40_000


class Names(Protocol):
    """Names points."""

    def name(self, point: Point, at: int) -> Place | None:
        """The place that a point is near; None where there is none for miles. at: epoch ms, for the clock."""


def shipped() -> Path:
    """The file that the tracker's layer brings. Raises ModuleNotFoundError where the layer is not there."""
    package = import_module("frontdesk_gazetteer")
    return Path(str(package.__file__)).with_name("places.sqlite")


def cell(row: int, column: int) -> int:
    """The number of a cell, by its row from the equator and its column from Greenwich."""
    return row * _COLUMNS + column % _COLUMNS


def cell_of(point: Point) -> tuple[int, int]:
    """The row and the column of a point's cell."""
    return floor(point.latitude * CELLS_A_DEGREE), floor(point.longitude * CELLS_A_DEGREE)


class Gazetteer:
    """The file's places. The first question raises sqlite3.OperationalError where the file is not there."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._opened: sqlite3.Connection | None = None

    def name(self, point: Point, at: int) -> Place | None:
        """The place that is nearest; None beyond 40 km."""
        for ring in _RINGS:
            found = min(self._near(point, ring), default=None)
            if found is not None and found[0] <= FARTHEST:
                _, name, town, zone = found
                return Place(name, town, _offset(zone, at))
        return None

    def _near(self, point: Point, ring: int) -> list[tuple[float, str, str, str]]:
        row, column = cell_of(point)
        around = range(-ring, ring + 1)
        cells = [cell(row + north, column + east) for north, east in product(around, around)]
        rows = self._file_at_hand().execute(
            "SELECT latitude, longitude, name, town, zone FROM places "  # nosec B608
            f"WHERE cell IN ({', '.join('?' * len(cells))})",
            cells,
        )
        return [(distance(point, Point(lat, lon)), name, town, zone) for lat, lon, name, town, zone in rows]

    def _file_at_hand(self) -> sqlite3.Connection:
        if self._opened is None:
            uri = f"{self._file.resolve().as_uri()}?mode=ro&immutable=1"
            self._opened = sqlite3.connect(uri, uri=True, check_same_thread=False)
        return self._opened


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _offset(zone: str, at: int) -> int:
    """The local clock's distance from UTC, in seconds."""
    offset = datetime.fromtimestamp(at / 1000, UTC).astimezone(_zone(zone)).utcoffset()
    return round(offset.total_seconds()) if offset else 0
