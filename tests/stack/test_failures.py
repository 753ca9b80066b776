"""An asynchronous event that cannot succeed (G9): three attempts, one record where it is sent, an alarm."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from simulator.desk import Desk
from tests.support.aws import stack
from tests.support.broken import alarms, taken, without
from tests.support.eventually import eventually
from tests.support.security import of_type

type Event = Mapping[str, Any]

FUNCTION = "AWS::Serverless::Function"


def position(mark: str) -> Event:
    return {"truckId": mark, "latitude": 53.4, "longitude": -2.9, "recordedAt": "2026-11-23T09:00:00Z"}


def news(mark: str) -> Event:
    told = {"type": "ticket.issued", "booking": mark, "customer": "c-maya", "cents": 100, "points": 0}
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"MessageId": mark, "Message": json.dumps(told)}}]}


def uploaded(mark: str) -> Event:
    told = {"key": "uploads/patientData.json", "versionId": mark, "sequencer": "00FF"}
    return {"Records": [{"eventTime": "2026-01-01T00:00:00.000Z", "s3": {"object": told}}]}


def deletion(mark: str) -> Event:
    return {"visit": "100017", "request": mark}


# handler → the table that is taken from it, and an event
ASYNCHRONOUS: Mapping[str, tuple[str, Callable[[str], Event]]] = {
    "truck_tracker": ("TRUCKS_TABLE", position),
    "points_keeper": ("CUSTOMERS_TABLE", news),
    "patient_checkout": ("VISITS_TABLE", uploaded),
    "patient_deletion": ("VISITS_TABLE", deletion),
}


def test_these_are_all_that_are_called_and_not_waited_for() -> None:
    found = {
        function["Handler"].split(".")[1]
        for domain in ("trucks", "customers", "patients")
        for function in of_type(stack(domain), FUNCTION).values()
        if "EventInvokeConfig" in function
    }
    assert found == ASYNCHRONOUS.keys()


@pytest.mark.parametrize("handler", ASYNCHRONOUS)
def test_an_event_that_fails_for_good_is_tried_three_times_told_once_and_alarms(
    deployed: Desk, handler: str
) -> None:
    table, make = ASYNCHRONOUS[handler]
    sent = make(mark := f"x{uuid.uuid4().hex[:8]}")
    with without(deployed, handler, table) as (broken, original):
        payload = json.dumps(sent).encode()
        deployed.client("lambda").invoke(FunctionName=broken, InvocationType="Event", Payload=payload)
        destination = original["DestinationConfig"]["OnFailure"]["Destination"]
        told = eventually(lambda: taken(deployed, destination, mark))
        assert told["requestPayload"] == sent
        assert told["requestContext"]["condition"] == "RetriesExhausted"
        assert told["requestContext"]["approximateInvokeCount"] == 3
        assert told["responsePayload"]["errorType"] == "TryAgain"
        assert taken(deployed, destination, mark) is None
        assert alarms(deployed, destination)
        letters = original.get("DeadLetterConfig", {}).get("TargetArn")
        if letters:
            assert eventually(lambda: taken(deployed, letters, mark)) == sent
            assert alarms(deployed, letters)
