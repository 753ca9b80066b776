"""The table and the bucket in memory, which the unit tests stand on, answer as DynamoDB and S3 do."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from frontdesk.aws.clients import Clients
from frontdesk.aws.objects import PART, Objects
from frontdesk.domains.grades.model import Change, FileState, Published, Source
from frontdesk.domains.grades.service import shelf
from frontdesk.domains.grades.store import rows, states
from frontdesk.domains.grades.store.ledger import Ledger
from frontdesk.domains.grades.store.table import Table
from frontdesk.errors import Rejected, TryAgain
from tests.support import aws
from tests.support.classes import grade, tallied
from tests.support.memory import MemoryObjects, MemoryTable

OLD, NEW = (Source("f", shelf.version(number), "2026-11-23T10:00:00+00:00") for number in ("0A", "0B"))
CHUNK = Source(NEW.file, NEW.version, NEW.loaded, 1)


def state(source: Source, chunks: int = 2) -> FileState:
    return FileState(source, "scores/a.csv", "v1", chunks)


def published(source: Source, base: str = "") -> Published:
    return Published(source, "k", "o", base, False, "reports/x/", 2, 1, 2, tallied([1, Decimal("2.5")]), [])


def what_a_ledger_answers(ledger: Ledger) -> Iterator[Any]:
    """A file's life, and everything that it is answered."""
    change = Change(grade("7", 5), grade("7", 6, letter="A"), NEW)
    yield ledger.file("f")
    yield ledger.claim(state(OLD))
    yield ledger.claim(state(NEW))
    yield ledger.claim(state(OLD))
    yield ledger.chunk_is_in(OLD)
    yield ledger.chunk_is_in(CHUNK)
    yield ledger.chunk_is_in(CHUNK)
    yield ledger.claim(state(NEW, 9))
    yield ledger.refuse(NEW, "v2", "empty")
    yield ledger.refuse(OLD, "v1", "too_large")
    yield ledger.table.get(states.key("f"))
    yield ledger.put_grades([grade(str(n), n) for n in range(60)], CHUNK)
    yield ledger.put_grades([grade("7", Decimal("7.25"))], CHUNK)
    yield ledger.table.get(rows.grade_key(grade("7"), CHUNK))
    yield ledger.delete_grades([grade("7"), grade("nobody")], CHUNK)
    yield ledger.table.get(rows.grade_key(grade("7"), CHUNK))
    yield ledger.put_changes([change, change][:1])
    yield ledger.table.get(rows.change_key(change))
    yield ledger.told(change)
    yield ledger.mark_told(change)
    yield ledger.told(change)
    yield ledger.published("f")
    yield ledger.publish(published(OLD))
    yield ledger.publish(published(OLD))
    yield ledger.publish(published(NEW, base="another"))
    yield ledger.publish(published(NEW, base=OLD.version))
    yield ledger.settle(OLD)
    yield ledger.published("f")
    yield ledger.settle(NEW)
    yield ledger.published("f")


@pytest.fixture
def ledger(clients: Clients) -> Ledger:
    return Ledger.of(clients.dynamodb, aws.create_table(clients, "grades", "StudentsTable"))


def test_a_ledger_in_memory_answers_as_one_on_dynamodb(ledger: Ledger) -> None:
    in_memory = Ledger(MemoryTable())  # type: ignore[arg-type]
    for number, (real, memory) in enumerate(
        zip(what_a_ledger_answers(ledger), what_a_ledger_answers(in_memory), strict=True)
    ):
        assert real == memory, f"answer {number}"


def test_what_dynamodb_leaves_unprocessed_is_sent_again_after_a_wait() -> None:
    class Busy:
        def __init__(self) -> None:
            self.written: list[Any] = []
            self.refuses = 0

        def batch_write_item(self, RequestItems: dict[str, list[Any]]) -> dict[str, Any]:  # noqa: N803
            (requests,) = RequestItems.values()
            taken = requests if self.refuses <= 0 else requests[: len(requests) // 2]
            self.refuses -= 1
            self.written += taken
            return {"UnprocessedItems": {"t": requests[len(taken) :]} if len(taken) < len(requests) else {}}

    busy, waits = Busy(), []
    table = Table(busy, "t", waits.append)  # type: ignore[arg-type]
    busy.refuses = 3
    table.put_all({"pk": str(n), "sk": "x"} for n in range(30))
    assert len(busy.written) == 30
    assert len(waits) == 3
    assert waits == sorted(waits)
    busy.refuses = 99
    with pytest.raises(TryAgain):
        table.put_all([{"pk": "1", "sk": "x"}, {"pk": "2", "sk": "x"}])


@pytest.fixture
def bucket(clients: Clients) -> Objects:
    name = f"school-{uuid.uuid4().hex[:12]}"
    clients.s3.create_bucket(Bucket=name)
    clients.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return Objects(clients.s3, name)


def what_a_bucket_answers(objects: Any) -> Iterator[Any]:
    objects.put("a/1", b"0123456789", "text/plain", {"rejected": "3"})
    yield objects.read("a/1")
    yield objects.read("a/1", "", 3, 7)
    yield objects.read("a/1", "", 8, 99)
    yield objects.read("a/1", "", 99, 199)
    yield dict(objects.metadata("a/1"))
    yield list(objects.blocks("a/1", size=4))
    version = objects.put_stream("a/2", iter([b"one ", b"two"]), "text/plain")
    objects.put("a/2", b"newer", "text/plain")
    yield objects.size("a/2", version)
    yield b"".join(objects.blocks("a/2", version))
    yield objects.read("a/2")
    objects.put_stream("a/empty", iter([]), "text/plain")
    yield list(objects.blocks("a/empty"))
    objects.put("b/1", b"", "text/plain")
    yield list(objects.keys("a/"))
    objects.delete("a/1")
    objects.delete("a/none")
    yield list(objects.keys("a/"))
    for read in (objects.read, objects.metadata):
        with pytest.raises(Rejected) as gone:
            read("a/1")
        yield gone.value.reason


def test_a_bucket_in_memory_answers_as_one_on_s3(bucket: Objects) -> None:
    for real, memory in zip(
        what_a_bucket_answers(bucket), what_a_bucket_answers(MemoryObjects()), strict=True
    ):
        assert real == memory


def test_a_stream_of_several_parts_is_one_object(bucket: Objects) -> None:
    block = bytes(range(256)) * 4096
    blocks = [block] * (PART // len(block) + 1)
    version = bucket.put_stream("big", iter(blocks), "text/plain")
    assert b"".join(bucket.blocks("big", version)) == b"".join(blocks)


def test_a_version_that_is_gone_is_gone(bucket: Objects) -> None:
    with pytest.raises(Rejected) as gone:
        bucket.size("never", "there")
    assert gone.value.reason == "object_gone"
