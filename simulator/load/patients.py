"""Patients: upload patientData.json, and tell what was checked out, set aside, flagged and billed."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from frontdesk.aws.objects import lines
from frontdesk.domains.patients.events import inbox
from frontdesk.domains.patients.events.admit import Outcome
from frontdesk.domains.patients.events.quarantine import place as quarantine
from frontdesk.domains.patients.model import State
from frontdesk.domains.patients.record import LONGEST, Faulty, parse
from frontdesk.domains.patients.store import places
from frontdesk.domains.patients.store.tables import VAULT, VISITS, Tables
from frontdesk.errors import Rejected
from frontdesk.unpacking import unpack
from frontdesk.uploads import file_id
from simulator.counting import counted
from simulator.desk import Desk
from simulator.load import Unusable
from simulator.load.discharges import as_json
from simulator.load.options import Options

# For how long nothing may happen before something is wrong, and how often to look, in seconds.
PATIENCE, LOOK = 120.0, 0.2


def load(options: Options, desk: Desk, state: Path) -> int:
    """Loads a CSV of patients, or a patientData.json; the exit code. Raises Unusable where it is none."""
    body = as_json(options)
    key = inbox.key(_ward(options.file.stem))
    s3, bucket = desk.client("s3"), desk.outputs["PatientsBucket"]
    version = s3.put_object(Bucket=bucket, Key=key, Body=body)["VersionId"]
    print(f"· uploaded {len(body):,} bytes as {key}", flush=True)
    names = {VISITS: desk.outputs["VisitsTable"], VAULT: desk.outputs["VaultTable"]}
    tables, file = Tables(desk.client("dynamodb"), names), places.file(file_id(key))
    done = _when(lambda: tables.get([file]).get(file), lambda row: bool(row) and row["object"] == version)
    visits = {record.visit for record in _records(body)}
    billed = _when(lambda: _billed(tables, visits), lambda count: count == len(visits))
    _tell(done, billed, list(_shared(tables, visits)))
    if done["counts"]["set_aside"]:
        _tell_why(s3, bucket, quarantine(file_id(key), done["version"]))
    if done["refused"]:
        print(f"\n{options.file.name} could not be read to its end: {done['refused']}", file=sys.stderr)
    return 1 if done["refused"] else 0


def _ward(name: str) -> str:
    """A file's own: the same one again corrects what it brought, and nothing of another's."""
    digest = sha256(name.encode()).digest()
    return f"{digest[0] % 10}{ascii_lowercase[digest[1] % 26]}"


def _when(look: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    """What is seen when it is good. Raises Unusable when nothing has happened for long."""
    last, deadline = None, time.monotonic() + PATIENCE
    while not good(seen := look()):
        if seen != last:
            last, deadline = seen, time.monotonic() + PATIENCE
        if time.monotonic() > deadline:
            raise Unusable(f"nothing has happened to it for {PATIENCE:.0f} s: look into the alarms' queues")
        time.sleep(LOOK)
    return seen


def _records(body: bytes) -> Iterator[Any]:
    try:
        for line in lines(unpack([body], sys.maxsize, LONGEST)):
            try:
                yield parse(line)
            except Faulty:
                continue
    except Rejected:
        return


def _billed(tables: Tables, visits: Iterable[str]) -> int:
    rows = tables.get(map(places.visit, visits))
    return sum(row["state"] not in (State.RECEIVED, State.DELAYED) for row in rows.values())


def _shared(tables: Tables, visits: set[str]) -> Iterator[list[str]]:
    """The visits of people who share an SSN, where one of them is of this file."""
    for row in tables.query(VAULT, places.REVIEW).values():
        if visits & row["visits"].keys():
            yield sorted(row["visits"])


def _tell(done: Any, billed: int, shared: list[list[str]]) -> None:
    counts = done["counts"]
    good, bad = counts.get("checked_out", 0), counts["set_aside"]
    billed = min(billed, good + counts.get("overtaken", 0))  # the others have a set-aside record's number
    print(f"{counted(good, 'record')} checked out, {bad:,} set aside, {counted(billed, 'visit')} billed")
    if counts.get("overtaken"):
        print(f"{counts['overtaken']:,} were overtaken by newer ones")
    if counts.get("by_post"):
        print(f"{counts['by_post']:,} have no e-mail address: their bills go by post")
    if shared:
        print(f"{counted(len(shared), 'SSN')} shared by two people: flagged for a human")
    for visits in shared:
        print(f"  visits {', '.join(visits)}")


def _tell_why(s3: Any, bucket: str, where: str) -> None:
    listed = s3.get_object(Bucket=bucket, Key=where)["Body"].read().decode().splitlines()
    reasons = Counter(reason for line in listed for reason in json.loads(line)["reasons"])
    for reason, count in reasons.most_common():
        print(f"  {count:,} × {reason}")
    if Outcome.ANOTHERS.value in reasons:
        print("  these visits have the numbers of others': NUMBER_FROM=… numbers a CSV's from another one on")
    print(f"set aside  s3://{bucket}/{where}")
