"""Bad records on the stream (GUARANTEES, "Streams"): what each gets, by itself and among good ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.domains.trucks.events import TruckEvents
from frontdesk.domains.trucks.store import TruckStore
from tests.support.trucks import AINTREE, NOW, WALTON, record
from tests.unit.trucks.conftest import batch, reasons

NESTED = b'{"truckId": ' * 100_000


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"", "not JSON"),
        (b"not json", "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b'{"truckId": "7", "latitude": NaN}', "not JSON"),
        (b'{"truckId": "7", "latitude": Infinity}', "not JSON"),
        (NESTED, "not JSON"),
        (b'{"latitude": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b"null", "not an object"),
        (b"[1, 2]", "not an object"),
        (b'{"truckId": "7", "latitude": 1e400, "longitude": 0}', "latitude is not finite"),
        (record(latitude=91), "latitude is out of range"),
        (record(longitude=-181), "longitude is out of range"),
        (record(recordedAt=NOW * 1000), "recordedAt is in milliseconds, not seconds"),
        (record(301), "recordedAt is in the future"),
        (record(recordedAt="2027-13-01T00:00:00Z"), "recordedAt is neither ISO 8601 nor epoch seconds"),
        (record(truckId=None), "truckId is missing or not an id"),
        (record(truckId="a\r\nb"), "truckId is missing or not an id"),
        ({"Type": "Notification", "Message": "hello"}, "not an object"),
    ],
)
def test_a_bad_record_is_parked_with_its_reason_and_the_good_ones_stand(
    events: TruckEvents, store: TruckStore, clients: Clients, parked: str, bad: Any, reason: str
) -> None:
    answer = events.handle(batch(record(-9, truckId="a"), bad, record(truckId="b")), None)
    assert answer == {"batchItemFailures": []}
    assert reasons(clients, parked) == [reason]
    assert store.trucks(["a", "b"]).keys() == {"a", "b"}


def newest(store: TruckStore) -> tuple[float, float]:
    fix = store.trucks(["7"])["7"].fix
    assert fix is not None
    return fix.point


@pytest.mark.parametrize("apart", [False, True])
def test_of_equal_times_the_later_on_the_stream_wins(
    events: TruckEvents, store: TruckStore, apart: bool
) -> None:
    first = record()
    later = record(latitude=AINTREE.latitude, longitude=AINTREE.longitude)
    both = batch(first, later)
    if apart:  # and it may come first
        for each in reversed(both["Records"]):
            events.handle({"Records": [each]}, None)
    else:
        events.handle(both, None)
    assert newest(store) == AINTREE


def test_of_equal_times_the_device_s_own_sequence_comes_before_the_stream_s(
    events: TruckEvents, store: TruckStore
) -> None:
    late = record(latitude=AINTREE.latitude, longitude=AINTREE.longitude, sequence=1)
    events.handle(batch(record(sequence=2), late), None)
    assert newest(store) == WALTON


@pytest.mark.parametrize(
    "wrapped",
    [
        {"Type": "Notification", "MessageId": "m", "Message": json.dumps(record())},
        record(),
    ],
)
def test_an_envelope_of_sns_is_opened_and_a_raw_record_is_one(
    events: TruckEvents, store: TruckStore, wrapped: dict[str, Any]
) -> None:
    events.handle(batch(wrapped), None)
    assert newest(store) == WALTON


def test_a_record_that_comes_again_under_a_new_number_changes_nothing(
    events: TruckEvents, store: TruckStore
) -> None:
    events.handle(batch(record(-60), record()), None)
    before = store.dynamodb.scan(TableName=store.table)["Items"]
    again = batch(record(), record(), record())
    events.handle({"Records": again["Records"][1:]}, None)
    assert store.dynamodb.scan(TableName=store.table)["Items"] == before


def test_what_is_parked_is_the_record_as_it_came(events: TruckEvents, clients: Clients, parked: str) -> None:
    sent = batch(record(latitude=91))
    events.handle(sent, None)
    (message,) = clients.sqs.receive_message(QueueUrl=parked)["Messages"]
    kinesis = sent["Records"][0]["kinesis"]
    body = json.loads(message["Body"])
    assert (body["record"], body["data"]) == (kinesis["sequenceNumber"], kinesis["data"])
