"""Files of events in the catalogue: any order, often, while people buy; the newest wins, no seat is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any
from urllib.parse import quote_plus

import pytest

from frontdesk import uploads
from frontdesk.aws.clients import Clients
from frontdesk.domains.tickets.catalogue.intake import UPLOADS, Intake, outcome_key
from frontdesk.domains.tickets.catalogue.reading import Offer
from frontdesk.domains.tickets.catalogue.stock import Origin, Outcome, Stock
from frontdesk.domains.tickets.life import Overtaken
from frontdesk.domains.tickets.model import Event
from frontdesk.errors import Rejected, TryAgain
from tests.support.hall import MACBETH, Hall

KEY = "events/Frühling 1+2.json"


@pytest.fixture
def hall(clients: Clients) -> Hall:
    return Hall(clients)


@pytest.fixture
def intake(hall: Hall) -> Intake:
    return Intake(hall.objects, hall.stock, 100_000, "the box office")  # type: ignore[arg-type]


def row(event: Event, **changes: Any) -> dict[str, Any]:
    names = ("id", "name", "kind", "place", "city", "starts", "seller", "capacity")
    return {name: getattr(event, name) for name in names} | {"price": f"{event.cents / 100:.2f}"} | changes


def record(version: str, sequencer: str, key: str = KEY, time: str = "2027-01-02T08:00:00.000Z") -> Any:
    told = {"key": quote_plus(key), "versionId": version, "sequencer": sequencer}
    return {"eventTime": time, "s3": {"object": told}}


def drop(hall: Hall, intake: Intake, content: Any, sequencer: str, key: str = KEY, **more: str) -> Any:
    """A file comes, and S3 tells of it; what is said of it. One that is refused is parked for it, too."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    version = hall.objects.upload(key, body)
    found = uploads.read(record(version, sequencer, key, **more), UPLOADS)
    assert found
    parked = None
    try:
        intake.take(found)
    except Rejected as rejected:
        parked = rejected.reason
    told = json.loads(hall.objects.read(outcome_key(key, version)))
    assert told.get("refused") == parked
    return told


def seats(hall: Hall, event: str = MACBETH.id) -> tuple[int, int, int]:
    shards = hall.ledger.shards(event)
    return tuple(sum(getattr(each, name) for each in shards) for name in ("free", "held", "sold"))  # type: ignore[return-value]


def test_a_file_s_events_can_be_booked(hall: Hall, intake: Intake) -> None:
    hamlet = replace(MACBETH, id="hamlet", name="Hamlet", capacity=120)
    told = drop(hall, intake, [row(hamlet), row(hamlet, id="bad", price="much")], "0A")
    assert told == {
        "new": 1,
        "rejected": 1,
        "faults": [{"line": 2, "column": "price", "reason": "not_a_price"}],
    }
    offered = hall.tickets.event("hamlet")
    assert offered
    assert offered.shards == 3
    booking = hall.tickets.order("maya", "", "b1", offered, 8)
    assert (seats(hall, "hamlet"), booking.cents) == ((112, 8, 0), 20_000)


def test_an_update_keeps_what_is_held_and_sold(hall: Hall, intake: Intake) -> None:
    hall.booked(quantity=3)
    hall.tickets.order("omar", "", "b2", MACBETH, 2)
    assert drop(hall, intake, [row(MACBETH, capacity=300, place="City Arena")], "0A")["changed"] == 1
    assert seats(hall) == (295, 2, 3)
    assert hall.ledger.event(MACBETH.id).place == "City Arena"  # type: ignore[union-attr]
    assert len(hall.ledger.shards(MACBETH.id)) == 6
    assert drop(hall, intake, [row(MACBETH, capacity=5)], "0B")["changed"] == 1
    assert seats(hall) == (0, 2, 3)
    told = drop(hall, intake, [row(MACBETH, capacity=4, place="a shed")], "0C")
    assert told["faults"] == [{"line": 1, "column": "capacity", "reason": "fewer_than_taken"}]
    assert seats(hall) == (0, 2, 3)
    assert hall.ledger.event(MACBETH.id).place == MACBETH.place  # type: ignore[union-attr]


def test_a_file_that_says_the_same_changes_nothing_and_is_the_newest(hall: Hall, intake: Intake) -> None:
    first = [row(MACBETH, capacity=40), row(MACBETH, id="again")]
    assert drop(hall, intake, first, "0A") == {"changed": 1, "new": 1, "rejected": 0, "faults": []}
    assert drop(hall, intake, first, "0C") == {"unchanged": 2, "rejected": 0, "faults": []}
    assert drop(hall, intake, [row(MACBETH, capacity=20)], "0B")["stale"] == 1
    assert seats(hall) == (40, 0, 0)


