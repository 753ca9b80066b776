"""`make bench-grades`: a large file of scores through the deployed functions, in a desk of its own.

Said afterwards: whether class, table, report and what was set aside are exactly what the file says; rows a
second, and how many times longer that took than bare BatchWriteItem calls of the same rows, half of them
before and half after; the most memory that a function held; and its CPU time a row beside that of files of a
tenth and a hundredth. KILLS=10 also kills working calculators on the way.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched, groupby
from pathlib import Path
from typing import Any

from benchmarks import bare_writes, scores
from benchmarks.own_desk import own_desk
from benchmarks.processes import Watch
from frontdesk.aws.items import from_item
from frontdesk.domains.grades.model import Grade, Published
from frontdesk.domains.grades.service import shelf
from frontdesk.domains.grades.store import rows as table_rows
from frontdesk.domains.grades.store.ledger import Ledger
from simulator import desk

WORKERS, PATIENCE, RETURN = 4, 3600, 120
MEMORY, RATIO, FLAT = 128, 1.3, 0.10  # the bars: MB a function, times the bare writes, CPU a row
FUNCTIONS = ("GradeIntake", "GradeCalculator", "ReportGenerator")


def say(what: str, figure: str) -> None:
    print(f"{what:<44}{figure}", flush=True)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's class, what it must be, how long it took in s, and what the functions did meanwhile."""

    published: Published
    expected: scores.Class
    took: float
    watch: Watch


class Bench:
    """One desk's grades, measured."""

    def __init__(self, here: desk.Desk, folder: Path) -> None:
        self.here, self.folder = here, folder
        self.s3, self.bucket = here.client("s3"), here.outputs["SchoolBucket"]
        self.dynamodb, self.table = here.client("dynamodb"), here.outputs["StudentsTable"]
        self.ledger = Ledger.of(self.dynamodb, self.table)

    def load(self, count: int, name: str, kills: int = 0) -> Loaded:
        """Loads a file of that many rows, and waits until its class is out."""
        path = self.folder / "scores.csv"
        expected = scores.write(count, path)
        key = f"{shelf.UPLOADS}{name}.csv"
        with Watch(self.here.aws_url, FUNCTIONS, "GradeCalculator", kills) as watch:
            started = time.monotonic()
            self.s3.upload_file(str(path), self.bucket, key)
            while not ((published := self.ledger.published(shelf.file_id(key))) and published.settled):
                if time.monotonic() > started + PATIENCE:
                    raise SystemExit(f"{name}: not done after {PATIENCE} s")
                time.sleep(0.25)
            took = time.monotonic() - started
        return Loaded(published, expected, took, watch)

    def cost(self, count: int, name: str) -> float:
        """The functions' CPU time a row of a file of that size, in µs."""
        return self.load(count, f"of-{count}-{name}").watch.total / count * 1e6

    def return_soon(self) -> None:
        """What a killed worker had comes again after RETURN s, not after six times the function's time."""
        sqs = self.here.client("sqs")
        queue = next(url for url in sqs.list_queues()["QueueUrls"] if re.search(r"Chunks(?!Dead)", url))
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": str(RETURN)})

    def wrong(self, loaded: Loaded, count: int) -> list[str]:
        """What is not as the file says."""
        published, expected = loaded.published, loaded.expected
        overall = published.overall
        found = {
            "rows": (published.rows, expected.rows),
            "rejected": (published.rejected, len(expected.set_aside)),
            "students": (published.students, expected.students),
            "total": (overall.total, expected.total),
            "zeros": (overall.zeros, expected.zeros),
            "letters": (dict(overall.letters), dict(expected.letters)),
            "lines set aside": (self._set_aside(published), sorted(expected.set_aside)),
            "rows of the report": (self._same_in_report(published, count), True),
            "rows of the table": (self._same_in_table(published, count), True),
        }
        return [what for what, (is_, should) in found.items() if is_ != should]

    def _set_aside(self, published: Published) -> list[int]:
        prefix = shelf.errors(published.key, published.source, "x").removesuffix("x.jsonl")
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        keys = [each["Key"] for page in pages for each in page.get("Contents", [])]
        bodies = (self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in keys)
        return sorted(json.loads(line)["line"] for body in bodies for line in body.splitlines())

    def _same_in_report(self, published: Published, count: int) -> bool:
        body = self.s3.get_object(Bucket=self.bucket, Key=f"{published.report}class.csv")["Body"].read()
        there = csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
        return [_of_report(row) for row in there] == [
            _of_row(row) for row in scores.rows(count) if _good(row)
        ]

    def _same_in_table(self, published: Published, count: int) -> bool:
        """Every row of every student, 50 students a call; who is in the file twice is who came first."""
        good = (row for row in scores.rows(count) if _good(row))
        students = (tuple(group) for _, group in groupby(good, key=lambda row: row.roll))
        for some in batched(students, 50, strict=False):
            marks = ", ".join("?" * len(some))
            answer = self.dynamodb.execute_statement(
                Statement=f'SELECT * FROM "{self.table}" WHERE pk IN [{marks}]',  # nosec B608
                Parameters=[{"S": table_rows.student(str(group[0].roll))} for group in some],
            )
            held = [table_rows.held(from_item(item)) for item in answer["Items"]]
            mine = [each for each in held if each.source.file == published.source.file]
            mine.sort(key=lambda each: (each.source.chunk, each.grade.line), reverse=True)
            there = {(each.grade.roll, each.grade.subject.key): _of_grade(each.grade) for each in mine}
            if set(there.values()) != {_of_row(row) for group in some for row in group}:
                return False
        return True

    def memory(self) -> dict[str, int]:
        """The most that a process of each function has held, in MB, by its REPORT lines."""
        logs, most = self.here.client("logs"), {}
        for each, name in _functions(self.here).items():
            function = self.here.client("lambda").get_function_configuration(FunctionName=name)
            pages = logs.get_paginator("filter_log_events").paginate(
                logGroupName=function["LoggingConfig"]["LogGroup"]
            )
            lines = "\n".join(event["message"] for page in pages for event in page["events"])
            most[each] = max(map(int, re.findall(r"Max Memory Used: (\d+) MB", lines)), default=0)
        return most


