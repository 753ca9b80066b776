"""What the emulator remembers from one start to the next, and ministack alone still does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import emulators
from tests.support.emulators import Emulator

TABLE = {
    "TableName": "remembered",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
}


def _write(aws: Emulator, text: str) -> None:
    aws.client("dynamodb").put_item(TableName="remembered", Item={"pk": {"S": text}})


def _streamed(aws: Emulator) -> list[str]:
    """What is in the table's stream, from its beginning."""
    arn = aws.client("dynamodb").describe_table(TableName="remembered")["Table"]["LatestStreamArn"]
    streams = aws.client("dynamodbstreams")
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    records = streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
    return [record["dynamodb"]["Keys"]["pk"]["S"] for record in records]


def _after_a_restart(folder: Path, module: str) -> list[str]:
    with emulators.running(folder, module, 30) as aws:
        aws.client("dynamodb").create_table(**TABLE)
        _write(aws, "before")
    with emulators.running(folder, module, 30) as aws:
        _write(aws, "after")
        return _streamed(aws)


def test_a_stream_goes_on_where_it_was(tmp_path: Path) -> None:
    assert _after_a_restart(tmp_path, "simulator.emulator") == ["before", "after"]


def test_ministack_alone_still_forgets_it(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        assert _after_a_restart(tmp_path, "ministack") == ["before", "after"]
