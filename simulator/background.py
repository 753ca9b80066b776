"""The desk in the background: `make up` opens it in a process of its own, `make down` closes it; each waits
for another that is at work."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from simulator import desk
from simulator.holding import holder
from simulator.place import ROOT, Place
from simulator.run import READY, Refused

UP_SECONDS = 300.0
DOWN_SECONDS = 40.0


def up(place: Place) -> None:
    """The desk, in the background. Raises Refused where it does not open."""
    log = place.state / "desk.log"
    place.state.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "simulator", "run"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        is_open = follow(log, child)
    except KeyboardInterrupt:
        child.terminate()
        child.wait(DOWN_SECONDS)
        raise
    if not is_open:
        raise Refused("the desk did not open")


@contextlib.contextmanager
def one_at_a_time(place: Place) -> Iterator[None]:
    """While nobody else opens a desk in the background here: they share a log."""
    place.state.mkdir(parents=True, exist_ok=True)
    with (place.state / "opening").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def settled(place: Place) -> bool:
    """Whether a desk is open, once one that opens or closes here has done so. Raises Refused, also where one
    is open with other ports."""
    deadline, waits = time.monotonic() + UP_SECONDS, False
    while (pid := holder(place)) is not None and not _answers(place):
        if not waits:
            print("· a desk is just opening or closing here: waiting for it", flush=True)
        waits = True
        if time.monotonic() > deadline:
            raise Refused(f"the desk (process {pid}) neither opens nor closes")
        time.sleep(0.1)
    return pid is not None


def _answers(place: Place) -> bool:
    try:
        there = desk.find(place)
    except desk.NotRunning:
        return False
    if (there.url, there.aws_url) != (place.url, place.aws_url):
        raise Refused(
            f"a desk is open here with other ports, at {there.url}: `make down` closes it, and"
            " FRONTDESK_STATE=… puts another one beside it"
        )
    with socket.socket() as attempt:
        return not attempt.connect_ex(("127.0.0.1", place.port))


def follow(log: Path, child: subprocess.Popen[bytes]) -> bool:
    """Repeats what a desk says while it opens; whether it did."""
    deadline = time.monotonic() + UP_SECONDS
    with log.open() as lines:
        said = ""
        while time.monotonic() < deadline:
            ended = child.poll() is not None
            news = lines.read()
            print(news, end="", flush=True)
            said += news
            if READY in said and said.endswith("\n"):
                return True
            if ended:
                return False
            time.sleep(0.1)
    return False


def down(place: Place) -> None:
    """Closes the desk, if there is one. Raises Refused where it does not close."""
    pid = holder(place)
    if pid is None:
        print("no desk is running here")
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_SECONDS
    while holder(place) == pid:
        if time.monotonic() > deadline:
            raise Refused(f"the desk (process {pid}) does not close")
        time.sleep(0.1)
    print("the desk is closed")
