"""The same rows as bare BatchWriteItem calls: what a file would cost if it were nothing but that."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from itertools import batched, islice

from benchmarks import scores
from frontdesk.aws.items import to_item
from frontdesk.domains.grades.model import Grade, Label, Source
from frontdesk.domains.grades.store import rows as table_rows
from simulator import desk

SOURCE = Source("0" * 16, "0" * 32, "2027-01-12T08:00:00+00:00")


def half(here: desk.Desk, count: int, which: int, writers: int) -> float:
    """Writes the first (0) or the second (1) half of the batches of a file's rows into the table of grades,
    by so many processes; the time that the slowest spent in calls, in s."""
    with ProcessPoolExecutor(writers) as pool:
        shares = range(which * writers, (which + 1) * writers)
        table = here.outputs["StudentsTable"]
        started = [pool.submit(_write, here.aws_url, table, count, n, 2 * writers) for n in shares]
        return max(each.result() for each in started)


def _write(aws_url: str, table: str, count: int, share: int, of: int) -> float:
    dynamodb, took = desk.client(aws_url, "dynamodb"), 0.0
    good = (row for row in scores.rows(count) if row.bad is None)
    for batch in islice(batched(good, 25, strict=False), share, None, of):
        requests = [{"PutRequest": {"Item": _item(row)}} for row in batch]
        started = time.perf_counter()
        dynamodb.batch_write_item(RequestItems={table: requests})
        took += time.perf_counter() - started
    return took


def _item(row: scores.Row) -> dict[str, object]:
    grade = Grade(
        str(row.roll),
        f"Student {row.roll}",
        Label.of(row.subject),
        Label(),
        Decimal(row.points),
        Decimal(100),
        row.letter,
        "2027-01-11",
        row.line,
    )
    return to_item(table_rows.grade_row(grade, SOURCE))
