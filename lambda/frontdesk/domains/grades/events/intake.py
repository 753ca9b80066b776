"""A file of scores has come: plan its chunks. What is no such file is refused, with the reason."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk import uploads
from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.objects import Objects
from frontdesk.aws.publishing import Queue
from frontdesk.aws.records import Parking, Record
from frontdesk.domains.grades.events.tasks import Chunk, to_message
from frontdesk.domains.grades.model import FileState, Source
from frontdesk.domains.grades.service import shelf
from frontdesk.domains.grades.service.layout import LONGEST_LINE, beginning
from frontdesk.domains.grades.service.plan import ranges
from frontdesk.domains.grades.store.ledger import Ledger
from frontdesk.errors import Rejected
from frontdesk.settings import Settings
from frontdesk.unpacking import is_packed, unpack

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Upload:
    """An object that came. object: its version id."""

    source: Source
    key: str
    object: str


def upload(record: Mapping[str, Any]) -> Upload | None:
    """The upload that a record of S3's tells of; None for what is no upload of scores.

    Raises Rejected where the record lacks what makes it one.
    """
    told = uploads.read(record, shelf.UPLOADS)
    if told is None:
        return None
    loaded = told.at.isoformat(timespec="seconds")
    return Upload(Source(told.file, told.version, loaded), told.key, told.object)


@dataclass(frozen=True, slots=True)
class Intake:
    """largest: the bytes that a file may have, unpacked too. chunk: the bytes of a chunk, about."""

    objects: Objects
    ledger: Ledger
    chunks: Queue
    largest: int
    chunk: int

    def take(self, upload: Upload) -> None:
        """Plan a file's chunks and send them to be calculated. Raises TryAgain, or Rejected where there are
        none: whoever dropped it looks at no row, so it is parked, and an alarm tells of it."""
        there = self.ledger.file(upload.source.file)
        if there and there.source.version > upload.source.version:
            _log("upload is stale", upload)
            return
        try:
            planned = self._plan(upload)
        except Rejected as rejected:
            self.ledger.refuse(upload.source, upload.object, rejected.reason)
            _log("upload refused", upload, reason=rejected.reason)
            raise
        state = self.ledger.claim(FileState(upload.source, upload.key, upload.object, len(planned)))
        if state is None:
            _log("upload is stale", upload)
            return
        self.chunks.send(to_message(chunk) for chunk in planned if chunk.source.chunk not in state.done)
        _log("upload planned", upload, chunks=len(planned))

    def _plan(self, upload: Upload) -> list[Chunk]:
        key, version = self._as_lines(upload)
        head = self.objects.read(key, version, 0, self.chunk)
        begins = beginning(head)
        blocks = self.objects.blocks(key, version)
        cut = ranges(blocks, begins.start, begins.line, self.chunk)
        source = upload.source
        planned = [
            Chunk(
                Source(source.file, source.version, source.loaded, number),
                upload.key,
                upload.object,
                key,
                version,
                each,
                begins.layout,
            )
            for number, each in enumerate(cut)
        ]
        if not planned:
            raise Rejected("no_rows")
        return planned

    def _as_lines(self, upload: Upload) -> tuple[str, str]:
        """Key and version of an object with the upload's rows as lines: itself, or a copy."""
        if self.objects.size(upload.key, upload.object) > self.largest:
            raise Rejected("too_large")
        if not is_packed(self.objects.read(upload.key, upload.object, 0, self.chunk)):
            return upload.key, upload.object
        copy = shelf.lines(upload.source)
        blocks = unpack(self.objects.blocks(upload.key, upload.object), self.largest, LONGEST_LINE)
        return copy, self.objects.put_stream(copy, blocks, "text/plain")


def _log(event: str, upload: Upload, **more: str | int) -> None:
    logger.info(event, extra={"data": {"file": upload.source.file, "version": upload.source.version, **more}})


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], None]:
    """What takes S3's events, on this process's tools. Raises TryAgain where one must come again."""
    intake = Intake(
        Objects(clients.s3, settings["SCHOOL_BUCKET"]),
        Ledger.of(clients.dynamodb, settings["STUDENTS_TABLE"]),
        Queue(clients.sqs, settings["CHUNKS_QUEUE"]),
        int(settings["LARGEST_FILE"]),
        int(settings["CHUNK_SIZE"]),
    )
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "grade_intake")

    def take(record: Record) -> None:
        if found := upload(record):
            intake.take(found)

    return lambda event, context: records.each(event["Records"], take, parking)
