"""Places that people know, and where on the earth things are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.trucks.geo import Point, bearing, compass, distance, distance_to_path
from frontdesk.domains.trucks.model import Place
from frontdesk.domains.trucks.naming import is_part, key
from frontdesk.domains.trucks.places import Gazetteer
from tests.support.trucks import AINTREE, LIVERPOOL, NEW_YORK, NOW, WALTON, gazetteer


@pytest.fixture(scope="session")
def names(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return Gazetteer(gazetteer(tmp_path_factory.mktemp("gazetteer")))


def test_a_part_of_a_town_is_named_with_its_town(names: Gazetteer) -> None:
    assert names.name(Point(53.4512, -2.968), NOW * 1000) == Place("Walton", "Liverpool", 0)


def test_a_town_is_named_by_itself_and_with_its_clock(names: Gazetteer) -> None:
    assert names.name(Point(40.72, -74.0), NOW * 1000) == Place("New York City", "", -5 * 3600)
    assert names.name(LIVERPOOL, 1_783_000_000_000) == Place("Liverpool", "", 3600)


def test_far_from_everything_there_is_no_name(names: Gazetteer) -> None:
    assert names.name(Point(0, -30), NOW * 1000) is None


def test_a_gazetteer_that_is_not_there_is_an_error_not_a_silence(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="unable to open"):
        Gazetteer(tmp_path / "none").name(WALTON, 0)


def test_distances_and_headings_are_those_of_the_map() -> None:
    assert distance(LIVERPOOL, NEW_YORK) == pytest.approx(5_310_000, rel=0.01)
    assert bearing(LIVERPOOL, AINTREE) == pytest.approx(17, abs=1)
    assert [compass(h) for h in (0, 22, 23, 47, 181, 292, 338, 360)] == [
        "n", "n", "ne", "ne", "s", "w", "n", "n",
    ]  # fmt: skip


def test_a_path_passes_a_point_nearer_than_its_ends_are() -> None:
    south, north = Point(53.40, -2.95), Point(53.50, -2.95)
    beside = Point(53.45, -2.949)
    assert distance_to_path(beside, south, north) == pytest.approx(66, abs=2)
    assert distance_to_path(beside, south, south) == pytest.approx(distance(beside, south), rel=0.01)


POINTS = st.builds(Point, st.floats(-89, 89), st.floats(-180, 180))


@given(POINTS, POINTS)
def test_a_way_and_its_way_back_are_as_long_and_never_longer_than_half_the_earth(a: Point, b: Point) -> None:
    assert distance(a, b) == pytest.approx(distance(b, a))
    assert 0 <= distance(a, b) <= 20_016_000
    assert 0 <= bearing(a, b) < 360


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("blue seven", "Blue Seven"),
        ("truck blue 7", "Blue Seven"),
        ("BLUE-7", "Blue Seven"),
        ("4716", "Truck 4716"),
        ("number 4716", "4716"),
        ("the truck", "Truck"),
    ],
)
def test_names_are_compared_as_people_say_them(said: str, called: str) -> None:
    assert key(said) == key(called)


def test_different_trucks_have_different_names() -> None:
    assert len({key(name) for name in ("Blue Seven", "Blue One", "Red Seven", "4716", "471", "Ärger")}) == 6


@pytest.mark.parametrize(
    ("said", "name", "told"),
    [
        ("the green one", "Green Two", True),
        ("the blue truck", "Blue Seven", True),
        ("the blue one", "Green One", False),
        ("one", "Blue One", True),
        ("the one", "Blue Seven", False),
        ("seven", "Blue Seven", True),
        ("", "Blue Seven", False),
    ],
)
def test_a_part_of_a_name_tells_it_from_others(said: str, name: str, told: bool) -> None:
    assert is_part(said, name) is told
