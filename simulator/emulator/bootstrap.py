"""Runs inside a function's process: imports the handler, then answers one event after another.

It is executed by path in the clean interpreter, so it may import nothing but the standard library. One JSON
object a line over the inherited socket: first `{"ready": true}` or `{"init_error": …}`, then for every
`{"event", "context"}` an `{"result"}` or an `{"error"}`, as AWS's runtime would shape them.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

type Handler = Callable[[object, object], object]


class Context(SimpleNamespace):
    """What AWS passes beside the event."""

    deadline: float

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the time-out; 0 when it has passed."""
        return max(0, int((self.deadline - time.time()) * 1000))


def context(message: dict[str, Any]) -> Context:
    """The context object of one invocation."""
    return Context(
        function_name=os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        function_version=os.environ["AWS_LAMBDA_FUNCTION_VERSION"],
        memory_limit_in_mb=os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
        log_group_name=os.environ["AWS_LAMBDA_LOG_GROUP_NAME"],
        log_stream_name=os.environ["AWS_LAMBDA_LOG_STREAM_NAME"],
        invoked_function_arn=message["arn"],
        aws_request_id=message["request_id"],
        deadline=message["deadline"],
        identity=None,
        client_context=None,
    )


def failure(error: BaseException, own_frames: int) -> dict[str, object]:
    """An error as AWS reports it, without the bootstrap's own frames."""
    frames = traceback.format_tb(error.__traceback__)[own_frames:]
    return {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": frames}


def load(name: str) -> Handler:
    """The handler that the template names, "package.module.function"."""
    module, _, function = name.replace("/", ".").rpartition(".")
    return cast(Handler, getattr(importlib.import_module(module), function))


def answer(handler: Handler, message: dict[str, Any]) -> dict[str, object]:
    """The outcome of one event; whatever the handler raises is part of it."""
    request_id = message["context"]["request_id"]
    try:
        result = {"result": handler(message["event"], context(message["context"]))}
        json.dumps(result)
    except BaseException as error:  # noqa: BLE001  (as on AWS, nothing that a handler raises ends the runtime)
        body = failure(error, own_frames=1)
        print(f"[ERROR] {body['errorType']}: {body['errorMessage']}", *cast(list[str], body["stackTrace"]))
        result = {"error": {**body, "requestId": request_id}}
    return result


def peak_memory() -> int:
    """The most memory that this process has held, in MB.

    Linux's getrusage would count the emulator's own memory, which this process shared until it was executed.
    """
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20  # bytes, where there is no /proc


def run(connection: socket.socket) -> None:
    """Serves until the other end hangs up."""
    lines = connection.makefile("rwb")

    def say(message: dict[str, object]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        lines.write(json.dumps(message).encode() + b"\n")
        lines.flush()

    try:
        handler = load(os.environ["_HANDLER"])
    except BaseException as error:  # noqa: BLE001  (reported to whoever invokes the function)
        traceback.print_exc()
        say({"init_error": failure(error, own_frames=2)})
        return
    say({"ready": True})
    for line in lines:
        say({**answer(handler, json.loads(line)), "peak_memory": peak_memory()})


if __name__ == "__main__":
    # As on AWS: the function's own code, then its layers, then what the runtime brings.
    sys.path[:1] = [os.environ["LAMBDA_TASK_ROOT"], *filter(None, sys.argv[2].split(os.pathsep))]
    run(socket.socket(fileno=int(sys.argv[1])))
