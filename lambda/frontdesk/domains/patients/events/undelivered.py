"""patient_error: news that the topic could not deliver. The checkout is delayed, and somebody is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.publishing import Queue
from frontdesk.aws.records import Failures, Parking
from frontdesk.domains.patients.events import news
from frontdesk.domains.patients.events.news import News
from frontdesk.domains.patients.model import State
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import PutSeen, Tables
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings


@dataclass(frozen=True, slots=True)
class Undelivered:
    tables: Tables

    def note(self, told: News) -> None:
        """The visit's checkout is delayed from now on, until its news is delivered or the upload comes again.

        Raises TryAgain; and Rejected, always, for what is to be parked: to be sent again when the cause is
        mended.
        """
        place = places.visit(told.visit)
        visit = self.tables.get([place]).get(place)
        if visit is None:
            raise Rejected("no_such_visit")
        if visit.get("token") != told.token or visit["state"] == State.BILLED:
            return  # it got there another way
        if visit["state"] == State.RECEIVED:
            delayed = {**visit, "state": State.DELAYED}
            if not self.tables.write([PutSeen(place, delayed, visit)]):
                raise TryAgain
        raise Rejected("undelivered")


def handler(settings: Settings, clients: Clients) -> Callable[[records.Record, object], Failures]:
    """What takes the events of the topic's dead letters, on this process's tools."""
    undelivered = Undelivered(Tables.of(clients.dynamodb, settings))
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "patient_error", news.masked)
    note = lambda record: undelivered.note(news.read(record))  # noqa: E731
    return records.quiet(lambda event, context: records.from_queue(event, note, parking))
