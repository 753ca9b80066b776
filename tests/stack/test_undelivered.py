"""News that the topic cannot deliver, from the upload to the bill: nothing in between is done by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from frontdesk.domains.patients.model import State
from frontdesk.domains.patients.store.tables import Tables
from simulator.desk import Desk
from tests.support.delivery import delivering, refusing
from tests.support.discharges import becomes, hears, of, parked, upload
from tests.support.eventually import eventually


@pytest.fixture(autouse=True)
def alone(deployed: Desk) -> Iterator[None]:
    with delivering(alone=True):
        yield


def test_a_checkout_is_delayed_and_somebody_is_told_until_it_is_redriven(
    deployed: Desk, tables: Tables, visit: int
) -> None:
    sqs, bills = deployed.client("sqs"), deployed.outputs["BillsQueue"]
    with refusing(deployed, bills):
        upload(deployed, of(visit, cents=700))
        token = becomes(tables, visit, State.DELAYED)["token"]
    assert "taking longer than it should" in hears(deployed, token)
    found = eventually(lambda: parked(deployed, str(visit)))
    assert (found["function"], found["reason"]) == ("patient_error", "undelivered")
    assert found["record"] == {"token": token, "visit": str(visit)}
    for _ in range(2):
        sqs.send_message(QueueUrl=bills, MessageBody=json.dumps(found["record"]))
    becomes(tables, visit, State.BILLED, 700)
    assert hears(deployed, token) == f"Your checkout for visit {visit} is finished."
