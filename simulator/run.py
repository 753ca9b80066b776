"""The desk on this machine: `make run` (in front), `make up` and `make down` (in the background).

One process holds the desk: it starts the embedded AWS, deploys, serves the simulators, and stops all of it in
order. `up` starts that process detached and tells what it says until the desk is ready.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO

import uvicorn

from simulator import deployment, desk, server
from simulator.emulator import process
from simulator.place import ROOT, Place, here

READY = "Front Desk is open"
UP_SECONDS = 300.0
DOWN_SECONDS = 40.0


class Refused(Exception):
    """The desk cannot open here; the message says why and what to do."""


def step[T](what: str, work: Callable[[], T]) -> T:
    """Does a piece of work and says how long it took."""
    print(f"· {what}", end="", flush=True)
    started = time.monotonic()
    try:
        return work()
    finally:
        print(f"  {time.monotonic() - started:.1f} s", flush=True)


@contextlib.contextmanager
def held(place: Place) -> Iterator[IO[str]]:
    """Holds the place while the desk is open. Raises BlockingIOError where another desk does."""
    place.state.mkdir(parents=True, exist_ok=True)
    with (place.state / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock


def holder(place: Place) -> int | None:
    """The process that holds the place; None where nobody does."""
    try:
        with (place.state / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return int((place.state / "lock").read_text() or 0) or None
    except FileNotFoundError:
        pass
    return None


def check_ports(place: Place) -> None:
    """Raises Refused for a port that somebody has."""
    for name, port in (("FRONTDESK_PORT", place.port), ("FRONTDESK_AWS_PORT", place.aws_port)):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                raise Refused(
                    f"port {port} is taken by another program: free it, or choose another one with {name}=…"
                ) from None


def forget(place: Place) -> None:
    """Drops what the desk remembers: the next deployment is a fresh one."""
    for name in ("aws", "s3"):
        shutil.rmtree(place.state / name, ignore_errors=True)
    for name in ("deployed", "open", "ministack"):
        (place.state / name).unlink(missing_ok=True)


def prepare(place: Place) -> None:
    """Drops a state that cannot be trusted: another ministack's, or one that was not saved in order."""
    stamp = place.state / "ministack"
    now = version("ministack")
    if (place.state / "open").exists() or (stamp.exists() and stamp.read_text() != now):
        print("· what the last desk left is not whole, or is of another version: starting afresh")
        forget(place)
    stamp.write_text(now)
    (place.state / "open").touch()


@contextlib.contextmanager
def embedded_aws(place: Place) -> Iterator[None]:
    """The embedded AWS, while the desk is open; leaves `open` behind where it could not save its state."""
    emulator = step("embedded AWS", lambda: process.start(place))
    try:
        yield
    finally:
        if process.stop(emulator):
            (place.state / "open").unlink(missing_ok=True)


def bring_up(place: Place, stack: contextlib.ExitStack) -> None:
    """Starts the embedded AWS and deploys; where a remembered state is no good, once more without it."""
    remembered = (place.state / "deployed").exists()
    prepare(place)
    aws = stack.enter_context(contextlib.ExitStack())
    aws.enter_context(embedded_aws(place))
    try:
        deploy(place)
    except deployment.Failed:
        if not remembered:
            raise
        aws.close()
        print("· what the last desk remembered does not deploy: starting afresh")
        forget(place)
        bring_up(place, stack)


def deploy(place: Place) -> None:
    """Builds and deploys what has changed, and lets others find the desk."""
    wanted = deployment.fingerprint()
    step("build", lambda: deployment.build(wanted))
    step("deploy template.yaml", lambda: deployment.deploy(place, wanted))
    desk.announce(place, deployment.outputs(place))


def welcome(place: Place) -> None:
    """Says where the desk is, and what to try."""
    print(f"\n{READY}: {place.url}")
    print('  make talk SAY="open front desk; what\'s my grade" AS=maya')
    print("  make talk              a conversation in the terminal", flush=True)


class _Server(uvicorn.Server):
    """Says welcome as soon as it listens."""

    def __init__(self, place: Place) -> None:
        app = step("simulators", lambda: server.Deployed(place))
        super().__init__(uvicorn.Config(app, host="127.0.0.1", port=place.port, log_level="warning"))
        self._place = place

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        welcome(self._place)


def serve(place: Place) -> None:
    """Serves the simulators until ctrl-C or `make down`."""
    _Server(place).run()


def run(place: Place) -> None:
    """The desk, in front. Raises Refused, NotStarted or Failed."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `make down` is a ctrl-C from elsewhere
    with held(place):
        check_ports(place)
        with contextlib.ExitStack() as stack:
            bring_up(place, stack)
            stack.callback(desk.withdraw, place)
            stack.callback(print, "· closing the desk", flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                serve(place)


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
    if not follow(log, child):
        raise Refused("the desk did not open")


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


def main(command: str) -> int:
    """Runs a command; the exit code."""
    place = here()
    try:
        if command == "down":
            down(place)
        elif holder(place) is not None:  # a desk is running: bring it up to date
            deploy(place)
            welcome(place)
        else:
            {"run": run, "up": up}[command](place)
    except (Refused, process.NotStarted, deployment.Failed) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
