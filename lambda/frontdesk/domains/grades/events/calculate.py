"""A chunk of a file: validate, grade, write; and take back what a newer version has replaced."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.objects import Objects
from frontdesk.aws.publishing import Queue, Topic
from frontdesk.aws.records import Failures, Parking, Record
from frontdesk.domains.grades.events.tasks import Chunk, Retire, file_is_in, from_message
from frontdesk.domains.grades.model import Grade, Source
from frontdesk.domains.grades.scale import GradeScale, parse_scale
from frontdesk.domains.grades.service import parts, rows, shelf
from frontdesk.domains.grades.service.rows import Fault, Marking
from frontdesk.domains.grades.store.ledger import Ledger
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Calculator:
    """maximum: the points to be had where a row does not say."""

    objects: Objects
    ledger: Ledger
    complete: Topic
    scale: GradeScale
    maximum: Decimal

    def work(self, message: Any) -> None:
        """Do one message's task. Raises TryAgain, or Rejected where it can never be done."""
        match from_message(message):
            case Retire(source):
                self._retire(source)
            case task:
                try:
                    self._calculate(task)
                except Rejected as rejected:
                    self.ledger.refuse(task.source, task.object, rejected.reason)
                    raise

    def _calculate(self, task: Chunk) -> None:
        state = self.ledger.file(task.source.file)
        if state is None or state.source.version < task.source.version:
            raise TryAgain  # sent before it was claimed: cannot be, and does no harm
        grades: list[Grade] | None = None
        if state.source.version == task.source.version and task.source.chunk not in state.done:
            grades = self._write(task)
            state = self.ledger.chunk_is_in(task.source)
        if state is None or state.source.version != task.source.version:
            self._undo(task, self._read(task)[0] if grades is None else grades)
        elif state.complete:
            self.complete.publish(file_is_in(task.source))

    def _read(self, task: Chunk) -> tuple[list[Grade], list[Fault]]:
        data = self.objects.read(task.lines, task.lines_version, task.range.start, task.range.end)
        marking = Marking(self.scale, self.maximum, task.source.loaded[:10])
        return rows.read(data, task.range.line, task.layout, marking)

    def _write(self, task: Chunk) -> list[Grade]:
        grades, faults = self._read(task)
        text = "".join(f"{line}\n" for line in parts.to_lines(grades))
        told = {"rejected": str(len(faults))}
        self.objects.put(shelf.part(task.source), text.encode(), "text/tab-separated-values", told)
        if faults:
            key = shelf.errors(task.key, task.source, f"{task.source.chunk:05}")
            self.objects.put(key, error_lines(faults), "application/jsonl")
        self.ledger.put_grades(grades, task.source)
        data = {"file": task.source.file, "chunk": task.source.chunk, "rows": len(grades)}
        logger.info("chunk calculated", extra={"data": {**data, "rejected": len(faults)}})
        return grades

    def _undo(self, task: Chunk, grades: Iterable[Grade]) -> None:
        """A newer version has taken over: nothing of this one stays, whatever an earlier try has left."""
        self.ledger.delete_grades(grades, task.source)
        self.objects.delete(shelf.part(task.source))

    def _retire(self, source: Source) -> None:
        """Delete a replaced chunk's rows, then the part that lists them: killed between, it is done again."""
        key = shelf.part(source)
        try:
            listed = self.objects.read(key).decode()
        except Rejected:  # gone: it was retired before
            return
        self.ledger.delete_grades(map(parts.from_line, listed.split("\n")[:-1]), source)
        self.objects.delete(key)


def error_lines(faults: Iterable[Fault]) -> bytes:
    """What was set aside, one JSON object a line."""
    return "".join(json.dumps(asdict(fault)) + "\n" for fault in faults).encode()


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], Failures]:
    """What takes the chunk queue's events, on this process's tools."""
    calculator = Calculator(
        Objects(clients.s3, settings["SCHOOL_BUCKET"]),
        Ledger.of(clients.dynamodb, settings["STUDENTS_TABLE"]),
        Topic(clients.sns, settings["COMPLETE_TOPIC"]),
        parse_scale(settings["GRADE_SCALE"]),
        Decimal(settings["MAXIMUM_SCORE"]),
    )
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "grade_calculator")
    work = lambda record: calculator.work(records.body(record))  # noqa: E731
    return lambda event, context: records.from_queue(event, work, parking)
