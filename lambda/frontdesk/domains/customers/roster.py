"""Customers as the API lists and changes them: what beside the ledger happens to the Customers table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from frontdesk.aws.clients import AwsError, error_answer, error_code
from frontdesk.aws.items import from_item, to_item
from frontdesk.aws.table import put, transact
from frontdesk.domains.customers.finding import INDEXES, key_for, keys_of
from frontdesk.domains.customers.model import Customer, Entry, Refused
from frontdesk.domains.customers.store import ABSENT, CustomerStore, entry_row, key_of, read_customer
from frontdesk.errors import TryAgain

# A customer and what its ledger opens with.
type Newcomer = tuple[Customer, Sequence[Entry]]

# All customers are under one key of the index that lists them.
ALL = "customers"
# BatchGetItem's limit, BatchWriteItem's, and how many customers fit into one transaction of 100 actions.
READ, WRITE, TOGETHER = 100, 25, 50


@dataclass(frozen=True, slots=True)
class Roster:
    """All methods raise TryAgain where DynamoDB does not answer."""

    store: CustomerStore

    def add(self, some: Sequence[Newcomer]) -> list[Customer]:
        """New customers, up to 100 with what their ledgers open with; those that were there already: where
        there is one, none was added."""
        table = self.store.table
        actions = [put(table, _profile_row(customer), ABSENT) for customer, _ in some]
        actions += [
            put(table, entry_row(customer.id, entry)) for customer, ledger in some for entry in ledger
        ]
        failed = transact(self.store.dynamodb, actions, self.store.sleep) or []
        return [
            customer
            for (customer, _), reason in zip(some, failed, strict=False)
            if reason.get("Code") == "ConditionalCheckFailed"
        ]

    def change(
        self, customer: str, fields: Mapping[str, str], at: str, rev: int | None, account: str | None
    ) -> Customer:
        """Change names, address, account. rev: what it must be, None for whatever it is. account: whose
        customer it must be, None for anybody's. Raises Refused."""
        said = {**fields, **keys_of(fields), "changed": at}
        condition, values = _must_be(rev, account)
        try:
            changed = self.store.dynamodb.update_item(
                TableName=self.store.table,
                Key=to_item(key_of(customer)),
                UpdateExpression="SET rev = rev + :one, " + ", ".join(f"#{name} = :{name}" for name in said),
                ConditionExpression=condition,
                ExpressionAttributeNames={f"#{name}": name for name in said},
                ExpressionAttributeValues=to_item(
                    {f":{name}": v for name, v in said.items()} | values | {":one": 1}
                ),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except AwsError as error:
            raise _refused(error) from error
        return read_customer(from_item(changed["Attributes"]))

    def remove(self, customer: str, rev: int | None) -> None:
        """The customer and the ledger are gone. Raises Refused; what an earlier removal left is gone then."""
        condition, values = _must_be(rev, None)
        more: Any = {"ExpressionAttributeValues": to_item(values)} if values else {}
        try:
            self.store.dynamodb.delete_item(
                TableName=self.store.table,
                Key=to_item(key_of(customer)),
                ConditionExpression=condition,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **more,
            )
        except AwsError as error:
            refused = _refused(error)
            if isinstance(refused, Refused) and refused.customer is None:
                self._sweep(customer)
            raise refused from error
        self._sweep(customer)

    def page(self, name: str, value: str, limit: int, after: str) -> tuple[list[Customer], str]:
        """Customers by id, and the last one's id where there are more, else "".

        name: a filter of INDEXES. after: the id after which the page begins, "" for the first one.
        """
        index, attribute = INDEXES[name]
        key = value if name == "account" else key_for(value)
        start = {"pk": f"CUSTOMER#{after}", "sk": "PROFILE", attribute: key}
        more: Any = {"ExclusiveStartKey": to_item(start)} if after else {}
        found = self.store.call(
            "query",
            IndexName=index,
            KeyConditionExpression=f"{attribute} = :key",
            ExpressionAttributeValues=to_item({":key": key}),
            Limit=limit + 1,
            **more,
        )
        ids = [item["pk"]["S"].removeprefix("CUSTOMER#") for item in found["Items"]]
        known = self.many(ids[:limit])
        # the index may be behind the table: who is gone since is left out
        last = ids[limit - 1] if len(ids) > limit else ""
        return [known[each] for each in ids[:limit] if each in known], last

    def at_address(self, address: str) -> list[str]:
        """The ids of customers who had an address a moment ago, and perhaps of some with another one: nobody
        needs more than a READ of them."""
        index, attribute = INDEXES["email"]
        found = self.store.call(
            "query",
            IndexName=index,
            KeyConditionExpression=f"{attribute} = :key",
            ExpressionAttributeValues=to_item({":key": key_for(address)}),
            Limit=READ,
        )
        return [item["pk"]["S"].removeprefix("CUSTOMER#") for item in found["Items"]]

    def many(self, ids: Iterable[str]) -> dict[str, Customer]:
        """Those of the customers that are known, as they are now."""
        found: dict[str, Customer] = {}
        for some in batched(dict.fromkeys(ids), READ, strict=False):
            keys = [to_item(key_of(each)) for each in some]
            while keys:
                wanted: Any = {self.store.table: {"Keys": keys, "ConsistentRead": True}}
                try:
                    answer = self.store.dynamodb.batch_get_item(RequestItems=wanted)
                except AwsError as error:
                    raise TryAgain from error
                read = [read_customer(from_item(item)) for item in answer["Responses"][self.store.table]]
                found |= {customer.id: customer for customer in read}
                unread: Any = answer.get("UnprocessedKeys", {})
                left = unread.get(self.store.table, {}).get("Keys", [])
                if len(left) == len(keys):
                    raise TryAgain("DynamoDB is busy")
                keys = left
        return found

    def _sweep(self, customer: str) -> None:
        """Every row that is left of a customer goes."""
        while True:
            found = self.store.call(
                "query",
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues=to_item({":pk": f"CUSTOMER#{customer}"}),
                ProjectionExpression="pk, sk",
                Limit=WRITE,
            )
            if not found["Items"]:
                return
            rows: Any = [{"DeleteRequest": {"Key": item}} for item in found["Items"]]
            try:
                self.store.dynamodb.batch_write_item(RequestItems={self.store.table: rows})
            except AwsError as error:
                raise TryAgain from error


def _profile_row(customer: Customer) -> dict[str, Any]:
    fields = {"firstName": customer.first_name, "lastName": customer.last_name, "email": customer.email}
    return {
        **key_of(customer.id),
        **fields,
        **keys_of(fields),
        **({"account": customer.account} if customer.account else {}),
        "listed": ALL,
        **customer.points._asdict(),
        "rev": customer.rev,
        "made": customer.made,
        "changed": customer.changed,
    }


def _must_be(rev: int | None, account: str | None) -> tuple[str, dict[str, Any]]:
    condition, values = "attribute_exists(pk)", dict[str, Any]()
    if rev is not None:
        condition, values = f"{condition} AND rev = :rev", {":rev": rev}
    if account is not None:
        condition, values = f"{condition} AND account = :owner", {**values, ":owner": account}
    return condition, values


def _refused(error: Exception) -> Refused | TryAgain:
    if error_code(error) != "ConditionalCheckFailedException":
        return TryAgain()
    there = error_answer(error).get("Item")
    return Refused(read_customer(from_item(there)) if there else None)
