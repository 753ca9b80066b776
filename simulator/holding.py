"""Who holds a place: one desk at a time, known by a lock that ends with its process."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from typing import IO

from simulator.place import Place

PATIENCE_SECONDS = 1.0  # somebody may be looking who holds the place


class Taken(Exception):
    """Another desk holds the place."""


@contextlib.contextmanager
def held(place: Place) -> Iterator[None]:
    """Holds the place while the desk is open. Raises Taken where another desk does."""
    place.state.mkdir(parents=True, exist_ok=True)
    with (place.state / "lock").open("a+") as lock:
        _take(lock)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _take(lock: IO[str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Taken("another desk is open here: `make down` closes it") from None
            time.sleep(0.02)
        else:
            return


def holder(place: Place) -> int | None:
    """The process that holds the place; None where nobody does."""
    try:
        with (place.state / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: others may be looking, too
    except BlockingIOError:
        return int((place.state / "lock").read_text() or 0) or None
    except FileNotFoundError:
        pass
    return None
