"""How far the tracker is behind a stream, by the rate of positions and the number of shards."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

from frontdesk.domains.trucks.store import TruckStore
from simulator import desk
from simulator.trucks.replay import put

RATE, SECONDS = 250, 6  # positions a second, and for how long
PUTS = 5  # a second
PATIENCE = 300
# What a mapping of the deployed stream has that one of another stream shall have too.
SETTINGS = (
    "BatchSize", "MaximumBatchingWindowInSeconds", "BisectBatchOnFunctionError", "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds", "FunctionResponseTypes", "DestinationConfig",
)  # fmt: skip


@contextmanager
def stream_of(here: desk.Desk, shards: int) -> Iterator[str]:
    """The name of a stream of so many shards that the deployed tracker reads as it does its own."""
    kinesis, lambdas = here.client("kinesis"), here.client("lambda")
    name, function = f"lag-{uuid.uuid4().hex[:8]}", here.outputs["TruckTracker"]
    kinesis.create_stream(StreamName=name, ShardCount=shards)
    kinesis.get_waiter("stream_exists").wait(StreamName=name)
    own = next(
        each
        for each in lambdas.list_event_source_mappings(FunctionName=function)["EventSourceMappings"]
        if ":kinesis:" in each["EventSourceArn"]
    )
    made = lambdas.create_event_source_mapping(
        EventSourceArn=kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"][
            "StreamARN"
        ],
        FunctionName=function,
        StartingPosition="TRIM_HORIZON",
        **{setting: own[setting] for setting in SETTINGS if setting in own},
    )
    try:
        yield name
    finally:
        lambdas.delete_event_source_mapping(UUID=made["UUID"])
        kinesis.delete_stream(StreamName=name)


def behind(
    here: desk.Desk,
    store: TruckStore,
    stream: str,
    records: Sequence[dict[str, Any]],
    newest: Mapping[str, int],
) -> float:
    """How long after the last position the tracker is done, in seconds. newest: truck → epoch seconds."""
    kinesis, started = here.client("kinesis"), time.monotonic()
    for number, some in enumerate(batched(records, max(1, len(records) // (SECONDS * PUTS)), strict=False)):
        time.sleep(max(0.0, started + number / PUTS - time.monotonic()))
        put(kinesis, stream, some)
    return tracked(store, newest)


def tracked(store: TruckStore, newest: Mapping[str, int]) -> float:
    """Waits until every truck is where it was last; for how long, in seconds."""
    started = time.monotonic()
    while time.monotonic() < started + PATIENCE:
        now = {truck.id: truck.fix.at // 1000 for truck in store.trucks(newest).values() if truck.fix}
        if now == newest:
            break
        time.sleep(0.05)
    return time.monotonic() - started
