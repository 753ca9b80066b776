"""The demo's programme: there is something on, whenever the desk is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from frontdesk import uploads
from frontdesk.aws.clients import Clients
from frontdesk.domains.tickets.catalogue import demo, files, reading
from frontdesk.domains.tickets.catalogue.demo import DemoProgramme
from frontdesk.domains.tickets.catalogue.intake import UPLOADS, Intake
from frontdesk.domains.tickets.holders import Payer
from frontdesk.domains.tickets.model import Event
from tests.support.hall import NOW, Hall
from tests.unit.tickets.test_catalogue import record

DAY = 86_400


@pytest.fixture
def hall(clients: Clients) -> Hall:
    return Hall(clients)


def brought(hall: Hall) -> DemoProgramme:
    programme = DemoProgramme(hall.objects, hall.ledger, lambda: hall.now)  # type: ignore[arg-type]
    programme.bring()
    return programme


def events(hall: Hall) -> Iterator[Event]:
    offers, faults = reading.read(files.rows(hall.objects.read(demo.KEY), 100_000), "1", "nobody")
    assert not faults
    return (offer.event for _, offer in offers)


@pytest.mark.parametrize("days", range(7))
def test_there_is_something_on_the_weekend_to_come(hall: Hall, days: int) -> None:
    hall.now = NOW + days * DAY
    brought(hall)
    today = datetime.fromtimestamp(hall.now, UTC).date()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    found = list(events(hall))
    assert len(found) == 12
    assert saturday in {event.day for event in found}
    assert min(event.day for event in found) >= today
    assert "Rock 'n' Roll & Friends" in {event.name for event in found}


def test_it_comes_and_goes_and_what_was_sold_out_is(hall: Hall) -> None:
    programme = brought(hall)
    intake = Intake(hall.objects, hall.stock, 100_000, "the box office")  # type: ignore[arg-type]
    for version, sequencer in (("v0", "01"), ("v0", "01")):
        found = uploads.read(record(version, sequencer, demo.KEY), UPLOADS)
        assert found
        intake.take(found)
    known = {event.name: event for event in reversed(hall.tickets.events())}
    assert hall.tickets.free(known["The Nutcracker"]) == 0
    assert hall.tickets.free(known["Carmen"]) == 3
    assert hall.ledger.payer("maya") == Payer("", "pm_card_visa", "maya@example.com")
    programme.take_away()
    rows = hall.ledger.query("pk = :pk", {":pk": "CATALOGUE"})
    assert [row["name"] for row in rows] == ["Macbeth <& Friends>"]
    assert hall.ledger.shards(known["Carmen"].id) == []
    assert hall.ledger.payer("maya") == Payer()
    assert demo.KEY not in hall.objects.versions


def test_the_schedule_brings_it_anew(hall: Hall) -> None:
    programme = DemoProgramme(hall.objects, hall.ledger, lambda: hall.now)  # type: ignore[arg-type]
    programme.handle({"source": "aws.events"}, None)  # type: ignore[arg-type]
    assert json.loads(hall.objects.read(demo.KEY))
