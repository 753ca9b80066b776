"""One table's verbs, on rows of plain values: what DynamoDB may do to a call is dealt with here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError, error_answer, error_code
from frontdesk.aws.items import from_item, to_item
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

type Row = Mapping[str, Any]

# BatchWriteItem takes 25 requests. What it leaves unprocessed is sent again, after ever longer waits (s).
BATCH = 25
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)


@dataclass(frozen=True, slots=True)
class Table:
    """name: the table's. All methods raise TryAgain where DynamoDB does not answer."""

    dynamodb: DynamoDBClient
    name: str
    sleep: Callable[[float], None] = time.sleep

    def get(self, key: Row) -> dict[str, Any] | None:
        """The row at a key, as it is now; None where there is none."""
        try:
            found = self.dynamodb.get_item(TableName=self.name, Key=to_item(key), ConsistentRead=True)
        except AwsError as error:
            raise TryAgain from error
        return from_item(found["Item"]) if "Item" in found else None

    def update(
        self, key: Row, expression: str, condition: str, values: Row, names: Mapping[str, str] | None = None
    ) -> tuple[bool, dict[str, Any]]:
        """Whether the condition held, and the row as it is then, key included."""
        more: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        try:
            answer = self.dynamodb.update_item(
                TableName=self.name,
                Key=to_item(key),
                UpdateExpression=expression,
                ConditionExpression=condition,
                ExpressionAttributeValues=to_item(values),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **more,
            )
        except AwsError as error:
            if error_code(error) != "ConditionalCheckFailedException":
                raise TryAgain from error
            return False, {**key, **from_item(error_answer(error).get("Item", {}))}
        return True, from_item(answer["Attributes"])

    def put_if(self, row: Row, condition: str, values: Row) -> bool:
        """Put a row where the condition holds; whether it did."""
        more: dict[str, Any] = {"ExpressionAttributeValues": to_item(values)} if values else {}
        try:
            self.dynamodb.put_item(
                TableName=self.name, Item=to_item(row), ConditionExpression=condition, **more
            )
        except AwsError as error:
            if error_code(error) != "ConditionalCheckFailedException":
                raise TryAgain from error
            return False
        return True

    def put_all(self, rows: Iterable[Row]) -> None:
        """Put rows, no two at one key, in batches and in no order."""
        self._write({"PutRequest": {"Item": to_item(row)}} for row in rows)

    def delete_all(self, keys: Iterable[Row]) -> None:
        """Delete what is at these keys, no two the same, in batches and in no order."""
        self._write({"DeleteRequest": {"Key": to_item(key)}} for key in keys)

    def _write(self, requests: Iterable[Any]) -> None:
        for batch in batched(requests, BATCH, strict=False):
            left: list[Any] = list(batch)
            for wait in (*WAITS, None):
                try:
                    answer = self.dynamodb.batch_write_item(RequestItems={self.name: left})
                except AwsError as error:
                    raise TryAgain from error
                left = list(answer.get("UnprocessedItems", {}).get(self.name, ()))
                if not left:
                    break
                if wait is None:
                    raise TryAgain
                self.sleep(wait)
