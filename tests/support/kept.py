"""All that a deployed desk keeps and that can be read: where it is, and what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from simulator.desk import Desk

type Kept = Iterator[tuple[str, bytes]]


def everything(desk: Desk, but: tuple[str, str]) -> Kept:
    """but: a bucket and the prefix of objects in it of which only the keys are looked at."""
    yield from logs(desk)
    yield from queues(desk)
    yield from tables(desk)
    yield from objects(desk, but)
    yield from streams(desk)
    yield from settings(desk)


def logs(desk: Desk) -> Kept:
    client = desk.client("logs")
    for group in _pages(client, "describe_log_groups", "logGroups"):
        name = group["logGroupName"]
        lines = [each["message"] for each in _pages(client, "filter_log_events", "events", logGroupName=name)]
        yield from _some(f"log group {name}", lines)


def queues(desk: Desk) -> Kept:
    """Those that nobody empties: dead letters, failures, what is parked. (Reading others counts as a try.)"""
    sqs = desk.client("sqs")
    for url in _pages(sqs, "list_queues", "QueueUrls"):
        told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        if "RedrivePolicy" in told:
            assert told["ApproximateNumberOfMessages"] == "0", f"{url} is not worked off"
            continue
        seen: dict[str, str] = {}
        for _ in range(1 + int(told["ApproximateNumberOfMessages"])):
            got = sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0, MessageAttributeNames=["All"]
            ).get("Messages", [])
            seen |= {each["MessageId"]: json.dumps(each, default=str) for each in got}
        yield from _some(f"queue {url.rpartition('/')[2]}", list(seen.values()))


def tables(desk: Desk) -> Kept:
    dynamodb = desk.client("dynamodb")
    for table in _pages(dynamodb, "list_tables", "TableNames"):
        for item in _pages(dynamodb, "scan", "Items", TableName=table):
            yield f"table {table}", b"\n".join(_leaves(item))


def objects(desk: Desk, but: tuple[str, str]) -> Kept:
    s3 = desk.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        for version in _pages(s3, "list_object_versions", "Versions", Bucket=name):
            key = version["Key"]
            yield f"object {name}/{key}", key.encode()
            if name == but[0] and key.startswith(but[1]):
                continue
            got = s3.get_object(Bucket=name, Key=key, VersionId=version["VersionId"])
            yield f"object {name}/{key}", json.dumps(got["Metadata"]).encode()
            if not name.startswith("aws-sam-cli"):  # code and templates
                yield f"object {name}/{key}", got["Body"].read()


def streams(desk: Desk) -> Kept:
    kinesis = desk.client("kinesis")
    for stream in kinesis.list_streams()["StreamNames"]:
        for shard in kinesis.list_shards(StreamName=stream)["Shards"]:
            iterator = kinesis.get_shard_iterator(
                StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            while records := (got := kinesis.get_records(ShardIterator=iterator, Limit=1000))["Records"]:
                yield f"stream {stream}", b"\n".join(each["Data"] for each in records)
                iterator = got["NextShardIterator"]


def settings(desk: Desk) -> Kept:
    """What functions and stacks are told."""
    for function in _pages(desk.client("lambda"), "list_functions", "Functions"):
        yield f"function {function['FunctionName']}", json.dumps(function).encode()
    for stack in _pages(desk.client("cloudformation"), "describe_stacks", "Stacks"):
        yield f"stack {stack['StackName']}", json.dumps(stack, default=str).encode()


def _pages(client: Any, operation: str, what: str, **asked: Any) -> Iterator[Any]:
    for page in client.get_paginator(operation).paginate(**asked):
        yield from page.get(what, ())


def _some(where: str, texts: list[str]) -> Kept:
    """Many short texts, a hundred at a time."""
    for start in range(0, len(texts), 100):
        yield where, "\n".join(texts[start : start + 100]).encode()


def _leaves(value: Any) -> Iterator[bytes]:
    """The names and values of an item, binary ones as they are."""
    match value:
        case dict():
            for name, inner in value.items():
                yield str(name).encode()
                yield from _leaves(inner)
        case list() | tuple() | set():
            for inner in value:
                yield from _leaves(inner)
        case bytes():
            yield value
        case _:
            yield str(value).encode()
