"""What reaches the tracker: records of the stream, or a direct asynchronous invoke.

A record that can never succeed goes to the parking queue with its reason, and counts as done.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws.clients import Clients, Requests
from frontdesk.aws.publishing import Queue
from frontdesk.domains.trucks.journal import Journal
from frontdesk.domains.trucks.model import Fix, read_fix
from frontdesk.domains.trucks.places import Gazetteer, shipped
from frontdesk.domains.trucks.roads import AmazonRoads, NoRoads
from frontdesk.domains.trucks.store import TruckStore
from frontdesk.domains.trucks.tracker import Tracker
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings

type Event = Mapping[str, Any]

# Of a record so much is parked: ten to a call fit into SQS's 256 KB, its older and safer limit.
LONGEST = 20_000

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class TruckEvents:
    """now: the time, in epoch seconds. calls: how many requests the process has sent to DynamoDB so far."""

    tracker: Tracker
    parking: Queue
    now: Callable[[], int]
    calls: Callable[[], int]

    def handle(self, event: Event, context: object) -> dict[str, Any] | None:
        """A batch of the stream: which of it to send again. Anything else: None, or raises TryAgain."""
        records = event.get("Records") if isinstance(event, Mapping) else None
        if isinstance(records, list) and records and "kinesis" in records[0]:
            return self._batch(records)
        self._invoked(event)
        return None

    def _batch(self, records: list[Event]) -> dict[str, Any]:
        before, fixes, spoilt = self.calls(), dict[str, Fix](), dict[str, tuple[str, str]]()
        for record in records:
            number = str(record["kinesis"]["sequenceNumber"])
            try:
                fixes[number] = read_fix(_decode(record["kinesis"]["data"]), self.now(), int(number))
            except Rejected as error:
                spoilt[number] = (error.reason, record["kinesis"]["data"])
        unparked = self._park(spoilt)
        late = self.tracker.track(fixes.values())
        again = [number for number, fix in fixes.items() if fix.truck in late] + list(unparked)
        counts = {
            "fixes": len(fixes),
            "parked": len(spoilt) - len(list(unparked)),
            "again": len(again),
            "calls": self.calls() - before,
        }
        logger.info("batch tracked", extra={"data": counts})
        return {"batchItemFailures": [{"itemIdentifier": number} for number in again]}

    def _park(self, spoilt: Mapping[str, tuple[str, str]]) -> Iterable[str]:
        """Park records: id → (reason, the record as it came). Returns the ids of those that could not be."""
        try:
            self.parking.send(
                {"record": record, "reason": reason, "data": data[:LONGEST]}
                for record, (reason, data) in spoilt.items()
            )
        except TryAgain as error:
            logger.warning("records not parked", exc_info=error)
            return spoilt
        for record, (reason, _) in spoilt.items():
            logger.error("record parked", extra={"data": {"record": record, "reason": reason}})
        return ()

    def _invoked(self, event: Any) -> None:
        """One record, a list of them under "positions", or either in SNS envelopes."""
        fixes, spoilt = [], {}
        for place, record in enumerate(_records(event)):
            try:
                fixes.append(read_fix(_opened(record), self.now()))
            except Rejected as error:
                spoilt[str(place)] = (error.reason, json.dumps(record, default=str))
        if self._park(spoilt) or self.tracker.track(fixes):
            raise TryAgain("not all of it could be kept")


def now() -> int:
    """The time, in epoch seconds."""
    return int(time.time())


def build(settings: Settings, clients: Clients) -> TruckEvents:
    """The tracker's entry."""
    dynamodb, table = clients.dynamodb, settings["TRUCKS_TABLE"]
    roads = AmazonRoads(clients.geo_places, now) if settings.get("ROADS", "") == "amazon" else NoRoads()
    store, journal = TruckStore(dynamodb, table), Journal(dynamodb, table)
    tracker = Tracker(store, journal, Gazetteer(shipped()), now, roads)
    requests = Requests(dynamodb)
    parking = Queue(clients.sqs, settings["PARKING_QUEUE"])
    return TruckEvents(tracker, parking, now, lambda: requests.count)


def _records(event: Any) -> Iterator[Any]:
    match event:
        case {"Records": [*records]}:
            for record in records:
                yield from _records(_opened(record))
        case {"Type": "Notification"} if (opened := _opened(event)) is not event:
            yield from _records(opened)
        case {"positions": [*positions]}:
            yield from positions
        case [*positions]:
            yield from positions
        case _:
            yield event


def _opened(record: Any) -> Any:
    """What an SNS envelope holds; anything else as it is. An envelope's text that is not JSON stays text."""
    match record:
        case {"Sns": {"Message": str(message)}} | {"Type": "Notification", "Message": str(message)}:
            try:
                return parse(message)
            except Rejected:
                return message
    return record


def _decode(data: str) -> Any:
    """What a stream's record holds. Raises Rejected."""
    try:
        text = base64.b64decode(data, validate=True)
    except binascii.Error:
        raise Rejected("not base64") from None
    return _opened(parse(text))


def parse(text: str | bytes) -> Any:
    """JSON, strictly: no NaN, nothing too deep. Raises Rejected."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Rejected("not JSON") from None


def _refuse(constant: str) -> None:
    raise ValueError(constant)
