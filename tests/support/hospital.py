"""The patients domain whole, in memory: uploads go in, events are delivered in any order and often."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, override

from frontdesk import uploads
from frontdesk.aws.envelopes import Envelopes
from frontdesk.domains.patients.events import news
from frontdesk.domains.patients.events.admit import Admission, seal_of
from frontdesk.domains.patients.events.bill import Billing
from frontdesk.domains.patients.events.checkout import Checkout
from frontdesk.domains.patients.events.deletion import Deletion
from frontdesk.domains.patients.events.inbox import UPLOADS
from frontdesk.domains.patients.events.review import Reviews
from frontdesk.domains.patients.events.undelivered import Undelivered
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import KEYS, At
from tests.support.deliveries import Deliveries
from tests.support.memory import MemoryObjects, MemoryQueue, Power
from tests.support.vault import MemoryKms, MemoryTables

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class OneByOne(Executor):
    """A pool of nobody: whoever asks does it."""

    @override
    def map(self, fn: Callable[..., Any], *of: Any, **_: Any) -> Iterator[Any]:
        return map(fn, *of)


@cache
def secret(ssn: str) -> bytes:
    return hmac.digest(b"token key", ssn.encode(), "sha256")


def record(visit: int = 1, ssn: str = "900-70-1000", **more: Any) -> dict[str, Any]:
    """A good record. more: what is different; cents: what the stay costs."""
    charges = [{"for": "Stay", "cents": more.pop("cents", 1000)}]
    return {
        "firstName": "Ann",
        "lastName": "Lee",
        "ssn": ssn,
        "email": "ann@example.com",
        "discharge": {"visitNumber": str(visit), "discharged": "2026-11-20", "charges": charges},
        **more,
    }


@dataclass
class Hospital(Deliveries):
    """waiting: events not yet delivered, (kind, event). parked: (what, reason). lost: whether the topic can
    deliver nothing for now."""

    power: Power = field(default_factory=Power)
    waiting: list[tuple[str, Any]] = field(default_factory=list)
    parked: list[tuple[Any, str]] = field(default_factory=list)
    lost: bool = False
    largest: int = 1 << 20

    def __post_init__(self) -> None:
        self.objects, self.tables = MemoryObjects(self.power), MemoryTables(self.power)
        self.kms, self._sequence = MemoryKms(), count(1)
        tables: Any = self.tables
        objects: Any = self.objects
        topic: Any = _Topic(self.power, self._published)
        self.envelopes = Envelopes(self.kms.clients, "key", "patient")
        reviews = Reviews(tables, lambda visits: self._park({"visits": visits}, "ssn_shared"))
        admission = Admission(tables, self.envelopes)
        self.checkout = Checkout(
            objects, tables, admission, reviews, secret, topic, self._park, self.largest, OneByOne
        )
        self.billing, self.undelivered = Billing(tables, self.envelopes), Undelivered(tables)
        self.now = START + timedelta(days=1)
        mac = lambda digest: hmac.digest(b"audit", digest.encode(), "sha256")  # noqa: E731
        self.deletion = Deletion(tables, reviews, mac, lambda: self.now, 3)

    # --- what happens ---------------------------------------------------------------------------------

    def upload(
        self, *records: Any, key: str = f"{UPLOADS}patientData.json", body: bytes | None = None
    ) -> Any:
        """A hospital puts a file into the bucket; S3's record of it, which waits to be delivered."""
        text = "\n".join(map(json.dumps, records)).encode() if body is None else body
        version, number = self.objects.upload(key, text), next(self._sequence)
        at = (START + timedelta(seconds=number)).isoformat()
        told = {"key": key, "versionId": version, "sequencer": f"{number:04x}" + "8" * (number % 2)}
        event = {"eventTime": at, "s3": {"object": told}}
        self.waiting.append(("upload", event))
        return event

    @override
    def reject(self, kind: str, event: Any, reason: str) -> None:
        self.parked.append((event, reason))

    @override
    def work(self, kind: str, event: Any) -> None:
        match kind:
            case "upload":
                if found := uploads.read(event, UPLOADS):
                    self.checkout.take(found)
            case "news":
                self.billing.bill(news.read({"body": json.dumps(event)}))
            case "undelivered":
                self.undelivered.note(news.read({"body": json.dumps(event)}))

    def _published(self, message: Mapping[str, Any]) -> None:
        self.waiting.append(("undelivered" if self.lost else "news", message))

    def _park(self, what: Mapping[str, Any], reason: str) -> None:
        self.power.effect(lambda: self.parked.append((what, reason)))

    # --- what came of it ------------------------------------------------------------------------------

    def state(self) -> dict[At, Any]:
        """All rows, with what is sealed opened: two runs that did the same are equal."""
        return {at: self._opened(at, row) for at, row in self.tables.get(self.tables.items).items()}

    def visit(self, number: int) -> dict[str, Any]:
        return self.tables.get([places.visit(str(number))])[places.visit(str(number))]

    def sealed(self, at: At) -> Any:
        """What a row of the vault holds, opened."""
        return self._opened(at, self.tables.get([at])[at])["sealed"]

    def shared(self) -> list[list[str]]:
        """The visits of those who share an SSN."""
        return [sorted(row["visits"]) for row in self.tables.query("VAULT_TABLE", places.REVIEW).values()]

    def set_aside(self) -> list[dict[str, Any]]:
        texts = [self.objects.read(key).decode() for key in self.objects.keys("quarantine/")]
        return [json.loads(line) for text in texts for line in text.splitlines()]

    def _opened(self, at: At, row: dict[str, Any]) -> dict[str, Any]:
        if at.table == KEYS:
            return {"for": self.kms.keys[row["wrapped"]][0]}
        if "sealed" not in row:
            return row
        wrapped = self.tables.get([places.key(row["token"], places.number(at))])
        key = self.envelopes.open(row["token"], next(iter(wrapped.values()))["wrapped"])
        return {**row, "sealed": json.loads(key.unseal(row["sealed"], seal_of(row["token"], at)))}


class _Topic(MemoryQueue):
    def publish_all(self, messages: Any, **attributes: str) -> None:
        assert attributes == {"type": "patient.checked-out"}
        self.send(messages)


def killed_everywhere(run: Callable[[Power], Hospital]) -> Iterator[Hospital]:
    """The same run again and again, the power cut before or after each of its effects in turn."""
    effects = run(Power()).power.effects
    for at in range(effects):
        for after in (False, True):
            with suppress(StopIteration):
                yield run(Power(at, after))
