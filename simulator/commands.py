"""The desk's commands: run, up and down."""

from __future__ import annotations

import sys

from simulator import background, deployment, run
from simulator.emulator import process
from simulator.holding import Taken, holder
from simulator.place import here


def obey(command: str) -> int:
    """Runs "run", "up" or "down"; the exit code."""
    place = here()
    try:
        if command == "down":
            background.down(place)
        elif holder(place) is not None:  # a desk is running: bring it up to date
            run.deploy(place)
            run.welcome(place)
        elif command == "up":
            background.up(place)
        else:
            run.run(place)
    except (run.Refused, Taken, process.NotStarted, deployment.Failed) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
