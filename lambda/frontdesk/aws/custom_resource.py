"""CloudFormation's custom resources: whatever happens, CloudFormation is told, or the stack would hang."""

from __future__ import annotations

import json
import logging
import threading
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from frontdesk.aws.logs import describe

logger = logging.getLogger("frontdesk")

# What is kept of a function's time for the answer itself, in seconds.
RESERVE = 5.0
ANSWER_SECONDS = 4.0
REASON = 500  # characters; the whole answer may have 4,096 bytes


class Remaining(Protocol):
    """The part of Lambda's context that is needed here."""

    def get_remaining_time_in_millis(self) -> int: ...


# What is done for a request; what it gives, the template may read by Fn::GetAtt.
type Work = Callable[[], Mapping[str, str] | None]


class Brought(ABC):
    """What comes with a stack and goes with it: Create and Update bring it, Delete takes it away."""

    __slots__ = ()

    @abstractmethod
    def bring(self) -> Mapping[str, str] | None:
        """It is there afterwards; gives what the template may read."""

    @abstractmethod
    def take_away(self) -> None:
        """It is not there afterwards."""

    def handle(self, event: Mapping[str, Any], context: Remaining) -> None:
        """A function's handler: each request is answered, failures too."""
        handle(event, context, {"Create": self.bring, "Update": self.bring, "Delete": self.take_away})


def handle(event: Mapping[str, Any], context: Remaining, work: Mapping[str, Work]) -> None:
    """Does what the request asks ("Create", "Update", "Delete") and tells CloudFormation the outcome.

    A failure, and work that takes longer than the function has, is answered with FAILED and the error's type.
    Raises OSError where CloudFormation cannot be told: Lambda then tries the whole event again.
    """
    told = threading.Lock()  # taken by the one who answers

    def give_up() -> None:
        if told.acquire(blocking=False):
            answer(event, "the work took longer than the function has")

    timer = threading.Timer(context.get_remaining_time_in_millis() / 1000 - RESERVE, give_up)
    timer.daemon = True
    timer.start()
    reason, data = _attempt(event, work)
    if told.acquire(blocking=False):
        timer.cancel()
        answer(event, reason, data)


def _attempt(event: Mapping[str, Any], work: Mapping[str, Work]) -> tuple[str, Mapping[str, str]]:
    """Does the work: why it failed, or "", and what it gave."""
    try:
        return "", work[event["RequestType"]]() or {}
    except Exception as error:  # noqa: BLE001  (whatever it is, CloudFormation must hear of it)
        logger.error("custom resource failed", exc_info=error)
        told = describe(error)
        return f"{told['error']} at {told['where']}", {}


def answer(event: Mapping[str, Any], reason: str, data: Mapping[str, str] | None = None) -> None:
    """Tells CloudFormation: success with data for the template, or FAILED with a reason. Raises OSError where
    it cannot be told."""
    body = {
        "Status": "FAILED" if reason else "SUCCESS",
        "Reason": reason[:REASON],
        # The same for as long as the stack lives: a new one would have CloudFormation delete the old.
        "PhysicalResourceId": event.get("PhysicalResourceId") or event["LogicalResourceId"],
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": dict(data or {}),
    }
    request = urllib.request.Request(
        event["ResponseURL"],
        data=json.dumps(body).encode(),
        method="PUT",
        headers={"Content-Type": ""},  # the URL is signed for none
    )
    # CloudFormation's own URL, from an event that only CloudFormation can send.
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS):  # nosec B310
        pass
