"""The Accounts table.

pk                         sk         what
CALLER#<sha256 of key>     ACCOUNT    account, links {domain: [ids]}, roles [..]: who a channel's caller is
ACCOUNT#<id>               PIN        salt, digest, failures, attempt (of the last try), passed (was it right)

A channel's user id is kept only as its hash. One read tells who is asking and what is theirs.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError, error_answer, error_code
from frontdesk.aws.items import from_item, to_item
from frontdesk.conversation.turn import Account
from frontdesk.domains.accounts.model import TRIES, PinRecord
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


class AccountStore:
    """table: its name. All methods raise TryAgain where DynamoDB does not answer."""

    def __init__(self, dynamodb: DynamoDBClient, table: str) -> None:
        self.dynamodb, self.table = dynamodb, table

    def find(self, caller: str) -> Account | None:
        """The account of a caller's key; None for a stranger."""
        try:
            found = self.dynamodb.get_item(TableName=self.table, Key=to_item(_caller_key(caller)))
        except AwsError as error:
            raise TryAgain from error
        if "Item" not in found:
            return None
        row = from_item(found["Item"])
        links = {domain: tuple(ids) for domain, ids in row["links"].items()}
        return Account(row["account"], links, tuple(row["roles"]))

    def link(self, caller: str, account: Account) -> None:
        """From now on this caller is that account."""
        links = {domain: list(ids) for domain, ids in account.links.items()}
        row = {**_caller_key(caller), "account": account.id, "links": links, "roles": list(account.roles)}
        try:
            self.dynamodb.put_item(TableName=self.table, Item=to_item(row))
        except AwsError as error:
            raise TryAgain from error

    def unlink(self, caller: str) -> None:
        """This caller is a stranger again."""
        try:
            self.dynamodb.delete_item(TableName=self.table, Key=to_item(_caller_key(caller)))
        except AwsError as error:
            raise TryAgain from error

    def set_pin(self, account: str, pin: PinRecord) -> None:
        """Store a PIN; the count of wrong ones starts again, which also unlocks the account."""
        row = {**_pin_key(account), "salt": pin.salt, "digest": pin.digest, "failures": 0, "passed": False}
        try:
            self.dynamodb.put_item(TableName=self.table, Item=to_item(row))
        except AwsError as error:
            raise TryAgain from error

    def forget_pin(self, account: str) -> None:
        """The account has no PIN any more: nothing that wants one is answered."""
        try:
            self.dynamodb.delete_item(TableName=self.table, Key=to_item(_pin_key(account)))
        except AwsError as error:
            raise TryAgain from error

    def count_attempt(self, account: str, attempt: str) -> tuple[PinRecord, bool] | None:
        """Count one attempt, before anybody compares: the PIN and True.

        A wrong attempt delivered again is not counted: the PIN as it was left and False. A right one is
        counted and compared again, since what comes again with its id may have another PIN.
        None where the account is locked or has no PIN.
        """
        values = {":one": 1, ":tries": TRIES, ":attempt": attempt, ":no": False}
        try:
            counted = self.dynamodb.update_item(
                TableName=self.table,
                Key=to_item(_pin_key(account)),
                UpdateExpression="SET failures = failures + :one, attempt = :attempt, passed = :no",
                ConditionExpression="failures < :tries AND NOT (attempt = :attempt AND passed = :no)",
                ExpressionAttributeValues=to_item(values),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except AwsError as error:
            if error_code(error) != "ConditionalCheckFailedException":
                raise TryAgain from error
            left = from_item(error_answer(error).get("Item", {}))
            return (_pin(left), False) if left.get("attempt") == attempt else None
        return _pin(from_item(counted["Attributes"])), True

    def record_right(self, account: str, attempt: str) -> None:
        """The attempt was right: the count of wrong ones starts again."""
        try:
            self.dynamodb.update_item(
                TableName=self.table,
                Key=to_item(_pin_key(account)),
                UpdateExpression="SET failures = :zero, attempt = :attempt, passed = :yes",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues=to_item({":zero": 0, ":attempt": attempt, ":yes": True}),
            )
        except AwsError as error:
            raise TryAgain from error


def _caller_key(caller: str) -> dict[str, str]:
    return {"pk": f"CALLER#{hashlib.sha256(caller.encode()).hexdigest()}", "sk": "ACCOUNT"}


def _pin_key(account: str) -> dict[str, str]:
    return {"pk": f"ACCOUNT#{account}", "sk": "PIN"}


def _pin(row: dict[str, Any]) -> PinRecord:
    return PinRecord(row["salt"], row["digest"], row["passed"])