def test_what_has_gone_by_is_told_as_that(hall: Hall, intake: Intake) -> None:
    late = "2027-01-29T23:00:00.000-05:00"
    other = row(MACBETH, id="other", starts="2027-01-30T19:30:00-05:00")
    told = drop(hall, intake, [row(MACBETH), other], "0A", time=late)
    assert told == {"gone by": 1, "new": 1, "rejected": 0, "faults": []}


def test_seats_are_counted_as_they_are_after_a_hall_has_become_smaller(hall: Hall, intake: Intake) -> None:
    drop(hall, intake, [row(MACBETH, capacity=300)], "0A")
    drop(hall, intake, [row(MACBETH, capacity=40)], "0B")
    event = hall.ledger.event(MACBETH.id)
    assert event
    assert hall.tickets.left([event]) == {MACBETH.id: 40}


@pytest.mark.parametrize("order", list(permutations(("0A", "0A1", "0B"), 3)))
def test_the_newest_version_wins_however_they_come(
    hall: Hall, intake: Intake, order: tuple[str, ...]
) -> None:
    """0A1 is newer than 0A: sequencers are compared padded on the right."""
    hall.offer(replace(MACBETH, version="0"))
    for sequencer in (*order, *order):
        size = {"0A": 40, "0A1": 50, "0B": 20}[sequencer]
        drop(hall, intake, [row(MACBETH, capacity=size)], sequencer)
    assert seats(hall) == (20, 0, 0)


def test_of_two_files_with_one_event_the_later_upload_wins(hall: Hall, intake: Intake) -> None:
    late, early = "2027-01-04T00:00:00.000Z", "2027-01-03T00:00:00.000Z"
    drop(hall, intake, [row(MACBETH, capacity=40)], "01", "events/b.json", time=late)
    told = drop(hall, intake, [row(MACBETH, capacity=50)], "FF", "events/a.json", time=early)
    assert told["stale"] == 1
    assert seats(hall) == (40, 0, 0)


@pytest.mark.parametrize("content", [b"", b"\x1f\x8bx", b"x" * 100_001, b"a,b\n1,2\n", b"[]"])
def test_what_is_no_file_of_events_is_told_and_changes_nothing(
    hall: Hall, intake: Intake, content: bytes
) -> None:
    assert drop(hall, intake, content, "0A").keys() == {"refused"}
    assert seats(hall) == (12, 0, 0)


def test_a_file_that_is_gone_is_told(hall: Hall, intake: Intake) -> None:
    found = uploads.read(record("v9", "0A"), UPLOADS)
    assert found
    with pytest.raises(Rejected, match="object_gone"):
        intake.take(found)
    assert json.loads(hall.objects.read(outcome_key(KEY, "v9"))) == {"refused": "object_gone"}


def test_only_uploads_are_taken() -> None:
    assert uploads.read(record("v", "0A", "outcomes/x.json"), UPLOADS) is None
    assert uploads.read(record("v", "0A", "events/folder/"), UPLOADS) is None
    for broken in ({}, {"s3": None}, record("v", "no hex"), record("v", "0A", time="yesterday")):
        with pytest.raises(Rejected):
            uploads.read(broken, UPLOADS)


class Meanwhile:
    """A store in which somebody buys a seat before each write."""

    def __init__(self, hall: Hall, times: int) -> None:
        self.hall, self.times = hall, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hall.ledger, name)

    def transact(self, items: Any) -> None:
        if self.times:
            self.times -= 1
            self.hall.tickets.order("omar", "", f"meanwhile-{self.times}", MACBETH, 1)
        self.hall.ledger.transact(items)


def test_seats_that_are_bought_meanwhile_are_not_taken_away(hall: Hall) -> None:
    stock = Stock(Meanwhile(hall, 5))  # type: ignore[arg-type]
    smaller = Offer(replace(MACBETH, capacity=5, version="2"))
    assert stock.offer(smaller, Origin("file", "2", "2027")) is Outcome.CHANGED
    free, held, sold = seats(hall)
    assert free + held + sold == 5
    assert held >= 1


@pytest.mark.parametrize("error", [Overtaken, TryAgain])
def test_what_cannot_be_written_now_is_tried_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]
) -> None:
    def fail(store: object, items: object) -> None:
        raise error()

    monkeypatch.setattr(type(hall.ledger), "transact", fail)
    with pytest.raises(TryAgain):
        hall.stock.offer(Offer(replace(MACBETH, version="2")), Origin("file", "2", "2027"))
