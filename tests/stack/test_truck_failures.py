"""A direct asynchronous invoke of the tracker that cannot succeed is tried three times, and told of twice."""

from __future__ import annotations

import json
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.desk import Desk
from tests.stack.test_trucks import eventually, record


@pytest.fixture
def broken(deployed: Desk) -> Iterator[str]:
    """The deployed tracker as it is, but for a table that is not there; its name."""
    aws, name = deployed.client("lambda"), f"broken-{uuid.uuid4().hex[:8]}"
    tracker = aws.get_function(FunctionName=deployed.outputs["TruckTracker"])
    known = tracker["Configuration"]
    with urllib.request.urlopen(tracker["Code"]["Location"]) as code:
        archive = code.read()
    variables = {**known["Environment"]["Variables"], "TRUCKS_TABLE": "no-such-table"}
    aws.create_function(
        FunctionName=name,
        Code={"ZipFile": archive},
        Layers=[layer["Arn"] for layer in known["Layers"]],
        Environment={"Variables": variables},
        **{each: known[each] for each in ("Runtime", "Handler", "Role", "Timeout", "DeadLetterConfig")},
    )
    latest = {"Qualifier": "$LATEST"}  # as SAM writes it
    settings = aws.get_function_event_invoke_config(FunctionName=known["FunctionName"], **latest)
    kept = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
    aws.put_function_event_invoke_config(
        FunctionName=name, **latest, **{each: settings[each] for each in kept}
    )
    yield name
    aws.delete_function(FunctionName=name)


def message(desk: Desk, queue: str, marker: str) -> Any:
    """A message in which the marker stands, taken from the queue; None where there is none now."""
    sqs = desk.client("sqs")
    found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=1)
    for each in found.get("Messages", []):
        if marker in each["Body"]:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=each["ReceiptHandle"])
            return json.loads(each["Body"])
    return None


def test_an_invoke_that_fails_for_good_is_at_its_destination_and_a_dead_letter(
    deployed: Desk, broken: str, truck: str
) -> None:
    aws = deployed.client("lambda")
    sent = record(truck)
    aws.invoke(FunctionName=broken, InvocationType="Event", Payload=json.dumps(sent).encode())
    told = eventually(lambda: message(deployed, deployed.outputs["TrackerFailures"], truck))
    assert told["requestPayload"] == sent
    assert told["requestContext"]["condition"] == "RetriesExhausted"
    assert told["requestContext"]["approximateInvokeCount"] == 3
    assert told["responsePayload"]["errorType"] == "TryAgain"
    arn = aws.get_function_configuration(FunctionName=broken)["DeadLetterConfig"]["TargetArn"]
    letters = deployed.client("sqs").get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
    assert eventually(lambda: message(deployed, letters, truck)) == sent
