"""What the services hand to a function, record by record: one that is poison costs only itself.

A record that can never succeed goes to the parking queue with its reason, and counts as done. One that may
succeed later is handed back: to the queue or the stream as a batch item failure, else by raising, whereupon
Lambda tries the event again and in the end sends it to the function's failure destination.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.aws.clients import error_code, is_final
from frontdesk.aws.publishing import Queue
from frontdesk.errors import Rejected, TryAgain

logger = logging.getLogger("frontdesk")

type Record = Mapping[str, Any]
type Failures = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Parking:
    """function: whose records these are. masked: what may be kept of one; all of it, unless told."""

    queue: Queue
    function: str
    masked: Callable[[Any], Any] = lambda record: record

    def park(self, record: Any, reason: str) -> None:
        """Set a record aside. Raises TryAgain."""
        self.queue.send([{"function": self.function, "reason": reason, "record": self.masked(record)}])
        logger.error("record parked", extra={"data": {"function": self.function, "reason": reason}})


def each(records: Iterable[Record], work: Callable[[Record], None], parking: Parking) -> None:
    """Work on an asynchronous event's records: S3's, or a topic's. Raises TryAgain after the last."""
    failed = False
    for record in records:
        try:
            _one(record, work, parking)
        except TryAgain as error:
            _again(error)
            failed = True
    if failed:
        raise TryAgain


def from_queue(event: Record, work: Callable[[Record], None], parking: Parking) -> Failures:
    """Work on a queue's records; those to be tried again are named."""
    failed = []
    for record in event["Records"]:
        if not _tried(record, work, parking):
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def from_stream(event: Record, work: Callable[[Record], None], parking: Parking) -> Failures:
    """Work on a table stream's records, in order; the first to be tried again ends it."""
    for record in event["Records"]:
        if not _tried(record, work, parking):
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def quiet[Outcome](handle: Callable[[Record, object], Outcome]) -> Callable[[Record, object], Outcome]:
    """The same handler, whose failures say nothing: what an exception says may quote a value, and Lambda puts
    it into logs and dead letters."""

    def handled(event: Record, context: object) -> Outcome:
        try:
            return handle(event, context)
        except TryAgain:
            raise TryAgain from None
        except Exception as error:  # noqa: BLE001  (its type and place are logged)
            logger.error("function failed", exc_info=error)
            raise TryAgain from None

    return handled


def body(record: Record) -> Any:
    """The JSON in a queue's record. Raises Rejected where it is none."""
    return _json(record["body"])


def news(record: Record) -> Any:
    """The JSON in a topic's record. Raises Rejected where it is none."""
    return _json(record["Sns"]["Message"])


def _json(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:  # in an envelope there may be anything
        raise Rejected("not_json") from error


def _tried(record: Record, work: Callable[[Record], None], parking: Parking) -> bool:
    try:
        _one(record, work, parking)
    except TryAgain as error:
        _again(error)
        return False
    except Exception as error:  # noqa: BLE001  (the others of its batch are not to blame)
        logger.error("record failed", exc_info=error)
        return False
    return True


def _again(error: TryAgain) -> None:
    cause = error.__cause__
    data = {"cause": type(cause).__name__, "code": error_code(cause)} if isinstance(cause, Exception) else {}
    logger.warning("record to be tried again", exc_info=error, extra={"data": data})


def _one(record: Record, work: Callable[[Record], None], parking: Parking) -> None:
    try:
        work(record)
    except Rejected as rejected:
        parking.park(record, rejected.reason)
    except TryAgain as error:
        if not is_final(error.__cause__):
            raise
        parking.park(record, "refused_by_aws")
