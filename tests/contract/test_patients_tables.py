"""The patients' tables in memory, which their unit tests stand on, answer as DynamoDB does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from frontdesk.aws.clients import Clients
from frontdesk.domains.patients.events.deletion import Deletion
from frontdesk.domains.patients.events.review import Reviews
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import (
    BATCH,
    KEYS,
    VAULT,
    VISITS,
    Delete,
    Put,
    PutSeen,
    Seen,
    Tables,
)
from tests.support import aws
from tests.support.vault import MemoryTables

ROW: dict[str, Any] = {"state": "received", "cents": 5, "visits": {"1": "a"}, "sealed": b"\x00\xff"}


def what_they_answer(tables: Any) -> Iterator[Any]:
    """A life of some rows, and everything that they are answered."""
    at, key, twin = places.visit("1"), places.key("t", "1"), places.of_ssn("m", "2")
    yield tables.get([at, key])
    yield tables.write(
        [PutSeen(at, ROW, None), Put(key, {"wrapped": b"k"}), Put(places.of_ssn("m", "1"), {"token": "t"})]
    )
    yield tables.write(
        [PutSeen(at, {"state": "another"}, None), Put(twin, {"token": "u"})]
    )  # one there: none done
    yield tables.get([at, key, twin, at])
    yield tables.write([PutSeen(at, {**ROW, "state": "billed"}, ROW), Put(twin, {"token": "u"})])
    yield tables.write([PutSeen(at, ROW, ROW)])  # it is billed by now
    yield tables.write([Seen(at, {"state": "billed"}), Delete(key)])
    yield tables.write([Seen(at, None), Delete(twin)])
    yield tables.write([Seen(places.gone("t"), None), Delete(places.bill("nobody's"))])
    yield tables.get([at, key, twin])
    yield tables.query(VAULT, places.ssn("m"))
    yield tables.query(VAULT, places.ssn("none"))
    yield tables.query(KEYS, "t")
    many = [places.record(str(n)) for n in range(BATCH + 20)]
    yield [
        tables.write([Put(each, {"n": n}) for n, each in enumerate(some)]) for some in (many[:60], many[60:])
    ]
    yield tables.get(many) == {each: {"n": n % 60} for n, each in enumerate(many)}


def real_tables(clients: Clients) -> Tables:
    made = {name: aws.create_table(clients, "patients", name) for name in ("Visits", "Vault", "Keys")}
    return Tables(clients.dynamodb, {VISITS: made["Visits"], VAULT: made["Vault"], KEYS: made["Keys"]})


def test_tables_in_memory_answer_as_dynamodb_does(clients: Clients) -> None:
    real = list(what_they_answer(real_tables(clients)))
    assert real == list(what_they_answer(MemoryTables()))
    assert [each for each in real if isinstance(each, bool)][:7] == [
        True,
        False,
        True,
        False,
        True,
        False,
        True,
    ]


def test_many_deletions_at_once_end_well_each_with_its_entry(clients: Clients) -> None:
    tables, numbers = real_tables(clients), [str(number) for number in range(1, 21)]
    for n in numbers:
        visit = {"token": f"t{n}", "state": "billed", "content": "c"}
        assert tables.write([Put(places.visit(n), visit), Put(places.key(f"t{n}", n), {"wrapped": b"k"})])
    deletion = Deletion(tables, Reviews(tables, list), str.encode, lambda: datetime.now(UTC), 3)
    with ThreadPoolExecutor(8) as callers:
        proofs = list(callers.map(lambda n: deletion.delete(n, f"dsr-{n}"), numbers))
    assert [each["visits"] for each in proofs] == [[n] for n in numbers]
    entries = sorted(each["proof"][0]["number"] for each in proofs)
    assert entries == list(range(1, 21))
