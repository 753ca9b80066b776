"""The Customers table.

pk               sk                  what
CUSTOMER#<id>    PROFILE             firstName, lastName, email, account; balance, used, lots, settled, owed;
                                     rev, made, changed; for indexes: listed, surname, email_key
CUSTOMER#<id>    ENTRY#<at>#<id>     the ledger: kind, points, reference, cents, open
CUSTOMER#<id>    DONE#<reason>       what was done for a reason: entry, fingerprint; expires

indexes of keys, each by pk: Listed (listed), BySurname (surname), ByEmail (email_key), ByAccount (account)

Read backwards, a customer's rows begin with the profile and go on with the newest entries: one query tells
the balance and what came of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError
from frontdesk.aws.items import from_item, to_item
from frontdesk.aws.table import put, transact
from frontdesk.domains.customers.model import Customer, Done, Entry, Points, Reason, Refused
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

type Row = Mapping[str, Any]

ABSENT = "attribute_not_exists(pk)"


class CustomerStore:
    """table: its name. All methods raise TryAgain where DynamoDB does not answer; those that write to a
    ledger raise Refused."""

    def __init__(
        self, dynamodb: DynamoDBClient, table: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.dynamodb, self.table, self.sleep = dynamodb, table, sleep

    def get(self, customer: str, *, now: bool = False) -> Customer | None:
        """The customer; now: as it is this moment, not as it was some milliseconds ago."""
        found = self.call("get_item", Key=to_item(key_of(customer)), ConsistentRead=now)
        return read_customer(from_item(found["Item"])) if "Item" in found else None

    def of_account(self, account: str) -> str | None:
        """The id of the customer that an account is; None where it is none."""
        found = self.call(
            "query",
            IndexName="ByAccount",
            KeyConditionExpression="account = :account",
            ExpressionAttributeValues=to_item({":account": account}),
            Limit=1,
        )
        return found["Items"][0]["pk"]["S"].removeprefix("CUSTOMER#") if found["Items"] else None

    def ledger(self, customer: str, limit: int, after: str = "") -> tuple[Customer | None, list[Entry], str]:
        """The customer, its newest entries, and where the next page begins ("" nowhere). after: where this
        one begins; the first one, "", is the one that has the customer."""
        last = f"ENTRY#{after}" if after else "PROFILE"
        between = {":pk": f"CUSTOMER#{customer}", ":first": "ENTRY#", ":last": last}
        found = self.call(
            "query",
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues=to_item(between),
            ScanIndexForward=False,
            Limit=limit + 2,
        )
        rows = [from_item(item) for item in found["Items"]]
        known = read_customer(rows[0]) if rows and rows[0]["sk"] == "PROFILE" else None
        rows = [row for row in rows if row["sk"] != last]
        more = rows[limit - 1]["sk"].removeprefix("ENTRY#") if len(rows) > limit else ""
        return known, [_read_entry(row) for row in rows[:limit]], more

    def done(self, customer: str, key: str) -> Done | None:
        """What was done for a reason; None where nothing was yet."""
        found = self.call("get_item", Key=to_item(key_of(customer, f"DONE#{key}")), ConsistentRead=True)
        return _read_done(from_item(found["Item"])) if "Item" in found else None

    def call_off(self, customer: str, key: str) -> Done:
        """Nothing shall be done for this reason, unless something was already: what stands."""
        there = transact(self.dynamodb, [put(self.table, _done_row(customer, Reason(key), None), ABSENT)])
        return _read_done(from_item(there[0]["Item"])) if there else Done(None)

    def gain(self, customer: str, entry: Entry, good_until: str, owed: int, reason: Reason) -> Done:
        """Points that are good until a month; entry.open more pay for what is owed. owed: as it was read."""
        return self._book(
            customer,
            "SET lots.#month = if_not_exists(lots.#month, :zero) + :points, "
            "balance = balance + :points, owed = owed - :open",
            "owed = :owed",
            {":zero": 0, ":points": entry.points, ":open": entry.open, ":owed": owed},
            entry,
            reason,
            {"#month": good_until},
        )

    def lose(
        self, customer: str, entry: Entry, month: str, reason: Reason, account: str | None = None
    ) -> Done:
        """Points leave, in a month up to which the profile must be settled. entry.open more are owed: the
        balance must be just the rest then. account: whose customer it must be."""
        condition = "settled >= :month AND balance " + (">=" if not entry.open else "=") + " :points"
        values = {":points": -entry.points, ":open": entry.open, ":month": month}
        if account is not None:
            condition, values = f"{condition} AND account = :account", values | {":account": account}
        return self._book(
            customer,
            "SET balance = balance - :points, used = used + :points, owed = owed + :open",
            condition,
            values,
            entry,
            reason,
        )

    def settle(self, customer: Customer, points: Points, entry: Entry | None) -> None:
        """What has expired is taken out, since the customer was read: its points are these then."""
        values = {":" + name: value for name, value in points._asdict().items()}
        self._book(
            customer.id,
            "SET balance = :balance, used = :used, lots = :lots, settled = :settled, owed = :owed",
            "rev = :rev",
            {**values, ":rev": customer.rev},
            entry,
        )

    def _book(
        self,
        customer: str,
        update: str,
        condition: str,
        values: Row,
        entry: Entry | None,
        reason: Reason | None = None,
        names: Mapping[str, str] | None = None,
    ) -> Done:
        """Change the profile and write the entry, both or neither, once for a reason; what was done."""
        change: dict[str, Any] = {
            "TableName": self.table,
            "Key": to_item(key_of(customer)),
            "UpdateExpression": f"{update}, rev = rev + :one",
            "ConditionExpression": condition,
            "ExpressionAttributeValues": to_item({**values, ":one": 1}),
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        actions = [{"Update": change | ({"ExpressionAttributeNames": names} if names else {})}]
        if reason:
            actions.append(put(self.table, _done_row(customer, reason, entry), ABSENT))
        if entry:
            actions.append(put(self.table, entry_row(customer, entry)))
        failed = transact(self.dynamodb, actions, self.sleep)
        if failed is None:
            return Done(entry, reason.fingerprint if reason else "")
        if reason and "Item" in failed[1]:
            return _read_done(from_item(failed[1]["Item"]))
        raise Refused(read_customer(from_item(failed[0]["Item"])) if "Item" in failed[0] else None)

    def call(self, operation: str, **request: Any) -> Mapping[str, Any]:
        """What DynamoDB answers of this table."""
        try:
            answer: Mapping[str, Any] = getattr(self.dynamodb, operation)(TableName=self.table, **request)
        except AwsError as error:
            raise TryAgain from error
        return answer


def key_of(customer: str, row: str = "PROFILE") -> dict[str, str]:
    """The key of a customer's row; the profile's where none is named."""
    return {"pk": f"CUSTOMER#{customer}", "sk": row}


def entry_row(customer: str, entry: Entry) -> dict[str, Any]:
    """An entry as its row."""
    return {**key_of(customer, f"ENTRY#{entry.at}#{entry.id}"), **entry._asdict()}


def _done_row(customer: str, reason: Reason, entry: Entry | None) -> dict[str, Any]:
    told = {"entry": entry and entry._asdict(), "fingerprint": reason.fingerprint}
    expires = {"expires": reason.expires} if reason.expires else {}
    return {**key_of(customer, f"DONE#{reason.key}"), **told, **expires}


def _read_entry(row: Row) -> Entry:
    return Entry(**{name: row[name] for name in Entry._fields})


def _read_done(row: Row) -> Done:
    return Done(_read_entry(row["entry"]) if row["entry"] else None, row["fingerprint"])


def read_customer(row: Row) -> Customer:
    """A profile's row as a customer."""
    points = Points(row["balance"], row["used"], row["lots"], row["settled"], row["owed"])
    names = (row["firstName"], row["lastName"], row["email"], row.get("account", ""))
    known = row["pk"].removeprefix("CUSTOMER#")
    return Customer(known, *names, points, row["rev"], row["made"], row["changed"])
