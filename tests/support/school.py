"""The grades domain whole, in memory: files go in, events wait to be delivered, in any order and often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any, override

from frontdesk.domains.grades.events import notify
from frontdesk.domains.grades.events.calculate import Calculator
from frontdesk.domains.grades.events.intake import Intake, upload
from frontdesk.domains.grades.events.notify import Notifier
from frontdesk.domains.grades.events.publish import Publisher
from frontdesk.domains.grades.model import Change, Grade, Published
from frontdesk.domains.grades.report.page import Page
from frontdesk.domains.grades.scale import parse_scale
from frontdesk.domains.grades.service import questions
from frontdesk.domains.grades.service.shelf import file_id
from frontdesk.domains.grades.store import rows, states
from frontdesk.domains.grades.store.ledger import Ledger
from tests.support.classes import SCALE
from tests.support.deliveries import Deliveries
from tests.support.desks import phrases
from tests.support.memory import MemoryObjects, MemoryQueue, MemoryTable, Power

PHRASES = phrases()


@dataclass
class School(Deliveries):
    """waiting: events not yet delivered, (kind, event). told: the messages that students got. parked:
    (kind, reason) of events that can never succeed. chunk, largest: as the intake has them."""

    chunk: int = 60
    largest: int = 1 << 20
    power: Power = field(default_factory=Power)
    waiting: list[tuple[str, Any]] = field(default_factory=list)
    told: list[Mapping[str, Any]] = field(default_factory=list)
    parked: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.objects = MemoryObjects(self.power)
        self.table = MemoryTable(self.power, self._inserted)
        self.ledger = Ledger(self.table)  # type: ignore[arg-type]
        self._sequence = count(0x5F)
        objects: Any = self.objects
        queue: Any = MemoryQueue(self.power, lambda message: self._wait("chunk", message))
        complete: Any = MemoryQueue(self.power, lambda message: self._wait("complete", message))
        changes: Any = MemoryQueue(self.power, self.told.append)
        self.intake = Intake(objects, self.ledger, queue, self.largest, self.chunk)
        self.calculator = Calculator(objects, self.ledger, complete, parse_scale(SCALE), Decimal(100))
        self.publisher = Publisher(objects, self.ledger, queue, Page(PHRASES, "en-US"))
        self.notifier = Notifier(self.ledger, changes)

    # --- what happens ---------------------------------------------------------------------------------

    def upload(self, data: bytes | str, key: str = "scores/class.csv") -> dict[str, Any]:
        """A file is put into the bucket; S3's record of it, which waits to be delivered."""
        version = self.objects.upload(key, data.encode() if isinstance(data, str) else data)
        number = next(self._sequence)
        record = {
            "eventTime": f"2026-11-23T10:{number // 60:02}:{number % 60:02}.000Z",
            "s3": {"object": {"key": key, "versionId": version, "sequencer": f"00{number:06X}"}},
        }
        self._wait("upload", record)
        return record

    @override
    def reject(self, kind: str, event: Any, reason: str) -> None:
        self.parked.append((kind, reason))

    @override
    def work(self, kind: str, event: Any) -> None:
        match kind:
            case "upload":
                if found := upload(event):
                    self.intake.take(found)
            case "chunk":
                self.calculator.work(event)
            case "complete":
                self.publisher.publish(event["file"], event["version"])
            case "stream":
                self.notifier.tell(notify.change(event))

    def _wait(self, kind: str, event: Any) -> None:
        self.waiting.append((kind, event))

    def _inserted(self, item: Mapping[str, Any]) -> None:
        if item["sk"]["S"].startswith(rows.CHANGE):  # the event source mapping's filter
            self._wait("stream", {"eventName": "INSERT", "dynamodb": {"NewImage": item}})

    # --- what can be seen -----------------------------------------------------------------------------

    def grades(self, roll: str) -> list[Grade]:
        """A student's grade in each subject, as it is said."""
        held = [
            rows.held(r) for r in self.table.partition(rows.student(roll)) if r["sk"].startswith(rows.GRADE)
        ]
        return [each.grade for each in questions.current(held)]

    def changes(self, roll: str) -> list[Change]:
        found = self.table.partition(rows.student(roll))
        return [rows.change(row) for row in found if row["sk"].startswith(rows.CHANGE)]

    def published(self, key: str = "scores/class.csv") -> Published | None:
        return self.ledger.published(file_id(key))

    def refused(self, key: str = "scores/class.csv") -> str | None:
        """Why the last useless version was refused."""
        row = self.table.get(states.key(file_id(key))) or {}
        reason: str | None = row.get("refused", {}).get("reason")
        return reason

    def set_aside(self) -> list[str]:
        """What errors/ holds, line by line, in the order of its objects."""
        found = [self.objects.read(key).decode() for key in self.objects.keys("errors/")]
        return "".join(found).splitlines()

    def rows(self) -> list[tuple[str, str]]:
        """The key of every graded row in the table."""
        return [key for key in self.table.items if key[1].startswith(rows.GRADE)]

    def report(self, name: str, key: str = "scores/class.csv") -> str:
        """An object of the report that is pointed to."""
        published = self.published(key)
        assert published is not None
        return self.objects.read(published.report + name).decode("utf-8-sig")
