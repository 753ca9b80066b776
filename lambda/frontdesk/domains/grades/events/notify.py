"""A grade was changed: its student is told, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.items import from_item
from frontdesk.aws.publishing import Queue, Topic
from frontdesk.aws.records import Failures, Parking, Record
from frontdesk.domains.grades.model import Change, Grade
from frontdesk.domains.grades.store import rows
from frontdesk.domains.grades.store.ledger import Ledger
from frontdesk.errors import Rejected
from frontdesk.settings import Settings


def change(record: Mapping[str, Any]) -> Change:
    """The change that a record of the table's stream tells of. Raises Rejected where there is none in it."""
    try:
        return rows.change(from_item(record["dynamodb"]["NewImage"]))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Rejected("not_a_change") from error


@dataclass(frozen=True, slots=True)
class Notifier:
    ledger: Ledger
    changes: Topic

    def tell(self, change: Change) -> None:
        """Tell a student, unless that was done. Raises TryAgain.

        Killed after telling and before it is noted, it tells twice: the message's id is the same then.
        """
        if self.ledger.told(change):
            return
        self.changes.publish(message(change), student=change.now.roll)
        self.ledger.mark_told(change)


def message(change: Change) -> dict[str, Any]:
    """What subscribers get: no name, and an id to know a repeated message by."""
    key = rows.change_key(change)
    return {
        "id": f"{key['pk']}/{key['sk']}",
        "student": change.now.roll,
        "subject": change.now.subject.title,
        "test": change.now.test.title,
        "was": _grade(change.was),
        "now": _grade(change.now),
    }


def _grade(grade: Grade) -> dict[str, str]:
    return {"points": str(grade.points), "outOf": str(grade.out_of), "letter": grade.letter}


def handler(settings: Settings, clients: Clients) -> Callable[[Record, object], Failures]:
    """What takes the table stream's events, on this process's tools."""
    notifier = Notifier(
        Ledger.of(clients.dynamodb, settings["STUDENTS_TABLE"]), Topic(clients.sns, settings["CHANGES_TOPIC"])
    )
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "grade_notifier")
    tell = lambda record: notifier.tell(change(record))  # noqa: E731
    return lambda event, context: records.from_stream(event, tell, parking)
