"""`make bench-grades`: a large file of scores through the deployed functions, in a desk of its own.

Said afterwards: whether class, table, report and what was set aside are exactly what the file says; rows a
second, and how many times longer that took than bare BatchWriteItem calls of the same rows, half of them
before and half after; the most memory that a function held; and its CPU time a row beside that of files of a
tenth and a hundredth: so many at once that every worker has something to do, as with the large one, since
two that share a core cost more each than one alone. KILLS=10 also kills working calculators on the way.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import bare_writes, scores
from benchmarks.graded import Graded
from benchmarks.own_desk import own_desk
from benchmarks.processes import Watch
from frontdesk.domains.grades.model import Published
from frontdesk.domains.grades.service import shelf
from frontdesk.domains.grades.store.ledger import Ledger
from simulator import desk

WORKERS, PATIENCE, RETURN = 4, 3600, 120
BUSY = 100_000  # rows that keep every worker busy: some ten chunks
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
        self.ledger = Ledger.of(here.client("dynamodb"), here.outputs["StudentsTable"])

    def load(self, count: int, name: str, kills: int = 0, files: int = 1) -> Loaded:
        """Loads a file of that many rows, so many times at once, and waits until each one's class is out."""
        path = self.folder / "scores.csv"
        expected = scores.write(count, path)
        keys = [f"{shelf.UPLOADS}{name}-{file}.csv" for file in range(files)]
        with Watch(self.here.aws_url, FUNCTIONS, "GradeCalculator", kills) as watch:
            started = time.monotonic()
            for key in keys:
                self.s3.upload_file(str(path), self.bucket, key)
            published = [self._class(key, started + PATIENCE) for key in keys]
            took = time.monotonic() - started
        return Loaded(published[0], expected, took, watch)

    def _class(self, key: str, deadline: float) -> Published:
        while not ((published := self.ledger.published(shelf.file_id(key))) and published.settled):
            if time.monotonic() > deadline:
                raise SystemExit(f"{key}: not done after {PATIENCE} s")
            time.sleep(0.25)
        return published

    def cost(self, count: int, name: str) -> float:
        """The functions' CPU time a row of files of that size, in µs."""
        files = max(1, BUSY // count)
        loaded = self.load(count, f"of-{count}-{name}", files=files)
        return loaded.watch.total / (count * files) * 1e6

    def costs(self, sizes: Sequence[int], name: str) -> list[float]:
        """The cost of each size, in environments that are warm: those that idle for 300 s are taken away."""
        self.cost(10_000, f"warm-up-{name}")  # as many files as ever work at once
        return [self.cost(size, name) for size in sizes]

    def return_soon(self) -> None:
        """What a killed worker had comes again after RETURN s, not after six times the function's time."""
        sqs = self.here.client("sqs")
        queue = next(url for url in sqs.list_queues()["QueueUrls"] if re.search(r"Chunks(?!Dead)", url))
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": str(RETURN)})

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


def measure(bench: Bench, count: int) -> bool:
    """Loads, checks, compares and says; whether every bar is met."""
    sizes = [size for size in (count // 100, count // 10) if size >= 10_000]
    before = bench.costs(sizes, "before")
    bare = bare_writes.half(bench.here, count, 0, WORKERS)
    loaded = bench.load(count, "scores")
    bare += bare_writes.half(bench.here, count, 1, WORKERS)
    after = bench.costs(sizes, "after")
    a_row = {size: sum(each) / 2 for size, *each in zip(sizes, before, after, strict=True)}
    a_row[count] = loaded.watch.total / count * 1e6
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
    wrong, memory = Graded(bench.here).wrong(loaded.published, loaded.expected, count), bench.memory()
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
