"""The writing half of the Trucks table: what fixes change. `store.py` draws the table.

Few calls for many fixes: histories go 25 rows a call, whichever trucks they are of, and a truck's own row is
written once a batch, and only where one of its fixes is newer. What is written twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError, error_code, is_final
from frontdesk.aws.items import to_item
from frontdesk.domains.trucks import rows
from frontdesk.domains.trucks.model import Fix, Place, Watch
from frontdesk.domains.trucks.naming import key
from frontdesk.domains.trucks.tracking import Change
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# BatchWriteItem's limit, and how often what DynamoDB leaves undone is handed in again.
ROWS_A_CALL, TRIES = 25, 4
HISTORY_SECONDS = 30 * 86_400
ALERT_SECONDS = 7 * 86_400
_OVERTAKEN = ("ConditionalCheckFailedException", "TransactionCanceledException")


class Overtaken(Exception):
    """Somebody else wrote about the truck since it was read: read again."""


@dataclass(frozen=True, slots=True)
class Journal:
    """table: its name. Methods raise TryAgain where DynamoDB does not answer."""

    dynamodb: DynamoDBClient
    table: str

    def keep(self, fixes: Sequence[tuple[Fix, Place | None]], now: int) -> None:
        """Put fixes into the history. now: epoch seconds, from which they expire."""
        expires = now + HISTORY_SECONDS
        puts = {(fix.truck, fix.order): _history_row(fix, place, expires) for fix, place in fixes}
        for some in batched(puts.values(), ROWS_A_CALL, strict=False):
            left: Any = {self.table: [{"PutRequest": {"Item": to_item(row)}} for row in some]}
            for _ in range(TRIES):
                try:
                    left = self.dynamodb.batch_write_item(RequestItems=left).get("UnprocessedItems")
                except AwsError as error:
                    raise TryAgain from error
                if not left:
                    break
            else:
                raise TryAgain("DynamoDB is busy")

    def move(self, change: Change, now: int) -> None:
        """Write a truck's newest fix, and what fired with it: all of it or nothing.

        Raises Overtaken where a newer fix is there already, or a watch has fired or gone.
        """
        update = _update(change) | {"TableName": self.table}
        try:
            if not change.fired:
                self.dynamodb.update_item(**update)
                return
            alerts = [self._alert(watch, fix, change, now) for watch, fix in change.fired]
            self.dynamodb.transact_write_items(TransactItems=[{"Update": update}, *alerts])
        except AwsError as error:
            if not is_final(error) and error_code(error) in _OVERTAKEN:
                raise Overtaken from error
            raise TryAgain from error

    def _alert(self, watch: Watch, fix: Fix, change: Change, now: int) -> Any:
        row = {
            "pk": f"TRUCK#{fix.truck}",
            "sk": f"ALERT#{watch.id}#{watch.since}",
            "name": change.truck.name,
            "at": fix.at,
            "offset": change.truck.place.offset if change.truck.place else 0,
            "watch": rows.watch_row(watch),
            "expires": now + ALERT_SECONDS,
        }
        return {"Put": {"TableName": self.table, "Item": to_item(row)}}


def _history_row(fix: Fix, place: Place | None, expires: int) -> dict[str, Any]:
    row = rows.fix_row(fix, place)
    return {"pk": f"TRUCK#{fix.truck}", "sk": f"FIX#{fix.order}", **row, "expires": expires}


def _update(change: Change) -> Any:
    """The update of a truck's row, and what must be true for it."""
    names: dict[str, str] = {}
    sets: dict[str, Any] = {}
    removes, conditions = [], []
    if change.newer:
        sets = {"truck": change.truck.id, **rows.state_row(change.truck)}
        gone = [name for name in rows.OPTIONAL if name not in sets]
        names |= {f"#{name}": name for name in (*sets, *gone)}
        removes += [f"#{name}" for name in gone]
        conditions.append("(attribute_not_exists(#newest) OR #newest < :newest)")
    for number, (watch, _) in enumerate(change.fired):
        names[f"#w{number}"] = watch.id
        removes.append(f"watches.#w{number}")
        conditions.append(f"attribute_exists(watches.#w{number})")
    clauses = [f"#{name} = :{name}" for name in sets]
    # A truck that nobody has registered is asked for by its id, until somebody names it.
    born = {"name": change.truck.name, "name_key": key(change.truck.name), "watches": {}}
    if change.newer and not change.fired:
        names |= {f"#{name}": name for name in born}
        clauses += [f"#{name} = if_not_exists(#{name}, :{name})" for name in born]
        sets |= born
    expression = [f"SET {', '.join(clauses)}"] * bool(clauses) + [f"REMOVE {', '.join(removes)}"] * bool(
        removes
    )
    return {
        "Key": to_item({"pk": f"TRUCK#{change.truck.id}", "sk": "TRUCK"}),
        "UpdateExpression": " ".join(expression),
        "ConditionExpression": " AND ".join(conditions),
        "ExpressionAttributeNames": names,
        **({"ExpressionAttributeValues": to_item({f":{n}": v for n, v in sets.items()})} if sets else {}),
    }
