"""Starts and stops the embedded AWS as a process of its own, on loopback, in an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from simulator.place import ROOT, TOOLS, Place

# Unpacked code and layers, by content: every desk on this machine may use them.
FUNCTIONS = ROOT / ".frontdesk" / "functions"
START_SECONDS = 30.0
STOP_SECONDS = 20.0  # saving the state of a large desk takes some seconds


class NotStarted(Exception):
    """The emulator did not come up; the message says where its log is."""


def settings(place: Place) -> dict[str, str]:
    """The emulator's whole environment: what is not here, neither it nor a function can see."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(place.state),
        "PYTHONUNBUFFERED": "1",
        "GATEWAY_PORT": str(place.aws_port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "LOG_LEVEL": "WARNING",
        "AUTH": "true",  # a function that lacks a permission fails here, not after deployment
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LAMBDA_ASYNC_RETRY_BASE_SECONDS": "0.2",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.state / "aws"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(place.state / "s3"),
        "TMPDIR": str(place.state / "tmp"),
        "FRONTDESK_FUNCTIONS": str(FUNCTIONS),
        "FRONTDESK_RUNTIME": str(TOOLS / "runtime" / "bin" / "python"),
    }


def healthy(place: Place) -> bool:
    """Whether an emulator answers at this place."""
    try:
        with urllib.request.urlopen(f"{place.aws_url}/_ministack/health", timeout=2) as answer:  # nosec B310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def start(place: Place, module: str = "simulator.emulator") -> subprocess.Popen[bytes]:
    """Starts the emulator and waits until it answers. Raises NotStarted where it does not.

    Where it does not, or nobody waits any longer, it is killed: it has changed nothing yet, and what it
    remembers stays as it was. module: "ministack" for the one without patches, which only tests want.
    """
    shutil.rmtree(place.state / "tmp", ignore_errors=True)
    (place.state / "tmp").mkdir(parents=True)
    FUNCTIONS.mkdir(parents=True, exist_ok=True)
    log = place.state / "aws.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=settings(place),
            stdin=subprocess.PIPE,  # its end tells the emulator that we are gone
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # ctrl-C is for the desk, which then stops the emulator in order
        )
    try:
        _wait(process, place)
    except BaseException:
        process.kill()
        process.wait()
        raise
    return process


def _wait(process: subprocess.Popen[bytes], place: Place) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if healthy(place):
            return
        time.sleep(0.05)
    raise NotStarted(f"the embedded AWS did not start: see {_shown(place.state / 'aws.log')}")


def stop(process: subprocess.Popen[bytes]) -> bool:
    """Stops the emulator; whether in order, so that its state was saved."""
    process.terminate()
    try:
        return process.wait(STOP_SECONDS) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
