"""Waiting for what a deployed desk does in its own time."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 180.0  # seconds: it is only used up by what fails, and two busy cores may take a minute


def eventually[T](look: Callable[[], T | None]) -> T:
    """What a look sees as soon as it sees something. Raises AssertionError when patience ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (seen := look()) is not None:
            return seen
        time.sleep(0.1)
    raise AssertionError("it did not come to pass")
