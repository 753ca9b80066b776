"""A function's execution environment: a clean interpreter with the function's code, layers and settings.

ministack runs Python functions in its own interpreter, in its own environment, with everything that is
installed beside it; a missing dependency or setting would then show only after deployment. This worker gives
a function what AWS gives it and nothing else, shares unpacked code between workers as AWS's read-only mounts
do, keeps the process when a handler raises, and tells the type and stack of what was raised.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Mapping
from io import BufferedRWPair, BytesIO
from pathlib import Path
from typing import IO, Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

INIT_SECONDS = 10.0  # "The Init phase is limited to 10 seconds" (lambda-runtime-environment.html)
BOOTSTRAP = Path(__file__).with_name("bootstrap.py")


def unpacked(archive: bytes) -> Path:
    """The folder with an archive's content: unpacked once, whoever asks, and kept for the next start."""
    folder = Path(os.environ["FRONTDESK_FUNCTIONS"]) / hashlib.sha256(archive).hexdigest()[:32]
    if not folder.exists():
        partial = Path(tempfile.mkdtemp(prefix="partial-", dir=folder.parent))
        with zipfile.ZipFile(BytesIO(archive)) as file:
            file.extractall(partial)
        try:
            partial.rename(folder)
        except OSError:  # somebody else was faster
            shutil.rmtree(partial)
    return folder


def layer_paths(config: Mapping[str, Any]) -> list[str]:
    """Where Python finds the layers' modules, in AWS's order."""
    archives = [lambda_svc._resolve_layer_zip(layer) for layer in config.get("Layers", [])]
    return [str(unpacked(archive) / "python") for archive in archives if archive]


def variables(config: Mapping[str, Any], code: Path) -> dict[str, str]:
    """The environment variables that AWS would set, and the function's own."""
    name = config["FunctionName"]
    region = config["FunctionArn"].split(":")[3]
    reserved = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ["HOME"],
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{config['Runtime']}",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(config["MemorySize"]),
        "AWS_LAMBDA_FUNCTION_VERSION": config["Version"],
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": config.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{name}"),
        "AWS_LAMBDA_LOG_STREAM_NAME": time.strftime("%Y/%m/%d/[$LATEST]") + os.urandom(16).hex(),
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "LAMBDA_TASK_ROOT": str(code),
        "_HANDLER": config["Handler"],
        **lambda_runtime.execution_credentials(config),
    }
    endpoint = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}"}
    return {**endpoint, **config.get("Environment", {}).get("Variables", {}), **reserved}


class PythonEnvironment(lambda_runtime.Worker):  # type: ignore[misc]
    """One process of one function; ministack leases it to one invocation at a time."""

    _socket: socket.socket
    _proc: subprocess.Popen[bytes] | None
    _lines: BufferedRWPair
    _log: IO[bytes]
    peak_memory = 0

    def _spawn(self) -> None:
        """Starts the process and waits for its handler. Raises InitError with what AWS would report."""
        code = unpacked(self.code_zip)
        self._discard_tmpdir()
        self._tmpdir = tempfile.mkdtemp(prefix="desk-")
        self._log = (Path(self._tmpdir) / "log").open("a+b")
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._proc = subprocess.Popen(
                [
                    os.environ["FRONTDESK_RUNTIME"],
                    "-I",
                    BOOTSTRAP,
                    str(theirs.fileno()),
                    os.pathsep.join(layer_paths(self.config)),
                ],
                cwd=code,
                env=variables(self.config, code),
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                pass_fds=[theirs.fileno()],
            )
        self._lines = self._socket.makefile("rwb")
        # AWS begins an init that was too long again, within the invocation: it may have both times.
        started = self._receive(INIT_SECONDS + float(self.config.get("Timeout", 3)))
        if "ready" not in started:
            self._stop()
            raise InitError(started.get("init_error") or started["error"], self._drained())

    def invoke(self, event: object, request_id: str, **context: Any) -> dict[str, Any]:
        """Runs one event. Returns ministack's result: status, result or error_payload, log, cold_start."""
        timeout = float(self.config.get("Timeout", 3))
        with self._lock:
            cold = self._proc is None or self._proc.poll() is not None
            try:
                if cold:
                    self._spawn()
                answer = self._ask(event, request_id, context.get("invoked_function_arn"), timeout)
            except InitError as error:
                return {
                    "status": "error",
                    "error_payload": error.payload,
                    "log": error.log,
                    "cold_start": True,
                }
            answer.update(log=self._drained(), cold_start=cold)
            return answer

    def _ask(self, event: object, request_id: str, arn: str | None, timeout: float) -> dict[str, Any]:
        context = {
            "request_id": request_id,
            "arn": arn or self.config["FunctionArn"],
            "deadline": time.time() + timeout,
        }
        with contextlib.suppress(OSError):  # a process that has died is noticed by the answer's absence
            self._lines.write(json.dumps({"event": event, "context": context}).encode() + b"\n")
            self._lines.flush()
        answer = self._receive(timeout)
        self.peak_memory = answer.get("peak_memory", self.peak_memory)
        if "error" in answer:
            return {"status": "error", "error_payload": answer["error"]}
        return {"status": "ok", "result": answer["result"]}

    def _receive(self, seconds: float) -> dict[str, Any]:
        """The next message; where none comes in time, the process is ended and the reason returned."""
        self._socket.settimeout(seconds)
        try:
            line = self._lines.readline()
        except TimeoutError:
            self._stop()
            return {"error": _outcome("Sandbox.Timedout", f"Task timed out after {seconds:.2f} seconds")}
        except OSError:
            line = b""
        if not line:
            self._stop()
            return {"error": _outcome("Runtime.ExitError", "Runtime exited without providing a reason")}
        message: dict[str, Any] = json.loads(line)
        return message

    def _stop(self) -> None:
        process, self._proc = self._proc, None
        if process is not None:
            process.kill()
            process.wait()

    def _drained(self) -> str:
        """What was printed since the last time: complete, since the process flushes before it answers."""
        self._log.seek(0)
        text = self._log.read().decode(errors="replace")
        self._log.truncate(0)
        return text.rstrip("\n")


def _outcome(kind: str, message: str) -> dict[str, str]:
    return {"errorType": kind, "errorMessage": message}


class InitError(Exception):
    """The handler could not be imported in time; `payload` is AWS's error body, `log` what was printed."""

    def __init__(self, payload: dict[str, Any], log: str) -> None:
        super().__init__(payload["errorMessage"])
        self.payload = payload
        self.log = log
