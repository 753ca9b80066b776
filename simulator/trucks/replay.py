"""`make replay FILE=… SPEED=60`: the positions of a CSV file into the stream, as a fleet would send them.

The trucks of the file are the fleet's from then on (maya's, on a desk with demo people): ask for them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import batched
from pathlib import Path
from typing import Any

from frontdesk.domains.trucks.geo import Point
from frontdesk.domains.trucks.model import Fix, Site, Truck
from frontdesk.domains.trucks.store import TruckStore
from simulator import desk
from simulator.counting import counted
from simulator.trucks.columns import USUAL, Unreadable, read
from simulator.trucks.fixes import due, newest_of, parked, shift, taken

# PutRecords takes 500; at a person's speed positions go out as they fall due, so often a second.
MOST, TICKS = 500, 5
# For how long the tracker may take after the last position, in seconds.
PATIENCE = 120


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make replay", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--speed", type=float, default=60, help="times faster than it was; 0: at once")
    parser.add_argument("--fleet", default="maya", help="whose trucks they are")
    parser.add_argument("--live", action="store_true", help="as if the last position were of now")
    parser.add_argument("--name", default="Truck {id}", help="what a truck is called")
    parser.add_argument("--to", type=_site, help='where they are bound: "the depot,53.4622,-2.8952"')
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        type=lambda text: tuple(text.partition("=")[::2]),
        metavar="FIELD=COLUMN",
        help=f"which column holds one of {', '.join((*USUAL, 'order'))}",
    )
    return parser.parse_args(arguments)


def _site(text: str) -> Site:
    name, *point = text.rsplit(",", 2)
    try:
        latitude, longitude = map(float, point)
        return Site(name, Point(latitude, longitude))
    except ValueError:
        raise argparse.ArgumentTypeError("a name, its latitude and its longitude") from None


def main(arguments: Sequence[str]) -> int:
    """Replays a file; the exit code."""
    if not arguments or not arguments[0]:
        print("which file? make replay FILE=fleet.csv [SPEED=60] [FLAGS=…]", file=sys.stderr)
        return 1
    chosen = options(arguments)
    try:
        columns, positions = read(chosen.file, dict(chosen.column))
        here = desk.find()
    except OSError as problem:
        print(f"there is no file {chosen.file} to read: {problem.strerror}", file=sys.stderr)
        return 1
    except (Unreadable, desk.NotRunning) as problem:
        print(problem, file=sys.stderr)
        return 1
    print("· columns: " + ", ".join(f"{field} = {name}" for field, name in columns.names.items()))
    fixes = taken(positions)
    for reason, rows in parked(positions).items():
        print(f"· {len(rows)} of {len(positions)} positions will be parked: {reason}, first in row {rows[0]}")
    if not any(fixes):
        print("none of these positions can be taken", file=sys.stderr)
        return 1
    if chosen.live:
        shift(positions, fixes)
        fixes = taken(positions)
    newest = newest_of(fixes)
    store = TruckStore(here.client("dynamodb"), here.outputs["TrucksTable"])
    for truck in newest:
        store.register(Truck(truck, chosen.name.format(id=truck), chosen.fleet, destination=chosen.to))
    trucks = counted(len(newest), "truck")
    print(f"· {trucks} of {chosen.fleet}'s, {counted(len(positions), 'position')}")
    _send(here, positions, fixes, chosen.speed)
    return _wait(store, newest)


def _send(
    here: desk.Desk, positions: Sequence[Mapping[str, Any]], fixes: Sequence[Fix | None], speed: float
) -> None:
    kinesis, stream = here.client("kinesis"), here.outputs["PositionStream"]
    started, sent = time.monotonic(), 0
    slots: dict[int, list[Mapping[str, Any]]] = {}
    for position, at in zip(positions, due(fixes, speed), strict=True):
        slots.setdefault(int(at * TICKS), []).append(position)
    for tick in sorted(slots):
        time.sleep(max(0.0, started + tick / TICKS - time.monotonic()))
        for some in batched(slots[tick], MOST, strict=False):
            put(kinesis, stream, some)
            sent += len(some)
        _progress(sent, len(positions), started)
    print(file=sys.stderr)


def put(kinesis: Any, stream: str, positions: Sequence[Mapping[str, Any]]) -> None:
    """Puts up to 500 positions onto the stream; what it is too busy for goes again."""
    left = [
        {"Data": json.dumps(position).encode(), "PartitionKey": str(position.get("truckId", "-"))}
        for position in positions
    ]
    while left:
        answer = kinesis.put_records(StreamName=stream, Records=left)["Records"]
        left = [record for record, said in zip(left, answer, strict=True) if said.get("ErrorCode")]


def _progress(sent: int, total: int, started: float) -> None:
    part = sent * 30 // total
    seconds = time.monotonic() - started
    bar = "█" * part + "·" * (30 - part)
    print(f"\r  {bar} {sent}/{total}  {seconds:.0f} s", end="", file=sys.stderr, flush=True)


def _wait(store: TruckStore, newest: Mapping[str, int]) -> int:
    """Waits until the tracker has them all, and says where they are."""
    deadline = time.monotonic() + PATIENCE
    while True:
        trucks = store.trucks(newest)
        behind = [truck for truck, at in newest.items() if not _is_at(trucks.get(truck), at)]
        if not behind or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    for truck in sorted(trucks.values(), key=lambda each: each.name):
        if truck.fix is not None:
            when = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(truck.fix.at / 1000))
            place = f"{truck.place.name}, {truck.place.town}".rstrip(", ") if truck.place else "-"
            print(f"  {truck.name:<20} {when}  {place}")
    if behind:
        print(f"the tracker is behind with {', '.join(behind)}", file=sys.stderr)
    return 1 if behind else 0


def _is_at(truck: Truck | None, at: int) -> bool:
    return truck is not None and truck.fix is not None and truck.fix.at >= at


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nleft; what was sent is taken in", file=sys.stderr)
        sys.exit(130)
