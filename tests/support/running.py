"""The desk that the stack tests share: the real template, deployed once a run for all of its workers."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import tempfile
from pathlib import Path

from simulator import desk
from simulator.background import down, up
from simulator.holding import holder
from simulator.place import here


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def choose_place() -> None:
    """Gives this run, and the workers that it will start, a place of its own: called in the controller."""
    os.environ["FRONTDESK_PORT"] = str(free_port())
    os.environ["FRONTDESK_AWS_PORT"] = str(free_port())
    os.environ["FRONTDESK_STATE"] = tempfile.mkdtemp(prefix="front-desk-tests-")


def opened() -> desk.Desk:
    """The run's desk; opened by the first who asks, while the others wait."""
    place = here()
    with (place.state / "opening").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if holder(place) is None:
            up(place)
    return desk.find(place)


def close() -> None:
    """Closes the run's desk, if anybody opened it, and forgets it."""
    place = here()
    if holder(place) is not None:
        down(place)
    shutil.rmtree(Path(os.environ["FRONTDESK_STATE"]))
