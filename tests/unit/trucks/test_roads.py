"""Roads by Amazon Location, against a small fake of its API: what is asked, and what is made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from frontdesk.aws.clients import Clients
from frontdesk.conversation.phrases import Phrases
from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.journal import Journal
from frontdesk.domains.trucks.model import Place
from frontdesk.domains.trucks.places import Gazetteer
from frontdesk.domains.trucks.roads import PAUSE, AmazonRoads
from frontdesk.domains.trucks.store import TruckStore
from frontdesk.domains.trucks.tracker import Tracker
from frontdesk.domains.trucks.words import near
from tests.conftest import Clock
from tests.support import aws
from tests.support.desks import SOURCE
from tests.support.servers import served
from tests.support.trucks import AINTREE, WALTON, fix, gazetteer


class Location:
    """Amazon Location's ReverseGeocode: the A59 north of Walton, and nothing elsewhere."""

    def __init__(self) -> None:
        self.asked = list[dict[str, Any]]()
        self.broken = False

    async def reverse_geocode(self, request: Request) -> JSONResponse:
        assert "/geo-places/aws4_request" in request.headers["authorization"]
        asked = json.loads(await request.body())
        self.asked.append(asked)
        if self.broken:
            return JSONResponse({"message": "slow down"}, 429, {"x-amzn-errortype": "ThrottlingException"})
        address = {"Street": "A59", "District": "Aintree", "Locality": "Liverpool"}
        street = {"PlaceId": "p", "PlaceType": "Street", "Title": "A59", "Address": address}
        north = asked["QueryPosition"][1] > WALTON.latitude
        return JSONResponse({"ResultItems": [street] if north else []}, 200)


@pytest.fixture
def location() -> Location:
    return Location()


@pytest.fixture
def roads(location: Location, clock: Clock) -> Iterator[AmazonRoads]:
    route = Route("/v2/reverse-geocode", location.reverse_geocode, methods=["POST"])
    with served(Starlette(routes=[route])) as url:
        client = botocore.session.get_session().create_client(
            "geo-places",
            region_name="eu-west-1",
            endpoint_url=url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}),
        )
        yield AmazonRoads(client, clock)


def test_the_road_at_a_point(roads: AmazonRoads, location: Location) -> None:
    assert roads.road(AINTREE, 350.0) == "A59"
    (asked,) = location.asked
    assert asked["QueryPosition"] == [AINTREE.longitude, AINTREE.latitude]
    assert (asked["Heading"], asked["IntendedUse"]) == (350.0, "Storage")
    assert asked["Filter"] == {"IncludePlaceTypes": ["Street"]}
    assert roads.road(WALTON, None) == ""


def test_a_service_that_does_not_answer_costs_a_road_and_one_wait(
    roads: AmazonRoads, location: Location, clock: Clock
) -> None:
    location.broken = True
    assert [roads.road(AINTREE, None) for _ in range(5)] == [""] * 5
    assert len(location.asked) == 1
    location.broken = False
    clock.now += PAUSE
    assert roads.road(AINTREE, None) == "A59"


def test_a_truck_has_the_road_of_its_newest_fix_asked_for_when_it_has_moved(
    roads: AmazonRoads, location: Location, clients: Clients, clock: Clock, tmp_path_factory: Any
) -> None:
    table = aws.create_table(clients, "trucks", "TrucksTable")
    store = TruckStore(clients.dynamodb, table)
    names = Gazetteer(gazetteer(tmp_path_factory.mktemp("places")))
    tracker = Tracker(store, Journal(clients.dynamodb, table), names, clock, roads)
    tracker.track([fix(seconds=-60 + n, at=Point(53.46 + n * 1e-3, -2.95)) for n in range(20)])
    assert (store.trucks(["7"])["7"].road, len(location.asked)) == ("A59", 1)
    tracker.track([fix(seconds=-30, at=Point(53.47901, -2.95)), fix(seconds=-90, at=WALTON)])
    assert (store.trucks(["7"])["7"].road, len(location.asked)) == ("A59", 1)
    tracker.track([fix(seconds=-5, at=WALTON)])
    assert (store.trucks(["7"])["7"].road, len(location.asked)) == ("", 2)


@pytest.mark.parametrize(
    ("place", "road", "text"),
    [
        (Place("Aintree", "Liverpool"), "A59", "on the A59 near Aintree, Liverpool"),
        (Place("Aintree", "Liverpool"), "Ormskirk Road", "on Ormskirk Road near Aintree, Liverpool"),
        (Place("Liverpool", ""), "M57", "on the M57 near Liverpool"),
        (None, "A1(M)", "on the A1(M)"),
        (Place("Aintree", "Liverpool"), "", "near Aintree, Liverpool"),
    ],
)
def test_how_a_road_is_said(place: Place | None, road: str, text: str) -> None:
    phrases = Phrases({"trucks": SOURCE / "domains" / "trucks" / "phrases"})
    assert phrases.word("en-US", near(place, road)) == text
