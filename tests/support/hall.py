"""A hall that sells tickets in tests: the real table and doors, a bucket in memory, a payment as wished."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy
import zxingcpp

from frontdesk.aws.clients import Clients
from frontdesk.conversation.phrases import Phrases
from frontdesk.domains.tickets.catalogue.reading import Offer
from frontdesk.domains.tickets.catalogue.stock import Origin, Stock
from frontdesk.domains.tickets.door.admission import Admission
from frontdesk.domains.tickets.door.api import answered, routes
from frontdesk.domains.tickets.door.keys import Keys
from frontdesk.domains.tickets.door.orders import Orders
from frontdesk.domains.tickets.issuing.build import PHRASES
from frontdesk.domains.tickets.issuing.issue import Issuer
from frontdesk.domains.tickets.issuing.page import Writer
from frontdesk.domains.tickets.issuing.shelf import Shelf
from frontdesk.domains.tickets.issuing.signing import Signer
from frontdesk.domains.tickets.ledger import Ledger
from frontdesk.domains.tickets.life import State
from frontdesk.domains.tickets.model import Booking, Event, Policy
from frontdesk.domains.tickets.service import Tickets
from tests.support import aws
from tests.support.memory import MemoryObjects

NOW = 1_800_000_000  # January 15, 2027, 8:00 in London
SECRET = b"t" * 32
MACBETH = Event(
    "macbeth-friday",
    "Macbeth <& Friends>",
    "play",
    "the Old Playhouse",
    "Springfield",
    "2027-01-29T19:30:00-05:00",
    2500,
    "the Old Playhouse",
    capacity=12,
    shards=2,
    version="1",
)
ORDER = {"event": MACBETH.id, "quantity": 2}
WRITER = Writer(Phrases({"tickets": PHRASES}), "en-US")


class LinkedObjects(MemoryObjects):
    """A bucket in memory whose links are its keys."""

    def link(self, key: str, seconds: int) -> str:
        return f"https://bucket.example/{key}?for={seconds}"


@dataclass
class Hall:
    """paying: what becomes of a payment: the states that a booking goes through."""

    clients: Clients
    paying: tuple[State, ...] = (State.CHARGING, State.PAID)
    now: int = NOW
    objects: LinkedObjects = field(default_factory=LinkedObjects)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.clients.dynamodb, aws.create_table(self.clients, "tickets", "TicketsTable"))
        self.tickets = Tickets(self.ledger, Policy(), lambda: self.now)
        self.stock = Stock(self.ledger)
        self.signer = Signer(lambda: SECRET)
        self.issuer = Issuer(self.tickets, self.objects, self.signer, WRITER)  # type: ignore[arg-type]
        self.shelf = Shelf(self.ledger)
        orders = Orders(self.tickets, self.issuer, Keys(self.ledger), self.pay)
        self.door = answered(routes(orders, Admission(self.shelf, self.signer, lambda: self.now)))
        self.offer(MACBETH)

    def offer(self, event: Event) -> None:
        self.stock.offer(Offer(event), Origin("file", event.version, "2027-01-01T00:00:00+00:00"))

    def pay(self, booking: str) -> Booking:
        """Bring a booking that is HELD as far as `paying` says."""
        found = self.ledger.booking(booking)
        assert found
        for state in self.paying if found.state is State.HELD else ():
            found = self.ledger.change(found, state, self.now)
        return found

    def booked(self, account: str = "maya", quantity: int = 2, booking: str = "b" * 32) -> Booking:
        """A booking, paid, and its tickets issued."""
        self.tickets.order(account, "", booking, MACBETH, quantity)
        self.pay(booking)
        issued = self.issuer.issue(booking)
        assert issued
        return issued

    def order(self, body: Any = ORDER, key: str = "k1", **more: Any) -> tuple[int, Any, Any]:
        """An order at the door; see `ask`."""
        return self.ask("POST /tickets", body=body, idempotency_key=key, **more)

    def ask(
        self,
        route: str,
        path: str = "",
        body: Any = None,
        account: str = "maya",
        query: Mapping[str, str] | None = None,
        **headers: str,
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        """A request to the door: status, body, headers. account: whose token it bears; "" for a system's."""
        claims = {"username": account} if account else {"client_id": "system"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        text = body if isinstance(body, str | None) else json.dumps(body)
        answer = self.door(
            {
                "routeKey": route,
                "pathParameters": {"id": path} if path else None,
                "queryStringParameters": query,
                "headers": {"content-type": "application/json", **named},
                "requestContext": {"authorizer": {"jwt": {"claims": claims}}},
                "body": text,
            },
            None,
        )
        return answer["statusCode"], json.loads(answer["body"] or "{}"), answer["headers"]


def read_code(png: bytes, dirt: int = 0) -> str:
    """What a telephone reads in a picture: by a library that knows nothing of the one that drew it.
    dirt: the side of a black square in the middle of it, in pixels."""
    pixels = _pixels(png)
    middle = slice((len(pixels) - dirt) // 2, (len(pixels) + dirt) // 2)
    pixels[middle, middle] = 0
    (found,) = zxingcpp.read_barcodes(pixels)
    return found.text


def _pixels(png: bytes) -> Any:
    """The pixels of a picture in black and white, a bit each: what the desk draws."""
    reader, packed, width, height = io.BytesIO(png[8:]), b"", 0, 0
    while header := reader.read(8):
        length, kind = struct.unpack(">I4s", header)
        chunk, _ = reader.read(length), reader.read(4)
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", chunk[:10])
            assert (depth, colour) == (1, 0)
        packed += chunk if kind == b"IDAT" else b""
    lines = numpy.frombuffer(zlib.decompress(packed), dtype=numpy.uint8).reshape(height, -1)
    assert set(lines[:, 0]) <= {0, 2}  # as it is, or the difference to the line above
    bits = numpy.zeros_like(lines[:, 1:])
    for number, (how, *line) in enumerate(lines):
        bits[number] = line if how == 0 else numpy.array(line, dtype=numpy.uint8) + bits[number - 1]
    return numpy.unpackbits(bits, axis=1)[:, :width] * numpy.uint8(255)
