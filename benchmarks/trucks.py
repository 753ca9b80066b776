"""`make bench-trucks`: positions through the deployed tracker, as bad as they come.

30% arrive out of order, 10% twice, one in a thousand is poison. Said afterwards: positions a second, how
often a truck's newest position went back (it must not), how many were parked (exactly the poison), calls to
DynamoDB a position, and how far the tracker is behind at one, two and four times a rate, by shards.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from collections.abc import Sequence
from itertools import batched
from typing import Any

from benchmarks.own_desk import open_desk
from benchmarks.truck_lag import RATE, SECONDS, behind, stream_of, tracked
from frontdesk.domains.trucks.store import TruckStore
from simulator import desk
from simulator.trucks.replay import put

TRUCKS = 40
POISON = 1_000
PATIENCE = 900
CALLS_A_FIX = 1.2  # the bar
RATES, SHARDS = (1, 2, 4), (1, 2, 4)  # multiples of RATE, and what the stream has

type Records = list[dict[str, Any]]


def positions(count: int, run: str, seed: int = 4) -> tuple[Records, dict[str, int], int]:
    """The records in the order in which they are sent, each truck's newest time (epoch s), and the poison."""
    chance = random.Random(seed)
    start = int(time.time()) - count - 3600
    records = [_record(run, number, start) for number in range(count)]
    newest: dict[str, int] = {}
    for record in records:
        newest[record["truckId"]] = max(record["recordedAt"], newest.get(record["truckId"], 0))
    late = 60 * TRUCKS
    sent = [
        (n + chance.uniform(0, late) * (chance.random() < 0.3), record) for n, record in enumerate(records)
    ]
    sent += [(n + chance.uniform(0, late), records[n]) for n in chance.sample(range(count), count // 10)]
    ordered = [record for _, record in sorted(sent, key=lambda each: each[0])]
    bad = ({"latitude": 91}, {"recordedAt": start * 1000}, {"recordedAt": start + 10**9}, {"speed": -1})
    poison = [{**chance.choice(records), **chance.choice(bad)} for _ in range(count // POISON)]
    for each in poison:
        ordered.insert(chance.randrange(len(ordered)), each)
    return ordered, newest, len(poison)


def _record(run: str, number: int, start: int) -> dict[str, Any]:
    return {
        "truckId": f"{run}-{number % TRUCKS}",
        "latitude": round(53.40 + (number // TRUCKS % 1000) * 1e-4, 6),
        "longitude": round(-2.99 + (number % TRUCKS) * 2e-3, 6),
        "recordedAt": start + number,
        "sequence": number,
    }


class Watcher:
    """Looks at the trucks all the while, and counts how often one has gone back."""

    def __init__(self, store: TruckStore, trucks: Sequence[str]) -> None:
        self._store, self._trucks = store, trucks
        self.looks = self.regressions = 0
        self._seen: dict[str, str] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            self.look()

    def look(self) -> dict[str, int]:
        """Truck → its newest time, epoch seconds."""
        now = {truck.id: truck.fix for truck in self._store.trucks(self._trucks).values() if truck.fix}
        self.looks += 1
        self.regressions += sum(fix.order < self._seen.get(truck, "") for truck, fix in now.items())
        self._seen |= {truck: max(fix.order, self._seen.get(truck, "")) for truck, fix in now.items()}
        return {truck: fix.at // 1000 for truck, fix in now.items()}

    def stop(self) -> None:
        """Looks no more."""
        self._stop.set()
        self._thread.join()


def drained(here: desk.Desk, since: float, expected: int) -> dict[str, int]:
    """What the tracker's log lines add up to, once they tell of all records."""
    function = here.client("lambda").get_function_configuration(FunctionName=here.outputs["TruckTracker"])
    pages = here.client("logs").get_paginator("filter_log_events")
    query = {
        "logGroupName": function["LoggingConfig"]["LogGroup"],
        "startTime": int(since * 1000),
        "filterPattern": '"batch tracked"',
    }
    deadline = time.monotonic() + PATIENCE
    while True:
        lines = [json.loads(event["message"]) for page in pages.paginate(**query) for event in page["events"]]
        total = {name: sum(line[name] for line in lines) for name in ("fixes", "parked", "again", "calls")}
        done = total["fixes"] + total["parked"] - total["again"] >= expected
        if done or time.monotonic() > deadline:
            return total | {"batches": len(lines)}
        time.sleep(0.5)


def parked(here: desk.Desk) -> int:
    """Takes what is in the parking queue; how many records there were."""
    sqs, queue, count = here.client("sqs"), here.outputs["PositionParking"], 0
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        count += len(messages)
        entries = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(messages)]
        sqs.delete_message_batch(QueueUrl=queue, Entries=entries)
    return count


def lag(here: desk.Desk, store: TruckStore, factor: int, shards: int, run: str) -> float:
    """How far the tracker is behind a stream of its own, in seconds: see `behind`."""
    kinesis = here.client("kinesis")
    records, newest, _ = positions(RATE * factor * SECONDS, run, seed=factor)
    warm, first, _ = positions(2 * TRUCKS, f"{run}-w")
    with stream_of(here, shards) as own:
        put(kinesis, own, warm)  # a shard's first batch starts a function, which is no lag of a stream's
        tracked(store, first)
        seconds = behind(here, store, own, records, newest)
    store.forget([*newest, *first])
    return seconds


def main(arguments: Sequence[str]) -> int:
    """Runs it; 0 where every bar is met."""
    parser = argparse.ArgumentParser(prog="make bench-trucks")
    parser.add_argument("--count", type=int, default=100_000)
    count = parser.parse_args(arguments).count
    here, run = open_desk(), f"b{int(time.time())}"
    store = TruckStore(here.client("dynamodb"), here.outputs["TrucksTable"])
    kinesis, stream = here.client("kinesis"), here.outputs["PositionStream"]
    records, newest, poison = positions(count, run)
    parked(here)
    watcher, since, started = Watcher(store, list(newest)), time.time(), time.monotonic()
    for some in batched(records, 500, strict=False):
        put(kinesis, stream, some)
    put_in = time.monotonic() - started
    total = drained(here, since, len(records))
    took = time.monotonic() - started
    final = watcher.look()
    watcher.stop()
    in_queue, calls = parked(here), total["calls"] / max(1, total["fixes"])
    wrong = sum(final.get(truck) != at for truck, at in newest.items())

    def say(what: str, figure: str) -> None:
        print(f"{what:<36}{figure}", flush=True)

    say("records, of trucks", f"{len(records):,}, {len(newest)}")
    say("put onto the stream in", f"{put_in:.1f} s")
    say("tracked after", f"{took:.1f} s: {len(records) / took:,.0f} a second")
    say("newest positions that went back", f"{watcher.regressions}, in {watcher.looks} looks")
    say("newest positions that are wrong", f"{wrong}")
    say("parked", f"{in_queue} of {poison}")
    say("calls to DynamoDB a position", f"{calls:.3f}, bar {CALLS_A_FIX}")
    say("positions a batch", f"{total['fixes'] / max(1, total['batches']):.0f}")
    store.forget(list(newest))
    print(f"\nseconds behind after {SECONDS} s at a rate, by shards")
    print(f"{'a second':>10}" + "".join(f"{shards:>10}" for shards in SHARDS))
    for factor in RATES:
        lags = [lag(here, store, factor, shards, f"{run}-{factor}-{shards}") for shards in SHARDS]
        print(f"{RATE * factor:>10,}" + "".join(f"{seconds:>10.2f}" for seconds in lags), flush=True)
    print("A shard takes 1,000 a second in AWS; here all of them share this machine and one DynamoDB.")
    good = not watcher.regressions and not wrong and in_queue == poison and calls <= CALLS_A_FIX
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
