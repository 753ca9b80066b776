"""Deletion on request: the patient's data keys go, and with them what they sealed, wherever a copy of it is.

Nothing is deleted without its entry in the audit trail, and nothing is entered that was not deleted: both are
one transaction. An entry names what became unreadable by its digests; it carries the MAC of itself and of the
entry before it, so that none can be altered or left out unseen.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import uniform
from typing import Any

from frontdesk.aws import records
from frontdesk.aws.clients import Clients
from frontdesk.aws.keys import Keys
from frontdesk.aws.publishing import Queue
from frontdesk.aws.records import Parking
from frontdesk.aws.table import WAITS
from frontdesk.domains.patients.events import inbox
from frontdesk.domains.patients.events.review import Reviews
from frontdesk.domains.patients.faults import VISIT
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import KEYS, VAULT, At, Delete, Put, PutSeen, Step, Tables
from frontdesk.errors import Rejected, TryAgain
from frontdesk.settings import Settings

# A visit takes five steps of a transaction's hundred.
AT_ONCE = 15
# All deletions write to the head of one trail: waits before the next try, in seconds, as of transactions.
PAUSES = (*WAITS, *WAITS)
STATE_DELETED = "deleted"

# The number of a request stays in the audit trail for ever: it must not be an SSN, however that is grouped.
REQUEST = re.compile(r"(?!.*(?:[0-9][-._]*){9})[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

type Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deletion:
    """mac: the MAC of a text under a key that nobody can read. raw_days: when no upload of now is left.
    sleep: waits so many seconds."""

    tables: Tables
    reviews: Reviews
    mac: Callable[[str], bytes]
    now: Callable[[], datetime]
    raw_days: int
    sleep: Callable[[float], None] = time.sleep

    def delete(self, visit: str, request: str) -> dict[str, Any]:
        """Deletes the patient of a visit. request: the request's own number, which goes into the audit trail.

        Returns the proof; the same, when it is asked again. Raises Rejected where there is no such visit;
        TryAgain.
        """
        if not VISIT.fullmatch(visit):
            raise Rejected("no_such_visit")
        place, record = places.visit(visit), places.record(visit)
        rows = self.tables.get([place, record])
        if place not in rows:
            raise Rejected("no_such_visit")
        if "token" not in rows[place]:
            return self._proof(visit)
        token = rows[place]["token"]
        while keys := self.tables.query(KEYS, token):
            # The visit that was asked for goes last: whoever asks again finds the patient by it until then.
            in_order = sorted(keys.items(), key=lambda each: places.number(each[0]) == visit)
            self._shred(token, dict(in_order[:AT_ONCE]), request)
        if record in rows:
            match = rows[record]["match"]
            self.reviews.look(match, self.tables.get([places.review(match)]))
        return self._proof(visit)

    def _proof(self, visit: str) -> dict[str, Any]:
        """What the audit trail has of a patient whose visit it was."""
        rows = self.tables.query(VAULT, places.AUDIT).values()
        token = next((row["token"] for row in rows if visit in row.get("visits", ())), "")
        entries = [row for row in rows if token and row.get("token") == token]
        visits = sorted({each for entry in entries for each in entry["visits"]})
        return {"deleted": True, "visits": visits, "proof": entries}

    def _shred(self, token: str, keys: Mapping[At, Row], request: str) -> None:
        """Some of a patient's keys go, with all that they sealed, and the entry that proves it is made."""
        numbers = [places.number(at) for at in keys]
        wanted = [make(n) for n in numbers for make in (places.visit, places.record, places.bill)]
        head = places.audit(0)
        for wait in (*PAUSES, None):
            rows = self.tables.get([*wanted, head])
            last = rows.get(head)
            entry = self._entry(token, keys, rows, request, last)
            steps: list[Step] = [Put(places.gone(token), {"at": entry["at"], "request": request})]
            for at, number in zip(keys, numbers, strict=True):
                steps += _without(at, number, token, rows)
            steps += [PutSeen(head, _head(entry), last), Put(places.audit(entry["number"]), entry)]
            if self.tables.write(steps):
                return
            if wait is not None:
                self.sleep(uniform(0, wait))  # nosec B311
        raise TryAgain

    def _entry(
        self, token: str, keys: Mapping[At, Row], rows: Mapping[At, Row], request: str, last: Row | None
    ) -> dict[str, Any]:
        sealed = [rows[at]["sealed"] for at in rows if "sealed" in rows[at]]
        entry = {
            "number": last["number"] + 1 if last else 1,
            "at": self.now().astimezone(UTC).isoformat(timespec="milliseconds"),
            "request": request,
            "token": token,
            "visits": [places.number(at) for at in keys],
            "keys": [_digest(row["wrapped"]) for row in keys.values()],
            "sealed": [_digest(each) for each in sealed],
            "raw_uploads_gone_after_days": self.raw_days,
            "before": last["mac"] if last else "",
        }
        return {**entry, "mac": self.mac(canonical(entry)).hex()}


def canonical(entry: Row) -> str:
    """What the MAC of an entry is of: the digest of all of it but the MAC."""
    told = {name: value for name, value in entry.items() if name != "mac"}
    return _digest(json.dumps(told, sort_keys=True, separators=(",", ":")).encode())


def _without(key: At, number: str, token: str, rows: Mapping[At, Row]) -> list[Step]:
    """The steps that take one visit away. Its number, state and sum stay, for the books: of nobody."""
    steps: list[Step] = [Delete(key), Delete(places.bill(number))]
    visit, record = rows.get(places.visit(number)), rows.get(places.record(number))
    if record is not None and record["token"] == token:
        steps += [Delete(places.record(number)), Delete(places.of_ssn(record["match"], number))]
    if visit is not None and visit.get("token") == token:
        kept = {name: value for name, value in visit.items() if name not in ("token", "left")}
        steps.append(PutSeen(places.visit(number), {**kept, "content": "", "state": STATE_DELETED}, visit))
    return steps


def _head(entry: Row) -> dict[str, Any]:
    return {"number": entry["number"], "mac": entry["mac"]}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def handler(settings: Settings, clients: Clients) -> Callable[[records.Record, object], dict[str, Any]]:
    """What takes {"visit", "request"} and gives the proof, on this process's tools."""
    keys = Keys(clients, settings["TOKEN_KEY_ID"])
    tables = Tables.of(clients.dynamodb, settings)
    parking = Parking(Queue(clients.sqs, settings["PARKING_QUEUE"]), "patient_deletion")
    reviews = Reviews(tables, lambda visits: parking.park({"visits": visits}, "ssn_shared"))
    raw_days = inbox.gone_after(int(settings["RAW_DAYS"]))
    deletion = Deletion(tables, reviews, keys.audit, lambda: datetime.now(UTC), raw_days)

    def delete(event: records.Record, context: object) -> dict[str, Any]:
        visit, request = str(event.get("visit", "")), str(event.get("request", ""))
        if not REQUEST.fullmatch(request):
            return {"deleted": False, "reason": "no_request_number"}
        try:
            return deletion.delete(visit, request)
        except Rejected as rejected:
            return {"deleted": False, "reason": rejected.reason}

    return records.quiet(delete)
