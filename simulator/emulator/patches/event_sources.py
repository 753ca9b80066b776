"""Event source mappings of streams: what happens to a batch that fails. Who reads them is in polling.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import new_uuid
from ministack.services import lambda_svc

from simulator.emulator.patches import destinations, polling

RETRY_SECONDS = 0.1  # between two tries of a batch

_execute: Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]] = lambda_svc._execute_function

type Records = Sequence[dict[str, Any]]


def _part(record: dict[str, Any]) -> dict[str, Any]:
    """The part that a record's source fills."""
    part: dict[str, Any] = record.get("kinesis") or record.get("dynamodb") or {}
    return part


def _sequence(record: dict[str, Any]) -> str:
    part = _part(record)
    return str(part.get("sequenceNumber") or part.get("SequenceNumber"))


def _arrival(record: dict[str, Any]) -> float:
    part = _part(record)
    return float(part.get("approximateArrivalTimestamp") or part.get("ApproximateCreationDateTime") or 0)


@dataclass(frozen=True)
class Mapping:
    """A stream's mapping to a function, with its bounds."""

    func: dict[str, Any]
    settings: dict[str, Any]
    retries: int

    @property
    def bisects(self) -> bool:
        return bool(self.settings.get("BisectBatchOnFunctionError"))

    @property
    def partial(self) -> bool:
        return "ReportBatchItemFailures" in (self.settings.get("FunctionResponseTypes") or [])

    def process(self, batch: Records, tries: int = 1) -> None:
        """Runs a batch to its end: done, or given up after the last retry."""
        result = _execute(self.func, {"Records": list(batch)})
        failed = self.failed(batch, result)
        if not failed:
            return
        aged = self.too_old(failed)
        if aged or tries > self.retries:
            self.give_up(failed, tries, "MaxRecordAgeExceeded" if aged else "RetryAttemptsExhausted")
        elif result.get("error") and self.bisects and len(failed) > 1:  # a split costs no retry
            half = len(failed) // 2
            self.process(failed[:half], tries)
            self.process(failed[half:], tries)
        else:
            time.sleep(RETRY_SECONDS)
            self.process(failed, tries + 1)

    def failed(self, batch: Records, result: dict[str, Any]) -> Records:
        """What must be tried again: of a partial failure, all from the first failed record on."""
        if result.get("error"):
            return batch
        body = result.get("body")
        if not self.partial or not isinstance(body, dict):
            return []
        named = {item.get("itemIdentifier") for item in body.get("batchItemFailures") or []}
        first = next((place for place, record in enumerate(batch) if _sequence(record) in named), len(batch))
        return batch[first:]

    def too_old(self, batch: Records) -> bool:
        limit = int(self.settings.get("MaximumRecordAgeInSeconds") or -1)
        return limit > 0 and time.time() - _arrival(batch[0]) > limit

    def give_up(self, batch: Records, tries: int, condition: str) -> None:
        """Tells the failure destination which records were dropped; they themselves stay in the stream."""
        target = ((self.settings.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
        if not target:
            return
        config = self.func.get("config") or self.func
        kinesis = "kinesis" in batch[0]
        info = {
            "shardId": batch[0]["eventID"].split(":")[0] if kinesis else "shardId-00000000000000000000",
            "startSequenceNumber": _sequence(batch[0]),
            "endSequenceNumber": _sequence(batch[-1]),
            "batchSize": len(batch),
            "streamArn": self.settings["EventSourceArn"],
        }
        record = {
            "requestContext": destinations.request_context(config, new_uuid(), condition, tries),
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
            "version": "1.0",
            "timestamp": destinations.now(),
            "KinesisBatchInfo" if kinesis else "DDBStreamBatchInfo": info,
        }
        destinations.send(config, target, record)


def _mapping_of(func: dict[str, Any], event: dict[str, Any]) -> Mapping | None:
    """The bounded mapping that a polled batch came through; None where it retries until records expire."""
    source = event["Records"][0]["eventSourceARN"]
    name = (func.get("config") or func)["FunctionName"]
    for _account, _region, settings in lambda_svc._iter_all_esms():
        if settings.get("EventSourceArn") == source and settings.get("FunctionName") == name:
            retries = settings.get("MaximumRetryAttempts")
            bounded = retries is not None and int(retries) >= 0
            return Mapping(func, settings, int(retries)) if bounded else None
    return None


def bound_stream_retries() -> None:
    """AWS: a stream's mapping honours MaximumRetryAttempts, BisectBatchOnFunctionError,
    ReportBatchItemFailures, MaximumRecordAgeInSeconds and its failure destination.
    ministack: stores them, and tries the whole batch again for ever."""

    def execute(func: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
        mapping = _mapping_of(func, event) if polling.reader() else None
        if mapping is None:
            return _execute(func, event)
        mapping.process(event["Records"])
        return {"body": None, "log": ""}

    lambda_svc._execute_function = execute


def apply() -> None:
    bound_stream_retries()
