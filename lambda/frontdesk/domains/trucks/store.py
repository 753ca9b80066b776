"""The Trucks table.

pk             sk                   what
TRUCK#<id>     TRUCK                the truck: truck, name, name_key, fleet, destination, watches {id: …};
                                    its newest fix: newest (its order), at, latitude, …, place, pace
TRUCK#<id>     FIX#<order>          history: a fix and its place; expires
TRUCK#<id>     ALERT#<watch>#<at>   outbox: a watch came true; the table's stream tells; expires
ACCOUNT#<id>   TRUCK#<id>           this account has waited for this truck, which is of no fleet of theirs
FLEET#<fleet>  SITE#<id>            a place of the fleet's own: name, latitude, longitude, radius

index ByFleet: fleet, name_key (everything: one query answers "where are my trucks").
index ByName: name_key (keys alone: for dispatchers, who may ask for any truck).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from typing import TYPE_CHECKING, Any

from frontdesk.aws.clients import AwsError
from frontdesk.aws.items import from_item, to_item
from frontdesk.domains.trucks import rows
from frontdesk.domains.trucks.model import Fix, Place, Site, Truck, Watch, order
from frontdesk.domains.trucks.naming import key
from frontdesk.errors import TryAgain

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# What a person hears of a fleet, or asks of a day, never needs more: one page.
PAGE = 500


class TruckStore:
    """table: its name. All methods raise TryAgain where DynamoDB does not answer."""

    def __init__(self, dynamodb: DynamoDBClient, table: str) -> None:
        self.dynamodb, self.table = dynamodb, table

    def trucks(self, ids: Iterable[str]) -> dict[str, Truck]:
        """The trucks that are known, as they are now."""
        found: dict[str, Truck] = {}
        for some in batched(dict.fromkeys(ids), 100, strict=False):  # BatchGetItem's limit
            keys = [to_item(_truck_key(truck)) for truck in some]
            while keys:
                request: dict[str, Any] = {self.table: {"Keys": keys, "ConsistentRead": True}}
                answer = self._call("batch_get_item", RequestItems=request)
                read = [rows.read_truck(from_item(item)) for item in answer["Responses"][self.table]]
                found |= {truck.id: truck for truck in read}
                left = answer.get("UnprocessedKeys", {}).get(self.table, {}).get("Keys", [])
                if len(left) == len(keys):
                    raise TryAgain("DynamoDB is busy")
                keys = left
        return found

    def fleet(self, fleet: str) -> list[Truck]:
        """A fleet's trucks by name, up to 500; some seconds behind at most."""
        found = self._query(
            IndexName="ByFleet",
            KeyConditionExpression="fleet = :fleet",
            ExpressionAttributeValues=to_item({":fleet": fleet}),
        )
        return [rows.read_truck(row) for row in found]

    def named(self, name: str) -> list[Truck]:
        """The trucks of a name, of whatever fleet."""
        found = self._query(
            IndexName="ByName",
            KeyConditionExpression="name_key = :name",
            ExpressionAttributeValues=to_item({":name": key(name)}),
        )
        ids = [row["pk"].removeprefix("TRUCK#") for row in found]
        return list(self.trucks(ids).values()) if ids else []

    def site(self, fleet: str, site: str) -> Site | None:
        """A fleet's place ("depot"); None where it has none of that id."""
        found = self._call(
            "get_item", TableName=self.table, Key=to_item({"pk": f"FLEET#{fleet}", "sk": f"SITE#{site}"})
        )
        return rows.read_site(from_item(found["Item"])) if "Item" in found else None

    def history(self, truck: str, since: int, until: int) -> list[tuple[Fix, Place | None]]:
        """A truck's fixes from `since` until before `until` (epoch ms), oldest first, up to 500."""
        between = {":pk": f"TRUCK#{truck}", ":from": f"FIX#{order(since)}", ":to": f"FIX#{order(until)}"}
        found = self._query(
            KeyConditionExpression="pk = :pk AND sk BETWEEN :from AND :to",
            ExpressionAttributeValues=to_item(between),
        )
        return [rows.read_fix(truck, row) for row in found]

    def track(self, truck: str) -> list[tuple[Fix, Place | None]]:
        """A truck's last fixes, oldest first, up to 500."""
        found = self._query(
            KeyConditionExpression="pk = :pk AND begins_with(sk, :fix)",
            ExpressionAttributeValues=to_item({":pk": f"TRUCK#{truck}", ":fix": "FIX#"}),
            ScanIndexForward=False,
        )
        return [rows.read_fix(truck, row) for row in reversed(found)]

    def register(self, truck: Truck) -> None:
        """Give a truck its name, fleet and destination; where it is stays as it is."""
        said: dict[str, Any] = {"truck": truck.id, "name": truck.name, "name_key": key(truck.name)}
        said |= {"fleet": truck.fleet} if truck.fleet else {}
        said |= {"destination": rows.site_row(truck.destination)} if truck.destination else {}
        sets = [f"#{name} = :{name}" for name in said] + ["watches = if_not_exists(watches, :none)"]
        values = {f":{name}": value for name, value in said.items()} | {":none": {}}
        self._call(
            "update_item",
            TableName=self.table,
            Key=to_item(_truck_key(truck.id)),
            UpdateExpression="SET " + ", ".join(sets),
            ExpressionAttributeNames={f"#{name}": name for name in said},
            ExpressionAttributeValues=to_item(values),
        )

    def put_site(self, fleet: str, site: str, place: Site) -> None:
        """Tell a fleet's place."""
        row = {"pk": f"FLEET#{fleet}", "sk": f"SITE#{site}", **rows.site_row(place)}
        self._call("put_item", TableName=self.table, Item=to_item(row))

    def forget(self, trucks: Sequence[str]) -> None:
        """Take trucks out of their fleets; the history expires by itself."""
        for truck in trucks:
            self._call("delete_item", TableName=self.table, Key=to_item(_truck_key(truck)))

    def forget_sites(self, fleet: str, sites: Iterable[str]) -> None:
        """Take away places of a fleet's own."""
        for site in sites:
            key = to_item({"pk": f"FLEET#{fleet}", "sk": f"SITE#{site}"})
            self._call("delete_item", TableName=self.table, Key=key)

    def watch(self, truck: str, watch: Watch) -> None:
        """Keep a watch with its truck; the same again changes nothing."""
        self._call(
            "update_item",
            TableName=self.table,
            Key=to_item(_truck_key(truck)),
            UpdateExpression="SET watches.#id = :watch",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeNames={"#id": watch.id},
            ExpressionAttributeValues=to_item({":watch": rows.watch_row(watch)}),
        )

    def note_wait(self, account: str, truck: str) -> None:
        """Keep in mind that an account waits for a truck of others': `waits` finds it."""
        key = to_item({"pk": f"ACCOUNT#{account}", "sk": f"TRUCK#{truck}"})
        self._call("update_item", TableName=self.table, Key=key)

    def waits(self, account: str) -> list[str]:
        """The ids of trucks of others' that an account has waited for."""
        found = self._query(
            KeyConditionExpression="pk = :pk AND begins_with(sk, :truck)",
            ExpressionAttributeValues=to_item({":pk": f"ACCOUNT#{account}", ":truck": "TRUCK#"}),
        )
        return [row["sk"].removeprefix("TRUCK#") for row in found]

    def unwatch(self, truck: str, watches: Iterable[str]) -> None:
        """Forget watches, if they are there."""
        names = {f"#w{number}": watch for number, watch in enumerate(watches)}
        self._call(
            "update_item",
            TableName=self.table,
            Key=to_item(_truck_key(truck)),
            UpdateExpression="REMOVE " + ", ".join(f"watches.{name}" for name in names),
            ExpressionAttributeNames=names,
        )

    def _query(self, **query: Any) -> list[dict[str, Any]]:
        answer = self._call("query", TableName=self.table, Limit=PAGE, **query)
        return [from_item(item) for item in answer["Items"]]

    def _call(self, operation: str, **request: Any) -> Mapping[str, Any]:
        try:
            answer: Mapping[str, Any] = getattr(self.dynamodb, operation)(**request)
        except AwsError as error:
            raise TryAgain from error
        return answer


def _truck_key(truck: str) -> dict[str, str]:
    return {"pk": f"TRUCK#{truck}", "sk": "TRUCK"}
