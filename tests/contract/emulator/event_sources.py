"""Who reads streams, and what becomes of a batch that fails."""

from __future__ import annotations

import json
import tempfile
import uuid
from pathlib import Path
from typing import Any

from tests.support.emulators import Emulator

READ = """
    import base64, json
    def numbers(event):
        for record in event["Records"]:
            if "kinesis" in record:
                yield record["kinesis"]["sequenceNumber"], int(base64.b64decode(record["kinesis"]["data"]))
            else:
                yield record["dynamodb"]["SequenceNumber"], int(record["dynamodb"]["Keys"]["pk"]["S"])
"""
POISONED = (
    READ
    + """
    def handler(event, context):
        batch = [n for _, n in numbers(event)]
        print("batch", json.dumps(batch))
        if 3 in batch:
            raise ValueError("poison")
"""
)
PARTIAL = (
    READ
    + """
    def handler(event, context):
        print("batch", json.dumps([n for _, n in numbers(event)]))
        return {"batchItemFailures": [{"itemIdentifier": s} for s, n in numbers(event) if n == 3]}
"""
)
WAITS = """
    import os, time
    def handler(event, context):
        open("%s.began", "w").close()
        deadline = time.time() + 8
        while not os.path.exists("%s") and time.time() < deadline:
            time.sleep(0.02)
        print("flag" if os.path.exists("%s") else "no flag")
"""
RAISES_FLAG = """
    def handler(event, context):
        open("%s", "w").close()
"""
BOUNDS = {"StartingPosition": "TRIM_HORIZON", "BatchSize": 10, "MaximumRetryAttempts": 1}


def table_stream(aws: Emulator) -> tuple[str, str]:
    """A table with the rows 1 to 5 in its stream: its name and the stream's ARN."""
    dynamodb = aws.client("dynamodb")
    table = dynamodb.create_table(
        TableName=f"t-{uuid.uuid4().hex[:8]}",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )["TableDescription"]
    for n in range(1, 6):
        dynamodb.put_item(TableName=table["TableName"], Item={"pk": {"S": str(n)}})
    return table["TableName"], table["LatestStreamArn"]


def kinesis_stream(aws: Emulator) -> tuple[str, str]:
    """A stream with the records 1 to 5: its name and ARN."""
    kinesis = aws.client("kinesis")
    name = f"k-{uuid.uuid4().hex[:8]}"
    kinesis.create_stream(StreamName=name, ShardCount=1)
    described: dict[str, Any] = aws.wait_for(
        "stream", lambda: kinesis.describe_stream(StreamName=name)["StreamDescription"]
    )
    for n in range(1, 6):
        kinesis.put_record(StreamName=name, Data=str(n).encode(), PartitionKey="one")
    return name, described["StreamARN"]


def mapped(aws: Emulator, source: str, code: str, **settings: Any) -> str:
    """A function of this code, mapped to the source."""
    function = aws.function(code)
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=source, FunctionName=function, **BOUNDS, **settings
    )
    return function


def batches(aws: Emulator, function: str) -> list[list[int]]:
    return [
        json.loads(line.removeprefix("batch ")) for line in aws.printed(function) if line.startswith("batch ")
    ]


