"""Rows of a file as events, and what is wrong with those that are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from frontdesk.domains.tickets.catalogue.files import Row
from frontdesk.domains.tickets.model import Event

LONGEST_TEXT = 100  # characters of a name; aloud, more is no name
MOST_SEATS = 200_000  # no hall has more
MOST_CENTS = 1_000_000  # $10,000: what costs more is a slip of the decimal point
# Somebody who books reads all shards and writes one: so many seats a shard, and so many shards at most.
SEATS_A_SHARD, MOST_SHARDS = 50, 20

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_KIND = re.compile(r"[a-z][a-z-]{1,29}")
_PRICE = re.compile(r"\$?\s?([0-9]{1,6})(?:\.([0-9]{1,2}))?")
_COUNT = re.compile(r"[0-9]{1,7}")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
# What is not to be seen or said: controls, line ends, what turns the direction round.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is no event. It holds no value of the row."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An event to sell, and how many of its seats are gone before anybody books here."""

    event: Event
    sold: int = 0


class _Wrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read(rows: Iterable[Row], version: str, seller: str) -> tuple[list[tuple[int, Offer]], list[Fault]]:
    """The offers of a file, each with its line, and the faults. seller: of rows that name none.

    An event that is in it twice is offered as it comes first.
    """
    offers: list[tuple[int, Offer]] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for line, row in rows:
        try:
            offer = _offer(row, version, seller)
            if offer.event.id in seen:
                raise _Wrong("id", "event_twice")
        except _Wrong as wrong:
            faults.append(Fault(line, wrong.column, wrong.reason))
            continue
        seen.add(offer.event.id)
        offers.append((line, offer))
    return offers, faults


def shards_for(capacity: int) -> int:
    """Over how many rows an event's seats are spread."""
    return min(MOST_SHARDS, -(-capacity // SEATS_A_SHARD))


def _offer(row: Any, version: str, seller: str) -> Offer:
    if not isinstance(row, Mapping):
        raise _Wrong("", "not_a_row")
    name, starts = _text(row, "name"), _starts(row)
    capacity = _count(row, "capacity")
    sold = _count(row, "sold") if row.get("sold") not in (None, "") else 0
    if not 1 <= capacity <= MOST_SEATS:
        raise _Wrong("capacity", "out_of_range")
    if sold > capacity:
        raise _Wrong("sold", "above_capacity")
    kind = _text(row, "kind").casefold()
    if not _KIND.fullmatch(kind):
        raise _Wrong("kind", "not_a_word")
    event = Event(
        id=_id(row, name, starts),
        name=name,
        kind=kind,
        place=_text(row, "place"),
        city=_text(row, "city"),
        starts=starts,
        cents=_cents(row),
        seller=_text(row, "seller", seller),
        capacity=capacity,
        shards=shards_for(capacity),
        version=version,
    )
    return Offer(event, sold)


def _text(row: Mapping[str, Any], column: str, otherwise: str = "") -> str:
    value = row.get(column)
    if not isinstance(value, str | None):
        raise _Wrong(column, "not_text")
    if any("\ud800" <= each <= "\udfff" for each in value or ""):  # bytes that were no text
        raise _Wrong(column, "not_text")
    seen = "".join(" " if unicodedata.category(each) in _UNSEEN else each for each in value or "")
    text = " ".join(unicodedata.normalize("NFC", seen).split()) or otherwise
    if not text:
        raise _Wrong(column, "missing")
    if len(text) > LONGEST_TEXT:
        raise _Wrong(column, "too_long")
    return text


def _starts(row: Mapping[str, Any]) -> str:
    try:
        starts = datetime.fromisoformat(_text(row, "starts"))
    except ValueError:
        raise _Wrong("starts", "not_a_time") from None
    if starts.utcoffset() is None:
        raise _Wrong("starts", "no_offset")
    if not 2000 <= starts.year <= 2100:
        raise _Wrong("starts", "out_of_range")
    return starts.isoformat(timespec="seconds")


def _cents(row: Mapping[str, Any]) -> int:
    found = _PRICE.fullmatch(_text(row, "price"))
    if not found:
        raise _Wrong("price", "not_a_price")
    cents = int(Decimal(f"{found[1]}.{found[2] or 0}") * 100)
    if cents > MOST_CENTS:
        raise _Wrong("price", "out_of_range")
    return cents


def _count(row: Mapping[str, Any], column: str) -> int:
    text = _text(row, column)
    if not _COUNT.fullmatch(text):
        raise _Wrong(column, "not_a_count")
    return int(text)


def _id(row: Mapping[str, Any], name: str, starts: str) -> str:
    """The row's own, or one of name and time: another evening is another event."""
    if row.get("id") in (None, ""):
        return f"{_plain(name)[:50] or 'event'}-{_plain(starts[:16])}"
    own = _text(row, "id")
    if not _ID.fullmatch(own):
        raise _Wrong("id", "not_an_id")
    return own


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _NOT_PLAIN.sub("-", letters).strip("-")
