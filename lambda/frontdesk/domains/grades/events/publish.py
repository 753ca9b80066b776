"""All chunks of a file are in: count its class, write the report, point to it, and see to what follows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.objects import Objects, lines
from frontdesk.aws.publishing import Queue
from frontdesk.aws.records import Parking, Record
from frontdesk.conversation.phrases import Phrases
from frontdesk.domains.grades.events.calculate import error_lines
from frontdesk.domains.grades.events.tasks import Retire, to_message
from frontdesk.domains.grades.model import Change, FileState, Grade, Published, Source
from frontdesk.domains.grades.report import table
from frontdesk.domains.grades.report.page import Page
from frontdesk.domains.grades.service import layout, parts, shelf
from frontdesk.domains.grades.service.rows import Fault
from frontdesk.domains.grades.service.tally import ClassTally
from frontdesk.domains.grades.store.ledger import Ledger
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings

logger = logging.getLogger("frontdesk")

# All parts of a version are read side by side, each a little at a time: this many bytes.
_STEP = 1 << 16

# As many courses as are told from one read of the table; a file with more has them all in its report.
MOST_TOLD = 100


@dataclass(slots=True)
class _Counted:
    """What one pass over a version's parts has seen."""

    tally: ClassTally = field(default_factory=ClassTally)
    rows: int = 0
    twice: int = 0


@dataclass(frozen=True, slots=True)
class Publisher:
    objects: Objects
    ledger: Ledger
    chunks: Queue
    page: Page

    def publish(self, file: str, version: str) -> None:
        """Publish a version of a file whose chunks are all in. It may be told twice, late or killed half-way:
        what is done already stays, what is not is done. Raises TryAgain, or Rejected where no row is good."""
        state = self.ledger.file(file)
        if state is None or state.source.version != version or not state.complete:
            return  # a newer version has taken over, and will be told of in its turn
        there = self.ledger.published(file)
        if there and not there.settled:
            self._settle(there)
        if there is None or there.source.version < version:
            self._settle(self._replace(state, there.source.version if there else ""))

    def _replace(self, state: FileState, base: str) -> Published:
        source, report = state.source, shelf.report(state.key, state.source)
        counted = _Counted()
        self.objects.put_stream(
            report + "class.csv", table.blocks(self._count(state, counted)), "text/csv; charset=utf-8"
        )
        if not counted.rows:  # it replaces nothing: a mistaken upload must not empty a class
            self.ledger.refuse(source, state.object, "no_good_row")
            raise Rejected("no_good_row")
        rejected = counted.twice + sum(self._rejected(part) for part in self._parts(state))
        if counted.twice:
            self._set_aside_twice(state)
        courses = counted.tally.courses()
        published = Published(
            source,
            state.key,
            state.object,
            base,
            settled=False,
            report=report,
            rows=counted.rows,
            rejected=rejected,
            students=counted.tally.students,
            overall=counted.tally.overall(),
            courses=courses[:MOST_TOLD],
        )
        page = self.page.render(published, courses).encode()
        self.objects.put(report + "class.html", page, "text/html; charset=utf-8")
        if not self.ledger.publish(published):
            raise TryAgain  # another version has come in between: look again
        data = {"file": source.file, "rows": counted.rows, "rejected": rejected}
        logger.info("class published", extra={"data": data})
        return published

    def _settle(self, published: Published) -> None:
        """What follows from a publication, in this order, so that it can be done again from the start: the
        changes are kept, what was replaced is taken back, and only then is it settled."""
        file, version = published.source.file, published.source.version
        if published.base:
            before = self._grades(self.objects.keys(shelf.parts(file, published.base)))
            after = self._grades(self.objects.keys(shelf.parts(file, version)))
            changed = parts.changed(before, after)
            self.ledger.put_changes(Change(was, now, published.source) for was, now in changed)
        old = (shelf.source_of(key, published.source.loaded) for key in self.objects.keys(shelf.parts(file)))
        self.chunks.send(to_message(Retire(source)) for source in old if source.version < version)
        self.ledger.settle(published.source)

    def _count(self, state: FileState, counted: _Counted) -> Iterator[Grade]:
        """The class's grades, counted on their way."""
        for grade, first in self._merged(self._parts(state)):
            if first:
                counted.tally.add(grade)
                counted.rows += 1
                yield grade
            else:
                counted.twice += 1

    def _set_aside_twice(self, state: FileState) -> None:
        """Whoever is in the file twice, in chunks that could not know of each other."""
        twice = (
            Fault(grade.line, layout.ROLL, "student_twice")
            for grade, first in self._merged(self._parts(state))
            if not first
        )
        key = shelf.errors(state.key, state.source, "twice")
        self.objects.put_stream(key, (error_lines([fault]) for fault in twice), "application/jsonl")

    def _parts(self, state: FileState) -> list[str]:
        source = state.source
        numbered = (Source(source.file, source.version, source.loaded, n) for n in range(state.chunks))
        return [shelf.part(each) for each in numbered]

    def _rejected(self, part: str) -> int:
        return int(self.objects.metadata(part)["rejected"])

    def _grades(self, keys: Iterable[str]) -> Iterator[Grade]:
        return (grade for grade, first in self._merged(keys) if first)

    def _merged(self, keys: Iterable[str]) -> Iterator[tuple[Grade, bool]]:
        return parts.merged([self._lines(key) for key in keys])

    def _lines(self, key: str) -> Iterator[str]:
        """A part's lines; none where it was taken back meanwhile, by who settled this before."""
        try:
            for line in lines(self.objects.blocks(key, size=_STEP)):
                yield line.decode()
        except Rejected:
            return


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], None]:
    """What takes the news of complete files, on this process's tools. Raises TryAgain where it must come
    again."""
    folder = Path(__file__).parents[1] / "phrases"
    publisher = Publisher(
        Objects(clients.s3, settings["SCHOOL_BUCKET"]),
        Ledger.of(clients.dynamodb, settings["STUDENTS_TABLE"]),
        Queue(clients.sqs, settings["CHUNKS_QUEUE"]),
        Page(Phrases({"grades": folder}), settings["REPORT_LOCALE"]),
    )
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "report_generator")

    def publish(record: Record) -> None:
        try:
            told = records.news(record)
            file, version = told["file"], told["version"]
        except (KeyError, TypeError) as error:
            raise Rejected("not_a_file") from error
        publisher.publish(file, version)

    return lambda event, context: records.each(event["Records"], publish, parking)
