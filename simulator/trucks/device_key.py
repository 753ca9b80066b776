"""`make device-key TRUCK=…`: the key with which a truck's device reports its positions over HTTP."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

from frontdesk.aws.keys import Keys
from frontdesk.domains.trucks.door import device_key
from simulator import desk


def main(truck: str) -> int:
    """Prints the key and where to use it; the exit code."""
    if not truck:
        print("which truck? make device-key TRUCK=4716", file=sys.stderr)
        return 1
    try:
        here = desk.find()
    except desk.NotRunning as problem:
        print(problem, file=sys.stderr)
        return 1
    clients: Any = SimpleNamespace(kms=here.client("kms"))
    print(f"X-Device-Key: {device_key(Keys(clients, here.outputs['DeskKeyArn']).device, truck)}")
    print(f"POST {here.outputs['PositionsUrl']}/{truck}/positions")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
