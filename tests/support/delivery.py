"""Keeping tests that upload patients apart from the one in which the topic cannot deliver."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager

from simulator.desk import Desk
from simulator.place import here


@contextmanager
def delivering(*, alone: bool = False) -> Iterator[None]:
    """The topic delivers meanwhile, whichever worker asks; alone: nobody else relies on it."""
    with (here().state / "delivering").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


@contextmanager
def refusing(desk: Desk, queue: str) -> Iterator[None]:
    """A queue (its URL) takes nothing from any topic meanwhile."""
    sqs, name = desk.client("sqs"), ["Policy"]
    before = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=name)["Attributes"]["Policy"]
    refusal = {"Effect": "Deny", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}
    told = json.loads(before)
    told["Statement"].append({**refusal, "Resource": "*"})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(told)})
    try:
        yield
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": before})
