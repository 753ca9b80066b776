"""Fixes on real tables: what is written, in how many calls, and what if somebody else writes meanwhile."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any

import pytest

from frontdesk.aws.clients import Clients, Requests
from frontdesk.domains.trucks.events import TruckEvents
from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.journal import Journal
from frontdesk.domains.trucks.model import Fix, Truck, Watch
from frontdesk.domains.trucks.store import TruckStore
from frontdesk.domains.trucks.tracker import Tracker
from frontdesk.errors import TryAgain
from tests.support.trucks import AINTREE, NOW, WALTON, fix, record
from tests.unit.trucks.conftest import batch, reasons


def test_a_fix_is_where_the_truck_is_and_what_it_has_been(tracker: Tracker, store: TruckStore) -> None:
    assert tracker.track([fix(seconds=-60), fix(at=AINTREE)]) == frozenset()
    truck = store.trucks(["7"])["7"]
    assert truck.fix is not None
    assert (truck.fix.point, truck.fix.at) == (AINTREE, NOW * 1000)
    assert truck.place is not None
    assert (truck.place.name, truck.place.town) == ("Aintree", "Liverpool")
    kept = store.history("7", (NOW - 100) * 1000, (NOW + 1) * 1000)
    assert [(each.point, place.name) for each, place in kept if place] == [
        (WALTON, "Walton"),
        (AINTREE, "Aintree"),
    ]


def test_late_fixes_join_the_history_and_leave_the_newest(tracker: Tracker, store: TruckStore) -> None:
    tracker.track([fix(at=AINTREE)])
    before = store.trucks(["7"])
    tracker.track([fix(seconds=-30)])
    assert store.trucks(["7"]) == before
    assert len(store.history("7", 0, (NOW + 1) * 1000)) == 2


def test_another_writer_between_reading_and_writing_costs_no_newer_fix(
    tracker: Tracker, store: TruckStore, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = TruckStore.trucks
    rival = Tracker(store, journal, tracker.names, tracker.now)
    meanwhile = [[fix(at=AINTREE)]]

    def overtaken(self: TruckStore, ids: Any) -> dict[str, Truck]:
        known = read(self, list(ids))
        if meanwhile:
            rival.track(meanwhile.pop())
        return known

    monkeypatch.setattr(TruckStore, "trucks", overtaken)
    assert tracker.track([fix(seconds=-30)]) == frozenset()
    newest = read(store, ["7"])["7"].fix
    assert newest is not None
    assert newest.point == AINTREE


def shuffled(seed: int, count: int) -> Sequence[Fix]:
    """Fixes of five trucks, a third out of order, a tenth twice."""
    chance = random.Random(seed)
    fixes = [fix(f"t{n % 5}", n - count, Point(53.40 + n * 1e-5, -2.95), sequence=n) for n in range(count)]
    fixes += chance.choices(fixes, k=count // 10)
    return sorted(fixes, key=lambda each: each.at + (chance.random() < 0.3) * chance.randint(0, 60_000))


def test_few_calls_carry_many_fixes_and_none_goes_back(tracker: Tracker, store: TruckStore) -> None:
    requests, fixes = Requests(store.dynamodb), shuffled(1, 600)
    seen: dict[str, int] = {}
    for start in range(0, len(fixes), 100):
        assert tracker.track(fixes[start : start + 100]) == frozenset()
        written = requests.count
        for truck in store.trucks([f"t{n}" for n in range(5)]).values():
            assert truck.fix is not None
            assert truck.fix.at >= seen.get(truck.id, 0)
            seen[truck.id] = truck.fix.at
        requests.count = written
    assert seen == {t: max(each.at for each in fixes if each.truck == t) for t in seen}
    assert requests.count / len(fixes) <= 0.2


def test_the_same_batch_again_changes_nothing(tracker: Tracker, store: TruckStore) -> None:
    fixes = shuffled(2, 100)
    tracker.track(fixes)
    before = store.dynamodb.scan(TableName=store.table)["Items"]
    for _ in range(3):
        tracker.track(fixes)
    assert store.dynamodb.scan(TableName=store.table)["Items"] == before


def test_poison_is_parked_with_its_reason_and_costs_only_itself(
    events: TruckEvents, store: TruckStore, clients: Clients, parked: str
) -> None:
    bad = [b"not json", b'{"latitude": NaN}', b"[" * 100_000, record(latitude=91), record(600)]
    good = [record(-n, truckId=f"t{n}") for n in range(1, 6)]
    mixed = [each for pair in zip(bad, good, strict=True) for each in pair]
    assert events.handle(batch(*mixed), None) == {"batchItemFailures": []}
    assert len(store.trucks([f"t{n}" for n in range(1, 6)])) == 5
    assert reasons(clients, parked) == [
        "latitude is out of range",
        "not JSON",
        "not JSON",
        "not JSON",
        "recordedAt is in the future",
    ]


def test_only_the_records_of_a_truck_that_could_not_be_written_are_sent_again(
    events: TruckEvents, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = Journal.move

    def fails_for_t2(self: Journal, change: Any, now: int) -> None:
        if change.truck.id == "t2":
            raise TryAgain("busy")
        move(self, change, now)

    monkeypatch.setattr(Journal, "move", fails_for_t2)
    answer = events.handle(batch(*(record(truckId=f"t{n}") for n in (1, 2, 3))), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": str(10**55 + 1)}]}


def test_a_table_that_does_not_answer_sends_the_batch_again(
    events: TruckEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise TryAgain("busy")

    monkeypatch.setattr(TruckStore, "trucks", busy)
    answer = events.handle(batch(record(), record(-1)), None)
    assert answer is not None
    assert len(answer["batchItemFailures"]) == 2


@pytest.mark.parametrize(
    "event",
    [
        record(),
        {"positions": [record()]},
        [record()],
        {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(record())}}]},
        {"Type": "Notification", "Message": json.dumps({"positions": [record()]})},
    ],
)
def test_a_direct_invoke_brings_the_same(events: TruckEvents, store: TruckStore, event: Any) -> None:
    events.handle(event, None)
    newest = store.trucks(["7"])["7"].fix
    assert newest is not None
    assert newest.at == NOW * 1000


def test_a_direct_invoke_of_nonsense_is_parked_and_done(
    events: TruckEvents, clients: Clients, parked: str
) -> None:
    for event in ({}, {"positions": [7]}, {"Type": "Notification", "Message": "hello"}):
        events.handle(event, None)
    assert reasons(clients, parked) == ["latitude is missing", "not an object", "not an object"]


def test_a_direct_invoke_that_fails_is_raised_so_that_it_is_retried(
    events: TruckEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise TryAgain("busy")

    monkeypatch.setattr(TruckStore, "trucks", busy)
    with pytest.raises(TryAgain):
        events.handle(record(), None)


def test_a_watch_that_comes_true_leaves_one_alert_and_no_watch(tracker: Tracker, store: TruckStore) -> None:
    tracker.track([fix(seconds=-60)])
    watch = Watch("w", "arrive", AINTREE, 200, (NOW - 90) * 1000, "maya", "alexa:x", "en-US", "Aintree")
    store.watch("7", watch)
    for _ in range(2):
        tracker.track([fix(seconds=-30, at=AINTREE), fix(at=AINTREE)])
    rows = store.dynamodb.scan(TableName=store.table)["Items"]
    assert sum(row["sk"]["S"].startswith("ALERT#") for row in rows) == 1
    assert store.trucks(["7"])["7"].watches == {}
    newest = store.trucks(["7"])["7"].fix
    assert newest is not None
    assert newest.point == AINTREE
