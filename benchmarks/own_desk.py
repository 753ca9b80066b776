"""The desk that a benchmark measures: the open one, or one that it has for itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from simulator import background, desk
from simulator.place import ROOT, Place


def open_desk() -> desk.Desk:
    """The desk that is open here. Ends the command (SystemExit) where none is."""
    try:
        return desk.find()
    except desk.NotRunning as problem:
        raise SystemExit(str(problem)) from None


def _free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def own_desk() -> Iterator[desk.Desk]:
    """A desk that nobody else uses, forgotten afterwards."""
    place = Place(
        _free_port(), _free_port(), Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / ".frontdesk"))
    )
    os.environ |= {
        "FRONTDESK_PORT": str(place.port),
        "FRONTDESK_AWS_PORT": str(place.aws_port),
        "FRONTDESK_STATE": str(place.state),
    }
    try:
        background.up(place)
        yield desk.find(place)
    finally:
        background.down(place)
        shutil.rmtree(place.state, ignore_errors=True)
