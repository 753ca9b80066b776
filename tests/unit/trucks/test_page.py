"""The fleet page: a map of the trucks and nothing from outside."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from http.client import HTTPMessage
from itertools import pairwise

import pytest
from starlette.applications import Starlette

from frontdesk.app import Tools
from frontdesk.domains.trucks.drawing import HEIGHT, LABEL, WIDTH, draw, frame
from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.model import Fix, Place, Site, Truck
from frontdesk.domains.trucks.store import TruckStore
from simulator.trucks import page
from tests.support import world
from tests.support.servers import served
from tests.support.trucks import AINTREE, LIVERPOOL, NOW, WALTON, fix

type Get = Callable[[str], tuple[str, HTTPMessage]]


@pytest.fixture
def get(tools: Tools) -> Iterator[Get]:
    world.populate(tools, ["trucks"], [])
    store = TruckStore(tools.clients.dynamodb, tools.settings["TRUCKS_TABLE"])
    store.register(Truck("evil", "<script>alert(1)</script>", "maya"))
    with served(Starlette(routes=[page.route(store)])) as url:

        def text(path: str) -> tuple[str, HTTPMessage]:
            with urllib.request.urlopen(url + path) as answer:
                return answer.read().decode(), answer.headers

        yield text


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def test_the_page_shows_each_truck_its_track_and_its_place(get: Get) -> None:
    text, _ = get("/fleet")
    tags = Tags()
    tags.feed(text)
    assert tags.tags.count("polyline") == 2
    assert "script" not in tags.tags
    assert "Aintree, Liverpool" in text
    assert re.search(r"Green Two<td>Walton, Liverpool<td>2027-01-15 07:08:00", text)


def test_the_page_needs_nothing_from_outside(get: Get) -> None:
    text, headers = get("/fleet")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert not re.search(r"https?://|url\(|src=|href=", text)


def test_a_fleet_without_trucks_says_so(get: Get) -> None:
    assert "There are no trucks yet" in get("/fleet?fleet=nobody")[0]


def test_everything_that_is_drawn_is_on_the_map() -> None:
    points = [LIVERPOOL, WALTON, AINTREE]
    on = frame(points)
    for x, y in map(on.at, points):
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    north, south = on.at(AINTREE), on.at(LIVERPOOL)
    assert north[1] < south[1]
    assert north[0] > south[0]


def test_no_line_is_drawn_where_nobody_knows_the_way_and_no_name_hides_another() -> None:
    fixes = [fix("7", -7200), fix("7", -7100, AINTREE), fix("7", -60), fix("7", 0, AINTREE)]
    trucks = [Truck(name, name, fix=fixes[-1]) for name in ("a", "b", "c")]
    drawn = draw(trucks, {"a": [(each, None) for each in fixes]})
    assert drawn.count("<polyline") == 2
    names = re.findall(r'class="truck" x="([\d.]+)" y="([\d.]+)"', drawn)
    heights = sorted(float(y) for _, y in names)
    assert all(lower - upper >= LABEL[1] for upper, lower in pairwise(heights))


def test_a_truck_that_stands_still_has_a_map_too() -> None:
    truck = Truck("7", "Blue Seven", fix=fix(), place=Place("Walton", "Liverpool"))
    drawn = draw([truck, Truck("8", "Silent")], {"7": [(Fix("7", NOW * 1000, WALTON), None)]})
    assert drawn.count("<circle") == 1
    assert "Silent" not in drawn


def test_a_destination_is_marked_where_it_is_on_the_map() -> None:
    near, far = Site("the depot", AINTREE), Site("the moon", Point(0, 0))
    trucks = [
        Truck("7", "a", fix=fix(), destination=near),
        Truck("8", "b", fix=fix("8", at=AINTREE), destination=far),
    ]
    drawn = draw(trucks, {})
    assert "the depot" in drawn
    assert "the moon" not in drawn
