"""What goes wrong meanwhile: microburst before DynamoDB, the small Stripe's own faults, messages that come
twice, and workers that are killed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator.desk import Desk
from simulator.place import TOOLS

# Of all requests to DynamoDB: some fail before they do anything, some are done and their answer is cut off.
RULES: list[dict[str, Any]] = [
    {"service": "dynamodb", "probability": 0.05, "error": {"code": "InternalServerError", "status": 500}},
    {"service": "dynamodb", "probability": 0.05, "response": {"abort_bytes": 1}},
]
STRIPE = {"lost": 0.2, "unavailable": 0.05, "broken": 0.02}
KILL_SECONDS = 2.2


@contextlib.contextmanager
def proxy(desk: Desk) -> Iterator[str]:
    """microburst between whoever uses the URL and the embedded AWS."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [str(TOOLS / "bench" / "bin" / "microburst"), "--upstream", desk.aws_url, "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_answers(f"{url}/_microburst/health")
        _post(f"{url}/_microburst/rules", RULES)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def fired(proxy_url: str) -> int:
    """How many requests a proxy has spoilt."""
    with urllib.request.urlopen(f"{proxy_url}/_microburst/stats") as answer:  # nosec B310  (loopback)
        return int(json.load(answer)["requests"]["faulted"])


def calm(proxy_url: str) -> None:
    """No faults any more."""
    _post(f"{proxy_url}/_microburst/rules", [])


@contextlib.contextmanager
def routed(desk: Desk, functions: list[str], url: str) -> Iterator[None]:
    """Functions that reach AWS through the proxy: as one of HTTP's, so that what they sign stays as it is."""
    client = desk.client("lambda")
    before = {name: client.get_function_configuration(FunctionName=name)["Environment"] for name in functions}
    for name, environment in before.items():
        variables = {**environment["Variables"], "http_proxy": url, "no_proxy": "localhost"}
        if "STRIPE_URL" in variables:  # past the proxy
            variables["STRIPE_URL"] = f"{desk.url}/stripe".replace("127.0.0.1", "localhost")
        client.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
    try:
        yield
    finally:
        for name, environment in before.items():
            client.update_function_configuration(FunctionName=name, Environment=environment)


def stripe(desk: Desk, shares: dict[str, float]) -> None:
    """Has the small Stripe fail in these shares of its requests."""
    _post(f"{desk.url}/stripe/faults", shares)


class Saboteur:
    """Kills a worker of one of the functions now and then, with a process's death: SIGKILL."""

    def __init__(self, functions: list[str], seed: int = 3) -> None:
        self.kills = 0
        self._functions, self._chance = set(functions), random.Random(seed)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Lets the others live."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(KILL_SECONDS * self._chance.uniform(0.5, 1.5)):
            workers = list(_workers(self._functions))
            if workers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._chance.choice(workers), signal.SIGKILL)
                    self.kills += 1


def _workers(functions: set[str]) -> Iterator[int]:
    """The processes in which these functions run: each says in its environment whose it is."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        names = [each for each in environment if each.startswith(b"AWS_LAMBDA_FUNCTION_NAME=")]
        if names and names[0].partition(b"=")[2].decode() in functions:
            yield int(folder.name)


class Echo:
    """Sends some of the payment queue's messages once more: a queue delivers at least once."""

    SHARE = 0.05

    def __init__(self, desk: Desk, seed: int = 5) -> None:
        self.sent = 0
        self._sqs, self._queue = desk.client("sqs"), desk.outputs["PaymentQueue"]
        self._chance, self._lock = random.Random(seed), threading.Lock()

    def __call__(self, booking: str) -> None:
        """A booking was made: perhaps its message comes twice."""
        with self._lock:
            again = self._chance.random() < self.SHARE
            self.sent += again
        if again:
            message = json.dumps({"type": "booking.held", "booking": booking})
            self._sqs.send_message(QueueUrl=self._queue, MessageBody=message)


def _until_it_answers(url: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):  # nosec B310  (loopback)
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _post(url: str, body: Any) -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10):  # nosec B310  (loopback)
        pass
