"""Scores: upload, watch the chunks come in, and tell what was graded, what was set aside, and the report."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontdesk.domains.grades.model import FileState, Published
from frontdesk.domains.grades.service import shelf
from frontdesk.domains.grades.store import states
from frontdesk.domains.grades.store.ledger import Ledger
from simulator.counting import counted
from simulator.desk import Desk
from simulator.load import Unusable
from simulator.load.options import Options
from simulator.load.rewrite import ready

# For how long nothing may happen before something is wrong, and how often to look, in seconds.
PATIENCE, LOOK = 120.0, 0.2
# What a file is refused for, and what to do about it.
REASONS = {
    "empty": "it is empty",
    "no_rows": "it has no row below its first line",
    "no_good_row": "none of its rows could be graded",
    "columns_missing": "its first line names no rollNo and testScore",
    "column_twice": "a column is in its first line twice",
    "too_large": "it is larger than the desk takes",
    "not_text": "it is not text: save it as CSV in UTF-8",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """One version of an object in the school's bucket."""

    key: str
    version: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a version is of no use; state: how far it had come, None where it was not even read."""

    reason: str
    state: FileState | None


def load(options: Options, desk: Desk, state: Path) -> int:
    """Loads a file of scores; the exit code. Raises Unusable where the file cannot be one."""
    s3, bucket = desk.client("s3"), desk.outputs["SchoolBucket"]
    ledger = Ledger.of(desk.client("dynamodb"), desk.outputs["StudentsTable"])
    upload = _upload(options, s3, bucket)
    outcome = _watch(ledger, upload)
    if isinstance(outcome, Published):
        _tell(outcome, s3, bucket, state)
        return 0
    if outcome.state:
        _tell_why(list(_faults(outcome.state, s3, bucket)))
    reason = REASONS.get(outcome.reason, outcome.reason)
    print(f"\n{options.file.name} was refused: {reason}", file=sys.stderr)
    return 1


def _upload(options: Options, s3: Any, bucket: str) -> Upload:
    key = f"{shelf.UPLOADS}{options.file.name}"
    with tempfile.TemporaryDirectory() as folder:
        file = ready(options, ("rollNo", "testScore"), Path(folder) / "scores.csv")
        progress = _Progress("uploading", file.stat().st_size)
        s3.upload_file(str(file), bucket, key, Callback=progress.add)
        progress.end()
    return Upload(key, s3.head_object(Bucket=bucket, Key=key)["VersionId"])


def _watch(ledger: Ledger, upload: Upload) -> Published | Refusal:
    """The class, when it is out, or why there is none. Raises Unusable where nothing happens any more."""
    file = shelf.file_id(upload.key)
    progress: _Progress | None = None
    for row in _looks(ledger, file):
        published = ledger.published(file)
        if published and published.object == upload.version:
            if progress:
                progress.end()
            return published
        state = states.read(row)
        mine = state if state and state.object == upload.version else None
        if (refused := row.get("refused", {})).get("object") == upload.version:
            return Refusal(str(refused["reason"]), mine)
        if mine:
            progress = progress or _Progress("grading", mine.chunks)
            progress.at(len(mine.done))
    raise Unusable(f"nothing has happened to it for {PATIENCE:.0f} s: look into the log groups of grade_*")


def _looks(ledger: Ledger, file: str) -> Iterator[dict[str, Any]]:
    """The file's row, again and again, until it has not changed for PATIENCE."""
    last, deadline = None, time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        row = ledger.table.get(states.key(file)) or {}
        if row != last:
            last, deadline = row, time.monotonic() + PATIENCE
        yield row
        time.sleep(LOOK)


def _tell(published: Published, s3: Any, bucket: str, state: Path) -> None:
    folder = state / "reports" / Path(published.report).parts[1]
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("class.html", "class.csv"):
        s3.download_file(bucket, f"{published.report}{name}", str(folder / name))
    faults = list(_faults(published, s3, bucket))
    (folder / "rejected.jsonl").write_text("".join(f"{json.dumps(fault)}\n" for fault in faults))
    graded, students = counted(published.rows, "row"), counted(published.students, "student")
    print(f"{graded} graded, {published.rejected:,} rejected, {students}")
    _tell_why(faults)
    if published.overall.mean is not None:
        print(f"class mean {published.overall.mean}")
    print(f"report     {folder / 'class.html'}   (s3://{bucket}/{published.report}class.html)")
    print(f"as a table {folder / 'class.csv'}")
    if faults:
        print(f"rejected   {folder / 'rejected.jsonl'}")


def _tell_why(faults: Sequence[Mapping[str, Any]]) -> None:
    """What was set aside, by column and reason; of an array's rows the lines are their numbers in it."""
    for (column, reason), count in Counter((f["column"], f["reason"]) for f in faults).most_common(10):
        first = min(
            fault["line"] for fault in faults if (fault["column"], fault["reason"]) == (column, reason)
        )
        print(f"  {count:,} × {column or 'row'}: {reason} (first in line {first})")


def _faults(of: Published | FileState, s3: Any, bucket: str) -> Iterator[dict[str, Any]]:
    prefix = shelf.errors(of.key, of.source, "x").removesuffix("x.jsonl")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    for listed in (each for page in pages for each in page.get("Contents", [])):
        body = s3.get_object(Bucket=bucket, Key=listed["Key"])["Body"]
        yield from (json.loads(line) for line in body.iter_lines())


class _Progress:
    """A line that is written over where a person looks on, and written once where nobody does."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, max(total, 1), 0

    def add(self, more: int) -> None:
        self.at(self._done + more)

    def at(self, done: int) -> None:
        self._done = done
        if sys.stdout.isatty():
            print(f"\r· {self._what} {min(done / self._total, 1):4.0%}", end="", flush=True)

    def end(self) -> None:
        print(f"{'\r' if sys.stdout.isatty() else ''}· {self._what} 100%", flush=True)
