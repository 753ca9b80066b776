"""The demo's programme: dropped where everybody's files of events go, its days counted from today.

`demo/programme.json` tells the events, and how the demo people pay and where they read their e-mail.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from frontdesk.aws import custom_resource
from frontdesk.aws.clients import Clients
from frontdesk.aws.items import to_item
from frontdesk.aws.objects import Objects
from frontdesk.domains.tickets import rows
from frontdesk.domains.tickets.catalogue.intake import UPLOADS
from frontdesk.domains.tickets.holders import Payer
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.settings import Settings
from frontdesk.uploads import file_id

FILE = Path(__file__).parents[4] / "demo" / "programme.json"
KEY = f"{UPLOADS}demo-programme.json"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class DemoProgramme:
    """now: the time, in epoch seconds. TryAgain passes through, to whoever deploys."""

    objects: Objects
    ledger: Ledger
    now: Callable[[], int]
    file: Path = FILE

    def handle(self, event: dict[str, Any], context: custom_resource.Remaining) -> None:
        """CloudFormation's Create and Update bring the programme, Delete takes it away, each is answered;
        whatever else comes (the schedule, every night) brings it anew."""
        if "RequestType" not in event:
            self.bring()
            return
        work = {"Create": self.bring, "Update": self.bring, "Delete": self.take_away}
        custom_resource.handle(event, context, work)

    def bring(self) -> None:
        """The programme is on its way into the catalogue, and people can pay."""
        told = self._told()
        for account, payer in told["payers"].items():
            self.ledger.keep_payer(account, Payer(**payer))
        today = datetime.fromtimestamp(self.now(), UTC).date()
        events = [_event(each, told, today) for each in told["events"]]
        self.objects.put(KEY, json.dumps(events).encode(), "application/json")

    def take_away(self) -> None:
        """The programme is not in the catalogue afterwards; what was booked stays."""
        self.objects.delete(KEY)
        for event in self.ledger.query("pk = :pk", {":pk": "CATALOGUE"}):
            if event["source"] == file_id(KEY):
                for shard in self.ledger.shards(event["id"]):
                    self._forget(rows.shard_key(event["id"], shard.id))
                self._forget({"pk": event["pk"], "sk": event["sk"]})
        for account in self._told()["payers"]:
            self._forget(rows.account_key(account, "PAYER"))

    def _forget(self, key: Mapping[str, str]) -> None:
        self.ledger.call("delete_item", TableName=self.ledger.table, Key=to_item(key))

    def _told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.file.read_text("utf-8"))
        return told


def _event(told: Mapping[str, Any], programme: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A row of a file of events: on the next such weekday, today's too, or so many weeks later."""
    ahead = (WEEKDAYS.index(told["on"]) - today.weekday()) % 7 + 7 * told.get("weeks", 0)
    day = today + timedelta(days=ahead)
    own = {
        name: told[name] for name in ("name", "kind", "place", "price", "capacity", "sold") if name in told
    }
    starts = f"{day}T{told['at']}:00{programme['offset']}"
    return {**own, "city": programme["city"], "starts": starts, "seller": told["place"]}


def build(settings: Settings, clients: Clients) -> DemoProgramme:
    """The demo programme's entry."""
    return DemoProgramme(
        Objects(clients.s3, settings["PROGRAMME_BUCKET"]),
        Ledger(clients.dynamodb, settings["TICKETS_TABLE"]),
        lambda: int(time.time()),
    )
