"""The demo fleet: maya's trucks, on their way when the stack comes; their positions come by the stream."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.aws import custom_resource
from frontdesk.aws.clients import Clients
from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.model import Site, Truck
from frontdesk.domains.trucks.store import TruckStore
from frontdesk.settings import Settings

if TYPE_CHECKING:
    from types_boto3_kinesis import KinesisClient


FILE = Path(__file__).parents[3] / "demo" / "fleet.json"


@dataclass(frozen=True, slots=True)
class DemoFleet(custom_resource.Brought):
    """stream: its name. now: the time, in epoch seconds. AWS's errors pass through, to whoever deploys."""

    store: TruckStore
    kinesis: KinesisClient
    stream: str
    now: Callable[[], int]
    file: Path = FILE

    def bring(self) -> None:
        """The fleet is there afterwards, and its positions are on their way."""
        fleet = self._fleet()
        sites = {
            key: Site(site["name"], Point(site["latitude"], site["longitude"]))
            for key, site in fleet["sites"].items()
        }
        for key, site in sites.items():
            self.store.put_site(fleet["fleet"], key, site)
        for truck in fleet["trucks"]:
            known = Truck(truck["id"], truck["name"], fleet["fleet"], destination=sites[truck["to"]])
            self.store.register(known)
            self.kinesis.put_records(
                StreamName=self.stream,
                Records=[
                    {"Data": json.dumps(position).encode(), "PartitionKey": truck["id"]}
                    for position in self._way(truck)
                ],
            )

    def take_away(self) -> None:
        """The fleet is not there afterwards; what is left of its history expires."""
        fleet = self._fleet()
        self.store.forget([truck["id"] for truck in fleet["trucks"]])
        self.store.forget_sites(fleet["fleet"], fleet["sites"])

    def _fleet(self) -> dict[str, Any]:
        fleet: dict[str, Any] = json.loads(self.file.read_text("utf-8"))
        return fleet

    def _way(self, truck: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "truckId": truck["id"],
                "latitude": latitude,
                "longitude": longitude,
                "recordedAt": self.now() - minutes * 60,
            }
            for minutes, latitude, longitude in truck["way"]
        ]


def build(settings: Settings, clients: Clients) -> DemoFleet:
    """The demo fleet's entry."""
    store = TruckStore(clients.dynamodb, settings["TRUCKS_TABLE"])
    return DemoFleet(store, clients.kinesis, settings["POSITION_STREAM"], lambda: int(time.time()))
