"""DynamoDB transactions: all of it or nothing, and a meeting with another transaction is no failure yet."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from random import uniform
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError, error_answer
from frontdesk.aws.items import to_item
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

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
