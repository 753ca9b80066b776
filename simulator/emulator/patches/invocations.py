"""Asynchronous invocations: retries, destinations and dead-letter queues."""

from __future__ import annotations

import time
from typing import Any

from ministack.core.concurrency import spawn_background
from ministack.core.responses import new_uuid
from ministack.services import lambda_svc, sns

from simulator.emulator.patches import destinations

THROTTLE_WAIT_SECONDS = 0.2  # AWS waits longer; a desk on one machine need not


def _settings(func: dict[str, Any]) -> dict[str, Any]:
    """The event invoke configuration, of whatever qualifier it was set for (SAM sets $LATEST)."""
    configs = list((func.get("event_invoke_configs") or {}).values())
    return func.get("event_invoke_config") or (configs[0] if configs else {})


def _attempt(func: dict[str, Any], event: object, retries: int) -> tuple[dict[str, Any], int]:
    """Runs the function until it succeeds or its retries are used up: the last result, and the attempts."""
    tries = 0
    while True:
        result: dict[str, Any] = lambda_svc._execute_function_with_config_scope(func, event)
        if result.get("throttle"):  # no attempt: AWS keeps a throttled event in its queue
            time.sleep(THROTTLE_WAIT_SECONDS)
            continue
        tries += 1
        if not result.get("error") or tries > retries:
            return result, tries
        delay = lambda_svc._LAMBDA_ASYNC_RETRY_BASE_SECONDS * 2 ** (tries - 1)
        time.sleep(min(delay, lambda_svc._LAMBDA_ASYNC_RETRY_MAX_SECONDS))


def _record(
    config: dict[str, Any], event: object, result: dict[str, Any], request_id: str, tries: int
) -> dict[str, Any]:
    """What a destination gets."""
    failed = bool(result.get("error"))
    response = {"statusCode": 200, "executedVersion": config.get("Version", "$LATEST")}
    return {
        "version": "1.0",
        "timestamp": destinations.now(),
        "requestContext": destinations.request_context(
            config, request_id, "RetriesExhausted" if failed else "Success", tries
        ),
        "requestPayload": event,
        "responseContext": {**response, "functionError": "Unhandled"} if failed else response,
        "responsePayload": result.get("body"),
    }


def _conclude(func: dict[str, Any], event: object, result: dict[str, Any], tries: int) -> None:
    """Tells the destination, and the dead-letter queue of a failure: both get it where both are set."""
    config = func["config"]
    request_id = new_uuid()
    failed = bool(result.get("error"))
    outcomes = _settings(func).get("DestinationConfig") or {}
    target = (outcomes.get("OnFailure" if failed else "OnSuccess") or {}).get("Destination")
    if target:
        destinations.send(config, target, _record(config, event, result, request_id, tries))
    dead_letters = (config.get("DeadLetterConfig") or {}).get("TargetArn")
    if failed and dead_letters:
        message = str((result.get("body") or {}).get("errorMessage") or "-")[:1024]
        facts = {"RequestID": request_id, "ErrorCode": "200", "ErrorMessage": message}
        attributes = {name: {"DataType": "String", "StringValue": value} for name, value in facts.items()}
        destinations.send(config, dead_letters, event, attributes)


def invoke_asynchronously(func: dict[str, Any], event: object) -> None:
    """Runs an event in the background, as AWS's own queue would."""
    record = lambda_svc._execution_record_for_config(func, func.get("config") or func)

    def run() -> None:
        retries = _settings(record).get("MaximumRetryAttempts")
        result, tries = _attempt(record, event, 2 if retries is None else int(retries))
        _conclude(record, event, result, tries)

    spawn_background(run, thread_name="desk-async")


def conclude_asynchronous_invocations() -> None:
    """AWS: OnSuccess gets a record; a failure goes to OnFailure, and to the function's dead-letter queue as
    the bare event with the error in its attributes; throttled events wait.
    ministack: no OnSuccess; the queue gets a destination record instead; a throttle counts as an attempt."""
    lambda_svc.invoke_async_with_retry = invoke_asynchronously


def invoke_from_topics_asynchronously() -> None:
    """AWS: SNS invokes a function asynchronously: retries, destinations, dead-letter queue.
    ministack: one attempt; a failure is lost without a trace."""

    class Lambda:
        """`lambda_svc` as sns.py shall see it."""

        _execute_function_with_config_scope = staticmethod(invoke_asynchronously)

        def __getattr__(self, name: str) -> Any:
            return getattr(lambda_svc, name)

    sns._lambda_svc = Lambda()


def apply() -> None:
    conclude_asynchronous_invocations()
    invoke_from_topics_asynchronously()
