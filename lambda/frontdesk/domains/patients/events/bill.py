"""billing: the bill of a visit, once. It alone may open what is in the vault."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.envelopes import Envelopes, Unopenable
from frontdesk.aws.publishing import Queue
from frontdesk.aws.records import Failures, Parking
from frontdesk.domains.patients.events import news
from frontdesk.domains.patients.events.admit import seal_of
from frontdesk.domains.patients.events.news import News
from frontdesk.domains.patients.model import State
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import Put, PutSeen, Tables
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings

logger = logging.getLogger("frontdesk")


@dataclass(frozen=True, slots=True)
class Billing:
    tables: Tables
    envelopes: Envelopes

    def bill(self, told: News) -> None:
        """The visit has its bill afterwards: one, however often it is told, and that of the newest record.
        Raises TryAgain, or Rejected where there is no such visit or nothing to open."""
        wanted = [places.visit(told.visit), places.record(told.visit), places.key(told.token, told.visit)]
        rows = self.tables.get(wanted)
        visit, record, key = (rows.get(at) for at in wanted)
        if visit is None:
            raise Rejected("no_such_visit")
        if visit.get("token") != told.token or visit["state"] not in (State.RECEIVED, State.DELAYED):
            return  # billed, deleted, or somebody else's by now, whose own news comes
        if record is None or key is None or record["content"] != visit["content"]:
            raise TryAgain  # read while it was written, or taken away just now
        try:
            opened = self.envelopes.open(told.token, key["wrapped"])
            text = opened.unseal(record["sealed"], seal_of(told.token, wanted[1]))
        except Unopenable:
            raise Rejected("not_openable") from None
        bill, place = bill_of(json.loads(text)), places.bill(told.visit)
        sealed = opened.seal(json.dumps(bill, ensure_ascii=False).encode(), seal_of(told.token, place))
        finished = {**visit, "state": State.BILLED, "cents": bill["cents"]}
        done = self.tables.write(
            [PutSeen(wanted[0], finished, visit), Put(place, {"token": told.token, "sealed": sealed})]
        )
        if not done:
            raise TryAgain  # somebody else wrote about the visit meanwhile
        logger.info("visit billed", extra={"data": {"visit": told.visit}})


def bill_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The bill: for whom, how it goes there, and what is to be paid: the charges less what is covered."""
    discharge = record["discharge"]
    charges = discharge.get("charges", [])
    total = sum(charge["cents"] for charge in charges)
    names = (record["firstName"], record.get("middleName"), record["lastName"])
    return {
        "visit": str(discharge["visitNumber"]),
        "to": " ".join(name for name in names if name),
        "email": record["email"],
        "charges": charges,
        "covered": min(discharge.get("coveredCents", 0), total),
        "cents": max(total - discharge.get("coveredCents", 0), 0),
    }


def handler(settings: Settings, clients: Clients) -> Callable[[records.Record, object], Failures]:
    """What takes the checkout queue's events, on this process's tools."""
    tables = Tables.of(clients.dynamodb, settings)
    billing = Billing(tables, Envelopes(clients, settings["VAULT_KEY_ID"], "patient"))
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "billing", news.masked)
    bill = lambda record: billing.bill(news.read(record))  # noqa: E731
    return records.quiet(lambda event, context: records.from_queue(event, bill, parking))
