"""The outbox reaches whom it is for: what cannot be told now waits in a queue, with the reason, and is told
later; nothing behind it waits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from frontdesk.aws.items import to_item
from frontdesk.domains.tickets.publisher import Publisher, handle
from frontdesk.errors import TryAgain

ISSUED = {"type": "ticket.issued", "booking": "b1", "cents": 5724}


def refused(code: str) -> TryAgain:
    """What `aws` makes of a service's error."""
    error = TryAgain()
    error.__cause__ = ClientError({"Error": {"Code": code, "Message": ""}}, "Publish")
    return error


@dataclass
class Door:
    """A queue or a topic. fails: what it says to the next messages."""

    fails: list[TryAgain] = field(default_factory=list)
    told: list[Mapping[str, Any]] = field(default_factory=list)

    def send(self, messages: list[Mapping[str, Any]]) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.told += messages

    def publish(self, message: Mapping[str, Any], type: str) -> None:
        self.send([message])


@dataclass
class Office:
    payment: Door = field(default_factory=Door)
    events: Door = field(default_factory=Door)
    untold: Door = field(default_factory=Door)
    parked: list[str] = field(default_factory=list)

    def park(self, record: Any, reason: str) -> None:
        self.parked.append(reason)

    def handle(self, *records: Any) -> list[str]:
        """Hand the function a batch; what is to come again."""
        publisher = Publisher(self.payment, self.events, self.untold)  # type: ignore[arg-type]
        failures = handle(publisher, self, {"Records": records})  # type: ignore[arg-type]
        return [each["itemIdentifier"] for each in failures["batchItemFailures"]]


@pytest.fixture
def office() -> Office:
    return Office()


def row(message: Mapping[str, Any], to: str = "events", number: str = "1") -> Any:
    """A record of the table's stream."""
    return {"dynamodb": {"NewImage": to_item({"to": to, "message": message}), "SequenceNumber": number}}


def waiting(office: Office) -> list[Any]:
    """What waits in the queue, as it comes from there."""
    return [{"messageId": f"m{n}", "body": json.dumps(each)} for n, each in enumerate(office.untold.told)]


def test_each_goes_where_it_is_addressed(office: Office) -> None:
    held = {"type": "booking.held", "booking": "b1"}
    assert office.handle(row(ISSUED), row(held, "payment", "2")) == []
    assert (office.events.told, office.payment.told, office.untold.told) == ([ISSUED], [held], [])


@pytest.mark.parametrize("code", ["AuthorizationError", "InternalError", "NotFound"])
def test_what_is_not_taken_waits_with_its_reason_and_is_told_later(office: Office, code: str) -> None:
    office.events.fails = [refused(code)] * 12
    assert office.handle(row(ISSUED)) == []
    assert office.untold.told == [{"to": "events", "message": ISSUED, "reason": code}]
    for _ in range(11):  # until it is among the dead letters
        assert office.handle(*waiting(office)) == ["m0"]
    assert office.handle(*waiting(office)) == []  # mended, and redriven
    assert (office.events.told, office.parked) == ([ISSUED], [])


def test_what_follows_does_not_wait(office: Office) -> None:
    office.events.fails = [TryAgain()]
    later = {**ISSUED, "booking": "b2"}
    assert office.handle(row(ISSUED), row(later, number="2")) == []
    assert office.events.told == [later]
    assert office.untold.told == [{"to": "events", "message": ISSUED, "reason": "no answer"}]


def test_where_the_queue_takes_nothing_either_the_stream_brings_it_again(office: Office) -> None:
    office.events.fails, office.untold.fails = [TryAgain()], [TryAgain()]
    assert office.handle(row(ISSUED, number="7")) == ["7"]
    assert office.handle(row(ISSUED, number="7")) == []
    assert office.events.told == [ISSUED]


def test_what_would_be_refused_each_time_is_parked(office: Office) -> None:
    office.events.fails = [refused("ValidationException")] * 2
    assert office.handle(row(ISSUED)) == []
    assert office.handle({"messageId": "m", "body": json.dumps({"to": "events", "message": ISSUED})}) == []
    assert office.parked == ["refused_by_aws"] * 2


@pytest.mark.parametrize("body", ["no json", "[]", "7", "null", "{}", '{"to": "events", "message": 7}'])
def test_what_is_no_news_is_parked(office: Office, body: str) -> None:
    assert office.handle({"messageId": "m", "body": body}) == []
    assert office.handle({"dynamodb": {"NewImage": {}, "SequenceNumber": "1"}}) == []
    assert office.parked[1:] == ["not_an_outbox_row"]
    assert office.parked[0] in ("not_json", "not_an_outbox_row")
