"""Records: one that is poison is parked at once, one that may succeed later comes again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from frontdesk.aws import records
from frontdesk.aws.records import Parking
from frontdesk.errors import TryAgain


class Aside:
    """A queue that keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def send(self, messages: Any) -> None:
        self.sent += messages


def tried(text: str, failure: Exception | None = None) -> tuple[list[str], records.Failures]:
    """The reasons for which a message was parked, and what is handed back to its queue."""
    aside = Aside()

    def work(record: records.Record) -> None:
        records.body(record)
        if failure:
            raise TryAgain from failure

    event = {"Records": [{"messageId": "m", "body": text}]}
    back = records.from_queue(event, work, Parking(aside, "a_function"))  # type: ignore[arg-type]
    return [each["reason"] for each in aside.sent], back


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "PutItem")


NONE: records.Failures = {"batchItemFailures": []}
AGAIN: records.Failures = {"batchItemFailures": [{"itemIdentifier": "m"}]}


@pytest.mark.parametrize("text", ["", "{", "[" * 20_000])
def test_what_is_no_json_is_parked(text: str) -> None:
    assert tried(text) == (["not_json"], NONE)


def cancelled(*codes: str) -> ClientError:
    """A transaction that was: why, of each of its steps."""
    answer: Any = {"Error": {"Code": "TransactionCanceledException", "Message": ""}}
    answer["CancellationReasons"] = [{"Code": code} for code in codes]
    return ClientError(answer, "TransactWriteItems")


@pytest.mark.parametrize("failure", [refused("ValidationException"), cancelled("None", "ValidationError")])
def test_what_a_service_will_never_take_is_parked(failure: ClientError) -> None:
    assert tried("{}", failure) == (["refused_by_aws"], NONE)


@pytest.mark.parametrize(
    "failure",
    [
        refused("ThrottlingException"),
        refused("InternalServerError"),
        refused("AccessDeniedException"),
        cancelled("None", "ThrottlingError"),
        cancelled("TransactionConflict", "ConditionalCheckFailed"),
        EndpointConnectionError(endpoint_url="http://x"),
    ],
)
def test_what_may_succeed_later_comes_again(failure: Exception) -> None:
    assert tried("{}", failure) == ([], AGAIN)


def test_good_records_are_done() -> None:
    assert tried(json.dumps({})) == ([], NONE)
