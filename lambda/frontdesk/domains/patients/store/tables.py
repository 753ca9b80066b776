"""The three tables' verbs. What belongs together is written in one transaction, on rows as they were seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING, Any, Self

from frontdesk.aws.clients import AwsError, error_answer, error_code
from frontdesk.aws.items import from_item, to_item
from frontdesk.errors import TryAgain
from frontdesk.settings import Settings

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

type Row = Mapping[str, Any]

VISITS, VAULT, KEYS = "VISITS_TABLE", "VAULT_TABLE", "KEYS_TABLE"

BATCH = 100  # BatchGetItem's limit, and TransactWriteItems'
# Reasons for which a transaction is refused because of what somebody else has written.
_OVERTAKEN = frozenset({"ConditionalCheckFailed", "TransactionConflict"})


@dataclass(frozen=True, slots=True)
class At:
    """A row's place. table: VISITS, VAULT or KEYS."""

    table: str
    pk: str
    sk: str

    @property
    def key(self) -> dict[str, str]:
        return {"pk": self.pk, "sk": self.sk}


@dataclass(frozen=True, slots=True)
class Put:
    """Write a row (without its key)."""

    at: At
    row: Row


@dataclass(frozen=True, slots=True)
class PutSeen:
    """Write a row, if what is there is as it was seen (None: nothing)."""

    at: At
    row: Row
    seen: Row | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Only if what is there is as it was seen."""

    at: At
    seen: Row | None


@dataclass(frozen=True, slots=True)
class Delete:
    """Take a row away."""

    at: At


type Step = Put | PutSeen | Seen | Delete


@dataclass(frozen=True, slots=True)
class Tables:
    """names: VISITS, VAULT, KEYS → the table's name. All methods raise TryAgain where DynamoDB does not
    answer."""

    dynamodb: DynamoDBClient
    names: Mapping[str, str]

    @classmethod
    def of(cls, dynamodb: DynamoDBClient, settings: Settings) -> Self:
        """Those that the settings name."""
        known = {table: settings.get(table, "") for table in (VISITS, VAULT, KEYS)}
        return cls(dynamodb, {table: name for table, name in known.items() if name})

    def get(self, places: Iterable[At]) -> dict[At, dict[str, Any]]:
        """The rows at these places as they are now, without their keys; what is not there is left out."""
        found: dict[At, dict[str, Any]] = {}
        tables = {name: table for table, name in self.names.items()}
        for some in batched(dict.fromkeys(places), BATCH, strict=False):
            wanted: dict[str, Any] = {}
            for at in some:
                of_table = wanted.setdefault(self.names[at.table], {"Keys": [], "ConsistentRead": True})
                of_table["Keys"].append(to_item(at.key))
            while wanted:
                answer = self._call("batch_get_item", RequestItems=wanted)
                for name, items in answer["Responses"].items():
                    found |= dict(_placed(tables[name], item) for item in items)
                left = answer.get("UnprocessedKeys") or {}
                if left == wanted:
                    raise TryAgain
                wanted = left
        return found

    def query(self, table: str, pk: str) -> dict[At, dict[str, Any]]:
        """A partition's rows as they are now, in their order."""
        more: dict[str, Any] = {}
        found: dict[At, dict[str, Any]] = {}
        while True:
            answer = self._call(
                "query",
                TableName=self.names[table],
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues=to_item({":pk": pk}),
                ConsistentRead=True,
                **more,
            )
            found |= dict(_placed(table, item) for item in answer["Items"])
            if not answer.get("LastEvaluatedKey"):
                return found
            more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def write(self, steps: Sequence[Step]) -> bool:
        """All of it or nothing. False where something is not as it was seen."""
        try:
            self.dynamodb.transact_write_items(TransactItems=[self._step(step) for step in steps])
        except AwsError as error:
            reasons = error_answer(error).get("CancellationReasons", ())
            if error_code(error) == "TransactionCanceledException" and any(
                reason.get("Code") in _OVERTAKEN for reason in reasons
            ):
                return False
            raise TryAgain from error
        return True

    def _step(self, step: Step) -> Any:
        where = {"TableName": self.names[step.at.table]}
        match step:
            case Put(at, row):
                return {"Put": {**where, "Item": to_item({**at.key, **row})}}
            case PutSeen(at, row, seen):
                return {"Put": {**where, "Item": to_item({**at.key, **row}), **_as_seen(seen)}}
            case Seen(at, seen):
                return {"ConditionCheck": {**where, "Key": to_item(at.key), **_as_seen(seen)}}
            case Delete(at):
                return {"Delete": {**where, "Key": to_item(at.key)}}

    def _call(self, operation: str, **request: Any) -> Mapping[str, Any]:
        try:
            answer: Mapping[str, Any] = getattr(self.dynamodb, operation)(**request)
        except AwsError as error:
            raise TryAgain from error
        return answer


def _placed(table: str, item: Row) -> tuple[At, dict[str, Any]]:
    row = from_item(item)
    return At(table, row.pop("pk"), row.pop("sk")), row


def _as_seen(seen: Row | None) -> dict[str, Any]:
    """The condition that a row is as it was seen."""
    if seen is None:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    names = {f"#{number}": name for number, name in enumerate(seen)}
    values = {f":{number}": value for number, value in enumerate(seen.values())}
    terms = (f"#{number} = :{number}" for number in range(len(seen)))
    return {
        "ConditionExpression": " AND ".join(terms),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": to_item(values),
    }
