"""What SNS does with what it cannot deliver."""

from __future__ import annotations

import json
import uuid
from typing import Any

from tests.support.emulators import Emulator


def _topic_with_dead_letters(aws: Emulator, queue: str, dead: str) -> tuple[Any, str]:
    sns = aws.client("sns")
    topic = sns.create_topic(Name=f"t-{uuid.uuid4().hex[:8]}")["TopicArn"]
    told = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead}), "RawMessageDelivery": "true"}
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes=told)
    return sns, topic


def _lets_send(aws: Emulator, url: str, arn: str, effect: str) -> None:
    statement = {
        "Effect": effect,
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})


def what_no_queue_takes_is_a_dead_letter(aws: Emulator) -> None:
    (url, arn), (dead_url, dead) = aws.queue(), aws.queue()
    _lets_send(aws, dead_url, dead, "Allow")
    sns, topic = _topic_with_dead_letters(aws, arn, dead)
    _lets_send(aws, url, arn, "Allow")
    sns.publish(TopicArn=topic, Message="delivered")
    assert aws.message(url)["Body"] == "delivered"
    _lets_send(aws, url, arn, "Deny")
    sns.publish(TopicArn=topic, Message="refused")
    assert aws.message(dead_url)["Body"] == "refused"


def what_is_for_a_queue_that_is_gone_is_a_dead_letter(aws: Emulator) -> None:
    (url, arn), (dead_url, dead) = aws.queue(), aws.queue()
    _lets_send(aws, dead_url, dead, "Allow")
    sns, topic = _topic_with_dead_letters(aws, arn, dead)
    aws.client("sqs").delete_queue(QueueUrl=url)
    sns.publish(TopicArn=topic, Message="for nobody")
    assert aws.message(dead_url)["Body"] == "for nobody"


CHECKS = (what_no_queue_takes_is_a_dead_letter, what_is_for_a_queue_that_is_gone_is_a_dead_letter)
