"""A tracker on real tables, and batches of the stream for it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from frontdesk.app import Tools
from frontdesk.aws.clients import Clients, Requests
from frontdesk.aws.publishing import Queue
from frontdesk.domains.trucks.events import TruckEvents
from frontdesk.domains.trucks.journal import Journal
from frontdesk.domains.trucks.places import Gazetteer
from frontdesk.domains.trucks.store import TruckStore
from frontdesk.domains.trucks.tracker import Tracker
from tests.support.trucks import NOW, gazetteer


@pytest.fixture
def store(tools: Tools) -> TruckStore:
    return TruckStore(tools.clients.dynamodb, tools.settings["TRUCKS_TABLE"])


@pytest.fixture
def journal(store: TruckStore) -> Journal:
    return Journal(store.dynamodb, store.table)


@pytest.fixture
def tracker(store: TruckStore, journal: Journal, tmp_path_factory: pytest.TempPathFactory) -> Tracker:
    folder = tmp_path_factory.getbasetemp() / "gazetteer"
    folder.mkdir(exist_ok=True)
    return Tracker(store, journal, Gazetteer(gazetteer(folder)), lambda: NOW)


@pytest.fixture
def parked(clients: Clients, request: pytest.FixtureRequest) -> str:
    name = "parked-" + base64.b32encode(request.node.name.encode()).decode().rstrip("=")[-60:]
    return clients.sqs.create_queue(QueueName=name)["QueueUrl"]


@pytest.fixture
def events(tracker: Tracker, clients: Clients, parked: str) -> TruckEvents:
    requests = Requests(tracker.store.dynamodb)
    return TruckEvents(tracker, Queue(clients.sqs, parked), lambda: NOW, lambda: requests.count)


def batch(*payloads: Any) -> dict[str, Any]:
    """An event of the stream: dicts as JSON, bytes as they are."""
    return {
        "Records": [
            {
                "eventSource": "aws:kinesis",
                "kinesis": {
                    "sequenceNumber": str(10**55 + number),
                    "data": base64.b64encode(
                        payload if isinstance(payload, bytes) else json.dumps(payload).encode()
                    ).decode(),
                },
            }
            for number, payload in enumerate(payloads)
        ]
    }


def reasons(clients: Clients, queue: str) -> list[str]:
    found: list[str] = []
    while messages := clients.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(json.loads(message["Body"])["reason"])
            clients.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found)
