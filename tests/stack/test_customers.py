"""Customers through the deployed functions: the API, its document, and what tickets tell."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frontdesk.domains.customers.store import CustomerStore
from simulator import signing_in
from simulator.desk import Desk
from tests.stack.test_trucks import eventually
from tests.support.aws import ROOT
from tests.support.customers import Api

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CONFIG = ROOT / "tests" / "support" / "schemathesis.toml"
NAMES = {"firstName": "Zoë", "lastName": "Åkesson", "email": "zoe@example.com"}


@pytest.fixture
def system(deployed: Desk) -> Api:
    return Api(deployed, "system")


@pytest.fixture
def customer(system: Api) -> str:
    """A customer of the test's own, with 100 points."""
    made = system.call("POST", "/customers", {**NAMES, "rewardPoints": 100})
    assert made.status == 201
    return str(made.body["id"])


@pytest.fixture
def tell(deployed: Desk) -> Callable[..., None]:
    """Tells what another domain would."""

    def publish(kind: str, **more: Any) -> None:
        deployed.client("sns").publish(
            TopicArn=deployed.outputs["EventsTopic"],
            Message=json.dumps({"type": kind, "account": "nobody", "at": "2026-11-27T09:00:00Z", **more}),
            MessageAttributes={"type": {"DataType": "String", "StringValue": kind}},
        )

    return publish


def test_whoever_signs_in_sees_oneself_and_nobody_else(deployed: Desk, customer: str) -> None:
    maya = Api(deployed, "maya")
    mine = maya.call("GET", "/customers/c-maya")
    assert (mine.status, mine.body["account"]) == (200, "maya")
    assert [each["id"] for each in maya.call("GET", "/customers").body["customers"]] == ["c-maya"]
    others, unknown = (maya.call("GET", f"/customers/{each}") for each in (customer, "c-unknown"))
    assert (others.status, others.text) == (unknown.status, unknown.text)
    assert others.status == 404
    assert maya.call("DELETE", "/customers/c-maya", if_match="*").status == 403  # no scope for that


@pytest.mark.parametrize("token", ["", "Bearer x.y.z", "Bearer"])
def test_nobody_is_let_in_without_a_token(deployed: Desk, token: str) -> None:
    assert Api(deployed).call("GET", "/customers/c-maya", authorization=token).status == 401


def test_the_document_and_its_page_are_for_everybody(deployed: Desk) -> None:
    assert Api(deployed).call("GET", "/openapi.json").body["openapi"] == "3.1.0"
    page = Api(deployed).call("GET", "/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "POST /customers:import" in page.text


def test_schemathesis_finds_nothing(deployed: Desk) -> None:
    """Its examples are the same at every run; what it adds it adds in the name of a system."""
    url, token = deployed.outputs["CustomersUrl"], signing_in.token(deployed, "system")
    command = [str(SCHEMATHESIS), "--config-file", str(CONFIG), "run", f"{url}/openapi.json", "--url", url]
    command += ["--header", f"Authorization: Bearer {token}", "--max-examples", "10", "--seed", "1"]
    command += ["--generation-deterministic", "--suppress-health-check", "all"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_a_ticket_earns_once_and_a_refund_takes_back(
    deployed: Desk, customer: str, tell: Callable[..., None]
) -> None:
    store = CustomerStore(deployed.client("dynamodb"), deployed.outputs["CustomersTable"])
    booking = {"booking": uuid.uuid4().hex, "customer": customer, "cents": 4200, "points": 0}

    def balance(wanted: int) -> bool | None:
        known = store.get(customer, now=True)
        return True if known and known.points.balance == wanted else None

    tell("ticket.issued", **booking)
    tell("ticket.issued", **booking)
    assert eventually(lambda: balance(310))
    tell("ticket.refunded", **booking)
    tell("ticket.refunded", **booking)
    assert eventually(lambda: balance(100))
