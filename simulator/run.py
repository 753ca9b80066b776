"""The desk on this machine: one process that starts the embedded AWS, deploys and serves the simulators, and
stops all of it in order."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator

import uvicorn

from frontdesk.conversation.phrases.formats import FORMATS
from simulator import deployment, desk, remembered, server
from simulator.emulator import process
from simulator.holding import held
from simulator.place import ROOT, Place
from tools.models import phrases

READY = "Front Desk is open"


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


@contextlib.contextmanager
def embedded_aws(place: Place) -> Iterator[None]:
    """The embedded AWS, while the desk is open; its state is sealed where it was saved in order."""
    emulator = step("embedded AWS", lambda: process.start(place))
    closing = threading.Event()
    threading.Thread(target=_end_with, args=(emulator, closing), daemon=True).start()
    try:
        remembered.unseal(place)
        yield
    finally:
        with undisturbed():
            closing.set()
            if process.stop(emulator):
                remembered.seal(place)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Another ctrl-C, while what was there is saved, would lose it."""
    before = {each: signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _end_with(emulator: subprocess.Popen[bytes], closing: threading.Event) -> None:
    """Closes the desk where its embedded AWS has gone: it would answer nothing any more."""
    emulator.wait()
    if not closing.is_set():
        print("\nthe embedded AWS has ended; aws.log in the state folder may say why", flush=True)
        os.kill(os.getpid(), signal.SIGTERM)


def bring_up(place: Place, stack: contextlib.ExitStack) -> None:
    """Starts the embedded AWS and deploys; where a remembered state is no good, once more without it."""
    if not remembered.trusted(place):
        print("· what the last desk left is not whole, or is of another version: starting afresh")
    fresh = not (place.state / "deployed").exists()
    aws = stack.enter_context(contextlib.ExitStack())
    aws.enter_context(embedded_aws(place))
    try:
        deploy(place)
    except deployment.Failed:
        if fresh:
            raise
        aws.close()
        print("· what the last desk remembered does not deploy: starting afresh")
        remembered.forget(place)
        bring_up(place, stack)


def build() -> str:
    """Builds what has changed; its fingerprint. Raises Refused, and not Failed: where nothing can be built,
    what a desk remembers is not to blame."""
    if problems := phrases.problems(ROOT, FORMATS):
        raise Refused("\n".join(["the desk cannot speak so:", *problems]))
    wanted = deployment.fingerprint()
    try:
        step("build", lambda: deployment.build(wanted))
    except deployment.Failed as failure:
        raise Refused(str(failure)) from None
    return wanted


def deploy(place: Place) -> None:
    """Builds and deploys what has changed, and lets others find the desk. Raises Refused or Failed."""
    wanted = build()
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
