"""Customers through the deployed functions: the API, its document, and what tickets tell."""

from __future__ import annotations

import csv
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
from simulator.load import __main__ as load
from simulator.place import here
from tests.stack.test_grades import SHARED
from tests.stack.test_trucks import eventually
from tests.support import tokens
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


def test_schemathesis_finds_nothing(deployed: Desk, tmp_path: Path) -> None:
    """Its examples are the same at every run; what it adds it adds in the name of a system."""
    url, token = deployed.outputs["CustomersUrl"], signing_in.token(deployed, "system")
    command = [str(SCHEMATHESIS), "--config-file", str(CONFIG), "run", f"{url}/openapi.json", "--url", url]
    command += ["--header", f"Authorization: Bearer {token}", "--max-examples", "10", "--seed", "1"]
    command += ["--generation-deterministic", "--suppress-health-check", "all"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
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


def as_others(file: Path, folder: Path, mark: str) -> tuple[Path, list[dict[str, str]]]:
    """The public file with customers of the test's own, and its rows."""
    with file.open(encoding="utf-8", newline="") as source:
        rows = [{**row, "CustomerId": mark + row["CustomerId"]} for row in csv.DictReader(source)]
    with (folder / file.name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return folder / file.name, rows


@pytest.mark.skipif(not (SHARED / "customers.csv").exists(), reason="the public data is not here")
def test_the_public_customers_come_in_with_their_accents_and_their_points(
    system: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = f"{uuid.uuid4().hex[:8]}-"
    people, rows = as_others(SHARED / "customers.csv", tmp_path, mark)
    paid, invoices = as_others(SHARED / "customer_invoices.csv", tmp_path, mark)
    wanted = {"FILE": str(people), "KIND": "customers", "INVOICES": str(paid)}
    assert load.main(wanted) == 0
    assert load.main(wanted) == 0  # again: nothing is earned twice
    assert "59 created" in (said := capsys.readouterr().out)
    assert "59 unchanged" in said
    total = 0
    for row in rows:
        known = system.call("GET", f"/customers/{row['CustomerId']}").body
        names = (known["firstName"], known["lastName"], known["email"])
        assert names == (row["FirstName"], row["LastName"], row["Email"])
        total += known["rewardPoints"]
    cents = [round(float(row["Total"]) * 100) for row in invoices]
    assert total == sum(each // 20 for each in cents)  # five points a dollar: one for twenty cents


def test_tokens_that_the_pool_did_not_give_or_not_for_now_are_401(deployed: Desk) -> None:
    claims = tokens.read(signing_in.token(deployed, "maya"))
    key = tokens.of_pool(here().state, deployed.outputs["UserPoolId"])
    wrong = {
        "expired": tokens.signed({**claims, "exp": claims["iat"] - 1}, key),
        "alg=none": tokens.unsigned(claims),
        "foreign key": tokens.signed(claims, tokens.another()),
        "foreign issuer": tokens.signed({**claims, "iss": "https://issuer.example"}, key),
        "another client": tokens.signed({**claims, "client_id": "another"}, key),
    }
    answers = {
        what: Api(deployed).call("GET", "/customers/c-maya", authorization=f"Bearer {token}").status
        for what, token in {**wrong, "right": tokens.signed(claims, key)}.items()
    }
    assert answers == dict.fromkeys(wrong, 401) | {"right": 200}


def test_one_web_site_may_call_it_from_its_pages(deployed: Desk) -> None:
    asked = {"origin": "http://localhost:8000", "access_control_request_method": "PATCH"}
    allowed = Api(deployed).call("OPTIONS", "/customers/c-maya", **asked)
    assert allowed.headers["access-control-allow-origin"] == asked["origin"]
    other = Api(deployed).call("OPTIONS", "/customers/c-maya", **{**asked, "origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers


def test_an_import_of_nearly_five_megabytes_is_answered_in_time(system: Api) -> None:
    mark, name = uuid.uuid4().hex[:8], "N" * 90
    lines = [f"{mark}-{n},{name},{name},{'e' * 40}{n}@example.com" for n in range(2_000)]
    body = "\n".join(["id,firstName,lastName,email", *lines]).encode()
    said = system.call("POST", "/customers:import", body, content_type="text/csv")
    assert (said.status, said.body["created"]) == (200, 2_000)
    large = b" " * 5_000_001
    assert system.call("POST", "/customers:import", large, content_type="application/json").status == 413


def test_poison_is_parked_with_its_reason_and_costs_nobody_else(
    deployed: Desk, customer: str, tell: Callable[..., None]
) -> None:
    store = CustomerStore(deployed.client("dynamodb"), deployed.outputs["CustomersTable"])
    mark = uuid.uuid4().hex
    tell("ticket.issued", booking=mark, customer=customer, cents=-5)
    tell("ticket.issued", booking=f"{mark}-2", customer=customer, cents=1000)
    assert eventually(
        lambda: (known := store.get(customer, now=True)) and known.points.balance == 150 or None
    )
    sqs, url = deployed.client("sqs"), deployed.outputs["CustomerParking"]

    def parked() -> str | None:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            if mark in message["Body"]:
                return str(json.loads(message["Body"])["reason"])
        return None

    assert eventually(parked) == "not_a_count"
