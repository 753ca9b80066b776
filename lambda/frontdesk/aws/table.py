"""DynamoDB tables: rows as plain values, all failures as one; transactions: all of it or nothing, and a
meeting with another transaction is no failure yet."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import uniform
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError, error_answer
from frontdesk.aws.items import from_item, to_item
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

type Row = Mapping[str, Any]

# Waits before a transaction that met another one is sent again, in seconds: each at random, up to this.
WAITS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.4, 0.4)


def put(table: str, row: Mapping[str, Any], condition: str = "") -> dict[str, Any]:
    """The action that puts a row, where a condition holds; else the answer has what is there."""
    only = {"ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    return {"Put": {"TableName": table, "Item": to_item(row)} | (only if condition else {})}


def transact(
    dynamodb: DynamoDBClient, actions: Sequence[Any], sleep: Callable[[float], None] = time.sleep
) -> list[Any] | None:
    """Do all actions or none: None where they were done; where a condition did not hold, for each action
    {"Code", "Item" (what is there)}. Raises TryAgain where DynamoDB does not answer, or is too busy."""
    for wait in (*WAITS, None):
        try:
            dynamodb.transact_write_items(TransactItems=actions)
        except AwsError as error:
            reasons: list[Any] = error_answer(error).get("CancellationReasons") or []
            codes = {reason.get("Code") for reason in reasons}
            if "ConditionalCheckFailed" in codes:
                return reasons
            if wait is None or "TransactionConflict" not in codes:
                raise TryAgain from error
            sleep(uniform(0, wait))  # nosec B311
        else:
            return None
    raise TryAgain


@dataclass(frozen=True, slots=True)
class Table:
    """table: its name. All methods raise TryAgain where DynamoDB does not answer."""

    dynamodb: DynamoDBClient
    table: str

    def get(self, key: Mapping[str, str], **how: Any) -> dict[str, Any]:
        """A row's values; empty where there is none."""
        answer = self.call("get_item", TableName=self.table, Key=to_item(key), **how)
        return from_item(answer.get("Item", {}))

    def get_all(self, keys: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
        """The rows that there are of up to a hundred keys, as they are now, in one read."""
        found, wanted = [], [to_item(key) for key in keys]
        while wanted:
            asked = {self.table: {"Keys": wanted, "ConsistentRead": True}}
            answer = self.call("batch_get_item", RequestItems=asked)
            found += [from_item(item) for item in answer["Responses"].get(self.table, ())]
            left = answer.get("UnprocessedKeys", {}).get(self.table, {}).get("Keys", [])
            if len(left) == len(wanted):  # it would be asked for ever, while a person waits
                raise TryAgain("DynamoDB is busy")
            wanted = left
        return found

    def query(self, condition: str, values: Mapping[str, Any], **how: Any) -> list[dict[str, Any]]:
        """All rows that a key condition finds."""
        query = {"KeyConditionExpression": condition, "ExpressionAttributeValues": to_item(values), **how}
        found, start = [], None
        while True:
            more: Any = {"ExclusiveStartKey": start} if start else {}
            answer = self.call("query", TableName=self.table, **query, **more)
            found += [from_item(item) for item in answer["Items"]]
            if not (start := answer.get("LastEvaluatedKey")):
                return found

    def call(self, operation: str, **request: Any) -> Mapping[str, Any]:
        """One call to DynamoDB."""
        try:
            answer: Mapping[str, Any] = getattr(self.dynamodb, operation)(**request)
        except AwsError as error:
            raise TryAgain from error
        return answer
