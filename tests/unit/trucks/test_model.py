"""What is a position, and what is parked, with which reason."""

from __future__ import annotations

import math
from typing import Any

import pytest

from frontdesk.domains.trucks.model import MILLISECONDS, Fix, order, read_fix
from frontdesk.errors import Rejected
from tests.support.trucks import NOW, WALTON, record


def test_a_record_is_a_fix() -> None:
    read = read_fix(record(speed=12.5, heading=90, accuracy=4), NOW, sequence=9)
    assert read == Fix("7", NOW * 1000, WALTON, 9, 12.5, 90.0, 4.0)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-11-23T09:00:00Z", 1_795_424_400),
        ("2026-11-23T10:00:00+01:00", 1_795_424_400),
        ("2026-11-23 09:00:00", 1_795_424_400),
        ("2026-11-23T09:00:00.250Z", 1_795_424_400.25),
        (1_795_424_400, 1_795_424_400),
        (1_795_424_400.25, 1_795_424_400.25),
    ],
)
def test_times_are_iso_or_epoch_seconds(text: Any, seconds: float) -> None:
    assert read_fix(record(recordedAt=text), NOW).at == seconds * 1000


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"latitude": 91}, "latitude is out of range"),
        ({"latitude": None}, "latitude is missing"),
        ({"longitude": -180.01}, "longitude is out of range"),
        ({"longitude": "2.9"}, "longitude is not a number"),
        ({"latitude": math.nan}, "latitude is not finite"),
        ({"latitude": math.inf}, "latitude is not finite"),
        ({"latitude": True}, "latitude is not a number"),
        ({"longitude": 10**400}, "longitude is out of range"),
        ({"recordedAt": NOW * 1000}, "recordedAt is in milliseconds, not seconds"),
        ({"recordedAt": 10**400}, "recordedAt is in milliseconds, not seconds"),
        ({"recordedAt": NOW + 301}, "recordedAt is in the future"),
        ({"recordedAt": math.nan}, "recordedAt is not finite"),
        ({"recordedAt": None}, "recordedAt is missing"),
        ({"recordedAt": 0}, "recordedAt is before 2000"),
        ({"recordedAt": "yesterday"}, "recordedAt is neither ISO 8601 nor epoch seconds"),
        ({"recordedAt": [1]}, "recordedAt is not a time"),
        ({"truckId": ""}, "truckId is missing or not an id"),
        ({"truckId": "a b"}, "truckId is missing or not an id"),
        ({"truckId": "x" * 65}, "truckId is missing or not an id"),
        ({"truckId": True}, "truckId is missing or not an id"),
        ({"speed": 101}, "speed is out of range"),
        ({"heading": 361}, "heading is out of range"),
        ({"accuracy": -1}, "accuracy is out of range"),
        ({"sequence": -1}, "sequence is not a count"),
        ({"sequence": 1.5}, "sequence is not a count"),
    ],
)
def test_what_can_never_be_a_fix_is_rejected_with_its_reason(wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(Rejected) as rejected:
        read_fix(record(**wrong), NOW)
    assert rejected.value.reason == reason


@pytest.mark.parametrize("nothing", [None, 7, "text", [record()]])
def test_only_an_object_is_a_record(nothing: Any) -> None:
    with pytest.raises(Rejected, match="not an object"):
        read_fix(nothing, NOW)


def test_a_clock_may_be_five_minutes_ahead() -> None:
    assert read_fix(record(300), NOW).at == (NOW + 300) * 1000


def test_milliseconds_of_every_year_since_2000_are_recognised() -> None:
    assert 946_684_800 * 1000 >= MILLISECONDS > 4_102_444_800


def test_a_devices_own_sequence_counts_before_the_streams() -> None:
    assert read_fix(record(sequence=3), NOW, sequence=10**55).sequence == 3


def test_orders_sort_by_time_and_then_by_sequence() -> None:
    in_order = [order(5, 10**55), order(1_000, 2), order(1_000, 10), order(10_000, 1)]
    assert sorted(in_order) == in_order
