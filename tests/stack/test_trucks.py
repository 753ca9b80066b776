"""Trucks through the deployed functions: every door, poison, arrivals, and the conversation about them."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from types import SimpleNamespace
from typing import Any

import pytest

from frontdesk.aws.keys import Keys
from frontdesk.conversation.turn import Account
from frontdesk.domains.accounts.store import AccountStore
from frontdesk.domains.trucks.door import device_key
from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.model import Site, Truck
from frontdesk.domains.trucks.store import TruckStore
from simulator.alexa import AlexaDevice
from simulator.desk import Desk
from simulator.functions import invoker
from simulator.trucks.replay import main, put
from tests.support.drivers import Bringing
from tests.support.eventually import eventually
from tests.support.trucks import AINTREE, NORRIS_GREEN, WALTON


def record(truck: str, at: Point = WALTON, ago: float = 0, **more: Any) -> dict[str, Any]:
    now = time.time()
    return {
        "truckId": truck,
        "latitude": at.latitude,
        "longitude": at.longitude,
        "recordedAt": now - ago,
        **more,
    }


def send(desk: Desk, *records: Any) -> None:
    put(desk.client("kinesis"), desk.outputs["PositionStream"], records)


def place_of(store: TruckStore, truck: str) -> str | None:
    known = store.trucks([truck]).get(truck)
    return known.place.name if known and known.place else None


def is_at(store: TruckStore, truck: str, place: str) -> None:
    assert eventually(lambda: place_of(store, truck) == place or None)


def parked(desk: Desk, marker: str) -> list[str]:
    """The reasons of the parked records in which the marker stands, taken from the queue."""
    sqs, queue, found = desk.client("sqs"), desk.outputs["PositionParking"], list[str]()
    for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=1).get(
        "Messages", []
    ):
        body = json.loads(message["Body"])
        data = body["data"]
        text = data if data.startswith("{") else base64.b64decode(data).decode(errors="replace")
        if marker in text:
            found.append(body["reason"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


def test_a_position_on_the_stream_is_where_the_truck_is(
    deployed: Desk, store: TruckStore, truck: str
) -> None:
    send(deployed, record(truck, AINTREE, ago=5), record(truck, WALTON, ago=60))
    is_at(store, truck, "Aintree")
    assert [each.point for each, _ in store.track(truck)] == [WALTON, AINTREE]


def test_poison_on_the_stream_is_parked_and_costs_only_itself(
    deployed: Desk, store: TruckStore, truck: str
) -> None:
    good = [record(f"{truck}-{n}", NORRIS_GREEN) for n in range(9)]
    send(deployed, *good[:4], record(truck, latitude=91), *good[4:])
    for n in range(9):
        is_at(store, f"{truck}-{n}", "Norris Green")
    assert eventually(lambda: parked(deployed, truck) or None) == ["latitude is out of range"]


def test_a_direct_asynchronous_invoke_brings_the_same(deployed: Desk, store: TruckStore, truck: str) -> None:
    deployed.client("lambda").invoke(
        FunctionName=deployed.outputs["TruckTracker"],
        InvocationType="Event",
        Payload=json.dumps(record(truck, AINTREE)).encode(),
    )
    is_at(store, truck, "Aintree")


def post(desk: Desk, truck: str, body: Any, key: str) -> tuple[int, Any]:
    url = (
        f"{desk.aws_url}/_aws/execute-api/{desk.outputs['PositionHttpId']}/$default/trucks/{truck}/positions"
    )
    headers = {"Content-Type": "application/json", "X-Device-Key": key}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_the_http_door_takes_a_device_with_its_key(deployed: Desk, store: TruckStore, truck: str) -> None:
    keys = Keys(SimpleNamespace(kms=deployed.client("kms")), deployed.outputs["DeskKeyArn"])  # type: ignore[arg-type]
    key = device_key(keys.device, truck)
    assert post(deployed, truck, [record(truck, AINTREE)], key) == (202, {"accepted": 1})
    is_at(store, truck, "Aintree")
    assert post(deployed, truck, record(truck, AINTREE), "another's")[0] == 401
    assert post(deployed, truck, record(truck, latitude=91), key)[0] == 400


@pytest.fixture
def maya(deployed: Desk, truck: str) -> Account:
    """Somebody with a fleet of her own, linked to a user of Alexa."""
    account = Account(truck, {"trucks": (truck,)})
    table = AccountStore(deployed.client("dynamodb"), deployed.outputs["AccountsTable"])
    table.link(f"alexa:amzn1.ask.account.{truck}", account)
    return account


def ask(desk: Desk, user: str, intent: str, **slots: str) -> str:
    """What the deployed skill says."""
    skill = invoker(desk.client("lambda"), desk.outputs["AlexaSkillArn"])
    device = AlexaDevice(skill, Bringing(), f"amzn1.ask.account.{user}", "en-US")
    answer = device.send(intent, slots)
    assert answer.answered and not answer.warnings, (answer.problems, answer.warnings)
    return answer.speech


def subscribed(desk: Desk, account: Account) -> str:
    """A queue that gets what one account is told by SNS; its URL."""
    sqs, topic = desk.client("sqs"), desk.outputs["ArrivalTopic"]
    queue = sqs.create_queue(QueueName=account.id)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    desk.client("sns").subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=arn,
        Attributes={"FilterPolicy": json.dumps({"account": [account.id]}), "RawMessageDelivery": "true"},
    )
    return queue


def test_who_waits_for_an_arrival_is_told_once(
    deployed: Desk, store: TruckStore, truck: str, maya: Account
) -> None:
    sqs, queue = deployed.client("sqs"), subscribed(deployed, maya)
    store.register(Truck(truck, "Blue Seven", truck, destination=Site("the depot", AINTREE)))
    send(deployed, record(truck, WALTON, ago=30))
    is_at(store, truck, "Walton")
    assert ask(deployed, truck, "WhereIsTruck") == (
        "Blue Seven is near Walton, Liverpool. It was seen just now."
    )
    assert ask(deployed, truck, "TellWhenThere", truck="blue seven") == (
        "All right, I'll let you know when Blue Seven arrives at the depot."
    )
    for _ in range(3):
        send(deployed, record(truck, AINTREE))
    told = eventually(
        lambda: sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages") or None
    )
    assert [message["Body"].partition(" at ")[0] for message in told] == ["Blue Seven got to the depot"]
    assert store.trucks([truck])[truck].watches == {}
    rows = deployed.client("dynamodb").query(
        TableName=store.table,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :alert)",
        ExpressionAttributeValues={":pk": {"S": f"TRUCK#{truck}"}, ":alert": {"S": "ALERT#"}},
    )
    assert rows["Count"] == 1


def test_the_demo_fleet_comes_with_the_stack(deployed: Desk, store: TruckStore) -> None:
    is_at(store, "blue-7", "Aintree")
    is_at(store, "green-2", "Norris Green")
    assert [truck.name for truck in store.fleet("maya")] == ["Blue Seven", "Green Two"]


def test_a_csv_of_ones_own_is_replayed_and_can_be_asked_about(
    deployed: Desk, store: TruckStore, truck: str, maya: Account, tmp_path: Any, capsys: Any
) -> None:
    file = tmp_path / "fleet.csv"
    lines = [f"{n},{truck}-{n % 2},2026-01-26 15:5{n}:00,53.4472,-2.9169" for n in (3, 1, 0, 2)]
    file.write_text("\n".join(["id,vehicle_id,timestamp,latitude,longitude", *lines]))
    assert main([str(file), "--speed", "0", "--fleet", truck]) == 0
    told = capsys.readouterr().out
    assert f"· 2 trucks of {truck}'s, 4 positions" in told and "Norris Green, Liverpool" in told
    newest = {
        each.id: each.fix.at for each in store.trucks([f"{truck}-0", f"{truck}-1"]).values() if each.fix
    }
    assert newest == {f"{truck}-0": 1_769_442_720_000, f"{truck}-1": 1_769_442_780_000}
    said = ask(deployed, truck, "WhereAreTrucks")
    assert said.startswith("You have 2 trucks: ")
    assert "near Norris Green, Liverpool, seen" in said
