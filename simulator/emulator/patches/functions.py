"""Lambda functions: how a Python function's process is run."""

from __future__ import annotations

from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from simulator.emulator.environment import PythonEnvironment


def run_in_a_clean_interpreter() -> None:
    """AWS: a Python function sees its code, its layers and its environment variables, code before layers.
    ministack: it sees the packages and the environment of ministack itself, and layers before code."""
    stock = lambda_runtime._worker_class_for

    def worker_class(config: dict[str, Any]) -> type:
        python = str(config.get("Runtime", "")).startswith("python")
        return PythonEnvironment if python else stock(config)

    lambda_runtime._worker_class_for = worker_class


def report_what_was_raised() -> None:
    """AWS: an unhandled exception answers with its errorType and stackTrace, and the process lives on.
    ministack: every errorType is "Runtime.HandlerError", there is no stackTrace, and the process is killed.

    ministack's executor for custom runtimes passes an environment's error body on as it is: used here too."""
    stock = lambda_svc._execute_function_warm

    def execute(func: dict[str, Any], event: object, request_id: str) -> dict[str, Any]:
        config = func.get("config") or func
        if config.get("Runtime", "").startswith("python"):
            return lambda_svc._execute_function_provided_warm(func, event, request_id)  # type: ignore[no-any-return]
        return stock(func, event, request_id)  # type: ignore[no-any-return]

    lambda_svc._execute_function_warm = execute


def report_memory_used() -> None:
    """AWS: a REPORT line has the memory that the function's process used at its peak.
    ministack: the most that any child process of the emulator ever used."""
    stock = lambda_svc._probe_peak_memory_mb

    def peak(func: dict[str, Any]) -> int:
        config = func.get("config") or func
        key = lambda_runtime._worker_key(config["FunctionName"], config, config.get("Version", "$LATEST"))
        peaks = [getattr(worker, "peak_memory", 0) for worker in lambda_runtime._workers.get(key, [])]
        return max(peaks, default=0) or stock(func)

    lambda_svc._probe_peak_memory_mb = peak


def apply() -> None:
    run_in_a_clean_interpreter()
    report_what_was_raised()
    report_memory_used()
