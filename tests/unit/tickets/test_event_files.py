"""Files of events: what is read of them, and what is set aside with its reason and without its values."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domains.tickets.catalogue import files, reading
from frontdesk.domains.tickets.catalogue.reading import Fault, Offer
from frontdesk.errors import Rejected

LARGEST = 100_000
ROW = {
    "name": "Macbeth",
    "kind": "Play",
    "place": "the Old Playhouse",
    "city": "Springfield",
    "starts": "2027-01-29T19:30:00-05:00",
    "price": "25.00",
    "capacity": "120",
}
CSV = f"{','.join(ROW)}\n{','.join(ROW.values())}\n"


def read(data: bytes | str, largest: int = LARGEST) -> tuple[list[Offer], list[Fault]]:
    packed = data.encode() if isinstance(data, str) else data
    offers, faults = reading.read(files.rows(packed, largest), "7", "the box office")
    return [offer for _, offer in offers], faults


def one(**changes: Any) -> tuple[list[Offer], list[Fault]]:
    return read(json.dumps([{**ROW, **changes}]))


def test_a_row_is_an_event_to_sell() -> None:
    (offer,), faults = read(CSV)
    assert not faults
    assert asdict(offer.event) == {
        "id": "macbeth-2027-01-29t19-30",
        "name": "Macbeth",
        "kind": "play",
        "place": "the Old Playhouse",
        "city": "Springfield",
        "starts": "2027-01-29T19:30:00-05:00",
        "cents": 2500,
        "seller": "the box office",
        "capacity": 120,
        "shards": 3,
        "version": "7",
    }


@pytest.mark.parametrize("bad", ['"Macbeth,play', 'x"y",z', "x" * 140_000, 'a,"b"c,d'])
def test_a_bad_line_costs_only_itself(bad: str) -> None:
    first, second = (CSV.splitlines()[1].replace("Macbeth", name) for name in ("Macbeth", "Othello"))
    offers, faults = read("\n".join([CSV.splitlines()[0], first, bad, second]), largest=1_000_000)
    assert [offer.event.name for offer in offers] == ["Macbeth", "Othello"]
    assert faults == [Fault(3, "", "not_a_row")]


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("utf-16"),
        gzip.compress(CSV.encode()),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        CSV.replace("capacity", "CAPACITY ,colour").replace("120", "120,red").encode(),
        CSV.replace("Macbeth", '"Macbeth"').encode(),
        json.dumps([ROW]).encode(),
        json.dumps(ROW).encode(),
        (json.dumps(ROW) + "\n\n").encode(),
        json.dumps([{**ROW, "price": 25, "capacity": 120}]).encode(),
        json.dumps([{**ROW, "price": 25.00, "capacity": 120}]).encode("utf-16"),
    ],
)
def test_however_it_is_written(data: bytes) -> None:
    (offer,), faults = read(data)
    assert not faults
    assert (offer.event.name, offer.event.cents, offer.event.capacity) == ("Macbeth", 2500, 120)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"who,what\nA,B\n", "columns_missing"),
        (b"\xff\xfe\x00", "not_text"),
        (CSV.replace("city", "name").encode(), "column_twice"),
        (b"[1, 2", "damaged"),
        (b"[" * 50_000, "damaged"),
        (b"x" * (LARGEST + 1), "too_large"),
        (gzip.compress(b"x" * (LARGEST + 1)), "grows_too_much"),
        (gzip.compress(b"\0" * 50_000_000), "grows_too_much"),
        (gzip.compress(CSV.encode())[:-9], "damaged"),
        (gzip.compress(CSV.encode()) + b"more", "damaged"),
        (b"\x1f\x8b\x00", "damaged"),
    ],
)
def test_what_is_no_file_of_events_is_refused_whole(data: bytes, reason: str) -> None:
    with pytest.raises(Rejected) as refused:
        read(data)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"name": ""}, "name", "missing"),
        ({"name": None}, "name", "missing"),
        ({"name": " \x00\u200b "}, "name", "missing"),
        ({"name": "x" * 101}, "name", "too_long"),
        ({"name": ["Macbeth"]}, "name", "not_text"),
        ({"kind": "a play"}, "kind", "not_a_word"),
        ({"kind": "<b>"}, "kind", "not_a_word"),
        ({"place": ""}, "place", "missing"),
        ({"starts": "tomorrow"}, "starts", "not_a_time"),
        ({"starts": "2027-02-30T19:30:00-05:00"}, "starts", "not_a_time"),
        ({"starts": "2027-01-29T19:30:00"}, "starts", "no_offset"),
        ({"starts": "1927-01-29T19:30:00Z"}, "starts", "out_of_range"),
        ({"price": "-1"}, "price", "not_a_price"),
        ({"price": "1e400"}, "price", "not_a_price"),
        ({"price": "25.005"}, "price", "not_a_price"),
        ({"price": True}, "price", "not_text"),
        ({"price": "25000.00"}, "price", "out_of_range"),
        ({"price": "٢٥"}, "price", "not_a_price"),
        ({"capacity": "0"}, "capacity", "out_of_range"),
        ({"capacity": "-5"}, "capacity", "not_a_count"),
        ({"capacity": "1.5"}, "capacity", "not_a_count"),
        ({"capacity": "999999"}, "capacity", "out_of_range"),
        ({"sold": "121"}, "sold", "above_capacity"),
        ({"id": "A B"}, "id", "not_an_id"),
        ({"id": "../x"}, "id", "not_an_id"),
    ],
)
def test_what_is_wrong_with_a_row_costs_that_row(changes: dict[str, Any], column: str, reason: str) -> None:
    bad, good = {**ROW, **changes}, {**ROW, "name": "Hamlet"}
    (offer,), faults = read(json.dumps([bad, good]))
    assert offer.event.name == "Hamlet"
    assert faults == [Fault(1, column, reason)]


def test_a_line_that_is_no_row_costs_itself() -> None:
    lines = [json.dumps(ROW), "not json", "7", '{"name": 1, "name": 2', json.dumps({**ROW, "name": "Hamlet"})]
    offers, faults = read("\n".join(lines))
    assert len(offers) == 2
    assert [(fault.line, fault.reason) for fault in faults] == [(n, "not_a_row") for n in (2, 3, 4)]
    offers, faults = read(CSV + "too,few\n" + CSV.split("\n")[1].replace("Macbeth", "Hamlet"))
    assert [offer.event.name for offer in offers] == ["Macbeth", "Hamlet"]
    assert faults == [Fault(3, "", "not_a_row")]


def test_bytes_that_are_no_text_cost_their_row() -> None:
    rows = CSV.encode() + CSV.split("\n")[1].replace("Macbeth", "Ham\udcfflet").encode(
        errors="surrogateescape"
    )
    (offer,), faults = read(rows)
    assert (offer.event.name, faults) == ("Macbeth", [Fault(3, "name", "not_text")])


def test_the_same_event_twice_is_the_first() -> None:
    (offer,), faults = read(json.dumps([ROW, {**ROW, "price": "30"}]))
    assert offer.event.cents == 2500
    assert faults == [Fault(2, "id", "event_twice")]


def test_another_evening_is_another_event_and_an_id_of_its_own_is_kept() -> None:
    offers, _ = read(
        json.dumps([ROW, {**ROW, "starts": "2027-01-30T19:30:00-05:00"}, {**ROW, "id": "mac-1"}])
    )
    assert len({offer.event.id for offer in offers}) == 3
    assert offers[2].event.id == "mac-1"


def test_a_name_is_what_can_be_seen_and_said() -> None:
    (offer,), _ = one(name="Rock 'n'\r\nRoll \u202e& <audio src='x'/> Zoe\u0308")
    assert offer.event.name == "Rock 'n' Roll & <audio src='x'/> Zoë"


def test_seats_are_spread() -> None:
    assert [reading.shards_for(seats) for seats in (1, 50, 51, 1_000, 200_000)] == [1, 1, 2, 20, 20]


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=30) | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(ROW)), inner),
    max_leaves=8,
)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        offers, _ = read(data)
    except Rejected:
        return
    assert all(offer.event.capacity >= 1 for offer in offers)
