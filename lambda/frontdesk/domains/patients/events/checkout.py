"""patientData.json has come: every record into the vault, the news of each to whoever bills it."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC
from itertools import batched
from typing import Any
from urllib.parse import unquote_plus

from frontdesk import uploads
from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.envelopes import Envelopes
from frontdesk.aws.keys import Keys
from frontdesk.aws.objects import Objects, lines
from frontdesk.aws.publishing import Queue, Topic
from frontdesk.aws.records import Parking
from frontdesk.domains.patients.events.admit import TRIES, Admission, Admitted, Outcome, Source, wanted
from frontdesk.domains.patients.events.inbox import UPLOADS
from frontdesk.domains.patients.events.quarantine import Quarantine
from frontdesk.domains.patients.events.review import Reviews
from frontdesk.domains.patients.identity import Identity, identify
from frontdesk.domains.patients.record import LONGEST, Faulty, Record, parse
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import PutSeen, Tables
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings
from frontdesk.unpacking import unpack
from frontdesk.uploads import Uploaded

logger = logging.getLogger("frontdesk")

# So many records at a time, each of them a few calls that wait for AWS and not for the processor.
BATCH, AT_ONCE = 100, 16
CHECKED_OUT = "patient.checked-out"


@dataclass(slots=True)
class Pass:
    """One pass over an upload: what came of its records; refused: why the rest was not read; seen: visit →
    where it stood first, and the digest of its record."""

    source: Source
    quarantine: Quarantine = field(default_factory=Quarantine)
    counts: Counter[str] = field(default_factory=Counter)
    seen: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Checkout:
    """secret: the MAC of an SSN. park: tells somebody. largest: the bytes that an upload may have, unpacked
    too. pool: where the calls of a batch wait side by side."""

    objects: Objects
    tables: Tables
    admission: Admission
    reviews: Reviews
    secret: Callable[[str], bytes]
    topic: Topic
    park: Callable[[Mapping[str, Any], str], None]
    largest: int
    pool: Callable[[], Executor] = field(default=lambda: ThreadPoolExecutor(AT_ONCE))

    def take(self, upload: Uploaded) -> None:
        """All of an upload is in the vault afterwards, or set aside with the reason. Raises TryAgain."""
        at = upload.at.astimezone(UTC).isoformat(timespec="milliseconds")  # as text that sorts
        here = Pass(Source(upload.file, upload.version, at))
        place = places.file(upload.file)
        done = self.tables.get([place]).get(place)
        if done is not None and done["version"] == upload.version:
            return  # told again
        for batch in batched(self._records(upload, here), BATCH, strict=False):
            self._batch(batch, here)
        self.reviews.look_again()
        where = here.quarantine.keep(self.objects, here.source)
        if where:
            told = {"file": upload.file, "object": upload.object, "set_aside": where}
            self.park({**told, "count": here.quarantine.count}, here.refused or "records_set_aside")
        self._note(upload, here)

    def _records(self, upload: Uploaded, here: Pass) -> Iterator[Record]:
        """The good records, each visit once; it ends where the file can no more be read."""
        number = 0
        try:
            if self.objects.size(upload.key, upload.object) > self.largest:
                raise Rejected("too_large")
            blocks = self.objects.blocks(upload.key, upload.object)
            rows = lines(unpack(blocks, self.largest, LONGEST), LONGEST)
            for number, line in enumerate(_filled(rows), 1):
                record = _good(number, line, here)
                if record is not None:
                    yield record
            if not number:
                raise Rejected("empty")
        except Rejected as rejected:
            here.refused = rejected.reason
            here.quarantine.add(number + 1, [rejected.reason])

    def _batch(self, batch: tuple[Record, ...], here: Pass) -> None:
        with self.pool() as pool:
            people = list(pool.map(lambda record: identify(self.secret(record.ssn), record), batch))
            rows = self.tables.get(at for each in zip(batch, people, strict=True) for at in wanted(*each))
            admit = lambda record, who: self.admission.admit(record, who, here.source, rows)  # noqa: E731
            admitted = list(pool.map(admit, batch, people))
            looks = {who.match for who, one in zip(people, admitted, strict=True) if one.is_in}
            marked = self.tables.get(map(places.review, looks))
            list(pool.map(lambda match: self.reviews.look(match, marked), looks))
        self._tell(batch, people, admitted)
        for record, one in zip(batch, admitted, strict=True):
            here.counts[one.outcome.value] += 1
            here.counts["by_post"] += record.by_post
            if one.outcome is Outcome.ANOTHERS:
                here.quarantine.add(here.seen[record.visit][0], [one.outcome.value])

    def _tell(self, batch: tuple[Record, ...], people: list[Identity], admitted: list[Admitted]) -> None:
        """The news of what is to be billed: token and visit, nothing else."""
        news = (
            {"token": who.token, "visit": record.visit}
            for record, who, one in zip(batch, people, admitted, strict=True)
            if one.is_in and not one.finished
        )
        self.topic.publish_all(news, type=CHECKED_OUT)

    def _note(self, upload: Uploaded, here: Pass) -> None:
        """What came of the newest version of a file, for whoever looks."""
        counts = {**here.counts, "set_aside": here.quarantine.count}
        row = {"version": upload.version, "object": upload.object, "counts": counts, "refused": here.refused}
        logger.info("upload checked out", extra={"data": {"file": upload.file, **counts}})
        place = places.file(upload.file)
        for _ in range(TRIES):
            there = self.tables.get([place]).get(place)
            if there is not None and there["version"] > upload.version:
                return
            if self.tables.write([PutSeen(place, row, there)]):
                return
        raise TryAgain


def _good(number: int, line: bytes, here: Pass) -> Record | None:
    """The record in a line; None for one that is set aside, or was there already."""
    try:
        record = parse(line)
    except Faulty as faulty:
        here.quarantine.add(number, faulty.reasons, faulty.shape)
        return None
    digest = hashlib.sha256(record.text).digest()
    first, seen = here.seen.setdefault(record.visit, (number, digest))
    if first == number:
        return record
    if seen != digest:
        here.quarantine.add(number, ["visit_twice"])
    return None


def _filled(lines: Iterable[bytes]) -> Iterator[bytes]:
    return (line for line in lines if line.strip())


def masked(record: Any) -> Any:
    """What is parked of S3's record: which version of which file it was, and nothing of who brought it."""
    try:
        told = record["s3"]["object"]
        return {"object": told["versionId"], "file": uploads.file_id(unquote_plus(told["key"]))}
    except (KeyError, TypeError, AttributeError):
        return {}


def handler(settings: Settings, clients: Clients) -> Callable[[records.Record, object], None]:
    """What takes S3's events, on this process's tools. Raises TryAgain where one must come again."""
    queue = Queue(clients.sqs, settings["PARKING_QUEUE"])
    parking = Parking(queue, "patient_checkout")
    tables = Tables.of(clients.dynamodb, settings)
    envelopes = Envelopes(clients, settings["VAULT_KEY_ID"], "patient")
    checkout = Checkout(
        Objects(clients.s3, settings["PATIENTS_BUCKET"]),
        tables,
        Admission(tables, envelopes),
        Reviews(tables, lambda visits: parking.park({"visits": visits}, "ssn_shared")),
        Keys(clients, settings["TOKEN_KEY_ID"]).person,
        Topic(clients.sns, settings["CHECKED_OUT_TOPIC"]),
        parking.park,
        int(settings["LARGEST_FILE"]),
    )

    unread = Parking(queue, "patient_checkout", masked)

    def take(record: records.Record) -> None:
        if found := uploads.read(record, UPLOADS):
            checkout.take(found)

    return records.quiet(lambda event, context: records.each(event["Records"], take, unread))
