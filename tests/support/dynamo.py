"""DynamoDB in this process: the embedded AWS's own, called without a network, for tests of thousands of runs.

Conditions, expressions, transactions, indexes and the stream are the emulator's. Every write is an effect of
`Power`: a test can have a process die just before or just after any of them.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from functools import cache
from typing import Any

from botocore.exceptions import ClientError
from ministack.services import dynamodb

from tests.support import aws
from tests.support.memory import Power

WRITES = frozenset({"put_item", "delete_item", "update_item", "transact_write_items"})


class InProcess:
    """As a botocore client of DynamoDB, as far as the desk uses one."""

    def __init__(self, power: Power) -> None:
        self._power = power
        self.calls = 0

    def __getattr__(self, operation: str) -> Any:
        if operation.startswith("__"):
            raise AttributeError(operation)

        def call(**request: Any) -> dict[str, Any]:
            self.calls += 1
            work = lambda: _call(operation, request)  # noqa: E731
            return self._power.effect(work) if operation in WRITES else work()  # type: ignore[no-any-return]

        return call

    def create(self, domain: str, logical_id: str) -> str:
        """A new table as the domain's stack describes it; its name."""
        properties = _properties(domain, logical_id)
        wanted = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        name = f"{logical_id}-{uuid.uuid4().hex[:12]}"
        described = {each: properties[each] for each in wanted if each in properties}
        _call("create_table", {"TableName": name, "StreamSpecification": stream, **described})
        return name


@cache
def _properties(domain: str, logical_id: str) -> dict[str, Any]:
    properties: dict[str, Any] = aws.stack(domain)["Resources"][logical_id]["Properties"]
    return properties


def stream(table: str, position: int) -> tuple[list[dict[str, Any]], int]:
    """The records of a table's stream from a position on, as a function gets them, and the next position."""
    records = dynamodb.stream_records_since(table, position, 10_000)
    return json.loads(json.dumps(records, default=_encode)), dynamodb.stream_end_position(table)


def forget(table: str) -> None:
    """Drop a table, and what its stream has, which the emulator else keeps for whoever is still reading it:
    thousands of them would fill the memory."""
    _call("delete_table", {"TableName": table})
    dynamodb._closed_streams.clear()


def _call(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    status, _, body = getattr(dynamodb, f"_{operation}")(json.loads(json.dumps(request, default=_encode)))
    answer: dict[str, Any] = json.loads(body or "{}")
    if status < 300:
        return answer
    code = str(answer.get("__type", "")).rpartition("#")[2]
    told: Any = {"Error": {"Code": code, "Message": answer.get("message", answer.get("Message", ""))}}
    told["CancellationReasons"] = answer.get("CancellationReasons", [])
    raise ClientError(told, re.sub(r"_(\w)", lambda m: m[1].upper(), f"_{operation}"))


def _encode(value: Any) -> Any:
    return base64.b64encode(value).decode()
