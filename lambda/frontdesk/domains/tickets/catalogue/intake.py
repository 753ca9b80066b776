"""A file of events has come: its events are offered, and what became of each is written beside it.

events/…                           what people upload; nothing of our own is written here
outcomes/<file>/<version>.json     how many events are new, changed …; which rows were set aside, and why
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Any

from frontdesk import uploads
from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.objects import Objects
from frontdesk.aws.publishing import Queue
from frontdesk.aws.records import Parking, Record
from frontdesk.domains.tickets.catalogue import files, reading
from frontdesk.domains.tickets.catalogue.reading import Fault
from frontdesk.domains.tickets.catalogue.stock import Origin, Stock
from frontdesk.domains.tickets.store import TicketStore
from frontdesk.errors import Rejected
from frontdesk.settings import Settings
from frontdesk.uploads import Uploaded, file_id

UPLOADS = "events/"
# Beside what `Outcome` says: events that nobody can book any more.
GONE_BY = "gone by"

logger = logging.getLogger("frontdesk")


def outcome_key(key: str, object_version: str) -> str:
    """Where is told what became of an upload."""
    return f"outcomes/{file_id(key)}/{object_version}.json"


def origin(upload: Uploaded) -> Origin:
    """Where the events of an upload come from."""
    loaded = upload.at.astimezone(UTC).isoformat("T", "milliseconds")
    return Origin(upload.file, upload.version, loaded)


@dataclass(frozen=True, slots=True)
class Intake:
    """largest: the bytes that a file may have, unpacked too. seller: of events whose file names none."""

    objects: Objects
    stock: Stock
    largest: int
    seller: str

    def take(self, upload: Uploaded) -> None:
        """Bring a file's events into the catalogue. Raises TryAgain; then some may be in it already, which
        does no harm. Raises Rejected for a file that is none, once its outcome is told."""
        try:
            outcome = self._offered(upload)
        except Rejected as rejected:
            self._tell(upload, {"refused": rejected.reason})
            raise
        self._tell(upload, outcome)

    def _tell(self, upload: Uploaded, outcome: Mapping[str, Any]) -> None:
        key = outcome_key(upload.key, upload.object)
        self.objects.put(key, json.dumps(outcome).encode(), "application/json")
        counts = {name: value for name, value in outcome.items() if name != "faults"}
        logger.info("events taken", extra={"data": {"file": upload.file, **counts}})

    def _offered(self, upload: Uploaded) -> dict[str, Any]:
        if self.objects.size(upload.key, upload.object) > self.largest:
            raise Rejected("too_large")
        data = self.objects.read(upload.key, upload.object)
        offers, faults = reading.read(files.rows(data, self.largest), upload.version, self.seller)
        counts: Counter[str] = Counter()
        for line, offer in offers:
            try:
                outcome = self.stock.offer(offer, origin(upload))
            except Rejected as rejected:
                faults.append(Fault(line, "capacity", rejected.reason))
                continue
            counts[GONE_BY if offer.event.at <= upload.at.timestamp() else outcome] += 1
        if not counts and not faults:
            raise Rejected("no_rows")
        return dict(counts) | {"rejected": len(faults), "faults": [asdict(fault) for fault in faults]}


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], None]:
    """What takes S3's events, on this process's tools. Raises TryAgain where one must come again."""
    intake = Intake(
        Objects(clients.s3, settings["PROGRAMME_BUCKET"]),
        Stock(TicketStore(clients.dynamodb, settings["TICKETS_TABLE"])),
        int(settings["LARGEST_FILE"]),
        settings["SELLER"],
    )
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "event_intake")

    def take(record: Record) -> None:
        if found := uploads.read(record, UPLOADS):
            intake.take(found)

    return lambda event, context: records.each(event["Records"], take, parking)
