"""What is left where nothing should be: dead letters, and records that were set aside, by their reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from simulator.desk import Desk

DEAD = (
    "PaymentDeadLetters",
    "PublisherFailures",
    "UntoldDead",
    "SweeperFailures",
    "TicketsFailed",
    "LettersDead",
)
READ_SECONDS = 120  # a record that was read is not seen again for so long


def dead_letters(desk: Desk) -> int:
    """How many there are, of all functions of bookings."""
    sqs, count = desk.client("sqs"), "ApproximateNumberOfMessages"
    answers = (sqs.get_queue_attributes(QueueUrl=desk.outputs[q], AttributeNames=[count]) for q in DEAD)
    return sum(int(answer["Attributes"][count]) for answer in answers)


def parked(desk: Desk, since: float) -> Iterator[tuple[str, str]]:
    """(reason, what it was) of each record that was set aside since a time, epoch seconds; they stay."""
    sqs, queue = desk.client("sqs"), desk.outputs["TicketParking"]
    while found := sqs.receive_message(
        QueueUrl=queue,
        MaxNumberOfMessages=10,
        VisibilityTimeout=READ_SECONDS,
        AttributeNames=["SentTimestamp"],
    ).get("Messages"):
        for message in found:
            if int(message["Attributes"]["SentTimestamp"]) >= since * 1000:
                told: Any = json.loads(message["Body"])
                yield told["reason"], json.dumps(told["record"])


def by_variant(records: Iterator[tuple[str, str]], naive: set[str]) -> tuple[Counter[str], Counter[str]]:
    """How many for which reason: of the desk's bookings, and of these naive ones."""
    ours, theirs = Counter[str](), Counter[str]()
    for reason, record in records:
        (theirs if any(booking in record for booking in naive) else ours)[reason] += 1
    return ours, theirs
