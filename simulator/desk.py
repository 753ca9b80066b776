"""A running desk, for whoever talks to it: the simulators, `make talk`, `make load`, tests, benchmarks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import boto3
from botocore.config import Config

from simulator.holding import holder
from simulator.place import Place, here

REGION = "us-east-1"
# The emulator's root: who deploys and looks. Functions have their roles' own credentials.
CREDENTIALS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}


class NotRunning(Exception):
    """No desk runs at this place."""


@dataclass(frozen=True, slots=True)
class Desk:
    """url: the simulators. aws_url: the embedded AWS. outputs: what the stack put out (template.yaml)."""

    url: str
    aws_url: str
    outputs: Mapping[str, str]

    def client(self, service: str, **config: Any) -> Any:
        """A boto3 client of the embedded AWS, as its administrator; `config` goes to botocore's Config."""
        return client(self.aws_url, service, **config)


def client(aws_url: str, service: str, **config: Any) -> Any:
    """A boto3 client of an embedded AWS that answers at a URL."""
    make: Any = boto3.client  # its stubs want the service as a literal
    return make(service, endpoint_url=aws_url, region_name=REGION, config=Config(**config), **CREDENTIALS)


def announce(place: Place, outputs: Mapping[str, str]) -> Desk:
    """Lets others find the desk: writes the state folder's desk.json."""
    desk = Desk(place.url, place.aws_url, outputs)
    draft = place.state / "desk.json.new"
    draft.write_text(json.dumps(asdict(desk), indent=2))
    draft.rename(place.state / "desk.json")
    return desk


def withdraw(place: Place) -> None:
    """The desk is closed."""
    (place.state / "desk.json").unlink(missing_ok=True)


def announced(place: Place) -> int:
    """When the desk was last announced, in nanoseconds; 0 where none is."""
    try:
        return (place.state / "desk.json").stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def find(place: Place | None = None) -> Desk:
    """The desk that runs at a place (the environment's own by default). Raises NotRunning."""
    place = place or here()
    try:
        told = (place.state / "desk.json").read_text()
    except FileNotFoundError:
        told = ""
    if not told or holder(place) is None:  # one that was killed is still announced
        raise NotRunning("no desk is running here: `make run` or `make up` starts one")
    return Desk(**json.loads(told))
