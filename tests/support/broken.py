"""A deployed function that cannot succeed, and where its failures go."""

from __future__ import annotations

import json
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from simulator.desk import Desk


@contextmanager
def without(desk: Desk, handler: str, table: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A function as it is deployed, but for a table that is not there: its name, and its original."""
    aws, name = desk.client("lambda"), f"broken-{uuid.uuid4().hex[:8]}"
    pages = aws.get_paginator("list_functions").paginate()
    known = next(
        each
        for page in pages
        for each in page["Functions"]
        if each["Handler"] == f"handlers.{handler}.handler" and not each["FunctionName"].startswith("broken-")
    )
    with urllib.request.urlopen(
        aws.get_function(FunctionName=known["FunctionName"])["Code"]["Location"]
    ) as code:
        archive = code.read()
    dead_letters = {"DeadLetterConfig": known["DeadLetterConfig"]} if known.get("DeadLetterConfig") else {}
    aws.create_function(
        FunctionName=name,
        Code={"ZipFile": archive},
        Layers=[layer["Arn"] for layer in known["Layers"]],
        Environment={"Variables": {**known["Environment"]["Variables"], table: "no-such-table"}},
        **{each: known[each] for each in ("Runtime", "Handler", "Role", "Timeout")},
        **dead_letters,
    )
    latest = {"Qualifier": "$LATEST"}  # as SAM writes it
    settings = aws.get_function_event_invoke_config(FunctionName=known["FunctionName"], **latest)
    kept = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
    given = {each: settings[each] for each in kept if settings.get(each) is not None}
    aws.put_function_event_invoke_config(FunctionName=name, **latest, **given)
    try:
        yield name, {**known, **given}
    finally:
        aws.delete_function(FunctionName=name)


def waiting(desk: Desk, arn: str, mark: str) -> dict[str, Any] | None:
    """A message in which the mark stands, left in the queue; None where there is none now."""
    sqs = desk.client("sqs")
    queue = sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=1)
    return next((each for each in found.get("Messages", []) if mark in each["Body"]), None)


def taken(desk: Desk, arn: str, mark: str) -> Any:
    """The same, taken from the queue: what it says."""
    found, sqs = waiting(desk, arn, mark), desk.client("sqs")
    if found is None:
        return None
    queue = sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=found["ReceiptHandle"])
    return json.loads(found["Body"])


def alarms(desk: Desk, arn: str) -> list[Any]:
    """The alarms that go off when something is in a queue."""
    queue = {"Name": "QueueName", "Value": arn.rpartition(":")[2]}
    found = desk.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return [each for each in found if queue in each["Dimensions"] and each["AlarmActions"]]
