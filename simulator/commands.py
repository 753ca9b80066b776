"""The desk's commands: run, up and down."""

from __future__ import annotations

import sys
from collections.abc import Callable

from simulator import background, deployment, run
from simulator.emulator import process
from simulator.holding import Taken
from simulator.place import Place, here


def obey(command: str) -> int:
    """Runs "run", "up" or "down"; the exit code."""
    place = here()
    try:
        if command == "down":
            background.down(place)
        elif command == "up":
            with background.one_at_a_time(place):
                _open(place, background.up)
        else:
            _open(place, run.run)
    except (run.Refused, Taken, process.NotStarted, deployment.Failed) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _open(place: Place, start: Callable[[Place], None]) -> None:
    if background.settled(place):  # bring it up to date
        run.deploy(place)
        run.welcome(place)
    else:
        start(place)