def _functions(here: desk.Desk) -> dict[str, str]:
    """The names that the stack gave to the functions."""
    pages = here.client("lambda").get_paginator("list_functions").paginate()
    names = [each["FunctionName"] for page in pages for each in page["Functions"]]
    return {each: next(name for name in names if each in name) for each in FUNCTIONS}


def _good(row: scores.Row) -> bool:
    return row.bad is None


def _of_row(row: scores.Row) -> tuple[int, str, int, str]:
    return row.roll, row.subject, row.points, row.letter


def _of_grade(grade: Grade) -> tuple[int, str, int, str]:
    return int(grade.roll), grade.subject.key, int(grade.points), grade.letter


def _of_report(row: dict[str, Any]) -> tuple[int, str, int, str]:
    return int(row["rollNo"]), row["subject"], int(row["testScore"]), row["grade"]


def measure(bench: Bench, count: int) -> bool:
    """Loads, checks, compares and says; whether every bar is met."""
    bench.load(WORKERS * 20_000, "warm-up")
    sizes = [size for size in (count // 100, count // 10) if size >= 10_000]
    costs = {size: [bench.cost(size, "before")] for size in sizes}
    bare = bare_writes.half(bench.here, count, 0, WORKERS)
    loaded = bench.load(count, "scores")
    bare += bare_writes.half(bench.here, count, 1, WORKERS)
    for size in sizes:
        costs[size].append(bench.cost(size, "after"))
    costs[count] = [loaded.watch.total / count * 1e6]
    a_row = {size: sum(each) / len(each) for size, each in costs.items()}
    good = tell(bench, loaded, count)
    for size, cost in a_row.items():
        say(f"CPU a row, a file of {size:,}", f"{cost:.1f} µs")
    say("times the bare writes", f"{loaded.took / bare:.2f}, aim {RATIO} ({count / bare:,.0f} rows a second)")
    flat = max(a_row.values()) <= min(a_row.values()) * (1 + FLAT)
    return good and flat and loaded.took <= bare * RATIO


def killed(bench: Bench, count: int, kills: int) -> bool:
    """Loads while working calculators are killed, checks and says; whether it ended as it should."""
    bench.return_soon()
    loaded = bench.load(count, "scores", kills)
    say("calculators killed on the way", str(loaded.watch.killed))
    return tell(bench, loaded, count) and loaded.watch.killed == kills


def tell(bench: Bench, loaded: Loaded, count: int) -> bool:
    """Says what came of a file; whether it is what the file says, in as much memory as there may be."""
    wrong, memory = bench.wrong(loaded, count), bench.memory()
    say("rows, of them bad", f"{count:,}, {len(loaded.expected.set_aside):,}")
    say("not as the file says", ", ".join(wrong) or "nothing")
    say("rows a second", f"{count / loaded.took:,.0f} ({loaded.took:.1f} s)")
    for name, most in memory.items():
        say(f"most memory, {name}", f"{most} MB, bar {MEMORY}")
    for name, used in loaded.watch.cpu.items():
        say(f"CPU a row, {name}", f"{used / count * 1e6:.1f} µs")
    return not wrong and max(memory.values()) <= MEMORY


def main(arguments: Sequence[str]) -> int:
    """Runs it; 0 where every bar is met."""
    parser = argparse.ArgumentParser(prog="make bench-grades")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args(arguments)
    with own_desk() as here, tempfile.TemporaryDirectory() as folder:
        bench, rows, kills = Bench(here, Path(folder)), options.rows, options.kills
        return 0 if (killed(bench, rows, kills) if kills else measure(bench, rows)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
