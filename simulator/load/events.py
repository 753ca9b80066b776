"""Events: upload a file of them, and tell which can be booked now, and what was set aside."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from frontdesk.domains.tickets.catalogue.files import NEEDED
from frontdesk.domains.tickets.catalogue.intake import GONE_BY, UPLOADS, outcome_key
from simulator.desk import Desk
from simulator.load import Unusable
from simulator.load.options import Options
from simulator.load.rewrite import ready

# For how long nobody may say what became of a file, and how often to look, in seconds.
PATIENCE, LOOK = 60.0, 0.2
# What the outcome counts, in the order in which it is told.
COUNTS = ("new", "changed", "unchanged", GONE_BY, "stale", "rejected")
# What a file is refused for, and what to do about it.
REASONS = {
    "empty": "it is empty",
    "no_rows": "it has no row below its first line",
    "columns_missing": f"its first line must name {', '.join(sorted(NEEDED))}",
    "column_twice": "a column is in its first line twice",
    "too_large": "it is larger than the desk takes",
    "not_text": "it is not text: save it as CSV in UTF-8",
}


def load(options: Options, desk: Desk, state: Path) -> int:
    """Loads a file of events; the exit code. Raises Unusable where it is none, or nothing happens to it."""
    if options.fixed or options.number_from is not None:
        raise Unusable("NUMBER_FROM, MAX, SUBJECT and TEST are for scores")
    s3, bucket = desk.client("s3"), desk.outputs["ProgrammeBucket"]
    key = f"{UPLOADS}{options.file.name}"
    with tempfile.TemporaryDirectory() as folder:
        body = ready(options, sorted(NEEDED), Path(folder) / "events.csv").read_bytes()
    version = s3.put_object(Bucket=bucket, Key=key, Body=body)["VersionId"]
    outcome = _outcome(s3, bucket, outcome_key(key, version))
    if refused := outcome.get("refused"):
        print(f"{options.file.name} was refused: {REASONS.get(refused, refused)}", file=sys.stderr)
        return 1
    _tell(outcome)
    return 0


def _outcome(s3: Any, bucket: str, key: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            found: dict[str, Any] = json.load(s3.get_object(Bucket=bucket, Key=key)["Body"])
            return found
        except s3.exceptions.NoSuchKey:
            time.sleep(LOOK)
    raise Unusable(f"nothing has happened to it for {PATIENCE:.0f} s: look into the log group of EventIntake")


def _tell(outcome: dict[str, Any]) -> None:
    """A catalogue is remembered for a minute by whoever has told it to somebody."""
    counts = {name: outcome.get(name, 0) for name in COUNTS}
    print(", ".join(f"{count:,} {name}" for name, count in counts.items() if count or name == "new"))
    for (column, reason), count in Counter((f["column"], f["reason"]) for f in outcome["faults"]).items():
        lines = [f["line"] for f in outcome["faults"] if (f["column"], f["reason"]) == (column, reason)]
        print(f"  {count:,} × {column or 'row'}: {reason} (first in line {min(lines)})")
    if counts["new"] or counts["changed"]:
        print('they can be booked within a minute: make talk SAY="what\'s on"')