def check_poison(aws: Emulator, source: str, info: str) -> None:
    """The poison is tried twice, dropped and told of; all the others get through."""
    url, arn = aws.queue()
    destination = {"OnFailure": {"Destination": arn}}
    function = mapped(aws, source, POISONED, BisectBatchOnFunctionError=True, DestinationConfig=destination)
    record = json.loads(aws.message(url)["Body"])
    assert record["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert record[info]["batchSize"] == 1
    aws.wait_for("rest", lambda: [batch for batch in batches(aws, function) if 5 in batch and 3 not in batch])
    done = {n for batch in batches(aws, function) if 3 not in batch for n in batch}
    assert done == {1, 2, 4, 5}
    assert batches(aws, function).count([3]) == 2


def a_table_stream_drops_its_poison(aws: Emulator) -> None:
    check_poison(aws, table_stream(aws)[1], "DDBStreamBatchInfo")


def a_kinesis_stream_drops_its_poison(aws: Emulator) -> None:
    check_poison(aws, kinesis_stream(aws)[1], "KinesisBatchInfo")


def check_partial(aws: Emulator, source: str) -> None:
    """Of a partial failure, only what comes from the first failed record on is tried again."""
    function = mapped(aws, source, PARTIAL, FunctionResponseTypes=["ReportBatchItemFailures"])
    aws.wait_for("second try", lambda: len(batches(aws, function)) > 1)
    assert batches(aws, function)[:2] == [[1, 2, 3, 4, 5], [3, 4, 5]]


def a_table_stream_tries_only_what_failed(aws: Emulator) -> None:
    check_partial(aws, table_stream(aws)[1])


def a_kinesis_stream_tries_only_what_failed(aws: Emulator) -> None:
    check_partial(aws, kinesis_stream(aws)[1])


def a_slow_stream_does_not_hold_up_a_queue(aws: Emulator) -> None:
    """The stream's function waits for the queue's."""
    flag = Path(tempfile.gettempdir()) / f"flag-{uuid.uuid4().hex}"
    began = flag.with_suffix(".began")
    slow = mapped(aws, table_stream(aws)[1], WAITS % (flag, flag, flag))
    url, arn = aws.queue()
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=arn, FunctionName=aws.function(RAISES_FLAG % flag)
    )
    aws.wait_for("start of the stream's function", began.exists)
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="go")
    try:
        assert aws.wait_for("end of the stream's function", lambda: aws.printed(slow)) == ["flag"]
    finally:
        flag.unlink(missing_ok=True)
        began.unlink()


MEETS = (
    READ
    + """
    import os, time
    def handler(event, context):
        mine, other = [n for _, n in numbers(event)][0], "%s"
        open(other + str(mine), "w").close()
        deadline = time.time() + 5
        while not all(os.path.exists(other + str(n)) for n in (0, 1)) and time.time() < deadline:
            time.sleep(0.02)
        print("met" if time.time() < deadline else "alone")
"""
)


def two_shards_are_read_side_by_side(aws: Emulator) -> None:
    """A function waits, with a batch of one shard, for the batch of the other."""
    kinesis, name = aws.client("kinesis"), f"k-{uuid.uuid4().hex[:8]}"
    kinesis.create_stream(StreamName=name, ShardCount=2)
    stream = kinesis.describe_stream(StreamName=name)["StreamDescription"]
    for shard, each in enumerate(stream["Shards"]):
        start = each["HashKeyRange"]["StartingHashKey"]
        kinesis.put_record(StreamName=name, Data=str(shard).encode(), PartitionKey="x", ExplicitHashKey=start)
    function = mapped(aws, stream["StreamARN"], MEETS % (Path(tempfile.mkdtemp()) / "batch-"))
    assert aws.wait_for(
        "both shards", lambda: (said := aws.printed(function)) and len(said) == 2 and said
    ) == [
        "met",
        "met",
    ]


def a_slow_table_stream_does_not_hold_up_another(aws: Emulator) -> None:
    """One stream's function waits for the other's, which was mapped later."""
    flag = Path(tempfile.mkdtemp()) / "flag"
    began = flag.with_suffix(".began")
    slow = mapped(aws, table_stream(aws)[1], WAITS % (flag, flag, flag))
    aws.wait_for("start of the slow function", began.exists)
    mapped(aws, table_stream(aws)[1], RAISES_FLAG % flag)
    assert aws.wait_for("end of the slow function", lambda: aws.printed(slow)) == ["flag"]


CHECKS = (
    two_shards_are_read_side_by_side,
    a_slow_table_stream_does_not_hold_up_another,
    a_table_stream_drops_its_poison,
    a_kinesis_stream_drops_its_poison,
    a_table_stream_tries_only_what_failed,
    a_kinesis_stream_tries_only_what_failed,
    a_slow_stream_does_not_hold_up_a_queue,
)
