"""The HTTP door: who may, what is refused and how, and that what is taken reaches the stream."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from frontdesk.aws.clients import Clients
from frontdesk.domains.trucks.door import Door, device_key
from tests.support.trucks import NOW, record

SECRET = b"s" * 32


@pytest.fixture
def stream(clients: Clients) -> str:
    name = f"positions-{uuid.uuid4().hex[:8]}"
    clients.kinesis.create_stream(StreamName=name, ShardCount=1)
    return name


def owns(user: str, truck: str) -> bool:
    """Maya has truck 7."""
    return (user, truck) == ("maya", "7")


@pytest.fixture
def door(clients: Clients, stream: str) -> Door:
    return Door(clients.kinesis, stream, lambda: SECRET, lambda: NOW, owns)


def on_the_stream(clients: Clients, stream: str) -> list[Any]:
    shard = clients.kinesis.list_shards(StreamName=stream)["Shards"][0]["ShardId"]
    iterator = clients.kinesis.get_shard_iterator(
        StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    found = clients.kinesis.get_records(ShardIterator=iterator)["Records"]
    return [(each["PartitionKey"], json.loads(each["Data"])) for each in found]


def request(body: Any, truck: str = "7", **more: Any) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "X-Device-Key": device_key(SECRET, "7")}
    text = body if isinstance(body, str) else json.dumps(body)
    return {"pathParameters": {"id": truck}, "headers": headers, "body": text, **more}


def test_one_position_or_many_are_taken_in_their_order(door: Door, clients: Clients, stream: str) -> None:
    one = record()
    del one["truckId"]
    assert json.loads(door.handle(request(one), None)["body"]) == {"accepted": 1}
    answer = door.handle(request([record(-n) for n in range(500)]), None)
    assert (answer["statusCode"], json.loads(answer["body"])) == (202, {"accepted": 500})
    assert on_the_stream(clients, stream) == [("7", record())] + [("7", record(-n)) for n in range(500)]


def signed_in(body: Any, truck: str = "7", **claims: str) -> dict[str, Any]:
    """A request that the API with the JWT authorizer has let through."""
    event = request(body, truck)
    del event["headers"]["X-Device-Key"]
    return event | {"requestContext": {"authorizer": {"jwt": {"claims": claims}}}}


def test_who_has_signed_in_speaks_for_trucks_of_their_own(door: Door, clients: Clients, stream: str) -> None:
    assert door.handle(signed_in(record(), username="maya"), None)["statusCode"] == 202
    others = door.handle(signed_in(record(truckId="8"), "8", username="maya"), None)
    nobodys = door.handle(signed_in(record(truckId="x"), "x", username="maya"), None)
    assert (others["statusCode"], others) == (404, nobodys)
    assert door.handle(signed_in(record(), username="omar"), None)["statusCode"] == 404
    assert on_the_stream(clients, stream) == [("7", record())]


def test_another_system_speaks_for_any_truck(door: Door, clients: Clients, stream: str) -> None:
    assert door.handle(signed_in(record(truckId="8"), "8", client_id="c"), None)["statusCode"] == 202
    assert on_the_stream(clients, stream) == [("8", record(truckId="8"))]


def test_a_body_in_base64_is_read(door: Door) -> None:
    body = base64.b64encode(json.dumps(record()).encode()).decode()
    assert door.handle(request(body, isBase64Encoded=True), None)["statusCode"] == 202


@pytest.mark.parametrize("held", ["", "wrong", device_key(SECRET, "8"), "ünicode"])
def test_only_the_trucks_own_key_opens(door: Door, clients: Clients, stream: str, held: str) -> None:
    event = request(record())
    event["headers"]["X-Device-Key"] = held
    answer = door.handle(event, None)
    assert answer["statusCode"] == 401
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert on_the_stream(clients, stream) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[" * 100_000, 400),
        ('{"latitude": NaN}', 400),
        ('{"latitude": 1, "latitude": 2}', 400),
        (record(latitude=1e400), 400),
        (record(extra=1), 400),
        (record(truckId="8"), 400),
        (record(recordedAt=NOW * 1000), 400),
        ([], 400),
        ([7], 400),
        ([record()] * 501, 400),
        (" " * 700_000, 413),
    ],
)
def test_what_is_wrong_is_a_problem_and_nothing_is_taken(
    door: Door, clients: Clients, stream: str, body: Any, status: int
) -> None:
    answer = door.handle(request(body), None)
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["status"]) == (status, status)
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert on_the_stream(clients, stream) == []


def test_each_mistake_of_a_batch_is_named_and_none_of_it_is_taken(door: Door) -> None:
    batch = [record(), record(latitude=91), record(600)]
    problem = json.loads(door.handle(request(batch), None)["body"])
    assert problem["errors"] == [
        {"index": 1, "reason": "latitude is out of range"},
        {"index": 2, "reason": "recordedAt is in the future"},
    ]


def test_another_content_type_is_refused(door: Door) -> None:
    event = request(record())
    event["headers"]["Content-Type"] = "text/plain"
    assert door.handle(event, None)["statusCode"] == 415


@pytest.mark.parametrize("event", [{}, {"headers": None}, {"pathParameters": None, "headers": {}}])
def test_an_odd_event_is_answered_too(door: Door, event: dict[str, Any]) -> None:
    assert door.handle(event, None)["statusCode"] == 401


class Kinesis:
    """A stream that is too busy for the first record of each call, or not there."""

    def __init__(self, busy: int) -> None:
        self.busy, self.sizes = busy, list[int]()

    def put_records(self, *, StreamName: str, Records: list[Any]) -> Any:
        self.sizes.append(len(Records))
        if self.busy < 0:
            raise EndpointConnectionError(endpoint_url="-")
        self.busy -= 1
        first = {"ErrorCode": "ProvisionedThroughputExceededException"} if self.busy >= 0 else {}
        return {"Records": [first, *({} for _ in Records[1:])]}


def test_what_the_stream_was_too_busy_for_goes_again_and_nothing_else() -> None:
    kinesis = Kinesis(busy=1)
    door = Door(kinesis, "s", lambda: SECRET, lambda: NOW, owns)  # type: ignore[arg-type]
    assert door.handle(request([record(), record(-1)]), None)["statusCode"] == 202
    assert kinesis.sizes == [2, 1]


@pytest.mark.parametrize("busy", [-1, 9])
def test_a_stream_that_does_not_take_it_is_a_503_to_try_again(busy: int) -> None:
    door = Door(Kinesis(busy), "s", lambda: SECRET, lambda: NOW, owns)  # type: ignore[arg-type]
    answer = door.handle(request(record()), None)
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "1")
