"""The demo fleet: brought as often as one likes, and taken away."""

from __future__ import annotations

import json
import uuid

from frontdesk.app import Tools
from frontdesk.domains.trucks.demo import DemoFleet
from frontdesk.domains.trucks.model import read_fix
from frontdesk.domains.trucks.store import TruckStore
from tests.support.trucks import NOW


def test_the_demo_fleet_comes_and_goes(tools: Tools) -> None:
    kinesis, stream = tools.clients.kinesis, f"demo-{uuid.uuid4().hex[:8]}"
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    store = TruckStore(tools.clients.dynamodb, tools.settings["TRUCKS_TABLE"])
    demo = DemoFleet(store, kinesis, stream, lambda: NOW)
    demo.bring()
    demo.bring()
    trucks = {truck.name: truck for truck in store.fleet("maya")}
    assert trucks.keys() == {"Blue Seven", "Green Two"}
    assert trucks["Blue Seven"].destination == store.site("maya", "depot")
    shard = kinesis.list_shards(StreamName=stream)["Shards"][0]["ShardId"]
    iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")[
        "ShardIterator"
    ]
    records = kinesis.get_records(ShardIterator=iterator)["Records"]
    fixes = [read_fix(json.loads(record["Data"]), NOW) for record in records]
    assert {fix.truck for fix in fixes} == {"blue-7", "green-2"}
    assert max(fix.at for fix in fixes) == (NOW - 120) * 1000
    demo.take_away()
    assert store.fleet("maya") == []
    assert store.site("maya", "depot") is None
